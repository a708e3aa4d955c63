"""The digits that there is room for, by their probability, and what is said of the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, percent
from netviz.drawing.widgets import Hint


@dataclass(frozen=True)
class Likeliest:
    """`shown` digits and `others`, each in their order; `rest` is the probability of all others together."""

    shown: tuple[int, ...]
    others: tuple[int, ...]
    rest: float

    @property
    def lines(self) -> int:
        """How many lines it takes: one for each digit shown, and one for the others, if there are any."""
        return len(self.shown) + bool(self.others)

    def draw_others(self, canvas: Canvas, line: Rect, decimals: int = 1) -> None:
        """Write on the last line how many others there are, and how probable they are together."""
        theme = canvas.theme
        says = f"{len(self.others)} more"
        canvas.text(says, (line.x, line.centery), theme.secondary, Face.SMALL, "midleft")
        share = percent(self.rest, decimals)
        canvas.text(share, (line.right, line.centery), theme.secondary, Face.TINY, "midright")

    def hint(self) -> Hint:
        """Name the others."""
        names = ", ".join(map(str, self.others))
        return Hint((f"less probable: {names}", f"p = {exact(self.rest)} together"))


def likeliest(probabilities: NDArray[np.floating], lines: int, label: int | None = None) -> Likeliest:
    """Return all digits, or on so many lines the label, the most probable ones and that there are others."""
    order: list[int] = np.argsort(-probabilities, kind="stable").tolist()
    if label is not None:
        read = order[0]
        order.remove(label)
        order.insert(int(label != read), label)
    kept = len(order) if lines >= len(order) else max(lines - 1, 2)
    others = tuple(sorted(order[kept:]))
    return Likeliest(tuple(sorted(order[:kept])), others, float(probabilities[list(others)].sum()))
