"""The formulas of the playground's problems: from random numbers to points and what is asked of them.

Each gets u (n, 2), uniform in [0, 1), and g (n, 2), standard normal, the numbers i (n,) of the points,
0 … n − 1, and the noise, 0 … 0.5, and returns inputs (n, 2) and targets (n,). Point i belongs to group
i mod k of k groups, so that classes are balanced however many points there are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from networks.arrays import FloatArray, read_only
from networks.datasets import Dataset

Integers = NDArray[np.int64]
Formula = Callable[[FloatArray, FloatArray, Integers, float], tuple[FloatArray, FloatArray]]


def four(dataset: Dataset) -> Formula:
    """Return the formula of a gate: its truth table, without chance."""

    def formula(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
        return dataset.inputs, dataset.targets[:, 0]

    return formula


def noisy_xor(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return x = s (0.1 + 0.9 u) + 0.6 noise g, the signs s those of quadrant i mod 4.

    Class 1 where the signs differ (before the noise).
    """
    signs = read_only([[1, 1], [-1, 1], [-1, -1], [1, -1]])[i % 4]
    return signs * (0.1 + 0.9 * u) + 0.6 * noise * g, (i % 2).astype(np.float64)


def moons(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return two half circles of radius 1 with angle φ = π u, shrunk by 1.5, + noise g / 1.5.

    Class 0: (cos φ − 0.5, sin φ − 0.25); class 1: (0.5 − cos φ, 0.25 − sin φ). These are the well-known "two
    moons" (as in scikit-learn's make_moons), with the origin in their middle.
    """
    angle = np.pi * u[:, 0]
    target = (i % 2).astype(np.float64)
    upper = np.stack((np.cos(angle) - 0.5, np.sin(angle) - 0.25), axis=1)
    return ((1.0 - 2.0 * target[:, None]) * upper + noise * g) / 1.5, target


def circles(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return r (cos φ, sin φ) + 0.6 noise g, φ = 2π u: r = 0.9 for class 0, 0.45 for class 1 inside it."""
    target = (i % 2).astype(np.float64)
    radius = 0.9 - 0.45 * target
    return radius[:, None] * _direction(2.0 * np.pi * u[:, 0]) + 0.6 * noise * g, target


def gaussians(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return c + (0.12 + 0.4 noise) g: c = (−0.45, −0.45) for class 0, (0.45, 0.45) for class 1."""
    target = (i % 2).astype(np.float64)
    return 0.9 * target[:, None] - 0.45 + (0.12 + 0.4 * noise) * g, target


def spiral(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return r (cos φ, sin φ) + 0.2 noise g: r = 0.05 + 0.95 u, φ = 3π r, half a turn further for class 1.

    So each arm of an Archimedean spiral makes almost one turn and a half (Lang and Witbrock 1988 set the
    problem with three turns).
    """
    target = (i % 2).astype(np.float64)
    radius = 0.05 + 0.95 * u[:, 0]
    angle = 3.0 * np.pi * radius + np.pi * target
    return radius[:, None] * _direction(angle) + 0.2 * noise * g, target


def blobs(classes: int) -> Formula:
    """Return the formula of several clouds around the origin."""

    def formula(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
        """Return 0.65 (cos φ, sin φ) + (0.1 + 0.3 noise) g, φ = π/2 + 2π class / classes."""
        target = (i % classes).astype(np.float64)
        centre = 0.65 * _direction(np.pi / 2.0 + 2.0 * np.pi * target / classes)
        return centre + (0.1 + 0.3 * noise) * g, target

    return formula


def line(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return x1 = 2u − 1, x2 = 0 and y = 0.7 x1 + 0.2 + noise g."""
    x1 = 2.0 * u[:, 0] - 1.0
    return np.stack((x1, np.zeros_like(x1)), axis=1), 0.7 * x1 + 0.2 + noise * g[:, 0]


def plane(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return x = 2u − 1 and y = 0.6 x1 − 0.3 x2 + 0.1 + noise g."""
    x = 2.0 * u - 1.0
    return x, 0.6 * x[:, 0] - 0.3 * x[:, 1] + 0.1 + noise * g[:, 0]


def surface(u: FloatArray, g: FloatArray, i: Integers, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return x = 2u − 1 and y = sin(π x1) cos(π x2 / 2) + noise g: a hill and a valley."""
    x = 2.0 * u - 1.0
    return x, np.sin(np.pi * x[:, 0]) * np.cos(np.pi / 2.0 * x[:, 1]) + noise * g[:, 0]


def _direction(angle: FloatArray) -> FloatArray:
    """Return the unit vectors (n, 2) of angles (n,)."""
    return np.stack((np.cos(angle), np.sin(angle)), axis=1)
