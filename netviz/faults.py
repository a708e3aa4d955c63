"""The one exception that the user sees."""

from __future__ import annotations


class Refused(Exception):
    """Something the user asked for cannot be done; the text is one sentence that says what and what to do.

    The command line prints it and ends with status 2, without a traceback.
    """
