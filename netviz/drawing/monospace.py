"""Figures set sign by sign where all signs are as wide, several times as fast as a font sets them."""

from __future__ import annotations

import re

import pygame

from netviz.drawing.theme import Color

# Signs that keep to their places, and that the font does not join to others as it does "0x", "..." and ">=".
APART = re.compile(
    "(?:[0-9A-VYZa-vyz ,·…–−±≤≥ηεΣ⁰¹²³⁴⁵⁶⁷⁸⁹]|[.](?![.])|w(?!w)|[%:→)](?![^ )])"
    "|[+](?=[0-9])|[(](?=[0-9–−])|(?<![^ ])[<>=/+](?![^ ]))+"
)
Placed = tuple[pygame.Surface, tuple[int, int]]


class _Signs(dict[str, pygame.Surface]):
    """The signs of one font in one colour, each rendered when first asked for."""

    def __init__(self, font: pygame.Font, color: Color) -> None:
        super().__init__()
        self._font, self._color = font, color

    def __missing__(self, sign: str) -> pygame.Surface:
        surface = self[sign] = self._font.render(sign, True, self._color)
        return surface


class Monospace:
    """Sets texts in one font of even width; each sign is rendered once in each colour."""

    def __init__(self, font: pygame.Font) -> None:
        self._font = font
        self._step, self._height = font.size("0")
        self._signs: dict[Color, _Signs] = {}
        self._ends: dict[str, int] = {}  # where the last sign ends, which may be past its place

    def __repr__(self) -> str:
        return f"Monospace({self._step}×{self._height}, {sum(map(len, self._signs.values()))} signs)"

    @staticmethod
    def serves(text: str) -> bool:
        """Return whether `text` looks as the font itself would set it."""
        return APART.fullmatch(text) is not None

    def width(self, text: str) -> int:
        """Return the width in pixels of a text that it serves."""
        end = self._ends.get(text[-1])
        if end is None:
            end = self._ends[text[-1]] = self._font.size(text[-1])[0]
        return (len(text) - 1) * self._step + end

    def signs(self, text: str, color: Color, x: int = 0, y: int = 0) -> list[Placed]:
        """Return the signs of a text that it serves, each with its place, the first at (x, y)."""
        signs, step = self._signs.get(color), self._step
        if signs is None:
            signs = self._signs[color] = _Signs(self._font, color)
        return [(signs[sign], (x + i * step, y)) for i, sign in enumerate(text)]

    def render(self, text: str, color: Color) -> pygame.Surface:
        """Return a text that it serves as a surface."""
        whole = pygame.Surface((self.width(text), self._height), pygame.SRCALPHA)
        whole.fblits(self.signs(text, color))
        return whole
