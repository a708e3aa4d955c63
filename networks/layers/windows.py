"""The square windows that convolution and pooling look through."""

from __future__ import annotations

from collections.abc import Iterator

from networks.arrays import AnyFloatArray
from networks.layers.layer import Misfit


def window_count(size: int, filter_size: int, stride: int, border: int = 0) -> int:
    """Return how many windows fit side by side: ⌊(size + 2 border − filter_size) / stride⌋ + 1."""
    return (size + 2 * border - filter_size) // stride + 1


def counts(height: int, width: int, filter_size: int, stride: int, border: int = 0) -> tuple[int, int]:
    """Return how many windows fit down and across; raises Misfit where not one does."""
    smallest = min(height, width) + 2 * border
    if filter_size > smallest:
        around = f" with {border} of padding on each side" if border else ""
        raise Misfit(
            f"has filter_size {filter_size}, but gets images of {height}×{width}{around}: "
            f"filter_size may be at most {smallest}"
        )
    return (
        window_count(height, filter_size, stride, border),
        window_count(width, filter_size, stride, border),
    )


def taps(x: AnyFloatArray, filter_size: int, stride: int) -> Iterator[tuple[int, int, AnyFloatArray]]:
    """Yield (row, column, view): what the cell (row, column) of every window of `x` sees.

    `x` is (channels, height, width, batch), each view (channels, windows down, windows across, batch);
    there are filter_size² of them, row by row.
    """
    _, height, width, _ = x.shape
    down = stride * (window_count(height, filter_size, stride) - 1) + 1
    across = stride * (window_count(width, filter_size, stride) - 1) + 1
    for row in range(filter_size):
        for column in range(filter_size):
            yield row, column, x[:, row : row + down : stride, column : column + across : stride]
