"""Colour tables: numbers in, packed pixels out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.theme import Color, Theme

ENTRIES = 256

# Nine knots of cividis (Nuñez, Anderton, Renslow 2018), perceptually even for all eyes; linear between.
CIVIDIS = (
    (0, 34, 78), (26, 56, 111), (67, 78, 108), (97, 101, 111), (125, 124, 120),
    (155, 148, 118), (188, 174, 108), (222, 201, 88), (254, 232, 56),
)  # fmt: skip


class ColorTable:
    """A table of 256 colours from low to high values."""

    def __init__(self, knots: Sequence[Color]) -> None:
        places = np.linspace(0, len(knots) - 1, ENTRIES)
        channels = [np.interp(places, range(len(knots)), [knot[c] for knot in knots]) for c in range(3)]
        self.rgb: NDArray[np.uint8] = np.round(np.stack(channels, axis=-1)).astype(np.uint8)
        r, g, b = self.rgb.astype(np.uint32).T
        self.packed: NDArray[np.uint32] = 0xFF000000 | (r << 16) | (g << 8) | b  # as Canvas.heat wants it
        self.colors: list[Color] = [(int(r), int(g), int(b)) for r, g, b in self.rgb]

    def indices(self, values: ArrayLike, low: float, high: float) -> NDArray[np.uint8]:
        """Return the table places of `values`, low…high stretched over the table and clamped; NaN is low."""
        span = high - low if high > low else 1.0
        numbers = np.asarray(values)
        if numbers.dtype != np.float32 or not 1e-30 < span < 1e30:
            numbers = np.asarray(numbers, dtype=np.float64)
        places = numbers - low
        places *= (ENTRIES - 1) / span
        places += 0.5
        np.fmax(places, 0, out=places)
        np.fmin(places, ENTRIES - 1, out=places)
        return places.astype(np.uint8)


@lru_cache
def diverging(theme: Theme) -> ColorTable:
    """Class 0 (negative) – panel colour (zero) – class 1 (positive)."""
    return ColorTable((theme.negative, theme.panel, theme.positive))


@lru_cache
def ink(theme: Theme) -> ColorTable:
    """Return the colours of pixels from 0, paper, to 1, ink; readable in both themes."""
    return ColorTable((theme.panel, theme.text))


@lru_cache
def magnitudes(theme: Theme) -> ColorTable:
    """Panel colour (zero) – class 1 (positive), for numbers that are never negative."""
    return ColorTable((theme.panel, theme.positive))


@lru_cache
def sequential() -> ColorTable:
    """Cividis: small to large, where there is no middle to mark."""
    return ColorTable(CIVIDIS)
