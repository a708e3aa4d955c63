"""The data sets, frozen: logic gates on two inputs, all four samples each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from networks.arrays import FloatArray, read_only


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples and the class of each; the arrays cannot be written.

    `inputs` (samples, features); `targets` (samples, outputs), each 0 or 1: a loss encodes them as it needs
    (`Loss.encode`). Raises ValueError where the shapes do not fit together.
    """

    name: str
    inputs: FloatArray
    targets: FloatArray
    input_names: tuple[str, ...]
    target_name: str = "y"

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", read_only(self.inputs))
        object.__setattr__(self, "targets", read_only(self.targets))
        if self.inputs.ndim != 2 or self.targets.ndim != 2 or len(self.inputs) != len(self.targets):
            raise ValueError(
                f"inputs {self.inputs.shape} and targets {self.targets.shape} must be (samples, …) alike"
            )
        if len(self.input_names) != self.features:
            raise ValueError(f"{self.features} features have {len(self.input_names)} names")

    @property
    def samples(self) -> int:
        """Number of samples."""
        return int(self.inputs.shape[0])

    @property
    def features(self) -> int:
        """Number of inputs of one sample."""
        return int(self.inputs.shape[1])

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, {self.samples} samples, {self.features} features)"


def _gate(name: str, outputs: tuple[int, int, int, int]) -> Dataset:
    """Return the gate whose outputs for the inputs 00, 01, 10, 11 are `outputs`."""
    return Dataset(
        name=name,
        inputs=read_only([[0, 0], [0, 1], [1, 0], [1, 1]]),
        targets=read_only([[output] for output in outputs]),
        input_names=("x1", "x2"),
    )


XOR = _gate("XOR", (0, 1, 1, 0))
AND = _gate("AND", (0, 0, 0, 1))
OR = _gate("OR", (0, 1, 1, 1))
NAND = _gate("NAND", (1, 1, 1, 0))

DATASETS: Mapping[str, Dataset] = MappingProxyType(
    {dataset.name: dataset for dataset in (XOR, AND, OR, NAND)}
)
