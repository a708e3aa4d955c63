"""Why it is stuck, or that it is not: the newest snapshot judged now and then, and told calmly."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.engine.arrays import FloatArray
from netviz.engine.lab import grouped
from netviz.engine.snapshot import Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs.play_moment import Moment
from netviz.labs.play_setup import Fitted
from netviz.labs.play_view import Look
from netviz.panels.panel import View
from netviz.panels.standing import Standing
from networks import Trace
from networks.figures import number
from networks.health import (
    chance_loss,
    dead_shares,
    delta_norms,
    gradient_norms,
    mean_size,
    saturated_shares,
    twin_share,
    update_ratio,
)
from networks.hessian import MOST, MOST_SAMPLES, eigenvalues, hessian
from networks.optimizers import Momentum
from networks.penalties import weights_only
from networks.standing import Figures, Kind, Verdict, judge
from networks.tasks import Task

PAUSE = 0.25  # seconds from one judgement to the next, while it trains
CURVATURE = 1.0  # seconds from one Hessian to the next, while it trains and nothing is edited
NOTICE = 10.0  # seconds that a wish not obeyed is told, while it trains
ENDS = 6  # eigenvalues shown from either end
WAITS = "Hessian: yet to be taken, as this run has only just begun"
FEW = 10  # test points of which fewer say little
CONVEX = {  # by a loss's name, the outputs with which it is convex in z
    "mse": ("linear",),
    "bce": ("sigmoid", "tanh", "linear"),
    "cross_entropy": ("linear",),
    "hinge": ("linear",),
}
CALM = (Kind.EARLY, Kind.BY_HAND, Kind.CONVERGING, Kind.CONVERGED)


class Standings:
    """Tells a panel how training stands. A verdict of another kind is shown when it was found twice."""

    def __init__(self, look: Look, clock: Callable[[], float] = time.monotonic) -> None:
        self._look, self._clock = look, clock
        self._known: tuple[Timeline, int, bool] | None = None  # what was judged last, and whether at rest
        self._run = self._met = -1  # judged last, and seen last
        self.late = False  # whether what was told last is of a run before, and a frame more is wanted
        self._shown: Standing | None = None
        self._found = ""  # kind of the last verdict
        self._judged = self._curved = self._noticed = -np.inf  # when
        self._eigenvalues: FloatArray | None = None
        self._curved_at = 0  # the epoch of those
        self._edited: tuple[object, ...] = ()  # the edits that the loss judged last came about by
        self._refused, self._faded = 0, True  # wishes, and whether the last one is no longer told
        self._trace: Trace | None = None

    def __repr__(self) -> str:
        return f"Standings({self._found or 'nothing yet'})"

    def __call__(self, view: View) -> Standing:
        """Return the verdict on the newest snapshot, or on one a moment ago."""
        timeline = view.timeline
        refresh, now = timeline.latest, self._clock()
        resting = not refresh.running
        version = (timeline, timeline.version, resting)
        new = self._known is None or self._known[0] is not timeline or self._known[1:] != version[1:]
        again = self._run != refresh.run or self._shown is None
        met, self._met = self._met == refresh.run, refresh.run
        self.late = not (met or resting or self._shown is None)
        if self.late:
            return self._with_notice(timeline, now, resting)  # this frame answers the hand; the next tells
        if again or (new and (resting or now - self._judged >= PAUSE)):
            # While it trains, another run answers the hand: its Hessian waits for the next judgement.
            waits = again and self._shown is not None and not resting
            self._known, self._run, self._judged = version, refresh.run, now
            self._judge(timeline, now, at_once=again or resting, waits=waits)
        assert self._shown is not None
        return self._with_notice(timeline, now, resting)

    def _with_notice(self, timeline: Timeline, now: float, resting: bool) -> Standing:
        shown, moment = self._shown, self._look.moment(timeline)
        assert shown is not None
        if moment.refused != self._refused:
            self._refused, self._noticed, self._faded = moment.refused, now, False
        self._faded |= not resting and now - self._noticed >= NOTICE  # for good: also when it rests later
        notice = "" if self._faded else moment.notice
        warning = self._look.fitted(timeline).warning
        if (notice, warning) == (shown.notice, shown.warning):
            return shown
        self._shown = replace(shown, notice=notice, warning=warning)
        return self._shown

    def _judge(self, timeline: Timeline, now: float, *, at_once: bool, waits: bool) -> None:
        """Judge, and take the verdict over unless it is of another kind than shown for the first time."""
        figures = self._figures(timeline, now, at_once=at_once, waits=waits)
        verdict = judge(figures)
        kind = verdict.kind.value
        if at_once or self._shown is None or kind in (self._found, self._shown.kind):
            moment = self._look.moment(timeline)
            left_out = why_not(moment.free & moment.alive, len(moment.train))
            self._shown = told(verdict, figures, timeline.snapshot.step, self._curved_at, left_out)
        self._found = kind

    def _figures(self, timeline: Timeline, now: float, *, at_once: bool, waits: bool = False) -> Figures:
        """Measure what a judgement needs, but for the Hessian where that `waits` for the next one."""
        look, snapshot, moment = self._look, timeline.snapshot, self._look.moment(timeline)
        fitted, network = look.fitted(timeline), look.network(timeline)
        inputs, targets = fitted.inputs(moment.train.inputs), fitted.targets(moment.train)
        trace = self._trace
        if trace is None or trace.architecture != fitted.architecture or len(trace.output) != len(inputs):
            trace = self._trace = Trace(fitted.architecture, inputs)
        trace.load(inputs)
        network.backward(network.forward(trace), targets, fitted.loss)
        moves = moment.free & moment.alive
        edited, self._edited = self._edited, (moment.edits, moment.changes, moment.undo)
        if waits or edited != self._edited:  # then what was kept is of another loss
            self._eigenvalues, self._curved = None, -np.inf
        if not waits and (at_once or now - self._curved >= CURVATURE):
            self._eigenvalues, self._curved = curvatures(look, timeline, inputs, targets), now
            self._curved_at = snapshot.step
        losses = moment.losses if len(moment.losses) else np.array([moment.train_loss])
        return Figures(
            losses=losses,
            gradient_norms=gradient_norms(fitted.architecture, np.where(moves, snapshot.gradients, 0.0)),
            update_ratio=update_ratio(snapshot.updates, snapshot.parameters),
            learning_rate=moment.next_rate,
            chance=chance_loss(fitted.loss, targets),
            **way(moment, snapshot),
            delta_norms=delta_norms(trace),
            saturated=saturated_shares(trace),
            dead=dead_shares(trace),
            twins=twin_share(network),
            eigenvalues=self._eigenvalues,
            accuracy=None if fitted.task is Task.REGRESSION else moment.train_accuracy,
            test_losses=moment.recent.tests if len(moment.test) >= FEW else None,
            least=moment.recent.least,
            convex=is_convex(fitted),
            straight={"linear"} == {one.name for one in fitted.architecture.activations[:-1]},
            weights=mean_size(snapshot.parameters[weights_only(fitted.architecture) > 0]),
            held=not moves.any(),
            by_hand=moment.challenge,
            now=moment.train_loss,
            undoable=bool(moment.undo) and not moment.train_loss <= moment.loss_before,
            halted=timeline.latest.state is State.DIVERGED,
        )


def way(moment: Moment, snapshot: Snapshot) -> dict[str, Any]:
    """Return, by the names that `Figures` gives them, how the steps come about."""
    setup = moment.setup
    weights, moves = snapshot.parameters, int((moment.free & moment.alive).sum())
    size = float(np.linalg.norm(weights))
    most = moment.next_rate * math.sqrt(moves) / size if size else math.inf
    return {
        "reach": most if setup.optimizer == "adam" else None,
        "decay": moment.next_rate / setup.learning_rate,
        "optimizer": setup.optimizer,
        "beta": Momentum(setup.learning_rate).momentum if setup.optimizer == "momentum" else 0.0,
        "whole": setup.batch_size >= len(moment.train) and not setup.dropout,
        "penalties": tuple(name for name, on in (("L1", setup.l1), ("L2", setup.l2)) if on),
        "dropout": setup.dropout,
    }


def is_convex(fitted: Fitted) -> bool:
    """Return whether the loss is convex in the parameters: no hidden layer, and an output that fits it.

    Then z is linear in them, and each loss convex in z. That of bce is so in its logit, which is z or, of
    tanh, 2z (Boyd and Vandenberghe 2004, *Convex Optimization*, sections 3.2.2 and 7.1.1).
    """
    architecture = fitted.architecture
    return architecture.layers == 1 and architecture.output_activation in CONVEX.get(fitted.loss.name, ())


def curvatures(look: Look, timeline: Timeline, inputs: FloatArray, targets: FloatArray) -> FloatArray | None:
    """Return the Hessian's eigenvalues, L2 included, of what may move; None where it would take too long."""
    network, fitted, moment = look.network(timeline), look.fitted(timeline), look.moment(timeline)
    moves = moment.free & moment.alive
    if why_not(moves, len(inputs)):
        return None
    matrix = hessian(network, inputs, targets, fitted.loss)
    if moment.setup.l2:
        matrix = matrix + np.diag(moment.setup.l2 * weights_only(fitted.architecture))
    return eigenvalues(matrix, moves)


def why_not(moves: NDArray[np.bool_], points: int) -> str:
    """Return why no Hessian is taken where these parameters (P,) may move, on so many points; or nothing."""
    for count, most, what in ((len(moves), MOST, "parameters"), (points, MOST_SAMPLES, "points")):
        if count > most:
            return f"no Hessian: {grouped(count)} {what} are more than {grouped(most)}"
    return "" if moves.any() else "no Hessian: no parameter may move"


def told(verdict: Verdict, figures: Figures, epoch: int, curved_at: int, left_out: str) -> Standing:
    """Return a verdict in words, and the figures behind it, each with the epoch of which it is.

    The Hessian's is `curved_at`. Where there is none, `left_out` says why; if empty, it is yet to be taken.
    """
    first = f"epoch {grouped(epoch)}: {verdict.figures_text}"
    brief, whole = (
        (first, *_spectrum(figures.eigenvalues, curved_at, most, left_out)) for most in (2 * ENDS, MOST)
    )
    return Standing(
        verdict.kind.value,
        verdict.sentence,
        verdict.what_to_try,
        brief,
        verdict.kind not in CALM,
        every=whole,
    )


def _spectrum(values: FloatArray | None, epoch: int, most: int, left_out: str) -> list[str]:
    """Return the eigenvalues of the Hessian: all, or of more than `most` the least and the greatest."""
    if values is None:
        return [left_out or WAITS]
    negative = int((values < 0).sum())
    head = f"Hessian of epoch {grouped(epoch)}: {len(values)} eigenvalues, {negative} below 0"
    words = [number(value) for value in values.tolist()]
    if len(words) > most:
        words = [*words[:ENDS], "…", *words[-ENDS:]]
    return [head, "λ = " + ", ".join(words)]
