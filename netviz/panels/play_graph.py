"""The network under the hand: every neuron's map, every weight and bias, to be read and to be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.numbers import count
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish
from netviz.panels.panel import ARROWS, Choices, Panel, View
from netviz.panels.play_cells import told
from netviz.panels.play_editor import Editor
from netviz.panels.play_hints import spot_hint
from netviz.panels.play_layout import Layout
from netviz.panels.play_legend import draw_help, draw_legend
from netviz.panels.play_network import PlayNetwork, Spot
from netviz.panels.play_picture import PlayPicture
from netviz.panels.play_shape import Asked, Press, explain
from netviz.panels.play_walk import Stop, walk


class PlayGraph(Panel):
    """Neurons hold their activation maps; whatever is pressed is chosen, and worked at the foot."""

    prompt = True
    controls = 1

    def __init__(self, source: Callable[[Timeline], PlayNetwork]) -> None:
        self.title = "Your network"
        self._source = source
        self._picture: PlayPicture | None = None
        self._editor = Editor()
        self._asked = Asked()
        self._chosen: Spot | None = None
        self._cursor: Press | None = None  # button that the keyboard is on
        self._outgoing = False  # whether arrows go through a neuron's outgoing weights
        self._focused = False
        self._mouse: Point | None = None

    def value(self, view: View) -> str:
        """Return how many weights and biases there are."""
        network = self._source(view.timeline)
        return f"{count(sum(layer.weights.size for layer in network.layers))} parameters"

    def value_hint(self, view: View) -> Hint | None:
        """Return of what they are, layer by layer."""
        shapes = ((layer.name, *layer.weights.shape) for layer in self._source(view.timeline).layers)
        rows = (f"{name}: {n - 1} · {m} + {m}" for name, n, m in shapes)
        return Hint((f"{self.value(view)}: weights + biases", *rows))

    @property
    def chosen(self) -> Spot | None:
        """The neuron, weight or bias that is in hand."""
        return self._chosen

    @property
    def picture(self) -> PlayPicture:
        """What was drawn last."""
        assert self._picture is not None
        return self._picture

    @property
    def layout(self) -> Layout:
        """Where everything was drawn last."""
        return self.picture.layout

    @property
    def editor(self) -> Editor:
        """The controls at the foot."""
        return self._editor

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw edges, neurons over them, buttons above, what is chosen at the foot."""
        network, probe = self._source(view.timeline), view.choices.probe
        self._asked.drawn(view.timeline.latest.answered)
        if self._chosen is not None and not self._chosen.exists(network):
            self._chosen = None
        if self._picture is None:
            self._picture = PlayPicture(canvas, area, network)
        picture, theme = self._picture, canvas.theme
        picture.show(canvas, area, network, probe)
        if self._cursor is not None and self._cursor not in picture.layout.presses:
            self._cursor = None
        self._editor.take(self._chosen, network)
        over = None if self._mouse is None else picture.at(self._mouse)
        cursor = self._cursor if self._focused else None
        picture.draw(canvas, self._eye(over), over if isinstance(over, Press) else None, cursor)
        if isinstance(over, Spot) and over != self._chosen:
            picture.light(canvas, over, theme.secondary)
        if self._chosen is not None:
            worked = self._focused and cursor is None
            picture.light(canvas, self._chosen, theme.focus if worked else theme.secondary)
        foot = picture.layout.foot
        if picture.layout.lines == 1 and (cursor is not None or self._chosen is not None):
            canvas.rect(foot, theme.panel)  # it lies over the picture
        if cursor is not None:
            draw_help(canvas, foot, explain(network, cursor, picture.shown_by(cursor)))
        elif self._chosen is None:
            if picture.layout.lines > 1:
                nowhere = picture.layout.cells is None and not picture.layout.numbers
                cells = None if nowhere else told(picture.layout.cells)
                legend = partial(draw_legend, canvas, foot, picture.most, probe, cells)
                canvas.still(foot, (picture.most, probe, cells), legend, settling=True)
        else:
            step = view.timeline.snapshot.step
            self._editor.draw(canvas, foot, step, self._mouse, focused=self._focused)

    def _eye(self, over: Stop | None) -> Spot | None:
        """Return the neuron whose edges are looked at: under the mouse, or chosen."""
        for spot in (over, self._chosen):
            if isinstance(spot, Spot) and spot.source is None:
                return spot
        return None

    # the mouse

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is, for what lights up under it."""
        self._mouse = at
        return None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what lies under the mouse, a neuron with its map, large."""
        if self._picture is None:
            return None
        picture, over = self._picture, self._picture.at(at)
        if over is None:
            return self._editor.hover(at) if self._cursor is None else None
        if isinstance(over, Press):
            return explain(picture.network, over, picture.shown_by(over))
        probe = view.choices.probe
        return spot_hint(picture.network, over, picture.passed(probe), probe)

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose what is under the mouse, or change the shape by a button."""
        self.pressed_control = None
        if self._picture is None:
            return None
        control = self._editor.at(at) if self._cursor is None else None
        if control is not None:
            self.pressed_control = 0
            self._editor.hold(at, control)
            return view.choices
        over, self._cursor = self._picture.at(at), None
        if over is None:
            chosen, self._chosen = self._chosen, None
            return None if chosen is None else view.choices
        self.pressed_control = 0
        if over != self._chosen:
            left = self._answered(self._editor.field.leave(), view)  # what is typed is of the one before
            view = view if left is None else replace(view, choices=left)
        if isinstance(over, Press):
            return self._pressed(over, view)
        self._choose(over)
        self._editor.hold(at, None)
        return view.choices

    def drag(self, at: Point, view: View) -> Choices | None:
        """Drag the value of what was pressed up or down."""
        return self._asking(self._editor.drag(at), view)

    def release(self, view: View) -> Choices | None:
        """Let it go."""
        return self._asking(self._editor.release(view.timeline.snapshot.step), view)

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Turn the value that is chosen, over it or at the foot; or go through neurons that are not shown."""
        if self._picture is None:
            return None
        over = self._picture.at(at)
        on_foot = self._cursor is None and self.layout.foot.collidepoint(at)
        if self._chosen is not None and (on_foot or over == self._chosen):
            return self._asking(self._editor.turn(by), view)
        if isinstance(over, Press) and over.kind == "rest":
            self._picture.scroll(over.index, -1 if by > 0 else 1)
            return view.choices
        return None

    def _choose(self, spot: Spot) -> None:
        """Take a spot in hand, and bring it in sight."""
        self._chosen, self._cursor = spot, None
        self._editor.take(spot, self.picture.network)
        self.picture.reveal(spot)

    def _pressed(self, press: Press, view: View) -> Choices:
        """Do what a button is for."""
        if press.kind == "rest":
            self.picture.turn(press.index)
        asked, chosen = self._asked.press(self.picture.network, press), self._chosen
        if asked and press.kind in ("add", "remove") and chosen is not None and chosen.layer >= press.index:
            self._chosen = None  # its layer will have another number
        return self._asking(asked, view)

    @staticmethod
    def _asking(asked: tuple[Wish, ...], view: View) -> Choices:
        return view.choices.asking(*asked)

    # the keyboard

    def focus(self, control: int | None) -> None:
        """Give the keyboard to the graph, or take it away."""
        self._focused = control is not None
        by_mouse, self.pressed_control = self.pressed_control is not None, None
        if self._focused and not by_mouse and self._chosen is None and self._picture is not None:
            self._choose(Spot(0, 0))

    def stop(self) -> Point | None:
        """Return where the button or the part of the network is that the arrows are on."""
        at: Stop | None = self._cursor or self._chosen
        return None if self._picture is None or at is None else self._picture.place_of(at)

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Walk by arrows, type a number, freeze, mute, compare; see `walk`."""
        field = self._editor.field
        if self._picture is None:
            return None
        single = self._chosen is not None and self._chosen.source is not None and self._cursor is None
        if word in ("take", "leave"):
            return self._answered(field.leave(), view) if field.busy else None
        if field.busy:
            return self._answered(field.write(text) if word == "write" else field.key(word), view)
        if word in ARROWS:
            at: Stop = self._cursor or self._chosen or Spot(0, 0)
            stop, self._outgoing = walk(self.picture.network, self.layout, at, word, self._outgoing)
            if isinstance(stop, Press):
                self._cursor = stop
            else:
                self._choose(stop)
            return view.choices
        if word == "enter" and self._cursor is not None:
            return self._pressed(self._cursor, view)
        if word == "write" and self._chosen is not None and self._cursor is None:
            match text.lower():
                case "f":
                    return self._asking(self._editor.toggle_frozen(), view)
                case "m":
                    return self._asking(self._editor.toggle_muted(), view)
                case "t":
                    self._editor.check(view.timeline.snapshot.step)
                    return view.choices
        if single:
            return self._answered(field.write(text) if word == "write" else field.key(word), view)
        return view.choices if word == "enter" and self._chosen is not None else None

    def _answered(self, answer: object, view: View) -> Choices | None:
        """Return choices for what the number field answered."""
        if answer is None:
            return None
        if isinstance(answer, float | int) and not isinstance(answer, bool):
            return self._asking(self._editor.set(float(answer)), view)
        return view.choices

    # time

    @property
    def lively(self) -> bool:
        """Whether a value that was asked for is being waited for."""
        return self._editor.waiting

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Wait for what was asked for."""
        self._editor.tick(seconds)
        return None
