"""The one number among a layer's parameters that is looked at, where the mouse was last."""

from __future__ import annotations

from netviz.panels.kernel_grid import Shape
from netviz.panels.panel import Choices


class Spot:
    """Shared by the panel that points at a number and the one that tells its story.

    It keeps the cell last pointed at until another kernel is chosen, by keys or elsewhere; then it is the
    same cell of that kernel.
    """

    def __init__(self) -> None:
        self._offset = 0
        self._seen: tuple[int, int, int] | None = None  # layer, filter, channel chosen when it was set

    def __repr__(self) -> str:
        return f"Spot({self._offset})"

    def look(self, offset: int, choices: Choices) -> None:
        """Point at a number of the layer chosen."""
        self._offset, self._seen = offset, (choices.layer, choices.filter, choices.channel)

    def offset(self, choices: Choices, shape: Shape) -> int:
        """Return the place in the layer's parameters of what is looked at."""
        chosen = (choices.layer, choices.filter, choices.channel)
        if self._seen != chosen:
            centre = shape.size // 2
            _, channel, row, column = (0, 0, centre, centre)
            if self._seen is not None and self._seen[0] == choices.layer and self._offset < shape.weights:
                _, channel, row, column = shape.cell(self._offset)
            filter, channel = choices.filter % shape.filters, choices.channel % shape.channels
            self.look(shape.offset(filter, channel, row, column), choices)
        return min(self._offset, shape.weights + shape.filters - 1)
