"""One image through all layers, and the strongest connections that lead to the winner and to its rival."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging, ink
from netviz.drawing.lettering import Face
from netviz.drawing.nearness import nearest_line
from netviz.drawing.numbers import number, percent
from netviz.drawing.widgets import Hint
from netviz.panels.layer_maps import limit_for
from netviz.panels.panel import Panel, View
from netviz.panels.paths_data import RIVAL, WINNER, Link, Node, Paths
from netviz.panels.paths_digits import draw_digits
from netviz.panels.paths_layout import Layout, heading, lay_out, place_boxes
from netviz.panels.paths_lines import color_of, draw_key, draw_link
from netviz.panels.paths_words import digit_hint, link_hint, node_hint

Ends = NDArray[np.float64]  # (links, 2, 2): where each begins and ends, in pixels
MOST = (6, 8)  # links to a digit: beside other panels, and where there is room
ROOMY = 1100, 640  # design units
FOOT = 24  # for the key
NEAR = 5  # design units from a link within which the mouse means it


class PathsPanel(Panel):
    """Layers are columns of heat, from the image to the digits; links lead back from two of the digits."""

    def __init__(self, source: Callable[[View, int], Paths]) -> None:
        self.title = "Paths through the network"
        self._source = source
        self._layout: Layout | None = None
        self._key: object = None
        self._most = MOST[0]
        self._near = NEAR
        self._ends: tuple[Paths, Ends] | None = None  # of the links, (links, 2, 2)

    def value(self, view: View) -> str:
        """Return which image it is and what it is read as."""
        paths = self._source(view, self._most)
        read = f"read as {paths.winner} ({percent(float(paths.probabilities[paths.winner]))})"
        return f"{paths.title}, {read}" if paths.label is None else f"{paths.title}: a {paths.label}, {read}"

    def values(self, view: View) -> tuple[str, ...]:
        """Return the same, and in few words."""
        paths = self._source(view, self._most)
        known = "" if paths.label is None else f"a {paths.label}, "
        return self.value(view), f"{known}read as {paths.winner}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the columns, the links over them, then the numbers."""
        px = canvas.px
        roomy = area.width >= px(ROOMY[0]) and area.height >= px(ROOMY[1])
        self._most, self._near = MOST[roomy], px(NEAR)
        paths = self._source(view, self._most)
        key = (tuple(area), canvas.scale, tuple(column.values.shape for column in paths.columns))
        if self._layout is None or key != self._key:
            body = Rect(area.x, area.y, area.width, area.height - px(FOOT))
            self._layout, self._key, self._ends = lay_out(canvas, body, paths.columns), key, None
        layout = self._layout
        self._place(canvas, layout, paths)
        with canvas.clipped(area):
            canvas.still(area, paths, lambda: self._draw_all(canvas, layout, area, paths), settling=True)

    def _draw_all(self, canvas: Canvas, layout: Layout, area: Rect, paths: Paths) -> None:
        self._draw_columns(canvas, layout, paths)
        self._draw_links(canvas, layout, paths)
        self._draw_units(canvas, layout, paths)
        draw_digits(canvas, layout, paths)
        foot = canvas.px(FOOT - 6)
        draw_key(canvas, Rect(area.x, area.bottom - foot, area.width, foot), paths.winner, paths.rival)

    def _place(self, canvas: Canvas, layout: Layout, paths: Paths) -> None:
        if self._ends is not None and self._ends[0] is paths:
            return
        layout.boxes.clear()
        place_boxes(canvas, layout, [link.start for link in paths.links if link.start.place is None])
        ends = [(layout.exit(link.start), layout.entry(link.end)) for link in paths.links]
        self._ends = (paths, np.array(ends, dtype=np.float64).reshape(-1, 2, 2))
        self._set_apart(canvas, paths, self._ends[1])

    @staticmethod
    def _set_apart(canvas: Canvas, paths: Paths, ends: Ends) -> None:
        """Put two links between the same numbers, one for each side, beside each other."""
        winners = {link[1:3]: i for i, link in enumerate(paths.links) if link.side == WINNER}
        pairs = [
            (i, winners[link[1:3]])
            for i, link in enumerate(paths.links)
            if link.side == RIVAL and link[1:3] in winners
        ]
        if pairs:
            rivals, others = np.array(pairs).T
            across, down = (ends[rivals, 1] - ends[rivals, 0]).T
            away = canvas.px(2.5) / np.maximum(np.hypot(across, down), 1.0)
            shift = np.stack((-down * away, across * away), axis=1)[:, None]
            ends[rivals] += shift
            ends[others] -= shift

    @staticmethod
    def _draw_columns(canvas: Canvas, layout: Layout, paths: Paths) -> None:
        theme, line = canvas.theme, canvas.line_height(Face.SMALL)
        for i, (column, tiles) in enumerate(zip(paths.columns, layout.tiles, strict=False)):
            if i == 0:
                values = column.values
                tiles.draw(canvas, values, ink(theme), float(values.min()), float(values.max()))
            else:
                most = limit_for(column.values)
                tiles.draw(canvas, column.values, diverging(theme), -most, most)
            if not column.maps:
                canvas.rect(tiles.area.inflate(2, 2), theme.hairline, width=1)
            name, shape = heading(column)
            if layout.tight:
                name, shape = (canvas.lettering.fit(text, Face.SMALL, layout.slot) for text in (name, shape))
            head = (layout.middles[i], layout.area.y)
            canvas.text(name, head, theme.secondary, Face.SMALL, "midtop")
            canvas.text(shape, (head[0], head[1] + line), theme.faint, Face.SMALL, "midtop")

    def _draw_links(self, canvas: Canvas, layout: Layout, paths: Paths) -> None:
        """Draw the weakest first; each as wide as its amount, the greatest of its gap widest."""
        assert self._ends is not None
        shares = _shares(paths.links)
        places = self._ends[1].tolist()
        for i in np.argsort(shares, kind="stable").tolist():
            link = paths.links[i]
            draw_link(canvas, places[i][0], places[i][1], link.side, link.amount, shares[i])
        for start, side in {link.start: link.side for link in reversed(paths.links)}.items():
            if start.place is not None:
                cell = layout.cell(start).inflate(4, 4)
                canvas.rect(cell, color_of(canvas.theme, side), width=1)

    @staticmethod
    def _draw_units(canvas: Canvas, layout: Layout, paths: Paths) -> None:
        """Write each unit's number and value beside its cell."""
        theme, px = canvas.theme, canvas.px
        figures = []
        for node, box in layout.boxes.items():
            cell = layout.cell(node)
            canvas.rect(cell, theme.text, width=1)
            canvas.line((cell.right, cell.centery), (box.left, box.centery), theme.secondary)
            canvas.rect(box, theme.panel)
            unit = canvas.text(
                f"{node.unit + 1}", (box.x + px(3), box.centery), theme.text, Face.TINY, "midleft"
            )
            value = number(float(paths.columns[node.column].values[node.unit, 0, 0]), 2)
            if box.right - unit.right > canvas.text_width(value, Face.TINY) + px(6):
                figures.append((value, box.right - px(4), box.centery, theme.secondary))
        canvas.figures(figures)

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the digit, the unit, the link or the number under the mouse, in this order."""
        layout = self._layout
        if layout is None or self._ends is None:
            return None
        paths = self._source(view, self._most)
        for digit, row in enumerate(layout.rows):
            if row.collidepoint(at):
                return digit_hint(paths, digit)
        for node, box in layout.boxes.items():
            if box.collidepoint(at):
                return node_hint(paths, node)
        link = self._link_at(paths, at)
        if link is not None:
            return link_hint(paths, link)
        for i, tiles in enumerate(layout.tiles):
            place = tiles.at(at)
            if place is not None:
                unit, *cell = place
                return node_hint(paths, Node(i, unit, (cell[0], cell[1]) if paths.columns[i].maps else None))
        return None

    def _link_at(self, paths: Paths, at: Point) -> Link | None:
        assert self._ends is not None
        ends = self._ends[1]
        if not len(ends) or self._ends[0] is not paths:
            return None
        away, nearest = nearest_line(at, ends[:, 0], ends[:, 1])
        return paths.links[nearest] if away <= self._near else None


def _shares(links: Sequence[Link]) -> list[float]:
    """Return each amount as a share of the greatest of its gap.

    What is not finite, as before a divergence, counts as the greatest.
    """
    sizes = [abs(link.amount) if math.isfinite(link.amount) else math.inf for link in links]
    greatest: dict[int, float] = {}
    for link, size in zip(links, sizes, strict=True):
        greatest[link.end.column] = max(greatest.get(link.end.column, 0.0), size)
    most = [greatest[link.end.column] for link in links]
    return [1.0 if size == top else size / top for size, top in zip(sizes, most, strict=True)]
