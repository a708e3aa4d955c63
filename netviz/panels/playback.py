"""What plays by itself: begun and stopped, stepped, at one of several speeds, by the same keys everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

Speed = TypeVar("Speed")


class Playback(Generic[Speed]):
    """Goes on from place to place while it plays. A subclass tells what a step is, and goes on with time."""

    def __init__(self, speeds: Sequence[Speed], begin: int) -> None:
        self.playing = False
        self._speeds, self._speed = speeds, begin
        self._owed = 0.0  # steps that time has earned and that are not yet made

    @property
    def speed(self) -> Speed:
        """How fast it plays."""
        return self._speeds[self._speed]

    def toggle(self) -> None:
        """Play or pause."""
        self.playing = not self.playing
        self._owed = 0.0

    def faster(self, by: int) -> None:
        """Change the speed by so many of those that there are."""
        self._speed = min(max(self._speed + by, 0), len(self._speeds) - 1)
        self._owed = 0.0

    def step(self, by: int) -> None:
        """Pause, and go so many places on, round and round."""
        raise TypeError(f"{type(self).__name__} has no steps")

    def obey(self, word: str) -> bool:
        """Do what a key says; return whether it is one of those for playing."""
        match word:
            case "play":
                self.toggle()
            case "step" | "back":
                self.step(1 if word == "step" else -1)
            case "faster" | "slower":
                self.faster(1 if word == "faster" else -1)
            case _:
                return False
        return True
