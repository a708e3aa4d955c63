"""Many images as points in a cube that can be turned, each drawn as its digit, fainter the farther away."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, percent
from netviz.drawing.space import Bounds, Camera, Space
from netviz.panels.card import Shown, draw_card
from netviz.panels.cloud import Cloud, CloudPanel, divided
from netviz.panels.digit_marks import FADED
from netviz.panels.gradual import Waiting, Work
from netviz.panels.panel import View
from netviz.panels.words import longest


class CloudSpace(CloudPanel):
    """A cloud in space; the image under the mouse stands in a corner."""

    turns = True

    def __init__(self, title: str, source: Callable[[View], Cloud | Waiting], work: Work) -> None:
        super().__init__(title, source, work)
        self._camera = Camera()

    def turn(self, across: float, up: float) -> None:
        """Turn the cube."""
        self._camera = self._camera.turned(-across, up)

    def _draw(self, canvas: Canvas, area: Rect, cloud: Cloud, under: Shown | None) -> None:
        plot, foot = divided(canvas, area)
        space = Space(canvas, plot, self._camera, _cube(cloud.bounds))
        x, y, z = cloud.axes
        space.draw_box((x, y, z))
        shown, place = cloud.chosen
        pixels, depths = space.project(np.concatenate((cloud.points, place[None])))
        self._spots, depth = pixels[:-1], depths[:-1]
        order = np.argsort(depth)
        nearness = np.clip(np.floor((depth + 0.5) * len(FADED)), 0, len(FADED) - 1).astype(int)
        self._marks.draw(
            canvas,
            self._spots[order],
            cloud.labels[order].tolist(),
            cloud.wrong[order].tolist(),
            nearness[order].tolist(),
        )
        at = float(pixels[-1, 0]), float(pixels[-1, 1])
        self._marks.ring(canvas, at, shown.label, wrong=shown.label not in (None, shown.predicted))
        if under is None:
            self._explain(canvas, foot, cloud)
        else:
            draw_card(canvas, foot, under, self._thumbnails)

    def _explain(self, canvas: Canvas, area: Rect, cloud: Cloud) -> None:
        """Write what is seen."""
        theme, px = canvas.theme, canvas.px
        some = "all" if len(cloud.indices) == cloud.total else f"{count(len(cloud.indices))} of"
        wrong = int(cloud.wrong.sum())
        images = f"{some} {count(cloud.total)} {cloud.source} images"
        held = percent(sum(cloud.shares), 0)
        parts = " + ".join(f"{100 * share:.0f}" for share in cloud.shares)
        parts += ", " if held[0] in "<>" else " = "
        turning = "; ≈: still turning into place" if cloud.axes[0].startswith("≈") else ""
        lines = (
            (f"{images}, each drawn as the digit it is", f"{images}, as digits", images),
            (f"in a box: read as another, {count(wrong)} of them", f"read as another: {count(wrong)}"),
            (
                f"the axes hold {parts}{held} of the variance{turning}",
                f"the axes hold {parts}{held} of the variance",
                f"the axes hold {held} of the variance",
                f"{held} of the variance",
            ),
        )
        self._marks.sample(canvas, (area.x + px(8), area.centery), 4)
        for i, says in enumerate(lines):
            x = area.x + px(22 if i == 1 else 0)
            line = says[longest(canvas, says, Face.SMALL, area.right - x)]
            canvas.text(
                line, (x, area.y + (i + 0.5) * area.height / 3), theme.secondary, Face.SMALL, "midleft"
            )


def _cube(bounds: tuple[tuple[float, float], ...]) -> Bounds:
    """Return bounds of one length for all three axes, so that distances are true."""
    half = max(high - low for low, high in bounds) / 2
    x, y, z = (((low + high) / 2 - half, (low + high) / 2 + half) for low, high in bounds)
    return x, y, z
