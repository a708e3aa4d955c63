"""What is going on in training, in one line, and what to try in another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Panel, View
from netviz.panels.words import cut_between

HEAD, LINE, MARK = 34, 20, 18  # design units: above a panel's content, from line to line, room for the mark
CLOSE = 2.7  # lines' heights in which three lines are clear of each other yet
AIR = 8  # design units above and below all lines, where they are more than two
WIDTH = 96  # signs in a line of a hint


@dataclass(frozen=True)
class Standing:
    """A verdict: its `kind` in a word or two, a sentence with its figures, what to try (or nothing).

    `figures` are all that it was judged by, a line each, `every` the same with all that these leave out, if
    they do. `notice` says why what was asked last was not done,
    `warning` what makes no sense in the settings; both may be empty.
    """

    kind: str
    sentence: str
    advice: str
    figures: tuple[str, ...] = ()
    troubled: bool = False
    notice: str = ""
    warning: str = ""
    every: tuple[str, ...] = ()


class StandingLine(Panel):
    """Two lines on a plate without a title, then figures as there is room; all where it is enlarged."""

    tells_notices = True
    controls = 1

    def __init__(self, source: Callable[[View], Standing], late: Callable[[], bool] = lambda: False) -> None:
        self.title = ""
        self._source, self._late = source, late
        self._plate: Rect | None = None  # as last drawn
        self._focused = False

    @property
    def lively(self) -> bool:
        """Whether the verdict last told is late: one frame more, and it is there."""
        return self._late()

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Write the verdict, and below it whatever is most pressing."""
        told, px = self._source(view), canvas.px
        plate = self._plate = Rect(area.x, area.y - px(HEAD), area.width, area.height + px(HEAD + 8))
        bottom = canvas.surface.get_clip().bottom + px(2)
        plate.height = min(plate.height, bottom - plate.y)  # a panel may be lower than its margins
        seen = plate.clip(canvas.surface.get_clip())
        canvas.still(seen, told, lambda: self._draw_told(canvas, area, plate, told))
        if self._focused:
            edge = plate.inflate(px(16), 0).clip(canvas.surface.get_clip())
            roomy = edge.height >= 3 * canvas.line_height(Face.SMALL) + px(4)  # for a thick line round three
            canvas.rect(edge, canvas.theme.focus, width=1.5 if roomy else 1, radius=4)

    def _draw_told(self, canvas: Canvas, area: Rect, plate: Rect, told: Standing) -> None:
        px, theme = canvas.px, canvas.theme
        lone = plate.height < 2 * canvas.line_height(Face.SMALL)  # there is room for the verdict alone
        roomy = area.height >= px(4 * LINE)
        step = min(px(LINE), plate.height // 2 - px(3))
        y = plate.y + px(8) + px(LINE) // 2 if roomy else plate.centery - step // 2
        y = plate.centery if lone else max(y, plate.y + step // 2)
        parts, seen = self._parts(canvas, told, plate), plate.clip(canvas.surface.get_clip())
        pressing = self._pressing(told)
        below: tuple[str, ...] = (pressing,)
        if len(parts) == 1 and not roomy and pressing:
            room = plate.right - plate.x - px(MARK)
            below = self._split(canvas, pressing, (room, room), plate)
        close = len(parts) + len(below) > 2
        if close:
            step = max(min(canvas.line_height(Face.SMALL), seen.height // 3), 1)
            y = y if roomy else seen.centery - step
        fits = (seen.height - px(AIR)) // step - len(parts) - len(below)
        more = told.figures[not pressing :][: max(0, fits)]
        if not roomy:
            y -= len(more) * step // 2
        self._draw_mark(canvas, (plate.x + px(5), y), theme.warning if told.troubled else None)
        kind = canvas.text(f"{told.kind}:", (plate.x + px(MARK), y), theme.text, Face.TITLE, "midleft")
        x, left = kind.right + px(6), plate.x + px(MARK)
        small = close or canvas.text_width(parts[0], Face.TEXT) > plate.right - x  # and so is what follows
        for text in parts:
            self._line(canvas, (x, y), text, plate.right - x, theme.text, small=small)
            x, y = left, y + step
        if lone:
            return
        color = theme.secondary
        if told.notice or told.warning:
            color = theme.warning
            self._draw_mark(canvas, (plate.x + px(5), y), theme.warning)
        elif not pressing and not roomy:
            below, color = (next(iter(told.figures), ""),), theme.faint
        y -= step
        for text in below:
            y += step
            self._line(canvas, (left, y), text, plate.right - left, color, small=small)
        if roomy:
            self._draw_figures(canvas, Rect(area.x, y + px(LINE), area.width, area.bottom - y), told)
            return
        for figures in more:
            y += step
            self._line(canvas, (left, y), figures, plate.right - left, theme.faint, small=small)

    @staticmethod
    def _pressing(told: Standing) -> str:
        """Return what is to be told below the sentence; nothing where it is only figures."""
        text = told.advice
        if told.notice or told.warning or not text:
            return told.notice or told.warning
        return f"Try: {text[0].lower()}{text[1:]}" if _is_word(text) else f"Try: {text}"

    def _parts(self, canvas: Canvas, told: Standing, plate: Rect) -> tuple[str, ...]:
        """Return the sentence, in two parts where it is too long for a line and there is room for three."""
        left = plate.x + canvas.px(MARK)
        x = left + canvas.text_width(f"{told.kind}:", Face.TITLE) + canvas.px(6)
        return self._split(canvas, told.sentence, (plate.right - x, plate.right - left), plate)

    @staticmethod
    def _split(canvas: Canvas, text: str, rooms: tuple[int, int], plate: Rect) -> tuple[str, ...]:
        """Return a text in two parts where it is too long for a line and there is room for three."""
        high = round(CLOSE * canvas.line_height(Face.SMALL))
        if canvas.text_width(text, Face.SMALL) <= rooms[0] or plate.height < high + canvas.px(2):
            return (text,)
        words, count = text.split(), 1
        while canvas.text_width(" ".join(words[: count + 1]), Face.SMALL) <= rooms[0]:
            count += 1
        return " ".join(words[:count]), " ".join(words[count:])

    def _draw_figures(self, canvas: Canvas, area: Rect, told: Standing) -> None:
        y, step = area.y, canvas.line_height(Face.MONO) + canvas.px(2)
        x, room = area.x + canvas.px(MARK), area.width - canvas.px(MARK)
        signs = room // canvas.text_width("0", Face.MONO)
        lines = [part for line in told.every or told.figures for part in _wrapped(line, signs)]
        fits = max((area.bottom - y) // step, 0)
        if len(lines) > fits > 0:
            lines[fits - 1] = f"{lines[fits - 1][: signs - 2]} …"
        for line in lines[:fits]:
            text = cut_between(canvas, line, Face.MONO, room)
            canvas.text(text, (x, y), canvas.theme.secondary, Face.MONO)
            y += step

    @staticmethod
    def _line(
        canvas: Canvas, at: tuple[int, int], text: str, room: int, color: Color, *, small: bool = False
    ) -> None:
        """Write a line, smaller where it is too long, and cut between figures where that does not help."""
        face = Face.SMALL if small or canvas.text_width(text, Face.TEXT) > room else Face.TEXT
        canvas.text(cut_between(canvas, text, face, max(room, 0)), at, color, face, "midleft")

    @staticmethod
    def _draw_mark(canvas: Canvas, at: Point, trouble: Color | None) -> None:
        """Draw a triangle for what is to be looked after, else a dot."""
        (x, y), px = at, canvas.px
        if trouble is None:
            canvas.circle((x, y), px(3), canvas.theme.faint)
        else:
            canvas.polygon([(x, y - px(5)), (x + px(5), y + px(4)), (x - px(5), y + px(4))], trouble)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return all of it, with the figures."""
        if self._plate is None:
            return None
        told = self._source(view)
        lines = [told.kind, *_wrapped(told.sentence)]
        if told.advice:
            lines += _wrapped(f"Try: {told.advice}")
        lines += _wrapped(told.notice) + _wrapped(told.warning)
        return Hint((*lines, *(part for line in told.figures for part in _wrapped(line))))

    # the keyboard: Enter enlarges it

    def focus(self, control: int | None) -> None:
        """Take the keyboard, or give it back."""
        self._focused = control is not None

    def stop(self) -> Point | None:
        """Return its lower end, below which all of it is told."""
        return None if self._plate is None else (self._plate.x, self._plate.bottom)


def _is_word(text: str) -> bool:
    """Return whether a sentence begins with a word that is only written large because it begins there."""
    return len(text) > 1 and text[0].isupper() and not text[1].isupper() and not text[1].isdigit()


def _wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Return a text in lines of at most so many signs, broken between words, or between figures."""
    between = " · " if " · " in text else " "
    lines: list[str] = []
    for word in text.split(between) if text else ():
        if lines and len(lines[-1]) + len(between) + len(word) <= width:
            lines[-1] += between + word
        else:
            lines.append(word)
    return lines
