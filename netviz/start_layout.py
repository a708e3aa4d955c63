"""Where things are on the start screen: two labs on the left, the playground and its presets on the right.

In a window that is higher than wide the labs are above, the playground below them, and the presets last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pygame

from netviz.drawing.layout import columns, place, rows

ROOMY = (900, 560)  # design units; a smaller window has less around everything, and presets say less
ROOMY_UPRIGHT = (620, 860)
SIDE, MAIN = 0.37, 0.63  # shares of the width
UPPER, LOWER = 0.6, 0.4  # of the height, on the right
UPRIGHT = 1.1  # height over width, from which tiles are below each other
STACKED = (0.28, 0.44, 0.28)  # of the height: the labs, the playground, the presets


@dataclass(frozen=True)
class StartLayout:
    """The places of header, foot and tiles, and how far their contents are from their edges, in pixels."""

    header: pygame.Rect
    foot: pygame.Rect
    tiles: Mapping[int, pygame.Rect]
    pad: int
    roomy: bool


def start_layout(size: tuple[int, int], scale: float, presets: Sequence[int]) -> StartLayout:
    """Return the places for a window; tiles 0 and 1 are labs, 2 is the playground with its `presets`."""
    width, height = size
    upright = height > UPRIGHT * width
    least = ROOMY_UPRIGHT if upright else ROOMY
    roomy = width >= least[0] * scale and height >= least[1] * scale
    edge, gutter, top, foot = (24, 12, 64, 44) if roomy else (12, 8, 40, 28)
    edge, gutter, top, foot = (round(units * scale) for units in (edge, gutter, top, foot))
    inner = pygame.Rect(edge, top, max(width - 2 * edge, 1), max(height - top - foot, 1))
    small = columns(*((1, i) for i in presets))
    if upright:
        labs, playground, last = STACKED
        split = rows((labs, columns((1, 0), (1, 1))), (playground, 2), (last, small))
    else:
        split = columns((SIDE, rows((1, 0), (1, 1))), (MAIN, rows((UPPER, 2), (LOWER, small))))
    tiles = place(split, inner, gutter)
    return StartLayout(
        pygame.Rect(edge, 0, inner.width, top),
        pygame.Rect(edge, height - foot, inner.width, foot),
        tiles,
        round((14 if roomy else 8) * scale),
        roomy,
    )


def neighbour(tiles: Mapping[int, pygame.Rect], at: int, way: tuple[int, int]) -> int:
    """Return the tile next to `at` in a way (right, down), each −1, 0 or 1; itself where there is none."""
    here = tiles[at]

    def far(i: int) -> tuple[float, float]:
        """Return how far a tile is along the way, and how far off it."""
        box = tiles[i]
        across, down = box.centerx - here.centerx, box.centery - here.centery
        along = (box.left - here.right if way[0] > 0 else here.left - box.right) if way[0] else (
            box.top - here.bottom if way[1] > 0 else here.top - box.bottom
        )  # fmt: skip
        return along, abs(down if way[0] else across)

    ahead = {i: far(i) for i in tiles if i != at}
    ahead = {i: (along, off) for i, (along, off) in ahead.items() if along >= 0}
    return min(ahead, key=lambda i: (ahead[i][0], ahead[i][1]), default=at)
