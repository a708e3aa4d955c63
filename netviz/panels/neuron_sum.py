"""One neuron's sum, term by term, and the rows and words that tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.numbers import exact

Array = NDArray[np.float64]
TOTAL = "= z"  # the name of its row


@dataclass(frozen=True, eq=False)
class Sum:
    """z = Σ w·x + b of one neuron and a, for one input of the network or two.

    `weights` (k,) and `values` (columns, k), what the neuron is given; `z` and `a` (columns,). `counts` are
    the neurons of each layer, to go through them; `columns` A and B, or nothing for a single one. `means`
    says what an output stands for; its `p` (columns,), where that is another number than a, is `p_formula`.
    """

    neuron: str
    layer: str
    inputs: tuple[str, ...]
    weights: Array
    values: Array
    bias: float
    z: Array
    a: Array
    formula: str  # such as "a = tanh z"
    columns: tuple[str, ...]
    says: str  # which inputs of the network these are
    counts: tuple[int, ...]
    means: str = ""
    p: Array | None = None
    p_formula: str = ""

    @property
    def terms(self) -> Array:
        """w·x, (columns, k)."""
        return np.multiply(self.values, self.weights)

    @property
    def sums(self) -> Array:
        """Σ w·x, (columns,)."""
        return np.asarray(self.terms.sum(axis=1))


@dataclass(frozen=True)
class Line:
    """A row of the table: under each head its figure, None where there is none; `bars` of each column."""

    name: str
    figures: tuple[float | None, ...]
    bars: tuple[float, ...]


def heads_of(data: Sum) -> tuple[str, ...]:
    """Return what stands over the figures."""
    if len(data.columns) == 2:
        return ("w", "x A", "w·x A", "x B", "w·x B", "B − A")
    return ("w", "x", "w·x")


def lines_of(data: Sum) -> tuple[list[Line], list[Line]]:
    """Return a row for each term, and those of Σ, b, z and a."""

    def row(
        name: str, w: float | None, pairs: list[tuple[float | None, float]], *, bars: bool = True
    ) -> Line:
        figures = [w, *(figure for pair in pairs for figure in pair)]
        if len(pairs) == 2:
            figures.append(pairs[1][1] - pairs[0][1])
        return Line(name, tuple(figures), tuple(pair[1] for pair in pairs) if bars else ())

    given, terms = data.values, data.terms
    rows = [
        row(name, float(w), list(zip(given[:, k].tolist(), terms[:, k].tolist(), strict=True)))
        for k, (name, w) in enumerate(zip(data.inputs, data.weights, strict=True))
    ]

    def end(name: str, values: Array, *, bars: bool = True) -> Line:
        return row(name, None, [(None, value) for value in values.tolist()], bars=bars)

    biases = np.full(len(data.z), data.bias)
    ends = [end("Σ w·x", data.sums), end("+ b", biases), end(TOTAL, data.z), end("a", data.a, bars=False)]
    if data.p is not None:
        same = np.array_equal(data.a, data.z)  # the formula says so: p has the room of a
        ends[3 if same else 4 :] = [end("p", data.p, bars=False)]
    return rows, ends


def told(line: Line, data: Sum) -> tuple[str, ...]:
    """Return a row in words, exactly."""
    names = data.columns if len(data.columns) == 2 else ("",)
    if line.name in data.inputs:
        k = data.inputs.index(line.name)
        w, rows = exact(float(data.weights[k])), []
        for i, name in enumerate(names):
            x, term = exact(float(data.values[i, k])), exact(float(data.terms[i, k]))
            rows.append(f"{name}{': ' if name else ''}w·x = {w} · {x} = {term}")
        title = f"{line.name} → {data.neuron}"
    else:
        values = {"Σ w·x": data.sums, TOTAL: data.z, "a": data.a, "p": data.p}.get(line.name)
        title = {
            "Σ w·x": "the sum of all terms",
            "+ b": "the bias",
            TOTAL: "z = Σ w·x + b",
            "p": data.p_formula,
        }.get(line.name, data.formula)
        if values is None:
            return (f"{title} of {data.neuron}", f"b = {exact(data.bias)}")
        rows = [
            f"{name or line.name.strip('= ')} = {exact(v)}" for name, v in zip(names, values, strict=True)
        ]
        title = f"{title}, of {data.neuron}" + (f", {data.means}" if data.means else "")
    if len(names) == 2 and line.figures[-1] is not None:
        rows.append(f"B − A = {exact(line.figures[-1])}")
    return (title, *rows)
