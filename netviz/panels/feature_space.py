"""The input plane as three hidden neurons fold it, in a cube that can be turned."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.numbers import exact
from netviz.drawing.space import Bounds, Camera, Space
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.boundary import choose_sample
from netviz.panels.panel import Choices, Panel, View

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SpaceFeatures:
    """Features in three dimensions; `plane` = (w₁, w₂, w₃, c) is where w·f = c, the output's decision."""

    points: Array  # (samples, 3)
    classes: tuple[int, ...]
    samples: tuple[str, ...]
    grid: Array  # (lines, points, 3)
    bounds: Bounds
    labels: tuple[str, str, str]
    plane: tuple[float, float, float, float]


class FeatureSpace(Panel):
    """Samples, folded grid and the output neuron's plane."""

    turns = True

    def __init__(self, title: str, source: Callable[[Timeline], SpaceFeatures]) -> None:
        self.title = title
        self._source = source
        self._camera = Camera()
        self._seen: tuple[Array, SpaceFeatures] | None = None

    def turn(self, across: float, up: float) -> None:
        """Turn the cube."""
        self._camera = self._camera.turned(-across, up)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the box, the plane, the grid and the samples."""
        data, theme = self._source(view.timeline), canvas.theme
        space = Space(canvas, area, self._camera, data.bounds)
        space.draw_box(data.labels)
        polygon = plane_in_box(data.plane, data.bounds)
        if len(polygon) >= 3:
            pixels, _ = space.project(polygon)
            self._fill(canvas, area, pixels)
            canvas.polyline(pixels, theme.focus, 1, closed=True)
        canvas.polylines(space.project(data.grid)[0], theme.tint(theme.secondary, 0.55))
        pixels, depth = space.project(data.points)
        for i in np.argsort(depth):
            canvas.mark(tuple(pixels[i]), data.classes[i], chosen=bool(i == view.choices.sample))
        self._seen = (pixels, data)

    @staticmethod
    def _fill(canvas: Canvas, area: Rect, pixels: Array) -> None:
        """Lay the plane over what is behind it, half transparent."""
        box = pygame.Rect(
            math.floor(pixels[:, 0].min()),
            math.floor(pixels[:, 1].min()),
            math.ceil(np.ptp(pixels[:, 0])) + 1,
            math.ceil(np.ptp(pixels[:, 1])) + 1,
        ).clip(area.inflate(40, 40))
        if box.width < 1 or box.height < 1:
            return
        veil = pygame.Surface(box.size, pygame.SRCALPHA)
        pygame.draw.polygon(veil, (*canvas.theme.focus, 46), (pixels - box.topleft).tolist())
        canvas.surface.blit(veil, box)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact features of the sample under the mouse, or the plane's equation."""
        if self._seen is None:
            return None
        pixels, data = self._seen
        names = data.labels
        w = data.plane
        formula = [f"plane: {exact(w[0])} {names[0]}"]
        formula += [f"       {'−' if w[k] < 0 else '+'} {exact(abs(w[k]))} {names[k]}" for k in (1, 2)]
        formula += [f"       = {exact(w[3])}"]
        chosen = choose_sample(at, pixels, view.choices)
        if chosen is None:
            return Hint(("drag, or Shift + arrows, to turn", *formula))
        i = chosen.sample
        rows = [f"{names[k]} = {exact(float(data.points[i, k]))}" for k in range(3)]
        return Hint((f"sample {data.samples[i]}", *rows, *formula))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the sample under the mouse."""
        if self._seen is None:
            return None
        return choose_sample(at, self._seen[0], view.choices)


def plane_in_box(plane: tuple[float, float, float, float], bounds: Bounds) -> Array:
    """Return the corners (n, 3), in order round it, of the plane w·f = c inside a box; n is 0 or 3…6."""
    (w1, w2, w3), c = plane[:3], plane[3]
    corners = [(x, y, z) for x in bounds[0] for y in bounds[1] for z in bounds[2]]
    side = [w1 * x + w2 * y + w3 * z - c for x, y, z in corners]
    found = []
    for i in range(8):
        for bit in (1, 2, 4):
            j = i | bit
            if j != i and (side[i] < 0) != (side[j] < 0):
                along = side[i] / (side[i] - side[j])
                found.append([a + along * (b - a) for a, b in zip(corners[i], corners[j], strict=True)])
    if len(found) < 3:
        return np.empty((0, 3))
    # Seen along the axis the plane faces most, the corners lie round their middle in the same order.
    places = np.array(found)
    span = [high - low for low, high in bounds]
    facing = max(range(3), key=lambda k: abs(plane[k]) * span[k])
    u, v = (k for k in range(3) if k != facing)
    middle = places.mean(axis=0)
    angles = np.arctan2((places[:, v] - middle[v]) / span[v], (places[:, u] - middle[u]) / span[u])
    return np.asarray(places[np.argsort(angles)])
