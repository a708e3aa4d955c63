"""Small numbers for many cells at once: each is set from glyphs when first needed, then only copied.

`Canvas.text` keeps a few hundred strings; hundreds of cells that change with every refresh need more.
Numbers in cells have so few digits that there are only a few thousand of them, and those are kept. Only
those with the most digits, which seldom come again, are set anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
import pygame
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.monospace import Placed
from netviz.drawing.numbers import MINUS, scientific
from netviz.drawing.theme import Color

KEPT = 8192  # sprites; each is about 1 kB
INK = 96  # of 255: fainter edges of a glyph may touch its neighbour's
WHITE = (255, 255, 255)
_UNITS = 8  # codes: whole · 8 + decimals · 2 + negative
_OTHER = -1  # code of what is too large, or not finite
_POWERS = 10.0 ** np.arange(_UNITS // 2)  # by decimals


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key in the table of sprites
class Style:
    """How many digits: a size below `limits[i]` has `decimals[i]`. `bare` leaves out a leading 0."""

    limits: tuple[float, ...]
    decimals: tuple[int, ...]
    bare: bool
    widest: str
    kept: bool = True

    SHORT: ClassVar[Style]
    LONG: ClassVar[Style]
    FINE: ClassVar[Style]

    @cached_property
    def _by_kind(self) -> NDArray[np.int64]:
        """The decimals of each kind of size, then 0: for what is too large or not finite."""
        return np.array((*self.decimals, 0))

    def codes(self, values: ArrayLike) -> NDArray[np.int64]:
        """Return a whole number for each value; equal numbers look equal."""
        numbers = np.asarray(values, dtype=np.float64).ravel()
        size = np.abs(numbers)
        kinds = np.searchsorted(self.limits, size, side="right")
        other = kinds == len(self.limits)  # NaN too
        if other.any():
            size = np.where(other, 0.0, size)
        decimals = self._by_kind[kinds]
        whole = np.rint(size * _POWERS[decimals]).astype(np.int64)
        codes: NDArray[np.int64] = whole * _UNITS + decimals * 2 + ((numbers < 0) & (whole > 0))
        codes[other] = _OTHER
        return codes

    def text(self, value: float) -> str:
        """Return one number as it is written in a cell."""
        code = int(self.codes([value])[0])
        return self.text_of(code) if code != _OTHER else _other(value)

    def text_of(self, code: int) -> str:
        """Return the number with a code of `codes`."""
        whole, decimals, sign = code // _UNITS, code % _UNITS // 2, MINUS if code % 2 else ""
        if whole == 0:
            return "0"
        text = f"{whole / 10**decimals:.{decimals}f}"
        return sign + (text.lstrip("0") if self.bare and text.startswith("0.") else text)


Style.SHORT = Style((0.995, 9.95, 999.5), (2, 1, 0), True, MINUS + "8.8")
Style.LONG = Style((9.995, 99.95, 9999.5), (2, 1, 0), False, MINUS + "8.88")
Style.FINE = Style((9.9995, 99.995, 999.95, 99999.5), (3, 2, 1, 0), False, MINUS + "8.888", kept=False)


def _other(value: float) -> str:
    return scientific(value, 0)


Sprite = tuple[pygame.Surface, int]  # and half its width
Glyph = tuple[pygame.Surface, int]  # and its width


class Figures:
    """Numbers in the smallest mono face of some lettering, sign and point set close."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering
        self._sprites: dict[tuple[Style, int, Color], Sprite] = {}
        self._glyphs: dict[Color, dict[str, Glyph]] = {}
        self._widths: dict[Style, int] = {}
        self.height = lettering.height(Face.TINY)
        self._digit = 0  # digits are all as wide as the widest
        self._digit = max(self._glyph(sign, WHITE)[1] for sign in "0123456789")
        self._glyphs.clear()

    def __repr__(self) -> str:
        return f"Figures({len(self._sprites)} kept)"

    def width(self, style: Style, *, unsigned: bool = False) -> int:
        """Return the width in pixels that numbers of a style need, with a sign or without."""
        if unsigned:
            return self.width(style) - self._glyph(MINUS, WHITE)[1]
        width = self._widths.get(style)
        if width is None:
            width = self._widths[style] = sum(self._glyph(sign, WHITE)[1] for sign in style.widest)
        return width

    def _glyph(self, sign: str, color: Color) -> Glyph:
        """Return a sign with a pixel of room beside its ink."""
        image = self._lettering.render(sign, Face.TINY, color)
        ink = image.get_bounding_rect(INK)
        width = max(ink.width + 1, self._digit if sign.isdigit() else 0)
        glyph = pygame.Surface((width, self.height), pygame.SRCALPHA)
        glyph.blit(image, ((width - ink.width) // 2 - ink.x, 0))
        return glyph, width

    def write(
        self,
        surface: pygame.Surface,
        values: ArrayLike,
        centres: NDArray[np.int64],
        style: Style,
        colors: tuple[Color, Color],
        second: NDArray[np.bool_] | None = None,
    ) -> None:
        """Write `values` (n) around pixels `centres` (n, 2), in the other colour where `second` (n).

        n may be of several dimensions.
        """
        flat = np.asarray(values, dtype=np.float64).ravel()
        codes = style.codes(flat).tolist()
        chosen = [False] * len(codes) if second is None else second.ravel().tolist()
        places = centres.reshape(-1, 2).tolist()
        blits: list[Placed] = []
        known, half = self._sprites, self.height // 2
        for i, (code, inverse, (x, y)) in enumerate(zip(codes, chosen, places, strict=True)):
            color = colors[inverse]
            if code == _OTHER or not style.kept:
                text = style.text_of(code) if code != _OTHER else _other(float(flat[i]))
                glyphs, width = self._set(text, color)
                blits += _in_line(glyphs, x - width // 2, y - half)
                continue
            sprite = known.get((style, code, color)) or self._sprite(style, code, color)
            blits.append((sprite[0], (x - sprite[1], y - half)))
        surface.fblits(blits)

    def _sprite(self, style: Style, code: int, color: Color) -> Sprite:
        """Return a number set from glyphs, and keep it."""
        if len(self._sprites) >= KEPT:
            self._sprites.clear()
        glyphs, width = self._set(style.text_of(code), color)
        image = pygame.Surface((width, self.height), pygame.SRCALPHA)
        image.fblits(_in_line(glyphs, 0, 0))
        sprite = self._sprites[style, code, color] = image, width // 2
        return sprite

    def _set(self, text: str, color: Color) -> tuple[list[Glyph], int]:
        """Return the glyphs of a text, and the width of all."""
        known = self._glyphs.setdefault(color, {})
        for sign in text:
            if sign not in known:
                known[sign] = self._glyph(sign, color)
        glyphs = [known[sign] for sign in text]
        return glyphs, sum([width for _, width in glyphs])


def _in_line(glyphs: list[Glyph], x: int, y: int) -> list[Placed]:
    """Return glyphs, each with its place, one after the other from (x, y)."""
    placed = []
    for glyph, width in glyphs:
        placed.append((glyph, (x, y)))
        x += width
    return placed


@lru_cache(maxsize=4)
def figures_of(lettering: Lettering) -> Figures:
    """Return the numbers of some lettering, the same for all who ask."""
    return Figures(lettering)
