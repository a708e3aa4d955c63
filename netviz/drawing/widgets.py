"""Buttons with drawn signs, hints beside the mouse, and the plate of a panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color


@dataclass(frozen=True)
class Hint:
    """Lines to show beside the mouse: a title, then exact values and the formula they come from."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Button:
    """A place to press. `sign` is drawn from `SIGNS` or written; `says` is the hint with its key."""

    area: Rect
    sign: str
    says: str
    active: bool = False

    def draw(self, canvas: Canvas, *, hovered: bool) -> None:
        """Draw the button."""
        theme = canvas.theme
        if self.active or hovered:
            canvas.rect(self.area, theme.raised, radius=6)
        color = theme.text if self.active or hovered else theme.secondary
        draw = SIGNS.get(self.sign)
        if draw:
            draw(canvas, self.area.center, canvas.px(5), color)
        else:
            face = Face.TITLE if self.active else Face.TEXT
            canvas.text(self.sign, self.area.center, color, face, "center")


def _play(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = at
    canvas.polygon([(x - r + 1, y - r), (x + r, y), (x - r + 1, y + r)], color)


def _pause(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = round(at[0]), round(at[1])
    width = max(2, r - 2)
    canvas.rect(Rect(x - r, y - r, width, 2 * r + 1), color)
    canvas.rect(Rect(x + r - width + 1, y - r, width, 2 * r + 1), color)


def _step(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = round(at[0]), round(at[1])
    canvas.polygon([(x - r, y - r), (x + r - 3, y), (x - r, y + r)], color)
    canvas.rect(Rect(x + r - 2, y - r, max(2, r // 2), 2 * r + 1), color)


def _restart(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = round(at[0]), round(at[1])
    canvas.rect(Rect(x - r, y - r, max(2, r // 2), 2 * r + 1), color)
    canvas.polygon([(x + r, y - r), (x - r + 3, y), (x + r, y + r)], color)


def _slower(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = round(at[0]), round(at[1])
    canvas.rect(Rect(x - r, y - 1, 2 * r + 1, 2), color)


def _faster(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = round(at[0]), round(at[1])
    _slower(canvas, at, r, color)
    canvas.rect(Rect(x - 1, y - r, 2, 2 * r + 1), color)


def _theme(canvas: Canvas, at: Point, r: int, color: Color) -> None:
    x, y = round(at[0]), round(at[1])
    canvas.circle(at, r + 1, color)
    with canvas.clipped(Rect(x, y - r - 2, r + 3, 2 * r + 4)):
        canvas.circle(at, r - 1, canvas.theme.window)


SIGNS: dict[str, Callable[[Canvas, Point, int, Color], None]] = {
    "play": _play,
    "pause": _pause,
    "step": _step,
    "restart": _restart,
    "slower": _slower,
    "faster": _faster,
    "theme": _theme,
}


def draw_plate(canvas: Canvas, area: Rect, title: str, *, focused: bool = False) -> None:
    """Draw a panel's ground and title."""
    theme, px = canvas.theme, canvas.px
    canvas.rect(area, theme.panel, radius=6)
    canvas.rect(area, theme.focus if focused else theme.hairline, width=1, radius=6)
    canvas.text(title, (area.x + px(12), area.y + px(9)), theme.text, Face.TITLE)


def content_of(canvas: Canvas, area: Rect) -> Rect:
    """Return the part of a panel's plate below the title and inside the margins."""
    px = canvas.px
    return Rect(area.x + px(12), area.y + px(34), max(area.width - px(24), 1), max(area.height - px(42), 1))


def draw_hint(canvas: Canvas, hint: Hint, at: Point) -> None:
    """Draw a hint beside a point, inside the canvas."""
    theme, px = canvas.theme, canvas.px
    faces = [Face.TITLE, *[Face.MONO] * (len(hint.lines) - 1)]
    width = max(canvas.text_width(line, face) for line, face in zip(hint.lines, faces, strict=True)) + px(20)
    height = sum(canvas.line_height(face) for face in faces) + px(14)
    frame = canvas.surface.get_rect()
    box = Rect(round(at[0]) + px(14), round(at[1]) + px(14), width, height)
    if box.right > frame.right - px(4):
        box.right = max(round(at[0]) - px(10), frame.left + width)
    if box.bottom > frame.bottom - px(4):
        box.bottom = max(round(at[1]) - px(10), frame.top + height)
    box.clamp_ip(frame)
    canvas.rect(box, theme.raised, radius=6)
    canvas.rect(box, theme.hairline, width=1, radius=6)
    y = box.y + px(7)
    for i, (line, face) in enumerate(zip(hint.lines, faces, strict=True)):
        canvas.text(line, (box.x + px(10), y), theme.text if i == 0 else theme.secondary, face)
        y += canvas.line_height(face)
