"""One drawing of the overview page, and the same page by matplotlib."""

from __future__ import annotations

from statistics import median

from benchmarks.agg import Figure
from benchmarks.result import Result, at_least, at_most, median_ratio, spread
from benchmarks.scene import xor

HIDDEN = (2, 3, 8)
MOST_MS = 4.0
TIMES = 20.0
WARM = 10_000  # epochs before the first frame timed: the curves have points by then


def results(quick: bool) -> list[Result]:
    """Return the median time of a frame for each page there is, and the ratio to matplotlib."""
    frames = 20 if quick else 400
    scenes = {hidden: xor(hidden) for hidden in HIDDEN}
    figures = {hidden: Figure(scene.lab) for hidden, scene in scenes.items()}
    ours: dict[int, list[float]] = {hidden: [] for hidden in HIDDEN}
    beside: dict[int, list[float]] = {
        hidden: [] for hidden in HIDDEN
    }  # those that matplotlib took turns with
    theirs: dict[int, list[tuple[float, float]]] = {hidden: [] for hidden in HIDDEN}
    for hidden, scene in scenes.items():
        scene.train(WARM)
        for _ in range(5):
            scene.draw(scene.timeline, scene.next())
        figures[hidden].draw(scene.timeline)
    for hidden, scene in scenes.items():  # one after the other without a break, as in a run
        ours[hidden] = [scene.draw(scene.timeline, scene.next()) for _ in range(frames)]
    for _ in range(max(frames // 10, 2)):
        for hidden, scene in scenes.items():
            beside[hidden].append(scene.draw(scene.timeline, scene.next()))
            theirs[hidden].append(figures[hidden].draw(scene.timeline))
    rows = [
        at_most(
            f"overview page, 1280×800, {hidden} hidden, a refresh drawn",
            1000 * median(times),
            MOST_MS,
            "ms",
            spread(times, 1000),
        )
        for hidden, times in ours.items()
    ]
    for hidden in HIDDEN:
        whole, paint = zip(*theirs[hidden], strict=True)
        name = f"the same six plots by matplotlib Agg, {hidden} hidden, beside ours"
        note = f"{1000 * median(whole):.0f} ms"
        rows.append(at_least(name, median_ratio(whole, beside[hidden]), TIMES, "×", note))
        text = f"{median_ratio(paint, beside[hidden]):.1f} × ({1000 * median(paint):.0f} ms)"
        rows.append(Result("– only matplotlib's painting, artists kept as they are", text))
    return rows
