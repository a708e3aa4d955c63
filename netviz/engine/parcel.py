"""Sending objects with large arrays to another process: the arrays through memory that both see.

Through a pipe two megabytes take some milliseconds of both processors; copied into memory and out of it, some
tenths of one.
"""

from __future__ import annotations

import pickle
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

LEAST = 4096  # bytes; smaller arrays go through the pipe with the rest


class Shelf:
    """A piece of memory that two processes share, with room for the arrays of one object at a time.

    To be made before the other process, and handed to it when it is started. The one that sends waits until
    the other has received before it sends again.
    """

    def __init__(self, context: BaseContext, size: int) -> None:
        self._memory = context.RawArray("b", max(size, 1))

    def __repr__(self) -> str:
        return f"Shelf({len(self._memory):,} bytes)"

    def send(self, connection: Connection, item: Any) -> None:
        """Send an object; arrays that find no room on the shelf go through the pipe."""
        shelf = memoryview(self._memory).cast("B")
        ends: list[int] = []

        def through_the_pipe(buffer: pickle.PickleBuffer) -> bool:
            with buffer.raw() as content:
                start = ends[-1] if ends else 0
                end = start + content.nbytes
                if content.nbytes < LEAST or end > len(shelf):
                    return True
                shelf[start:end] = content
                ends.append(end)
                return False

        packed = pickle.dumps(item, protocol=5, buffer_callback=through_the_pipe)
        connection.send((packed, ends))

    def receive(self, connection: Connection) -> Any:
        """Return the next object; its arrays from the shelf are copies that cannot be written.

        Raises EOFError when the other process is gone.
        """
        packed, ends = connection.recv()
        shelf = memoryview(self._memory).cast("B")
        starts = [0, *ends]
        contents = [bytes(shelf[start:end]) for start, end in zip(starts, ends, strict=False)]
        return pickle.loads(packed, buffers=contents)
