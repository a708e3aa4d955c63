"""From options to a run and its files: checks first, then training, then writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path

from netviz import display, making
from netviz.engine import worker
from netviz.engine.files import check_writable, reason, write_whole
from netviz.engine.lab import Lab
from netviz.faults import Refused
from netviz.loading import Left
from netviz.options import (
    DIGITS,
    START,
    DigitsOptions,
    Options,
    StartOptions,
    at_least,
    for_another_run,
    same_lab,
)
from netviz.signals import Caught, caught_signals
from netviz.summary import Outcome, as_json, summary
from netviz.values import quoted

Parse = Callable[[Sequence[str]], Options]
Run = Callable[[Lab, Options, Caught], Outcome]


def launch(options: Options, parse: Parse, program: str) -> int:
    """Run what the options say, the start screen where they name no lab, and return the exit status.

    From there a lab can be opened, and from a lab one can go back. `parse` tells what a lab's flag means, so
    that what opens is what the command opens; `program` is how the user calls it. Raises Refused for what
    cannot work here.
    """
    check(options)
    last = options
    with caught_signals() as caught:
        left, start = Ended(onward=options), AllLabs(options, parse, program)
        while left.onward:
            options = left.onward
            if options.lab:
                left, last = _run(options, caught, left.held), options
            else:
                left = start.show(options, last, caught)
    return left.status


@dataclass(frozen=True, slots=True)
class Ended:
    """How a lab or the start screen was left: with which exit status, or to go on with what.

    `held` are the keys that were down when the start screen was left for a lab.
    """

    status: int = 0
    onward: Options | None = None
    held: frozenset[int] | None = None


class AllLabs:
    """All labs, to choose one from: that of the command opens as the command says, others as their flags.

    But the files that a command has written, and the program's end after it, are of its own run alone; and
    a lab that was left opens with the page that it was left on.
    """

    def __init__(self, given: Options, parse: Parse, program: str) -> None:
        self._given, self._parse, self._program = given, parse, program
        self._pages: dict[str, str] = {}  # that labs were left on, by their flags

    def show(self, options: Options, last: Options, caught: Caught) -> Ended:
        """Show it until it is left, at first with the lab chosen that was opened last, and left on a page."""
        display.require_window()
        worker.prepare()
        from netviz import start_window
        from netviz.start_tiles import TILES

        labs = {tile.flag: self._lab(tile.flag, options.seed) for tile in TILES}
        previews = [making.preview(lab) for lab in labs.values()]
        begin = next((flag for flag, lab in labs.items() if same_lab(lab, last)), "")
        if begin:
            self._pages[begin] = options.page
        chosen = start_window.run(previews, options, self._program, caught, begin)
        if chosen.flag:
            lab = labs[chosen.flag]
            meant = for_another_run(self._given) if same_lab(lab, self._given) else lab
            kept = {name: getattr(chosen.options, name) for name in START}
            page = self._pages.get(chosen.flag, meant.page)
            return Ended(onward=replace(meant, page=page, **kept), held=chosen.held)
        if options.screenshot:
            _write({"--screenshot": partial(write_whole, options.screenshot, chosen.picture)})
        return Ended(caught.status)

    def _lab(self, flag: str, seed: int) -> Options:
        """Return what a tile's flag means, with what the command says of digits where it names no lab."""
        lab = replace(self._parse([flag]), seed=seed)
        if isinstance(lab, DigitsOptions) and isinstance(self._given, StartOptions):
            return replace(lab, **{name: getattr(self._given, name) for name in DIGITS})
        return lab


def _run(options: Options, caught: Caught, held: frozenset[int] | None) -> Ended:
    """Run a lab, and write its files."""
    run = _runner(options, held)
    try:
        lab = making.make(options, caught)
    except Left:
        return Ended(caught.status)
    if not options.refresh_every:
        options = replace(options, refresh_every=lab.pace)
    outcome = run(lab, options, caught)
    _write_files(lab, options, outcome)
    if outcome.trouble:
        raise Refused(outcome.trouble)
    return Ended(outcome.status, outcome.onward)


def check(options: Options) -> None:
    """Raise Refused for options that contradict each other or files that cannot be written."""
    making.check(options)
    if options.size != at_least(options.size, options.scale):
        least = at_least((0, 0), options.scale)
        raise Refused(f"--scale {options.scale:g} needs a --size of at least {least[0]}x{least[1]}")
    files = {flag: path for flag, path in _outputs(options).items() if path is not None}
    for flag, path in files.items():
        if why := check_writable(path):
            raise Refused(f"{flag}: {quoted(str(path))} cannot be written: {why}")
    for (flag, path), (other, another) in combinations(files.items(), 2):
        if _same(path, another):
            raise Refused(f"{flag} and {other} name the same file; give each its own")
    if options.screenshot and options.screenshot.suffix.lower() != ".png":
        name = quoted(str(options.screenshot))
        raise Refused(f"--screenshot writes a PNG file: {name} must end in .png")


def _outputs(options: Options) -> dict[str, Path | None]:
    return {"--summary": options.summary, "--screenshot": options.screenshot} | making.outputs(options)


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, be it by links or, where case does not count, by case."""
    if one.exists() and other.exists():
        return one.samefile(other)
    here, there = (str(path.resolve()) for path in (one, other))
    return here == there or (here.lower() == there.lower() and _ignores_case(one))


def _ignores_case(path: Path) -> bool:
    """Whether the folder of `path` is found under its name in capitals too."""
    folder = path.resolve().parent
    return Path(str(folder).swapcase()).exists()


def _runner(options: Options, held: frozenset[int] | None) -> Run:
    """Return what runs a lab, with a window or without; raises Refused where that cannot work here."""
    if options.headless:
        if options.screenshot:
            display.require_pygame_ce()
        from netviz import headless

        return headless.run
    display.require_window()
    from netviz import window

    return partial(window.run, held=held)


def _write_files(lab: Lab, options: Options, outcome: Outcome) -> None:
    """Write what can be written, the network first; raises Refused for what could not, at the end."""
    saves = making.saves(options) and not outcome.saved
    save = partial(making.save_at_last, lab, options, outcome.refresh, beside=outcome.beside)
    _write(
        ({"--save": save} if saves else {})
        | {
            "--summary": lambda: _write_summary(lab, options, outcome),
            "--screenshot": lambda: _write_picture(options, outcome),
        }
    )


def _write(writers: Mapping[str, Callable[[], object]]) -> None:
    """Call what obeys each flag; raises Refused for those that failed, at the end."""
    problems: list[str] = []
    for flag, write in writers.items():
        try:
            write()
        except (OSError, ValueError) as error:
            problems.append(f"{flag} could not be obeyed at the end: {reason(error)}")
    if problems:
        raise Refused("; ".join(problems))


def _write_summary(lab: Lab, options: Options, outcome: Outcome) -> None:
    if options.summary:
        write_whole(options.summary, as_json(summary(lab, options, outcome)))


def _write_picture(options: Options, outcome: Outcome) -> None:
    if options.screenshot and outcome.picture is not None:
        write_whole(options.screenshot, outcome.picture)
