"""Networks of the playground, made up by hand; what they answer is computed from their weights."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from netviz.panels.panel import Choices, View
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_network import Feature, Pass, PlayLayer, PlayNetwork, Spot

EXTENT = (-1.1, 1.1)
FUNCTIONS = {
    "x1": ("x₁", lambda x, y: x), "x2": ("x₂", lambda x, y: y), "x1^2": ("x₁²", lambda x, y: x * x),
    "x2^2": ("x₂²", lambda x, y: y * y), "x1*x2": ("x₁·x₂", lambda x, y: x * y),
    "sin x1": ("sin πx₁", lambda x, y: np.sin(np.pi * x)),
    "sin x2": ("sin πx₂", lambda x, y: np.sin(np.pi * y)),
}  # fmt: skip
ACTIVATIONS = {
    "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "leaky_relu": lambda z: np.where(z > 0, z, 0.1 * z),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "linear": lambda z: z,
}  # fmt: skip


@dataclass(frozen=True)
class Compared:
    gradient: float
    estimate: float
    h: float = 1e-5
    error: float = 3e-9
    kinks: int = 0
    agrees: bool = True
    tells: bool = True


def network(hidden=(3,), inputs=("x1", "x2"), words=None, outputs=1, seed=2, side=20, grow=1.2):
    """Return a network; `words` are the activations of its hidden layers."""
    rng = np.random.default_rng(seed)
    words = (*(words or ("tanh",) * len(hidden)), "sigmoid")
    sizes = (len(inputs), *hidden, outputs)
    blocks = [rng.normal(0, grow, (m + 1, n)) for m, n in pairwise(sizes)]
    axis = np.linspace(*EXTENT, side)
    x, y = np.meshgrid(axis, axis[::-1], indexing="ij")

    def passed(x, y):
        a = np.stack([FUNCTIONS[name][1](x, y) for name in inputs], axis=-1)
        first, zs, all_a = a, [], []
        for block, word in zip(blocks, words, strict=True):
            z = a @ block[:-1] + block[-1]
            a = ACTIVATIONS[word](z)
            zs.append(z)
            all_a.append(a)
        return Pass(first, tuple(zs), tuple(all_a))

    maps = passed(x, y).a
    layers, start = [], 0
    for k, block in enumerate(blocks):
        last = k == len(blocks) - 1
        bounds = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}.get(words[k])
        most = float(np.abs(maps[k]).max())
        names = [f"h{k + 1}.{i + 1}" for i in range(sizes[k + 1])]
        layers.append(PlayLayer(
            "output" if last else f"hidden {k + 1}", words[k],
            (("ŷ",) if outputs == 1 else tuple(f"ŷ{i}" for i in range(outputs))) if last else tuple(names),
            np.moveaxis(maps[k], -1, 0), *(bounds or (-most, most)),
            weights=block, gradients=rng.normal(0, 0.02, block.shape),
            places=start + np.arange(block.size).reshape(block.shape),
            free=np.ones(block.shape, bool), alive=np.ones(block.shape, bool),
        ))  # fmt: skip
        start += block.size
    slopes = np.concatenate([layer.gradients.ravel() for layer in layers])
    features = tuple(
        Feature(name, shown, np.broadcast_to(function(x, y), x.shape),
                inputs.index(name) if name in inputs else None)
        for name, (shown, function) in FUNCTIONS.items()
    )  # fmt: skip
    return PlayNetwork(
        features, tuple(layers), EXTENT, 0.231, passed,
        loss_without=lambda places: 0.231 + 0.01 * sum(places),
        loss_with=lambda places: 0.231 - 0.001 * sum(places),
        compare=lambda place: Compared(slopes[place], slopes[place]),
        activations=("sigmoid", "tanh", "relu", "leaky_relu", "linear"), most_layers=6, most_neurons=32,
    )  # fmt: skip


def held(source, frozen=(), muted=()):
    """Return a network in which some spots are frozen or muted."""
    for flags, field, of in ((frozen, "free", Spot.freezes), (muted, "alive", Spot.mutes)):
        places = [place for spot in flags for place in of(spot, source)]
        layers = tuple(
            replace(layer, **{field: getattr(layer, field) & ~np.isin(layer.places, places)})
            for layer in source.layers
        )
        source = replace(source, layers=layers)
    return source


def play(shown=None, chosen=None, probe=None):
    """Return a panel with something chosen, and the view of it."""
    from tests.panels.scenes import timeline

    shown = shown or network()
    panel, view = PlayGraph(lambda _: shown), View(timeline(), Choices(probe=probe))
    panel._chosen = chosen
    return panel, view


def deep():
    """Return six layers, one of them of more neurons than are drawn, with edits."""
    words = ("tanh", "relu", "leaky_relu", "sigmoid", "linear", "tanh")
    shown = network((4, 8, 32, 8, 6, 2), tuple(FUNCTIONS), words, outputs=3)
    return play(held(shown, [Spot(1, 2)], [Spot(3, 1), Spot(0, 0, 7)]), Spot(1, 2))


PLAY_SCENES = {
    "play-graph": lambda: play(held(network((3,)), [Spot(0, 1, 0)], [Spot(1, 0, 2)]), Spot(0, 0, 1)),
    "play-graph-of-8-and-8": lambda: play(network((8, 8), seed=5)),
    "play-graph-deep": deep,
    "play-graph-probed": lambda: play(network((4, 2)), Spot(1, 0), (0.4, -0.7)),
    "play-graph-without-hidden": lambda: play(network((), ("x1*x2",))),
}
