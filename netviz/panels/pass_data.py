"""What one filter of a convolution does to one image, and the sums it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from netviz.panels.pass_sure import Sureness

Values = NDArray[np.floating]
Mask = NDArray[np.bool_]
Place = tuple[int, int]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Stage:
    """What is done to a filter's map after the convolution: an activation, or a pool.

    `outputs` (rows, columns). For an activation `slope` (rows, columns) is its derivative; for a pool `size`
    is the side of its window and `pace` the way to the next. `gradient` like `outputs`: ∂L/∂outputs.
    """

    name: str  # "ReLU", "max pool": as a heading
    letter: str  # what its outputs are called: a, p
    formulas: tuple[str, ...]  # one, with fewer and fewer words
    outputs: Values
    size: int = 0
    pace: int = 0
    largest: bool = False  # a pool takes the largest, else the mean
    slope: Values | None = None
    gradient: Values | None = None
    formulas_back: tuple[str, ...] = ("",)  # that of the way back, likewise

    @property
    def pools(self) -> bool:
        """Whether it is a pool."""
        return self.size > 0

    @cached_property
    def unsigned(self) -> bool:
        """Whether none of its outputs is negative."""
        return not (self.outputs < 0).any()


@dataclass(frozen=True, eq=False)
class Backward:
    """The gradients of one image's loss. Those of the batch belong to the same kernel, named apart.

    They are from before the update that made the kernel what it is.
    """

    loss: str  # whose: "−ln p of digit 7"
    dz: Values  # (rows, columns) of the chosen filter
    dinputs: Values  # (channels, height, width) over all filters: the whole truth
    dkernel: Values  # (channels, k, k) of the chosen filter
    dbias: float
    batch: str  # which: "last batch, 64"
    batch_dkernel: Values
    batch_dbias: float
    sureness: Sureness | None = None

    @property
    def of_batch(self) -> str:
        """Which batch, and when its gradients were taken."""
        return f"{self.batch}, before its update"


@dataclass(frozen=True, eq=False)
class PassData:
    """One image, one convolution, one of its filters, and one input channel to look at."""

    layers: tuple[str, ...]  # the names of all convolutions
    layer: int
    filter: int
    channel: int
    picture: str  # which image
    source: str  # where the inputs come from: "image", "maxpool 1"
    inputs: Values  # (channels, height, width)
    paper: tuple[float, float] | None  # the values of blank and of full ink, where the inputs are the image
    kernels: Values  # (filters, channels, k, k)
    bias: float
    stride: int
    border: int
    z: Values  # (rows, columns), as the network has it
    stages: tuple[Stage, ...]
    backward: Backward | None = None

    @property
    def filters(self) -> int:
        """How many filters there are."""
        return len(self.kernels)

    @property
    def kernel(self) -> Values:
        """The chosen filter's, (channels, k, k)."""
        kernel: Values = self.kernels[self.filter]
        return kernel

    @property
    def channels(self) -> int:
        """How many input channels there are."""
        return len(self.inputs)

    @property
    def size(self) -> int:
        """The side of the kernel."""
        return int(self.kernels.shape[-1])

    @cached_property
    def padded(self) -> Values:
        """The inputs with the padding's zeros around, (channels, height + 2·border, …)."""
        if not self.border:
            return self.inputs
        channels, height, width = self.inputs.shape
        padded = np.zeros((channels, height + 2 * self.border, width + 2 * self.border), self.inputs.dtype)
        padded[:, self.border : self.border + height, self.border : self.border + width] = self.inputs
        return padded

    @cached_property
    def windows(self) -> Values:
        """What the window sees at each place, (channels, rows, columns, k, k)."""
        seen = np.lib.stride_tricks.sliding_window_view(self.padded, (self.size, self.size), axis=(1, 2))
        rows, columns = self.z.shape
        every = self.stride
        return seen[:, : rows * every : every, : columns * every : every]

    @cached_property
    def _seen(self) -> NDArray[np.float64]:
        """The chosen channel of what the window slides over."""
        seen: NDArray[np.float64] = self.padded[self.channel].astype(np.float64)
        return seen

    @cached_property
    def outside(self) -> Mask:
        """Which cells of a padded map are padding."""
        mask = np.ones(self.padded.shape[1:], dtype=bool)
        _, height, width = self.inputs.shape
        mask[self.border : self.border + height, self.border : self.border + width] = False
        return mask

    @property
    def end(self) -> Place:
        """The last place of the output."""
        rows, columns = self.z.shape
        return rows - 1, columns - 1

    def patch(self, row: int, column: int) -> Values:
        """Return what the window sees in the chosen channel at a place of the output, (k, k)."""
        patch: Values = self.windows[self.channel, row, column]
        return patch

    def products(self, row: int, column: int) -> Values:
        """Return x · w of the chosen channel, cell by cell, (k, k)."""
        products: Values = self.patch(row, column) * self.kernel[self.channel]
        return products

    def sums(self, row: int, column: int) -> Values:
        """Return Σ x · w of each input channel, (channels,)."""
        sums: Values = np.einsum("cij,cij->c", self.windows[:, row, column], self.kernel, dtype=np.float64)
        return sums

    def passed(self, row: int, column: int) -> Mask:
        """Return which places of the output the window has been at when it stands here, (rows, columns)."""
        rows, columns = self.z.shape
        passed: Mask = np.arange(rows * columns).reshape(rows, columns) <= row * columns + column
        return passed

    # backward

    def gathered(self, passed: Mask) -> Values:
        """Return Σ dz · x over the places passed, the chosen channel's part of dW, (k, k)."""
        dz = self._dz(passed).ravel()
        return np.array([dz @ x.ravel() for x in self._taps(self._seen)]).reshape(self.size, self.size)

    def gathered_bias(self, passed: Mask) -> float:
        """Return Σ dz over the places passed, a part of db."""
        return float(self._dz(passed).sum())

    def scattered(self, passed: Mask) -> Values:
        """Return what dz · w of the places passed adds to dX of the chosen channel, padded."""
        dx = np.zeros(self.padded.shape[1:])
        dz = self._dz(passed)
        part = np.empty_like(dz)
        for weight, under in zip(self.kernel[self.channel].ravel().tolist(), self._taps(dx), strict=True):
            np.multiply(dz, weight, out=part)
            under += part
        return dx

    @cached_property
    def scattered_whole(self) -> Values:
        """What this filter adds to dX of the chosen channel in the end, padded."""
        return self.scattered(self.passed(*self.end))

    def touched(self, passed: Mask) -> Mask:
        """Return which cells of the padded input the window has lain on."""
        mask = np.zeros(self.padded.shape[1:], dtype=bool)
        for under in self._taps(mask):
            np.logical_or(under, passed, out=under)
        return mask

    @cached_property
    def total(self) -> Values:
        """The chosen channel of dX over all filters, the network's own, zeros on the padding."""
        assert self.backward is not None
        own = self.backward.dinputs[self.channel]
        total = np.zeros(self.padded.shape[1:], own.dtype)
        total[self.border : self.border + own.shape[0], self.border : self.border + own.shape[1]] = own
        return total

    def _taps(self, padded: NDArray[Scalar]) -> Iterator[NDArray[Scalar]]:
        """Yield, for each cell of the kernel, what it lies on at all places: views (rows, columns)."""
        down, across = (self.stride * (count - 1) + 1 for count in self.z.shape)
        for i in range(self.size):
            for j in range(self.size):
                yield padded[i : i + down : self.stride, j : j + across : self.stride]

    def _dz(self, passed: Mask) -> NDArray[np.float64]:
        assert self.backward is not None
        return np.where(passed, self.backward.dz, 0.0).astype(np.float64)
