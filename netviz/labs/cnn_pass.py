"""The filter pass: the chosen filter of a convolution on the chosen image, at the newest snapshot."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np

from netviz.labs.cnn_gradual import SweepWork
from netviz.labs.cnn_kinds import APPLIED, KINDS, title
from netviz.labs.cnn_mistakes import chosen_rows
from netviz.labs.cnn_probe import Probe, image_key
from netviz.labs.per_view import PerView
from netviz.panels.filter_pass import FilterPass
from netviz.panels.page import Page, rows
from netviz.panels.panel import Choices, View
from netviz.panels.pass_data import Backward, PassData, Stage
from netviz.panels.pass_sure import Sureness
from networks.arrays import AnyFloatArray
from networks.convnet import ConvNet
from networks.figures import number
from networks.layers.conv import ConvLayer
from networks.layers.elementwise import Elementwise
from networks.layers.specs import AvgPool, LeakyRelu, MaxPool


def page(probe: Probe) -> Page:
    """Return the page of the filter pass."""
    return Page("pass", "Filter pass", (FilterPass(FilterSource(probe)),), rows((1, 0)))


class FilterSource:
    """Makes `PassData` from a view, once per snapshot and choice; None for a network without convolution."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        net = probe.setup.net
        self._layers = [i for i, layer in enumerate(net.layers) if isinstance(layer, ConvLayer)]
        self._work = SweepWork(probe)  # only for what has been read already
        self._kept = PerView(self._data, _key)

    def __call__(self, view: View) -> PassData | None:
        """Return the pass of what is chosen."""
        return self._kept(view) if self._layers else None

    def _data(self, view: View) -> PassData:
        probe, choices = self._probe, view.choices
        net, flat, done = probe.setup.net, probe.parameters(view), probe.passed(view)
        which = choices.layer % len(self._layers)
        index = self._layers[which]
        layer = net.layers[index]
        assert isinstance(layer, ConvLayer)
        chosen = choices.filter % layer.spec.out_channels
        inputs = (done.outputs[index - 1] if index else done.images)[0]
        picture, digits = probe.picture(choices), probe.setup.digits
        blank, full = -digits.mean / digits.deviation, (1 - digits.mean) / digits.deviation
        gradients = probe.gradients(view).outputs if choices.backward else None
        return PassData(
            layers=tuple(title(net.layers[i]) for i in self._layers),
            layer=which,
            filter=chosen,
            channel=choices.channel % len(inputs),
            picture=picture.title + ("" if picture.label is None else f" (digit {picture.label})"),
            source=title(net.layers[index - 1]) if index else "image",
            inputs=inputs,
            paper=None if index else (blank, full),
            kernels=net.weights(index, flat),
            bias=float(net.bias(index, flat)[chosen]),
            stride=layer.spec.stride,
            border=layer.spec.border,
            z=done.outputs[index][0, chosen],
            stages=_stages(net, index, chosen, done.outputs, gradients),
            backward=self._backward(view, index, chosen) if choices.backward else None,
        )

    def _backward(self, view: View, index: int, chosen: int) -> Backward:
        probe, snapshot = self._probe, view.timeline.snapshot
        net, gradients = probe.setup.net, probe.gradients(view)
        dinputs = gradients.outputs[index - 1] if index else gradients.images
        drawn = probe.picture(view.choices).label is None
        return Backward(
            loss=f"−ln p({probe.target(view)})" + (", as it is read" if drawn else ""),
            dz=gradients.outputs[index][0, chosen],
            dinputs=dinputs[0],
            dkernel=net.weights(index, gradients.parameters)[chosen],
            dbias=float(net.bias(index, gradients.parameters)[chosen]),
            batch=f"last batch, {probe.setup.batch}",
            batch_dkernel=net.weights(index, snapshot.gradients)[chosen],
            batch_dbias=float(net.bias(index, snapshot.gradients)[chosen]),
            sureness=self._sureness(view),
        )

    def _sureness(self, view: View) -> Sureness:
        """Return how sure the network is of the digit whose loss it is, and the surest mistake known."""
        probe = self._probe
        target, read = probe.target(view), self._work.result(view)
        logits = probe.passed(view).logits[0].astype(np.float64)
        powers = np.exp(logits - logits.max())
        missing = float(np.delete(powers, target).sum() / powers.sum())  # 1 − p, exact however small
        if read is None:
            return Sureness(target, missing)
        mistakes = chosen_rows(read, None)
        return Sureness(target, missing, int(mistakes[0]) if len(mistakes) else -1, read.step)


def _key(choices: Choices) -> Hashable:
    return image_key(choices), choices.layer, choices.filter, choices.channel, choices.backward


def _stages(
    net: ConvNet,
    conv: int,
    chosen: int,
    outputs: tuple[AnyFloatArray, ...],
    gradients: tuple[AnyFloatArray, ...] | None,
) -> tuple[Stage, ...]:
    """Return what is done to a filter's map before it goes on to other layers; dropout rests here."""
    stages: list[Stage] = []
    letter = "z"
    for index in range(conv + 1, len(net.layers)):
        layer, spec = net.layers[index], net.layers[index].spec
        if layer.kind == "dropout":
            continue
        if isinstance(layer, Elementwise):
            stage = _activation(layer, letter, outputs[index][0, chosen])
        elif isinstance(spec, MaxPool | AvgPool):
            stage = _pool(spec, letter, outputs[index][0, chosen])
        else:
            break
        letter = stage.letter
        stages.append(replace(stage, gradient=gradients[index][0, chosen]) if gradients else stage)
    return tuple(stages)


def _activation(layer: Elementwise[Any], before: str, outputs: AnyFloatArray) -> Stage:
    """Return an activation of what is called `before`."""
    told = APPLIED[layer.kind]

    def of(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text.format(before, slope) for text in words)

    slope = number(layer.spec.slope, 6) if isinstance(layer.spec, LeakyRelu) else ""
    return Stage(
        KINDS[layer.kind].name, "a", of(told.forward), outputs,
        slope=layer.slope(outputs), formulas_back=of(told.backward),
    )  # fmt: skip


def _pool(spec: MaxPool | AvgPool, before: str, outputs: AnyFloatArray) -> Stage:
    """Return a pool of what is called `before`."""
    largest, size = isinstance(spec, MaxPool), spec.filter_size
    what = f"{'max' if largest else 'mean'} of {size}×{size}"
    formulas = (f"p = {what} {before}, stride {spec.pace}", f"{what}, stride {spec.pace}", what)
    back = "dp at the max" if largest else f"dp / {size**2}"
    return Stage(
        KINDS["maxpool" if largest else "avgpool"].name, "p", formulas, outputs,
        size=size, pace=spec.pace, largest=largest,
        formulas_back=(f"d{before} = {back}", back, back.removeprefix("dp ")),
    )  # fmt: skip
