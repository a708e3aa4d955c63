"""One epoch of the 2-3-1 network beside the textbook's loop, both written out in step.py."""

from __future__ import annotations

from benchmarks import step
from benchmarks.result import Result, at_least

REQUIRED = 2.0


def results(quick: bool) -> list[Result]:
    """Return how many times faster the step is."""
    figures = dict(step.rows(epochs=300, turns=3) if quick else step.rows(epochs=3000, turns=25))
    ours, theirs = figures["networks, sgd"], figures["textbook"]
    note = f"{ours['epochs_per_second']:,.0f} to {theirs['epochs_per_second']:,.0f} epochs/s"
    name = "MLP step 2-3-1 on XOR, epochs/s beside the textbook loop"
    return [
        at_least(name, ours["times_textbook"], REQUIRED, "×", note),
        Result(
            "– beside a textbook loop that computes no loss", f"{ours['times_textbook_without_loss']:.2f} ×"
        ),
    ]
