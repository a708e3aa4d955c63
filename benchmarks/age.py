"""A frame late in a run beside an early one: the cost must not grow with the epochs."""

from __future__ import annotations

from statistics import median

from benchmarks.result import Result, at_most, median_ratio
from benchmarks.scene import xor

HIDDEN = (2, 3, 8)
EARLY, LATE = 1_000, 1_000_000
LATE_QUICK = 20_000
MOST = 1.1


def results(quick: bool) -> list[Result]:
    """Return the ratio of frame times for each overview page there is."""
    return [_row(hidden, LATE_QUICK if quick else LATE, 10 if quick else 300) for hidden in HIDDEN]


def _row(hidden: int, late: int, frames: int) -> Result:
    young, old = xor(hidden), xor(hidden)
    young.train(EARLY)
    old.train(late)
    early_times, late_times = [], []
    for i, (early, aged) in enumerate(zip(young.looks(frames), old.looks(frames), strict=True)):
        order = (("early", early), ("late", aged)) if i % 2 else (("late", aged), ("early", early))
        for name, (timeline, refresh) in order:
            scene, times = (young, early_times) if name == "early" else (old, late_times)
            times.append(scene.draw(timeline, refresh))
    ratio = median_ratio(late_times[5:], early_times[5:])  # the first few fill the caches
    note = f"{1000 * median(late_times):.2f} to {1000 * median(early_times):.2f} ms"
    name = f"frame at epoch {late:,} beside epoch {EARLY:,}, {hidden} hidden"
    return at_most(name, ratio, MOST, "×", note)
