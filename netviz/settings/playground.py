"""All that can be set in the playground. The names are written out so that -h needs no NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netviz.settings.setting import Choice, Number, Setting, Several, Sizes

PROBLEMS = (
    "xor", "noisy-xor", "and", "or", "nand", "moons", "circles", "gaussians", "spiral",
    "blobs-3", "blobs-4", "blobs-5", "line", "plane", "surface",
)  # fmt: skip
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "linear")
LOSSES = ("mse", "bce", "hinge", "cross_entropy")
OPTIMIZERS = ("sgd", "momentum", "adam")
SCHEDULES = ("constant", "step", "cosine", "warmup", "warmup_cosine")
INITS = ("xavier", "he", "uniform", "normal")
INPUTS = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")
AUTO = "auto"  # what fits the task
MAX_LAYERS, MAX_NEURONS, MAX_POINTS = 6, 32, 2000
MAX_SCHEDULE = 1_000_000_000  # epochs, as many as a run can be given

DATA, NETWORK, TRAINING, LOSS = "Data", "Network", "Training", "Output and loss"

_TABLE: tuple[Setting, ...] = (
    Choice(
        name="problem",
        label="problem",
        section=DATA,
        flag="--problem",
        words=PROBLEMS,
        default="moons",
        help="what is to be learned: which class a point belongs to, or which value it has",
    ),
    Number(
        name="points",
        label="points",
        section=DATA,
        flag="--points",
        low=4,
        high=MAX_POINTS,
        whole=True,
        default=300,
        log=True,
        help="more points show the problem more truly, and make an epoch longer",
    ),
    Number(
        name="noise",
        label="noise",
        section=DATA,
        flag="--noise",
        low=0.0,
        high=0.5,
        default=0.1,
        help="how far points stray; with much of it classes overlap and no boundary is right everywhere",
    ),
    Number(
        name="train_share",
        label="trained on",
        section=DATA,
        flag="--train-share",
        low=0.1,
        high=1.0,
        default=0.5,
        help="the share of points that are trained on; the others test what was learned",
    ),
    Several(
        name="inputs",
        label="inputs",
        section=NETWORK,
        flag="--inputs",
        words=INPUTS,
        synonyms={"sin pi x1": "sin x1", "sin pi x2": "sin x2"},
        default=("x1", "x2"),
        help="what the network is given of a point; a fitting one can make a problem a straight line; "
        "sin x1 is the sine of pi x1, one full wave from -1 to 1",
    ),
    Sizes(
        name="hidden",
        label="hidden neurons",
        section=NETWORK,
        flag="--hidden-neurons",
        layers=MAX_LAYERS,
        most=MAX_NEURONS,
        default=(8, 8),
        help="more neurons draw finer boundaries, more layers fold the plane more often",
    ),
    Several(
        name="activation",
        label="activation",
        section=NETWORK,
        flag="--activation",
        words=ACTIVATIONS,
        most=MAX_LAYERS,
        repeat=True,
        default=("tanh",),
        help="the bend of a hidden neuron; without one, all layers together are one straight line",
    ),
    Choice(
        name="init",
        label="first weights",
        section=NETWORK,
        flag="--init",
        words=INITS,
        default="xavier",
        help="how large the first weights are; too small or too large, and gradients fade or burst",
    ),
    Choice(
        name="output_activation",
        label="output",
        section=LOSS,
        flag="--output-activation",
        words=(AUTO, *ACTIVATIONS),
        default=AUTO,
        help="what the last layer makes of its z; auto takes what fits the task",
    ),
    Choice(
        name="loss",
        label="loss",
        section=LOSS,
        flag="--loss",
        words=(AUTO, *LOSSES),
        default=AUTO,
        help="what counts as wrong, and how much; auto takes what fits the task",
    ),
    Number(
        name="learning_rate",
        label="learning rate",
        section=TRAINING,
        flag="--learning-rate",
        low=1e-6,
        high=100.0,
        log=True,
        default=0.1,
        help="how far a step goes along the gradient: too little crawls, too much jumps over the valley",
    ),
    Choice(
        name="schedule",
        label="schedule",
        section=TRAINING,
        flag="--schedule",
        words=SCHEDULES,
        default="constant",
        help="how the learning rate changes, over as many epochs as are told beside it",
    ),
    Number(
        name="schedule_epochs",
        label="over epochs",
        section=TRAINING,
        flag="--schedule-epochs",
        low=1,
        high=MAX_SCHEDULE,
        whole=True,
        log=True,
        default=1000,
        help="epochs until the schedule is at its end, after which the learning rate stays as it is; "
        "those of -e where that comes with --schedule",
    ),
    Choice(
        name="optimizer",
        label="optimizer",
        section=TRAINING,
        flag="--optimizer",
        words=OPTIMIZERS,
        default="sgd",
        help="how a step follows from the gradients: alone, with momentum, or with a pace for each weight",
    ),
    Number(
        name="batch_size",
        label="batch size",
        section=TRAINING,
        flag="--batch-size",
        low=1,
        high=MAX_POINTS,
        whole=True,
        log=True,
        default=10,
        help="points of one step: few make many noisy steps, many make few smooth ones",
    ),
    Number(
        name="l1",
        label="L1",
        section=TRAINING,
        flag="--l1",
        low=0.0,
        high=1.0,
        log=True,
        default=0.0,
        help="pulls every weight to zero by the same amount, so that many end there",
    ),
    Number(
        name="l2",
        label="L2",
        section=TRAINING,
        flag="--l2",
        low=0.0,
        high=1.0,
        log=True,
        default=0.0,
        help="pulls weights to zero in proportion to their size, so that none grows large",
    ),
    Number(
        name="dropout",
        label="dropout",
        section=TRAINING,
        flag="--dropout",
        low=0.0,
        high=0.8,
        default=0.0,
        help="share of hidden activations left out at random in each step, so that none is relied upon",
    ),
)
SETTINGS: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in _TABLE})
DRAWN = ("problem", "points", "noise")
"""Settings of points that a formula draws: they mean nothing to a file of points."""

PRESETS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "moons": {"problem": "moons", "noise": 0.15, "hidden": (8,)},
        "circles": {"problem": "circles", "noise": 0.1, "hidden": (4,)},
        "spiral": {
            "problem": "spiral", "noise": 0.05, "points": 500, "hidden": (8, 8),
            "init": "he", "optimizer": "adam", "learning_rate": 0.01,
        },
        "linear": {
            "problem": "line", "noise": 0.1, "points": 60, "hidden": (), "inputs": ("x1",),
            "learning_rate": 0.05,
        },
    }
)  # fmt: skip
"""What the flags that name a problem stand for; `--linear` fits a straight line."""
