"""Weights made by hand, on the page of gates: XOR of OR, NAND and AND, the challenge, a slider for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from netviz.engine.wishes import Challenge, Mute, SetOption, SetParameters, Together, Undo, Wish
from netviz.labs.play_moment import Moment
from netviz.labs.play_names import neuron_names
from netviz.labs.play_setup import Fitted, fit
from netviz.labs.play_view import Look
from netviz.panels.form import Field, Section
from netviz.panels.form_fields import slider_end
from netviz.panels.form_layout import BETWEEN, PITCH, TITLE, TWO
from netviz.panels.panel import Choices, View
from netviz.settings.playground import AUTO
from networks.gates import CORNERS, NAMES, TABLE, xor_by_hand
from networks.tasks import Task

STEEP = 10.0  # scale of the hand-made weights: all within a slider's reach, every gate off by less than 0.01
REACH, STEP = 20.0, 0.5  # of a slider for a weight
MOST_REACH = 1e6  # a larger weight stands at the end of its slider
GUTTER, PLATE, BUTTONS = 12, 46, 40  # design units: a gutter; what is over and under rows; the buttons
ALL = 24  # parameters of a network that has sliders for all of them; of a larger one, the chosen neuron has


def by_hand(moment: Moment) -> Together:
    """Return the wish for hand-made XOR: on its four points, with the network there is if its neurons can.

    It needs x1 and x2 alone, two neurons or more in the first hidden layer, sigmoid or tanh in all hidden
    layers and one output; what does not fit becomes 2-2-1, sigmoid, or auto. Nothing stays muted.
    """
    wanted, fitted = _wanted(moment)
    low, high = fitted.loss.low, fitted.loss.high
    values = xor_by_hand(fitted.architecture, STEEP, low, high)
    wishes: list[Wish] = []
    if moment.setup.problem == "xor" and not moment.own and not _on_xor(moment):
        wishes.append(SetOption("problem", "and"))  # so that XOR's own points come back
    wishes += [SetOption(name, value) for name, value in wanted.items()]
    places = tuple(range(len(values)))
    wishes += [Mute(places, False), SetParameters(places, tuple(values.tolist()))]
    return Together("XOR from OR, NAND and AND", tuple(wishes))


def _wanted(moment: Moment) -> tuple[dict[str, Any], Fitted]:
    """Return the settings that hand-made XOR needs, and what is trained with them."""
    setup = moment.setup
    wanted: dict[str, Any] = {"problem": "xor", "inputs": ("x1", "x2")}
    if not setup.hidden or setup.hidden[0] < 2:
        wanted["hidden"] = (2,)
    if not set(setup.activations) <= {"sigmoid", "tanh"} or not setup.hidden:
        wanted["activation"] = ("sigmoid",)
    fitted = fit(replace(setup, **wanted), Task.BINARY, 2)
    output = fitted.architecture.output_activation
    if fitted.warning or fitted.architecture.sizes[-1] > 1 or output not in ("sigmoid", "tanh", "linear"):
        wanted |= {"output_activation": AUTO, "loss": AUTO}
        fitted = fit(replace(setup, **wanted), Task.BINARY, 2)
    return wanted, fitted


def _on_xor(moment: Moment) -> bool:
    """Return whether the points are the four of XOR, each of its class, and no others."""
    points = moment.train
    corners = len(moment.test) == 0 and np.array_equal(points.inputs, CORNERS)
    return corners and np.array_equal(points.targets, TABLE[NAMES.index("XOR")])


def _shows(moment: Moment) -> str:
    """Return which neurons become which gates, by their names."""
    first, *later = neuron_names(_wanted(moment)[1])[1:]
    shows = f"{first[0]} and {first[1]} are OR and NAND, {later[0][0]} is their AND"
    if len(later) > 1:
        shows += f", passed on to {later[-1][0]}"
    edit = "One edit: XOR's four points, these weights and, if need be, the network are in place of yours"
    return f"{shows}. {edit} until Undo."


@dataclass(frozen=True)
class SetPlace:
    """Makes the wish for a parameter of a value; two of the same place are equal."""

    place: int

    def __call__(self, value: float | str) -> Wish:
        """Return the wish."""
        return SetParameters((self.place,), (float(value),))


def sections(look: Look, view: View) -> tuple[Section, ...]:
    """Return the buttons, and a slider for each weight and bias of all neurons, or of the chosen one."""
    timeline = view.timeline
    moment, fitted = look.moment(timeline), look.fitted(timeline)
    return (_buttons(moment), *_sliders(view, moment, fitted.architecture.sizes, neuron_names(fitted)))


def form_height(sizes: tuple[int, ...], choices: Choices, wide: float) -> float:
    """Return how many gutters high a panel of these is, in which rows have so many gutters of width."""
    layer, _ = choices.neuron_in(sizes[1:])
    if not _has_all(sizes):
        return (PLATE + BUTTONS + TITLE + (sizes[layer] + 1) * PITCH) / GUTTER
    heights = [(before + 1) * PITCH + BETWEEN for before, after in pairwise(sizes) for _ in range(after)]
    rows = sum(heights)
    if wide * GUTTER >= TWO and len(heights) > 1:
        first = min(accumulate(heights), key=lambda height: max(height, rows - height))
        rows = max(first, rows - first)
    return (PLATE + BUTTONS + rows - BETWEEN) / GUTTER


def _has_all(sizes: tuple[int, ...]) -> bool:
    """Return whether a network has few enough parameters for a slider each."""
    return sum((before + 1) * after for before, after in pairwise(sizes)) <= ALL


def _buttons(moment: Moment) -> Section:
    on = moment.challenge
    made = Field(
        "xor by hand",
        "Set XOR by hand",
        "button",
        wish=by_hand(moment),
        enabled=not on,
        reason="it would solve the challenge for you; end that first",
        help=_shows(moment),
    )
    begins = "Training off, a 2-2-1 network with small weights: solve XOR with the sliders. "
    begins += "Your points, settings and network come back when it ends."
    challenge = Field(
        "challenge",
        "End challenge" if on else "Begin challenge",
        "button",
        wish=Challenge(not on),
        help="Brings your points, settings and network back as they were; you can then resume training."
        if on
        else begins,
    )
    again = Field(
        "again", "New weights", "button", wish=Challenge(True), help="Begin again with other small weights."
    )
    back = Field(
        "undo",
        "Undo",
        "button",
        wish=Undo(),
        enabled=bool(moment.undo),
        reason="there is no edit",
        help=f"Take back: {moment.undo}" if moment.undo else "",
    )
    return Section("", (challenge, *((again,) if on else ()), made, back))


def _sliders(
    view: View, moment: Moment, sizes: tuple[int, ...], names: tuple[tuple[str, ...], ...]
) -> tuple[Section, ...]:
    everything = _has_all(sizes)
    chosen = view.choices.neuron_in(sizes[1:])
    made, start = [], 0
    largest = float(np.nan_to_num(np.abs(moment.values)).max(initial=0.0))
    reach = slider_end(largest, REACH, MOST_REACH)
    for layer, (before, after) in enumerate(pairwise(sizes)):
        for neuron in range(after):
            if everything or chosen == (layer, neuron):
                fields = []
                for source in range(before + 1):
                    place = start + source * after + neuron
                    own = names[layer + 1][neuron]
                    label = f"{names[layer][source]} → {own}" if source < before else f"bias of {own}"
                    fields.append(_slider(place, label, moment, reach))
                made.append(Section("" if everything else "The chosen neuron", tuple(fields)))
        start += (before + 1) * after
    return tuple(made)


def _slider(place: int, label: str, moment: Moment, reach: float) -> Field:
    alive = bool(moment.alive[place])
    return Field(
        f"parameter {place}",
        label,
        "slider",
        float(moment.values[place]),
        -reach,
        reach,
        step=STEP,
        wish=SetPlace(place),
        help="A neuron's line turns with its weights and moves with its bias; large ones make a sharp step.",
        enabled=alive,
        reason="" if alive else "it is muted, and counts as zero",
    )
