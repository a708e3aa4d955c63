"""From ink on a pad to an image like those of MNIST: scaled into a box, its centre of mass in the middle."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SIDE = 28  # of the image
BOX = 20  # the longer side of what is drawn, in pixels of the image
MIDDLE = 14  # the pixel, counted from 0 in both directions, that holds the centre of mass


def centred(ink: Array) -> Array:
    """Return `ink` (rows, columns) of any size, 0 paper … 1 full, as an image (28, 28), 0 … 1.

    "The original black and white images from NIST were size normalized to fit in a 20×20 pixel box while
    preserving their aspect ratio. The resulting images contain grey levels as a result of the anti-aliasing
    technique used by the normalization algorithm. The images were centered in a 28×28 image by computing the
    center of mass of the pixels, and translating the image so as to position this point at the center of the
    28×28 field" (LeCun, Cortes and Burges, the page of the MNIST database). So it is done here: the bounding
    box is averaged by area so that its longer side has 20 pixels, then moved by whole pixels. In MNIST's own
    files the longer side is 20, and the centre of mass lies in the pixel (14, 14): those images stay as
    they are. Where that would push ink over the edge, it is moved only as far as the edge.
    """
    image = np.zeros((SIDE, SIDE))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return image
    boxed = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    pixel = max(boxed.shape) / BOX  # pixels of the ink to one of the image
    small = averages(boxed.shape[0], pixel) @ boxed @ averages(boxed.shape[1], pixel).T
    top, left = (offset(small.sum(axis=axis)) for axis in (1, 0))
    image[top : top + small.shape[0], left : left + small.shape[1]] = np.clip(small, 0, 1)
    return image


def averages(length: int, pixel: float) -> Array:
    """Return the matrix (new, length) that averages a line of cells into new ones, `pixel` old ones long.

    The last new cell may reach beyond the line, where there is nothing: it is paler for that.
    """
    count = max(math.ceil(length / pixel - 1e-9), 1)
    new, old = np.arange(count)[:, np.newaxis] * pixel, np.arange(length)
    common = np.minimum(new + pixel, old + 1) - np.maximum(new, old)
    shares: Array = np.maximum(common, 0) / pixel
    return shares


def offset(weights: Array) -> int:
    """Return where a line of pixels (n ≤ 28,) begins, so that its centre of mass is in the middle."""
    middle = float((weights * (np.arange(len(weights)) + 0.5)).sum() / weights.sum())
    return min(max(MIDDLE - math.floor(middle + 1e-9), 0), SIDE - len(weights))
