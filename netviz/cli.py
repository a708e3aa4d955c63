"""The command line: flags into options; the only place that knows argparse."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from netviz import __version__, environment, values
from netviz import options as known
from netviz.engine.seeds import MAX_SEED, draw_seed
from netviz.faults import Refused
from netviz.options import Options

Value = TypeVar("Value")

EPILOG = """\
exit status: 0 finished, or left by you; 1 diverged (NaN or infinity); 2 bad input or a fault;
130 and 143 ended by SIGINT and SIGTERM. The summary is written in every case but 2.

examples:
  {prog} --xor
      watch a network with 3 hidden neurons learn XOR
  {prog} --xor -hn 2 -ner 200 -e 40000 --seed 7
      2 hidden neurons, 40,000 epochs, a refresh every 200 of them, always the same weights
  {prog} --xor --headless --summary run.json --screenshot run.png
      no window: progress on the terminal, then a summary and a picture
"""


class _Parser(argparse.ArgumentParser):
    """Raises Refused where the standard parser prints its usage and leaves."""

    def error(self, message: str) -> NoReturn:
        """Raise Refused with the message, the flag by its last spelling in front."""
        named = re.fullmatch(r"argument (\S+): (.*)", message, re.DOTALL)
        text = f"{named[1].split('/')[-1]} {named[2]}" if named else message
        raise Refused(text if named else f"{text} (see {self.prog} -h)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; `argv` comes without the program's name."""
    environment.prepare()
    try:
        options = parse(sys.argv[1:] if argv is None else argv)
        if options is None:
            parser().print_usage(sys.stderr)
            raise Refused("choose a lab: --xor")
        from netviz.launch import launch  # brings NumPy, which reads the environment

        return launch(options)
    except Refused as refusal:
        _complain(f"{_program()}: {refusal}")
        return 2
    except KeyboardInterrupt:  # while the program still starts
        return 130
    except SystemExit as leaving:  # -h and --version
        return leaving.code if isinstance(leaving.code, int) else 0


def parse(argv: Sequence[str]) -> Options | None:
    """Return the options that the arguments ask for, or None where they name no lab.

    Draws a seed where none is given. Raises Refused for a bad value, SystemExit for -h and --version.
    """
    given = vars(parser().parse_args(argv))
    if given["lab"] is None:
        return None
    if given["seed"] is None:
        given["seed"] = draw_seed()
    if given["output_activation"] is None:
        given["output_activation"] = known.default_output(given["loss"])
    return Options(**given)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all flags; its namespace has the names of the fields of Options."""
    program = _program()
    flags = _Parser(
        prog=program,
        usage=f"{program} --xor [flags]   ({program} -h explains them)",
        description="Watch hand-written neural networks learn, in a window or without one.",
        epilog=EPILOG.format(prog=program),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    labs = flags.add_argument_group("lab")
    labs.add_argument(
        "--xor", dest="lab", action="store_const", const="xor", help="a small network learns XOR"
    )
    _add_network(flags.add_argument_group("network"))
    _add_run(flags.add_argument_group("run"))
    _add_window(flags.add_argument_group("window"))
    _add_files(flags.add_argument_group("without a window, and files"))
    other = flags.add_argument_group("other")
    other.add_argument(
        "--version", action="version", version=f"netviz {__version__}", help="print the version"
    )
    other.add_argument("-h", "--help", action="help", help="print this help")
    return flags


def _add_network(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-hn",
        "--hidden_neurons",
        "--hidden-neurons",
        dest="hidden",
        metavar="N",
        default="3",
        type=_reader(values.layers),
        help=f"hidden neurons; 8,4 makes two layers (default: 3; at most 4 layers of {known.MAX_NEURONS})",
    )
    text = "of the output neuron (default: sigmoid, or linear with --loss hinge)"
    _add_choice(group, "--activation", known.ACTIVATIONS, "of the hidden neurons", "sigmoid")
    _add_choice(group, "--output-activation", known.ACTIVATIONS, text, None)
    _add_choice(group, "--loss", known.LOSSES, "half the mean square, binary cross-entropy or hinge", "mse")
    _add_choice(group, "--optimizer", known.OPTIMIZERS, "how weights follow gradients", "sgd")
    _add_choice(group, "--init", known.INITS, "first weights; biases start at zero", "uniform")
    rate = _reader(values.rate, known.MAX_RATE)
    text = f"how far a step goes along the gradient (default: 0.5; at most {known.MAX_RATE:,.0f})"
    group.add_argument("-lr", "--learning-rate", metavar="X", default=0.5, type=rate, help=text)


def _add_run(group: argparse._ArgumentGroup) -> None:
    epochs = _reader(values.whole, 1, known.MAX_EPOCHS)
    text = f"epochs to train (default: 30000; at most {known.MAX_EPOCHS:,})"
    group.add_argument("-e", "--epochs", metavar="N", default=30_000, type=epochs, help=text)
    group.add_argument(
        "-ner",
        "--num_epochs_refresh_visualizer",
        "--refresh-every",
        dest="refresh_every",
        metavar="N",
        default=100,
        type=_reader(values.whole, 1, known.MAX_REFRESH),
        help=f"show the network after every N epochs (default: 100; at most {known.MAX_REFRESH:,})",
    )
    seed = _reader(values.whole, 0, MAX_SEED)
    text = "the same seed and flags, the same weights (default: drawn)"
    group.add_argument("--seed", metavar="N", type=seed, help=text)


def _add_window(group: argparse._ArgumentGroup) -> None:
    _add_choice(group, "--theme", known.THEMES, "colours", "dark")
    size = "window size in pixels (default: 1280x800; from 640x400)"
    group.add_argument("--size", metavar="WxH", default="1280x800", type=_reader(values.size), help=size)
    scale = _reader(values.between, 1.0, known.MAX_SCALE)
    text = "size of text and lines, 1 to 3, for dense screens (default: 1)"
    group.add_argument("--scale", metavar="X", default=1.0, type=scale, help=text)
    fps = _reader(values.whole, 0, known.MAX_FPS)
    text = "frames a second at most; 0: as fast as it goes (default: 60)"
    group.add_argument("--fps", metavar="N", default=60, type=fps, help=text)
    _add_choice(group, "--page", known.PAGES, "the page to begin with, and for --screenshot", "overview")
    text = "close the window when training has finished (default: it stays open)"
    group.add_argument("--exit-when-done", action="store_true", help=text)


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--headless", action="store_true", help="train without a window (default: with one)")
    text = "write how the run ended as JSON (default: no file)"
    group.add_argument("--summary", metavar="FILE.json", type=Path, help=text)
    text = "write the last state of the page as a picture (default: no file)"
    group.add_argument("--screenshot", metavar="FILE.png", type=Path, help=text)


def _add_choice(
    group: argparse._ArgumentGroup, flag: str, words: tuple[str, ...], text: str, default: str | None
) -> None:
    text = text if default is None else f"{text} (default: {default})"
    metavar = "{" + ",".join(words) + "}"
    group.add_argument(flag, metavar=metavar, default=default, type=_reader(values.one_of, words), help=text)


def _reader(read: Callable[..., Value], *limits: object) -> Callable[[str], Value]:
    """Return a reader of a flag's text whose ValueError argparse passes on word for word."""

    def reader(text: str) -> Value:
        try:
            return read(text, *limits)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return reader


def _program() -> str:
    """Return the name the user called, for messages."""
    name = Path(sys.argv[0] if sys.argv else "").name
    return "python -m netviz" if name == "__main__.py" else name or "netviz"


def _complain(text: str) -> None:
    """Print one line on stderr, whatever characters came in."""
    line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
    if sys.stderr is not None:
        print(line.encode(errors="backslashreplace").decode(), file=sys.stderr)
