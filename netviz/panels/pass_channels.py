"""Which input channel adds how much to one number of the output: a list of bars, the bias, and their sum."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed
from netviz.panels.pass_data import PassData, Values
from netviz.panels.pass_sketch import HEAD, Link, Sketch

ROW, LEAST = 24, 13  # design units: the highest row, and the lowest that numbers fit into


def draw_channels(sketch: Sketch, area: Rect, data: PassData, sums: Values, z: float) -> None:
    """Draw one row a channel, the chosen one marked, then the bias and z; a click chooses a channel."""
    canvas, theme, px = sketch.canvas, sketch.canvas.theme, sketch.canvas.px
    title = f"Σ of {data.channels} channels" if data.channels > 1 else "Σ of the channel"
    canvas.text(title, (area.x, area.y + px(HEAD - 4)), theme.secondary, Face.SMALL, "bottomleft")
    top, count = area.y + px(HEAD), data.channels
    free = area.bottom - top
    row = min(free // (count + 2), px(ROW))
    numbers = row >= px(LEAST)
    end = row if numbers else px(LEAST + 1)  # height of the rows of bias and z
    heights = [row if numbers else max((free - 2 * end) / count, 1.0)] * count
    sizes = np.abs([*sums, data.bias, z])
    largest = float(sizes.max(where=np.isfinite(sizes), initial=0.0)) or 1.0
    y = float(top)
    for i, height in enumerate(heights):
        box = Rect(area.x, round(y), area.width, max(round(y + height) - round(y), 1))
        chosen = i == data.channel
        if chosen and count > 1:
            canvas.rect(box, theme.raised, radius=3)
            canvas.rect(Rect(box.x, box.y, px(3), box.height), theme.focus)
        text = (str(i + 1), float(sums[i])) if numbers else ("", float(sums[i]))
        _row(sketch, box, *text, largest, numbers=numbers, strong=chosen)
        says = (f"channel {i + 1}: Σ x·w = {exact(float(sums[i]))}", "over the window; a click looks at it")
        sketch.links.append(Link(box, says, i if count > 1 else None))
        y += height
    bias = Rect(area.x, round(y), area.width, end)
    total = Rect(area.x, bias.bottom, area.width, end)
    _row(sketch, bias, "b", data.bias, largest, numbers=True, strong=False)
    _row(sketch, total, "z", z, largest, numbers=True, strong=True)
    canvas.rule(total.topleft, (total.right - 1, total.top), theme.secondary)
    sketch.links.append(Link(bias, (f"bias of filter {data.filter + 1}", exact(data.bias))))
    sketch.links.append(Link(total, (f"z = {exact(z)}", "z = Σ over all channels of Σ x·w, + b")))


def _row(
    sketch: Sketch, box: Rect, name: str, value: float, largest: float, *, numbers: bool, strong: bool
) -> None:
    """Draw a name, a bar from its zero in the middle, and the number."""
    canvas, theme, px = sketch.canvas, sketch.canvas.theme, sketch.canvas.px
    ink = theme.text if strong else theme.secondary
    figure = canvas.text_width("−0.000", Face.TINY) if numbers else 0
    bar = Rect(box.x + px(26), box.y + 1, box.width - px(30) - figure - px(4), max(box.height - 2, 1))
    if numbers:
        canvas.text(name, (box.x + px(22), box.centery), ink, Face.TINY, "midright")
        canvas.text(fixed(value, 3), (box.right - px(4), box.centery), ink, Face.TINY, "midright")
        bar.inflate_ip(0, -max(box.height // 3, 2))
    share = min(max(value / largest, -1.0), 1.0) if np.isfinite(value) else 0.0
    middle, length = bar.centerx, round(abs(share) * bar.width / 2)
    left = middle if share > 0 else middle - length
    canvas.rect(
        Rect(left, bar.y, max(length, 1), bar.height), theme.positive if share > 0 else theme.negative
    )
    canvas.rule((middle, box.y), (middle, box.bottom - 1), theme.hairline)
