"""Where everything of the playground's graph is: columns, neurons, rows over them, edges between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.panels.play_cells import Cell, cells
from netviz.panels.play_labels import MOST as TERMS
from netviz.panels.play_labels import term_places
from netviz.panels.play_network import PlayNetwork, Spot
from netviz.panels.play_rows import ROOMY, Rows
from netviz.panels.play_shape import Press
from netviz.panels.play_wires import widest_beside
from netviz.panels.play_wiring import Wires
from netviz.panels.words import longest

MOST = 8  # neurons of a layer that are drawn; of more, one less and which of how many these are
HIGH, EACH = 320, 21  # design units of height from which on more are drawn, and what each has then
WEB = 400  # edges that can be drawn within a frame; where more neurons than MOST have more, fewer are drawn
NAME = 5  # design units from a map to the neuron's name
GAP = 6
FOOTS = (60, 44, 24)  # design units of the foot: of three lines, of two, of one that is there when needed
LOW, LEAST = 260, 130  # design units of height, under which the foot is of two lines, and of one
NAMED, LARGE, LARGEST = 24, 48, 96  # design units of a map's side, the least one beside which names matter
NUMBERS, EDGES = 54, 34  # design units for z and a beside a neuron, and for edges after them at least
WITH_TERMS = 66  # design units for edges that have numbers of their own
BIAS = 6  # design units from the middle of a bias's mark to where it can be hit
NEAR = 6  # design units from an edge to where it can be hit


class Layout:
    """Places for one shape of network in one area. `first` is the first neuron shown of each layer.

    While an input is looked at, numbers are beside the maps if these leave room, else in `cells` instead.
    """

    def __init__(
        self,
        canvas: Canvas,
        area: Rect,
        network: PlayNetwork,
        first: Sequence[int],
        *,
        probing: bool = False,
    ) -> None:
        px, layers = canvas.px, network.layers
        self.area = area
        self.near = px(NEAR)
        self._last = len(layers) - 1
        self.label = max(canvas.text_width(f.shown, Face.SMALL) for f in network.features) + px(8)
        self._named = max(canvas.text_width(name, Face.SMALL) for name in layers[-1].neurons) + px(6)
        tail, gap = self._right_end(canvas, len(layers))
        self._lay_bands(canvas, network, gap)
        self._slots = self._most_slots(px, [len(network.used), *(len(layer.neurons) for layer in layers)])
        slots = [min(len(layer.neurons), self._slots) for layer in layers]
        few = any(before * after <= TERMS for before, after in pairwise(slots))
        names = self._width_of_names(canvas, network)
        self._size_maps(canvas, gap, len(network.features), max(slots), WITH_TERMS if few else EDGES, names)
        left = area.x + self.label + self.feature_side // 2
        self.gap = (area.right - tail - self.side // 2 - left) / len(layers)
        self.roomy = self.gap >= px(ROOMY)
        self.xs = [round(left + k * self.gap) for k in range(len(layers) + 1)]
        wide = tail > px(NUMBERS) and self.gap - self.side >= px(NUMBERS + EDGES)
        lines = 2 * (canvas.line_height(Face.TINY) - px(1))
        self.numbers = wide and self.body.height / max(slots) >= lines
        self.named = names if self.gap - self.side - names >= px(EDGES) else 0
        self._most = max(self.side * 1.6, self.side + px(24))  # from neuron to neuron
        self.cells: list[Cell] | None = None
        if probing and not self.numbers:
            pitches = [min(self.body.height / count, self._most) for count in slots]
            self.cells = cells(canvas, self.gap, pitches)
        self.features = self._column(left, (self.feature_side,) * 2, len(network.features), px(52))
        self.first: list[int] = []
        self.neurons: list[dict[int, Rect]] = []
        self.rest: dict[int, Rect] = {}
        self.says: dict[int, str] = {}  # which neurons are shown, on the buttons `rest`
        for k, layer in enumerate(layers):
            self._place_layer(k, len(layer.neurons), first[k] if k < len(first) else 0)
            if k in self.rest:
                self._tell_rest(canvas, k, len(layer.neurons))
        self.presses = self.rows.buttons(canvas, network, area.y, self.xs, self.gap)
        for k, box in enumerate(self.features):
            self.presses[Press("input", k)] = Rect(area.x, box.y, box.right - area.x, box.height)
        self.presses |= {Press("rest", k): box for k, box in self.rest.items()}
        self._network_rows = [feature.row for feature in network.features]
        self._wires: dict[int, Wires] = {}
        self._terms: dict[int, dict[int, Point]] = {}

    def _right_end(self, canvas: Canvas, layers: int) -> tuple[int, float]:
        """Return the room after the last column, for numbers if it can be, and from column to column."""
        px = canvas.px
        for tail in (px(NUMBERS + 4), px(22)):
            gap = (self.area.width - self.label - px(40) - tail) / layers  # 40: half a map at each end
            if gap >= px(ROOMY + 4):
                break
        return tail, gap

    def _lay_bands(self, canvas: Canvas, network: PlayNetwork, gap: float) -> None:
        """Share out the height: the rows over the columns, the neurons, the foot."""
        px, area = canvas.px, self.area
        self.lines = 3 if area.height >= px(LOW) else 2 if area.height >= px(LEAST) else 1  # of the foot
        self.rows = Rows.fitting(canvas, network, gap, low=self.lines == 1)
        self.top = Rect(area.x, area.y, area.width, px(self.rows.height))
        foot = px(FOOTS[3 - self.lines])
        self.foot = Rect(area.x, area.bottom - foot, area.width, foot)
        top = self.top.bottom + px(GAP)
        end = self.foot.y - px(GAP) if self.lines > 1 else area.bottom - px(GAP)
        self.body = Rect(area.x, top, area.width, max(end - top, px(24)))

    def _most_slots(self, px: Callable[[float], int], sizes: Sequence[int]) -> int:
        """Return how many neurons of a layer are drawn at most, with inputs and layers of these sizes."""
        slots = self.body.height // px(EACH) if self.body.height >= px(HIGH) else MOST

        def edges() -> int:
            shown = [sizes[0], *(size if size <= slots else slots - 1 for size in sizes[1:])]
            return sum(before * after for before, after in pairwise(shown))

        while slots > MOST and edges() > WEB:
            slots -= 1
        return max(slots, MOST)

    def _size_maps(
        self, canvas: Canvas, gap: float, features: int, neurons: int, edges: int, names: int
    ) -> None:
        """Choose the sides of the maps, of so many rows at most, so that edges keep room between columns.

        That is `edges` design units after numbers, where maps stay large; else what they need after `names`
        of so many pixels, where maps are not small with these.
        """
        px = canvas.px
        cap = gap * (0.5 if gap >= px(ROOMY) else 0.4)
        self.feature_side = round(max(min(_air(px, self.body.height / features), cap, px(48)), px(6)))
        for room in (NUMBERS + edges + 8, NUMBERS + EDGES + 8):
            if gap - px(room) >= px(LARGE):  # maps leave room for numbers, and stay large
                cap = min(cap, gap - px(room))
                break
        else:
            if (beside := gap - names - px(EDGES + 1)) >= px(NAMED):
                cap = min(cap, beside)
        self.side = round(max(min(_air(px, self.body.height / neurons), cap, px(LARGEST)), px(6)))
        self._bias = min(px(BIAS), max(self.side // 3, 1))  # the middle of a map is not its bias
        self.widest = widest_beside(self.side / canvas.scale)

    def named_above(self, canvas: Canvas) -> bool:
        """Return whether there is room for the names of outputs above their numbers."""
        pitch = min(self.body.height / (len(self.neurons[-1]) + (self._last in self.rest)), self._most)
        return pitch >= 2 * canvas.line_height(Face.TINY) + canvas.line_height(Face.SMALL)

    @staticmethod
    def _width_of_names(canvas: Canvas, network: PlayNetwork) -> int:
        """Return how many pixels after their maps hidden neurons' names take; 0 where there are none."""
        names = [name for layer in network.layers[:-1] for name in layer.neurons]
        return max((canvas.text_width(name, Face.SMALL) + canvas.px(NAME + 2) for name in names), default=0)

    def _column(self, x: float, size: tuple[int, int], count: int, most: float) -> list[Rect]:
        pitch = min(self.body.height / count, most)
        top = self.body.centery - pitch * count / 2
        boxes = []
        for k in range(count):
            box = Rect((0, 0), size)
            box.center = (round(x), round(top + (k + 0.5) * pitch))
            boxes.append(box)
        return boxes

    def _place_layer(self, k: int, count: int, first: int) -> None:
        slots = min(count, self._slots)
        shown = slots if count <= slots else slots - 1
        begin = min(max(first, 0), count - shown)
        cell = self.cells[k] if self.cells else None
        size = (self.side, self.side) if cell is None else (cell.width, cell.height)
        x = float(self.xs[k + 1])
        if cell is not None and k == self._last:  # names are beside these
            x = min(x, self.area.right - self._named - size[0] / 2)
        boxes = self._column(x, size, slots, self._most)
        self.first.append(begin)
        self.neurons.append({begin + i: boxes[i] for i in range(shown)})
        if shown < count:
            self.rest[k] = boxes[-1]

    def _tell_rest(self, canvas: Canvas, k: int, count: int) -> None:
        """Say which of so many neurons are shown, as long as there is room from column to column."""
        px, begin, shown = canvas.px, self.first[k] + 1, len(self.neurons[k])
        which = f"{begin}–{begin + shown - 1}"
        words = (f"{which} of {count} · {count - shown} more", f"{which} of {count}", which)
        room = min(round(self.gap) - px(18), 2 * (self.area.right - self.xs[k + 1]) - px(12))
        self.says[k] = words[longest(canvas, words, Face.SMALL, room)]
        slot, box = self.rest[k], Rect(0, 0, canvas.text_width(self.says[k], Face.SMALL) + px(10), px(18))
        box.height = min(box.height, max(3 * slot.height // 4, canvas.line_height(Face.SMALL)))
        box.center = slot.center
        self.rest[k] = box

    # edges

    def wires(self, reach: int) -> Wires:
        """Return the edges, which begin so many pixels to the right of neurons, for numbers there."""
        if reach not in self._wires:
            self._wires[reach] = self._wired(reach)
        return self._wires[reach]

    def terms(self, canvas: Canvas, reach: int) -> dict[int, Point]:
        """Return where the numbers of edges have room."""
        if reach not in self._terms:
            self._terms[reach] = term_places(canvas, self.wires(reach))
        return self._terms[reach]

    def _wired(self, reach: int) -> Wires:
        starts, ends, which = [], [], []
        for k, boxes in enumerate(self.neurons):
            for source, start in self._ports(k, reach):
                for neuron, box in boxes.items():
                    starts.append(start)
                    ends.append((box.left - 1, box.centery))
                    which.append((k, source, neuron))
        marks = np.array(which, dtype=np.int64).reshape(-1, 3)
        begin, end = (np.array(points, dtype=np.float64).reshape(-1, 2) for points in (starts, ends))
        return Wires(begin, end, marks[:, 0], marks[:, 1], marks[:, 2])

    def _ports(self, k: int, reach: int) -> Iterator[tuple[int, Point]]:
        if k:
            yield from ((i, (box.right + reach, box.centery)) for i, box in self.neurons[k - 1].items())
            return
        for row, box in zip(self._network_rows, self.features, strict=True):
            if row is not None:
                yield row, (box.right, box.centery)

    # what is where

    def press_at(self, at: Point) -> Press | None:
        """Return the button under a pixel."""
        return next((press for press, box in self.presses.items() if box.collidepoint(at)), None)

    def spot_at(self, at: Point, network: PlayNetwork, reach: int) -> Spot | None:
        """Return the bias, neuron or weight under a pixel."""
        for k, boxes in enumerate(self.neurons):
            bias = len(network.layers[k].weights) - 1
            for neuron, box in boxes.items():
                if abs(at[0] - box.left) <= self._bias and abs(at[1] - box.bottom + 1) <= self._bias:
                    return Spot(k, neuron, bias)
        for k, boxes in enumerate(self.neurons):
            beside = reach if k < self._last else 0  # its name, or numbers
            for neuron, box in boxes.items():
                if Rect(box.x, box.y, box.width + beside, box.height).collidepoint(at):
                    return Spot(k, neuron)
        wires = self.wires(reach)
        found = wires.at(at, self.near)
        return None if found is None else wires.spot(found)


def _air(px: Callable[[float], int], pitch: float) -> float:
    """Return how large a map can be of which one is `pitch` pixels below the other."""
    return min(pitch - px(3), 0.92 * pitch)
