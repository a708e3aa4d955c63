"""Everything a user can set for a run, its defaults and limits. Knows no NumPy and no argparse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from netviz.engine.script import Script

MAX_EPOCHS = 1_000_000_000
MAX_DIGIT_EPOCHS = 100_000
MAX_REFRESH = 1_000_000
MAX_NEURONS = 256  # in one layer
MAX_LAYERS = 4  # hidden ones
MAX_RATE = 1e6
MAX_FPS = 1000
SMALLEST = (640, 400)
LARGEST = (7680, 4320)
MAX_SCALE = 3.0

# The names are written out so that -h needs no NumPy; a test compares them with networks/.
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "linear")
LOSSES = ("mse", "bce", "hinge")
OPTIMIZERS = ("sgd", "momentum", "adam")
INITS = ("normal", "uniform", "xavier", "he")
THEMES = ("dark", "light")
MODES = ("train", "infer")
PAGES = MappingProxyType(
    {
        "xor": ("overview", "weights", "activations", "gradients"),
        "mnist": (
            "overview", "pass", "filters", "distributions", "features", "paths", "mistakes", "draw",
        ),
        "playground": ("overview", "probe", "gates", "update"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What every run has, as the flags describe it; the command line draws a `seed` where none is given."""

    seed: int
    lab: str = ""
    refresh_every: int = 100
    theme: str = "dark"
    size: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    fps: int = 60
    page: str = "overview"
    headless: bool = False
    exit_when_done: bool = False
    summary: Path | None = None
    screenshot: Path | None = None


@dataclass(frozen=True, slots=True)
class StartOptions(Options):
    """The start screen, and where the digits are that the lab of digits will train on."""

    data_dir: Path | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True)
class XorOptions(Options):
    """A run of the XOR lab."""

    lab: str = "xor"
    hidden: tuple[int, ...] = (3,)
    activation: str = "sigmoid"
    output_activation: str = "sigmoid"
    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.5
    init: str = "uniform"
    epochs: int = 30_000


@dataclass(frozen=True, slots=True)
class DigitsOptions(Options):
    """A run of the digits lab. None means: as the configuration file says, or the model, or the default."""

    lab: str = "mnist"
    refresh_every: int = 0  # as suits the data
    mode: str = "train"
    data_dir: Path | None = None
    offline: bool = False
    config: Path | None = None
    model: Path | None = None
    save: Path | None = None
    no_save: bool = False
    epochs: int | None = None
    optimizer: str | None = None
    learning_rate: float | None = None
    batch_size: int | None = None


@dataclass(frozen=True, slots=True)
class PlayOptions(Options):
    """A run of the playground. `settings` are those that flags give, by their names in the table."""

    lab: str = "playground"
    refresh_every: int = 1
    preset: str = ""  # one of `netviz.settings.playground.PRESETS`
    data: Path | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    epochs: int = MAX_EPOCHS  # as good as no end
    edits: Script = ()  # what a hand did in the run that this one repeats


LABS: Mapping[str, type[Options]] = MappingProxyType(
    {"xor": XorOptions, "mnist": DigitsOptions, "playground": PlayOptions}
)
EVERYWHERE = ("seed", "theme", "size", "scale", "fps")
START = (*EVERYWHERE, "screenshot")
"""What can be said without a lab: of the start screen, and passed on to the lab that is chosen there."""
DIGITS = ("data_dir", "offline")
"""What can be said without a lab and is passed on to the lab of digits alone."""


def at_least(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Return a window's size, or the smallest one that is allowed at this scale, each side for itself."""
    width, height = (max(side, round(least * scale)) for side, least in zip(size, SMALLEST, strict=True))
    return width, height


def script_of(options: Options) -> Script:
    """Return what the lab is to obey at which steps, by itself."""
    return options.edits if isinstance(options, PlayOptions) else ()


def same_lab(one: Options, other: Options) -> bool:
    """Return whether both are of one lab, and of the playground one preset."""
    if isinstance(one, PlayOptions) and isinstance(other, PlayOptions):
        return one.preset == other.preset
    return one.lab == other.lab


def for_another_run(options: Options) -> Options:
    """Return options without the files that one run writes, and without the program's end after it."""
    options = replace(options, summary=None, screenshot=None, exit_when_done=False)
    return replace(options, save=None) if isinstance(options, DigitsOptions) else options


def default_output(loss: str) -> str:
    """Return the output activation where none is asked for: hinge needs scores below zero."""
    return "linear" if loss == "hinge" else "sigmoid"
