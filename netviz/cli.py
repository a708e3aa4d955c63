"""The command line: flags, read by `netviz.flags`, into the options of one lab."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from netviz import environment, values
from netviz import options as known
from netviz.engine.script import Script
from netviz.engine.script import read as read_script
from netviz.engine.seeds import draw_seed
from netviz.faults import Refused
from netviz.flag_parser import Flags
from netviz.flags import SHARED, parser, program_name
from netviz.options import Options
from netviz.settings.playground import SETTINGS
from netviz.telling import say

__all__ = ["main", "parse", "parser"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; `argv` comes without the program's name."""
    environment.prepare()
    try:
        options = parse(sys.argv[1:] if argv is None else argv)
        from netviz import launch  # brings NumPy, which reads the environment

        called = program_name()
        return launch.launch(options, parse, f"python {called}" if called.endswith(".py") else called)
    except Refused as refusal:
        _complain(f"{program_name()}: {refusal}")
        return 2
    except KeyboardInterrupt:  # while the program still starts
        return 130
    except SystemExit as leaving:  # -h and --version
        return leaving.code if isinstance(leaving.code, int) else 0


def parse(argv: Sequence[str]) -> Options:
    """Return the options that the arguments ask for; those of the start screen where they name no lab.

    Draws a seed where none is given. Raises Refused for a bad value, SystemExit for -h and --version.
    """
    flags = parser()
    given = vars(flags.parse_args(argv))
    if "lab" not in given:
        return _without_lab(flags, given)
    kind = known.LABS[given["lab"]]
    if kind is known.PlayOptions:
        if "edits" in given:
            given["edits"] = _edits(given["edits"])
        given["settings"] = {name: _read(name, given.pop(name)) for name in SETTINGS if name in given}
    _refuse_foreign(flags, given, kind)
    for name, read in SHARED.items():
        if name in given:
            given[name] = _read(name, given[name], read)
    if "seed" in given and ("model" in given or given.get("mode") == "infer"):
        raise Refused("--seed is for a new network: one that is trained already has its own")
    given.setdefault("seed", draw_seed())
    if kind is known.XorOptions:
        given.setdefault("output_activation", known.default_output(given.get("loss", "mse")))
    elif given.get("epochs", 1) > known.MAX_DIGIT_EPOCHS:
        limit = f"{known.MAX_DIGIT_EPOCHS:,}"
        raise Refused(
            f"--epochs must be a whole number from 1 to {limit} with --mnist, not {given['epochs']}"
        )
    return kind(**given)


def _without_lab(flags: Flags, given: dict[str, Any]) -> Options:
    """Return the options of the start screen; raises Refused for a flag that only a lab can obey."""
    for name in given:
        if name not in known.START + known.DIGITS:
            flag = flags.named(name)
            raise Refused(f"{flag} needs a lab: choose --xor, --mnist or --playground")
    given.setdefault("seed", draw_seed())
    return known.StartOptions(**given)


def _read(name: str, text: str, read: Callable[[str], object] | None = None) -> object:
    """Return what the text of a flag means to its lab: by `read`, or by the playground's table."""
    setting = SETTINGS[name]
    try:
        return (read or setting.read)(text)
    except ValueError as error:
        raise Refused(f"{setting.flag} {error}") from None


def _edits(text: str) -> Script:
    """Return what a text says of the edits of a run; raises Refused."""
    try:
        return read_script(text, SETTINGS)
    except ValueError as error:
        raise Refused(f"--edits {error}") from None


def _refuse_foreign(flags: Flags, given: dict[str, object], kind: type[Options]) -> None:
    """Raise Refused for a flag, or a page, that belongs to another lab."""
    own = {field.name for field in fields(kind)}
    for name in given:
        if name not in own:
            flag = flags.named(name)
            raise Refused(f"{flag} does not go with --{given['lab']} (see {flags.prog} -h)")
    pages = known.PAGES[str(given["lab"])]
    if given.get("page", pages[0]) not in pages:
        page = values.quoted(str(given["page"]))
        raise Refused(f"--page must be one of {', '.join(pages)} with --{given['lab']}, not {page}")


def _complain(text: str) -> None:
    """Print one line on stderr, whatever characters came in."""
    line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
    say(line.encode(errors="backslashreplace").decode())
