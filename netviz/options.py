"""Everything a user can set for a run, its defaults and limits. Knows no NumPy and no argparse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MAX_EPOCHS = 1_000_000_000
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
PAGES = ("overview", "weights", "activations", "gradients")


@dataclass(frozen=True, slots=True)
class Options:
    """One run as the flags describe it; `seed` is drawn by the command line where none is given."""

    seed: int
    lab: str = "xor"
    hidden: tuple[int, ...] = (3,)
    activation: str = "sigmoid"
    output_activation: str = "sigmoid"
    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.5
    init: str = "uniform"
    epochs: int = 30_000
    refresh_every: int = 100
    theme: str = "dark"
    size: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    fps: int = 60
    page: str = PAGES[0]
    headless: bool = False
    exit_when_done: bool = False
    summary: Path | None = None
    screenshot: Path | None = None


def default_output(loss: str) -> str:
    """Return the output activation where none is asked for: hinge needs scores below zero."""
    return "linear" if loss == "hinge" else "sigmoid"
