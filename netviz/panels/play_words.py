"""What the editor of the graph says of what is chosen: each in more and in fewer words."""

from __future__ import annotations

import math

from netviz.drawing.numbers import number, scientific
from netviz.panels.check import Check
from netviz.panels.play_network import PlayNetwork, Spot


def costs(network: PlayNetwork, spot: Spot) -> tuple[str, ...]:
    """Return the gradient, and the loss with and without a spot."""
    layer = network.layers[spot.layer]
    places = spot.mutes(network)
    words, short = "", ""
    if places and spot.muted(network):
        other = network.loss_with(places)
        words = f"muted: loss {number(network.loss)}, with it {number(other)}"
        short = f"loss {number(network.loss)}, with it {number(other)}"
    elif places:
        without = network.loss_without(places)
        words = f"loss {number(network.loss)}, without it {number(without)}"
        if math.isfinite(without - network.loss):
            words += f" ({number(without - network.loss, 2, signed=True)})"
        short = f"without it loss {number(without)}"
    if spot.source is None:
        count = f"{len(layer.weights) - 1} weights in, {len(places)} out"
        return f"{count}     {words}", words or count
    gradient = number(float(layer.gradients[spot.source, spot.neuron]), 4)
    slope = f"{spot.slope(network)} = {gradient}"
    says = f"{slope}     {words}", f"{slope}   {words}", f"{slope}   {short}"
    return says if not spot.penalised(network) else (*says, f"g = {gradient}   {short}")


def compared(at: int, check: Check, epoch: int) -> tuple[str, ...]:
    """Return what a comparison made at epoch `at` found, now that it is `epoch`."""
    if check.agrees:
        verdict = "the same"
    elif not check.tells:
        verdict = "lost in rounding"
    else:
        verdict = "a kink lies between" if check.kinks else "not the same"
    then = "" if at == epoch else f" (at epoch {at})"
    backward, difference = number(check.gradient, 5), number(check.estimate, 5)
    error = scientific(check.error, 0)
    return (
        f"backprop {backward}, difference {difference}, h = {scientific(check.h)}, "
        f"error {error}: {verdict}{then}",
        f"backprop {backward}, difference {difference}, error {error}: {verdict}{then}",
        f"backprop {backward}, difference {difference}: {verdict}{then}",
        f"{backward}, by difference {difference}: {verdict}",
    )


def helps(spot: Spot, *, keys: bool) -> tuple[str, ...]:
    """Return what a hand can do with a spot; with `keys`, if it has the keyboard, by which."""
    if spot.source is None:
        does = "Freeze holds all that comes in, Mute silences all that goes out"
        by_keys = (f"{does}      keys: f  m  arrows",) if keys else ()
        return (*by_keys, does, "Freeze: all that comes in.   Mute: all that goes out")
    if not keys:
        return (
            "drag up or down, turn the wheel, or click to type a number",
            "drag, turn the wheel, or click to type",
        )
    return (
        "drag up or down, turn the wheel, or type      keys: digits  Enter  f  m  t  arrows",
        "drag up or down, turn the wheel, or type a number",
    )
