"""The run itself: session, timeline, commands and the Lab protocol; knows no pygame."""
