"""The two inputs that are compared, A and B, on the plane: pins ringed, names clear of other names."""

from __future__ import annotations

from collections.abc import Iterable

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face

SIDES = ((1, -1), (-1, -1), (1, 1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1))
"""Where a name may be beside its place, right and down: up right first."""


def write_end(
    canvas: Canvas, name: str, at: Point, aside: tuple[int, int], room: Rect, taken: list[Rect]
) -> None:
    """Write a name with its middle `aside` pixels across and up from `at`, or likewise at another side.

    It is the first that lies in `room` and on nothing `taken`; where there is none, on what is taken. The
    plate is then taken, too.
    """
    plate = Rect(0, 0, canvas.text_width(name, Face.TINY) + canvas.px(6), canvas.line_height(Face.TINY))
    best: Rect | None = None
    for right, down in SIDES:
        plate.center = round(at[0] + right * aside[0]), round(at[1] + down * aside[1])
        if room.contains(plate):
            if plate.collidelist(taken) < 0:
                best = plate
                break
            best = best or plate.copy()
    middle = best.center if best else (at[0] + aside[0], at[1] - aside[1])
    taken.append(canvas.label(name, middle, canvas.theme.focus, Face.TINY))


def ring_box(canvas: Canvas, at: Point, ring: float) -> Rect:
    """Return what a pin's ring takes up."""
    box = Rect(0, 0, canvas.px(2 * ring), canvas.px(2 * ring))
    box.center = round(at[0]), round(at[1])
    return box


def draw_pins(
    canvas: Canvas, pins: Iterable[tuple[str, Point]], ring: float, room: Rect, taken: list[Rect]
) -> None:
    """Draw a ring with a radius of `ring` design units round each pin, and its name beside it."""
    px, theme = canvas.px, canvas.theme
    for name, at in pins:
        canvas.circle(at, px(ring + 1), theme.panel, 3.5)
        canvas.circle(at, px(ring), theme.focus, 1.5)
        write_end(canvas, name, at, (px(ring + 7), px(ring + 4)), room, taken)
