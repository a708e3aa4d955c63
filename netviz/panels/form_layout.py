"""Where the rows of a form go: labels flush, chips and buttons side by side, one column or two.

Buttons that come first have the whole width, over both columns; so has a single section under chips or
buttons. In a column too narrow for them or for what is beside them, labels are over their controls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.controls.control import GAP, HEIGHT, OVER, Control
from netviz.panels.form_fields import Section

PITCH, TITLE, BETWEEN = 28, 26, 10  # design units: from row to row, of a title, before the next title
TWO, GUTTER = 520, 28  # design units: width from which there are two columns, and between them
FLOW = 6  # design units between chips
LEAD = 0.46  # of a column that labels may have at most
LEAST = 64  # design units that controls have at least beside their labels
ROWS = ("chip", "button")  # kinds that share rows


@dataclass
class Placed:
    """Places of a form's rows and titles, from its own top left corner, in pixels."""

    rows: dict[str, Rect] = field(default_factory=dict)  # by name, in reading order
    titles: list[tuple[str, Rect]] = field(default_factory=list)
    lead: int = 0  # pixels of a column for labels
    height: int = 0


def place_fields(
    canvas: Canvas, sections: Sequence[Section], controls: dict[str, Control], width: int
) -> Placed:
    """Return where everything goes in `width` pixels."""
    px = canvas.px
    lone = len(sections) == 2 and all(one.kind in ROWS for one in sections[0].fields)
    two = width >= px(TWO) and len(sections) > 1 and not lone
    column = (width - px(GUTTER)) // 2 if two else width
    labels = [controls[one.name] for section in sections for one in section.fields]
    leads = [canvas.text_width(one.label) + px(GAP + 2) for one in labels if one.labelled]
    longest = max(leads, default=0)
    placed = Placed(lead=min(longest, round(LEAD * column)))
    cut = longest - px(GAP + 2) + px(4) > placed.lead
    beside = 0 if cut or column - longest < px(LEAST) else column - placed.lead
    blocks = [_block(canvas, section, controls, column, beside) for section in sections]
    top = px(2)
    if two and len(blocks) > 2 and {one.kind for one in sections[0].fields} == {"button"}:
        head = _block(canvas, sections[0], controls, width, beside)
        placed.rows |= {name: place.move(0, top) for name, place in head.rows.items()}
        top += head.height + px(BETWEEN)
        del blocks[0]
    first = _split([block.height for block in blocks], px(BETWEEN)) if two else len(blocks)
    for part, x in ((blocks[:first], 0), (blocks[first:], column + px(GUTTER))):
        y = top
        for block in part:
            placed.titles += [(text, place.move(x, y)) for text, place in block.titles]
            placed.rows |= {name: place.move(x, y) for name, place in block.rows.items()}
            y += block.height + px(BETWEEN)
        placed.height = max(placed.height, y - px(BETWEEN) + px(2))
    return placed


def _block(canvas: Canvas, section: Section, controls: dict[str, Control], width: int, beside: int) -> Placed:
    """Return where one section's title and rows go, from its own corner.

    A control has `beside` pixels beside its label, which is over it where that is less than it needs, or 0.
    """
    px = canvas.px
    block = Placed()
    y = 0
    if section.title:
        block.titles.append((section.title, Rect(0, 0, width, px(TITLE - 4))))
        y = px(TITLE)
    limit = _even(canvas, section, controls, width)
    x = 0  # where the next chip goes, in a row that has begun
    for one in section.fields:
        shares = one.kind in ROWS
        wide = min(controls[one.name].width(canvas), width) if shares else width
        if x and (not shares or x + wide > limit):
            x, y = 0, y + px(PITCH)
        narrow = not beside or controls[one.name].least(canvas) > beside
        above = px(OVER) if narrow and controls[one.name].labelled else 0
        block.rows[one.name] = Rect(x, y, wide, px(HEIGHT) + above)
        if shares:
            x += wide + px(FLOW)
        else:
            y += px(PITCH) + above
    block.height = y + (px(PITCH) if x else 0) - px(PITCH - HEIGHT)
    return block


def _even(canvas: Canvas, section: Section, controls: dict[str, Control], width: int) -> int:
    """Return the width at which chips wrap, so that no row has far more of them than the others."""
    chips = [min(controls[one.name].width(canvas), width) for one in section.fields if one.kind == "chip"]
    gap = canvas.px(FLOW)
    if not chips:
        return width

    def rows(limit: int) -> int:
        """Return how many rows chips need that are at most so wide."""
        x, count = 0, 1
        for wide in chips:
            if x and x + wide > limit:
                x, count = 0, count + 1
            x += wide + gap
        return count

    least = max(*chips, round(sum(chips) / rows(width)))
    return next((limit for limit in range(least, width, max(gap, 1)) if rows(limit) == rows(width)), width)


def _split(heights: Sequence[int], between: int) -> int:
    """Return how many blocks go into the first column so that the longer one is shortest; if alike, more."""

    def longer(first: int) -> int:
        return max(sum(part) + between * len(part) for part in (heights[:first], heights[first:]))

    return min(range(len(heights) - 1, 0, -1), key=longer)
