"""Why one digit and not another: what each unit adds to the one and to the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Panel, View
from netviz.panels.paths_data import RIVAL, WINNER, Contest
from netviz.panels.paths_lines import color_of
from netviz.panels.words import longest

ROW, HIGHEST = 20, 28  # design units: of a line, at least and at most
MOST = 24  # units, however much room there is
Figure = tuple[str, int, int, Color]  # what is written, its right end, its middle, its colour
BAR = 64  # the least width of a bar
HEADS = ("difference", "diff.")


@dataclass(frozen=True)
class Entry:
    """One line of the list: what is added to the winner and to the rival."""

    name: str
    winner: float
    rival: float
    says: str  # for the hint
    kind: str = "unit"  # or "rest", "bias", "total"

    @property
    def difference(self) -> float:
        """Return how much more the winner gets."""
        return self.winner - self.rival


def entries(contest: Contest, units: int) -> list[Entry]:
    """Return the units with the greatest differences, the others together, the bias, and the sum of all."""
    first, second = contest.amounts
    order = np.argsort(-np.abs(first - second), kind="stable")
    what = "map" if contest.activations is None else "unit"
    found = []
    for unit in order[:units].tolist():
        says = f"{contest.name} {what} {unit + 1}"
        if contest.activations is not None:
            says += f", a = {exact(float(contest.activations[unit]))}"
        found.append(Entry(f"{what} {unit + 1}", float(first[unit]), float(second[unit]), says))
    rest = order[units:]
    if len(rest):
        many = f"{len(rest)} others"
        found.append(Entry(many, float(first[rest].sum()), float(second[rest].sum()), many, "rest"))
    bias = contest.biases
    found.append(Entry("bias", float(bias[0]), float(bias[1]), "bias of the digits", "bias"))
    sums = contest.amounts.sum(axis=1) + bias
    found.append(Entry("logit", float(sums[0]), float(sums[1]), "sum of all lines", "total"))
    return found


class Versus(Panel):
    """The units that speak most for the winner, or against it, with all the others so that it adds up."""

    def __init__(self, source: Callable[[View], Contest]) -> None:
        self.title = "Why"
        self._source = source
        self._rows: list[tuple[Rect, Entry]] = []

    def value(self, view: View) -> str:
        """Return the question that the list answers."""
        contest = self._source(view)
        return f"{contest.winner} and not {contest.rival}"

    def values(self, view: View) -> tuple[str, ...]:
        """Return that, also briefly."""
        contest = self._source(view)
        return self.value(view), f"{contest.winner}, not {contest.rival}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw as many lines as there is room for; the last three are always there."""
        contest, theme, px = self._source(view), canvas.theme, canvas.px
        height = px(ROW)
        line = canvas.line_height(Face.SMALL)
        body = Rect(area.x, area.y + line + px(6), area.width, area.height - line - px(6))
        room = body.height // height - 3
        listed = entries(contest, min(max(room, 1), MOST, contest.amounts.shape[1]))
        height = min(max(body.height // len(listed), height), px(HIGHEST))
        places = _columns(canvas, area)
        narrow = places[1] > area.right  # there is room for the difference only
        heads = (f"to {contest.winner}", f"to {contest.rival}")
        for side, (x, head) in enumerate(zip(places, heads, strict=False)):
            if not narrow:
                canvas.text(head, (x, area.y), color_of(theme, side), Face.SMALL, "topright")
        room = area.width if narrow else area.right - places[1] - px(12)
        barred = not narrow and room >= px(BAR) - px(12)  # else figures tell the differences, if they fit
        signed = max(canvas.text_width(_signed(entry.difference) + " ", Face.TINY) for entry in listed)
        told = narrow or barred or places[1] + signed <= area.right
        if told and room >= canvas.text_width(HEADS[-1], Face.SMALL):
            head = HEADS[longest(canvas, HEADS, Face.SMALL, room)]
            canvas.text(head, (area.right, area.y), theme.faint, Face.SMALL, "topright")
        greatest = max(abs(entry.difference) for entry in listed if entry.kind != "total") or 1.0
        self._rows = []
        bars = Rect(places[1] + px(12), body.y + px(3), area.right - places[1] - px(12), 0)
        bars.height = (len(listed) - 1) * height - px(5)
        if barred:  # from the middle out: to the right what speaks for the winner
            canvas.rule(bars.midtop, bars.midbottom, theme.hairline)
        figures: list[Figure] = []
        for i, entry in enumerate(listed):
            row = Rect(body.x, body.y + i * height, body.width, height)
            if entry.kind == "total":
                row.y += px(4)
                canvas.rule((row.x, row.y - px(2)), (row.right - 1, row.y - px(2)), theme.hairline)
            self._rows.append((row, entry))
            figures += self._draw_row(canvas, row, entry, places, barred=barred)
            if barred and entry.kind != "total":
                _draw_bar(canvas, bars, row.centery, entry.difference / greatest)

        canvas.figures(figures)

    @staticmethod
    def _draw_row(
        canvas: Canvas, row: Rect, entry: Entry, places: tuple[int, int], *, barred: bool
    ) -> list[Figure]:
        """Write the name of a line; return its figures, the difference too where no bar tells it."""
        theme, y = canvas.theme, row.centery
        color = theme.text if entry.kind in ("unit", "total") else theme.secondary
        canvas.text(entry.name, (row.x, y), color, Face.SMALL, "midleft")
        if places[1] > row.right:
            return [(fixed(entry.difference), row.right, y, color)]
        values = entry.winner, entry.rival
        figures = [(fixed(value), x, y, color) for x, value in zip(places, values, strict=True)]
        written = "" if barred and entry.kind != "total" else _signed(entry.difference)
        if written and places[1] + canvas.text_width(written + " ", Face.TINY) <= row.right:
            figures.append((written, row.right, y, color))
        return figures

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact amounts of the line under the mouse."""
        contest = self._source(view)
        for row, entry in self._rows:
            if row.collidepoint(at):
                lines = [
                    entry.says,
                    f"to {contest.winner}: {exact(entry.winner)}",
                    f"to {contest.rival}: {exact(entry.rival)}",
                    f"difference {exact(entry.difference)}",
                ]
                if entry.kind == "total":
                    own = [exact(float(value)) for value in contest.logits]
                    lines.append(f"the network's own: {own[WINNER]} and {own[RIVAL]}")
                elif entry.kind == "unit":
                    lines.append(
                        "activation × weight" if contest.activations is not None else "Σ a·w of its pixels"
                    )
                return Hint(tuple(lines))
        return None


def _signed(difference: float) -> str:
    text = fixed(difference).strip()
    return f"+{text}" if difference > 0 and text != "0.00" else text


def _columns(canvas: Canvas, area: Rect) -> tuple[int, int]:
    """Return the right ends of the two columns of figures."""
    first = area.x + canvas.text_width("888 others", Face.SMALL) + canvas.text_width("−88.88", Face.TINY)
    return first, first + canvas.text_width("−88.88", Face.TINY) + canvas.px(8)


def _draw_bar(canvas: Canvas, bars: Rect, y: int, share: float) -> None:
    """Draw a difference from the middle of `bars` out."""
    length = round(min(abs(share), 1.0) * (bars.width // 2)) if np.isfinite(share) else 0
    if length:
        left = bars.centerx if share > 0 else bars.centerx - length
        color = color_of(canvas.theme, WINNER if share > 0 else RIVAL)
        canvas.rect(Rect(left, y - canvas.px(4), length, canvas.px(8)), color, radius=1)
