"""Digits as marks of points: hundreds at once, in the colour of their class; read wrongly in a box."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point
from netviz.drawing.lettering import Face

CLASSES = 10
FADED = (0.45, 0.6, 0.8, 1.0)  # how much colour the marks keep, the farthest first

Spots = NDArray[np.float64]


class DigitMarks:
    """The ten marks, and the ten boxed ones, drawn once for each look."""

    def __init__(self) -> None:
        self._sprites: dict[tuple[str, float, float], list[pygame.Surface]] = {}

    def __repr__(self) -> str:
        return f"DigitMarks({len(self._sprites)} looks)"

    def draw(
        self,
        canvas: Canvas,
        spots: Spots,
        digits: Sequence[int],
        wrong: Sequence[bool],
        nearness: Sequence[int] | None = None,
    ) -> None:
        """Draw marks at pixels (n, 2), those later over those before; `nearness` (n,) indexes `FADED`."""
        depths = [len(FADED) - 1] * len(digits) if nearness is None else nearness
        looks = [self._look(canvas, share) for share in FADED]
        reach = np.array([looks[0][i].get_size() for i in (0, CLASSES)]) / 2  # of a mark, and of a boxed one
        corners = np.rint(spots - reach[np.asarray(wrong, dtype=int)]).astype(int).tolist()
        canvas.surface.fblits(
            [
                (looks[near][digit + CLASSES * boxed], corner)
                for corner, digit, boxed, near in zip(corners, digits, wrong, depths, strict=True)
            ]
        )

    def sample(self, canvas: Canvas, at: Point, digit: int) -> None:
        """Draw the mark of a digit read wrongly, to explain it."""
        sprite = self._look(canvas, 1.0)[CLASSES + digit]
        canvas.surface.blit(sprite, sprite.get_rect(center=(round(at[0]), round(at[1]))))

    def ring(self, canvas: Canvas, at: Point, digit: int | None, *, wrong: bool) -> None:
        """Draw the mark of what is chosen, ringed, on a plate of its own; without a digit a question mark."""
        theme, px = canvas.theme, canvas.px
        canvas.circle(at, px(12), theme.panel)
        canvas.circle(at, px(12), theme.focus, 2)
        color = theme.text if digit is None else theme.series(CLASSES)[digit]
        canvas.text("?" if digit is None else str(digit), at, color, Face.TITLE, "center")
        if wrong:
            box = pygame.Rect(0, 0, px(13), px(15))
            box.center = round(at[0]), round(at[1])
            canvas.rect(box, theme.secondary, width=1, radius=2)

    def _look(self, canvas: Canvas, share: float) -> list[pygame.Surface]:
        name = (canvas.theme.name, canvas.scale, share)
        if name not in self._sprites:
            self._sprites[name] = [
                _drawn(canvas, digit, share, boxed=boxed)
                for boxed in (False, True)
                for digit in range(CLASSES)
            ]
        return self._sprites[name]


def _drawn(canvas: Canvas, digit: int, share: float, *, boxed: bool) -> pygame.Surface:
    theme, px = canvas.theme, canvas.px
    size = (px(13), px(15)) if boxed else (px(9), px(11))  # no larger than need be: there are hundreds
    sprite = pygame.Surface(size, pygame.SRCALPHA)
    box = sprite.get_rect()
    if boxed:
        pygame.draw.rect(sprite, theme.panel, box, border_radius=px(3))
        pygame.draw.rect(sprite, theme.tint(theme.secondary, share), box, max(1, px(1)), border_radius=px(3))
    letter = canvas.lettering.render(str(digit), Face.TINY, theme.tint(theme.series(CLASSES)[digit], share))
    sprite.blit(letter, letter.get_rect(center=box.center))
    return sprite
