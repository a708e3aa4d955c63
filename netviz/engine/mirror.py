"""One mirror of a file, asked in the background."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from netviz.engine.files import reason


@dataclass(frozen=True)
class Patience:
    """Seconds to wait.

    `head_start`: for one mirror before the next is asked too; `answer`: for the first answer of any;
    `idle`: for the next 32 KiB of a body, or its end, so that a trickle does not go on for ever.
    """

    head_start: float = 0.6
    answer: float = 2.4
    idle: float = 10.0


class Request(threading.Thread):
    """One mirror, asked in the background; one thread writes these fields and the other reads them.

    `answered`: something came; `serves`: it promises a body; `failure`: why no answer or no whole body came;
    `content`: the body so far, of `total` bytes where that is known.
    """

    def __init__(self, url: str, maximum: int, patience: Patience) -> None:
        super().__init__(name=f"download from {url}", daemon=True)
        self.url, self.maximum = url, maximum
        self.answered = self.serves = False
        self.failure: str | None = None
        self.total: int | None = None
        self.content = bytearray()
        self.finished = threading.Event()
        self._stopped = False
        self._seconds = max(patience.answer, patience.idle) + 1  # the caller's own patience ends first

    def stop(self) -> None:
        """Ask the thread to end; it does at its next byte, or with its socket's time-out."""
        self._stopped = True

    def run(self) -> None:
        """Ask, and gather the body, up to one byte more than it may have."""
        try:
            self._ask()
        except Exception as error:  # whatever it is, this mirror does not serve
            self.answered = self.answered or _is_babble(error)
            self.failure = _why(error)
        finally:
            self.finished.set()

    def _ask(self) -> None:
        from http.client import responses
        from urllib import request
        from urllib.error import HTTPError

        asked = request.Request(self.url, headers={"User-Agent": "netviz"})
        try:
            response = request.build_opener().open(asked, timeout=self._seconds)
        except HTTPError as error:
            with error:
                self.answered = True
                self.failure = f"answered {error.code} {responses.get(error.code, '')}".strip()
            return
        with response:
            self._gather(response)

    def _gather(self, response: Any) -> None:
        length = response.headers.get("Content-Length", "")
        self.total = int(length) if length.isdecimal() else None
        self.answered = self.serves = True
        while not self._stopped and len(self.content) <= self.maximum:
            piece = response.read1(min(2**16, self.maximum + 1 - len(self.content)))
            if not piece:
                return
            self.content += piece


def _is_babble(error: Exception) -> bool:
    """Whether something answered, but not in HTTP."""
    from http.client import BadStatusLine, LineTooLong, RemoteDisconnected

    return isinstance(error, BadStatusLine | LineTooLong) and not isinstance(error, RemoteDisconnected)


def _why(error: Exception) -> str:
    """Return in a few words why a mirror gave no answer, or none of use; nothing that it sent is repeated."""
    from http.client import RemoteDisconnected
    from socket import gaierror
    from urllib.error import URLError

    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        error = error.reason
    match error:
        case gaierror():
            return "is not known by its name here"
        case RemoteDisconnected():
            return "closed the connection without an answer"
        case _ if _is_babble(error):
            return "answered with something that is not HTTP"
        case _:
            return f"cannot be reached: {reason(error)}"
