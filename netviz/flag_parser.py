"""What the standard parser of flags is given here: errors that are refusals, and kinds of flags.

Only this file knows argparse.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

from netviz import values
from netviz.faults import Refused
from netviz.guesses import meant

Value = TypeVar("Value")
Group = argparse._ArgumentGroup


class Flags(argparse.ArgumentParser):
    """Raises Refused where the standard parser prints its usage and leaves; leaves out what is not given."""

    def __init__(self, prog: str, usage: str, description: str, epilog: str) -> None:
        super().__init__(
            prog,
            usage,
            description,
            epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
            argument_default=argparse.SUPPRESS,
        )

    def error(self, message: str) -> NoReturn:
        """Raise Refused with the message, the flag by its last spelling in front."""
        named = re.fullmatch(r"argument (\S+): (.*)", message, re.DOTALL)
        if unknown := re.match(r"unrecognized arguments: (-[^\s=]+)", message):
            flags = [name for action in self._actions for name in action.option_strings]
            near = meant(unknown[1], flags)
            message += f"; did you mean {near}?" if near else ""
        text = f"{named[1].split('/')[-1]} {named[2]}" if named else message
        raise Refused(text if named else f"{text} (see {self.prog} -h)")

    def named(self, field: str) -> str:
        """Return the flag, by its last spelling, that fills a field of the options."""
        return next(action.option_strings[-1] for action in self._actions if action.dest == field)


class ChooseLab(argparse.Action):
    """Takes one lab and refuses a second."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        """Note the lab."""
        chosen = getattr(namespace, self.dest, self.const)
        if chosen != self.const:
            raise Refused(f"choose one lab: --{getattr(namespace, 'preset', chosen)} or --{self.const}")
        setattr(namespace, self.dest, self.const)


class ChoosePreset(ChooseLab):
    """Takes the playground, and one of its presets."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        """Note the lab and the preset."""
        if "lab" in namespace and namespace.lab != "playground":
            raise Refused(f"choose one lab: --{namespace.lab} or --{self.const}")
        if "preset" in namespace and namespace.preset != self.const:
            raise Refused(f"choose one: --{namespace.preset} or --{self.const}")
        namespace.lab, namespace.preset = "playground", self.const


def add_words(group: Group, flag: str, words: tuple[str, ...], text: str) -> None:
    """Add a flag whose words its lab will check."""
    group.add_argument(flag, metavar="{" + ",".join(words) + "}", help=text)


def add_choice(group: Group, flag: str, words: tuple[str, ...], text: str, short: str = "") -> None:
    """Add a flag that takes one of some words."""
    metavar = "{" + ",".join(words) + "}"
    names = [name for name in (short, flag) if name]
    group.add_argument(*names, metavar=metavar, type=reader(values.one_of, words), help=text)


def reader(read: Callable[..., Value], *limits: object) -> Callable[[str], Value]:
    """Return a reader of a flag's text whose ValueError argparse passes on word for word."""

    def read_or_explain(text: str) -> Value:
        try:
            return read(text, *limits)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read_or_explain
