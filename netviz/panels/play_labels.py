"""Numbers on the edges of one neuron: what each of them carries."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import fixed
from netviz.panels.play_network import Array, Spot
from netviz.panels.play_wiring import Wires

MIDDLE = 0.45  # of the way along an edge, from the end where the edges are apart


def draw_terms(canvas: Canvas, wires: Wires, values: Array, eye: Spot) -> None:
    """Write on the edges into a neuron and out of it their w·x."""
    into, out = wires.touching(eye)
    line = canvas.line_height(Face.TINY)
    ways = ((into, wires.starts, canvas.theme.text), (out, wires.ends, canvas.theme.secondary))
    for which, ends, color in ways:
        apart = float(np.diff(np.sort(ends[which, 1])).min(initial=np.inf))
        share = max(min(MIDDLE, 1 - line / apart), 0.0) if apart else 0.0
        share = share if ends is wires.starts else 1 - share
        for i in np.flatnonzero(which).tolist():
            x, y = (wires.starts[i] + share * (wires.ends[i] - wires.starts[i])).tolist()
            canvas.label(fixed(float(values[i])).strip(), (x, y), color, Face.TINY)
