"""The strip at the foot of the graph: the number of what is chosen, and what a hand can do with it."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls import Button, Chip, Control, NumberField, Span
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, within
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.cache import PerKey
from netviz.engine.wishes import Freeze, Mute, SetParameters, Wish
from netviz.panels.check import Check
from netviz.panels.form_fields import hint
from netviz.panels.play_network import PlayNetwork, Spot
from netviz.panels.play_words import compared, costs, helps
from netviz.panels.words import longest

STEP = 0.05  # of the wheel
PER_PIXEL = 0.01  # of dragging, at scale 1
SHAKE = 3  # design units that a held mouse may move before it drags
KEPT = 0.6  # seconds that a value asked for is shown before the lab has it
TOGETHER = 0.8  # seconds between two turns of the wheel that are one movement
TRUST = "Compare its gradient with a difference of two losses. Key: t."
TRUST_PENALISED = "Compare its gradient with a difference of two losses, all with penalties. Key: t."
FIELD, NAME = 84, 70  # design units of the number, and at least of a neuron's name


@dataclass(frozen=True)
class Exact(Span):
    """A weight: any finite number, shown with seven digits."""

    step: float = STEP

    def text(self, value: float, room: int = 0) -> str:
        """Return seven digits, or fewer where there is less room, or where an exponent needs it."""
        text = exact(value, 7)
        return text if len(text) <= (room or 10) else within(value, room or 10, 7)


class Editor:
    """What is chosen is worked here; it keeps what is being typed, dragged, and asked for just now."""

    def __init__(self) -> None:
        self.field = NumberField(
            "value", 0.0, Exact(), "Type it, drag it up or down, or turn the wheel here."
        )
        self.field.room = FIELD
        self.freeze = Chip("Freeze", help="Training leaves it as it is. Key: f.")
        self.mute = Chip("Mute", help="The network counts with zero instead, until it is undone. Key: m.")
        self.trust = Button("Trust", TRUST)
        self._spot: Spot | None = None
        self._network: PlayNetwork | None = None
        self._given: tuple[float, float] | None = None  # value asked for, seconds left to wait for it
        self._turning = 0.0  # seconds in which a turn of the wheel belongs to the one before
        self._held: Control | None = None
        self._from: tuple[float, float] | None = None  # height of the press, and the value then
        self._moved = False
        self._scale = 1.0
        self._check: tuple[PlayNetwork, int, Check] | None = None  # of which network, at which step
        self._cost = PerKey[tuple[str, ...]]()

    # what is chosen

    def take(self, spot: Spot | None, network: PlayNetwork) -> None:
        """Have another spot in hand, or the same in a newer network."""
        if spot != self._spot:
            self._given, self._check, self._turning = None, None, 0.0
            self.field.key("escape")
        self._spot, self._network = spot, network
        if spot is None:
            return
        single = spot.source is not None
        self.field.enabled = self.trust.enabled = single
        self.trust.reason = "" if single else "choose a single weight or bias"
        self.trust.help = TRUST_PENALISED if single and spot.penalised(network) else TRUST
        if single and not self.field.busy:
            value = spot.value(network)
            if self._given is not None and self._given[0] == value:
                self._given = None
            self.field.value = value if self._given is None else self._given[0]
        self.freeze.value = spot.frozen(network)
        self.mute.value = spot.muted(network)
        self.mute.enabled = bool(spot.mutes(network))
        self.mute.reason = "" if self.mute.enabled else "nothing goes out of an output"

    @property
    def waiting(self) -> bool:
        """Whether time matters to it just now."""
        return self._given is not None or self._turning > 0

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self._turning = max(self._turning - seconds, 0.0)
        if self._given is not None:
            value, left = self._given
            self._given = (value, left - seconds) if left > seconds else None

    # what a hand does

    def set(self, value: float, *, joins: bool = False) -> tuple[Wish, ...]:
        """Return the wish for a new value."""
        if self._spot is None or self._network is None or self._spot.source is None:
            return ()
        self.field.value, self._given = value, (value, KEPT)
        return (SetParameters(self._spot.freezes(self._network), (value,), joins),)

    def turn(self, by: float) -> tuple[Wish, ...]:
        """Return the wish for the wheel having turned by so many notches."""
        if self._spot is None or self._spot.source is None or self.field.busy or not by:
            return ()
        value = round(self.field.value + by * STEP, 10)
        wishes = self.set(value, joins=self._turning > 0)
        self._turning = TOGETHER
        return wishes

    def toggle_frozen(self) -> tuple[Wish, ...]:
        """Return the wish to freeze it, or to let it learn again."""
        if self._spot is None or self._network is None:
            return ()
        return (Freeze(self._spot.freezes(self._network), not self._spot.frozen(self._network)),)

    def toggle_muted(self) -> tuple[Wish, ...]:
        """Return the wish to mute it, or to undo that."""
        if self._spot is None or self._network is None or not self.mute.enabled:
            return ()
        return (Mute(self._spot.mutes(self._network), not self._spot.muted(self._network)),)

    def check(self, step: int) -> None:
        """Compare the gradient with a difference, there and then."""
        if self._spot is not None and self._network is not None and self._spot.source is not None:
            check = self._network.compare(self._spot.freezes(self._network)[0])
            self._check = (self._network, step, check)

    def _checked(self, step: int) -> tuple[int, Check] | None:
        """Return the comparison and its step; made anew where the network of that step has been changed."""
        if self._check is not None and self._check[0] is not self._network and self._check[1] == step:
            self.check(step)
        return None if self._check is None else self._check[1:]

    def hold(self, at: Point, on: Control | None) -> None:
        """Begin a movement of the mouse, on the graph or on a control."""
        self._held, self._moved = on, False
        drags = self._spot is not None and self._spot.source is not None and on in (None, self.field)
        self._from = (at[1], self.field.value) if drags else None
        if on is not None:
            on.press(at)

    def drag(self, at: Point) -> tuple[Wish, ...]:
        """Move the held mouse: up is more, down is less."""
        if self._held is not None and self._held is not self.field:
            self._held.drag(at)
            return ()
        if self._from is None:
            return ()
        up = (self._from[0] - at[1]) / self._scale
        if not self._moved and abs(up) < SHAKE:
            return ()
        if not self._moved:
            self.field.key("escape")  # what the press began to be typed
        value = round(self._from[1] + up * PER_PIXEL, 10)
        if self._moved and value == self.field.value:
            return ()
        wishes = self.set(value, joins=self._moved)
        self._moved = True
        return wishes

    def release(self, step: int) -> tuple[Wish, ...]:
        """Let go of the mouse: a button does what it is for."""
        held, self._held, self._from = self._held, None, None
        if held is self.trust and held.release():
            self.check(step)
        if held is self.freeze:
            return self.toggle_frozen()
        if held is self.mute:
            return self.toggle_muted()
        return ()

    # the strip

    def at(self, at: Point) -> Control | None:
        """Return the control under a pixel."""
        if self._spot is None:
            return None
        shown = (self.field, self.freeze, self.mute, self.trust)
        found = (one for one in shown if one.part.collidepoint(at))
        return next((one for one in found if one.enabled or one is not self.field), None)

    def hover(self, at: Point) -> Hint | None:
        """Return what the control under a pixel does."""
        control = self.at(at)
        return None if control is None else hint(control)

    def draw(self, canvas: Canvas, area: Rect, step: int, mouse: Point | None, *, focused: bool) -> None:
        """Draw the controls, and what is known of the chosen one."""
        spot, network, px = self._spot, self._network, canvas.px
        assert spot is not None and network is not None
        self._scale = canvas.scale
        x, high = area.right, px(24)
        left = area.width - (px(FIELD + 2) if spot.source is not None else px(NAME))
        for control in (self.trust, self.mute, self.freeze):  # the keys do the same where there is no room
            width = control.width(canvas)
            left -= width + px(6)
            if left < 0:
                control.area = control.part = Rect(0, 0, 0, 0)
                continue
            x -= width
            box = Rect(x, area.y, width, high)
            over = mouse is not None and box.collidepoint(mouse)
            control.draw(canvas, box, hovered=over)
            x -= px(6)
        if spot.source is not None:
            box = Rect(x - px(FIELD) - px(2), area.y, px(FIELD), high)
            over = mouse is not None and box.collidepoint(mouse)
            self.field.labelled = False
            self.field.draw(canvas, box, hovered=over, focused=focused)
            x = box.x
        else:
            self.field.area = self.field.part = Rect(0, 0, 0, 0)
        name = spot.name(network) if spot.source is not None else f"neuron {spot.name(network)}"
        name = canvas.lettering.fit(name, Face.TEXT, x - area.x - px(6))
        canvas.text(name, (area.x, area.y + high // 2), canvas.theme.text, Face.TEXT, "midleft")
        theme, line = canvas.theme, canvas.line_height(Face.SMALL) + px(2)
        says: list[tuple[tuple[str, ...], Color]] = [(self._costs(network, spot), theme.secondary)]
        if self.field.trouble:
            says.append(((self.field.trouble,), theme.error))
        elif (checked := self._checked(step)) is not None:
            color = theme.text if checked[1].agrees else theme.warning
            says.append((compared(*checked, step), color))
        elif area.height >= high + 2 * line:
            says.append((helps(spot, keys=focused), theme.faint))
        room = max(area.height - high, 0) // (line - px(2))  # lines; the last is the most pressing
        y = area.bottom - line * min(room, len(says)) + px(2)
        for texts, color in says[-room:] if room else ():
            self._line(canvas, area, y, texts, color)
            y += line

    @staticmethod
    def _line(
        canvas: Canvas, area: Rect, y: int, texts: tuple[str, ...], color: tuple[int, int, int]
    ) -> None:
        text = texts[longest(canvas, texts, Face.SMALL, area.width)]
        canvas.text(canvas.lettering.fit(text, Face.SMALL, area.width), (area.x, y), color, Face.SMALL)

    def _costs(self, network: PlayNetwork, spot: Spot) -> tuple[str, ...]:
        """Return gradient and loss with and without the chosen one, in more and in fewer words."""
        return self._cost((network, spot), lambda: costs(network, spot))
