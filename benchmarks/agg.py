"""The overview page by matplotlib: the baseline of frame.py, with the same six plots of the same content.

Written as one usually would: the figure, its axes and a canvas that paints into memory (Agg) are kept, every
axes is cleared and plotted again. What the plots show is computed by the same functions as for our own page.
"""

from __future__ import annotations

import time

import numpy as np
from matplotlib import figure
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Line3DCollection, Poly3DCollection

from netviz.engine.timeline import Timeline
from netviz.labs.mlp_features import Features
from netviz.labs.mlp_history import History
from netviz.labs.mlp_moment import Moment
from netviz.labs.mlp_probe import Probe, Setup
from netviz.labs.mlp_surface import LossLandscape
from netviz.labs.xor import XorLab
from netviz.panels.feature_space import plane_in_box
from netviz.panels.loss_curve import AVERAGED, moving_average
from netviz.panels.network_graph import LayerView

INCHES, DPI = (12.8, 8.0), 100


class Figure:
    """Six axes in the places of our panels."""

    def __init__(self, lab: XorLab) -> None:
        probe = Probe(Setup(lab.architecture, lab.dataset, lab.loss))
        self._moment, self._features = Moment(probe), Features(probe)
        self._landscape, self._gradients = LossLandscape(probe), History(probe)
        self._hidden = lab.architecture.sizes[-2]
        self._figure = figure.Figure(INCHES, DPI, layout=None)
        self._canvas = FigureCanvasAgg(self._figure)
        grid = self._figure.add_gridspec(2, 3, width_ratios=(1.45, 1, 1), hspace=0.3, wspace=0.25)
        solid = {2: (5,), 3: (4,)}.get(self._hidden, ())
        self._axes = [
            self._figure.add_subplot(place, projection="3d" if i in solid else None)
            for i, place in enumerate(
                (grid[0, 0], grid[0, 1], grid[1, 0], grid[1, 1], grid[0, 2], grid[1, 2])
            )
        ]

    def draw(self, timeline: Timeline) -> tuple[float, float]:
        """Plot the newest refresh; return the seconds for all of it and for the painting alone."""
        start = time.perf_counter()
        network, boundary, loss, answers, features, other = self._axes
        for axes in self._axes:
            axes.clear()
        _network(network, self._moment.graph(timeline).layers)
        self._boundary(boundary, timeline)
        _loss(loss, timeline)
        self._table(answers, timeline)
        if self._hidden == 3:
            self._space(features, timeline)
        else:
            self._plane(features, timeline)
        if self._hidden == 2:
            self._surface(other, timeline)
        else:
            self._norms(other, timeline)
        painting = time.perf_counter()
        self._canvas.draw()
        end = time.perf_counter()
        return end - start, end - painting

    def save(self, path: str) -> None:
        """Save what was drawn last, to look at."""
        self._figure.savefig(path, dpi=DPI)

    def _boundary(self, axes: Axes, timeline: Timeline) -> None:
        field = self._moment.field(timeline)
        extent = (*field.extent, *field.extent)
        image, scores = field.values.T, field.scores.T
        axes.imshow(image, extent=extent, vmin=field.low, vmax=field.high, cmap="coolwarm")
        axis = np.linspace(*field.extent, len(scores))
        axes.contour(axis, axis[::-1], scores, levels=[field.level], colors="black")
        axes.scatter(*field.points.T, c=field.classes, cmap="coolwarm", edgecolors="white", s=60, zorder=3)
        axes.set_title("Decision boundary")

    def _table(self, axes: Axes, timeline: Timeline) -> None:
        answers = self._moment.answers(timeline)
        rows = [
            [f"{x[0]:g}", f"{x[1]:g}", str(target), f"{output:.3f}"]
            for x, target, output in zip(answers.inputs, answers.classes, answers.outputs, strict=True)
        ]
        axes.axis("off")
        axes.table(rows, colLabels=["x₁", "x₂", "y", "ŷ"], loc="center")
        axes.set_title("Truth table")

    def _plane(self, axes: Axes, timeline: Timeline) -> None:
        data = (self._features.plane if self._hidden == 2 else self._features.projection)(timeline)
        if data.background is not None:
            extent = (*data.bounds[0], *data.bounds[1])
            axes.imshow(data.background.T, extent=extent, cmap="coolwarm", aspect="auto")
        axes.add_collection(LineCollection(list(data.grid), colors="grey", linewidths=0.6))
        axes.scatter(*data.points[:, :2].T, c=data.classes, cmap="coolwarm", s=60, zorder=3)
        if data.line is not None:
            a, b, c = data.line
            axes.axline((c * a / (a * a + b * b), c * b / (a * a + b * b)), slope=-a / (b or 1e-9))
        axes.set(xlim=data.bounds[0], ylim=data.bounds[1], title="Feature space")

    def _space(self, axes: Axes3D, timeline: Timeline) -> None:
        data = self._features.space(timeline)
        axes.add_collection3d(Line3DCollection(list(data.grid), colors="grey", linewidths=0.6))
        polygon = plane_in_box(data.plane, data.bounds)
        if len(polygon):
            axes.add_collection3d(Poly3DCollection([polygon], alpha=0.2))
        axes.scatter(*data.points.T, c=data.classes, cmap="coolwarm", s=60)
        x, y, z = data.bounds
        axes.set(xlim=x, ylim=y, zlim=z, title="Feature space")

    def _surface(self, axes: Axes3D, timeline: Timeline) -> None:
        data = self._landscape.surface(timeline, 0, 1)
        across, down = np.meshgrid(data.xs, data.ys)
        axes.plot_surface(
            across, down, data.heights, cmap="viridis", rcount=len(data.ys), ccount=len(data.xs)
        )
        axes.plot(*data.path.T, color="black")
        axes.set_title("Loss surface")

    def _norms(self, axes: Axes, timeline: Timeline) -> None:
        lines = self._gradients.norms(timeline)
        axes.semilogy(lines.steps, lines.values, label=lines.names, linewidth=1)
        axes.legend(loc="upper right")
        axes.set(xlabel="epoch", title="Gradient norms")


def _loss(axes: Axes, timeline: Timeline) -> None:
    loss = timeline.loss
    steps, mean = loss.steps, loss.mean
    axes.fill_between(steps, loss.low, loss.high, alpha=0.3)
    axes.semilogy(steps, moving_average(mean, max(2, round(AVERAGED * len(steps)))), label="mean")
    axes.semilogy(steps, mean, label="raw")
    axes.legend(loc="upper right")
    axes.set(xlabel="epoch", title="Loss")


def _network(axes: Axes, layers: tuple[LayerView, ...]) -> None:
    """Plot neurons as round pictures, weights as lines, z, a and b as text."""
    places = [_column(i, len(layer.neurons)) for i, layer in enumerate(layers)]
    for layer, before, after in zip(layers[1:], places, places[1:], strict=False):
        weights = np.asarray(layer.weights)
        pairs = [(a, b) for a in before for b in after]
        widths = 1 + 4 * np.abs(weights).ravel() / (np.abs(weights).max() or 1.0)
        colors = ["tab:orange" if w > 0 else "tab:blue" for w in weights.ravel()]
        axes.add_collection(LineCollection(pairs, linewidths=widths, colors=colors, zorder=1))
    for layer, column in zip(layers, places, strict=True):
        for k, (x, y) in enumerate(column):
            circle = Circle((x, y), 0.3, transform=axes.transData, fill=False)
            box = (x - 0.3, x + 0.3, y - 0.3, y + 0.3)
            image = axes.imshow(
                layer.maps[k].T, extent=box, vmin=layer.low, vmax=layer.high, cmap="coolwarm", zorder=2
            )
            image.set_clip_path(circle)
            axes.add_patch(circle)
            text = f"a {layer.a[0, k]:.2f}"
            if layer.z is not None and layer.biases is not None:
                text += f"\nz {layer.z[0, k]:.2f}\nb {layer.biases[k]:.2f}"
            axes.text(x, y - 0.35, text, ha="center", va="top", fontsize=8)
        axes.text(column[0][0], column[0][1] + 0.4, layer.name, ha="center", fontsize=8)
    tall = max(map(len, places)) / 2 + 0.3
    axes.set(xlim=(-0.6, 1.5 * len(layers) - 0.9), ylim=(-tall, tall), title="Network")
    axes.set_aspect("auto")
    axes.axis("off")


def _column(i: int, count: int) -> list[tuple[float, float]]:
    return [(1.5 * i, (count - 1) / 2 - k) for k in range(count)]
