"""The table of a neuron's sum: a row for each term, which scroll where not all fit, and the sum below.

Where there is hardly any height, z alone is below the terms, the bias is one of them, and a word tells how
many of them are out of sight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import draw_scroll
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import fixed_within
from netviz.panels.neuron_rows import column_head, signs_of
from netviz.panels.neuron_sum import TOTAL, Line, Sum, heads_of, lines_of

LEAST, MOST = 18, 32  # design units that a row is high
HEAD, GAP = 20, 9  # of the heads, and between terms and sum
LOW, LOW_HEAD, LOW_GAP = 14, 16, 3  # the same of a low table
NAME, FIGURE, WIDE, NARROW = 50, 49, 62, 42  # of names, of figures, of figures with room and with little
BARS = 64  # of bars at least


@dataclass(frozen=True)
class Columns:
    """Where figures end, with how many decimals in how many characters; where bars are, if there is room.

    `most` is the greatest value.
    """

    rights: tuple[int, ...]
    decimals: int
    signs: int
    bars: Rect | None
    most: float


class SumTable:
    """Draws the table, and knows which rows are in sight."""

    def __init__(self) -> None:
        self._rows: list[tuple[Rect, Line]] = []
        self._scroll, self._further, self._row = 0, 0, LEAST  # pixels: scrolled, at most; a row's height

    def draw(self, canvas: Canvas, area: Rect, data: Sum) -> None:
        """Draw heads, the terms in sight, and below a rule Σ, b, z and a."""
        px = canvas.px
        terms, ends = lines_of(data)
        most = max((abs(bar) for one in (*terms, *ends) for bar in one.bars if np.isfinite(bar)), default=1.0)
        room = area.height - px(HEAD + GAP)
        if room < px(LEAST) * (len(ends) + min(len(terms), 2)):
            self._draw_low(
                canvas, area, [*terms, ends[1]], ends[2], _draw_heads(canvas, area, data, most, LOW_HEAD)
            )
            return
        columns = _draw_heads(canvas, area, data, most)
        high = self._row = min(max(room // (len(terms) + len(ends)), px(LEAST)), px(MOST))
        body = Rect(area.x, area.y + px(HEAD), area.width, min(room - high * len(ends), high * len(terms)))
        body.height = max(body.height, 0)
        self._further = max(high * len(terms) - body.height, 0)
        self._scroll = min(max(self._scroll, 0), self._further)
        if columns.bars is not None:
            _draw_zero(canvas, columns.bars, body.y, body.bottom + px(GAP) + 3 * high)
        self._rows = []
        with canvas.clipped(body):
            for k, line in enumerate(terms):
                row = Rect(body.x, body.y + k * high - self._scroll, body.width, high)
                if row.colliderect(body):
                    self._rows.append((row.clip(body), line))
                    _draw_row(canvas, row, line, columns)
        draw_scroll(canvas, body, self._scroll, high * len(terms))
        y = body.bottom + px(GAP) // 2
        canvas.rule((area.x, y), (area.right - 1, y), canvas.theme.hairline)
        for k, line in enumerate(ends):
            row = Rect(area.x, body.bottom + px(GAP) + k * high, area.width, high)
            self._rows.append((row, line))
            _draw_row(canvas, row, line, columns, strong=True)

    def _draw_low(self, canvas: Canvas, area: Rect, parts: list[Line], total: Line, columns: Columns) -> None:
        """Draw of the parts of a sum as many as there is room for, how many more there are, and the sum."""
        px, theme = canvas.px, canvas.theme
        room = area.height - px(LOW_HEAD + LOW_GAP)
        high = self._row = min(max(room // (len(parts) + 1), px(LOW)), px(LEAST))
        fits = max(room // high - 1, 1)
        shown = len(parts) if len(parts) <= fits else fits - 1
        self._further = high * (len(parts) - shown)
        self._scroll = min(max(self._scroll // high * high, 0), self._further)
        first, y = self._scroll // high, area.y + px(LOW_HEAD)
        self._rows = []
        for line in parts[first : first + shown]:
            self._rows.append((Rect(area.x, y, area.width, high), line))
            y += high
        if (more := len(parts) - shown) > 0:
            says = f"and {more} more" if shown else f"{more} terms"
            canvas.text(says, (area.x, y + high // 2), theme.faint, Face.SMALL, "midleft")
            y += high
        rule = y + px(LOW_GAP) // 2
        canvas.rule((area.x, rule), (area.right - 1, rule), theme.hairline)
        self._rows.append((Rect(area.x, y + px(LOW_GAP), area.width, high), total))
        for row, line in self._rows:
            _draw_row(canvas, row, line, columns, strong=line is total)

    def at(self, place: Point) -> Line | None:
        """Return the row there."""
        return next((line for row, line in self._rows if row.collidepoint(place)), None)

    @property
    def total(self) -> Point | None:
        """The middle of z's row, as last drawn."""
        return next((row.center for row, line in self._rows if line.name == TOTAL), None)

    def scroll(self, rows: int) -> bool:
        """Scroll by so many rows; return whether there is anything to scroll."""
        self._scroll = min(max(self._scroll + rows * self._row, 0), self._further)
        return self._further > 0


def _draw_heads(canvas: Canvas, area: Rect, data: Sum, most: float, high: int = HEAD) -> Columns:
    """Write the heads, as far as there is room, `high` design units; return where figures and bars go."""
    px, heads = canvas.px, heads_of(data)
    y = area.y + px(high) // 2 - px(2)
    wide = area.width >= px(NAME + WIDE * len(heads) + 2 * BARS)
    names = max((canvas.text_width(name) for name in data.inputs), default=0) + px(10)
    lead, step = max(px(NAME), names), px(WIDE if wide else FIGURE)
    if lead + step * len(heads) > area.width:
        lead = max(names, canvas.text_width("Σ w·x") + px(2))
        step = max((area.width - lead) // len(heads), px(NARROW))
        heads = heads[: max((area.width - lead) // step, 1)]
    rights = tuple(area.x + lead + (k + 1) * step for k in range(len(heads)))
    for right, head in zip(rights, heads, strict=True):
        column_head(canvas, head, right, y)
    signs = signs_of(canvas, step)
    bars = Rect(rights[-1] + px(16), area.y, area.right - rights[-1] - px(18), area.height)
    if bars.width < px(40):
        return Columns(rights, 2, signs, None, most)
    if len(data.columns) == 2 and bars.width >= px(80):
        canvas.text("A above B", (bars.centerx, y), canvas.theme.faint, Face.SMALL, "center")
    return Columns(rights, 3 if wide else 2, signs, bars, most)


def _draw_zero(canvas: Canvas, bars: Rect, top: int, bottom: int) -> None:
    x = bars.x + bars.width // 2
    canvas.rule((x, top), (x, bottom - 1), canvas.theme.hairline)


def _draw_row(canvas: Canvas, row: Rect, line: Line, columns: Columns, *, strong: bool = False) -> None:
    theme, y = canvas.theme, row.centery
    canvas.text(line.name, (row.x, y), theme.text if strong else theme.secondary, Face.TEXT, "midleft")
    for right, figure in zip(columns.rights, line.figures, strict=False):
        if figure is not None:
            text = fixed_within(figure, columns.decimals, columns.signs)
            canvas.text(text, (right, y), theme.text, Face.MONO, "midright")
    if columns.bars is not None and line.bars:
        _draw_bars(canvas, columns.bars, y, line.bars, columns.most or 1.0)


def _draw_bars(canvas: Canvas, area: Rect, y: int, values: tuple[float, ...], most: float) -> None:
    """Draw a bar for each value one above the other, to the right or the left from the middle by its sign."""
    theme, px = canvas.theme, canvas.px
    thick = px(9) if len(values) == 1 else max(px(5), 2)
    top = y - (thick * len(values) + (len(values) - 1) * px(1)) // 2
    middle = area.x + area.width // 2
    for k, value in enumerate(values):
        length = round(abs(value) / most * (area.width // 2)) if np.isfinite(value) else 0
        if length:
            box = Rect(middle if value > 0 else middle - length, top + k * (thick + px(1)), length, thick)
            canvas.rect(box, theme.positive if value > 0 else theme.negative, radius=1)
