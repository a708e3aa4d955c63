"""One image and what the network makes of it, as a card: the image, what it is, what it is read as."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, percent
from netviz.panels.thumbnails import Thumbnails
from netviz.panels.words import longest


@dataclass(frozen=True, eq=False)
class Shown:
    """An image: `pixels` (rows, columns) 0 … 1, `probabilities` (classes,), its true digit if it has one.

    `key` tells it from all other images.
    """

    key: Hashable
    title: str
    pixels: NDArray[Any]
    label: int | None
    probabilities: NDArray[Any]

    @property
    def predicted(self) -> int:
        """The most probable digit."""
        return int(self.probabilities.argmax())

    @property
    def verdict(self) -> str:
        """What it is and what it is read as, in words."""
        return _verdict(self.label, self.predicted)

    def figures(self) -> tuple[str, ...]:
        """Return the exact probabilities of the digit read and of the true one, a line each."""
        digits = dict.fromkeys(d for d in (self.predicted, self.label) if d is not None)
        return _figures({digit: float(self.probabilities[digit]) for digit in digits})


@dataclass(frozen=True, eq=False)
class Judged:
    """An image whose digit is known, and of what it is read as no more than two probabilities.

    `sure` is that of the digit read, `own` that of the true one; `pixels` and `key` are those of `Shown`.
    """

    key: Hashable
    title: str
    pixels: NDArray[Any]
    label: int
    predicted: int
    sure: float
    own: float

    @property
    def verdict(self) -> str:
        """What it is and what it is read as, in words."""
        return _verdict(self.label, self.predicted)

    def figures(self) -> tuple[str, ...]:
        """Return the exact probabilities of the digit read and of the true one, a line each."""
        return _figures({self.predicted: self.sure, self.label: self.own})


def _verdict(label: int | None, predicted: int) -> str:
    if label is None:
        return f"read as {predicted}"
    return f"is {label}, read right" if label == predicted else f"is {label}, read as {predicted}"


def _figures(given: Mapping[int, float]) -> tuple[str, ...]:
    return tuple(f"p({digit}) = {exact(share)}" for digit, share in given.items())


def draw_card(canvas: Canvas, area: Rect, shown: Shown, thumbnails: Thumbnails) -> None:
    """Draw the image at the left as high as `area`, and beside it its title, verdict and likeliest digits."""
    theme, px = canvas.theme, canvas.px
    size = area.height - 2
    canvas.surface.blit(thumbnails.get(canvas, shown.key, shown.pixels, size), (area.x + 1, area.y + 1))
    canvas.rect(Rect(area.x, area.y, area.height, area.height), theme.hairline, width=1)
    likeliest = np.argsort(-shown.probabilities, kind="stable")[:3]
    named = [f"{d}: {percent(float(shown.probabilities[d]))}" for d in likeliest.tolist()]
    x, y = area.x + area.height + px(10), area.y
    some = [" · ".join(named[:most]) for most in (3, 2, 1)]
    likely = some[longest(canvas, some, Face.TINY, area.right - x)]
    wrong = shown.label is not None and shown.label != shown.predicted
    lines = (
        (shown.verdict, Face.TITLE, theme.warning if wrong else theme.text),
        (likely, Face.TINY, theme.secondary),
        (shown.title, Face.SMALL, theme.faint),
    )
    step = area.height / 3
    for i, (text, face, color) in enumerate(lines):
        text = canvas.lettering.fit(text, face, area.right - x)
        canvas.text(text, (x, y + (i + 0.5) * step), color, face, "midleft")
