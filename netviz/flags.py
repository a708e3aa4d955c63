"""The flags: what each is called, how its text is read, what the help says.

A flag's field is left out where it is not given, so that every lab can have a default of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from netviz import __version__, values
from netviz import options as known
from netviz.engine.seeds import MAX_SEED
from netviz.flag_parser import ChooseLab, ChoosePreset, Flags, Group, add_choice, add_words, reader
from netviz.settings.playground import MAX_LAYERS, MAX_NEURONS, PRESETS, SETTINGS
from netviz.settings.setting import Choice, Number, Setting

EPILOG = """\
exit status: 0 finished, or left by you; 1 diverged (NaN or infinity); 2 bad input or a fault;
130 and 143 ended by SIGINT and SIGTERM. The summary is written in every case but 2, unless the run was left
before its data were there.

examples:
  {prog}
      a start screen with all labs at work, to choose from
  {prog} --xor
      watch a network with 3 hidden neurons learn XOR
  {prog} --mnist
      watch a convolutional network learn handwritten digits
  {prog} --playground --data points.csv
      your own points, and a network that can be changed while it learns them
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


def program_name() -> str:
    """Return the name the user called, for messages."""
    name = Path(sys.argv[0] if sys.argv else "").name
    return "python -m netviz" if name == "__main__.py" else name or "netviz"


def parser() -> Flags:
    """Return the parser of all flags; its namespace has the names of the fields of the options, if given."""
    program = program_name()
    flags = Flags(
        prog=program,
        usage=f"{program} [--xor | --mnist | --playground] [flags]   ({program} -h explains them)",
        description="Watch hand-written neural networks learn, in a window or without one.",
        epilog=EPILOG.format(prog=program),
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
        labs.add_argument(*names, dest="lab", action=ChooseLab, const=lab, nargs=0, help=text)
    for preset, content in PRESETS.items():
        text = _meant(content)
        labs.add_argument(f"--{preset}", dest="preset", action=ChoosePreset, const=preset, nargs=0, help=text)
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


def _add_playground(group: Group) -> None:
    """Add what only the playground has; the table says all of it."""
    text = "your own points: columns x1, x2 and y or label (default: those of --problem)"
    group.add_argument("--data", metavar="FILE.csv", type=Path, help=text)
    text = "what was changed by hand in a run that is to be repeated, and at which epochs; c copies it"
    group.add_argument("--edits", metavar="TEXT", help=f"{text} (default: nothing)")
    for name, setting in SETTINGS.items():
        if name not in SHARED:
            text = f"{setting.help} ({setting.range}; default: {setting.write(setting.default)})"
            metavar = _metavar(setting)
            group.add_argument(setting.flag, dest=name, metavar=metavar, help=text.replace("%", "%%"))


def _metavar(setting: Setting) -> str:
    match setting:
        case Number():
            return "N" if setting.whole else "X"
        case Choice():
            return "NAME"
    return "LIST"


def _meant(preset: Mapping[str, Any]) -> str:
    """Return the flags that a preset stands for."""
    short = {"hidden": "-hn", "learning_rate": "-lr"}
    told = (f"{short.get(name, SETTINGS[name].flag)} {SETTINGS[name].write(preset[name])}" for name in preset)
    return " ".join(("--playground", *told))


def _add_network(group: Group) -> None:
    group.add_argument(
        "-hn",
        "--hidden_neurons",
        "--hidden-neurons",
        dest="hidden",
        metavar="N",
        help="hidden neurons; 8,4 makes two layers "
        f"(default: --xor 3, --playground 8,8; --xor: at most {known.MAX_LAYERS} layers of "
        f"{known.MAX_NEURONS}; --playground: {MAX_LAYERS} of {MAX_NEURONS}, or 0 for none)",
    )
    text = "of the hidden neurons; in the playground one for each layer, as tanh,relu"
    add_words(group, "--activation", known.ACTIVATIONS, f"{text} (default: --xor sigmoid, --playground tanh)")
    text = "of the output; in the playground also auto, which takes what fits the task"
    defaults = "default: --xor sigmoid, or linear with --loss hinge; --playground auto"
    add_words(group, "--output-activation", known.ACTIVATIONS, f"{text} ({defaults})")
    text = "half the mean square, binary cross-entropy, hinge; in the playground also cross_entropy and auto"
    add_words(group, "--loss", known.LOSSES, f"{text} (default: --xor mse, --playground auto)")
    text = "first weights; biases start at zero (default: --xor uniform, --playground xavier)"
    add_words(group, "--init", known.INITS, text)


def _add_digits(group: Group) -> None:
    text = "folder with the four MNIST files; also for the start screen, which hands it on "
    text += "(default: the cache, a download, else a small bundled sample)"
    group.add_argument("--data-dir", metavar="DIR", type=Path, help=text)
    text = "download nothing; also for the start screen "
    text += "(default: MNIST is downloaded once where it is missing)"
    group.add_argument("--offline", action="store_true", help=text)
    text = "layers and training as JSON, see the README (default: a network of two convolutions)"
    group.add_argument("-uc", "--config", metavar="FILE.json", type=Path, help=text)
    text = "train, or look at a trained network (default: train)"
    add_choice(group, "--mode", known.MODES, text, "-m")
    text = "a trained network to look at or to train on (default: none; --mode infer: a bundled one)"
    group.add_argument("-um", "--model", metavar="FILE.npz", type=Path, help=text)
    text = "where to save the network at the end (default: in the user's data folder)"
    group.add_argument("--save", metavar="FILE.npz", type=Path, help=text)
    group.add_argument("--no-save", action="store_true", help="save nothing (default: it is saved)")


def _add_run(group: Group) -> None:
    epochs = reader(values.whole, 1, known.MAX_EPOCHS)
    defaults = "default: --xor 30000; --mnist 5, on the sample 60; --playground no end"
    text = "epochs to train; after them --playground pauses, and Space goes on "
    text += f"({defaults}; at most {known.MAX_EPOCHS:,}, --mnist {known.MAX_DIGIT_EPOCHS:,})"
    group.add_argument("-e", "--epochs", metavar="N", type=epochs, help=text)
    group.add_argument(
        "-ner",
        "--num_epochs_refresh_visualizer",
        "--refresh-every",
        dest="refresh_every",
        metavar="N",
        type=reader(values.whole, 1, known.MAX_REFRESH),
        help="a refresh every N epochs, with --mnist every N batches "
        "(default: --xor 100; --mnist 10, on the sample 1; --playground 1)",
    )
    text = "how weights follow gradients (default: --xor sgd, --mnist adam, --playground sgd)"
    add_words(group, "--optimizer", known.OPTIMIZERS, text)
    text = "how far a step goes along the gradient"
    defaults = "default: --xor 0.5; --mnist adam 0.005, momentum 0.02, sgd 0.1; --playground 0.1"
    group.add_argument("-lr", "--learning-rate", metavar="X", help=f"{text} ({defaults})")
    text = "images, or points, of one step (default: --mnist 64, --playground 10; --xor takes all four)"
    group.add_argument("--batch-size", metavar="N", help=text)
    seed = reader(values.whole, 0, MAX_SEED)
    text = "the same seed, flags and data: the same weights (default: drawn, and shown)"
    group.add_argument("--seed", metavar="N", type=seed, help=text)


def _add_window(group: Group) -> None:
    add_choice(group, "--theme", known.THEMES, "colours (default: dark)")
    size = "window size in pixels (default: 1280x800; at least 640x400, times the scale)"
    group.add_argument("--size", metavar="WxH", type=reader(values.size), help=size)
    scale = reader(values.between, 1.0, known.MAX_SCALE)
    text = "size of text and lines, 1 to 3, for dense screens (default: 1)"
    group.add_argument("--scale", metavar="X", type=scale, help=text)
    fps = reader(values.whole, 0, known.MAX_FPS)
    text = "refreshes shown a second at most; 0: as fast as it goes (default: 60)"
    group.add_argument("--fps", metavar="N", type=fps, help=text)
    told = "; ".join(f"--{lab}: {', '.join(names)}" for lab, names in known.PAGES.items())
    text = f"the page to begin with, and for --screenshot; {told} (default: overview)"
    group.add_argument("--page", metavar="NAME", help=text)
    text = "close the window when training has finished; --playground: with -e (default: it stays open)"
    group.add_argument("--exit-when-done", action="store_true", help=text)


def _add_files(group: Group) -> None:
    text = "train without a window; --playground: with -e (default: with a window)"
    group.add_argument("--headless", action="store_true", help=text)
    text = "write how the run ended as JSON (default: no file)"
    group.add_argument("--summary", metavar="FILE.json", type=Path, help=text)
    text = "write the last state of the page as a picture (default: no file)"
    group.add_argument("--screenshot", metavar="FILE.png", type=Path, help=text)
