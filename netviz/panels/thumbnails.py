"""Small grey images, enlarged once and kept: no ink in the panel's colour, full ink in the text's."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas
from netviz.drawing.colormap import ink
from netviz.drawing.theme import Theme

KEPT = 400  # enlarged images


class Thumbnails:
    """Pictures of images by their keys; an image belongs to its key for ever."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, pygame.Surface] = {}

    def __repr__(self) -> str:
        return f"Thumbnails({len(self._kept)} kept)"

    def get(self, canvas: Canvas, key: Hashable, pixels: NDArray[Any], size: int) -> pygame.Surface:
        """Return `pixels` (rows, columns), 0 … 1, as a square picture of `size` pixels a side."""
        name = (key, size, canvas.theme.name)
        picture = self._kept.get(name)
        if picture is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            picture = self._kept[name] = enlarged(canvas.theme, pixels, size)
        return picture


def enlarged(theme: Theme, pixels: NDArray[Any], size: int) -> pygame.Surface:
    """Return a picture of `size` pixels a side, in which each pixel of the image is a crisp square."""
    table = ink(theme)
    packed = np.ascontiguousarray(table.packed[table.indices(pixels, 0.0, 1.0)])
    rows, columns = pixels.shape
    small = pygame.image.frombuffer(packed.tobytes(), (columns, rows), "BGRA").convert(32, 0)
    times = -(-size // columns)  # to the next whole multiple, then smoothly down
    picture = pygame.transform.scale(small, (times * columns, times * rows))
    if picture.get_size() != (size, size):
        picture = pygame.transform.smoothscale(picture, (size, size))
    return picture
