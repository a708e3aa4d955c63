"""Text as surfaces, kept once rendered. The fonts are bundled; none is assumed installed.

They have Latin, Greek and Cyrillic. Of a sign of another script its number is written: names stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import ClassVar

import pygame

from netviz.drawing.monospace import Monospace, Placed
from netviz.drawing.theme import Color

_FOLDER = Path(__file__).parent / "fonts"
# The mono face draws a minus as short as a hyphen. Its en dash is as wide as a plus, at the same height.
_MONO, _MINUS, _DASH = "JetBrainsMono-Regular.ttf", "\u2212", "\u2013"
_NO_SIGN = "\U000fffff"  # of private use: no font has it
_KEPT = 768  # rendered strings of late, and as many of before


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key in the tables below
class Face:
    """What a text is for: a font file and its size in pixels at scale 1."""

    file: str
    size: int

    TITLE: ClassVar[Face]
    TEXT: ClassVar[Face]
    SMALL: ClassVar[Face]
    MONO: ClassVar[Face]
    TINY: ClassVar[Face]
    HEADING: ClassVar[Face]
    DISPLAY: ClassVar[Face]


Face.TITLE = Face("Inter-SemiBold.otf", 13)
Face.TEXT = Face("Inter-Regular.otf", 13)
Face.SMALL = Face("Inter-Regular.otf", 11)
Face.MONO = Face(_MONO, 12)
Face.TINY = Face(_MONO, 11)
Face.HEADING = Face("Inter-SemiBold.otf", 16)
Face.DISPLAY = Face("Inter-SemiBold.otf", 22)
_FACES = (Face.TITLE, Face.TEXT, Face.SMALL, Face.MONO, Face.TINY, Face.HEADING, Face.DISPLAY)


class Lettering:
    """Renders text at one interface scale and keeps the surfaces."""

    def __init__(self, scale: float = 1.0) -> None:
        if not pygame.font.get_init():
            pygame.font.init()
        self._fonts: dict[Face, pygame.Font] = {}
        for face in _FACES:
            self._fonts[face] = pygame.font.Font(_FOLDER / face.file, round(face.size * scale))
        self._mono = {face: Monospace(self._fonts[face]) for face in (Face.MONO, Face.TINY)}
        # What the mono face has no sign for, as δ₊ has, is set in the other.
        self._spare = {
            face: pygame.font.Font(_FOLDER / Face.TEXT.file, round(face.size * scale)) for face in self._mono
        }
        self._common: dict[Face, set[str]] = {face: set() for face in _FACES}  # signs known to be in its font
        self._unseen: set[str] = set()  # signs without a width
        self._has: dict[tuple[str, str], bool] = {}  # whether a font, by its file, has a sign
        self._widths: dict[tuple[str, Face], int] = {}
        self._young: dict[tuple[str, Face, Color], pygame.Surface] = {}
        self._old: dict[tuple[str, Face, Color], pygame.Surface] = {}

    def render(self, text: str, face: Face, color: Color) -> pygame.Surface:
        """Return `text` as a surface; the caller only reads it."""
        key = (text, face, color)
        surface = self._young.get(key)
        if surface is None:
            if len(self._young) >= _KEPT:  # what was not asked for since the last time is let go
                self._old, self._young = self._young, {}
            surface = self._old.get(key) or self._set(text, face, color)
            self._young[key] = surface
        return surface

    def _set(self, text: str, face: Face, color: Color) -> pygame.Surface:
        text = _drawn(text, face)
        mono = self._mono.get(face)
        if mono is not None and mono.serves(text):
            return mono.render(text, color)
        parts = self._parts(text, face)
        images = [(font, font.render(part, True, color)) for part, font in parts]
        if len(images) == 1:
            return images[0][1]
        ascent = self._fonts[face].get_ascent()
        size = sum(image.get_width() for _, image in images), self.height(face)
        whole, x = pygame.Surface(size, pygame.SRCALPHA), 0
        for font, image in images:
            whole.blit(image, (x, ascent - font.get_ascent()))
            x += image.get_width()
        return whole

    def _parts(self, text: str, face: Face) -> list[tuple[str, pygame.Font]]:
        """Return a text in parts, each with the font that has its signs."""
        if text.isascii() or self._common[face].issuperset(text):
            return [(text, self._fonts[face])]
        found = groupby((self._found(sign, face) for sign in text), key=itemgetter(1))
        return [("".join(sign for sign, _ in part), font) for font, part in found]

    def _found(self, sign: str, face: Face) -> tuple[str, pygame.Font]:
        """Return a sign and the font that has it; of one that no font has its number, as U+4E8C."""
        font, spare = self._fonts[face], self._spare.get(face)
        if self._has_sign(font, face.file, sign):
            self._common[face].add(sign)
            return sign, font
        if sign in self._unseen:
            return "", font
        if spare is not None and self._has_sign(spare, Face.TEXT.file, sign):
            return sign, spare
        return f"U+{ord(sign):04X}", font

    def _has_sign(self, font: pygame.Font, file: str, sign: str) -> bool:
        """Return whether a font has a sign, and draws no empty box for it."""
        known = self._has.get((file, sign))
        if known is None and not font.size(sign)[0]:
            self._unseen.add(sign)
            known = self._has[file, sign] = False
        if known is None:
            looks = [
                pygame.image.tobytes(font.render(one, True, "white"), "RGBA") for one in (sign, _NO_SIGN)
            ]
            known = self._has[file, sign] = looks[0] != looks[1]
        return known

    def signs(self, text: str, face: Face, color: Color, right: int, middle: int) -> list[Placed]:
        """Return what to blit for a text that ends at `right` with its middle at `middle`.

        Figures are set sign by sign, and nothing is kept: for those that are new with every refresh.
        """
        mono, drawn = self._mono.get(face), _drawn(text, face)
        if mono is None or not mono.serves(drawn):
            image = self.render(text, face, color)
            width, height = image.get_size()
            return [(image, (right - width, middle - height // 2))]
        return mono.signs(drawn, color, right - mono.width(drawn), middle - self.height(face) // 2)

    def width(self, text: str, face: Face) -> int:
        """Return the width of `text` in pixels."""
        width = self._widths.get((text, face))
        if width is None:
            if len(self._widths) >= 4 * _KEPT:
                self._widths.clear()
            mono = self._mono.get(face)
            sized = mono if mono is not None and mono.serves(text) else None
            parts = [] if sized else self._parts(text, face)
            width = sized.width(text) if sized else sum(font.size(part)[0] for part, font in parts)
            self._widths[text, face] = width
        return width

    def height(self, face: Face) -> int:
        """Return the height of a line in pixels."""
        return int(self._fonts[face].get_height())

    def fit(self, text: str, face: Face, width: int) -> str:
        """Return `text`, cut with an ellipsis where it is wider than `width` pixels."""
        if self.width(text, face) <= width:
            return text
        low, high = 0, len(text)  # so many signs fit, and so many do not
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.width(text[:middle] + "…", face) <= width else (low, middle)
        return text[:low].rstrip() + "…" if low else ""

    def wrap(self, text: str, face: Face, width: int) -> list[str]:
        """Return `text` in lines no wider than `width` pixels, broken between words."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}", face) <= width:
                lines[-1] += " " + word
            else:
                lines.append(word)
        return lines


def _drawn(text: str, face: Face) -> str:
    """Return the signs that a face draws for `text`."""
    return text.replace(_MINUS, _DASH) if face.file is _MONO else text
