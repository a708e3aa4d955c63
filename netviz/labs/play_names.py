"""What layers, neurons and classes of the playground are called on the screen."""

from __future__ import annotations

from functools import lru_cache

from netviz.labs.play_setup import Fitted
from networks.inputs import SHOWN
from networks.tasks import Points

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@lru_cache(maxsize=8)
def _named(inputs: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    names = [tuple(SHOWN[name] for name in inputs)]
    for layer, size in enumerate(sizes[1:-1], start=1):
        prefix = f"h{layer}" if len(sizes) > 3 else "h"
        names.append(tuple(prefix + str(i).translate(SUBSCRIPTS) for i in range(1, size + 1)))
    outputs = ("ŷ",) if sizes[-1] == 1 else tuple(f"ŷ{i}".translate(SUBSCRIPTS) for i in range(sizes[-1]))
    return (*names, outputs)


def neuron_names(fitted: Fitted) -> tuple[tuple[str, ...], ...]:
    """Return the neurons' names, layer by layer from the inputs: x₁², h₁ (h2₁ in the second of several), ŷ.

    Of several outputs each has the number of its class, from 0.
    """
    return _named(fitted.setup.inputs, fitted.architecture.sizes)


def layer_names(fitted: Fitted) -> tuple[str, ...]:
    """Return the names of the layers with weights."""
    hidden = fitted.architecture.layers - 1
    if hidden == 1:
        return ("hidden layer", "output")
    return (*(f"hidden layer {i}" for i in range(1, hidden + 1)), "output")


LONGEST = 20  # characters of a class's name on the screen


def class_names(points: Points) -> tuple[str, ...]:
    """Return what the classes are called, short enough for a line of text; their numbers without names."""
    names = (points.name_of(label) for label in range(points.classes))
    return tuple(name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…" for name in names)
