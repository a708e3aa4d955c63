"""What the playground's graph shows of a network at one moment, as plain data; what can be chosen in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from netviz.panels.check import Check

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Feature:
    """One of all inputs that a network may be given: `row` among the weights of layer 0, None if not used.

    `map` (n, n) are its values over the input plane, indexed [column, row], row 0 at the greatest x₂.
    """

    name: str
    shown: str
    map: Array
    row: int | None = None


@dataclass(frozen=True, eq=False)
class PlayLayer:
    """A layer with weights: hidden, or the output.

    `maps` (neurons, n, n) are activations over the input plane, coloured from `low` to `high`. The others are
    packed blocks (inputs + 1, neurons), the bias in the last row: `weights` with their `gradients`, which are
    of the loss and its penalties, `places` in the flat array of parameters, `free` (False: frozen by hand),
    `alive` (False: muted, counts as zero).
    """

    name: str
    activation: str
    neurons: tuple[str, ...]
    maps: Array
    low: float
    high: float
    weights: Array
    gradients: Array
    places: NDArray[np.int64]
    free: NDArray[np.bool_]
    alive: NDArray[np.bool_]

    def counting(self) -> Array:
        """Return the weights (inputs + 1, neurons) as the network counts with them: muted ones are zero."""
        return np.where(self.alive, self.weights, 0.0)

    @cached_property
    def frozen(self) -> list[bool]:
        """Which neurons are frozen: nothing that comes into them learns."""
        return [not free for free in np.any(self.free, axis=0).tolist()]


@dataclass(frozen=True, eq=False)
class Pass:
    """One input's way through: the used inputs (k,), and of each layer z and a (neurons,)."""

    inputs: Array
    z: tuple[Array, ...]
    a: tuple[Array, ...]

    def into(self, layer: int) -> Array:
        """Return what a layer is given."""
        return self.a[layer - 1] if layer else self.inputs


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key for what is drawn
class PlayNetwork:
    """All inputs there are, in their fixed order, and the layers; the last is the output.

    `at(x₁, x₂)` passes an input; `loss_without(places)` is the loss if those parameters counted as zero,
    `loss_with(places)` if none of them were muted; `compare(place)` checks a gradient. `extent` are the least
    and largest coordinate of the plane. `activations` are the words that a hidden layer may have,
    `most_layers` and `most_neurons` how many hidden ones there may be, and neurons in each; `classes` what
    each of several outputs answers for, `penalties` what is added to ∂L/∂w in every weight's gradient.
    """

    features: tuple[Feature, ...]
    layers: tuple[PlayLayer, ...]
    extent: tuple[float, float]
    loss: float
    at: Callable[[float, float], Pass]
    loss_without: Callable[[tuple[int, ...]], float]
    loss_with: Callable[[tuple[int, ...]], float]
    compare: Callable[[int], Check]
    activations: tuple[str, ...]
    most_layers: int
    most_neurons: int
    classes: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()

    @property
    def hidden(self) -> tuple[int, ...]:
        """The number of neurons of each hidden layer."""
        return tuple(len(layer.neurons) for layer in self.layers[:-1])

    @property
    def used(self) -> tuple[Feature, ...]:
        """The inputs that are used, in the order of the weights."""
        rows = {feature.row: feature for feature in self.features if feature.row is not None}
        return tuple(rows[row] for row in sorted(rows))

    def muted(self, layer: int) -> list[bool]:
        """Return which neurons of a layer are muted: nothing that goes out of them counts."""
        return self._muted[layer]

    @cached_property
    def _muted(self) -> list[list[bool]]:
        following = [np.any(layer.alive[:-1], axis=1).tolist() for layer in self.layers[1:]]
        muted = [[not alive for alive in layer] for layer in following]
        return [*muted, [False] * len(self.layers[-1].neurons)]

    @cached_property
    def largest_bias(self) -> float:
        """The size of the largest bias that is finite; 1 if all are zero."""
        sizes = np.abs(np.concatenate([layer.weights[-1] for layer in self.layers]))
        return float(sizes[np.isfinite(sizes)].max(initial=0.0)) or 1.0

    def sources(self, layer: int) -> tuple[str, ...]:
        """Return the names of what a layer is given."""
        if layer:
            return self.layers[layer - 1].neurons
        return tuple(feature.shown for feature in self.used)


@dataclass(frozen=True)
class Spot:
    """A neuron; or one of its weights: that from `source`, where the one after the last is its bias."""

    layer: int
    neuron: int
    source: int | None = None

    @property
    def whole(self) -> Spot:
        """The neuron it belongs to."""
        return Spot(self.layer, self.neuron)

    def exists(self, network: PlayNetwork) -> bool:
        """Return whether a network has it."""
        if not 0 <= self.layer < len(network.layers):
            return False
        rows, columns = network.layers[self.layer].weights.shape
        return self.neuron < columns and (self.source is None or self.source < rows)

    def is_bias(self, network: PlayNetwork) -> bool:
        """Return whether it is a bias."""
        return self.source == len(network.layers[self.layer].weights) - 1

    def penalised(self, network: PlayNetwork) -> bool:
        """Return whether it is a weight, and its gradient one with penalties."""
        return bool(network.penalties) and not self.is_bias(network)

    def slope(self, network: PlayNetwork) -> str:
        """Return in symbols what its gradient is: ∂L/∂b, ∂L/∂w, with a penalty ∂L/∂w + λ₂ w."""
        return "∂L/∂b" if self.is_bias(network) else " + ".join(("∂L/∂w", *network.penalties))

    def name(self, network: PlayNetwork) -> str:
        """Return what it is called: h₁, bias of h₁, x₁ → h₁."""
        neuron = network.layers[self.layer].neurons[self.neuron]
        if self.source is None:
            return neuron
        if self.is_bias(network):
            return f"bias of {neuron}"
        return f"{network.sources(self.layer)[self.source]} → {neuron}"

    def frozen(self, network: PlayNetwork) -> bool:
        """Return whether it, or all that comes into the neuron, is frozen."""
        layer = network.layers[self.layer]
        return layer.frozen[self.neuron] if self.source is None else not layer.free[self.source, self.neuron]

    def muted(self, network: PlayNetwork) -> bool:
        """Return whether it, or all that goes out of the neuron, is muted."""
        if self.source is None:
            return network.muted(self.layer)[self.neuron]
        return not network.layers[self.layer].alive[self.source, self.neuron]

    def freezes(self, network: PlayNetwork) -> tuple[int, ...]:
        """Return the places of what freezing it means: a neuron's incoming weights and its bias."""
        column = network.layers[self.layer].places[:, self.neuron]
        return tuple(column.tolist()) if self.source is None else (int(column[self.source]),)

    def mutes(self, network: PlayNetwork) -> tuple[int, ...]:
        """Return the places of what muting it means: a neuron's outgoing weights; an output has none."""
        if self.source is not None:
            return self.freezes(network)
        if self.layer == len(network.layers) - 1:
            return ()
        return tuple(network.layers[self.layer + 1].places[self.neuron].tolist())

    def value(self, network: PlayNetwork) -> float:
        """Return the value of a weight or bias."""
        assert self.source is not None
        return float(network.layers[self.layer].weights[self.source, self.neuron])
