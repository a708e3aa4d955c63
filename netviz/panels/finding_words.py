"""The words of findings: figures in short, exact ones for the mouse, and the rules with their thresholds."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.numbers import exact, number, percent, scientific
from netviz.panels.findings import Finding


def of_neuron(name: str, faults: Sequence[str], low: float, high: float, steepest: float) -> Finding:
    """Tell what is wrong with a neuron of activations from `low` to `high`, and of such slopes at most."""
    figures = f"a {number(low)} … {number(high)}   slope ≤ {number(steepest)}"
    hints = (
        f"least a        {exact(low)}",
        f"greatest a     {exact(high)}",
        f"steepest slope {exact(steepest)}",
    )
    return Finding(name, ", ".join(faults) or "active", figures, hints, troubled=bool(faults))


def constant_rule(least: float) -> str:
    """Tell when a neuron is constant."""
    return f"constant: a varies by less than {exact(least)} over the samples"


def saturated_rule(share: float, steepest: Sequence[float]) -> str:
    """Tell when a neuron is saturated, of activations with these steepest slopes."""
    least = f"{percent(share, 0)} of its largest, {' or '.join(map(exact, steepest))}"
    return f"saturated: slope below {least}, for every sample"


def of_gradient(name: str, verdict: str, norm: float, share: float) -> Finding:
    """Tell how a layer's gradient stands, by its norm and the share of that in the largest layer's."""
    figures = f"norm {scientific(norm, 2)}, {percent(share, 0)} of max"
    hints = (f"√Σ (∂L/∂θ)² = {exact(norm)}", f"of the largest: {exact(share)}")
    return Finding(name, verdict, figures, hints, troubled=verdict != "healthy")


def gradient_rules(vanishing: float, tiny: float, exploding: float) -> tuple[str, ...]:
    """Tell when a gradient vanishes, in shares of the largest layer's norm or below `tiny`, or explodes."""
    return (
        f"vanishing: norm below {exact(vanishing)} of the largest layer's, or below {scientific(tiny)}",
        f"exploding: norm above {exact(exploding)}",
    )
