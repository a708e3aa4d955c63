"""What has been seen of a run: all losses in a series, the snapshots in a thinned ring."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import IntArray, Parameters
from netviz.engine.series import Series
from netviz.engine.snapshot import Refresh, Snapshot

ROWS = 512
BINS = 512  # of the loss; about as many as a plot has pixels to show
MOST_BYTES = 48_000_000  # of all rows together
LEAST_ROWS = 4


class Timeline:
    """Owned by whoever watches, and fed with every refresh; memory and cost do not grow with the run.

    `steps` `(n,)` and `parameters`, `gradients`, `updates` `(n, P)` are read-only views of the refreshes
    kept, oldest first, good until the next `add`. The first refresh of the run is always the first row and
    the newest the last; between them every `stride`-th is kept, and when all rows are full it doubles.
    """

    def __init__(self, rows: int = ROWS) -> None:
        self.version = 0  # counts what was added
        self.metrics: tuple[Series, ...] = (Series(BINS),)  # of every step, the loss first
        self._most_rows = rows
        self._latest: Refresh | None = None
        self._first: Snapshot | None = None
        self._like: tuple[int, object] = (-1, None)  # P and the kind of number, once they are known
        self._allocate(np.zeros(0))
        self._forget()

    def _forget(self) -> None:
        for series in self.metrics:
            series.clear()
        self._rows = 0
        self._stride = 1
        self._index = -1  # of the newest refresh in this run
        self._settled = True  # whether the last row stays when the next refresh comes
        self._newest: Snapshot | None = None  # which the last row stands for but has not taken in yet

    def __len__(self) -> int:
        return self._rows

    def __repr__(self) -> str:
        return f"Timeline({self._rows} rows, every {self._stride}; version {self.version})"

    def add(self, refresh: Refresh) -> None:
        """Take in the next refresh; one of another run clears all that was there."""
        snapshot = refresh.snapshot
        if self._latest is None or refresh.run != self._latest.run:
            self._forget()
            self._first = snapshot
            self._allocate(snapshot.parameters)
            self.metrics = tuple(Series(BINS) for _ in range(refresh.metrics.shape[1]))
        if count := len(refresh.metrics):
            for series, values in zip(self.metrics, refresh.metrics.T, strict=True):
                series.add(snapshot.step - count, values)
        if self._index < 0 or self._latest is None or snapshot.step != self._latest.snapshot.step:
            self._place()
        self._steps[self._rows - 1] = snapshot.step
        self._newest = snapshot
        self._latest = refresh
        self.version += 1

    def _place(self) -> None:
        """Make the last row that of a new refresh."""
        self._index += 1
        if self._settled:
            self._fill()
            if self._rows == self._capacity:
                self._thin()
            self._rows += 1
        self._settled = self._index % self._stride == 0

    def _fill(self) -> None:
        """Copy the newest snapshot, unless that is done; most are gone again before anybody asks for rows."""
        if self._newest is not None:
            row = self._rows - 1
            self._parameters[row] = self._newest.parameters
            self._gradients[row] = self._newest.gradients
            self._updates[row] = self._newest.updates
            self._newest = None

    def _thin(self) -> None:
        """Keep every second row."""
        half = (self._rows + 1) // 2
        for array in (self._steps, self._parameters, self._gradients, self._updates):
            array[:half] = array[: self._rows : 2].copy()
        self._rows = half
        self._stride *= 2

    def _allocate(self, like: Parameters) -> None:
        """Make room for rows of arrays like this one, unless it is there."""
        if self._like == (like.size, like.dtype):
            return
        self._like = (like.size, like.dtype)
        rows = max(LEAST_ROWS, min(self._most_rows, MOST_BYTES // (3 * max(like.nbytes, 1))))
        self._capacity = rows
        self._steps = np.zeros(rows, dtype=np.int64)
        self._parameters = np.zeros((rows, like.size), like.dtype)
        self._gradients = np.zeros_like(self._parameters)
        self._updates = np.zeros_like(self._parameters)

    @property
    def loss(self) -> Series:
        """The loss of every step."""
        return self.metrics[0]

    @property
    def latest(self) -> Refresh:
        """The newest refresh; raises LookupError before the first."""
        if self._latest is None:
            raise LookupError("nothing has been added to the timeline yet")
        return self._latest

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot; raises LookupError before the first."""
        return self.latest.snapshot

    @property
    def first(self) -> Snapshot:
        """The first snapshot of this run; raises LookupError before it."""
        if self._first is None:
            raise LookupError("nothing has been added to the timeline yet")
        return self._first

    @property
    def steps(self) -> IntArray:
        """The steps of the rows, `(n,)`."""
        view = self._steps[: self._rows]
        view.flags.writeable = False
        return view

    @property
    def parameters(self) -> Parameters:
        """The parameters of the rows, `(n, P)`."""
        return self._view(self._parameters)

    @property
    def gradients(self) -> Parameters:
        """The gradients of the rows, `(n, P)`."""
        return self._view(self._gradients)

    @property
    def updates(self) -> Parameters:
        """The last update before each row, `(n, P)`."""
        return self._view(self._updates)

    def _view(self, array: Parameters) -> Parameters:
        self._fill()
        view = array[: self._rows]
        view.flags.writeable = False
        return view
