"""The forward pass of one filter: window × kernel, the sums, the bias, and what comes after."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.numbers import MINUS
from netviz.panels.number_grid import Grid, needed
from netviz.panels.pass_channels import draw_channels
from netviz.panels.pass_data import PassData, Place
from netviz.panels.pass_maps import draw_maps, map_side
from netviz.panels.pass_sketch import APART, FOOT, GAP, HEAD, LINE, MOST, Sketch, Token
from netviz.panels.pass_trace import Step, trace
from netviz.panels.pass_window import BARS, between, draw_input, draw_window, short

NEAR = 12  # design units between window, kernel and products at least
LOW = 300  # of height, below which the arithmetic does not repeat what is written below the products
TERMS = 0.5  # of the spare height that the products written out may take


def draw_forward(sketch: Sketch, area: Rect, data: PassData, at: Place) -> None:
    """Draw everything that makes one number of the output, and the output so far."""
    canvas, px = sketch.canvas, sketch.canvas.px
    large = draw_input(sketch, area, data, at)
    x = large.area.right + px(GAP)
    right = Rect(x, area.y, area.right - x, area.height)
    steps = trace(data, *at)
    words = _arithmetic(data, steps, at)
    lines = sketch.wrap(words[1:] if data.channels > 1 and area.height < px(LOW) else words, right.width)
    free = area.height - 2 * px(HEAD + FOOT) - len(lines) * px(LINE) - px(8) - 3 * px(APART)
    maps = map_side(canvas, right.width, data.z, len(steps)) * len(data.z)
    room = _room(canvas, right.width, free, large, data, maps)
    tall, high = room.maps, room.cell[1] * (data.size + 2 * room.spread)
    spare = free - tall - high
    terms = sketch.wrap(_terms(data, at), right.width)
    if len(terms) * px(LINE) <= spare * TERMS:  # there is room to write them out
        lines = terms + lines
        spare -= len(terms) * px(LINE)
    gap, y = spare // 3 + px(APART), area.y + px(HEAD)
    draw_window(sketch, (right.x, y), data, at, room.spread, large, room.cell, room.gap)
    bars = Rect(right.right - room.bars, area.y, room.bars, high + px(HEAD + FOOT - 4) + min(gap, px(40)))
    draw_channels(sketch, bars, data, data.sums(*at), float(data.z[at]))
    y += high + px(FOOT) + gap
    plate = Rect(right.x, y, right.width, len(lines) * px(LINE) + px(8))
    sketch.arithmetic(plate, lines)
    y = plate.bottom + gap + px(HEAD)
    draw_maps(sketch, Rect(right.x, y, right.width, tall), data, at, steps)


@dataclass(frozen=True)
class _Room:
    """What has how much room: `cell` of the enlarged window, wide and high, `spread` of them around it."""

    spread: int
    cell: tuple[int, int]
    gap: int  # between window, kernel and products
    bars: int  # the width of the list of channels
    maps: int  # the height of the maps


def _room(canvas: Canvas, width: int, height: int, large: Grid, data: PassData, maps: int) -> _Room:
    """Share out width and height; `maps` is how high the maps are at most.

    A cell around the window is enlarged with it where the input has no numbers, unless that would cost the
    numbers, or the input is too small. All three are closer together where numbers need that.
    """
    px, found = canvas.px, []
    around = large.style(canvas) is None and min(data.padded.shape[1:]) >= data.size + 2
    for spread, gap in ((1, GAP), (0, GAP), (0, NEAR)) if around else ((0, GAP), (0, NEAR)):
        shown, units = data.size + 2 * spread, 3 * data.size + 2 * spread
        least = units * needed(canvas) + between(canvas, gap)
        bars = max(min(width // 4, width - least), px(BARS))
        wide = min((width - bars - between(canvas, gap)) // units, px(MOST))
        tall = min(maps, max(height // 2, height - wide * shown))
        high = max(min(wide, (height - tall) // shown), 1)
        found.append(_Room(spread, (min(wide, max(high, px(36))), high), px(gap), bars, tall))
    numbered = (room for room in found if Grid(0, 0, 1, 1, *room.cell).style(canvas) is not None)
    return next(numbered, found[0])


def _arithmetic(data: PassData, steps: tuple[Step, ...], at: Place) -> list[Token]:
    """Return the sum at this place, from the products to the last stage."""
    sums = data.sums(*at)
    one = short(float(sums[data.channel]))
    tokens: list[Token] = [(f"Σ x·w = {one}", False)]
    if data.channels > 1:
        tokens = [
            (f"channel {data.channel + 1}: Σ x·w = {one}", False),
            (f"all {data.channels} channels: {short(float(sums.sum()))}", False),
        ]
    tokens += [(f"+ b {short(data.bias)}", False), (f"= z {short(float(data.z[at]))}", True)]
    for step in steps:
        if step.value is None:
            tokens.append(("→ in no window of the pool", False))
            break
        stage = step.stage
        what = f"{'max' if stage.largest else 'mean'} of {stage.size**2}:" if stage.pools else stage.name
        tokens.append((f"→ {what} {short(step.value)}", True))
    return tokens


def _terms(data: PassData, at: Place) -> list[Token]:
    """Return every product of the chosen channel written out."""
    pairs = zip(data.patch(*at).ravel().tolist(), data.kernel[data.channel].ravel().tolist(), strict=True)
    terms = [f"{_bracketed(x)}·{_bracketed(w)}" for x, w in pairs]
    words = ["Σ x·w ="] + [term + " +" for term in terms[:-1]] + [terms[-1]]
    return [(word, False) for word in words]


def _bracketed(value: float) -> str:
    text = short(value)
    return f"({text})" if text.startswith(MINUS) else text
