"""One tile of the start screen: what stands still on it, and what goes on in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.panels.preview import Preview
from netviz.panels.words import longest
from netviz.start_layout import StartLayout
from netviz.start_tiles import TILES, Tile

FIGURES = "> 99 % right"  # what a preset has to tell at the most, in words that say of what it is
LEAST = 48  # design units of height of a picture that has its figures below


@dataclass(frozen=True)
class Room:
    """Where on a tile things go on: `picture` for the network at work, `figures` for how it stands.

    Figures are at the right of the title, or `below` the picture.
    """

    picture: Rect
    figures: Rect
    below: bool = False


def draw_tile(canvas: Canvas, i: int, layout: StartLayout, program: str, *, chosen: bool) -> Room:
    """Draw number and title, the sentence and the command of a tile; return where the rest has its place."""
    tile, box, px, theme, pad = TILES[i], layout.tiles[i], canvas.px, canvas.theme, layout.pad
    edge = theme.focus if chosen else theme.hairline
    thick = px(2 if chosen else 1)
    canvas.rect(box, edge, radius=6)
    canvas.rect(box.inflate(-2 * thick, -2 * thick), theme.panel, radius=4 if chosen else 5)
    inner = box.inflate(-2 * pad, -2 * pad)
    line = canvas.line_height(Face.TITLE)
    y = inner.y + line // 2
    number = canvas.text(str(i + 1), (inner.x, y), theme.faint, Face.TINY, anchor="midleft")
    title = canvas.text(tile.title, (number.right + px(8), y), theme.text, Face.TITLE, "midleft")
    bottom = _draw_words(canvas, inner, tile, layout, program, strong=chosen)
    picture = Rect(inner.x, inner.y + line + px(8), inner.width, 0)
    picture.height = bottom - px(10 if layout.roomy else 6) - picture.y
    row = canvas.line_height(Face.TINY)
    if tile.preset and not _beside(canvas, layout) and picture.height - row >= px(LEAST):
        picture.height -= row
        return Room(picture, Rect(inner.x, picture.bottom + px(4), inner.width, row), below=True)
    left = title.right + px(16)
    return Room(picture, Rect(left, inner.y, max(inner.right - left, 0), 2 * (line // 2)))


def _beside(canvas: Canvas, layout: StartLayout) -> bool:
    """Return whether all presets have room for figures beside their titles: pictures are of one size."""
    presets = [i for i, tile in enumerate(TILES) if tile.preset]
    number = canvas.text_width(str(len(TILES)), Face.TINY) + canvas.px(8)
    most = number + max(canvas.text_width(TILES[i].title, Face.TITLE) for i in presets) + canvas.px(16)
    room = min(layout.tiles[i].width for i in presets) - 2 * layout.pad
    return most + canvas.text_width(FIGURES, Face.TINY) <= room


def draw_work(canvas: Canvas, room: Room, preview: Preview, figures: Sequence[str]) -> None:
    """Draw the picture of a network at work, and the longest of the `figures` that has room."""
    figure = figures[longest(canvas, figures, Face.TINY, room.figures.width)]
    at, anchor = (room.figures.midleft, "midleft") if room.below else (room.figures.midright, "midright")
    canvas.text(figure, at, canvas.theme.secondary, Face.TINY, anchor)
    if min(room.picture.size) > canvas.px(16):
        with canvas.clipped(room.picture):
            preview.picture().draw(canvas, room.picture)


def _like(tile: Tile) -> list[Tile]:
    """Return the tiles as wide as this one: all presets, or a lab alone."""
    return [other for other in TILES if tile.preset and other.preset] or [tile]


def _draw_words(
    canvas: Canvas, inner: Rect, tile: Tile, layout: StartLayout, program: str, *, strong: bool
) -> int:
    """Draw the command at the foot of a tile and the sentence above it; return where they begin."""
    theme, face = canvas.theme, Face.TINY if tile.preset or not layout.roomy else Face.MONO
    commands = [f"{program} {other.flag}" for other in _like(tile)]
    whole = max(canvas.text_width(text, face) for text in commands) <= inner.width
    command = f"{program} {tile.flag}" if whole else tile.flag
    y = inner.bottom - canvas.line_height(face)
    canvas.text(command, (inner.x, y), theme.focus if strong else theme.faint, face)
    if tile.preset and not layout.roomy:
        return y
    face = Face.SMALL if tile.preset or not layout.roomy else Face.TEXT
    lines = canvas.lettering.wrap(tile.says, face, inner.width)
    most = max(
        len(canvas.lettering.wrap(other.says, face, inner.width)) for other in _like(tile)
    )  # so that pictures side by side are of one size
    lines += [""] * (most - len(lines))
    for text in reversed(lines):
        y -= canvas.line_height(face) + canvas.px(1)
        canvas.text(text, (inner.x, y - canvas.px(3)), theme.secondary, face)
    return y - canvas.px(3)
