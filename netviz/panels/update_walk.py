"""Where one stands in an update taken apart: which phase, which weight of which neuron, which sample."""

from __future__ import annotations

from netviz.panels.playback import Playback
from netviz.panels.update_data import Phase, UpdateData

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)  # phases a second


class Walk(Playback[float]):
    """Shared by the panels of the page. Each layer remembers the neuron and weight chosen in it.

    A weight is chosen as (layer, source, neuron), where the source after the last is the bias.
    """

    def __init__(self) -> None:
        super().__init__(SPEEDS, begin=1)
        self.phase = 0
        self.layer = 0
        self.sample = 0
        self.checking = False  # whether the chosen gradient is compared with a difference
        self._chosen: dict[int, tuple[int, int]] = {}  # layer: source, neuron
        self._phases: tuple[Phase, ...] = ()
        self._shapes: tuple[tuple[int, int], ...] = ()  # (sources with the bias, neurons) of each layer
        self._samples = 1

    def __repr__(self) -> str:
        return f"Walk(phase {self.phase}, {self.chosen}, sample {self.sample})"

    @property
    def chosen(self) -> tuple[int, int, int]:
        """Layer, source and neuron of the chosen weight or bias."""
        return (self.layer, *self._chosen.get(self.layer, (0, 0)))

    def fit(self, data: UpdateData) -> None:
        """Take over an update, perhaps of another shape; what is chosen stays as far as it exists."""
        self._phases = data.phases
        self._samples = len(data.samples)
        shapes = tuple((len(layer.weights), layer.weights.shape[1]) for layer in data.layers)
        self.sample = min(self.sample, self._samples - 1)
        if shapes != self._shapes:
            self._shapes = shapes
            self._chosen = {
                layer: (min(source, shapes[layer][0] - 1), min(neuron, shapes[layer][1] - 1))
                for layer, (source, neuron) in self._chosen.items()
                if layer < len(shapes)
            }
            self.layer = min(self.layer, len(shapes) - 1)
            self.go(min(self.phase, len(data.phases) - 1))

    def go(self, phase: int) -> None:
        """Go to a phase; a weight of its layer is then the chosen one."""
        self.phase = phase % len(self._phases)
        layer = self._phases[self.phase].layer
        self._look(self.layer if layer is None else layer, *self._chosen.get(self.layer, (0, 0)))

    def _look(self, layer: int, source: int, neuron: int) -> None:
        """Choose a layer's own weight, or at first the nearest to one."""
        if layer != self.layer or layer not in self._chosen:
            rows, columns = self._shapes[layer]
            self._chosen.setdefault(layer, (min(source, rows - 1), min(neuron, columns - 1)))
        self.layer = layer

    def step(self, by: int) -> None:
        """Pause, and go so many phases on, round and round."""
        self.playing = False
        self.go(self.phase + by)

    def choose(self, layer: int, source: int | None, neuron: int) -> None:
        """Choose a weight, or with no source a neuron, whose weight stays the one that was chosen.

        A phase of another layer gives way to the one of the same kind that is of this layer.
        """
        rows, _ = self._shapes[layer]
        before = self._chosen.get(layer, (0, 0))[0]
        self._chosen[layer] = (min(before, rows - 1) if source is None else source, neuron)
        self.layer = layer
        here = self._phases[self.phase]
        if here.layer is not None and here.layer != layer:
            deltas = here.kind.endswith("delta")
            for number, phase in enumerate(self._phases):
                if phase.layer == layer and (
                    phase.kind.endswith("delta") if deltas else phase.kind == "forward"
                ):
                    self.go(number)

    def move(self, sources: int, neurons: int) -> None:
        """Choose a weight so many sources and neurons on, in the same layer, round and round."""
        layer, source, neuron = self.chosen
        rows, columns = self._shapes[layer]
        self._chosen[layer] = ((source + sources) % rows, (neuron + neurons) % columns)

    def next_layer(self) -> None:
        """Choose a weight in the next layer, round and round."""
        layer = (self.layer + 1) % len(self._shapes)
        self.choose(layer, *self._chosen.get(layer, (0, 0)))

    def next_sample(self, by: int) -> None:
        """Look at another sample, round and round."""
        self.sample = (self.sample + by) % self._samples

    def tick(self, seconds: float) -> None:
        """Go on for so long, if it plays."""
        if self.playing and self._phases:
            self._owed += seconds * self.speed
            while self._owed >= 1:
                self._owed -= 1
                self.go(self.phase + 1)
