"""The command line that repeats a run of the playground."""

from __future__ import annotations

import re
from dataclasses import fields

from netviz.labs.play_moment import Moment
from netviz.labs.play_setup import Setup
from netviz.settings.playground import SETTINGS

PLAIN = re.compile(r"[A-Za-z0-9_.,+-]+")
BY_FILE = ("inputs",)  # settings whose default a file of points decides


def command(moment: Moment, seed: int, epochs: int, source: str) -> str:
    """Return the command: every setting that is not its default, the seed, and the epochs, 0 for no end.

    `source` is the file that the points came from, if any. Edits by hand, and settings changed on the way,
    are no part of it: it trains with the settings of now from the beginning.
    """
    words = ["python main.py --playground"]
    if moment.own and source:
        words.append(f"--data {_quoted(source)}")
    for field in fields(Setup):
        setting, value = SETTINGS[field.name], getattr(moment.setup, field.name)
        told = value != setting.default or (moment.own and field.name in BY_FILE)
        if told and not (field.name == "problem" and moment.own):
            words.append(f"{setting.flag} {_quoted(setting.write(value))}")
    words.append(f"--seed {seed}")
    if epochs:
        words.append(f"--epochs {epochs}")
    return " ".join(words)


def _quoted(text: str) -> str:
    """Return a word as a command line takes it, on any system."""
    return text if PLAIN.fullmatch(text) else f'"{text}"'
