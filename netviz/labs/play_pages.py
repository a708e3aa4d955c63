"""The pages of the playground; they follow whatever shape the network has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netviz.engine.cache import PerVersion
from netviz.labs import (
    play_features,
    play_figures,
    play_form,
    play_gates,
    play_plane,
    play_probe,
    play_update,
)
from netviz.labs.play_network import Networks
from netviz.labs.play_standing import Standings
from netviz.labs.play_view import Look
from netviz.panels.class_confusion import ClassConfusion
from netviz.panels.either import Either
from netviz.panels.folded import FoldedSpace
from netviz.panels.form import Form
from netviz.panels.histogram import Histogram
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import Panel, View
from netviz.panels.plane import Plane
from netviz.panels.play_graph import PlayGraph
from netviz.panels.regression import Regression
from netviz.panels.standing import StandingLine
from netviz.panels.two_losses import TwoLosses
from netviz.panels.walk_data import Path
from networks.tasks import Task


def pages() -> tuple[Page, ...]:
    """Return the pages."""
    look = Look()
    return (
        _overview(look),
        play_probe.page(look, partial(plane, look)),
        play_gates.page(look),
        play_update.page(look),
    )


def plane(look: Look, path: Callable[[View], Path] | None = None) -> Panel:
    """Return the panel of the points: a plane, or a curve where values are fitted along x₁ alone.

    Either marks the `path` from one input to another, if there is one.
    """
    both = (
        Plane(play_plane.source(look), path=path),
        Regression(PerVersion(partial(play_figures.curve, look)), path=path),
    )
    return Either(both, lambda timeline: int(look.is_curve(timeline)))


def _errors(look: Look) -> Panel:
    """Return the panel of what is answered wrongly: classes taken for others, or residuals."""
    both = (
        ClassConfusion(PerVersion(partial(play_figures.counts, look))),
        Histogram("Residuals", "points", PerVersion(partial(play_figures.residuals, look)), alike=True),
    )
    return Either(both, lambda timeline: int(look.moment(timeline).train.task is Task.REGRESSION))


def _overview(look: Look) -> Page:
    standings = Standings(look)
    panels = (
        Form("Settings", play_form.Sections(look)),
        PlayGraph(Networks(look).network),
        plane(look),
        TwoLosses(partial(play_figures.course, look)),
        FoldedSpace(play_features.source(look)),
        _errors(look),
        StandingLine(standings, lambda: standings.late),
    )
    upper, lower = columns((1.25, 1), (1, 2)), columns((1, 3), (1, 4), (1, 5))
    right = rows((0.32, 6), (2.0, upper), (1.06, lower))
    return Page("overview", "Overview", panels, columns((1, 0), (3, right)))
