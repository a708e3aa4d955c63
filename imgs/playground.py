"""The playground's pictures: short runs, with what a user does to them on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imgs.hand import User
from netviz import making
from netviz.cli import parse
from netviz.drawing.canvas import Point
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.panels.either import Either
from netviz.panels.form import Form
from netviz.panels.plane import Plane
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_shape import Press
from netviz.panels.walk import Walk
from netviz.signals import Caught


def graph(user: User) -> PlayGraph:
    """Return the graph of the overview."""
    found = user.panel("Your network")
    assert isinstance(found, PlayGraph)
    return found


def form(user: User, title: str = "Settings") -> Form:
    """Return a panel of controls."""
    found = user.panel(title)
    assert isinstance(found, Form)
    return found


def enter(user: User, name: str, value: str) -> None:
    """Type a value into the field of a setting."""
    field = form(user).place(name)
    user.click((field.right - 12, field.centery))
    user.type(value)
    user.key("escape")


def place_of(user: User, x1: float, x2: float) -> Point:
    """Return where an input is in the input plane."""
    found = user.panel("Input plane")
    found = found.panel if isinstance(found, Either) else found
    assert isinstance(found, Plane) and found._axes is not None
    x, y = found._axes.point(x1, x2)
    return round(x), round(y)


def look(user: User) -> None:
    """Do nothing."""


def pin_two(user: User) -> None:
    """Pin a point of the outer ring and one of the inner, and choose the output."""
    for place in PINNED:
        user.rest(place_of(user, *place))
        user.key("P")
    user.rest(None)
    curves = user.panel("From A to B")
    assert isinstance(curves, Walk)
    user.click(curves._boxes[1, 0].center)


def add_a_layer(user: User) -> None:
    """Press the plus between inputs and output, take one of its four neurons away, and train on."""
    user.click(graph(user).layout.presses[Press("add", 0)].center)
    user.click(graph(user).layout.presses[Press("fewer", 0)].center)
    user.train(1500)


def hold_back(user: User) -> None:
    """Type 0.03 into the field of L2, and train on."""
    enter(user, "l2", "0.03")
    user.train(700)


def mute(user: User) -> None:
    """Choose a hidden neuron and silence it."""
    shown = graph(user)
    user.click(shown.layout.neurons[0][MUTED].center)
    user.click(shown.editor.mute.part.center)


def set_by_hand(user: User) -> None:
    """Press the button that sets XOR from three gates."""
    user.click(form(user, "Weights by hand").place("xor by hand").center)
    user.key("escape")


def check(user: User) -> None:
    """Go on to the gradients, and compare the chosen one with two losses."""
    user.key(*["."] * 5, "v")


PINNED = ((-0.75, 0.3), (0.1, 0.25))
MUTED = 3


@dataclass(frozen=True)
class Shot:
    """A run by its flags, for so many epochs, then a page of it and what is done there."""

    flags: str
    epochs: int
    page: str = "overview"
    theme: str = "dark"
    prepare: Callable[[User], None] = look


OVERFIT = (
    "--moons --points 60 --noise 0.35 --hidden-neurons 16,16 --optimizer adam --learning-rate 0.01 --seed 1"
)
GATES = "--playground --problem xor --hidden-neurons 2 --activation sigmoid --seed 1"
SHOTS = {
    "play-overview": Shot("--spiral --seed 1", 600),
    "play-probe": Shot("--circles --seed 1", 300, "probe", "light", pin_two),
    "play-gates": Shot(GATES, 100, "gates", prepare=set_by_hand),
    "play-update": Shot("--moons --hidden-neurons 3 --seed 1", 60, "update", prepare=check),
    "play-xor-line": Shot("--playground --problem xor --hidden-neurons 0 --seed 1", 500, theme="light"),
    "play-xor-layer": Shot(
        "--playground --problem xor --hidden-neurons 0 --seed 1", 500, theme="light", prepare=add_a_layer
    ),
    "play-rate": Shot("--spiral --optimizer sgd --batch-size 250 --learning-rate 10 --seed 1", 1500),
    "play-overfit": Shot(OVERFIT, 500),
    "play-l2": Shot(OVERFIT, 500, prepare=hold_back),
    "play-mute": Shot("--moons --seed 1", 300, theme="light", prepare=mute),
}


def picture(shot: Shot) -> bytes:
    """Return a picture of a new run."""
    lab = making.make(parse(shot.flags.split()), Caught())
    session, timeline = Session(lab, lab.total, lab.pace), Timeline()
    timeline.add(session.current())
    user = User(session, timeline, shot.page, shot.theme)
    user.train(shot.epochs)
    shot.prepare(user)
    return user.picture()
