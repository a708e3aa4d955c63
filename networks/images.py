"""Sets of small grey images with a digit each: chosen, split, scaled and normalised, in float32.

All of MNIST is 188 MB so. Images are converted a thousand at a time: nothing else of that size is ever there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from networks.arrays import FloatArray

Float32Array = NDArray[np.float32]
IntArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]

_PIECE = 1000  # images converted at a time


@dataclass(frozen=True, eq=False)
class ImageSet:
    """Images `(n, 1, side, side)` float32 and their digits `(n,)` int64, both read-only here."""

    images: Float32Array
    labels: IntArray

    def __post_init__(self) -> None:
        if self.images.ndim != 4 or self.images.shape[:2] != (*self.labels.shape, 1):
            shapes = f"images {self.images.shape} and labels {self.labels.shape}"
            raise ValueError(f"{shapes} must be (n, 1, side, side) and (n,)")
        for name in ("images", "labels"):
            view = getattr(self, name).view()
            view.setflags(write=False)
            object.__setattr__(self, name, view)

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"ImageSet({len(self):,} images {self.images.shape[2]}×{self.images.shape[3]})"


@dataclass(frozen=True, eq=False)
class Digits:
    """A training, a validation and a test set, normalised alike.

    `name` "MNIST" or "sample"; `origin` says in a few words which data these are and why; `side` pixels a
    side; `mean` and `deviation` are those of all training pixels, from 0 (paper) to 1 (full ink).
    `checksum` is that of the training and validation images and labels, in the order in which they were read.
    `boxed`: the digits reach from edge to edge of their images, as in the sample, instead of lying with a
    margin around their centre of mass, as in MNIST.
    """

    name: str
    origin: str
    side: int
    train: ImageSet
    validation: ImageSet
    test: ImageSet
    mean: float
    deviation: float
    boxed: bool = False
    checksum: int = 0

    def pixels(self, images: Float32Array) -> Float32Array:
        """Return normalised images of any shape as ink again, 0 to 1."""
        ink: Float32Array = np.clip(images * np.float32(self.deviation) + np.float32(self.mean), 0, 1)
        return ink

    def normalised(self, ink: ArrayLike) -> Float32Array:
        """Return ink, 0 to 1, of any shape as the network wants it: the inverse of `pixels`."""
        shifted: Float32Array = np.asarray(ink, np.float32) - np.float32(self.mean)
        return shifted / np.float32(self.deviation)

    def fitted(self, drawing: FloatArray) -> FloatArray:
        """Return ink `(rows, columns)`, set as MNIST sets it, as `(side, side)`, set as these images are.

        Where they are `boxed`, the smallest square around all that is inked by a quarter or more fills the
        image: that way the sample's nearest neighbours name twice as many of MNIST's digits.
        """
        result: FloatArray = scaled((_box(drawing) if self.boxed else drawing)[np.newaxis], self.side)[0]
        return result

    def __repr__(self) -> str:
        sizes = f"{len(self.train):,} + {len(self.validation):,} + {len(self.test):,}"
        return f"Digits({self.name!r}, {sizes} images {self.side}×{self.side})"


def prepare(
    train: tuple[ByteArray, ByteArray],
    test: tuple[ByteArray, ByteArray],
    rng: np.random.Generator,
    *,
    white: int,
    side: int,
    fraction: float = 1.0,
    validation_share: float = 0.1,
    name: str = "MNIST",
    origin: str = "",
    boxed: bool = False,
    normalisation: tuple[float, float] | None = None,
) -> Digits:
    """Take `fraction` of the training images, part them into training and validation, scale and normalise.

    `train` and `test` are grey levels `(n, rows, columns)`, 0 to `white`, and labels `(n,)`. The test set
    stays whole, so that its figures can be compared. `normalisation`: mean and deviation to be used in place
    of the training set's own. Raises ValueError where a set would have no image.
    """
    images, labels = train
    kept, held = split(labels, fraction, validation_share, rng)
    training = ink(images, kept, side, white)
    validation = ink(images, held, side, white)
    tested = ink(test[0], np.arange(len(test[0])), side, white)
    mean, deviation = mean_and_deviation(training) if normalisation is None else normalisation
    for part in (training, validation, tested):
        part -= np.float32(mean)
        part /= np.float32(deviation)
    return Digits(
        name=name,
        origin=origin,
        side=side,
        train=ImageSet(training, labels[kept].astype(np.int64)),
        validation=ImageSet(validation, labels[held].astype(np.int64)),
        test=ImageSet(tested, test[1].astype(np.int64)),
        mean=mean,
        deviation=deviation,
        boxed=boxed,
        checksum=zlib.crc32(np.ascontiguousarray(labels).data, zlib.crc32(np.ascontiguousarray(images).data)),
    )


def split(
    labels: NDArray[np.integer], fraction: float, validation_share: float, rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """Return the indices for training and for validation, ascending: `fraction` of all, parted by class.

    Raises ValueError for shares that are none, or that leave either without an image.
    """
    if not 0 < fraction <= 1:
        raise ValueError(f"the fraction of the data must be above 0 and at most 1, not {fraction:g}")
    if not 0 < validation_share < 1:
        raise ValueError(f"the validation share must lie between 0 and 1, not {validation_share:g}")
    taken = stratified(labels, fraction, rng)
    held = taken[stratified(labels[taken], validation_share, rng)]
    kept = np.setdiff1d(taken, held, assume_unique=True)
    for what, part in (("training", kept), ("validation", held)):
        if len(part) == 0:
            raise ValueError(
                f"a fraction of {fraction:g} of the {len(labels):,} images, "
                f"with {validation_share:g} of that for validation, leaves no image for {what}"
            )
    return kept, held


def stratified(labels: NDArray[np.integer], share: float, rng: np.random.Generator) -> IntArray:
    """Choose `share` of the samples, the same share of every class; return their indices, ascending.

    `round(share · n)` are chosen. Each class gives `share` of its own, rounded down or up; those with the
    largest remainder round up (Hamilton's method). Which samples of a class is left to `rng`.
    """
    classes, counts = np.unique(labels, return_counts=True)
    exact = share * counts
    numbers = np.floor(exact + 1e-9).astype(np.int64)  # 0.1 · 30 is 3, whatever its last bit says
    lacking = max(round(share * len(labels)) - int(numbers.sum()), 0)
    numbers[np.argsort(numbers - exact, kind="stable")[:lacking]] += 1
    chosen = [
        rng.permutation(np.flatnonzero(labels == label))[:number]
        for label, number in zip(classes, numbers, strict=True)
    ]
    return np.sort(np.concatenate([np.empty(0, np.int64), *chosen]))


def area_weights(source: int, target: int) -> FloatArray:
    """Return the matrix `(target, source)` that averages `source` pixels into `target` by covered length.

    With lengths counted in 1/target of an old pixel, new pixel i covers [i·source, (i+1)·source) and old
    pixel j [j·target, (j+1)·target). The weight is what they share over `source`, of whole numbers, so it is
    rounded only once. Rows sum to 1.
    """
    new, old = np.arange(target)[:, np.newaxis] * source, np.arange(source) * target
    shared = np.minimum(new + source, old + target) - np.maximum(new, old)
    weights: FloatArray = np.maximum(shared, 0) / source
    return weights


def scaled(images: FloatArray, side: int) -> FloatArray:
    """Return images `(n, rows, columns)` as `(n, side, side)`: R X Cᵀ, each pixel the mean of its area."""
    rows, columns = images.shape[1:]
    if (rows, columns) == (side, side):
        return images
    result: FloatArray = area_weights(rows, side) @ images @ area_weights(columns, side).T
    return result


def ink(images: ByteArray, which: IntArray, side: int, white: int) -> Float32Array:
    """Return the chosen images, scaled, as `(len(which), 1, side, side)` from 0 to 1, where `white` is 1."""
    result = np.empty((len(which), 1, side, side), np.float32)
    for piece in _pieces(len(which)):
        result[piece, 0] = scaled(images[which[piece]].astype(np.float64), side)
    result /= np.float32(white)
    return result


def mean_and_deviation(images: Float32Array) -> tuple[float, float]:
    """Return mean and standard deviation of all pixels, summed in float64.

    The deviation of images that are all alike is given as 1, so that it can be divided by.
    """
    total = sum(float(images[piece].sum(dtype=np.float64)) for piece in _pieces(len(images)))
    mean = total / images.size
    squares = sum(
        float(np.square(images[piece].astype(np.float64) - mean).sum()) for piece in _pieces(len(images))
    )
    deviation = (squares / images.size) ** 0.5
    return mean, deviation if deviation > 1e-6 else 1.0


def _box(drawing: FloatArray) -> FloatArray:
    """Return the smallest square, padded with paper, around all that is inked by a quarter or more."""
    inked = drawing >= 0.25
    if not inked.any():
        return drawing
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    cut = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = cut.shape
    side = max(height, width)
    square = np.zeros((side, side))
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = cut
    return square


def _pieces(count: int) -> Iterator[slice]:
    return (slice(start, min(start + _PIECE, count)) for start in range(0, count, _PIECE))
