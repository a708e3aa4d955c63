"""The pages of the playground; they follow whatever shape the network has."""

from __future__ import annotations

from functools import partial

from netviz.labs import play_form, play_plane
from netviz.labs.play_view import Look
from netviz.panels.form import Form
from netviz.panels.page import Page, columns
from netviz.panels.plane import Plane


def pages() -> tuple[Page, ...]:
    """Return the pages."""
    look = Look()
    return (_overview(look),)


def _overview(look: Look) -> Page:
    panels = (
        Form("Settings", partial(play_form.sections, look)),
        Plane(play_plane.source(look)),
    )
    return Page("overview", "Overview", panels, columns((1, 0), (2, 1)))
