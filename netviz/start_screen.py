"""The screen on which a lab is chosen: each tile has a small network at work in it.

It knows no window: `start_window` shows its frames.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pygame

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import DARK, LIGHT, THEMES, Theme
from netviz.drawing.widgets import Button, Hint, draw_hint
from netviz.help import draw_keys
from netviz.panels.panel import ARROWS
from netviz.panels.preview import Preview
from netviz.panels.words import longest
from netviz.start_layout import StartLayout, neighbour, start_layout
from netviz.start_tile import Room, draw_tile, draw_work
from netviz.start_tiles import TILES

BUDGET = 0.008  # seconds of a frame that may be spent on training
TAGLINE = "Neural networks written by hand, seen while they learn. Choose one."
OPENING = ("opening …", "…")
BRIEF = "Networks at work. Choose one."
FOOT = (
    ("arrows", "choose"), ("Enter", "opens it"), (f"1 … {len(TILES)}", "at once"),
    ("t", "theme"), ("h", "keys"), ("q", "quits"),
)  # fmt: skip
KEYS = (
    [
        ("", "Choosing"), ("← → ↑ ↓", "to the tile there"), ("Tab", "to the next; back with Shift"),
        ("Enter", "open the chosen one; or click it"), (f"1 … {len(TILES)}", "open by number"),
    ],
    [
        ("", "The program"), ("t", "dark or light"), ("s", "screenshot, to a file it names"),
        ("h  ?", "this help"), ("q", "quit, at once"),
    ],
)  # fmt: skip


class StartScreen:
    """Holds what is chosen, and draws it."""

    def __init__(self, previews: Sequence[Preview], program: str, theme: str, scale: float) -> None:
        self.tiles = tuple(zip(TILES, previews, strict=True))
        self.chosen = 0
        self.opening = False  # whether the chosen tile is about to become a lab
        self.mouse: Point | None = None
        self.message = ""
        self._help = False
        self._program = program
        self._theme, self._scale = THEMES[theme], scale
        self._lettering = Lettering(scale)
        self._layout: StartLayout | None = None
        self._buttons: tuple[Button, ...] = ()
        self._turn = 0  # whose turn it is to train
        self._stale: set[int] = set()  # tiles whose networks have gone on since they were drawn
        self._surface: pygame.Surface | None = None  # that was drawn on last,
        self._state: object = None  # and from what
        self._ground = pygame.Surface((0, 0))  # what stands still in it
        self._rooms: dict[int, Room] = {}

    @property
    def theme(self) -> Theme:
        """The look at present."""
        return self._theme

    def choose(self, flag: str) -> None:
        """Choose the tile of a flag, if there is one."""
        flags = [tile.flag for tile, _ in self.tiles]
        self.chosen = flags.index(flag) if flag in flags else 0

    # training

    def tick(self, budget: float = BUDGET, most: int = len(TILES)) -> None:
        """Have `most` previews go on, or as many as there is time for; the others come first next time."""
        end = time.perf_counter() + budget
        for _ in range(most):
            if self.tiles[self._turn][1].tick():
                self._stale.add(self._turn)
            self._turn = (self._turn + 1) % len(self.tiles)
            if time.perf_counter() > end:
                break

    # hands

    def under(self, at: Point | None) -> int | None:
        """Return the tile under a point."""
        if at is None or self._layout is None or self._help:
            return None
        return next((i for i, box in self._layout.tiles.items() if box.collidepoint(at)), None)

    def point_at(self, at: Point | None) -> None:
        """Take the mouse's place: what it comes over is chosen, so that one tile alone looks so."""
        self.mouse = at
        tile = self.under(at)
        if tile is not None:
            self.chosen = tile

    def press(self, at: Point) -> bool:
        """Take a click; return whether it opens the tile that is then chosen."""
        if self._help:
            self._help = False
            return False
        for button in self._buttons:
            if button.area.collidepoint(at):
                self.key({"theme": "t", "?": "h"}[button.sign])
                return False
        tile = self.under(at)
        if tile is not None:
            self.chosen = tile
        return tile is not None

    def key(self, name: str) -> bool:
        """Take a key; return whether it opens the tile that is then chosen."""
        if name in ("h", "?"):
            self._help = not self._help
        elif name == "t":
            self._theme = LIGHT if self._theme is DARK else DARK
        elif name == "escape":
            self._help = False
        elif self._help:
            return False
        elif name == "enter":
            return True
        elif name in ARROWS and self._layout is not None:
            self.chosen = neighbour(self._layout.tiles, self.chosen, ARROWS[name])
        elif name in ("tab", "shift+tab"):
            self.chosen = (self.chosen + (1 if name == "tab" else -1)) % len(self.tiles)
        elif name in ("home", "end"):
            self.chosen = 0 if name == "home" else len(self.tiles) - 1
        elif len(name) == 1 and name.isdecimal() and name.isascii() and 1 <= int(name) <= len(self.tiles):
            self.chosen = int(name) - 1
            return True
        return False

    # drawing

    @np.errstate(over="ignore", invalid="ignore")
    def draw(self, surface: pygame.Surface) -> list[Rect]:
        """Draw what has changed since the last call with this surface; return where."""
        canvas = Canvas(surface, self._theme, self._lettering, self._scale)
        presets = [i for i, tile in enumerate(TILES) if tile.preset]
        layout = self._layout = start_layout(surface.get_size(), self._scale, presets)
        button = self._under_button(self.mouse)
        state = (
            surface.get_size(), self._theme.name, self.chosen, self._help, self.opening, self.message,
            self.mouse if button else None,
        )  # fmt: skip
        anew = surface is not self._surface or state != self._state
        if anew:
            self._surface, self._state = surface, state
            self._draw_ground(canvas, layout)
        elif self._help or not self._stale:
            return []
        elif button:
            surface.blit(self._ground, (0, 0))
        whole = anew or button is not None
        stale, self._stale = sorted(layout.tiles) if whole else sorted(self._stale), set()
        for i in stale:
            if not whole:
                surface.blit(self._ground, layout.tiles[i], layout.tiles[i])
            preview = self.tiles[i][1]
            opening = self.opening and i == self.chosen
            draw_work(canvas, self._rooms[i], preview, OPENING if opening else (*preview.values(), ""))
        if self._help:
            draw_keys(canvas, KEYS)
        elif self.mouse is not None and (found := self._under_button(self.mouse)):
            draw_hint(canvas, Hint((found.says,)), self.mouse)
        return [surface.get_rect()] if whole else [layout.tiles[i] for i in stale]

    def _draw_ground(self, canvas: Canvas, layout: StartLayout) -> None:
        """Draw what stands still, and keep it."""
        canvas.surface.fill(self._theme.window)
        self._draw_header(canvas, layout)
        self._rooms = {
            i: draw_tile(canvas, i, layout, self._program, chosen=i == self.chosen) for i in layout.tiles
        }
        self._draw_foot(canvas, layout)
        self._ground = canvas.surface.copy()

    def _under_button(self, at: Point | None) -> Button | None:
        return next((b for b in self._buttons if at is not None and b.area.collidepoint(at)), None)

    def _draw_header(self, canvas: Canvas, layout: StartLayout) -> None:
        px, theme, area = canvas.px, canvas.theme, layout.header
        face = Face.DISPLAY if layout.roomy else Face.HEADING
        y = area.centery + (px(4) if layout.roomy else 0)
        name = canvas.text("netviz", (area.x, y), theme.text, face, "midleft")
        width, height = px(30), px(26)
        signs = (("theme", "dark or light: t"), ("?", "all keys: h"))
        left = area.right - px(34) * len(signs) + px(4)
        self._buttons = tuple(
            Button(Rect(left + px(34) * i, y - height // 2, width, height), sign, says)
            for i, (sign, says) in enumerate(signs)
        )
        over = self._under_button(self.mouse)
        for button in self._buttons:
            button.draw(canvas, hovered=button is over)
        room = left - name.right - px(32)
        texts = (TAGLINE, BRIEF, "")
        text = texts[longest(canvas, texts, Face.TEXT, room)]
        at = (name.right + px(16), y + (px(3) if layout.roomy else px(1)))
        canvas.text(text, at, theme.secondary, anchor="midleft")

    def _draw_foot(self, canvas: Canvas, layout: StartLayout) -> None:
        """Draw the keys; in a small window what the chosen tile does."""
        px, theme, area = canvas.px, canvas.theme, layout.foot
        if self.message:
            text = canvas.lettering.fit(self.message, Face.TEXT, area.width)
            canvas.text(text, area.midleft, theme.focus, anchor="midleft")
            return
        x = area.x
        tile = self.tiles[self.chosen][0]
        brief = tile.preset and not layout.roomy  # it has no room for its sentence
        if brief:
            x = canvas.text(tile.says, (x, area.centery), theme.text, Face.SMALL, "midleft").right + px(24)
        pairs = list(FOOT)
        face = Face.TEXT if layout.roomy else Face.SMALL
        wide = [
            canvas.text_width(key, Face.TINY) + px(6) + canvas.text_width(word, face) + px(18)
            for key, word in pairs
        ]
        while wide and sum(wide) - px(18) > area.right - x:
            del wide[0], pairs[0]
        if brief:
            x = area.right - sum(wide) + px(18)
        for (key, word), width in zip(pairs, wide, strict=True):
            end = canvas.text(key, (x, area.centery), theme.text, Face.TINY, "midleft").right
            canvas.text(word, (end + px(6), area.centery), theme.secondary, face, "midleft")
            x += width
