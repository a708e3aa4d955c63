"""What stands over the columns of the graph: names, sizes and activations, and the buttons for them."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.controls.shapes import edge_of, plate, ring
from netviz.drawing.lettering import Face
from netviz.panels.play_layout import Layout
from netviz.panels.play_network import PlayNetwork
from netviz.panels.play_rows import HEIGHTS, activation, layer_name
from netviz.panels.play_shape import Press, refused

SIGNS = {"add": "+", "more": "+", "fewer": "−", "remove": "×"}


def draw_heads(
    canvas: Canvas, layout: Layout, network: PlayNetwork, hovered: Press | None, cursor: Press | None
) -> None:
    """Draw the rows over the columns; `cursor` is the button that has the keyboard."""
    theme, px = canvas.theme, canvas.px
    lines = [layout.top.y + px(sum(HEIGHTS[:k]) + HEIGHTS[k] / 2 - 1) for k in range(len(HEIGHTS))]
    last, narrow = len(network.layers) - 1, layout.rows.is_narrow(canvas)
    x, out = layout.xs[0], layout.xs[-1]
    if layout.gap < px(64):  # beside the + there
        x = layout.area.x + canvas.text_width("inputs", Face.SMALL) // 2
    used = f"{len(network.used)} of {len(network.features)}"
    for at, row, text in ((x, 0, "inputs"), (x, 1, used), (out, 0, "output" if layout.roomy else "out")):
        canvas.text(text, (at, lines[row]), theme.secondary, Face.SMALL, "center")
    output, count = network.layers[-1], str(len(network.layers[-1].neurons))
    room = 2 * min(layout.area.right - out, round(layout.gap / 2))
    word = activation(canvas, output.activation, room)
    if layout.rows.flat:
        width = canvas.text_width(count, Face.MONO) + px(6) + canvas.text_width(word, Face.SMALL)
        left = min(out - width // 2, layout.area.right - width)
        end = canvas.text(count, (left, lines[1]), theme.secondary, Face.MONO, "midleft").right
        canvas.text(word, (end + px(6), lines[1]), theme.faint, Face.SMALL, "midleft")
    else:
        canvas.text(count, (out, lines[1]), theme.secondary, Face.MONO, "center")
        if not layout.rows.bare:
            canvas.text(word, (out, lines[2]), theme.faint, Face.SMALL, "center")
    for k in range(last):
        at = layout.xs[k + 1] - layout.presses[Press("remove", k)].width // 2
        canvas.text(
            layer_name(canvas, network, k, layout.gap), (at, lines[0]), theme.secondary, Face.SMALL, "center"
        )
        count = str(len(network.layers[k].neurons))
        face = Face.TINY if narrow else Face.MONO
        fewer, more = (layout.presses[Press(kind, k)] for kind in ("fewer", "more"))
        if narrow:  # one frame around all three, where two would leave the number no air
            plate(canvas, fewer.union(more).inflate(0, -px(2)), None, edge_of(theme), radius=4)
        canvas.text(count, ((fewer.right + more.left) // 2, lines[1]), theme.text, face, "center")
    for press, box in layout.presses.items():
        lit = press == hovered
        if press.kind in SIGNS:
            on = not refused(network, press)
            _sign(canvas, box, SIGNS[press.kind], lit=lit, on=on, press=press, framed=not narrow)
        elif press.kind == "activation" and box.width:
            _activation(canvas, box, network.layers[press.index].activation, lit=lit)
        if press == cursor and press.kind not in ("input", "rest"):
            ring(canvas, box.inflate(-px(2), -px(2)), theme.focus)


def _sign(canvas: Canvas, box: Rect, sign: str, *, lit: bool, on: bool, press: Press, framed: bool) -> None:
    """Draw a button with a sign of two strokes, or one; `framed` also where the mouse is not on it."""
    theme, px = canvas.theme, canvas.px
    inner = box.inflate(-px(1), -px(2))
    sized, lit_up = press.kind in ("fewer", "more"), lit and on
    if (framed and sized) or lit_up:
        plate(canvas, inner, theme.raised if lit_up else None, edge_of(theme, hovered=lit_up), radius=4)
    color = theme.tint(theme.faint, 0.5) if not on else theme.text if lit else theme.secondary
    (x, y), r = box.center, px(2.5 if sized and box.width < px(12) else 3.5)
    if sign == "×":
        for way in (1, -1):
            canvas.line((x - r + 1, y - way * (r - 1)), (x + r - 1, y + way * (r - 1)), color, 1.3)
        return
    if press.kind == "add":
        canvas.circle((x, y), px(7), color, 1)
        r = px(3)
    thick = max(1, px(1.3))
    canvas.rect(Rect(x - r, y - thick // 2, 2 * r + 1, thick), color)
    if sign == "+":
        canvas.rect(Rect(x - thick // 2, y - r, thick, 2 * r + 1), color)


def _activation(canvas: Canvas, box: Rect, name: str, *, lit: bool) -> None:
    theme, px = canvas.theme, canvas.px
    plate(canvas, box, theme.raised if lit else None, edge_of(theme, hovered=lit), radius=4)
    word = activation(canvas, name, box.width - px(2))
    canvas.text(word, box.center, theme.text if lit else theme.secondary, Face.SMALL, "center")


def draw_rest(canvas: Canvas, layout: Layout, hovered: Press | None) -> None:
    """Draw under a layer that has more neurons than are shown which these are."""
    theme = canvas.theme
    for k, box in layout.rest.items():
        lit = hovered == Press("rest", k)
        plate(canvas, box, theme.raised if lit else theme.panel, edge_of(theme, hovered=lit), radius=4)
        canvas.text(layout.says[k], box.center, theme.text if lit else theme.secondary, Face.SMALL, "center")
