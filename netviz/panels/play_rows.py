"""The rows over the columns of the graph: what there is room for in them, and where their buttons are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.panels.play_network import PlayNetwork
from netviz.panels.play_shape import Press
from netviz.panels.words import longest

HEIGHTS = (18, 21, 18)  # design units of the rows: name, size, activation
ROOMY, NARROW = 96, 46  # design units from column to column: room for words, and hardly for signs
APART = 4  # design units between a size and an activation in one row


@dataclass(frozen=True)
class Rows:
    """How the rows are shared out.

    `sign` and `number` are the pixels that a button beside a layer's size is wide, and the size itself. The
    activation is beside the size in a `flat` layout, and nowhere in one that is `bare`, else below it.
    """

    sign: int
    number: int
    flat: bool
    bare: bool

    @classmethod
    def fitting(cls, canvas: Canvas, network: PlayNetwork, gap: float, *, low: bool) -> Rows:
        """Return those that have room where columns are `gap` pixels apart, two at most where it is `low`."""
        px = canvas.px
        sizes = (18, 20) if gap >= px(ROOMY) else (14, 18) if gap >= px(NARROW) else (10, 17)
        sign, number = px(sizes[0]), px(sizes[1])
        *hidden, output = network.layers
        words = [canvas.text_width(layer.activation.replace("_", " "), Face.SMALL) for layer in hidden]
        whole = [2 * sign + number + word + px(10 + APART) for word in words]
        whole.append(canvas.text_width(" 32 " + output.activation.replace("_", " "), Face.SMALL))
        flat = max(whole) <= gap - px(5)
        return cls(sign, number, flat, low and not flat)

    @property
    def height(self) -> int:
        """Design units of all rows together."""
        return sum(HEIGHTS[:2] if self.flat or self.bare else HEIGHTS)

    def is_narrow(self, canvas: Canvas) -> bool:
        """Return whether a size has hardly any air between its two buttons."""
        return self.number < canvas.px(20)

    def buttons(
        self, canvas: Canvas, network: PlayNetwork, top: int, xs: Sequence[int], gap: float
    ) -> dict[Press, Rect]:
        """Return all buttons, from the pixel `top` on, over columns `gap` pixels apart.

        Their middles are `xs`, inputs first.
        """
        px, side = canvas.px, canvas.px(18)
        presses: dict[Press, Rect] = {}
        hidden = len(network.layers) - 1
        for k in range(hidden + 1):
            box = Rect(0, top, side, side)
            box.centerx = round((xs[k] + xs[k + 1]) / 2)
            presses[Press("add", k)] = box
        for k in range(hidden):
            half = canvas.text_width(layer_name(canvas, network, k, gap), Face.SMALL) // 2
            presses[Press("remove", k)] = Rect(
                xs[k + 1] - self.sign // 2 + half + px(1), top, self.sign, side
            )
            presses |= self._size_and_activation(canvas, network, k, top + px(HEIGHTS[0]), xs[k + 1], gap)
        return presses

    def _size_and_activation(
        self, canvas: Canvas, network: PlayNetwork, k: int, top: int, x: int, gap: float
    ) -> dict[Press, Rect]:
        """Return the buttons of a hidden layer below its name."""
        px = canvas.px
        room = round(gap) - px(2)
        word = activation(canvas, network.layers[k].activation, room - px(4))
        width = 0 if self.bare else min(canvas.text_width(word, Face.SMALL) + px(10), room)
        left = x - self.sign - self.number // 2
        if self.flat:
            left -= (width + px(APART)) // 2
        after = left + 2 * self.sign + self.number + px(APART)
        below = top + (px(1) if self.flat else px(HEIGHTS[1]))
        choice = Rect(after, below, width, 0 if self.bare else px(HEIGHTS[2] - 1))
        if not self.flat:
            choice.centerx = x
        return {
            Press("fewer", k): Rect(left, top, self.sign, px(20)),
            Press("more", k): Rect(left + self.sign + self.number, top, self.sign, px(20)),
            Press("activation", k): choice,
        }


def layer_name(canvas: Canvas, network: PlayNetwork, k: int, gap: float) -> str:
    """Return what stands over a hidden layer, as long as there is room for between columns."""
    names = (network.layers[k].name, str(k + 1))
    return names[longest(canvas, names, Face.SMALL, round(gap) - canvas.px(38))]


def activation(canvas: Canvas, name: str, room: int) -> str:
    """Return an activation's name in words that fit."""
    words = (name.replace("_", " "), name.split("_")[0], name[:4])
    return words[longest(canvas, words, Face.SMALL, room)]
