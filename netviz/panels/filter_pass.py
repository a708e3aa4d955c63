"""One filter passing over one image, forward or backward, with every number on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.pass_backward import draw_backward
from netviz.panels.pass_controls import HEIGHT, Controls
from netviz.panels.pass_data import PassData, Values
from netviz.panels.pass_forward import draw_forward
from netviz.panels.pass_player import Player
from netviz.panels.pass_sketch import Sketch, Spot
from netviz.panels.pass_sure import HEIGHT as SURE_HEIGHT
from netviz.panels.pass_sure import ROOMY, SureLine

ARROWS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
NOTHING = "This network has no convolution, so there is no filter to pass over the image."


class FilterPass(Panel):
    """The window slides over the input; what it makes is shown cell by cell, and can be put anywhere."""

    keeps_clicks = True
    plays = True

    def __init__(self, source: Callable[[View], PassData | None]) -> None:
        self.title = "Filter pass"
        self._source = source
        self.player = Player()
        self._controls = Controls(self.player)
        self._sure = SureLine()
        self._sketch: Sketch | None = None
        self._held: Spot | None = None

    @property
    def lively(self) -> bool:
        """Whether the window slides by itself."""
        return self.player.playing

    def value(self, view: View) -> str:
        """Return what passes over what, and where the window stands."""
        return self._words(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return that, also with fewer words; and how fast it slides where its controls do not tell."""
        words = self._words(view)
        told = self._sketch is None or self._controls.tell_speed
        return words if told else (*(f"{text}, {self.player.speed}" for text in words), *words)

    def _words(self, view: View) -> tuple[str, ...]:
        data = self._fitted(view)
        if data is None:
            return ("",)
        place = f"{data.layers[data.layer]}: row {self.player.row + 1}, column {self.player.column + 1}"
        loss = f", loss {data.backward.loss}" if data.backward else ""
        short = data.picture.partition(" (")[0]
        return f"{data.picture}{loss}, {place}", f"{short}{loss}, {place}", f"{short}, {place}"

    def _fitted(self, view: View) -> PassData | None:
        """Return the data of the view, with the player at a place that it has."""
        data = self._source(view)
        if data is not None:
            rows, columns = data.z.shape
            self.player.fit(rows, columns, begin(data.z))
        return data

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the controls, and below them the pass."""
        data = self._fitted(view)
        if data is None:
            self._sketch = None
            canvas.text(NOTHING, area.topleft, canvas.theme.secondary)
            return
        px = canvas.px
        self._sketch = sketch = Sketch(canvas)
        self._controls.draw(canvas, Rect(area.x, area.y, area.width, px(HEIGHT)), data, view.choices)
        top = area.y + px(HEIGHT + 8)
        back = data.backward
        self._sure.forget()
        if back is not None and back.sureness is not None and area.height >= px(ROOMY):
            self._sure.draw(canvas, Rect(area.x, top, area.width, px(SURE_HEIGHT)), back.sureness)
            top += px(SURE_HEIGHT + 4)
        body = Rect(area.x, top, area.width, area.bottom - top)
        at = self.player.row, self.player.column
        if back is not None:
            draw_backward(sketch, body, data, back, at)
        else:
            draw_forward(sketch, body, data, at)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact number under the mouse, or what a button does."""
        if self._sketch is None:
            return None
        return self._controls.hover(at) or self._sure.hover(at) or self._sketch.hover(at)

    def press(self, at: Point, view: View) -> Choices | None:
        """Obey a button, choose a channel, or put the window on a cell and hold it."""
        self._held = None
        if self._sketch is None:
            return None
        chosen = self._controls.press(at, view.choices) or self._sure.press(at, view.choices)
        if chosen is not None:
            return chosen
        for link in self._sketch.links:
            if link.channel is not None and link.area.collidepoint(at):
                return replace(view.choices, channel=link.channel)
        for spot in self._sketch.spots:
            if spot.put is not None and spot.grid.at(at) is not None:
                self._held = spot
                return self.drag(at, view)
        return None

    def drag(self, at: Point, view: View) -> Choices | None:
        """Take the window along with the mouse."""
        spot = self._held
        if spot is None or spot.put is None:
            return None
        self.player.put(*spot.put(*spot.grid.nearest(at)))
        return view.choices

    def release(self, view: View) -> Choices | None:
        """Let go of the window."""
        self._held = None
        return None

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Slide on."""
        if self._fitted(view) is not None:
            self.player.tick(seconds)
        return None

    def key(self, word: str, view: View) -> Choices | None:
        """Obey the keys of the pass."""
        data = self._fitted(view)
        if data is None:
            return None
        choices, player = view.choices, self.player
        if player.obey(word):
            return choices
        match word:
            case "left" | "right" | "up" | "down":
                player.move(*ARROWS[word])
            case "layer":
                return replace(choices, layer=(data.layer + 1) % len(data.layers))
            case "filter" | "filter back":
                by = 1 if word == "filter" else -1
                return replace(choices, filter=(data.filter + by) % data.filters)
            case "channel":
                return replace(choices, channel=(data.channel + 1) % data.channels)
            case "backward":
                return replace(choices, backward=not choices.backward)
            case _:
                return None
        return choices


def begin(z: Values) -> tuple[int, int]:
    """Return the place of the largest z in the lower half of a map: there half of the pass is to be seen."""
    half = len(z) // 2
    row, column = divmod(int(z[half:].argmax()), z.shape[1])
    return half + row, column
