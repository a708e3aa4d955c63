"""Three dimensions on a flat screen: an orthographic camera, a box with axes, meshes and paths."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import MINUS, number
from netviz.drawing.theme import Color

Array = NDArray[np.float64]
Bounds = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

MARGIN = 0.11  # of a small area
INWARDS = (0.14, 0.2, 0.26, 0.32)  # of half an edge from its end to the number there
OFF = 3  # design units from an edge to what is written beside it

# Corner i of the unit cube has coordinate 1 on axis k where bit 2 − k of i is set; edges by axis.
_CORNERS = np.array([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)], dtype=np.float64)
_EDGES = [[(i, i | bit) for i in range(8) if not i & bit] for bit in (4, 2, 1)]


@dataclass(frozen=True)
class Camera:
    """Where one looks from: angles in radians, `elevation` up from the floor."""

    azimuth: float = 0.7
    elevation: float = 0.42

    def turned(self, azimuth: float, elevation: float) -> Camera:
        """Return the camera turned by so much, never past the poles."""
        return replace(
            self,
            azimuth=(self.azimuth + azimuth) % (2 * math.pi),
            elevation=min(max(self.elevation + elevation, -1.4), 1.4),
        )

    def matrix(self) -> Array:
        """Return the rotation (3, 3) whose columns are right, up and towards the eye."""
        ca, sa, ce, se = (
            math.cos(self.azimuth),
            math.sin(self.azimuth),
            math.cos(self.elevation),
            math.sin(self.elevation),
        )
        return np.array([[-sa, -ca * se, ca * ce], [ca, -sa * se, sa * ce], [0.0, ce, se]])


class Space:
    """A box of data seen by a camera in a part of a canvas."""

    def __init__(self, canvas: Canvas, area: Rect, camera: Camera, bounds: Bounds) -> None:
        self.canvas = canvas
        self.bounds = bounds
        self._area, self._camera = area, camera
        self._low = np.array([low for low, _ in bounds])
        self._span = np.array([(high - low) or 1.0 for low, high in bounds])
        self._matrix = camera.matrix()
        # Names are beside the middles of edges: where there is little room, corners may reach further.
        margin = min(canvas.px(22), min(area.size) * MARGIN)
        # However a unit cube is turned about its axis, it is at most √2 wide, and from here so high:
        height = math.cos(camera.elevation) + math.sqrt(2) * abs(math.sin(camera.elevation))
        self._size = min((area.width - 2 * margin) / math.sqrt(2), (area.height - 2 * margin) / height)
        self._ends: list[Rect] = []  # numbers at the ends of axes
        self._centre = np.array(area.center, dtype=np.float64)

    def project(self, points: ArrayLike) -> tuple[Array, Array]:
        """Return pixels (..., 2) and depth (...), larger nearer, of data points (..., 3)."""
        unit = (np.asarray(points, dtype=np.float64) - self._low) / self._span - 0.5
        seen = unit @ self._matrix
        pixels = self._centre + seen[..., :2] * (self._size, -self._size)
        return pixels, seen[..., 2]

    def draw_box(self, labels: tuple[str, str, str]) -> None:
        """Draw the faces' edges behind the data and name the axes with their ranges, on the bare ground."""
        key = (self._camera, self.bounds, labels)
        self.canvas.still(self._area, key, lambda: self._draw_box(labels), settling=True)

    def _draw_box(self, labels: tuple[str, str, str]) -> None:
        canvas, theme = self.canvas, self.canvas.theme
        pixels, depth = self.project(self._low + _CORNERS * self._span)
        corners: list[tuple[float, float]] = list(map(tuple, pixels.tolist()))
        nearest = int(np.argmax(depth))
        for edges in _EDGES:
            for i, j in edges:
                if nearest not in (i, j):
                    canvas.line(corners[i], corners[j], theme.hairline)
        self._ends = []
        for axis, edges in enumerate(_EDGES):
            self._name_axis(axis, labels[axis], edges, corners)

    def _name_axis(
        self, axis: int, label: str, edges: list[tuple[int, int]], corners: list[tuple[float, float]]
    ) -> None:
        """Write an axis' name at the middle of its edge on the outline, low and high at the ends."""
        theme, px = self.canvas.theme, self.canvas.px
        cx, cy = self._centre.tolist()
        best, reach, middle = edges[0], -math.inf, (0.0, 1.0)
        for i, j in edges:
            mx, my = (corners[i][0] + corners[j][0]) / 2 - cx, (corners[i][1] + corners[j][1]) / 2 - cy
            # The edge farthest from the centre of the picture is on the outline; prefer low or left ones.
            far = math.hypot(mx, my) + 0.3 * (my if axis < 2 else -mx)
            if far > reach:
                best, reach, middle = (i, j), far, (mx, my)
        (x0, y0), (x1, y1) = corners[best[0]], corners[best[1]]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        out = (y1 - y0) / length, (x0 - x1) / length  # straight away from the edge
        if out[0] * middle[0] + out[1] * middle[1] < 0:
            out = -out[0], -out[1]
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        name = self._beside(label, (mx, my), out, Face.SMALL)
        self.canvas.text(label, name.topleft, theme.secondary, Face.SMALL)
        if self._size < px(130):
            return
        low, high = self.bounds[axis]
        for corner, value in zip(best, (low, high), strict=True):
            x, y = corners[corner]
            text = _short(value, high - low)
            # A little towards the middle, so that the ends of two axes at one corner stand apart.
            for inwards in INWARDS:
                at = x + inwards * (mx - x), y + inwards * (my - y)
                box = self._beside(text, at, out, Face.TINY)
                if box.inflate(px(8), 0).collidelist(self._ends) < 0:
                    break
            self._ends.append(box)
            self.canvas.text(text, box.topleft, theme.faint, Face.TINY)

    def _beside(self, text: str, at: Point, out: Point, face: Face) -> Rect:
        """Return where a text goes `out` of an edge: so far that no sign is on it, but inside the area."""
        canvas = self.canvas
        box = Rect(0, 0, canvas.text_width(text, face), canvas.line_height(face))
        off = canvas.px(OFF) + (abs(out[0]) * box.width + abs(out[1]) * box.height) / 2
        box.center = round(at[0] + out[0] * off), round(at[1] + out[1] * off)
        return box.clamp(self._area)

    def polyline(self, points: ArrayLike, color: Color, width: float = 1) -> None:
        """Draw a line through data points (n, 3)."""
        pixels, _ = self.project(points)
        self.canvas.polyline(pixels, color, width)

    def mesh(self, points: Array, colors: list[Color]) -> None:
        """Fill a surface given on a grid (rows, columns, 3), far faces first; `colors` go row by row."""
        pixels, depth = self.project(points)
        whole = np.round(pixels).astype(int)
        quads = np.stack((whole[:-1, :-1], whole[1:, :-1], whole[1:, 1:], whole[:-1, 1:]), axis=2)
        nearness = depth[:-1, :-1] + depth[1:, 1:] + depth[1:, :-1] + depth[:-1, 1:]
        order = np.argsort(nearness, axis=None).tolist()
        listed = quads.reshape(-1, 4, 2).tolist()
        self.canvas.polygons((listed[i], colors[i]) for i in order)


def _short(value: float, span: float) -> str:
    if not 1e-3 <= span < 1e5:
        return number(value, 2)
    decimals = max(0, 1 - math.floor(math.log10(span)))
    return f"{value:.{min(decimals, 3)}f}".replace("-", MINUS)
