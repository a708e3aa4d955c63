"""Principal components that keep still: points stay where they were, as far as the components allow."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from netviz.engine.arrays import FloatArray

AXES = 3
EXACT = 320  # features, up to which the whole covariance matrix is decomposed
BLOCK, POWERS, ROUNDS = 8, 6, 12  # of the search among more
MOST_TURN = 0.15  # radians that axes turn at once towards the components
SAME = 1e-9  # radians, below which they are there


def principal(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the first three principal directions (3, F) of centred values (n, F), F ≥ 3, and variances (3,).

    They are the eigenvectors of the covariance matrix XᵀX / n with the largest eigenvalues (Pearson 1901).
    """
    count, features = values.shape
    if features <= EXACT:
        variances, directions = np.linalg.eigh(values.T @ values / count)
        return directions[:, : -AXES - 1 : -1].T, np.maximum(variances[: -AXES - 1 : -1], 0.0)
    return _search(values)


def _search(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find them among many features: block Krylov spaces with restarts (Golub & Underwood 1977).

    From a fixed start: in the space of V, CV, C²V, … the best directions (Rayleigh and Ritz) become the
    next V, until C leaves them where they are.
    """
    count, features = values.shape
    start = np.random.default_rng(0).standard_normal((features, BLOCK))
    for _ in range(ROUNDS):
        blocks = [np.linalg.qr(start)[0]]
        for _ in range(POWERS):
            blocks.append(np.linalg.qr(values.T @ (values @ blocks[-1]))[0])
        basis = np.linalg.qr(np.concatenate(blocks, axis=1))[0]
        seen = values @ basis
        variances, mix = np.linalg.eigh(seen.T @ seen / count)
        start = basis @ mix[:, : -BLOCK - 1 : -1]
        best, sizes = start[:, :AXES], variances[: -AXES - 1 : -1]
        left = values.T @ (values @ best) / count - best * sizes
        if np.abs(left).max() <= 1e-9 * max(sizes[0], 1e-300):
            break
    return best.T, np.maximum(sizes, 0.0)


@dataclass(frozen=True, eq=False)
class Projection:
    """Points on three axes: `mean` (F,), `axes` (3, F) of length 1, the share of all variance along each.

    `turning` while the axes are still on their way to the principal components of the points.
    """

    mean: FloatArray
    axes: FloatArray
    shares: FloatArray
    turning: bool

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return coordinates (n, 3) of features (n, F)."""
        points: FloatArray = (widened(values) - self.mean) @ self.axes.T
        return points


class SteadyAxes:
    """The first three principal components of one set of points after another, without flips and jumps.

    A component has no sign, those of like variance change places from one moment to the next, and in
    between any turn of them is as good. So the axes are those in the space of the new components that are
    nearest to the old axes (orthogonal Procrustes, Schönemann 1966); from there they turn towards the
    components themselves, at most `MOST_TURN` at once.
    """

    def __init__(self) -> None:
        self._axes: FloatArray | None = None

    def __repr__(self) -> str:
        return f"SteadyAxes({'none yet' if self._axes is None else self._axes.shape})"

    def forget(self) -> None:
        """Begin afresh."""
        self._axes = None

    def follow(self, values: FloatArray) -> Projection:
        """Return the projection of the next values (n, F), which must be finite."""
        wide = widened(values)
        mean = wide.mean(axis=0)
        centred = wide - mean
        directions, variances = principal(centred)
        total = float(np.square(centred).sum()) / len(centred) or 1.0
        if self._axes is None or self._axes.shape != directions.shape:
            axes, turning = directions * _signs(directions)[:, None], False
        else:
            mix, turning = _mix(directions @ self._axes.T)
            axes = mix @ directions
            variances = np.square(mix) @ variances
        self._axes = axes
        return Projection(mean, axes, variances / total, turning)


def widened(values: FloatArray) -> FloatArray:
    """Return float64 values with as many features as there are axes at least, the added ones 0."""
    wide = np.asarray(values, dtype=np.float64)
    if (missing := AXES - wide.shape[1]) > 0:
        wide = np.pad(wide, ((0, 0), (0, missing)))
    return wide


def _signs(directions: FloatArray) -> FloatArray:
    """Return the signs (3,) that make the largest part of each direction positive."""
    largest = directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)]
    return np.where(largest < 0, -1.0, 1.0)


def _mix(overlap: FloatArray) -> tuple[FloatArray, bool]:
    """Return how new directions are mixed (3, 3) into axes, and whether these are still turning.

    `overlap` (3, 3) is new directions times old axes. The mix nearest to the old axes, U Vᵀ of the overlap's
    transpose, is an orthogonal matrix; the target is the diagonal one of the same handedness nearest to it.
    """
    left, _, right = np.linalg.svd(overlap.T)
    nearest = left @ right
    signs = np.where(np.diagonal(nearest) < 0, -1.0, 1.0)
    if np.prod(signs) * np.linalg.det(nearest) < 0:
        signs[np.abs(np.diagonal(nearest)).argmin()] *= -1
    target = np.diag(signs)
    axis, angle = _axis_angle(target @ nearest.T)
    if angle <= MOST_TURN:
        return target, False
    return _rotation(axis, MOST_TURN) @ nearest, angle - MOST_TURN > SAME


def _axis_angle(rotation: FloatArray) -> tuple[FloatArray, float]:
    """Return axis (3,) and angle, 0 … π, of a rotation (3, 3)."""
    twist = np.array(
        (rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1])
    )
    size = float(np.linalg.norm(twist))
    angle = math.atan2(size, float(np.trace(rotation)) - 1)
    if size > 1e-6:
        return twist / size, angle
    along = (rotation + np.eye(3)) / 2  # a half turn: a aᵀ of the axis a; no turn: any axis will do
    best = along[:, int(np.diagonal(along).argmax())]
    return best / float(np.linalg.norm(best)), angle


def _rotation(axis: FloatArray, angle: float) -> FloatArray:
    """Return the rotation (3, 3) about an axis of length 1 (Rodrigues)."""
    x, y, z = axis
    cross = np.array(((0, -z, y), (z, 0, -x), (-y, x, 0)))
    turned: FloatArray = np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * (cross @ cross)
    return turned


class SteadyRange:
    """Round bounds that stay while what they hold fits and fills them."""

    def __init__(self) -> None:
        self._kept: tuple[float, float] | None = None

    def __repr__(self) -> str:
        return f"SteadyRange({self._kept})"

    def forget(self) -> None:
        """Begin afresh."""
        self._kept = None

    def follow(self, low: float, high: float) -> tuple[float, float]:
        """Return bounds around low…high."""
        kept = self._kept
        if kept is None or low < kept[0] or high > kept[1] or high - low < 0.7 * (kept[1] - kept[0]):
            pad = 0.06 * (high - low) or 1.0
            self._kept = kept = (low - pad, high + pad)
        return kept
