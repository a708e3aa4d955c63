"""Which ink reads better on a coloured ground."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.colormap import ColorTable
from netviz.drawing.theme import Color, Theme


@lru_cache
def dark_on(table: ColorTable, theme: Theme) -> NDArray[np.bool_]:
    """Return for each colour of a table whether the panel's colour reads better on it than that of text."""
    return np.array([ink_on(theme, color) == theme.panel for color in table.colors])


def ink_on(theme: Theme, ground: Color) -> Color:
    """Return the panel's colour or that of text, whichever reads better on a ground."""
    at, text, panel = luminance(ground), luminance(theme.text), luminance(theme.panel)
    return theme.panel if contrast(at, panel) > contrast(at, text) else theme.text


def contrast(one: float, other: float) -> float:
    """Return the contrast ratio of two luminances, 1 … 21 (WCAG 2.1)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@lru_cache(maxsize=1024)
def luminance(color: Color) -> float:
    """Return the relative luminance of a colour, 0 … 1 (WCAG 2.1)."""
    linear = [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
