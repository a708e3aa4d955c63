"""The shape of a network, changed on the graph itself: buttons, and the wishes they stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netviz.drawing.widgets import Hint
from netviz.engine.wishes import AddLayer, RemoveLayer, SetOption, Wish
from netviz.panels.play_network import PlayNetwork


@dataclass(frozen=True)
class Press:
    """Something to press on the graph.

    `kind` is one of input, add, remove, fewer, more, activation, rest; `index` which input or hidden layer;
    for add the place of the new layer, for rest the layer, the output too.
    """

    kind: str
    index: int


@dataclass(frozen=True)
class Shape:
    """What buttons change: the `inputs` that are used, neurons and activation of each hidden layer."""

    inputs: tuple[str, ...]
    hidden: tuple[int, ...]
    activations: tuple[str, ...]


def shape_of(network: PlayNetwork) -> Shape:
    """Return the shape that a network has."""
    inputs = tuple(feature.name for feature in network.features if feature.row is not None)
    return Shape(inputs, network.hidden, tuple(layer.activation for layer in network.layers[:-1]))


def refused(network: PlayNetwork, press: Press, shape: Shape | None = None) -> str:
    """Return why a button does nothing just now, or to another shape; empty if it does."""
    shape = shape or shape_of(network)
    hidden = shape.hidden
    match press.kind:
        case "fewer" if hidden[press.index] <= 1:
            return "a layer has one neuron at least; × takes the layer away"
        case "more" if hidden[press.index] >= network.most_neurons:
            return f"a layer has {network.most_neurons} neurons at most"
        case "add" if len(hidden) >= network.most_layers:
            return f"there are {network.most_layers} hidden layers at most"
        case "input" if shape.inputs == (network.features[press.index].name,):
            return "a network needs one input at least"
    return ""


def _pressed(network: PlayNetwork, press: Press, shape: Shape) -> Shape:
    """Return what a button makes of a shape, the number of layers apart."""
    k, hidden, words = press.index, list(shape.hidden), list(shape.activations)
    match press.kind:
        case "input":
            names = [feature.name for feature in network.features]
            inputs = (name for i, name in enumerate(names) if (name in shape.inputs) != (i == k))
            return replace(shape, inputs=tuple(inputs))
        case "fewer" | "more":
            hidden[k] += 1 if press.kind == "more" else -1
            return replace(shape, hidden=tuple(hidden))
        case "activation":
            known = network.activations
            words[k] = known[(known.index(words[k]) + 1) % len(known)] if words[k] in known else known[0]
            return replace(shape, activations=tuple(words))
    return shape


class Asked:
    """The shape that the network will have once the lab has answered all that buttons asked for."""

    def __init__(self) -> None:
        self._shape: Shape | None = None
        self._answered = 0  # wishes that the lab had answered when the network was drawn,
        self._due = 0  # and how many it will have once it has answered all
        self._last = ""  # option asked for since then: another value for it takes the place of that wish
        self._moving = False  # whether a layer is to come or go, so that those seen have other numbers then

    def __repr__(self) -> str:
        return f"Asked({self._shape}, until answer {self._due})"

    def drawn(self, answered: int) -> None:
        """Know how many wishes the lab had answered for the network that is drawn now."""
        self._answered, self._last = answered, ""

    def press(self, network: PlayNetwork, press: Press) -> tuple[Wish, ...]:
        """Return what a button asks of the lab, one edit.

        Nothing where it is refused, for rest, and for a layer while another is to come or go.
        """
        shape = self._shape
        if shape is None or self._answered >= self._due or len(shape.hidden) != len(network.hidden):
            shape, self._moving = shape_of(network), False
        numbered = press.kind in ("fewer", "more", "activation")
        if press.kind == "rest" or (numbered and self._moving) or refused(network, press, shape):
            return ()
        self._shape = shape = _pressed(network, press, shape)
        wish: Wish
        match press.kind:
            case "input":
                wish = SetOption("inputs", shape.inputs)
            case "activation":
                wish = SetOption("activation", shape.activations)
            case "fewer" | "more":
                wish = SetOption("hidden", shape.hidden)
            case _:
                wish, self._moving = AddLayer(press.index), True
                if press.kind == "remove":
                    wish = RemoveLayer(press.index)
        last, self._last = self._last, wish.name if isinstance(wish, SetOption) else ""
        if not last or last != self._last:
            self._due = max(self._due, self._answered) + 1
        return (wish,)


def explain(network: PlayNetwork, press: Press, shown: tuple[int, int] = (0, 0)) -> Hint:
    """Return what a button does to the network and its learning; `shown` are the ends of what is shown."""
    k = press.index
    name = network.layers[min(k, len(network.layers) - 1)].name
    match press.kind:
        case "input":
            used = network.features[k].row is not None
            title = f"{network.features[k].shown}: {'used' if used else 'not used'}"
            says = f"click: {'leave it out' if used else 'give it to the network'}"
        case "add":
            title, says = "add a hidden layer here", "more layers fold the plane more often"
        case "remove":
            title, says = f"take {name} away", "the weights between the other layers stay"
        case "fewer":
            title, says = f"one neuron less in {name}", "the last one goes, the others keep their weights"
        case "more":
            title, says = f"one neuron more in {name}", "the others keep their weights"
        case "activation":
            title = f"{network.layers[k].activation}, the activation of {name}"
            says = "click: the next; without a bend, all layers are one straight line"
        case _:
            begin, end = shown
            unseen = len(network.layers[k].neurons) - (end - begin + 1)
            title = f"{unseen} more neurons in {name}: {begin} to {end} are shown"
            says = "click, or turn the wheel here: the next ones"
    reason = refused(network, press)
    return Hint((title, f"not now: {reason}" if reason else says))
