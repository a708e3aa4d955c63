"""A digit on its way through a small convolutional network: image, feature maps, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import ColorTable, ink, magnitudes
from netviz.drawing.lettering import Face
from netviz.engine.arrays import Parameters

DOWN = 8  # feature maps in a column
GAP = 0.25  # between two of them, of the side of one
IMAGE, BARS, SPACE = 0.37, 0.25, 0.06  # shares of the width: image and bars at most, and what parts them


@dataclass(frozen=True, eq=False)
class Reading:
    """An image `pixels` (side, side) 0 paper … 1 ink, its label, what layers made of it, and the answer.

    `maps` holds, layer by layer, activations (maps, rows, columns) of 0 or more; `probabilities` (10,).
    """

    pixels: Parameters
    label: int
    maps: Sequence[Parameters]
    probabilities: Parameters

    @property
    def read(self) -> int:
        """Return the digit with the greatest probability."""
        return int(self.probabilities.argmax())

    def draw(self, canvas: Canvas, area: Rect) -> None:
        """Draw image, a few columns of maps for each layer, and bars, from left to right."""
        theme = canvas.theme
        space = round(area.width * SPACE)
        side = min(area.height, round(area.width * IMAGE))
        across = [-(-len(maps) // DOWN) for maps in self.maps]
        wide = area.width - side - round(area.width * BARS) - space * (len(across) + 1)
        cell = min(area.height / (DOWN + (DOWN - 1) * GAP), wide / max(sum(across) * (1 + GAP), 1))
        pitch, cell = max(int(cell * (1 + GAP)), 2), max(int(cell), 1)
        tall = pitch * (DOWN - 1) + cell
        image = Rect(area.x, area.centery - side // 2, side, side)
        _crisp(canvas, self.pixels, image, ink(theme), 1.0)
        canvas.rect(image, theme.hairline, width=1)
        top, x = area.centery - tall // 2, image.right + space
        for maps, count in zip(self.maps, across, strict=True):
            high = float(np.max(maps)) or 1.0
            for i, values in enumerate(maps):
                column, row = divmod(i, DOWN)
                box = Rect(x + column * pitch, top + row * pitch, cell, cell)
                _crisp(canvas, values, box, magnitudes(theme), high)
                canvas.rect(box, theme.hairline, width=1)
            x += (count - 1) * pitch + cell + space
        _draw_bars(canvas, Rect(x, top, max(area.right - x, 1), tall), self)


def _crisp(canvas: Canvas, values: NDArray[np.floating], box: Rect, table: ColorTable, high: float) -> None:
    """Fill `box` with values (rows, columns), pixel for pixel."""
    packed = table.packed[table.indices(values, 0.0, high)]
    small = pygame.image.frombuffer(np.ascontiguousarray(packed).tobytes(), values.shape[::-1], "BGRA")
    canvas.surface.blit(pygame.transform.scale(small.convert(32, 0), box.size), box)


def _draw_bars(canvas: Canvas, area: Rect, reading: Reading) -> None:
    """Draw a bar for each digit; that of the answer strong, and a sign whether it is right."""
    theme, px = canvas.theme, canvas.px
    face = Face.TINY
    count = len(reading.probabilities)
    pitch = area.height / count
    written = pitch >= 0.8 * canvas.line_height(face)
    right = reading.read == reading.label
    left = area.x + (px(14) if written else 0)
    for i, share in enumerate(reading.probabilities.tolist()):
        y = round(area.y + pitch * (i + 0.5))
        answer = i == reading.read
        strong = (theme.focus if right else theme.warning) if answer else theme.secondary
        if written:
            canvas.text(str(i), (area.x, y), strong if answer else theme.faint, face, "midleft")
        tall = max(round(pitch * 0.5), 2)
        bar = Rect(left, y - tall // 2, max(area.right - left, 1), tall)
        canvas.rect(bar, theme.grid, radius=2)
        if np.isfinite(share) and (length := round(share * bar.width)) > 0:
            canvas.rect(Rect(bar.x, bar.y, length, bar.height), strong, radius=2)
