"""Pictures of panels in memory, and how far two of them are apart."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.figures import Figures
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import THEMES
from netviz.drawing.widgets import content_of, draw_plate
from netviz.panels.panel import Panel

EXPECTED = Path(__file__).parent / "expected"
FAILED = Path(__file__).parents[1] / "failed"
SIZE = (440, 320)
SIZES = {  # of panels that fill a page or more of it, and of slim ones
    "Filter pass": (936, 499), "Your network": (560, 420), "": (936, 56),
}  # fmt: skip
LEVELS = 24  # of 255, by which a pixel may differ
SHARE = 0.0010  # of all pixels may differ by more
MEAN = 0.5  # levels by which all pixels may differ on average


def draw(panel, view, theme="dark", size=None):
    """Return the picture (height, width, 3) of a panel with its plate."""
    size = size or SIZES.get(panel.title, SIZE)
    surface = pygame.Surface(size, 0, 32)
    canvas = Canvas(surface, THEMES[theme], Lettering())
    surface.fill(THEMES[theme].window)
    area = Rect(4, 4, size[0] - 8, size[1] - 8)
    draw_plate(canvas, area, panel.title)
    with canvas.clipped(area):
        panel.draw(canvas, content_of(canvas, area), view)
    return pygame.surfarray.array3d(surface).swapaxes(0, 1)


class Bare(Panel):
    """A panel with nothing in it."""

    def __init__(self, title):
        self.title = title

    def draw(self, canvas, area, view):
        pass


def inked(panel, view, size):
    """Return the share of a panel's pixels that are not those of the plate it is drawn on."""
    bare = draw(Bare(panel.title), view, size=size)
    return float((draw(panel, view, size=size) != bare).any(axis=-1).mean())


def said(panel, view, size):
    """Return the words that a panel writes."""
    words, text = [], Canvas.text

    def noted(canvas, what, *told, **how):
        words.append(what)
        return text(canvas, what, *told, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "text", noted)
        draw(panel, view, size=size)
    return words


def cut_off(panel, view, size):
    """Return the words that a panel writes in part beyond its picture."""
    cut, text = [], Canvas.text

    def noted(canvas, words, *told, **how):
        box = text(canvas, words, *told, **how)
        if words and not canvas.surface.get_rect().contains(box):
            cut.append(words)
        return box

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "text", noted)
        draw(panel, view, size=size)
    return cut


def figures_written(monkeypatch):
    """Return a list to which every number is added that is newly set for a cell from now on."""
    written, set_one = [], Figures._set

    def noted(self, text, color):
        written.append(text)
        return set_one(self, text, color)

    monkeypatch.setattr(Figures, "_set", noted)
    return written


@dataclass(frozen=True)
class Difference:
    """How far two pictures are apart: average levels, and the share of pixels off by more than LEVELS."""

    mean: float
    share: float

    @property
    def acceptable(self):
        return self.mean <= MEAN and self.share <= SHARE


def difference(one, other):
    """Compare two pictures; a pixel counts as met by any of its nine neighbours in the other picture.

    So a letter that another font library sets one pixel off is forgiven, and a missing line is not.
    """
    if one.shape != other.shape:
        return Difference(255.0, 1.0)
    levels = np.maximum(_unmet(one, other), _unmet(other, one))
    return Difference(float(levels.mean()), float((levels > LEVELS).mean()))


def _unmet(one, other):
    """Return (height, width): how far each pixel of `one` is from the best of nine in `other`."""
    height, width, _ = one.shape
    padded = np.pad(other.astype(np.int16), ((1, 1), (1, 1), (0, 0)), mode="edge")
    best = np.full((height, width), 255, dtype=np.int16)
    for down in range(3):
        for across in range(3):
            moved = padded[down : down + height, across : across + width]
            np.minimum(best, np.abs(moved - one).max(axis=-1), out=best)
    return best


def load(path):
    return pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)


def save(picture, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(pygame.surfarray.make_surface(picture.swapaxes(0, 1)), path)


def keep_failure(name, picture, expected):
    """Save a picture that failed beside what was expected and where they differ; return the folder."""
    save(picture, FAILED / f"{name}.png")
    if expected is not None:
        save(expected, FAILED / f"{name}-expected.png")
        if picture.shape == expected.shape:
            off = np.abs(picture.astype(np.int16) - expected).max(axis=-1).astype(np.uint8)
            save(np.repeat(off[..., None], 3, axis=-1), FAILED / f"{name}-difference.png")
    return FAILED
