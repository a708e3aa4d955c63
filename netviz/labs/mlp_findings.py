"""Which neurons and layers are in trouble, by rules that are stated with their thresholds."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_history import History
from netviz.labs.mlp_probe import Probe, layer_names, neuron_names
from netviz.panels import finding_words
from netviz.panels.findings import Finding, Report
from networks.activations import STEEPEST
from networks.health import EXPLODING, SATURATED, VANISHING, dead_units

CONSTANT = 0.01  # range over the samples
TINY = 1e-8  # gradient norm below which a layer does not learn, whatever the others do


def neurons(probe: Probe, timeline: Timeline) -> Report:
    """Judge every hidden neuron by its activation on all samples."""
    trace, architecture = probe.at_samples(timeline), probe.setup.architecture
    kinds = architecture.hidden_activations
    findings = []
    names = neuron_names(architecture)[1:-1]
    for layer, (kind, layer_neurons) in enumerate(zip(kinds, names, strict=True)):
        activation, z = architecture.activations[layer], trace.z[layer]
        a, slopes, dead = trace.activations[layer], activation.slope(z), dead_units(activation, z)
        for neuron, name in enumerate(layer_neurons):
            findings.append(_judge(name, kind, a[:, neuron], slopes[:, neuron], dead=bool(dead[neuron])))
    rules = [finding_words.constant_rule(CONSTANT)]
    steepest = [STEEPEST[kind] for kind in dict.fromkeys(kinds) if kind in STEEPEST]
    if steepest:
        rules.append(finding_words.saturated_rule(SATURATED, steepest))
    if "relu" in kinds:
        rules.append("dead: z ≤ 0 for every sample")
    return Report(tuple(findings), tuple(rules))


def _judge(name: str, kind: str, a: FloatArray, slope: FloatArray, *, dead: bool) -> Finding:
    low, high, steepest = float(a.min()), float(a.max()), float(slope.max())
    faults = ["dead"] if dead else []
    if kind in STEEPEST and steepest < SATURATED * STEEPEST[kind]:
        faults.append("saturated")
    if high - low < CONSTANT and not dead:
        faults.append("constant")
    return finding_words.of_neuron(name, faults, low, high, steepest)


def gradients(probe: Probe, history: History, timeline: Timeline) -> Report:
    """Judge every layer by the norm of its gradient."""
    norms = history.layer_norms(timeline.snapshot.gradients)
    largest = float(norms.max())
    findings = []
    for name, norm in zip(layer_names(probe.setup.architecture), norms.tolist(), strict=True):
        share = norm / largest if largest else 0.0
        verdict = "healthy"
        if norm > EXPLODING or not np.isfinite(norm):
            verdict = "exploding"
        elif norm < TINY or norm < VANISHING * largest:
            verdict = "vanishing"
        findings.append(finding_words.of_gradient(name, verdict, norm, share))
    return Report(tuple(findings), finding_words.gradient_rules(VANISHING, TINY, EXPLODING))
