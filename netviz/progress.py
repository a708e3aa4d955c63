"""Telling on stderr how a run without a window goes: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import math
import sys
import time
from typing import Any, Protocol

from netviz.engine.lab import Form, Lab, plural
from netviz.engine.snapshot import Refresh
from netviz.telling import say

BAR_SECONDS = 0.1
LINE_SECONDS = 2.0


class Progress(Protocol):
    """Takes every refresh, at next to no cost for most of them."""

    def show(self, refresh: Refresh) -> None:
        """Tell of this moment if it is time to."""

    def close(self, refresh: Refresh) -> None:
        """Tell of the last moment."""


def progress(lab: Lab, total: int) -> Progress:
    """Return what suits stderr."""
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    return Bar(lab, total) if on_terminal else Lines(lab)


def figures(lab: Lab, refresh: Refresh) -> str:
    """Return in a few words how a run stands: what of the lab's readings is told on a terminal."""
    told = []
    for reading in lab.readings(refresh, refresh.rate):
        value = reading.value
        if not reading.told or isinstance(value, str):
            continue
        if reading.form is not Form.SHARE:
            told.append(f"{reading.told} {value:.6g}")
        elif not math.isnan(value):
            told.append(f"{reading.told} {100 * value:.4g}%")
    return ", ".join(told)


class _Unminded:
    """A stream whose troubles are nobody's: a line that cannot be written is left out."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> None:
        """Write, if that can be."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, if that can be."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


def tqdm_bar(**settings: Any) -> Any:
    """Return a bar by tqdm on stderr, without its thread: that would stay, and the training may fork.

    Where there is no stderr, it draws nothing; one that cannot be written to is no reason to stop.
    """
    from tqdm import tqdm

    tqdm.monitor_interval = 0
    unheard = sys.stderr is None
    stream = None if unheard else _Unminded(sys.stderr)
    return tqdm(file=stream, disable=unheard, dynamic_ncols=True, **settings)


class Lines:
    """A line every two seconds."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._due = time.perf_counter() + LINE_SECONDS

    def show(self, refresh: Refresh) -> None:
        """Print a line if the last is two seconds old."""
        if time.perf_counter() >= self._due:
            self._due = time.perf_counter() + LINE_SECONDS
            name, unit, told = self._lab.name, self._lab.unit, figures(self._lab, refresh)
            step = f"{unit} {refresh.snapshot.step:,} of {refresh.total:,}"
            say(f"{name}: {step}, {told}, {refresh.rate:,.0f} {plural(unit)}/s")

    def close(self, refresh: Refresh) -> None:
        """Leave the end to the closing line of the run."""


class Bar:
    """A progress bar by tqdm."""

    def __init__(self, lab: Lab, total: int) -> None:
        self._lab = lab
        self._bar = tqdm_bar(total=total, unit=f" {plural(lab.unit)}", unit_scale=False, mininterval=0.0)
        self._due = 0.0

    def show(self, refresh: Refresh) -> None:
        """Move the bar if it has not moved for a tenth of a second."""
        if time.perf_counter() >= self._due:
            self._due = time.perf_counter() + BAR_SECONDS
            self._move(refresh)

    def _move(self, refresh: Refresh) -> None:
        self._bar.set_postfix_str(figures(self._lab, refresh), refresh=False)
        self._bar.update(refresh.snapshot.step - self._bar.n)
        self._bar.refresh()

    def close(self, refresh: Refresh) -> None:
        """Move the bar to where the run ended and leave it there."""
        self._move(refresh)
        self._bar.close()
