"""The chosen image, and what the network takes it for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ink
from netviz.drawing.lettering import Face
from netviz.drawing.mosaic import Mosaic
from netviz.drawing.numbers import count, exact, number, percent
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import Parameters
from netviz.panels.likeliest import Likeliest, likeliest
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.words import longest

LINE = 20  # height of the words under the image
SIGN, NARROW, SLIM = 18, 13, 10  # width of the signs beside its name, and in little room
LEAST = 72  # of an image that has its loss below it
ROW, BAR = (13, 60), 40  # height of a digit's row, and the most of its bar
SHORT = 36  # a bar for which decimals of its percentage are left out


@dataclass(frozen=True, eq=False)
class Answer:
    """An image: `pixels` (side, side) 0 paper … 1 ink and `values` as the network takes it; and what it says.

    `label` is None where nobody knows it, as is then `loss`.
    """

    name: str
    pixels: Parameters
    values: Parameters
    label: int | None
    probabilities: Parameters  # (classes,)
    loss: float | None

    @property
    def read(self) -> int:
        """Return the digit with the greatest probability."""
        return int(self.probabilities.argmax())


class AnswerBars(Panel):
    """The image large, and a bar for each digit."""

    def __init__(self, source: Callable[[View], Answer]) -> None:
        self.title = "Answer"
        self._source = source
        self._mosaic: Mosaic | None = None
        self._drawn: Parameters | None = None  # the pixels last drawn
        self._count = 0  # of different pixels drawn
        self._rows: dict[int, Rect] = {}  # by digit
        self._others: tuple[Rect, Likeliest] | None = None  # the last row, and whose it may be
        self._before = self._after = self._set = Rect(0, 0, 0, 0)

    def value(self, view: View) -> str:
        """Return what the image is, what it is read as, and how surely."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return that, also with fewer words."""
        answer = self._source(view)
        read = f"read as {answer.read}"
        sure = f"{read}, {percent(float(answer.probabilities[answer.read]))}"
        if answer.label is None and not answer.pixels.any():
            return f"nothing drawn: an empty image is {sure}", f"nothing drawn: {read}", "nothing drawn"
        if answer.label is None:
            return sure, read
        return f"is {answer.label}, {sure}", f"is {answer.label}, {read}", read

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the image with its name and loss, and the bars beside it."""
        answer, px = self._source(view), canvas.px
        tall = area.height - px(LINE + 4)
        has_loss = answer.loss is not None and tall - px(LINE) >= px(LEAST)
        wide = min(max(area.width - px(180), int(area.width * 0.38)), int(area.width * 0.5))
        side = max(min(tall - (px(LINE) if has_loss else 0), wide), px(48))
        box = Rect(area.x, area.y, side, side)
        self._draw_image(canvas, box, answer)
        self._draw_chooser(canvas, Rect(area.x, box.bottom + px(4), side, px(LINE)), answer, view.choices)
        if has_loss:
            self._draw_loss(canvas, Rect(area.x, box.bottom + px(4 + LINE), side, px(LINE)), answer)
        left = box.right + px(20 if side >= px(LEAST) else 12)
        self._draw_bars(canvas, Rect(left, area.y, area.right - left, area.height), answer)

    def _draw_image(self, canvas: Canvas, box: Rect, answer: Answer) -> None:
        mosaic, shape = self._mosaic, answer.pixels.shape
        if mosaic is None or mosaic.area != box or mosaic.shape != shape:
            mosaic = self._mosaic = Mosaic(box.topleft, 1, (shape[0], shape[1]), box.size)
            self._drawn = None
        if self._drawn is not answer.pixels:
            self._drawn, self._count = answer.pixels, self._count + 1
        stamp = (self._count, canvas.theme.name)
        mosaic.draw(canvas, answer.pixels[None], ink(canvas.theme), 0.0, 1.0, stamp)
        canvas.rect(box.inflate(2, 2), canvas.theme.hairline, 1)

    def _draw_chooser(self, canvas: Canvas, line: Rect, answer: Answer, choices: Choices) -> None:
        """Draw the image's name between two signs that lead to its neighbours."""
        theme = canvas.theme
        name, sign_width = _fitted(canvas, answer.name, line.width)
        self._before = Rect(line.x, line.y, sign_width, line.height)
        self._after = Rect(line.right - sign_width, line.y, sign_width, line.height)
        self._set = Rect(self._before.right, line.y, line.width - 2 * sign_width, line.height)
        color = theme.text if choices.samples > 1 else theme.faint
        for sign, place in (("‹", self._before), ("›", self._after)):
            if sign_width:
                canvas.rect(place, theme.raised, radius=4)
                canvas.text(sign, place.center, color, Face.TITLE, "center")
        canvas.text(name, self._set.center, theme.text, Face.SMALL, "center")

    @staticmethod
    def _draw_loss(canvas: Canvas, line: Rect, answer: Answer) -> None:
        assert answer.loss is not None
        theme = canvas.theme
        words = canvas.text("loss ", (line.x, line.centery), theme.secondary, Face.SMALL, "midleft")
        at = (words.right + canvas.px(4), line.centery)
        figures = number(answer.loss, 4), number(answer.loss, 2)
        loss = figures[longest(canvas, figures, Face.MONO, line.right - at[0])]
        canvas.text(loss, at, theme.text, Face.MONO, "midleft")

    def _draw_bars(self, canvas: Canvas, area: Rect, answer: Answer) -> None:
        theme, px = canvas.theme, canvas.px
        digits = likeliest(answer.probabilities, area.height // px(ROW[0]), answer.label)
        height = min(area.height // digits.lines, px(ROW[1]))
        rows = [Rect(area.x, area.y + k * height, area.width, height) for k in range(digits.lines)]
        self._rows = dict(zip(digits.shown, rows, strict=False))
        self._others = (rows[-1], digits)
        left, decimals = area.x + px(16), 1
        right = area.right - canvas.text_width("> 99.9 %", Face.TINY)
        if right - left - px(6) < px(SHORT):
            decimals, right = 0, area.right - canvas.text_width("> 99 %", Face.TINY)
        if digits.others:
            digits.draw_others(canvas, rows[-1], decimals)
        for i, row in self._rows.items():
            sign, word, color = _mark(answer, i, theme.focus, theme.warning)
            ink_ = theme.text if sign else theme.secondary
            canvas.text(str(i), (row.x, row.centery), ink_, Face.MONO, "midleft")
            share = float(answer.probabilities[i])
            bar = Rect(left, 0, right - left - px(6), min(max(row.height - px(4), px(4)), px(BAR)))
            bar.centery = row.centery
            canvas.rect(bar, theme.grid, radius=2)
            if (length := round(share * bar.width) if math.isfinite(share) else 0) > 0:
                fill = color or theme.tint(theme.secondary, 0.7)
                canvas.rect(Rect(bar.x, bar.y, length, bar.height), fill, radius=2)
            canvas.text(percent(share, decimals), (area.right, row.centery), ink_, Face.TINY, "midright")
            if sign and color:
                room = max(length, bar.width - length) - px(12)
                words = (f"{sign} {word}", sign)
                said = words[longest(canvas, words, Face.SMALL, room)]
                within = length >= canvas.text_width(said, Face.SMALL) + px(12)
                at = (bar.x + px(6) + (0 if within else length), row.centery)
                canvas.text(said, at, theme.panel if within else color, Face.SMALL, "midleft")

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact number of the pixel or bar under the mouse."""
        answer = self._source(view)
        if self._mosaic is not None and (place := self._mosaic.at(at)):
            _, row, column = place
            pixel, value = float(answer.pixels[row, column]), float(answer.values[row, column])
            where = f"row {row + 1}, column {column + 1}"
            return Hint(
                (
                    f"{answer.name}, {where}",
                    f"pixel      {number(pixel * 255, 4)} of 255",
                    f"normalised {exact(value)}",
                    "normalised = (pixel/255 − mean) / deviation of the training set",
                    "click: the next image; on the left half the one before",
                )
            )
        if self._before.collidepoint(at) or self._after.collidepoint(at):
            word = "previous" if self._before.collidepoint(at) else "next"
            return Hint((f"{word} image", "↑" if word == "previous" else "↓"))
        if self._set.collidepoint(at):
            many = f"one of {count(view.choices.samples)}; click: another set (i)"
            return Hint((answer.name, many, *_loss_lines(answer)))
        for i, line in self._rows.items():
            if line.collidepoint(at) and i < len(answer.probabilities):
                _, word, _ = _mark(answer, i, (0, 0, 0), (0, 0, 0))
                title = f"digit {i}" + (f": {_SAYS[word]}" if word else "")
                lines = (f"p = {exact(float(answer.probabilities[i]))}", "p = exp(z) / Σ exp(z of all ten)")
                return Hint((title, *lines, *(_loss_lines(answer) if i == answer.label else ())))
        if self._others is not None and self._others[1].others and self._others[0].collidepoint(at):
            return self._others[1].hint()
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Go to the image before or after, or to another set."""
        if self._set.collidepoint(at):
            return view.choices.next_source()
        image = self._mosaic.area if self._mosaic else Rect(0, 0, 0, 0)
        if self._before.collidepoint(at) or (image.collidepoint(at) and at[0] < image.centerx):
            return view.choices.next_sample(-1)
        if self._after.collidepoint(at) or image.collidepoint(at):
            return view.choices.next_sample(1)
        return None


def _fitted(canvas: Canvas, name: str, width: int) -> tuple[str, int]:
    """Return an image's name as it fits between two signs on a line, and how wide each of these is.

    Its number stays longest: words are shortened, then the signs, then words are left out, and in the end
    the signs, for a click on the image does the same.
    """
    short, digits = name.replace("validation", "valid.").replace("training", "train."), name.partition(" ")[2]
    digits = digits or name
    ways = [(name, SIGN), (short, SIGN), (short, NARROW), *((digits, sign) for sign in (SIGN, NARROW, SLIM))]
    for words, sign in ways:
        if canvas.text_width(words, Face.SMALL) <= width - 2 * canvas.px(sign) - canvas.px(4):
            return words, canvas.px(sign)
    return canvas.lettering.fit(digits, Face.SMALL, width), 0


_SAYS = {
    "right": "what it is, and what it is read as",
    "is this": "what it is",
    "read": "what it is read as",
}


def _mark(answer: Answer, i: int, good: Color, bad: Color) -> tuple[str, str, Color | None]:
    """Return sign, word and colour of a digit: the label, the answer, or neither."""
    if answer.label is None:
        return ("●", "read", good) if i == answer.read else ("", "", None)
    if i == answer.read:
        return ("✓", "right", good) if i == answer.label else ("✗", "read", bad)
    return ("○", "is this", good) if i == answer.label else ("", "", None)


def _loss_lines(answer: Answer) -> tuple[str, ...]:
    if answer.loss is None or not np.isfinite(answer.loss):
        return ()
    return (f"loss = {exact(answer.loss)}", f"loss = −ln p of its label, {answer.label}")
