"""How a run ended, the same for a window and for none, and its summary as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from netviz.engine.lab import Lab
from netviz.engine.snapshot import Refresh, State
from netviz.options import Options
from netviz.signals import status_of

DIVERGED_STATUS = 1


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The last moment of a run, why it ended there, and the picture if one was asked for.

    `signal` is the number of the signal that ended it, if one did; `picture` a PNG file; `trouble` a sentence
    where the training itself was lost; `saved` says that the network of this moment is in its file already,
    `beside` that another one is: of a run that this one began anew. `onward` are the options of the start
    screen, where that comes next.
    """

    refresh: Refresh
    signal: int | None = None
    picture: bytes | None = None
    trouble: str = ""
    saved: bool = False
    beside: bool = False
    onward: Options | None = None

    @property
    def stopped(self) -> str:
        """Return `signal`, `diverged`, `finished` or, when left before the end, `user`."""
        if self.signal is not None:
            return "signal"
        if self.refresh.state is State.DIVERGED:
            return "diverged"
        return "finished" if self.refresh.finished else "user"

    @property
    def status(self) -> int:
        """Return the exit status: 128 and the signal, 1 after a divergence, else 0."""
        if self.signal is not None:
            return status_of(self.signal)
        return DIVERGED_STATUS if self.stopped == "diverged" else 0


def summary(lab: Lab, options: Options, outcome: Outcome) -> dict[str, Any]:
    """Return what `--summary` writes; seconds leave pauses out."""
    refresh = outcome.refresh
    snapshot = refresh.snapshot
    of_lab = lab.summary(snapshot)
    epochs = snapshot.step / lab.steps_per_epoch
    return (
        {
            "lab": lab.name,
            "seed": refresh.seed,
            "epochs": int(epochs) if epochs.is_integer() else epochs,
            "loss": snapshot.loss,
            "accuracy": snapshot.accuracy,
            "seconds": refresh.seconds,
            "epochs_per_second": refresh.rate / lab.steps_per_epoch,
            "stopped": outcome.stopped,
            "note": refresh.note,
        }
        | of_lab
        | {"options": asdict(options) | of_lab["options"] | _changed(options, refresh)}
    )


def _changed(options: Options, refresh: Refresh) -> dict[str, Any]:
    """Return the options that a person may have changed in the window."""
    every = options.refresh_every if options.headless else refresh.refresh_every
    return {"seed": refresh.seed, "refresh_every": every}


def as_json(content: dict[str, Any]) -> str:
    """Return strict JSON: a number that is not finite becomes null, a path its text."""
    return json.dumps(_plain(content), indent=2, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case float() if not math.isfinite(value):
            return None
        case Path():
            return str(value)
        case _:
            return value
