"""The page "Draw": a pad, and what the network makes of the drawing now and made of it before."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import Parameters
from netviz.engine.lab import grouped
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_overview import answers
from netviz.labs.cnn_probe import Probe, image_key
from netviz.labs.cnn_setup import Setup
from netviz.panels.answer import AnswerBars
from netviz.panels.drawing_pad import DrawingPad
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import View
from netviz.panels.traces import Traced, Traces

MANY = 10_000  # training images from which a drawing is read about as well as any
SHARE = 3  # moments computed a frame; a pass of one image takes 0.3 ms


class Memory:
    """The chosen image's probabilities at the moments that the timeline keeps; each is computed once.

    The newest is always there. The others follow, a few with each frame, first those that are far apart, so
    that the lines soon reach over the whole run.
    """

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._timeline: Timeline | None = None
        self._key: object = None
        self._known: dict[int, Parameters] = {}  # probabilities (classes,) by step
        self._traced: tuple[int, Traced] | None = None
        self._left = False

    def __repr__(self) -> str:
        return f"Memory({len(self._known)} moments)"

    @property
    def left(self) -> bool:
        """Whether moments wait to be computed for the image that a panel has drawn."""
        return self._left

    def traced(self, view: View) -> Traced:
        """Return the moments known."""
        self._follow(view)
        version = view.timeline.version
        if self._traced is None or self._traced[0] != version:
            self._known[view.timeline.snapshot.step] = self._probe.passed(view).probabilities[0]
            steps = view.timeline.steps
            kept = [step for step in steps.tolist() if step in self._known]
            values = np.stack([self._known[step] for step in kept])
            self._traced = (version, Traced(np.array(kept), values, len(steps) - len(kept)))
        traced = self._traced[1]
        self._left = traced.waiting > 0
        return traced

    def advance(self, view: View) -> None:
        """Compute a few more moments."""
        self._compute(view, SHARE)

    def complete(self, view: View) -> None:
        """Compute all of them."""
        self._compute(view, len(view.timeline))
        self._left = False

    def _compute(self, view: View, most: int) -> None:
        self._follow(view)
        steps = view.timeline.steps.tolist()
        image = self._probe.picture(view.choices).image[np.newaxis]
        for row in spread(len(steps)):
            if most <= 0:
                break
            if steps[row] not in self._known:
                done = self._probe.setup.net.forward(view.timeline.parameters[row], image)
                self._known[steps[row]] = done.probabilities[0]
                self._traced = None
                most -= 1

    def _follow(self, view: View) -> None:
        """Forget all with another image or another run, and what the timeline no longer keeps."""
        timeline, choices = view.timeline, view.choices
        key = (image_key(choices), timeline.latest.run)
        if timeline is not self._timeline or key != self._key:
            self._timeline, self._key = timeline, key
            self._known, self._traced = {}, None
        elif len(self._known) > 2 * len(timeline):
            kept = set(timeline.steps.tolist())
            self._known = {step: value for step, value in self._known.items() if step in kept}


def spread(count: int) -> list[int]:
    """Return 0 … count − 1 so that each beginning is spread evenly: both ends, then halves of halves."""
    order = [count - 1, 0]
    gap = 1 << max(count - 1, 1).bit_length()
    while gap > 1:
        gap //= 2
        order += range(gap, count - 1, 2 * gap)
    return list(dict.fromkeys(row for row in order if row >= 0))


def schooling(setup: Setup) -> tuple[str, ...]:
    """Return what the network learns from, and how far to trust it with a drawing; then in fewer words."""
    digits, verb = setup.digits, "learns" if setup.trains else "has learned"
    if setup.learned_from:
        return f"the network {verb} from {setup.learned_from}", f"learned: {setup.learned_from}"
    many = grouped(len(digits.train))
    if len(digits.train) >= MANY:
        pixels = f"{digits.side}×{digits.side}"
        return f"the network {verb} from {many} digits of {pixels} pixels", f"{many} digits, {pixels}"
    pixels = f"{digits.side}×{digits.side} pixels"
    return (
        f"the network {verb} from only {many} digits of {pixels}; even when sure, it may misread yours",
        f"it {verb} from only {many} digits of {pixels}; it may misread yours",
        f"from only {many} digits; may misread yours",
        f"from only {many} digits",
    )


def page(probe: Probe) -> Page:
    """Return the page; the drawing is the chosen image on every other page too."""
    memory = Memory(probe)
    traces = Traces(memory.traced, memory, over_a_run=probe.setup.trains)
    panels = (DrawingPad(schooling(probe.setup)), AnswerBars(answers(probe)), traces)
    return Page("draw", "Draw", panels, columns((1, 0), (1, rows((1, 1), (1, 2)))))
