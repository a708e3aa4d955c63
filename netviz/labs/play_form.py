"""The playground's controls: a field for every setting of the table, with what it is at this moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netviz.engine.cache import PerKey
from netviz.engine.wishes import OWN, Redo, Undo, Wish
from netviz.labs.play_moment import Moment
from netviz.labs.play_setup import DATA_SETTINGS, idle
from netviz.labs.play_view import Look
from netviz.panels.form import Field, Section
from netviz.panels.panel import View
from netviz.settings.playground import SETTINGS
from netviz.settings.setting import Choice, Number, Setting, Several
from networks.inputs import SHOWN
from networks.problems import LEAST_POINTS, PROBLEMS

# Data first: what a beginner changes first. The shape is changed on the graph itself.
ORDER = ("Data", "Training", "Network", "Output and loss")
SCALED = " Of this file each column is taken less its mean, over its deviation; hints tell its own numbers."
ON_THE_GRAPH = ("hidden", "activation")


class Sections:
    """Tells the form of the newest snapshot; the same object while nothing that it tells has changed."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known = PerKey[tuple[Section, ...]]()

    def __repr__(self) -> str:
        return "Sections()"

    def __call__(self, view: View) -> tuple[Section, ...]:
        """Return the sections."""
        moment, warning = self._look.moment(view.timeline), self._look.fitted(view.timeline).warning
        points = len(moment.train) + len(moment.test)
        key = (moment.setup, moment.undo, moment.redo, moment.own, moment.file, points, warning)
        return self._known(key, lambda: sections(moment, warning))


def sections(moment: Moment, warning: str) -> tuple[Section, ...]:
    """Return the form of a moment; `warning` is what speaks against its loss and output together."""
    edits = Section(
        "",
        (
            _edit("Undo", moment.undo, Undo(), "take back"),
            _edit("Redo", moment.redo, Redo(), "make again"),
        ),
    )
    made = [edits]
    for title in ORDER:
        fields: list[Field] = []
        for setting in SETTINGS.values():
            if setting.section == title and setting.name not in ON_THE_GRAPH:
                fields += _fields(setting, moment)
        made.append(Section(title, tuple(fields)))
    if warning:
        last = made[-1]
        warned = [
            replace(field, warning=warning) if field.name in ("loss", "output_activation") else field
            for field in last.fields
        ]
        made[-1] = Section(last.title, tuple(warned))
    return tuple(made)


def _edit(label: str, says: str, wish: Wish, verb: str) -> Field:
    enabled = bool(says)
    help_ = f"{verb}: {says}" if enabled else ""
    return Field(label, label, "button", help=help_, enabled=enabled, reason="there is no edit", wish=wish)


def _fields(setting: Setting, moment: Moment) -> list[Field]:
    """Return the controls of one setting: one, or a chip for each of several words."""
    value: Any = getattr(moment.setup, setting.name)
    reason = idle(setting.name, moment.setup, moment.file if moment.own else "")
    points = len(moment.train) + len(moment.test)
    if setting.name == "train_share" and not reason and points <= LEAST_POINTS and not len(moment.test):
        reason = f"{points} points are too few to test with some: all are trained on"
    if reason and setting.name in DATA_SETTINGS:  # what holds of the points there are
        value = {"points": points, "noise": 0.0, "train_share": 1.0}[setting.name]
    match setting:
        case Number():
            return [
                Field(
                    setting.name,
                    setting.label,
                    "slider",
                    value,
                    setting.low,
                    setting.high,
                    setting.log,
                    help=setting.help,
                    whole=setting.whole,
                    enabled=not reason,
                    reason=reason,
                )
            ]
        case Choice():
            words = setting.words
            if setting.name == "problem" and moment.file:
                value, words = OWN if moment.own else value, (OWN, *words)
            return [
                Field(
                    setting.name,
                    setting.label,
                    "choice",
                    value,
                    choices=words,
                    shown=tuple(_shown(setting.name, word, moment) for word in words),
                    help=setting.help + (SCALED if setting.name == "problem" and moment.scales else ""),
                )
            ]
        case Several():
            chosen = tuple(value)
            return [
                Field(
                    f"{setting.name} {word}",
                    SHOWN.get(word, word),
                    "chip",
                    word in chosen,
                    help=setting.help,
                    enabled=chosen != (word,),
                    reason="a network needs at least one input",
                    among=setting.name,
                    word=word,
                )
                for word in setting.words
            ]
    return []


def _shown(name: str, word: str, moment: Moment) -> str:
    if name == "problem":
        return moment.file if word == OWN else PROBLEMS[word].title
    return word.replace("_", " ")
