"""A screenful of panels and how they share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netviz.drawing.layout import Split, at_most, columns, rows
from netviz.panels.panel import Choices, Panel, View

__all__ = ["Page", "Split", "at_most", "columns", "rows"]


@dataclass(frozen=True)
class Page:
    """A screenful of panels. `layout` refers to them by index; `name` is the word for `--page`.

    `choices` are those a user begins with; they say how many samples and parameters there are. Where panels
    have much or little to show as the moment is, `fit` returns the layout for a view, and for a page so many
    gutters wide and high.
    """

    name: str
    title: str
    panels: Sequence[Panel]
    layout: Split
    choices: Choices = field(default_factory=Choices)
    fit: Callable[[View, float, float], Split] | None = None

    def layout_for(self, view: View | None, wide: float, high: float) -> Split:
        """Return the layout for a view, if there is one, on a page so many gutters wide and high."""
        return self.layout if self.fit is None or view is None else self.fit(view, wide, high)
