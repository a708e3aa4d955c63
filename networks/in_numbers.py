"""The arithmetic of one update written out in its own numbers, for one sample, neuron and weight."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from networks.activations import ACTIVATIONS
from networks.arrays import FloatArray
from networks.figures import digits_for, factor, number, subscript, sum_of, sum_of_products
from networks.losses import BinaryCrossEntropy
from networks.one_update import Kind, LayerUpdate, Phase, Update
from networks.output_layer import OutputLayer

LEAST = 1e-290  # a smaller power of e has lost digits


def in_numbers(
    update: Update,
    phase: Phase,
    layer: int,
    source: int,
    neuron: int,
    sample: int = 0,
    *,
    digits: int = 3,
    most: int = 4,
) -> str:
    """Return a phase as equations in numbers, one a line, like "z = 0.312 · 0.5 + 1 · (−0.2) + 0.1 = 0.056".

    For the weight from `source` to `neuron` of `layer`, all counted from 0; `source` equal to the layer's
    number of inputs is the bias. A phase of another layer is written out for that layer's first neuron. Sums
    show up to `most` products. Raises IndexError for a layer, source, neuron or sample outside.
    """
    if phase.layer is not None and phase.layer != layer:
        layer, source, neuron = phase.layer, 0, 0
    own = update.layers[layer]
    rows, columns = own.weights.shape
    if not (0 <= source <= rows and 0 <= neuron < columns and 0 <= sample < len(own.x)):
        raise IndexError(f"layer {layer} has no parameter at ({source}, {neuron}) or no sample {sample}")
    with np.errstate(all="ignore"):  # weights may be so large that sums of products are not finite
        return _Writer(update, layer, source, neuron, sample, digits, most).write(phase.kind)


class _Writer:
    """Writes the equations of one neuron or weight."""

    def __init__(
        self, update: Update, layer: int, source: int, neuron: int, sample: int, digits: int, most: int
    ) -> None:
        self.update, self.layer, self.source = update, layer, source
        self.neuron, self.sample, self.digits, self.most = neuron, sample, digits, most
        self.own: LayerUpdate = update.layers[layer]
        self.is_bias = source == len(self.own.weights)

    def write(self, kind: Kind) -> str:
        match kind:
            case "forward":
                return self._forward()
            case "loss":
                return self._loss()
            case "output delta":
                return f"δ = {self._output_delta()} = {self._n(self.own.delta[self.sample, self.neuron])}"
            case "hidden delta":
                return self._hidden_delta()
            case "gradients":
                return self._gradient()
            case "update":
                return self._change()

    def _n(self, value: float) -> str:
        return number(float(value), self.digits)

    def _f(self, value: float) -> str:
        return factor(float(value), self.digits)

    def _finer(self, total: float, parts: Iterable[float]) -> int:
        """Return with how many digits parts are told, so that those of what they come to follow from them."""
        return digits_for(max(map(abs, parts), default=0.0), float(total), 2) + self.digits - 2

    def _beside(self, value: float, other: float) -> str:
        """Return a number whose distance from another counts: p = 0.99975 beside 1 is not 0.9998."""
        return number(float(value), self._finer(value - other, [float(value)]))

    def _sum(
        self, left: Iterable[float], right: Iterable[float], digits: int, shown: int | None = None
    ) -> str:
        pairs = list(zip(map(float, left), map(float, right), strict=True))
        return sum_of_products(pairs, digits, self.most, shown)

    def _forward(self) -> str:
        own, sample, neuron = self.own, self.sample, self.neuron
        x, weights, bias = own.x[sample], own.weights[:, neuron], float(own.bias[neuron])
        digits = self._finer(own.z[sample, neuron], [*(x * weights).tolist(), bias])
        products = self._sum(x, weights, digits, None if self.is_bias else self.source)
        z, a = self._n(own.z[sample, neuron]), self._n(own.a[sample, neuron])
        applied = {
            "sigmoid": f"σ({z}) = ",
            "tanh": f"tanh({z}) = ",
            "relu": f"max(0, {z}) = ",
            "leaky_relu": f"max(0.01 · {self._f(own.z[sample, neuron])}, {z}) = ",
        }.get(own.activation.name, "z = ")
        return f"z = {products} + {factor(bias, digits)} = {z}\na = {applied}{a}"

    def _loss(self) -> str:
        update, sample, k = self.update, self.sample, self.neuron
        outputs = update.targets.shape[1]
        y, p = update.targets[sample], update.prediction[sample]
        before = ""
        match update.loss.name:
            case "mse":
                each = [
                    f"½ ({self._beside(a, t)} − {self._f(t)})²"
                    for a, t in zip(self.own.a[sample], y, strict=True)
                ]
            case "bce":
                each = [
                    _logarithms(self._beside(p, 1), self._beside(q, 1), self._n(t), self._n(1 - t))
                    for p, q, t in zip(p, self._rest(), y, strict=True)
                ]
            case "hinge":
                each = [
                    f"max(0, 1 − {self._f(t)} · {factor(a, self._finer(a - t, [a]))})"
                    for a, t in zip(self.own.a[sample].tolist(), y.tolist(), strict=True)
                ]
            case _:
                label = int(y.argmax())
                each, outputs, k = [f"−ln p{subscript(label)} = −ln {self._beside(p[label], 1)}"], 1, 0
                before = f"{self._softmax()}\n"
        whole = each[0]
        if outputs > 1:
            whole = f"({sum_of(outputs, lambda k: f'({each[k]})', self.most, k)}) / {outputs}"
        count = len(update.losses)
        averaged = "the one sample" if count == 1 else f"the {count} samples"
        mean = f"L = mean of {averaged} = {self._n(update.loss_value)}"
        return f"{before}loss of sample {sample + 1} = {whole} = {self._n(update.losses[sample])}\n{mean}"

    def _softmax(self) -> str:
        """Return p of the chosen output, as powers of e and, where these can be written, as what they are."""
        k, a = self.neuron, self.own.a[self.sample]
        with np.errstate(all="ignore"):
            powers = np.exp(a)
            total = float(powers.sum())

        def power(i: int) -> str:
            return f"e^{self._n(a[i])}"

        all_of_them = sum_of(len(a), power, self.most, k)
        division = (
            f" = {self._n(powers[k])} / {self._n(total)}" if LEAST < powers[k] <= total < np.inf else ""
        )
        p = self._n(self.update.prediction[self.sample, k])
        return f"p{subscript(k)} = {power(k)} / ({all_of_them}){division} = {p}"

    def _rest(self) -> FloatArray:
        """Return 1 − p (outputs,) of the sample, from the logit: with all its digits where p is nearly 1."""
        loss, own = self.update.loss, self.own
        assert isinstance(loss, BinaryCrossEntropy)
        logit = loss.logit(OutputLayer(own.activation, own.z[self.sample], own.a[self.sample]))
        return ACTIVATIONS["sigmoid"](-logit)

    def _output_delta(self) -> str:
        update, own, sample, k = self.update, self.own, self.sample, self.neuron
        y, p, a = update.targets[sample, k], update.prediction[sample, k], own.a[sample, k]
        slope = self._f(own.slope[sample, k])
        count = own.delta.size
        match update.loss.name, own.activation.name:
            case "mse", _:
                over = f"({self._beside(a, y)} − {self._f(y)}) · {slope}"
            case "bce", ("sigmoid" | "linear"):
                over = f"({self._beside(p, y)} − {self._f(y)})"
            case "bce", "tanh":
                over = f"2 · ({self._beside(p, y)} − {self._f(y)})"
            case "bce", _:
                over = f"({self._beside(p, y)} − {self._f(y)}) · {slope}"
            case "hinge", _:
                over = f"{self._f(-y)} · {slope}" if y * a < 1 else "0"
            case _:  # cross_entropy: one loss for all outputs of a sample
                over, count = f"({self._beside(p, y)} − {self._f(y)})", len(own.delta)
                over += "" if own.activation.name == "linear" else f" · {slope}"
        return f"{over} / {count}"

    def _hidden_delta(self) -> str:
        own, after = self.own, self.update.layers[self.layer + 1]
        deltas, weights = after.delta[self.sample], after.weights[self.neuron]
        digits = self._finer(deltas @ weights, (deltas * weights).tolist())
        products = self._sum(deltas, weights, digits)
        slope, delta = own.slope[self.sample, self.neuron], own.delta[self.sample, self.neuron]
        return f"δ = ({products}) · {self._f(slope)} = {self._n(delta)}"

    def _gradient(self) -> str:
        own = self.own
        deltas = own.delta[:, self.neuron]
        if self.is_bias:
            ones = [1.0] * len(deltas)
            value, name = own.bias_gradient[self.neuron], "b"
            products = self._sum(ones, deltas, self.digits, self.sample)
        else:
            products = self._sum(own.x[:, self.source], deltas, self.digits, self.sample)
            value, name = own.weight_gradient[self.source, self.neuron], "w"
        return f"∂L/∂{name} = {products} = {self._n(value)}"

    def _change(self) -> str:
        own, neuron, source = self.own, self.neuron, self.source
        if self.is_bias:
            name, old, change, slope = (
                "b",
                own.bias[neuron],
                own.bias_change[neuron],
                own.bias_gradient[neuron],
            )
        else:
            name, old = "w", own.weights[source, neuron]
            change, slope = own.weight_change[source, neuron], own.weight_gradient[source, neuron]
        made = f"−{self._n(self.update.learning_rate)} · {self._f(slope)} = " if self.update.plain else ""
        digits = digits_for(old, change, self.digits)
        moved = f"{name} = {number(old, digits)} + {self._f(change)} = {number(old + change, digits)}"
        return f"Δ{name} = {made}{self._n(change)}\n{moved}"


def _logarithms(p: str, q: str, y: str, rest: str) -> str:
    """Return −y ln p − (1 − y) ln q without what is multiplied by 0; q = 1 − p."""
    if rest == "0":
        return f"−ln {p}"
    if y == "0":
        return f"−ln {q}"
    return f"−{y} · ln {p} − {rest} · ln {q}"
