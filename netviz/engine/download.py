"""Fetching one file from the first of several mirrors that serves it, whole or not at all."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from netviz.engine.files import reason, write_whole
from netviz.engine.mirror import Patience, Request

__all__ = ["Cancelled", "DownloadError", "Patience", "Progress", "fetch"]

Progress = Callable[[int, int | None], None]  # bytes there, bytes in all where that is known
_TICK = 0.01  # seconds between two looks at the mirrors
_LEAST = 2**15  # bytes that must come within `Patience.idle`


class Cancelled(Exception):
    """The caller's `cancelled` said so; nothing was written."""


class DownloadError(Exception):
    """The file could not be had; the text, one sentence without its full stop, names each mirror and why.

    `answered`: whether any mirror answered at all; if none did, there may well be no network.
    """

    def __init__(self, sentence: str, *, answered: bool) -> None:
        super().__init__(sentence)
        self.answered = answered


def fetch(
    urls: Sequence[str],
    target: Path,
    *,
    digest: str,
    maximum: int,
    progress: Progress,
    cancelled: Callable[[], bool],
    patience: Patience | None = None,
) -> str:
    """Fetch a file of at most `maximum` bytes, of SHA-256 `digest`, to `target`; return the URL that served.

    Proxies and certificates are those of the environment, as `urllib` reads them. Whatever waits, name
    look-up and connecting included, does so in a daemon thread, while this one asks `cancelled` every 10 ms
    and raises Cancelled. A thread that is left behind ends with its socket's time-out.

    Safe to abandon at any moment, also by ending the process: bytes are gathered in memory, and only all of
    them, checked, are written, under a temporary name that then replaces `target`. At worst that temporary
    file (`.netviz-….part`) stays behind, which nothing reads; the next call begins again.

    Raises DownloadError: no mirror serves the file, or it cannot be written.
    """
    patience = patience or Patience()
    waiting, failures = list(urls), dict[str, str]()
    answered = False
    while waiting:
        request, others = _first_answer(waiting, maximum, patience, cancelled)
        for other in others:
            waiting.remove(other.url)
            failures[other.url] = other.failure or f"did not answer within {patience.answer:g} s"
            answered = answered or other.answered
        if request is None:
            break
        waiting.remove(request.url)
        answered = True
        if (fault := _receive(request, digest, patience, progress, cancelled)) is None:
            _write(target, bytes(request.content))
            return request.url
        failures[request.url] = fault
    told = "; ".join(f"{_host(url)} {fault}" for url, fault in failures.items())
    raise DownloadError(f"{target.name} could not be downloaded: {told}", answered=answered)


def _first_answer(
    urls: Sequence[str], maximum: int, patience: Patience, cancelled: Callable[[], bool]
) -> tuple[Request | None, list[Request]]:
    """Ask one mirror after the other until one answers well; return it, and those known to fail."""
    pending, running, failed = list(urls), list[Request](), list[Request]()
    chosen: Request | None = None
    start = begun = time.monotonic()
    try:
        while running or pending:
            if cancelled():
                raise Cancelled
            now = time.monotonic()
            chosen = next((request for request in running if request.serves), None)
            if chosen is not None:
                break
            useless = [request for request in running if request.failure is not None and not request.serves]
            failed += useless
            running = [request for request in running if request not in useless]
            if now - start > patience.answer:
                failed += running
                break
            if pending and (not running or now - begun > patience.head_start):
                running.append(Request(pending.pop(0), maximum, patience))
                running[-1].start()
                begun = now
            time.sleep(_TICK)
    finally:
        for request in running:
            if request is not chosen:
                request.stop()
    return chosen, failed


def _receive(
    request: Request, digest: str, patience: Patience, progress: Progress, cancelled: Callable[[], bool]
) -> str | None:
    """Wait for the rest of the body and check it; return what is wrong with it, or None."""
    mark, since = 0, time.monotonic()
    try:
        while not request.finished.wait(_TICK):
            if cancelled():
                raise Cancelled
            done, now = len(request.content), time.monotonic()
            if done - mark >= _LEAST:
                mark, since = done, now
            elif now - since > patience.idle:
                return f"sent {done - mark:,} bytes in {patience.idle:g} s, {done:,} in all"
            progress(done, request.total)
    finally:
        request.stop()
    if cancelled():
        raise Cancelled
    done = len(request.content)
    progress(done, request.total)
    if request.failure is None and hashlib.sha256(request.content).hexdigest() == digest:
        return None
    if request.content.lstrip()[:1] == b"<":
        return "answered with a web page instead of the file"
    if done > request.maximum:
        return f"sent more than the {request.maximum:,} bytes that the file can have"
    if request.total is not None and done < request.total:
        return f"broke off after {done:,} of {request.total:,} bytes"
    if request.failure is not None:
        return f"broke off after {done:,} bytes"
    return f"sent {done:,} bytes that are not the published file (their SHA-256 differs)"


def _write(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except (OSError, ValueError) as error:
        told = f"{target.name} was downloaded but cannot be kept in {str(target.parent)!r}: {reason(error)}"
        raise DownloadError(told, answered=True) from None


def _host(url: str) -> str:
    parts = url.split("/")
    return parts[2] if len(parts) > 2 and parts[2] else repr(url)
