"""A table of terms, each with a bar as long as it is large."""

from __future__ import annotations

import math
from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact
from netviz.panels.update_column import in_column
from netviz.panels.update_terms import Terms

ROW, TALL, LARGE = 18, 25, 22  # design units of a row: at least, at most, and from which its text is larger
COLUMN, BAR = 76, 56  # design units of a column of numbers, and of the longest bar
WIDE = 900  # of a table that has more room than it needs
LEFT = " Abc…"  # of a name, beside a place, is left at least
COLUMNS, BARS, NAMES = 112, 112, 220  # the same where there is much room, and what of that is for names


def row_for(canvas: Canvas, height: int, lines: int) -> int:
    """Return how high each of so many lines can be, in pixels."""
    return min(max(height // max(lines, 1), canvas.px(ROW)), canvas.px(TALL))


def draw_terms(canvas: Canvas, area: Rect, terms: Terms, row: int) -> list[tuple[Rect, int, tuple[str, ...]]]:
    """Draw the table, as many rows as there is room for with the chosen one among them.

    A row is `row` pixels high. Return of each row drawn its place, its number and what it is exactly.
    """
    px, theme = canvas.px, canvas.theme
    face = Face.MONO if row >= px(LARGE) else Face.TINY
    fits = area.height // row - 2  # but for the head and the foot
    count = len(terms.rows)
    if fits < min(count, 2):
        return []
    shown = count if count <= fits else fits - 1
    begin = min(max(terms.chosen - shown // 2, 0), count - shown)
    columns = len(terms.head) - 1
    widest = max((canvas.text_width(name, face) for name, _ in terms.rows), default=0)
    bars = min(px(BAR), area.width // 6) + px(6)
    least = canvas.text_width("−0.00000", face) + px(8)
    column = max(min(px(COLUMN), round((area.width - bars) * 0.66 / columns)), least)
    named = max(widest + px(16), px(NAMES))
    if area.width >= px(BARS + 6) + max(columns, 3) * px(COLUMNS) + named:
        bars, column = px(BARS + 6), px(COLUMNS)
        if area.width >= px(WIDE):  # figures stay near to names: what is free is the bars'
            bars = area.width - named - max(columns, 3) * column
    by_number = terms.chooses == "sample"
    lead = canvas.text_width(str(count), face) if by_number else min(widest, area.width // 4)
    room = area.width - lead - px(10)  # but for names, and the mark of the chosen row before them
    if column < px(COLUMN) and columns <= 3:  # numbers go apart where names and the head above leave room
        least = max(lead, canvas.text_width("sample", Face.SMALL)) + px(16)
        column = max(column, min(px(COLUMN), (area.width - least - bars) // 3))
    if columns * column + bars > room:  # no room for bars, and perhaps for fewer signs
        bars = px(4)
        column = min(column, (room - bars) // columns)
    ends = [area.right - bars - (columns - 1 - k) * column for k in range(columns)]
    signs = (column - px(4)) // canvas.text_width("0", face)
    name_room = ends[0] - column - area.x
    *columned, last = (list(of) for of in zip(*(values for _, values in terms.rows), strict=True))
    *lasts, total = in_column([*last, terms.total], signs)
    figures = list(zip(*(in_column(of, signs) for of in columned), lasts, strict=True))
    names = _names(canvas, terms, face, name_room - px(6))
    y, placed = area.y + row // 2, []
    before = ends[0] - canvas.text_width(terms.head[1], Face.SMALL) - px(6)
    if area.x + px(4) + canvas.text_width(terms.head[0], Face.SMALL) <= before:
        canvas.text(terms.head[0], (area.x + px(4), y), theme.faint, Face.SMALL, "midleft")
    for end, word in zip(ends, terms.head[1:], strict=True):
        canvas.text(word, (end, y), theme.faint, Face.SMALL, "midright")
    most = max((abs(values[-1]) for _, values in terms.rows), default=0.0)
    for k in range(begin, begin + shown):
        name, values = terms.rows[k]
        y += row
        box = Rect(area.x, y - row // 2, area.width, row)
        _draw_row(canvas, box, terms, k, names[k], figures[k], ends, most, face)
        says = tuple(f"{head} = {exact(v)}" for head, v in zip(terms.head[1:], values, strict=True))
        placed.append((box, k, (name, *says)))
    if shown < count:
        y += row
        text = f"and {count - shown} more"
        canvas.text(text, (area.x + px(4), y), theme.faint, Face.SMALL, "midleft")
    y += row
    canvas.rule((area.x, y - row // 2), (area.right - 1, y - row // 2), theme.hairline)
    canvas.text(total, (ends[-1], y), theme.text, face, "midright")
    canvas.text(terms.foot, (ends[-1] - column, y), theme.secondary, Face.SMALL, "midright")
    return placed


def _names(canvas: Canvas, terms: Terms, face: Face, room: int) -> list[str]:
    """Return what the rows are called in so many pixels: in fewer words, cut, or samples by their numbers.

    All are of one form; the mouse tells the rest.
    """
    whole = [name for name, _ in terms.rows]
    if terms.chooses != "sample":
        return [canvas.lettering.fit(name, face, room) for name in whole]

    def width(names: Sequence[str]) -> int:
        return max((canvas.text_width(name, face) for name in names), default=0)

    for names in (whole, *terms.fewer[:-1]):
        if width(names) <= room:
            return list(names)
    if len(terms.fewer) > 1 and width(terms.fewer[-1]) + canvas.text_width(LEFT, face) <= room:
        return [canvas.lettering.fit(name, face, room) for name in terms.fewer[-2]]
    if terms.fewer and width(terms.fewer[-1]) <= room:
        return list(terms.fewer[-1])
    return [str(k + 1) for k in range(len(whole))]


def _draw_row(
    canvas: Canvas,
    box: Rect,
    terms: Terms,
    k: int,
    name: str,
    figures: Sequence[str],
    ends: list[int],
    most: float,
    face: Face,
) -> None:
    """Draw one row with its name and figures, and after them, if it has room, a bar as long as the last."""
    px, theme = canvas.px, canvas.theme
    values = terms.rows[k][1]
    chosen = k == terms.chosen
    if chosen:
        canvas.rect(box, theme.raised, radius=3)
        canvas.rect(Rect(box.x, box.y + px(2), px(2), box.height - px(4)), theme.focus)
    share = abs(values[-1]) / most if 0 < most < math.inf and math.isfinite(values[-1]) else 0.0
    bar = theme.tint(theme.negative if values[-1] < 0 else theme.positive, 0.75)
    if values[-1] and (longest := box.right - ends[-1] - px(8)) > 0:
        wide = max(round(share * longest), 1)
        canvas.rect(Rect(ends[-1] + px(6), box.y + px(4), wide, box.height - px(8)), bar, radius=2)
    color = theme.text if chosen else theme.secondary
    canvas.text(name, (box.x + px(6), box.centery), color, face, "midleft")
    canvas.figures([(text, end, box.centery, color) for end, text in zip(ends, figures, strict=True)], face)
