"""Buttons with drawn signs, hints beside the mouse, and the plate of a panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color

PICTURE = 152  # design units of a hint's picture


@dataclass(frozen=True, eq=False)
class Picture:
    """Values (n, n) over a square plane, [column, row], row 0 at the top, coloured from `low` to `high`.

    `extent` are the ends of both axes; `mark` is a place on it to be marked.
    """

    values: NDArray[np.float64]
    low: float
    high: float
    extent: tuple[float, float]
    mark: tuple[float, float] | None = None


@dataclass(frozen=True)
class Hint:
    """Lines to show beside the mouse: a title, then exact values and the formula they come from.

    Beside them there may be a picture, large. `clear` is what they are not to cover, if there is room beside;
    between the sides of `within` they stay, if that is wide enough.
    """

    lines: tuple[str, ...]
    picture: Picture | None = None
    clear: Rect | None = None
    within: Rect | None = None


@dataclass(frozen=True)
class Button:
    """A place to press. `sign` is drawn from `SIGNS` or written; `says` is the hint with its key."""

    area: Rect
    sign: str
    says: str
    active: bool = False
    face: Face = Face.TITLE  # of what is written; of a title only that of what is active is strong

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
            face = Face.TEXT if self.face is Face.TITLE and not self.active else self.face
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


def _lines(canvas: Canvas, hint: Hint) -> list[tuple[str, Face, Color]]:
    """Return the lines of a hint as they are written; what is wider than the window goes on below."""
    px, theme = canvas.px, canvas.theme
    room = canvas.surface.get_width() - px(28) - (px(PICTURE) + px(10) if hint.picture else 0)
    lines = []
    for i, line in enumerate(hint.lines):
        face, color = (Face.MONO, theme.secondary) if i else (Face.TITLE, theme.text)
        whole = canvas.text_width(line, face) <= room
        parts = [line] if whole else canvas.lettering.wrap(line, face, room)
        lines += [(part, face, color) for part in parts]
    return lines


def hint_box(canvas: Canvas, hint: Hint, at: Point) -> Rect:
    """Return where a hint goes beside a point, inside the canvas."""
    px, lines = canvas.px, _lines(canvas, hint)
    width = max(canvas.text_width(line, face) for line, face, _ in lines) + px(20)
    height = sum(canvas.line_height(face) for _, face, _ in lines) + px(14)
    if hint.picture:
        width, height = width + px(PICTURE) + px(10), max(height, px(PICTURE) + px(20))
    room, within = canvas.surface.get_rect().inflate(-px(8), -px(8)), hint.within
    if within is not None and within.width >= width:
        room.x, room.width = within.x, within.width
    return _beside(room, at, (width, height), px(12), hint.clear)


def draw_hint(canvas: Canvas, hint: Hint, at: Point) -> None:
    """Draw a hint beside a point, in its box."""
    theme, px = canvas.theme, canvas.px
    box, side = hint_box(canvas, hint, at), px(PICTURE)
    canvas.rect(box, theme.raised, radius=6)
    canvas.rect(box, theme.hairline, width=1, radius=6)
    if hint.picture:
        draw_picture(canvas, hint.picture, Rect(box.x + px(10), box.y + px(10), side, side))
        box.x += side + px(10)
    y = box.y + px(7)
    for line, face, color in _lines(canvas, hint):
        canvas.text(line, (box.x + px(10), y), color, face)
        y += canvas.line_height(face)


def _beside(room: Rect, at: Point, size: tuple[int, int], far: int, clear: Rect | None) -> Rect:
    """Return where a hint of a size goes: beside what it keeps clear of, or else below or above the mouse."""
    x, y = round(at[0]), round(at[1])
    if clear is not None:
        for left in (clear.right + far, clear.left - far - size[0]):
            box = Rect((left, y - far), size)
            if room.left <= left and box.right <= room.right and size[1] <= room.height:
                return box.clamp(room)
    below, above = Rect((x + far, y + far), size), Rect((x + far, y - far - size[1]), size)
    fits = below.bottom <= room.bottom or above.top < room.top
    moved = (below if fits else above).clamp(room)
    if moved.collidepoint(at):  # too tall for both: beside the mouse
        moved.right = x - far
    return moved.clamp(room)


def draw_picture(canvas: Canvas, picture: Picture, area: Rect) -> None:
    """Draw a picture with its mark into a square."""
    theme, px = canvas.theme, canvas.px
    canvas.heat(picture.values, area, diverging(theme), picture.low, picture.high)
    canvas.rect(area, theme.secondary, width=1)
    low, high = picture.extent
    if picture.mark is None or not all(low <= x <= high for x in picture.mark):
        return
    across, up = ((x - low) / (high - low) for x in picture.mark)
    at = (area.x + across * (area.width - 1), area.bottom - 1 - up * (area.height - 1))
    canvas.circle(at, px(6), theme.panel)
    canvas.circle(at, px(4), theme.text)
