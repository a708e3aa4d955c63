"""The shape of a network, changed on the graph itself: buttons, and the wishes they stand for."""

from __future__ import annotations

from dataclasses import dataclass

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


def refused(network: PlayNetwork, press: Press) -> str:
    """Return why a button does nothing just now; empty if it does."""
    hidden = network.hidden
    match press.kind:
        case "fewer" if hidden[press.index] <= 1:
            return "a layer has one neuron at least; × takes the layer away"
        case "more" if hidden[press.index] >= network.most_neurons:
            return f"a layer has {network.most_neurons} neurons at most"
        case "add" if len(hidden) >= network.most_layers:
            return f"there are {network.most_layers} hidden layers at most"
        case "input" if network.features[press.index].row is not None and len(network.used) == 1:
            return "a network needs one input at least"
    return ""


def wishes(network: PlayNetwork, press: Press) -> tuple[Wish, ...]:
    """Return what a button asks of the lab, one edit; nothing where it is refused, and for rest."""
    if refused(network, press):
        return ()
    k, hidden = press.index, list(network.hidden)
    match press.kind:
        case "input":
            features = network.features
            names = [f.name for i, f in enumerate(features) if (f.row is not None) != (i == k)]
            return (SetOption("inputs", tuple(names)),)
        case "fewer" | "more":
            hidden[k] += 1 if press.kind == "more" else -1
            return (SetOption("hidden", tuple(hidden)),)
        case "add":
            return (AddLayer(k),)
        case "remove":
            return (RemoveLayer(k),)
        case "activation":
            known, words = network.activations, [layer.activation for layer in network.layers[:-1]]
            words[k] = known[(known.index(words[k]) + 1) % len(known)] if words[k] in known else known[0]
            return (SetOption("activation", tuple(words)),)
    return ()


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
