"""The four pages of an MLP lab on the input plane: overview, weights, activations, gradients."""

from __future__ import annotations

from functools import partial

from netviz.engine.cache import PerVersion
from netviz.labs import mlp_findings
from netviz.labs.loss_words import equation
from netviz.labs.mlp_features import Features
from netviz.labs.mlp_history import History
from netviz.labs.mlp_moment import Moment
from netviz.labs.mlp_probe import Probe, Setup, layer_names
from netviz.labs.mlp_surface import LossLandscape
from netviz.panels.boundary import Boundary
from netviz.panels.comparison import Comparison
from netviz.panels.curves import Curves
from netviz.panels.feature_plane import FeaturePlane
from netviz.panels.feature_space import FeatureSpace
from netviz.panels.findings import Findings
from netviz.panels.histogram import Histogram
from netviz.panels.loss_curve import LossCurve
from netviz.panels.loss_surface import LossSurface
from netviz.panels.network_graph import NetworkGraph
from netviz.panels.page import Page, Split, columns, rows
from netviz.panels.panel import Choices, Panel
from netviz.panels.truth_table import TruthTable


def pages(setup: Setup) -> tuple[Page, ...]:
    """Return the pages for a set-up; the overview depends on the last hidden layer's width."""
    probe = Probe(setup)
    history = History(probe)
    return (
        _overview(setup, probe, history),
        _weights(setup, history),
        _activations(setup, probe, history),
        _gradients(probe, history),
    )


def _overview(setup: Setup, probe: Probe, history: History) -> Page:
    moment, space = Moment(probe), Features(probe)
    features: Panel
    other: Panel = Curves("Gradient norms", history.norms)
    match setup.hidden:
        case 1:
            features = FeaturePlane("Feature space", space.single)
        case 2:
            features = FeaturePlane("Feature space", space.plane)
            names = tuple(setup.architecture.names())
            other = LossSurface(names, LossLandscape(probe).surface)
        case 3:
            features = FeatureSpace("Feature space", space.space)
        case _:
            features = FeaturePlane("Feature space, projected", space.projection)
    panels = (
        NetworkGraph(moment.graph),
        Boundary(moment.field),
        LossCurve(equation(setup.loss, setup.architecture.output_activation)),
        TruthTable(moment.answers),
        features,
        other,
    )
    upper = columns((1.45, 0), (1, 1), (1, 4))
    lower = columns((1.45, 2), (1, 3), (1, 5))
    choices = Choices(samples=len(setup.samples), parameters=setup.architecture.parameter_count)
    return Page("overview", "Overview", panels, rows((1.12, upper), (1, lower)), choices)


def _weights(setup: Setup, history: History) -> Page:
    panels: list[Panel] = [
        Curves(f"Weights and biases, {name}", PerVersion(partial(history.weights, layer)))
        for layer, name in enumerate(layer_names(setup.architecture))
    ]
    panels += [
        Histogram("Weights by layer", "weights", PerVersion(history.weight_samples)),
        Comparison("Start and now", PerVersion(history.change)),
    ]
    layers = setup.architecture.layers
    curves = _in_rows(layers, 3)
    lower = columns((1, layers), (1, layers + 1))
    return Page("weights", "Weights", tuple(panels), rows((1.15 if layers <= 3 else 2, curves), (1, lower)))


def _in_rows(count: int, across: int) -> Split:
    """Return a layout of the first `count` panels, at most so many side by side."""
    lines = [range(start, min(start + across, count)) for start in range(0, count, across)]
    return rows(*((1, columns(*((1, i) for i in line))) for line in lines))


def _activations(setup: Setup, probe: Probe, history: History) -> Page:
    panels: list[Panel] = [
        Curves(f"Activations for {name}", PerVersion(partial(history.activations, sample)))
        for sample, name in enumerate(setup.samples)
    ]
    panels += [
        Histogram("Activations over [−1, 2]²", "activations", PerVersion(history.activation_samples)),
        Findings("Hidden neurons", PerVersion(partial(mlp_findings.neurons, probe))),
    ]
    samples = len(setup.samples)
    right = rows((1, samples), (1, samples + 1))
    return Page(
        "activations", "Activations", tuple(panels), columns((2, _in_rows(samples, 2)), (1.25, right))
    )


def _gradients(probe: Probe, history: History) -> Page:
    panels = (
        Curves("Gradient norms", history.norms),
        Curves("Update to weight ratio", history.ratios),
        Histogram("Gradients by layer", "gradients", PerVersion(history.gradient_samples)),
        Findings("Layers", PerVersion(partial(mlp_findings.gradients, probe, history))),
    )
    return Page(
        "gradients",
        "Gradients",
        panels,
        rows((1.25, columns((1, 0), (1, 1))), (1, columns((1.4, 2), (1, 3)))),
    )
