"""What a user may ask of a session: frozen messages, applied between steps."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.engine.wishes import Wish


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop before the next step."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on; nothing happens after the end or a divergence."""


@dataclass(frozen=True, slots=True)
class TogglePause:
    """Pause a running session, resume a paused one."""


@dataclass(frozen=True, slots=True)
class StepRefresh:
    """Train to the next refresh and pause there."""


@dataclass(frozen=True, slots=True)
class StepOne:
    """Train one step and pause there."""


@dataclass(frozen=True, slots=True)
class ChangePace:
    """Multiply the steps per refresh by `factor`, 2 or 0.5."""

    factor: float


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin a new run from `seed`, running."""

    seed: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Have the lab obey a wish of its own panels, see `netviz.engine.wishes`.

    `numbering` is that of the snapshot seen when it was made, which says what places in it mean; None where
    nothing can have changed since.
    """

    wish: Wish
    numbering: int | None = None


Command = Pause | Resume | TogglePause | StepRefresh | StepOne | ChangePace | Restart | Ask
