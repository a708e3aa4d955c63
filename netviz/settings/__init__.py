"""Tables of what can be set: from each come flags, controls, help and the command that repeats a run."""
