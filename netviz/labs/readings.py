"""Figures of the header that every lab shows."""

from __future__ import annotations

from netviz.engine.lab import Form, Reading, plural
from netviz.engine.snapshot import Refresh


def seed_reading(refresh: Refresh) -> Reading:
    """Return the seed of the run."""
    says = "the run's random numbers come from it"
    return Reading("seed", str(refresh.seed), says, Form.TEXT, widest="4294967295", spare=3)


def step_reading(refresh: Refresh, unit: str) -> Reading:
    """Return the steps done, of all."""
    return Reading(unit, refresh.snapshot.step, plural(unit), whole=refresh.total)


def pace_reading(refresh: Refresh, unit: str) -> Reading:
    """Return the steps from one refresh to the next."""
    says = f"{plural(unit)} between pictures: + and -"
    return Reading("per refresh", refresh.refresh_every, says, spare=1)
