"""Dividing a rectangle by ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pygame


@dataclass(frozen=True)
class Cell:
    """A place for the panel with this index."""

    panel: int


@dataclass(frozen=True)
class Split:
    """Rows or columns, each a share of the whole in proportion to its weight."""

    across: bool  # True: columns side by side
    parts: tuple[tuple[float, Split | Cell], ...]


def columns(*parts: tuple[float, Split | Cell | int]) -> Split:
    """Side by side; a bare number is the panel with that index."""
    return Split(True, tuple((weight, _node(part)) for weight, part in parts))


def rows(*parts: tuple[float, Split | Cell | int]) -> Split:
    """One above the other; a bare number is the panel with that index."""
    return Split(False, tuple((weight, _node(part)) for weight, part in parts))


def _node(part: Split | Cell | int) -> Split | Cell:
    return Cell(part) if isinstance(part, int) else part


def place(node: Split | Cell, area: pygame.Rect, gutter: int) -> dict[int, pygame.Rect]:
    """Return the rectangle of every panel index, `gutter` pixels between neighbours."""
    if isinstance(node, Cell):
        return {node.panel: area}
    weights = [weight for weight, _ in node.parts]
    edges = divide(area.width if node.across else area.height, weights, gutter)
    placed: dict[int, pygame.Rect] = {}
    for (start, length), (_, part) in zip(edges, node.parts, strict=True):
        if node.across:
            inner = pygame.Rect(area.x + start, area.y, length, area.height)
        else:
            inner = pygame.Rect(area.x, area.y + start, area.width, length)
        placed |= place(part, inner, gutter)
    return placed


def divide(length: int, weights: Sequence[float], gutter: int) -> list[tuple[int, int]]:
    """Return (start, length) of parts of a line in proportion to `weights`, whole pixels, ends flush."""
    free = max(length - gutter * (len(weights) - 1), 0)
    total = sum(weights)
    parts: list[tuple[int, int]] = []
    done = 0.0
    for i, weight in enumerate(weights):
        start = round(free * done / total)
        done += weight
        parts.append((start + i * gutter, round(free * done / total) - start))
    return parts
