"""What the weights, activations and gradients pages ask of an MLP's run so far."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import Probe, layer_names, neuron_names
from netviz.panels.comparison import Change
from netviz.panels.curves import Lines
from netviz.panels.histogram import Sample
from networks.activations import RANGES

MOST_LINES = 48  # more parameters or neurons than this are shown by an even choice of them


class History:
    """Views of the run so far."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._architecture = probe.setup.architecture
        self._names = probe.setup.architecture.names()
        self._layers = layer_names(self._architecture)
        self.norms = PerVersion(self._norms)
        self.ratios = PerVersion(self._ratios)

    def weights(self, layer: int, timeline: Timeline) -> Lines:
        """Return each weight and bias of a layer over the epochs."""
        place = self._architecture.slices[layer]
        names = self._names[place]
        kept = chosen(len(names))
        return Lines(
            steps=timeline.steps,
            values=timeline.parameters[:, place][:, kept],
            names=tuple(names[i] for i in kept),
            y_label="value",
            note=_how_many(len(kept), len(names)),
        )

    def weight_samples(self, timeline: Timeline) -> list[Sample]:
        """Return each layer's weights, without biases."""
        blocks = self._architecture.unpack(timeline.snapshot.parameters)
        return [Sample(name, block[:-1]) for name, block in zip(self._layers, blocks, strict=True)]

    def change(self, timeline: Timeline) -> Change:
        """Return all parameters at the start and now."""
        names = self._names
        kept = chosen(len(names), most=160)
        starts = [place.start for place in self._architecture.slices]
        groups = tuple(
            (name, int(np.searchsorted(kept, s))) for name, s in zip(self._layers, starts, strict=True)
        )
        return Change(
            tuple(names[i] for i in kept),
            timeline.first.parameters[kept],
            timeline.snapshot.parameters[kept],
            groups,
        )

    def activations(self, sample: int, timeline: Timeline) -> Lines:
        """Return each hidden neuron's activation for one sample over the epochs."""
        trace = self._probe.over_time(timeline)
        values = np.concatenate([a[:, sample] for a in trace.activations[:-1]], axis=-1)
        names = [name for layer in neuron_names(self._architecture)[1:-1] for name in layer]
        kept = chosen(len(names))
        kinds = list(dict.fromkeys(self._architecture.hidden_activations))
        return Lines(
            steps=timeline.steps,
            values=values[:, kept],
            names=tuple(names[i] for i in kept),
            y_label="a",
            bounds=RANGES.get(kinds[0]) if len(kinds) == 1 else None,
            formula=", ".join(f"a = {kind}(z)" for kind in kinds),
            note=_how_many(len(kept), len(names)),
        )

    def activation_samples(self, timeline: Timeline) -> list[Sample]:
        """Return each layer's activations over the input plane."""
        trace = self._probe.on_grid(timeline)
        kinds = [activation.name for activation in self._architecture.activations]
        return [
            Sample(name, a, RANGES.get(kind))
            for name, a, kind in zip(self._layers, trace.activations, kinds, strict=True)
        ]

    def _norms(self, timeline: Timeline) -> Lines:
        """Return the Euclidean norm of each layer's gradient over the epochs."""
        return Lines(
            steps=timeline.steps,
            values=self.layer_norms(timeline.gradients),
            names=tuple(self._layers),
            y_label="|∂L/∂θ|, logarithmic",
            logarithmic=True,
            formula="√Σ (∂L/∂θ)² over the layer's weights and biases",
        )

    def _ratios(self, timeline: Timeline) -> Lines:
        """Return the norm of each layer's last update relative to that of its parameters, over the epochs."""
        moved = timeline.steps > 0  # nothing has been updated at step 0
        updates = self.layer_norms(timeline.updates[moved])
        sizes = self.layer_norms(timeline.parameters[moved])
        return Lines(
            steps=timeline.steps[moved],
            values=updates / np.maximum(sizes, 1e-300),
            names=tuple(self._layers),
            y_label="|Δθ| / |θ|, logarithmic",
            logarithmic=True,
            formula="norm of the last update over norm of the parameters",
        )

    def gradient_samples(self, timeline: Timeline) -> list[Sample]:
        """Return each layer's gradients, biases included."""
        blocks = self._architecture.unpack(timeline.snapshot.gradients)
        return [Sample(name, block) for name, block in zip(self._layers, blocks, strict=True)]

    def layer_norms(self, flat: FloatArray) -> FloatArray:
        """Return Euclidean norms (..., layers) of flat arrays (..., P), layer by layer."""
        squares = np.square(flat)
        parts = [squares[..., place].sum(axis=-1) for place in self._architecture.slices]
        return np.asarray(np.sqrt(np.stack(parts, axis=-1)))


def chosen(count: int, most: int = MOST_LINES) -> list[int]:
    """Return up to `most` of `count` indices, evenly spread, first and last among them."""
    if count <= most:
        return list(range(count))
    return [int(i) for i in np.unique(np.round(np.linspace(0, count - 1, most)))]


def _how_many(shown: int, count: int) -> str:
    return f"{shown} of {count} shown" if shown < count else ""
