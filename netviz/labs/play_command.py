"""The command line that repeats a run of the playground."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import fields

from netviz.engine.wishes import OWN
from netviz.labs.play_history import Counts
from netviz.labs.play_moment import Moment
from netviz.labs.play_setup import Setup
from netviz.settings.playground import DRAWN, SETTINGS

SPECIAL = re.compile(r"[\"$`\\!]")  # what means something to a shell inside double quotes
PLAIN = re.compile(r"[A-Za-z0-9_.,+-]+")
FLAT = ("inputs",)  # settings whose default may be another where the points of a file lie on a line


def command(moment: Moment, seed: int, epochs: int, source: str, *, flat: bool) -> str:
    """Return the command: every setting that is not its default, the seed, and the epochs, 0 for no end.

    `source` is the file that the points came from, if any; `flat` tells that its x2 is 0. Where something was
    changed on the way, it begins as the run did and has all changes with it, each at its epoch. Where those
    are too many for a command line, or one of them needs what no command begins with, it trains with the
    settings of now; what is missing is told by `left_out`.
    """
    words = ["python main.py --playground"]
    setup, own, script = moment.setup, moment.own, ""
    if (moment.edits.made or moment.changes.made) and moment.start and (edits := _edits(moment)):
        (setup, own), script = moment.start, edits
    if own and source:
        words.append(f"--data={_quoted(source)}" if source.startswith("-") else f"--data {_quoted(source)}")
    for field in fields(Setup):
        setting, value = SETTINGS[field.name], getattr(setup, field.name)
        told = value != setting.default or (own and flat and field.name in FLAT)
        if field.name == "schedule_epochs" and setup.schedule != "constant":
            told = value != (epochs or setting.default)  # without the flag they are those of --epochs
        if told and not (own and field.name in DRAWN):
            words.append(f"{setting.flag} {_quoted(setting.write(value))}")
    words.append(f"--seed {seed}")
    if epochs:
        words.append(f"--epochs {epochs}")
    if script:
        words.append(f"--edits {_quoted(script)}")
    return " ".join(words)


def left_out(moment: Moment) -> str:
    """Return in a few words what of the run so far the command does not repeat; empty if it does."""
    told: list[str] = []
    if _edits(moment) is not None:
        return ""
    if made := moment.edits.made:
        told.append(f"without {made} edit{'s' * (made > 1)} by hand{_taken_back(moment.edits)}")
    if made := moment.changes.made:
        times = f"{made} time{'s' * (made > 1)}"
        told.append(f"the settings are those of now, changed {times}{_taken_back(moment.changes)}")
    return "; ".join(told)


def _edits(moment: Moment) -> str | None:
    """Return all edits as text; None where no command has them.

    A run with --data begins on the points of the file, and nothing is said beside it of how others are drawn.
    """
    if moment.file and moment.start and moment.script and "problem " in moment.script:
        setup, own = moment.start
        drawn = any(getattr(setup, name) != SETTINGS[name].default for name in DRAWN)
        if drawn if own else f"problem {OWN}" in moment.script:
            return None
    return moment.script


def _taken_back(counts: Counts) -> str:
    """Return in a few words how many edits are undone that the network was trained with all the same."""
    made, back = counts
    which = "all " * (made > 1) if back == made else f"{back} of them "
    return f", {which}taken back after training" if back else ""


def _quoted(text: str) -> str:
    """Return a word as a command line takes it: in double quotes, unless they cannot hold it."""
    if PLAIN.fullmatch(text):
        return text
    return shlex.quote(text) if SPECIAL.search(text) and os.name == "posix" else f'"{text}"'
