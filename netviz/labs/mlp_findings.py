"""Which neurons and layers are in trouble, by rules that are stated with their thresholds."""

from __future__ import annotations

import numpy as np

from netviz.drawing.numbers import exact, number, percent, scientific
from netviz.engine.arrays import FloatArray
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_history import History
from netviz.labs.mlp_probe import Probe, layer_names, neuron_names
from netviz.panels.findings import Finding, Report

SATURATED = 0.01  # of the activation's steepest slope
CONSTANT = 0.01  # range over the samples
VANISHING = 1e-3  # of the largest layer's gradient norm
TINY = 1e-8  # gradient norm below which a layer does not learn, whatever the others do
EXPLODING = 100.0  # gradient norm
STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


def neurons(probe: Probe, timeline: Timeline) -> Report:
    """Judge every hidden neuron by its activation on all samples."""
    trace, architecture = probe.at_samples(timeline), probe.setup.architecture
    kinds = architecture.hidden_activations
    findings = []
    names = neuron_names(architecture)[1:-1]
    for layer, (kind, layer_neurons) in enumerate(zip(kinds, names, strict=True)):
        slopes = architecture.activations[layer].slope(trace.z[layer])
        for neuron, name in enumerate(layer_neurons):
            findings.append(_judge(name, kind, trace.activations[layer][:, neuron], slopes[:, neuron]))
    rules = [f"constant: a varies by less than {exact(CONSTANT)} over the samples"]
    steepest = [exact(STEEPEST[kind]) for kind in dict.fromkeys(kinds) if kind in STEEPEST]
    if steepest:
        least = f"{percent(SATURATED, 0)} of its largest, {' or '.join(steepest)}"
        rules.append(f"saturated: slope below {least}, for every sample")
    if "relu" in kinds or "leaky_relu" in kinds:
        rules.append("dead: z ≤ 0 for every sample")
    return Report(tuple(findings), tuple(rules))


def _judge(name: str, kind: str, a: FloatArray, slope: FloatArray) -> Finding:
    low, high, steepest = float(a.min()), float(a.max()), float(slope.max())
    faults = []
    if kind in ("relu", "leaky_relu") and steepest < 1.0:
        faults.append("dead")
    if kind in STEEPEST and steepest < SATURATED * STEEPEST[kind]:
        faults.append("saturated")
    if high - low < CONSTANT and "dead" not in faults:
        faults.append("constant")
    figures = f"a {number(low)} … {number(high)}   slope ≤ {number(steepest)}"
    hints = (
        f"least a        {exact(low)}",
        f"greatest a     {exact(high)}",
        f"steepest slope {exact(steepest)}",
    )
    return Finding(name, ", ".join(faults) or "active", figures, hints, troubled=bool(faults))


def gradients(probe: Probe, history: History, timeline: Timeline) -> Report:
    """Judge every layer by the norm of its gradient."""
    norms = history.layer_norms(timeline.snapshot.gradients)
    largest = float(norms.max())
    findings = []
    for name, norm in zip(layer_names(probe.setup.architecture), norms.tolist(), strict=True):
        share = norm / largest if largest else 0.0
        figures = f"norm {scientific(norm, 2)}, {percent(share, 0)} of the max"
        verdict = "healthy"
        if norm > EXPLODING or not np.isfinite(norm):
            verdict = "exploding"
        elif norm < TINY or norm < VANISHING * largest:
            verdict = "vanishing"
        hints = (f"√Σ (∂L/∂θ)² = {exact(norm)}", f"of the largest: {exact(share)}")
        findings.append(Finding(name, verdict, figures, hints, troubled=verdict != "healthy"))
    rules = (
        f"vanishing: norm below {exact(VANISHING)} of the largest layer's, or below {scientific(TINY)}",
        f"exploding: norm above {exact(EXPLODING)}",
    )
    return Report(tuple(findings), rules)
