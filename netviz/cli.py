"""The command line: flags into options; the only place that knows argparse."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from netviz import __version__, environment, values
from netviz import options as known
from netviz.engine.seeds import MAX_SEED, draw_seed
from netviz.faults import Refused
from netviz.options import Options
from netviz.settings.playground import PRESETS, SETTINGS

Value = TypeVar("Value")

EPILOG = """\
exit status: 0 finished, or left by you; 1 diverged (NaN or infinity); 2 bad input or a fault;
130 and 143 ended by SIGINT and SIGTERM. The summary is written in every case but 2, or where the data were
not there yet.

examples:
  {prog}
      a start screen with all labs at work, to choose from
  {prog} --xor
      watch a network with 3 hidden neurons learn XOR
  {prog} --mnist
      watch a convolutional network learn handwritten digits
  {prog} --xor -hn 2 -ner 200 -e 40000 --seed 7
      2 hidden neurons, 40,000 epochs, a refresh every 200 of them, always the same weights
  {prog} --mnist --mode infer
      explore a network that has learned already
  {prog} --xor --headless --summary run.json --screenshot run.png
      no window: progress on the terminal, then a summary and a picture
"""


SHARED: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "hidden": values.layers,
        "activation": partial(values.one_of, known=known.ACTIVATIONS),
        "output_activation": partial(values.one_of, known=known.ACTIVATIONS),
        "loss": partial(values.one_of, known=known.LOSSES),
        "init": partial(values.one_of, known=known.INITS),
        "optimizer": partial(values.one_of, known=known.OPTIMIZERS),
        "learning_rate": partial(values.rate, high=known.MAX_RATE),
        "batch_size": partial(values.whole, low=1, high=4096),
    }
)
"""How the other labs read the flags that the playground has too, with words of its own."""


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
        from netviz import launch  # brings NumPy, which reads the environment

        if not options.lab:
            called = _program()
            return launch.start(options, parse, f"python {called}" if called.endswith(".py") else called)
        return launch.launch(options)
    except Refused as refusal:
        _complain(f"{_program()}: {refusal}")
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


def _without_lab(flags: argparse.ArgumentParser, given: dict[str, Any]) -> Options:
    """Return the options of the start screen; raises Refused for a flag that only a lab can obey."""
    for name in given:
        if name not in known.START:
            flag = next(action.option_strings[-1] for action in flags._actions if action.dest == name)
            raise Refused(f"{flag} needs a lab: choose --xor, --mnist or --playground")
    given.setdefault("seed", draw_seed())
    return Options(**given)


def _read(name: str, text: str, read: Callable[[str], object] | None = None) -> object:
    """Return what the text of a flag means to its lab: by `read`, or by the playground's table."""
    setting = SETTINGS[name]
    try:
        return (read or setting.read)(text)
    except ValueError as error:
        raise Refused(f"{setting.flag} {error}") from None


def _refuse_foreign(flags: argparse.ArgumentParser, given: dict[str, object], kind: type[Options]) -> None:
    """Raise Refused for a flag, or a page, that belongs to another lab."""
    own = {field.name for field in fields(kind)}
    for name in given:
        if name not in own:
            flag = next(action.option_strings[-1] for action in flags._actions if action.dest == name)
            raise Refused(f"{flag} does not go with --{given['lab']} (see {flags.prog} -h)")
    pages = known.PAGES[str(given["lab"])]
    if given.get("page", pages[0]) not in pages:
        page = values.quoted(str(given["page"]))
        raise Refused(f"--page must be one of {', '.join(pages)} with --{given['lab']}, not {page}")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all flags; its namespace has the names of the fields of the options, if given."""
    program = _program()
    flags = _Parser(
        prog=program,
        usage=f"{program} [--xor | --mnist | --playground] [flags]   ({program} -h explains them)",
        description="Watch hand-written neural networks learn, in a window or without one.",
        epilog=EPILOG.format(prog=program),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
        argument_default=argparse.SUPPRESS,
    )
    labs = flags.add_argument_group("lab", "without one, a start screen shows them all")
    for names, lab, text in (
        (("--xor",), "xor", "a small network learns XOR"),
        (
            ("-md", "--mnist_digits", "--mnist-digits", "--mnist"),
            "mnist",
            "a convolutional network learns handwritten digits",
        ),
        (("--playground",), "playground", "choose data and network, and change both while it trains"),
    ):
        labs.add_argument(*names, dest="lab", action=_Lab, const=lab, nargs=0, help=text)
    for preset, content in PRESETS.items():
        text = f"the playground with {content['problem']}"
        labs.add_argument(f"--{preset}", dest="preset", action=_Preset, const=preset, nargs=0, help=text)
    _add_network(flags.add_argument_group("network (--xor, --playground)"))
    _add_playground(flags.add_argument_group("playground (--playground)"))
    _add_digits(flags.add_argument_group("digits (--mnist)"))
    _add_run(flags.add_argument_group("run"))
    _add_window(flags.add_argument_group("window"))
    _add_files(flags.add_argument_group("without a window, and files"))
    other = flags.add_argument_group("other")
    other.add_argument(
        "--version", action="version", version=f"netviz {__version__}", help="print the version"
    )
    other.add_argument("-h", "--help", action="help", help="print this help")
    return flags


class _Lab(argparse.Action):
    """Takes one lab and refuses a second."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        chosen = getattr(namespace, self.dest, self.const)
        if chosen != self.const:
            raise Refused(f"choose one lab: --{chosen} or --{self.const}")
        setattr(namespace, self.dest, self.const)


class _Preset(_Lab):
    """Takes the playground, and one of its presets."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        if "lab" in namespace and namespace.lab != "playground":
            raise Refused(f"choose one lab: --{namespace.lab} or --{self.const}")
        if "preset" in namespace and namespace.preset != self.const:
            raise Refused(f"choose one: --{namespace.preset} or --{self.const}")
        namespace.lab, namespace.preset = "playground", self.const


def _add_playground(group: argparse._ArgumentGroup) -> None:
    """Add what only the playground has; the table says all of it."""
    text = "your own points: columns x1, x2 and y or label (default: those of --problem)"
    group.add_argument("--data", metavar="FILE.csv", type=Path, help=text)
    for name, setting in SETTINGS.items():
        if name not in SHARED:
            text = f"{setting.help} ({setting.range}; default: {setting.write(setting.default)})"
            group.add_argument(setting.flag, dest=name, metavar="X", help=text.replace("%", "%%"))


def _add_network(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-hn",
        "--hidden_neurons",
        "--hidden-neurons",
        dest="hidden",
        metavar="N",
        help=f"hidden neurons; 8,4 makes two layers (default: 3; at most 4 layers of {known.MAX_NEURONS}; "
        "playground: 8,8, at most 6 of 32, 0 for none)",
    )
    text = "of the hidden neurons; in the playground one a layer, as tanh,relu (default: sigmoid; there tanh)"
    _add_words(group, "--activation", known.ACTIVATIONS, text)
    text = "of the output neuron (default: sigmoid, or linear with --loss hinge; there what fits)"
    _add_words(group, "--output-activation", known.ACTIVATIONS, text)
    text = "half the mean square, binary cross-entropy or hinge; there also cross_entropy (default: mse)"
    _add_words(group, "--loss", known.LOSSES, text)
    text = "first weights; biases start at zero (default: uniform; there xavier)"
    _add_words(group, "--init", known.INITS, text)


def _add_digits(group: argparse._ArgumentGroup) -> None:
    text = "folder with the four MNIST files (default: the cache, a download, else a small bundled sample)"
    group.add_argument("--data-dir", metavar="DIR", type=Path, help=text)
    text = "download nothing (default: MNIST is downloaded once where it is missing)"
    group.add_argument("--offline", action="store_true", help=text)
    text = "layers and training as JSON, see the README (default: a network of two convolutions)"
    group.add_argument("-uc", "--config", metavar="FILE.json", type=Path, help=text)
    text = "train, or look at a trained network (default: train)"
    _add_choice(group, "--mode", known.MODES, text, "-m")
    text = "a trained network to look at or to train on (default: none; --mode infer: a bundled one)"
    group.add_argument("-um", "--model", metavar="FILE.npz", type=Path, help=text)
    text = "where to save the network at the end (default: in the user's data folder)"
    group.add_argument("--save", metavar="FILE.npz", type=Path, help=text)
    group.add_argument("--no-save", action="store_true", help="save nothing (default: it is saved)")
    text = "images per batch; in the playground points (default: 64; there 10)"
    group.add_argument("--batch-size", metavar="N", help=text)


def _add_run(group: argparse._ArgumentGroup) -> None:
    epochs = _reader(values.whole, 1, known.MAX_EPOCHS)
    defaults = "default: 30000; --mnist: 5, on the sample 60; playground: no end"
    text = f"epochs to train ({defaults}; at most {known.MAX_EPOCHS:,})"
    group.add_argument("-e", "--epochs", metavar="N", type=epochs, help=text)
    group.add_argument(
        "-ner",
        "--num_epochs_refresh_visualizer",
        "--refresh-every",
        dest="refresh_every",
        metavar="N",
        type=_reader(values.whole, 1, known.MAX_REFRESH),
        help="a refresh every N epochs (default: 100; --mnist: batches, 10 or, of the sample, 1)",
    )
    text = "how weights follow gradients (default: sgd; --mnist: adam)"
    _add_words(group, "--optimizer", known.OPTIMIZERS, text)
    text = "how far a step goes along the gradient (default: 0.5; --mnist: by the optimizer; playground: 0.1)"
    group.add_argument("-lr", "--learning-rate", metavar="X", help=text)
    seed = _reader(values.whole, 0, MAX_SEED)
    text = "the same seed and flags, the same weights (default: drawn)"
    group.add_argument("--seed", metavar="N", type=seed, help=text)


def _add_window(group: argparse._ArgumentGroup) -> None:
    _add_choice(group, "--theme", known.THEMES, "colours (default: dark)")
    size = "window size in pixels (default: 1280x800; from 640x400)"
    group.add_argument("--size", metavar="WxH", type=_reader(values.size), help=size)
    scale = _reader(values.between, 1.0, known.MAX_SCALE)
    text = "size of text and lines, 1 to 3, for dense screens (default: 1)"
    group.add_argument("--scale", metavar="X", type=scale, help=text)
    fps = _reader(values.whole, 0, known.MAX_FPS)
    text = "frames a second at most; 0: as fast as it goes (default: 60)"
    group.add_argument("--fps", metavar="N", type=fps, help=text)
    pages = tuple(dict.fromkeys(page for pages in known.PAGES.values() for page in pages))
    _add_choice(group, "--page", pages, "the page to begin with, and for --screenshot (default: overview)")
    text = "close the window when training has finished (default: it stays open)"
    group.add_argument("--exit-when-done", action="store_true", help=text)


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--headless", action="store_true", help="train without a window (default: with one)")
    text = "write how the run ended as JSON (default: no file)"
    group.add_argument("--summary", metavar="FILE.json", type=Path, help=text)
    text = "write the last state of the page as a picture (default: no file)"
    group.add_argument("--screenshot", metavar="FILE.png", type=Path, help=text)


def _add_words(group: argparse._ArgumentGroup, flag: str, words: tuple[str, ...], text: str) -> None:
    """Add a flag whose words its lab will check."""
    group.add_argument(flag, metavar="{" + ",".join(words) + "}", help=text)


def _add_choice(
    group: argparse._ArgumentGroup, flag: str, words: tuple[str, ...], text: str, short: str = ""
) -> None:
    metavar = "{" + ",".join(words) + "}"
    names = [name for name in (short, flag) if name]
    group.add_argument(*names, metavar=metavar, type=_reader(values.one_of, words), help=text)


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
