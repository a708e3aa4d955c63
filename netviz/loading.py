"""Waiting for the data of a lab: told on the terminal, and in the window where it takes a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from netviz.options import Options
from netviz.progress import tqdm_bar
from netviz.signals import Caught

Result = TypeVar("Result")
Work = Callable[[Callable[[int, int | None], None], Callable[[], bool]], Result]
TICK = 0.02  # seconds between two looks at the keyboard
UNSEEN = 0.3  # seconds of downloading before a window opens for it


class Left(Exception):
    """The user, or a signal, has ended the program before the data were there."""


class Job(Generic[Result]):
    """Something that takes its time, in a thread that can be left behind.

    `work(progress, cancelled)` tells bytes done and, where known, in all.
    """

    def __init__(self, work: Work[Result]) -> None:
        self._work = work
        self._left = False
        self._result: Result | None = None
        self._error: BaseException | None = None
        self.done, self.whole = 0, 0  # bytes
        self.downloading = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="loading")
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work(self._progress, lambda: self._left)
        except BaseException as error:  # raised again where it is waited for
            self._error = error

    def _progress(self, done: int, whole: int | None) -> None:
        self.done, self.whole, self.downloading = done, whole or 0, True

    def over(self, seconds: float) -> bool:
        """Wait so long at most; return whether it is over."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def leave(self) -> None:
        """Have it stop as soon as it can."""
        self._left = True

    def result(self) -> Result:
        """Return what it gave; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


def wait(job: Job[Result], options: Options, name: str, caught: Caught) -> Result:
    """Return the job's result; raises Left when a signal came or the user closed the window."""
    show = _Bar() if options.headless else _Window(options, name)
    try:
        while not job.over(TICK):
            if caught or not show.goes_on(job):
                job.leave()
                raise Left
    finally:
        show.close()
    return job.result()


class _Bar:
    """A progress bar on the terminal, once something has come."""

    def __init__(self) -> None:
        self._bar: Any = None

    def goes_on(self, job: Job[Any]) -> bool:
        """Move the bar; nobody can leave here but by a signal."""
        if job.done and self._bar is None:  # until then there is only an attempt
            self._bar = tqdm_bar(total=job.whole or None, desc="MNIST", unit="B", unit_scale=True)
        if self._bar is not None:
            self._bar.update(job.done - self._bar.n)
        return True

    def close(self) -> None:
        """Leave the bar where it is."""
        if self._bar is not None:
            self._bar.close()


class _Window(_Bar):
    """The window that the lab will have, opened early to show the download and to obey q; and the bar."""

    def __init__(self, options: Options, name: str) -> None:
        super().__init__()
        self._options, self._name = options, name
        self._begun = time.perf_counter()
        self._screen: Any = None

    def goes_on(self, job: Job[Any]) -> bool:
        """Draw how far the download is; return False when the user wants to leave."""
        super().goes_on(job)
        if not job.downloading or time.perf_counter() - self._begun < UNSEEN:
            return True
        if self._screen is None:
            from netviz.download_screen import DownloadScreen

            self._screen = DownloadScreen(self._options, self._name)
        return bool(self._screen.draw(job.done, job.whole))
