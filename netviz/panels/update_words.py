"""What is said under the graph of an update, and of what the mouse is on, exactly."""

from __future__ import annotations

from netviz.drawing.numbers import count, exact, number
from netviz.engine.snapshot import State
from netviz.panels.panel import View
from netviz.panels.update_data import UpdateData

WHOLE = 100  # in size, of numbers that are whole by more than chance
STANDS = {
    State.RUNNING: "moving on with every refresh",
    State.PAUSED: "paused: it stands still",
    State.FINISHED: "the run is over",
    State.DIVERGED: "training has halted",
}


def brief(value: float, digits: int = 3) -> str:
    """Return a number with so many digits, but none after a small whole one, as targets are: 1, not 1.00."""
    return exact(value) if value.is_integer() and abs(value) < WHOLE else number(value, digits, even=True)


def stands(view: View) -> str:
    """Return in a few words which update of the run is shown, and whether another will take its place."""
    refresh = view.timeline.latest
    return f"next update after epoch {count(refresh.snapshot.step)}; {STANDS[refresh.state]}"


def told(data: UpdateData, layer: int, source: int | None, neuron: int, sample: int) -> list[str]:
    """Return the exact numbers of a neuron for a sample, or of a weight."""
    own = data.layers[layer]
    if source is not None:
        return [
            data.name(layer, source, neuron),
            f"w     = {exact(float(own.weights[source, neuron]))}",
            f"∂L/∂w = {exact(float(own.gradients[source, neuron]))}",
            f"Δw    = {exact(float(own.changes[source, neuron]))}",
        ]
    name, answer = own.neurons[neuron], []
    if own is data.layers[-1]:
        name += f", class {data.classes[neuron]}," if data.classes else ""
        if data.answer == "p":
            answer = [f"p     = {exact(float(data.prediction[sample, neuron]))}"]
        answer += [f"y     = {exact(float(data.targets[sample, neuron]))}"]
    return [
        f"{name} for {data.samples[sample]}",
        f"z     = {exact(float(own.z[sample, neuron]))}",
        f"a     = {exact(float(own.a[sample, neuron]))}",
        *answer,
        f"f′(z) = {exact(float(own.slope[sample, neuron]))}",
        f"δ     = {exact(float(own.delta[sample, neuron]))}",
        f"b     = {exact(float(own.weights[-1, neuron]))}",
        f"∂L/∂b = {exact(float(own.gradients[-1, neuron]))}",
        f"Δb    = {exact(float(own.changes[-1, neuron]))}",
    ]


def click(data: UpdateData, phase: int) -> tuple[str, ...]:
    """Return what a click on a neuron or a weight does in a phase, in lines as short as the numbers'."""
    if data.phases[phase].kind == "gradients":
        return ("click: check its gradient",)
    return "click: choose it", "v: check its gradient"
