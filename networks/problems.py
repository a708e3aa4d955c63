"""The problems of the playground: points drawn by a formula, for two classes, several, or a value.

The random numbers of a formula come from streams of their own, seeded by the given generator. So another
noise moves the same points, another count adds points or takes the last away, and what the generator gives
afterwards depends on neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from networks import formulas
from networks.datasets import AND, NAND, OR, XOR, Dataset
from networks.formulas import Formula
from networks.tasks import Points, Task

LEAST_POINTS, MOST_POINTS = 4, 2000
MOST_NOISE = 0.5


@dataclass(frozen=True, eq=False)
class Problem:
    """A problem: what it is called, what is asked, and how its points come about.

    `classes` is 0 for regression; with one of `dimensions`, x2 is 0 throughout. `fixed` says that there are
    only ever the same four points. `extent` is the least and largest coordinate of the plane to be shown, on
    both axes (with one dimension also of the values), and leaves a margin around the points.
    """

    name: str
    title: str
    task: Task
    classes: int
    dimensions: int
    fixed: bool
    says: str
    extent: tuple[float, float]
    formula: Formula

    def draw(self, rng: np.random.Generator, count: int, noise: float) -> Points:
        """Return `count` points, at least one of each class; classes differ by one point at most.

        A fixed problem has its four points, whatever count and noise. Raises ValueError for a count outside
        4 … 2,000 and a noise outside 0 … 0.5.
        """
        if not LEAST_POINTS <= count <= MOST_POINTS:
            raise ValueError(f"the count must be {LEAST_POINTS} to {MOST_POINTS:,}, not {count}")
        if not 0.0 <= noise <= MOST_NOISE:
            raise ValueError(f"the noise must be 0 to {MOST_NOISE:g}, not {noise:g}")
        drawn = LEAST_POINTS if self.fixed else max(count, self.classes)
        uniform, normal = _streams(rng)
        u, g = uniform.random((drawn, 2)), normal.standard_normal((drawn, 2))
        return Points(*self.formula(u, g, np.arange(drawn), noise), self.task, self.classes)

    def __repr__(self) -> str:
        return f"Problem({self.name!r}, {self.task.value})"


def split(points: Points, share: float, rng: np.random.Generator) -> tuple[Points, Points]:
    """Return about `share` (0 … 1) of the points for training, and the others for the test.

    No point is in both, and as a problem draws its points independently of each other, those of the test
    are as new to the network as those of a second draw. Each class is divided by this share, to within one
    point; at least one point of each class is trained on, and then, if there are more and the share is below
    1, at least one point is tested. Four points or fewer are all trained on. A larger share with the same
    generator only moves points from test to training. Both parts keep the order of the points. Raises
    ValueError for a share outside 0 … 1.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"the share must be 0 to 1, not {share:g}")
    chance = _streams(rng)[0].random(len(points))
    if len(points) <= LEAST_POINTS:
        return points, points.take([])
    # A point's turn is its place in the shuffled class, in shares of that class; the first of each go first.
    turn = np.empty(len(points))
    groups = points.targets if points.classes else np.zeros(len(points))
    present = np.unique(groups)
    for group in present:
        members = np.flatnonzero(groups == group)
        shuffled = members[np.argsort(chance[members], kind="stable")]
        turn[shuffled] = (np.arange(len(members)) + 0.5) / len(members)
        turn[shuffled[0]] = -1.0
    most = len(points) if share == 1.0 else len(points) - 1
    training = max(min(round(share * len(points)), most), len(present))
    order = np.argsort(turn, kind="stable")
    return points.take(np.sort(order[:training])), points.take(np.sort(order[training:]))


def _streams(rng: np.random.Generator) -> tuple[np.random.Generator, np.random.Generator]:
    """Return two generators seeded by the next two numbers of `rng`."""
    first, second = rng.integers(0, 2**63, 2).tolist()
    return np.random.default_rng(first), np.random.default_rng(second)


_PLANE = (-1.5, 1.5)
_CORNERS = (-1.0, 2.0)


def _gate(name: str, dataset: Dataset, says: str) -> Problem:
    return Problem(name, dataset.name, Task.BINARY, 2, 2, True, says, _CORNERS, formulas.four(dataset))


def _classes(name: str, title: str, formula: Formula, says: str, classes: int = 2) -> Problem:
    task = Task.BINARY if classes == 2 else Task.CLASSES
    return Problem(name, title, task, classes, 2, False, says, _PLANE, formula)


def _values(name: str, title: str, formula: Formula, says: str, dimensions: int = 2) -> Problem:
    return Problem(name, title, Task.REGRESSION, 0, dimensions, False, says, _PLANE, formula)


PROBLEMS: Mapping[str, Problem] = MappingProxyType(
    {
        problem.name: problem
        for problem in (
            _gate(
                "xor", XOR, "Four points; class 1 where exactly one input is 1, which no single line tells."
            ),
            _classes(
                "noisy-xor",
                "Noisy XOR",
                formulas.noisy_xor,
                "Four quadrants; opposite ones are of one class.",
            ),
            _gate("and", AND, "Four points; class 1 where both inputs are 1, which one line tells."),
            _gate("or", OR, "Four points; class 1 where any input is 1, which one line tells."),
            _gate("nand", NAND, "Four points; class 0 where both inputs are 1, which one line tells."),
            _classes("moons", "Moons", formulas.moons, "Two half moons that reach into each other."),
            _classes(
                "circles", "Circles", formulas.circles, "A ring within a ring; the boundary must close."
            ),
            _classes(
                "gaussians",
                "Two Gaussians",
                formulas.gaussians,
                "Two clouds; no curve does better than one line.",
            ),
            _classes(
                "spiral", "Spiral", formulas.spiral, "Two arms wound around each other, the hardest of these."
            ),
            _classes(
                "blobs-3", "Three blobs", formulas.blobs(3), "Three clouds, each a class of its own.", 3
            ),
            _classes("blobs-4", "Four blobs", formulas.blobs(4), "Four clouds, each a class of its own.", 4),
            _classes("blobs-5", "Five blobs", formulas.blobs(5), "Five clouds, each a class of its own.", 5),
            _values(
                "line", "Line", formulas.line, "Values along a straight line over one input.", dimensions=1
            ),
            _values("plane", "Plane", formulas.plane, "Values on a flat plane over two inputs."),
            _values("surface", "Surface", formulas.surface, "Values on a hill and a valley over two inputs."),
        )
    }
)
