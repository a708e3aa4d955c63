"""The pages of the digits lab, in the order of their numbers."""

from __future__ import annotations

from dataclasses import replace

from netviz.labs import (
    cnn_distributions,
    cnn_draw,
    cnn_features,
    cnn_filters,
    cnn_mistakes,
    cnn_overview,
    cnn_pass,
    cnn_paths,
)
from netviz.labs.cnn_probe import Probe
from netviz.labs.cnn_setup import Setup
from netviz.panels.page import Page
from netviz.panels.panel import Choices

PAGES = (
    cnn_overview,
    cnn_pass,
    cnn_filters,
    cnn_distributions,
    cnn_features,
    cnn_paths,
    cnn_mistakes,
    cnn_draw,
)


def pages(setup: Setup) -> tuple[Page, ...]:
    """Return the pages; they share one probe and begin with the first validation image."""
    probe = Probe(setup)
    first, *others = (part.page(probe) for part in PAGES)
    return replace(first, choices=choices(setup)), *others


def choices(setup: Setup) -> Choices:
    """Return what is looked at to begin with."""
    digits = setup.digits
    counts = {
        "training": len(digits.train),
        "validation": len(digits.validation),
        "test": len(digits.test),
        "drawn": 1,
    }
    return Choices(sources=tuple(counts.items())).of_source("validation")
