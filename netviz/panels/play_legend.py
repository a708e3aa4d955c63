"""What stands at the foot of the graph while nothing is in hand: what lines, marks and buttons mean."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed
from netviz.drawing.widgets import Hint
from netviz.panels.play_biases import placed_bias
from netviz.panels.play_wires import WIDEST, draw_dashes
from netviz.panels.words import longest


def draw_legend(
    canvas: Canvas, area: Rect, most: float, probe: tuple[float, float] | None, cells: str | None = ""
) -> None:
    """Draw samples of lines and biases; a line has its full width at `most`, of weights or of w·x.

    `cells` says what neurons hold of the probe, if they hold anything; None if z and a are nowhere.
    """
    theme, px = canvas.theme, canvas.px
    what = "w" if probe is None else "w·x"
    x, y = area.x, area.y + px(12)
    length, longer = (px(40), px(60)) if area.width >= px(300) else (px(16), px(26))
    canvas.line((x, y), (x + length, y), theme.positive, 1 + WIDEST / 2)
    x = canvas.text(f"{what} > 0", (x + length + px(8), y), theme.secondary, Face.SMALL, "midleft").right
    x += px(16)
    draw_dashes(canvas, (x, y), (x + longer, y), theme.negative, max(1, px(1 + WIDEST / 2)))
    at = (x + longer + px(8), y)
    x = canvas.text(f"{what} < 0", at, theme.secondary, Face.SMALL, "midleft").right + px(22)
    for value in (1.0, -1.0):
        canvas.surface.blit(*placed_bias(canvas, (x, y), value, frozen=False, alive=True))
        x += px(16)
    x = canvas.text("bias", (x - px(4), y), theme.secondary, Face.SMALL, "midleft").right + px(16)
    texts = (f"full width: |{what}| = {exact(most, 3)}", f"full width {exact(most, 3)}", "")
    text = texts[longest(canvas, texts, Face.SMALL, area.right - x)]
    canvas.text(text, (area.right, y), theme.secondary, Face.SMALL, "midright")
    says: tuple[str, ...]
    says = ("click a line, a bias or a neuron to take it in hand; an input to use it or not",
            "click a line, a bias, a neuron or an input")  # fmt: skip
    if probe is not None:
        here = f"x = ({fixed(probe[0]).strip()}, {fixed(probe[1]).strip()})"
        says = (f"lines show what each weight carries of the input {here}: w·x", f"lines show w·x of {here}")
        if cells is None:
            also = "for z and a: P, then page Probe"
            says = f"{says[0]}; {also}", f"lines: w·x of {here}; {also}", says[1]
        elif cells:
            says = (f"neurons hold {cells} of the input {here}; lines show what each weight carries: w·x",
                    f"neurons: {cells}, lines: w·x, of {here}")  # fmt: skip
    line = says[longest(canvas, says, Face.SMALL, area.width)]
    line = canvas.lettering.fit(line, Face.SMALL, area.width)
    y = min(area.y + px(28), area.bottom - canvas.line_height(Face.SMALL))
    canvas.text(line, (area.x, y), theme.faint, Face.SMALL)


def draw_help(canvas: Canvas, area: Rect, hint: Hint) -> None:
    """Draw what the button that has the keyboard does, for those who have no mouse to ask with."""
    theme, y = canvas.theme, area.y + canvas.px(5)
    for k, line in enumerate((*hint.lines, "Enter presses it      arrows go on")):
        if y + canvas.line_height(Face.SMALL) > area.bottom + canvas.px(2):
            break
        text = canvas.lettering.fit(line, Face.SMALL, area.width)
        color = (theme.text, theme.secondary, theme.faint)[min(k, 2)]
        canvas.text(text, (area.x, y), color, Face.SMALL)
        y += canvas.line_height(Face.SMALL) + canvas.px(3)
