"""Reading a file that a user named, whole, and never more of it than it may hold."""

from __future__ import annotations

import os
from pathlib import Path

from netviz.engine.files import reason


def content(path: Path, most: int) -> bytes:
    """Return what a file holds.

    Raises ValueError with a few words that follow its name: missing, a folder, a device or a pipe (which
    could be read for ever), not to be read, or longer than `most` bytes.
    """
    try:
        if path.is_dir():
            raise ValueError("is a folder, not a file")
        if path.exists() and not path.is_file():
            raise ValueError("is not a regular file")
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > most:
                raise ValueError(f"is longer than {most:,} bytes")
            return file.read(most)
    except FileNotFoundError:
        raise ValueError("does not exist") from None
    except OSError as error:
        raise ValueError(f"cannot be read: {reason(error)}") from None
