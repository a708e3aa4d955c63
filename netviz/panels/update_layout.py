"""Where everything is on the graph of an update: a column for the inputs and each layer, boxes, edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.nearness import nearest_line
from netviz.panels.update_data import UpdateData

Array = NDArray[np.float64]

TALL, WIDE, LEAST = 64, 136, 50  # design units: the largest box, and the least width of one
USUAL, USUALLY = 108, 48  # design units of width and height, where columns are near to each other
APART, BETWEEN = 7, 40  # design units between boxes of a column, and at least between columns
LOW = 29  # design units of height, below which a box has one line
NAMED, CLOSE = 82, 32  # design units of width that this needs; for it columns may be so close
ENOUGH = 88  # design units of width, for a name beside three digits, that are wider only with their gaps
SHORT = 70  # design units of width that it needs at the least
ASIDE = 22  # design units at a side on which there are more layers
HIGH = 0.26  # of the height, from one box to the next, where boxes alone would be nearer to each other
NEAR = 5  # design units from an edge to where it can be hit
ALONG = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)  # of an edge, where it is looked for clear of the others


class Edges:
    """The edges into one layer: pixels (n, 2) of both ends, `sources` and `neurons` (n,)."""

    def __init__(self, before: dict[int, Rect], after: dict[int, Rect]) -> None:
        pairs = [(i, j) for i in before for j in after]
        self.sources, self.neurons = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        self.starts = np.array([before[i].midright for i, _ in pairs], dtype=np.float64).reshape(-1, 2)
        self.ends = np.array([after[j].midleft for _, j in pairs], dtype=np.float64).reshape(-1, 2)

        ends = (map(tuple, side.tolist()) for side in (self.starts, self.ends))
        self.places: list[tuple[Point, Point]] = list(zip(*ends, strict=True))


class Layout:
    """Places for one shape of network in one area. Of a large layer those around the chosen neuron show.

    Of many layers, too, those around the chosen one: what has no room for its name is not shown.
    """

    def __init__(self, canvas: Canvas, area: Rect, data: UpdateData, chosen: tuple[int, int, int]) -> None:
        px = canvas.px
        self.area, self._near = area, px(NEAR)
        counts = [len(data.inputs), *(len(layer.neurons) for layer in data.layers)]
        layer, source, neuron = chosen
        most = max(area.height // px(22 + APART), 2)
        slots = max(min(count, most) for count in counts)
        if area.height / slots - px(APART) < px(LOW) and area.width / len(counts) - px(CLOSE) < px(SHORT):
            most = max(area.height // px(LOW + APART), 2)  # names have room only over numbers
            slots = max(min(count, most) for count in counts)
        self.first, columns, inner = _window(canvas, area, len(counts), layer)
        self.last = self.first + columns - 1  # columns that are shown, from and to
        gap = inner.width / columns
        tight = area.height / slots - px(APART) < px(LOW) and gap - px(BETWEEN) < px(NAMED)
        between = px(CLOSE if tight else BETWEEN)
        narrow = max(min(px(ENOUGH), gap - between), min(px(LEAST), gap - px(12)))
        width = max(narrow, min(px(WIDE), 0.55 * gap))
        height = min(area.height / slots - px(APART), px(TALL if width > px(USUAL) else USUALLY))
        self.tall = height >= px(LOW)  # room for two lines
        size = (round(width), round(max(height, px(14))))
        step = (inner.width - size[0]) / max(columns - 1, 1)
        focus = {layer + 1: neuron, layer: source}
        self.columns: list[dict[int, Rect]] = []
        self.hidden: list[tuple[int, int]] = []  # how many more there are above and below, for each column
        for k, count in enumerate(counts):
            if not self.first <= k <= self.last:
                self.columns.append({})
                self.hidden.append((0, 0))
                continue
            shown, begin = min(count, most), 0
            if count > most:
                begin = min(max(min(focus.get(k, 0), count - 1) - shown // 2, 0), count - shown)
            pitch = min(area.height / shown, max(2.6 * size[1], HIGH * area.height))
            top = area.centery - pitch * shown / 2
            x = inner.x + size[0] / 2 + (k - self.first) * step
            boxes = {}
            for i in range(shown):
                box = Rect((0, 0), size)
                box.center = (round(x), round(top + (i + 0.5) * pitch))
                boxes[begin + i] = box
            self.columns.append(boxes)
            self.hidden.append((begin, count - shown - begin))
        self.edges = [Edges(a, b) for a, b in zip(self.columns, self.columns[1:], strict=False)]

    @property
    def aside(self) -> list[tuple[int, Rect]]:
        """Where at its sides more layers are not shown, and how many."""
        area, boxes = self.area, next(iter(self.columns[self.last].values()))
        left = next(iter(self.columns[self.first].values())).left - area.left
        sides = (
            (self.first, Rect(area.left, area.top, left, area.height)),
            (
                len(self.columns) - 1 - self.last,
                Rect(boxes.right, area.top, area.right - boxes.right, area.height),
            ),
        )
        return [(more, side) for more, side in sides if more]

    def between(self, column: int) -> Rect:
        """Return the part of the area from the boxes before a column to its own."""
        before, after = (next(iter(boxes.values())) for boxes in self.columns[column - 1 : column + 1])
        return Rect(before.left, self.area.top, after.right - before.left, self.area.height)

    def place_of(self, layer: int, source: int, neuron: int) -> Point | None:
        """Return a pixel where `at` finds a weight; or the middle of its neuron, as for a bias."""
        boxes, edges = self.columns[layer + 1], self.edges[layer]
        for k in np.flatnonzero((edges.sources == source) & (edges.neurons == neuron)):
            for share in ALONG:
                place = edges.starts[k] + share * (edges.ends[k] - edges.starts[k])
                pixel = round(float(place[0])), round(float(place[1]))
                if self.at(pixel) == (layer + 1, source, neuron):
                    return pixel
        return boxes[neuron].center if neuron in boxes else None

    def at(self, at: Point) -> tuple[int, int | None, int] | None:
        """Return what is under a pixel: column (0 are the inputs), source and neuron; None for a neuron."""
        for column, boxes in enumerate(self.columns):
            for neuron, box in boxes.items():
                if box.collidepoint(at):
                    return column, None, neuron
        best: tuple[float, int, int] | None = None
        for layer, edges in enumerate(self.edges):
            distance, edge = nearest_line(at, edges.starts, edges.ends)
            if distance <= self._near and (best is None or distance < best[0]):
                best = distance, layer, edge
        if best is None:
            return None
        _, layer, edge = best
        edges = self.edges[layer]
        return layer + 1, int(edges.sources[edge]), int(edges.neurons[edge])


def _window(canvas: Canvas, area: Rect, count: int, layer: int) -> tuple[int, int, Rect]:
    """Return which column is the first, how many have room, and the part of `area` that is for them.

    Those on both sides of the chosen `layer` of weights are among them, and, for what flows back, the next.
    """
    px = canvas.px
    fits = (area.width + px(12)) // px(LEAST + 12)
    if count <= fits:
        return 0, count, area
    fits = min(max((area.width - 2 * px(ASIDE) + px(12)) // px(LEAST + 12), 2), count)
    first = min(max(layer + 1 - fits // 2, 0), count - fits)
    left, right = px(ASIDE) * (first > 0), px(ASIDE) * (first + fits < count)
    return first, fits, Rect(area.x + left, area.y, area.width - left - right, area.height)
