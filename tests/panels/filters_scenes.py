"""Panels of kernels and distributions, from numbers made up by hand."""

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.dead_units import Census, DeadUnits, Units
from netviz.panels.densities import Densities, Table
from netviz.panels.density import Spread, Spreads
from netviz.panels.flow import Flow, GradientFlow
from netviz.panels.kernel_grid import Shape
from netviz.panels.kernels import Kernels, Sheets
from netviz.panels.panel import Choices, View
from netviz.panels.spot import Spot
from netviz.panels.weight_story import Story, WeightStory
from tests.panels.works import Nothing


def view(**choices):
    seen, flat = Timeline(), np.zeros(2)
    for step in (0, 3000):
        snapshot = Snapshot(step, flat, flat, flat, 0.25, 0.75)
        seen.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 3000, 10))
    return View(seen, Choices(**choices))


def story(offset=0, weight=0.125):
    steps = np.arange(0, 3001, 150)
    return Story(
        f"conv 2 weight {offset}",
        (("w now", weight), ("w at the start", 0.5), ("change", weight - 0.5), ("Adam m", -2.5e-5)),
        ("Δw = −η·m̂ / (√v̂ + ε)", "η = 0.001, t = 3000"),
        steps,
        0.5 - (0.5 - weight) * (steps / 3000) ** 2,
        np.where(steps > 0, np.sin(steps / 500) / 100, np.nan),
    )


def sheets(filters=3, channels=4, size=3, sign=1.0):
    rng = np.random.default_rng(7)
    shape = Shape(filters, channels, size)
    start = rng.normal(0, 0.3, shape.weights + filters)
    now = sign * (start + rng.normal(0, 0.1, len(start)))
    moving = tuple(
        (name, rng.normal(0, scale, len(now))) for name, scale in (("gradient", 0.02), ("m", 3e-5))
    )
    return Sheets(("conv 1", "conv 2"), 1, shape, start, now, (0, 3000), moving)


def kernels(numbers=False, filter=1, channel=2, **shape):
    """Return the panel; its story of a number is that number now, and what its offset is."""
    data = sheets(**shape)
    spot = Spot()
    panel = Kernels(lambda _: data, lambda _, offset: story(offset, float(data.now[offset])), spot)
    seen = view(layer=1, filter=filter, channel=channel)
    if numbers:
        panel.key("numbers", seen)
    return panel, seen


def weight_story(weight=0.125):
    told = story(77, weight)
    return WeightStory(lambda _: told), view()


def spread(values):
    kept = values[values != 0]
    counts, edges = np.histogram(kept, 96)
    low, high = float(edges[0]), float(edges[-1])
    return Spread(low, high, counts, values.size - kept.size, values.size, values.mean(), values.std())


def densities(rows=("weights", "outputs", "gradients"), widen=1.0, work=None, layers=2):
    rng = np.random.default_rng(5)
    steps = np.arange(0, 3001, 250)
    table = []
    for row in rows:
        line = []
        for layer in range(layers):
            found = []
            for step in steps:
                values = rng.normal(layer, 0.2 + widen * step / 3000, 2000)
                if row == "outputs":
                    values = np.maximum(values, 0)
                elif row == "gradients":
                    values -= 3
                found.append(spread(values))
            line.append(Spreads(f"layer {layer + 1}", row, steps, tuple(found), row == "gradients"))
        table.append(tuple(line))
    data = Table(rows, tuple(f"layer {i + 1}" for i in range(layers)), tuple(table), 3000)
    return Densities(lambda _: data, work or Nothing()), view()


def flow(shift=1.0):
    now = shift * np.array([0.02, 0.3, 1.5])
    data = Flow(
        ("conv 1", "conv 2", "dense 1"), now, now / (3, 40, 2), now * (2, 1.5, 9),
        np.array([2.0, 5.0, 11.0]), np.array([0.01, 0.02, 0.1]), (80, 1168, 100_480), 12,
    )  # fmt: skip
    return GradientFlow(lambda _: data), view()


def dead_units(dead=(2, 16, 40), work=None, of=64):
    rng = np.random.default_rng(3)
    dense = rng.uniform(0.05, 1, of)
    dense[list(dead)] = 0
    units = (Units("conv 1", "maps", rng.uniform(0.2, 1, 8)), Units("dense 1", "units", dense))
    census = Census(units, 3000, 64)
    return DeadUnits(lambda _: census, work or Nothing()), view()


def three_layers_of_units():
    rng = np.random.default_rng(4)
    dense = rng.uniform(0.05, 1, 128)
    dense[[3, 50, 121]] = 0
    maps = [Units(f"conv {k}", "maps", rng.uniform(0.2, 1, 8 * k)) for k in (1, 2)]
    census = Census((*maps, Units("dense 1", "units", dense)), 3000, 64)
    return DeadUnits(lambda _: census, Nothing()), view()


FILTERS_SCENES = {
    "kernels": kernels,
    "kernels-of-one-channel": lambda: kernels(filters=8, channels=1, filter=4, channel=0),
    "kernels-with-numbers": lambda: kernels(numbers=True),
    "kernels-in-pages": lambda: kernels(filters=64, channels=32, filter=60, channel=20),
    "weight-story": weight_story,
    "densities": densities,
    "gradient-flow": flow,
    "dead-units": dead_units,
}
