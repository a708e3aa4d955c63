"""The terms that one number of an update is made of, as a table: every product, sample by sample."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from netviz.panels.update_data import Array, UpdateData


@dataclass(frozen=True)
class Terms:
    """A table: `head` over its columns, `rows` with a name and numbers, the last of which is a term.

    `foot` names what the terms come to, `total` is that. `chosen` is a row; a click on a row chooses a
    `sample`, a `source` or a `neuron`, or nothing, as `chooses` says. `title` tells a table that is not of
    the sample. `fewer` are the names in fewer and fewer words, see `UpdateData`.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    foot: str
    total: float
    chosen: int = -1
    chooses: str = ""
    title: str = ""
    fewer: tuple[tuple[str, ...], ...] = ()


def terms_of(data: UpdateData, phase: int, chosen: tuple[int, int, int], sample: int) -> Terms:
    """Return the terms of what a phase computes for the chosen neuron or weight, and sample."""
    layer, source, neuron = chosen
    kind, own = data.phases[phase].kind, data.layers[layer]
    match kind:
        case "forward":
            return _forward(data, layer, source, neuron, sample)
        case "loss":
            if data.targets.shape[1] > 1:  # the loss is of all outputs of a sample
                return _by_output(data, neuron, sample)
            columns = data.targets[:, 0], data.prediction[:, 0], data.losses
            return _by_sample(data, ("y", data.answer, "loss"), columns, "mean", data.loss, sample)
        case "output delta":
            columns = data.prediction[:, neuron], data.targets[:, neuron], own.delta[:, neuron]
            total = float(own.delta[:, neuron].sum())
            return _by_sample(data, (data.answer, "y", "δ"), columns, "Σ δ", total, sample)
        case "hidden delta":
            after = data.layers[layer + 1]
            delta, weights = after.delta[sample], after.weights[neuron]
            rows = tuple(
                (name, (float(d), float(w), float(d * w)))
                for name, d, w in zip(after.neurons, delta, weights, strict=True)
            )
            return Terms(("from", "δ₊", "w₊", "δ₊ w₊"), rows, "Σ", float(delta @ weights))
        case "gradients":
            deltas = own.delta[:, neuron]
            x = own.x[:, source] if source < own.x.shape[1] else np.ones(len(deltas))
            total = float(own.gradients[source, neuron])
            return _by_sample(data, ("x", "δ", "x δ"), (x, deltas, x * deltas), "Σ", total, sample)
        case _:
            return _update(data, layer, source, neuron)


def batch_of(data: UpdateData, phase: int, chosen: tuple[int, int, int], sample: int) -> Terms | None:
    """Return what a phase computes for the chosen neuron or weight of all samples; None if its terms do."""
    layer, source, neuron = chosen
    kind, own = data.phases[phase].kind, data.layers[layer]
    name = own.neurons[neuron]
    match kind:
        case "forward":
            z, a = own.z[:, neuron], own.a[:, neuron]
            found = _by_sample(data, ("z", "a"), (z, a), "mean a", float(a.mean()), sample)
            return replace(found, title=f"through {name}")
        case "loss" if data.targets.shape[1] > 1:
            if not data.softmax:
                found = _by_sample(data, ("loss",), (data.losses,), "mean", data.loss, sample)
                return replace(found, title="each with the mean over its outputs")
            true = data.prediction[np.arange(len(data.samples)), data.targets.argmax(axis=1)]
            found = _by_sample(data, ("p", "−ln p"), (true, data.losses), "mean", data.loss, sample)
            return replace(found, title="with p of the true class")
        case "hidden delta":
            after = data.layers[layer + 1]
            columns = after.delta @ after.weights[neuron], own.slope[:, neuron], own.delta[:, neuron]
            total = float(own.delta[:, neuron].sum())
            found = _by_sample(data, ("Σ δ₊ w₊", "f′(z)", "δ"), columns, "Σ δ", total, sample)
            return replace(found, title=f"back to {name}")
        case "update":
            gradients = next(k for k, one in enumerate(data.phases) if one.kind == "gradients")
            letter = "w" if source < len(data.sources(layer)) else "b"
            found = replace(terms_of(data, gradients, chosen, sample), foot=f"∂L/∂{letter} = Σ")
            whose = "its part" if len(data.samples) == 1 else "their parts"
            return replace(found, title=f"{whose} in {data.name(layer, source, neuron)}")
    return None


def _forward(data: UpdateData, layer: int, source: int, neuron: int, sample: int) -> Terms:
    own = data.layers[layer]
    inputs = np.append(own.x[sample], 1.0)
    weights = own.weights[:, neuron]
    names = (*data.sources(layer), "bias")
    rows = tuple(
        (name, (float(x), float(w), float(x * w))) for name, x, w in zip(names, inputs, weights, strict=True)
    )
    return Terms(("from", "x", "w", "x w"), rows, "z = Σ", float(own.z[sample, neuron]), source, "source")


def _by_output(data: UpdateData, neuron: int, sample: int) -> Terms:
    """Return what the loss of a sample is made of, output by output."""
    own = data.layers[-1]
    names = tuple(data.output(k) for k in range(len(own.neurons)))
    answers, parts = data.prediction[sample], data.parts[sample]
    head: tuple[str, ...] = "y", data.answer, "loss"
    columns: tuple[Array, ...] = data.targets[sample], answers, parts
    foot = "mean"
    if data.softmax:
        with np.errstate(over="ignore"):
            powers = np.exp(own.a[sample])
        head = data.softmax, f"e^{data.softmax}", "p", "−y ln p"
        columns = own.a[sample], powers, answers, parts
        foot = "loss = Σ"
    rows = tuple(zip(names, map(tuple, np.stack(columns, axis=-1).tolist()), strict=True))
    return Terms(("output", *head), rows, foot, float(data.losses[sample]), neuron, "neuron")


def _by_sample(
    data: UpdateData, head: tuple[str, ...], columns: tuple[Array, ...], foot: str, total: float, sample: int
) -> Terms:
    values = np.stack(columns, axis=-1).tolist()
    rows = tuple((name, tuple(row)) for name, row in zip(data.samples, values, strict=True))
    return Terms(("sample", *head), rows, foot, total, sample, "sample", fewer=data.fewer)


def _update(data: UpdateData, layer: int, source: int, neuron: int) -> Terms:
    own = data.layers[layer]
    names = (*data.sources(layer), "bias")
    values = zip(own.weights[:, neuron], own.gradients[:, neuron], own.changes[:, neuron], strict=True)
    rows = tuple((name, tuple(map(float, three))) for name, three in zip(names, values, strict=True))
    size = float(np.linalg.norm(own.changes[:, neuron]))
    return Terms(("from", "w", "∂L/∂w", "Δw"), rows, "√Σ Δw²", size, source, "source")
