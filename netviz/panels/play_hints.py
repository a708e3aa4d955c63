"""What a neuron, a weight or a bias says of itself under the mouse: exact numbers, and sums term by term."""

from __future__ import annotations

import numpy as np

from netviz.drawing.numbers import exact
from netviz.drawing.widgets import Hint, Picture
from netviz.panels.play_network import Pass, PlayNetwork, Spot

TERMS = 10  # of a sum that are written out; of more, the largest


def spot_hint(
    network: PlayNetwork, spot: Spot, passed: Pass | None, probe: tuple[float, float] | None
) -> Hint:
    """Return what is known of a spot; `passed` is the input `probe`'s way through the network."""
    if spot.source is None:
        return _neuron(network, spot, passed, probe)
    layer = network.layers[spot.layer]
    value, gradient = spot.value(network), float(layer.gradients[spot.source, spot.neuron])
    sign = "b" if spot.is_bias(network) else "w"
    rows = [f"{'' if sign == 'b' else 'weight '}{spot.name(network)}", f"{sign}     = {exact(value)}"]
    if spot.penalised(network):
        rows.append(f"g     = {spot.slope(network)} = {exact(gradient)}")
    else:
        rows.append(f"{spot.slope(network)} = {exact(gradient)}")
    if passed is not None and sign == "w":
        x = float(passed.into(spot.layer)[spot.source])
        effective = 0.0 if spot.muted(network) else value
        rows.append(f"w·x   = {exact(effective, 4)} · {exact(x, 4)} = {exact(effective * x, 6)}")
    return Hint((*rows, *_states(network, spot), "click: take it in hand"))


def _states(network: PlayNetwork, spot: Spot) -> list[str]:
    whole = spot.source is None
    rows = []
    if spot.frozen(network):
        rows.append(
            "frozen: no weight into it learns, nor its bias" if whole else "frozen: it does not learn"
        )
    if spot.muted(network):
        rows.append("muted: what goes out of it counts as 0" if whole else "muted: it counts as 0")
    return rows


def _neuron(network: PlayNetwork, spot: Spot, passed: Pass | None, probe: tuple[float, float] | None) -> Hint:
    layer = network.layers[spot.layer]
    name = layer.neurons[spot.neuron]
    weights = layer.counting()[:, spot.neuron]
    picture = Picture(layer.maps[spot.neuron], layer.low, layer.high, network.extent, probe)
    names = (*network.sources(spot.layer), "b")
    wide = max(map(len, names))
    kind = layer.activation.replace("_", " ")
    of_class = network.classes if layer is network.layers[-1] and len(layer.neurons) > 1 else ()
    rows = [f"{name}, {layer.name}" + (f", for class {of_class[spot.neuron]}" if of_class else "")]
    if passed is None:
        shown = _largest(weights[:-1])
        rows += [f"{names[i]:<{wide}} {exact(weights[i]):>14}" for i in (*shown, len(weights) - 1)]
        if len(shown) < len(weights) - 1:
            rows.insert(-1, f"and {len(weights) - 1 - len(shown)} smaller weights")
        rows.append(f"{name} = {kind}(Σ w·x + b)")
        return Hint((*rows, *_states(network, spot)), picture)
    inputs = passed.into(spot.layer)
    terms = weights[:-1] * inputs
    shown = _largest(terms)
    for i in shown:
        w, x, term = exact(weights[i], 4), exact(inputs[i], 4), exact(terms[i], 5)
        rows.append(f"{names[i]:<{wide}} {w:>9} · {x:>9} = {term:>10}")
    if len(shown) < len(terms):
        rest = float(terms.sum() - terms[shown].sum())
        rows.append(f"and {len(terms) - len(shown)} smaller{exact(rest, 5):>{wide + 26}}")
    pad = wide + 35
    z, a = float(passed.z[spot.layer][spot.neuron]), float(passed.a[spot.layer][spot.neuron])
    for label, number in (("Σ w·x", float(terms.sum())), ("b", float(weights[-1])), ("z = Σ w·x + b", z)):
        rows.append(f"{label:<{pad - 10}}{exact(number, 5):>10}")
    rows.append(f"{f'a = {kind}(z)':<{pad - 10}}{exact(a, 5):>10}")
    return Hint((*rows, *_states(network, spot)), picture)


def _largest(terms: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[int]:
    """Return in order the places of the largest terms."""
    if len(terms) <= TERMS:
        return list(range(len(terms)))
    sizes = np.nan_to_num(np.abs(terms), nan=np.inf)
    return sorted(np.argsort(-sizes, kind="stable")[: TERMS - 1].tolist())
