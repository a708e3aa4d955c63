"""A screenful of panels and how they share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from netviz.drawing.layout import Split, at_most, columns, rows
from netviz.panels.panel import Choices, Panel

__all__ = ["Page", "Split", "at_most", "columns", "rows"]


@dataclass(frozen=True)
class Page:
    """A screenful of panels. `layout` refers to them by index; `name` is the word for `--page`.

    `choices` are those a user begins with; they say how many samples and parameters there are.
    """

    name: str
    title: str
    panels: Sequence[Panel]
    layout: Split
    choices: Choices = field(default_factory=Choices)
