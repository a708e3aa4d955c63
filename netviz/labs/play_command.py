"""The command line that repeats a run of the playground."""

from __future__ import annotations

import re
from dataclasses import fields

from netviz.labs.play_moment import Moment
from netviz.labs.play_setup import Setup
from netviz.settings.playground import SETTINGS

PLAIN = re.compile(r"[A-Za-z0-9_.,+-]+")


def command(moment: Moment, seed: int, step: int, source: str) -> str:
    """Return the command: every setting that is not its default, the seed, and the epochs so far.

    `source` is the file that the points came from, if any. Edits by hand, and settings changed on the way,
    are no part of it: it trains with the settings of now from the beginning.
    """
    words = ["python main.py --playground"]
    if moment.own and source:
        words.append(f"--data {_quoted(source)}")
    for field in fields(Setup):
        setting, value = SETTINGS[field.name], getattr(moment.setup, field.name)
        if value != setting.default and not (field.name == "problem" and moment.own):
            words.append(f"{setting.flag} {_quoted(setting.write(value))}")
    words.append(f"--seed {seed}")
    if step:
        words.append(f"--epochs {step}")
    return " ".join(words)


def _quoted(text: str) -> str:
    """Return a word as a command line takes it, on any system."""
    return text if PLAIN.fullmatch(text) else f'"{text}"'
