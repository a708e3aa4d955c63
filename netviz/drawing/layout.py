"""Dividing a rectangle by ratios."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pygame


@dataclass(frozen=True)
class Cell:
    """A place for the panel with this index, `most` gutters long at most."""

    panel: int
    most: float = math.inf


@dataclass(frozen=True)
class Split:
    """Rows or columns, each a share of the whole in proportion to its weight; `most` gutters in all."""

    across: bool  # True: columns side by side
    parts: tuple[tuple[float, Split | Cell], ...]
    most: float = math.inf


def columns(*parts: tuple[float, Split | Cell | int]) -> Split:
    """Side by side; a bare number is the panel with that index."""
    return Split(True, tuple((weight, _node(part)) for weight, part in parts))


def rows(*parts: tuple[float, Split | Cell | int]) -> Split:
    """One above the other; a bare number is the panel with that index."""
    return Split(False, tuple((weight, _node(part)) for weight, part in parts))


def at_most(gutters: float, part: Split | Cell | int) -> Split | Cell:
    """Return a part that leaves to its neighbours what it would have beyond so many gutters."""
    return replace(_node(part), most=gutters)


def _node(part: Split | Cell | int) -> Split | Cell:
    return Cell(part) if isinstance(part, int) else part


def place(node: Split | Cell, area: pygame.Rect, gutter: int) -> dict[int, pygame.Rect]:
    """Return the rectangle of every panel index, `gutter` pixels between neighbours."""
    if isinstance(node, Cell):
        return {node.panel: area}
    weights = [weight for weight, _ in node.parts]
    most = [part.most * gutter for _, part in node.parts]
    edges = divide(area.width if node.across else area.height, weights, gutter, most)
    placed: dict[int, pygame.Rect] = {}
    for (start, length), (_, part) in zip(edges, node.parts, strict=True):
        if node.across:
            inner = pygame.Rect(area.x + start, area.y, length, area.height)
        else:
            inner = pygame.Rect(area.x, area.y + start, area.width, length)
        placed |= place(part, inner, gutter)
    return placed


def divide(
    length: int, weights: Sequence[float], gutter: int, most: Sequence[float] = ()
) -> list[tuple[int, int]]:
    """Return (start, length) of parts of a line in proportion to `weights`, whole pixels, ends flush.

    Of those that would be longer than their `most`, the others have the rest; if there are others.
    """
    free = max(length - gutter * (len(weights) - 1), 0)
    if most:
        weights = _held(free, weights, most)
    total = sum(weights)
    parts: list[tuple[int, int]] = []
    done = 0.0
    for i, weight in enumerate(weights):
        start = round(free * done / total)
        done += weight
        parts.append((start + i * gutter, round(free * done / total) - start))
    return parts


def _held(free: float, weights: Sequence[float], most: Sequence[float]) -> list[float]:
    """Return weights with which no part of `free` is longer than its `most`, where that can be."""
    held: set[int] = set()
    shares = list(weights)
    while len(held) < len(weights):
        open_ = sum(weight for i, weight in enumerate(weights) if i not in held)
        left = free - sum(most[i] for i in held)
        shares = [most[i] if i in held else left * weight / open_ for i, weight in enumerate(weights)]
        over = {i for i, share in enumerate(shares) if share > most[i]} - held
        if not over:
            return shares
        held |= over
    return list(weights)
