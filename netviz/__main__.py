"""The program as a process: `python -m netviz`, `python main.py` and the `netviz` command all come here."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

from netviz.cli import main


def run() -> NoReturn:
    """Run the program, then end the process at once.

    Everything is written by then; taking the interpreter and its libraries down in order would only keep a
    person who pressed q waiting.
    """
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or none at all
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
