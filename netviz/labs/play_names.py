"""What layers, neurons and classes of the playground are called on the screen."""

from __future__ import annotations

from netviz.labs.neuron_words import neuron_words
from netviz.labs.play_setup import Fitted
from networks.figures import number
from networks.inputs import SHOWN
from networks.one_update import PROBABILITIES, of_loss
from networks.tasks import Points, Task


def neuron_names(fitted: Fitted) -> tuple[tuple[str, ...], ...]:
    """Return the neurons' names, layer by layer from the inputs: x₁², h₁, ŷ; see `neuron_words`."""
    inputs = tuple(SHOWN[name] for name in fitted.setup.inputs)
    return neuron_words(inputs, fitted.architecture.sizes)


def layer_names(fitted: Fitted) -> tuple[str, ...]:
    """Return the names of the layers with weights."""
    hidden = fitted.architecture.layers - 1
    if hidden == 1:
        return ("hidden layer", "output")
    return (*(f"hidden layer {i}" for i in range(1, hidden + 1)), "output")


def softmax_of(fitted: Fitted) -> str:
    """Return what the answer is the softmax of, z or a, which are one where the output is linear."""
    if fitted.loss.name != "cross_entropy":
        return ""
    return "z" if fitted.architecture.output.name == "linear" else "a"


def outputs_of(fitted: Fitted, points: Points) -> tuple[str, ...]:
    """Return what each output stands for: a class, or both on either side of a number; none for values."""
    if fitted.task is Task.REGRESSION:
        return ()
    names, outputs = class_names(points), fitted.architecture.sizes[-1]
    if outputs > 1:
        return tuple(f"for class {name}" for name in names[:outputs])
    sign = answer_of(fitted)[0]
    return (f"class {names[1]} where {sign} > {number(fitted.loss.threshold)}, else class {names[0]}",)


def answer_of(fitted: Fitted) -> tuple[str, str]:
    """Return what the answer is called and how it comes about, as p = softmax(z); a itself has nothing."""
    output = fitted.architecture.output.name
    if f"{fitted.loss.name} {output}" == "bce sigmoid":
        return "a", ""
    formula = of_loss(PROBABILITIES, fitted.loss, output)
    return ("p", formula) if formula else ("a", "")


LONGEST = 20  # characters of a class's name on the screen


def class_names(points: Points) -> tuple[str, ...]:
    """Return what the classes are called, short enough for a line of text; their numbers without names.

    A long name is cut at its end; where others would look the same then, at its beginning, or it is numbered.
    """
    names = [points.name_of(label) for label in range(points.classes)]
    short = [_cut(name, name[: LONGEST - 1].rstrip() + "…") for name in names]
    for other in (_ended, _numbered):
        same = [short.count(name) > 1 for name in short]
        short = [_cut(name, other(name, k)) if same[k] else short[k] for k, name in enumerate(names)]
    return tuple(short)


def _cut(name: str, short: str) -> str:
    return name if len(name) <= LONGEST else short


def _ended(name: str, _: int) -> str:
    return "…" + name[1 - LONGEST :].lstrip()


def _numbered(name: str, k: int) -> str:
    return f"{name[: LONGEST - 4]}… {k}"
