"""What the overview's panels ask of an MLP at one moment: graph, decision boundary, answers."""

from __future__ import annotations

from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import EXTENT, Probe, activation_range, layer_names, neuron_names
from netviz.panels.boundary import Field
from netviz.panels.network_graph import Graph, LayerView
from netviz.panels.truth_table import Answers


class Moment:
    """Views of the newest snapshot, each computed when asked for and kept until the next."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._setup = probe.setup
        self._names = neuron_names(probe.setup.architecture)
        if probe.setup.loss.name == "bce" and probe.setup.architecture.output.name != "sigmoid":
            self._names = (*self._names[:-1], ("output",))  # whose a is not yet the probability ŷ
        self.graph = PerVersion(self._graph)
        self.field = PerVersion(self._field)
        self.answers = PerVersion(self._answers)

    def _graph(self, timeline: Timeline) -> Graph:
        probe, setup = self._probe, self._setup
        architecture, grid, passed = setup.architecture, probe.on_grid(timeline), probe.at_samples(timeline)
        network = probe.network(timeline)
        gradients = architecture.unpack(timeline.snapshot.gradients)
        low, high = EXTENT
        inputs = probe.picture(grid.inputs[0][:, :-1])[:, ::2, ::2]
        layers = [LayerView("inputs", self._names[0], inputs, low, high, setup.dataset.inputs)]
        for i, name in enumerate(layer_names(architecture)):
            kind = architecture.activations[i].name
            a = grid.activations[i]
            layers.append(
                LayerView(
                    name,
                    self._names[i + 1],
                    probe.picture(a)[:, ::2, ::2],
                    *activation_range(kind, a),
                    a=passed.activations[i],
                    z=passed.z[i],
                    biases=network.biases[i],
                    weights=network.weights[i],
                    gradients=gradients[i][:-1],
                    formula=f"a = {kind}(z),  z = Σ w·(inputs) + b",
                )
            )
        return Graph(tuple(layers), setup.samples)

    def _field(self, timeline: Timeline) -> Field:
        probe, setup, loss = self._probe, self._setup, self._setup.loss
        grid = probe.on_grid(timeline)
        return Field(
            values=probe.picture(probe.predictions(grid)[:, None])[0],
            scores=probe.picture(grid.z[-1])[0],
            level=probe.setup.level,
            extent=EXTENT,
            low=loss.low,
            threshold=loss.threshold,
            high=loss.high,
            points=setup.dataset.inputs,
            classes=setup.classes,
            output="ŷ",
            at=lambda x, y: probe.predict(timeline, x, y),
        )

    def _answers(self, timeline: Timeline) -> Answers:
        probe, setup, loss = self._probe, self._setup, self._setup.loss
        kind = setup.architecture.output.name
        formula = f"ŷ = {kind}(z) of the output neuron"
        if loss.name == "bce" and kind != "sigmoid":
            formula = f"ŷ = σ({'2z' if kind == 'tanh' else 'a'}) of the output neuron, its probability"
        return Answers(
            inputs=setup.dataset.inputs,
            classes=setup.classes,
            outputs=probe.predictions(probe.at_samples(timeline)),
            low=loss.low,
            threshold=loss.threshold,
            high=loss.high,
            formula=formula,
        )
