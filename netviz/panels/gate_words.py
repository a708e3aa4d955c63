"""What is told of a line in the plane of gates, under the mouse."""

from __future__ import annotations

from netviz.drawing.numbers import MINUS, exact
from netviz.panels.gate_plane import GateLine


def told(line: GateLine) -> tuple[str, ...]:
    """Return a line's equation and its gate."""
    near = (f"nearest gate: {line.gate}, off by {exact(line.off, 4)}",) if line.gate else ()
    if line.weights is None:
        zero = f"{line.name}: z = 0 on this curve, above 0 where its arrow points"
        return (zero, *near, "a curve, as it sees more than x₁ and x₂")
    w1, w2, b = (exact(abs(w), 5) for w in line.weights)
    first, second, third = (MINUS if w < 0 else "+" for w in line.weights)
    equation = f"z = {first if first == MINUS else ''}{w1} x₁ {second} {w2} x₂ {third} {b} = 0"
    return (f"{line.name}: z = 0 on this line, above 0 where its arrow points", equation, *near)
