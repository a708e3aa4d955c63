"""Hand-written neural networks: NumPy and the standard library only, readable alone.

Start with `mlp` (the network), then `losses` and `activations` (its mathematics), `training` (the loop).
"""

from networks.activations import ACTIVATIONS, Activation
from networks.architecture import Architecture
from networks.datasets import DATASETS, Dataset
from networks.initializers import INITIALIZERS
from networks.losses import LOSSES, ONE_OUTPUT_LOSSES, Loss
from networks.mlp import MLP
from networks.mlp_evaluation import Evaluation
from networks.optimizers import OPTIMIZERS, Optimizer
from networks.trace import Trace
from networks.training import Checkpoint, Trainer

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "INITIALIZERS",
    "LOSSES",
    "MLP",
    "ONE_OUTPUT_LOSSES",
    "OPTIMIZERS",
    "Activation",
    "Architecture",
    "Checkpoint",
    "Dataset",
    "Evaluation",
    "Loss",
    "Optimizer",
    "Trace",
    "Trainer",
]
