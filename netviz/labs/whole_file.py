"""Reading a file that a user named, and never more of it than it may hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from netviz.engine.files import reason


def content(path: Path, most: int) -> bytes:
    """Return what a file holds; raises ValueError as `opened` does."""
    with opened(path, most) as file:
        return file.read(most)


@contextmanager
def opened(path: Path, most: int) -> Iterator[BinaryIO]:
    """Give a file to be read.

    Raises ValueError with a few words that follow its name: missing, a folder, a device or a pipe (which
    could be read for ever), not to be read (also while it is being read), or longer than `most` bytes.
    """
    try:
        if path.is_dir():
            raise ValueError("is a folder, not a file")
        if path.exists() and not path.is_file():
            raise ValueError("is not a regular file")
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > most:
                raise ValueError(f"is longer than {most:,} bytes")
            yield file
    except FileNotFoundError:
        raise ValueError("does not exist") from None
    except OSError as error:
        raise ValueError(f"cannot be read: {reason(error)}") from None
