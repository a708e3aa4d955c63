"""Where the window stands, and how it moves: played, stepped, or put somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.panels.playback import Playback

HOLD = 1.0  # seconds that a finished pass stays before it begins again


@dataclass(frozen=True)
class Speed:
    """So many cells a second, or so many whole rows."""

    rate: int
    rows: bool = False

    def __str__(self) -> str:
        return f"{self.rate} {'row' if self.rows else 'cell'}{'s' if self.rate > 1 else ''}/s"


SPEEDS = (
    *(Speed(rate) for rate in (1, 2, 4, 8, 16, 32, 64)),
    *(Speed(rate, rows=True) for rate in (8, 16, 32)),
)


class Player(Playback[Speed]):
    """A place in an output map of `rows` × `columns`, row by row, which can move by itself."""

    def __init__(self) -> None:
        super().__init__(SPEEDS, begin=2)
        self.rows = self.columns = 0
        self.row = self.column = 0

    def __repr__(self) -> str:
        state = "playing" if self.playing else "paused"
        return f"Player({self.row}, {self.column} of {self.rows} × {self.columns}, {state} at {self.speed})"

    @property
    def index(self) -> int:
        """Which place it is, counted from 0 row by row."""
        return self.row * self.columns + self.column

    @property
    def last(self) -> int:
        """The last place's index."""
        return self.rows * self.columns - 1

    def fit(self, rows: int, columns: int, begin: tuple[int, int]) -> None:
        """Take over a map of this size, at about the same place; at first, at the place to begin with."""
        if (rows, columns) == (self.rows, self.columns):
            return
        if self.rows:
            down, across = (self.row + 0.5) / self.rows, (self.column + 0.5) / self.columns
            begin = int(down * rows), int(across * columns)
        self.rows, self.columns = rows, columns
        self.row, self.column = begin

    def step(self, by: int) -> None:
        """Pause, and go so many places on, round and round."""
        self.playing = False
        self._go((self.index + by) % (self.last + 1))

    def move(self, down: int, across: int) -> None:
        """Pause, and go so far, as far as the map goes."""
        self.put(self.row + down, self.column + across)

    def put(self, row: int, column: int) -> None:
        """Pause, and go to the place nearest to this one."""
        self.playing = False
        self.row = min(max(row, 0), self.rows - 1)
        self.column = min(max(column, 0), self.columns - 1)

    def tick(self, seconds: float) -> None:
        """Go on for so long, if it plays; after the last place it waits a little, then begins again."""
        if not self.playing:
            return
        self._owed += seconds * self.speed.rate
        while self._owed >= 1:
            if self.index == self.last:
                if self._owed < HOLD * self.speed.rate:
                    return
                self._owed -= HOLD * self.speed.rate
                self._go(self._row_end(0) if self.speed.rows else 0)
                continue
            self._owed -= 1
            ended = self.column == self.columns - 1
            self._go(self._row_end(self.row + ended) if self.speed.rows else self.index + 1)

    def _row_end(self, row: int) -> int:
        return min((row + 1) * self.columns - 1, self.last)

    def _go(self, index: int) -> None:
        self.row, self.column = divmod(index, self.columns)
