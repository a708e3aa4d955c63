"""What can be chosen on the start screen, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A lab or one of the playground's presets: the flag that opens it, and what one can do there."""

    flag: str
    title: str
    says: str
    preset: bool = False


TILES = (
    Tile("--xor", "XOR", "Watch three neurons do what no straight line can."),
    Tile("--mnist", "Digits", "Train a network on handwriting, look inside, draw your own."),
    Tile(
        "--playground", "Playground", "Pick the data, shape the network, and change anything while it trains."
    ),
    Tile("--moons", "Moons", "Part two moons that interlock.", preset=True),
    Tile("--circles", "Circles", "Close a line around the inner ring.", preset=True),
    Tile("--spiral", "Spiral", "Follow two arms wound together.", preset=True),
    Tile("--linear", "Linear", "Lay a straight line through points.", preset=True),
)
