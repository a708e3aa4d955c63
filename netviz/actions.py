"""What a user can do, and the keys that do it: one table for the window, the buttons and the help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType


class Action(Enum):
    """A verb of the program."""

    QUIT = auto()
    TOGGLE_PAUSE = auto()
    STEP_REFRESH = auto()
    STEP_ONE = auto()
    FASTER = auto()
    SLOWER = auto()
    RESTART = auto()
    RESTART_NEW = auto()
    NEXT_PAGE = auto()
    PREVIOUS_PAGE = auto()
    PAGE_1 = auto()
    PAGE_2 = auto()
    PAGE_3 = auto()
    PAGE_4 = auto()
    PAGE_5 = auto()
    PAGE_6 = auto()
    PAGE_7 = auto()
    PAGE_8 = auto()
    PAGE_9 = auto()
    NEXT_PANEL = auto()
    PREVIOUS_PANEL = auto()
    ENLARGE = auto()
    BACK = auto()
    NEXT_SAMPLE = auto()
    PREVIOUS_SAMPLE = auto()
    TURN_LEFT = auto()
    TURN_RIGHT = auto()
    TURN_UP = auto()
    TURN_DOWN = auto()
    X_WEIGHT = auto()
    Y_WEIGHT = auto()
    LOG_LOSS = auto()
    NEXT_SOURCE = auto()
    PLAY = auto()
    PASS_STEP = auto()
    PASS_BACK = auto()
    PASS_FASTER = auto()
    PASS_SLOWER = auto()
    NEXT_LAYER = auto()
    NEXT_FILTER = auto()
    PREVIOUS_FILTER = auto()
    NEXT_CHANNEL = auto()
    BACKWARD = auto()
    NUMBERS = auto()
    PEN = auto()
    PIN = auto()
    UNDO = auto()
    REDO = auto()
    COPY = auto()
    CLEAR = auto()
    TELL = auto()
    THEME = auto()
    SCREENSHOT = auto()
    HELP = auto()
    ALL_LABS = auto()


REPEATING = frozenset(
    {
        Action.STEP_ONE,
        Action.STEP_REFRESH,
        Action.NEXT_SAMPLE,
        Action.PREVIOUS_SAMPLE,
        Action.TURN_LEFT,
        Action.TURN_RIGHT,
        Action.TURN_UP,
        Action.TURN_DOWN,
        Action.PASS_STEP,
        Action.PASS_BACK,
        Action.NEXT_FILTER,
        Action.PREVIOUS_FILTER,
    }
)
WORDS = MappingProxyType(  # what an action asks of the panels of the page shown
    {
        Action.NEXT_SAMPLE: "next sample",
        Action.PREVIOUS_SAMPLE: "previous sample",
        Action.TURN_LEFT: "left",
        Action.TURN_RIGHT: "right",
        Action.TURN_UP: "up",
        Action.TURN_DOWN: "down",
        Action.PLAY: "play",
        Action.PASS_STEP: "step",
        Action.PASS_BACK: "back",
        Action.PASS_FASTER: "faster",
        Action.PASS_SLOWER: "slower",
        Action.NEXT_LAYER: "layer",
        Action.NEXT_FILTER: "filter",
        Action.PREVIOUS_FILTER: "filter back",
        Action.NEXT_CHANNEL: "channel",
        Action.BACKWARD: "backward",
        Action.NUMBERS: "numbers",
        Action.PEN: "pen",
        Action.PIN: "pin",
        Action.CLEAR: "clear",
    }
)
PAGES = tuple(Action[f"PAGE_{i}"] for i in range(1, 10))


@dataclass(frozen=True)
class Binding:
    """Keys for one action: printable ones as typed, others by pygame's name, `shift+` before where held.

    One of a lab that stands `instead` is shown in place of the row of all labs with the same keys.
    """

    action: Action
    keys: tuple[str, ...]
    shown: str
    says: str
    instead: bool = False


@dataclass(frozen=True)
class Group:
    """Bindings that belong together in the help; those of one lab are shown for that lab alone."""

    title: str
    bindings: tuple[Binding, ...]
    lab: str = ""


GROUPS = (
    Group(
        "Training",
        (
            Binding(Action.TOGGLE_PAUSE, ("space",), "Space", "pause, go on"),
            Binding(Action.STEP_REFRESH, ("right",), "→", "train to the next refresh, then pause"),
            Binding(Action.STEP_ONE, ("n",), "n", "train one epoch or batch, then pause"),
            Binding(Action.FASTER, ("+", "="), "+", "twice as many steps per refresh"),
            Binding(Action.SLOWER, ("-",), "-", "half as many steps per refresh"),
            Binding(Action.RESTART, ("r",), "r", "restart with the same seed"),
            Binding(Action.RESTART_NEW, ("R",), "R", "restart with a new seed"),
        ),
    ),
    Group(
        "Looking",
        (
            Binding(Action.NEXT_PAGE, ("tab",), "Tab", "next page; back with Shift"),
            Binding(Action.PREVIOUS_PAGE, ("shift+tab",), "", ""),
            *(Binding(action, (str(i),), "1 … 9" if i == 1 else "", "page by number" if i == 1 else "")
              for i, action in enumerate(PAGES, start=1)),
            Binding(Action.ENLARGE, ("return", "enter"), "Enter", "enlarge a panel; or double click it"),
            Binding(Action.NEXT_PANEL, ("]",), "]  [", "next, previous panel"),
            Binding(Action.PREVIOUS_PANEL, ("[",), "", ""),
            Binding(Action.BACK, ("escape",), "Esc", "back to the page"),
            Binding(Action.NEXT_SAMPLE, ("down",), "↓  ↑", "next, previous sample, where one is shown"),
            Binding(Action.PREVIOUS_SAMPLE, ("up",), "", ""),
            Binding(Action.TURN_LEFT, ("shift+left",), "Shift + arrow", "turn 3-D views; or drag them"),
            Binding(Action.TURN_RIGHT, ("shift+right",), "", ""),
            Binding(Action.TURN_UP, ("shift+up",), "", ""),
            Binding(Action.TURN_DOWN, ("shift+down",), "", ""),
        ),
    ),
    Group(
        "XOR",
        (
            Binding(Action.X_WEIGHT, ("x",), "x  y", "another weight for the loss surface"),
            Binding(Action.Y_WEIGHT, ("y",), "", ""),
        ),
        "xor",
    ),
    Group(
        "Digits",
        (
            Binding(Action.NEXT_SOURCE, ("i",), "i", "training, validation, test, drawn"),
            Binding(Action.NEXT_LAYER, ("k",), "k", "next layer"),
            Binding(Action.NEXT_FILTER, ("f",), "f  F", "next, previous filter or quantity"),
            Binding(Action.PREVIOUS_FILTER, ("F",), "", ""),
            Binding(Action.NEXT_CHANNEL, ("c",), "c", "next input channel"),
            Binding(Action.PLAY, ("p",), "p", "filter pass: play, pause"),
            Binding(Action.PASS_STEP, (".",), ".  ,", "filter pass, mistakes: next, previous"),
            Binding(Action.PASS_BACK, (",",), "", ""),
            Binding(Action.PASS_FASTER, (">",), ">  <", "faster, slower; thicker, thinner pen"),
            Binding(Action.PASS_SLOWER, ("<",), "", ""),
            Binding(Action.BACKWARD, ("b",), "b", "filter pass: forward or backward"),
            Binding(Action.NUMBERS, ("v",), "v", "filters: numbers"),
            Binding(Action.PEN, ("w",), "w", "draw: pen down, pen up"),
            Binding(Action.TURN_LEFT, (), "Shift + arrow", "move window, cell, pen, leaf"),
            Binding(Action.CLEAR, ("backspace", "delete"), "Backspace", "clear the pad, or the chosen cell"),
        ),
        "mnist",
    ),
    Group(
        "Playground",
        (
            Binding(Action.NEXT_PAGE, (), "Tab", "next control; back with Shift; Esc leaves", instead=True),
            Binding(Action.TELL, ("i",), "i", "exact figures of the control in use"),
            Binding(Action.UNDO, ("u",), "u  U", "take back an edit, make it again"),
            Binding(Action.REDO, ("U",), "", ""),
            Binding(Action.PIN, ("P",), "P", "pin the input under the mouse, or unpin it"),
            Binding(Action.PLAY, ("p",), "p", "update: play, pause"),
            Binding(Action.PASS_STEP, (".",), ".  ,", "update: phases; plane: points"),
            Binding(Action.PASS_BACK, (",",), "", ""),
            Binding(Action.PASS_FASTER, (">",), ">  <", "update: play faster, slower"),
            Binding(Action.PASS_SLOWER, ("<",), "", ""),
            Binding(Action.TURN_LEFT, (), "Shift + arrow", "update: another weight, another neuron"),
            Binding(Action.NEXT_LAYER, ("k",), "k", "update: another layer"),
            Binding(Action.NUMBERS, ("v",), "v", "update: check a gradient by two losses"),
            Binding(Action.COPY, ("c",), "c", "copy the command that repeats this run"),
            # of controls, which take keys before actions do
            Binding(Action.NEXT_PAGE, (), "f  m  t", "network, after Tab: freeze, mute, trust"),
            Binding(Action.NEXT_PAGE, (), "b  w  e", "plane, after Tab: steps, lines; residuals"),
            Binding(Action.NEXT_PAGE, (), "Delete", "plane, after Tab: remove a point or pin"),
        ),
        "playground",
    ),
    Group(
        "The program",
        (
            Binding(Action.LOG_LOSS, ("l",), "l", "loss logarithmic or linear"),
            Binding(Action.THEME, ("t",), "t", "dark or light"),
            Binding(Action.SCREENSHOT, ("s",), "s", "screenshot, to a file it names"),
            Binding(Action.HELP, ("h", "?"), "h  ?", "this help"),
            Binding(Action.ALL_LABS, ("A",), "A", "leave this run for the start screen"),
            Binding(Action.QUIT, ("q",), "q", "quit, at once"),
        ),
    ),
)  # fmt: skip


def actions_by_key(lab: str) -> dict[str, Action]:
    """Return what each key does in a lab."""
    groups = [group for group in GROUPS if group.lab in ("", lab)]
    return {key: binding.action for group in groups for binding in group.bindings for key in binding.keys}
