"""The row of controls of the filter pass: what is looked at, which way, and how the window moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Button, Hint
from netviz.panels.panel import Choices
from netviz.panels.pass_data import PassData
from netviz.panels.pass_filters import FilterStrip
from netviz.panels.pass_player import Player

HEIGHT, NARROW = 26, 820  # design units
Change = Callable[[Choices], Choices]


@dataclass(frozen=True)
class Control:
    """A button and what it does: a new choice, or something to the player."""

    button: Button
    change: Change | None = None
    act: Callable[[], None] | None = None


class Controls:
    """Draws the row and knows what a click on it means."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._controls: list[Control] = []
        self._strip = FilterStrip()
        self._room = Rect(0, 0, 0, 0)  # for the strip
        self._laid: tuple[object, ...] = ()  # of what the controls were drawn last
        self._drawn = 0  # how often they were drawn anew
        self._narrow = False  # what is not needed is left out

    @property
    def tell_speed(self) -> bool:
        """Whether there was room to say how fast the window slides."""
        return not self._narrow

    def draw(self, canvas: Canvas, area: Rect, data: PassData, choices: Choices) -> None:
        """Draw the row into `area`: the buttons again only where they say something new."""
        player = self._player
        laid = (
            tuple(area), canvas.scale, data.layers, data.layer, data.filter, data.filters, data.channel,
            data.channels, choices.backward, player.playing, player.speed,
        )  # fmt: skip
        if laid != self._laid:
            self._laid, self._drawn = laid, self._drawn + 1
        whole = Rect(area.x, area.y, area.width, area.height + canvas.px(4))
        canvas.still(whole, self._drawn, lambda: self._draw_buttons(canvas, area, data, choices))
        self._strip.draw(canvas, self._room, data)

    def _draw_buttons(self, canvas: Canvas, area: Rect, data: PassData, choices: Choices) -> None:
        px, theme = canvas.px, canvas.theme
        self._controls = []
        self._narrow = area.width < px(NARROW)
        x = area.x
        layers, one = data.layers, data.layer

        def to_layer(by: int, now: Choices) -> Choices:
            return replace(now, layer=(one + by) % len(layers))

        def to_filter(by: int, now: Choices) -> Choices:
            return replace(now, filter=(data.filter + by) % data.filters)

        def to_channel(by: int, now: Choices) -> Choices:
            return replace(now, channel=(data.channel + by) % data.channels)

        ways = [(text, canvas.text_width(text, Face.TITLE) + px(16)) for text in ("forward", "backward")]
        named, of = self._said(canvas, data, area.width - sum(width + px(2) for _, width in ways))
        for name, text, widest, keys, change in (
            ("layer", layers[one], max(layers, key=len), ("", "k"), to_layer),
            ("filter", *_of(of, data.filter, data.filters), ("F", "f"), to_filter),
            ("channel", *_of(of, data.channel, data.channels), ("", "c"), to_channel),
        ):
            x = self._stepper(canvas, x, area, name, text, widest, keys, change, named=name in named)
        for (text, width), backward in zip(ways, (False, True), strict=True):
            box = Rect(x, area.y, width, area.height)
            active = choices.backward == backward
            says = f"the {text} pass" if active else f"show the {text} pass: b"
            self._add(canvas, Button(box, text, says, active=active), partial(_turned, backward))
            x += width + px(2)
        end = self._draw_player(canvas, area)
        self._room = Rect(x + px(16), area.y, end - x - px(32), area.height)
        canvas.rule((area.x, area.bottom + px(3)), (area.right - 1, area.bottom + px(3)), theme.grid)

    def _said(self, canvas: Canvas, data: PassData, width: int) -> tuple[tuple[str, ...], str]:
        """Return which choices have their name before them, and what stands between which and how many.

        `width` is that of the choices and the player.
        """
        if not self._narrow:
            return ("layer", "filter", "channel"), " of "
        px, named, of = canvas.px, ("filter", "channel"), "/"
        counts = (_of(of, 0, count)[1] for count in (data.filters, data.channels))
        texts = sum(canvas.text_width(text, Face.TITLE) for text in (max(data.layers, key=len), *counts))
        names = sum(canvas.text_width(name, Face.SMALL) + px(3) for name in named)
        return (named, of) if texts + names + 3 * px(44) + 5 * px(24) <= width else ((), " of ")

    def _stepper(
        self, canvas: Canvas, x: int, area: Rect, name: str, text: str, widest: str, keys: tuple[str, str],
        change: Callable[[int, Choices], Choices], *, named: bool,
    ) -> int:  # fmt: skip
        """Draw a name and a choice with an arrow on each side; return where the next thing goes."""
        px, theme = canvas.px, canvas.theme
        if named:
            x = canvas.text(name, (x, area.centery), theme.faint, Face.SMALL, "midleft").right + px(3)
        width = canvas.text_width(widest, Face.TITLE)
        middle = x + px(20) + width // 2
        for left, sign, by, way, key in (
            (x, "‹", -1, "previous", keys[0]),
            (x + px(20) + width, "›", 1, "next", keys[1]),
        ):
            box = Rect(left, area.y, px(20), area.height)
            says = f"{way} {name}" + (f": {key}" if key else "")
            self._add(canvas, Button(box, sign, says), partial(change, by))
        canvas.text(text, (middle, area.centery), theme.text, Face.TITLE, "center")
        return x + px(44 if self._narrow else 52) + width

    def _draw_player(self, canvas: Canvas, area: Rect) -> int:
        """Draw what moves the window, from the right; return where that begins."""
        px, player = canvas.px, self._player
        wide = px(24 if self._narrow else 28)
        speed = 0 if self._narrow else canvas.text_width("64 cells/s", Face.SMALL) + px(6)
        x = begin = area.right - 5 * wide - speed
        if not self._narrow:
            at = (x - px(8), area.centery)
            begin = canvas.text("window", at, canvas.theme.faint, Face.SMALL, "midright").left
        toggle = ("pause", "stop the window: p") if player.playing else ("play", "let the window slide: p")
        for sign, says, act in (
            ("restart", "one place back: ,", lambda: player.step(-1)),
            (*toggle, player.toggle),
            ("step", "one place on: .", lambda: player.step(1)),
            ("slower", f"slide slower: <  (now {player.speed})", lambda: player.faster(-1)),
            ("", "", None),
            ("faster", f"slide faster: >  (now {player.speed})", lambda: player.faster(1)),
        ):
            if act is None:
                if speed:
                    at = (x + speed // 2, area.centery)
                    canvas.text(str(player.speed), at, canvas.theme.secondary, Face.SMALL, "center")
                    x += speed
                continue
            box = Rect(x, area.y, wide, area.height)
            self._add(canvas, Button(box, sign, says, active=sign == "pause"), None, act)
            x += wide
        return begin

    def _add(
        self, canvas: Canvas, button: Button, change: Change | None, act: Callable[[], None] | None = None
    ) -> None:
        button.draw(canvas, hovered=False)
        self._controls.append(Control(button, change, act))

    def hover(self, at: Point) -> Hint | None:
        """Return what the button under the mouse says."""
        for control in self._controls:
            if control.button.area.collidepoint(at):
                return Hint((control.button.says,))
        chosen = self._strip.at(at)
        return None if chosen is None else Hint((f"filter {chosen + 1}", "a click looks at it"))

    def press(self, at: Point, choices: Choices) -> Choices | None:
        """Do what the button under the mouse does; return choices, new or the same."""
        for control in self._controls:
            if control.button.area.collidepoint(at):
                if control.act is not None:
                    control.act()
                if control.change is not None:
                    return control.change(choices)
                return choices
        chosen = self._strip.at(at)
        return None if chosen is None else replace(choices, filter=chosen)


def _of(of: str, place: int, count: int) -> tuple[str, str]:
    """Return which of how many, and the widest such text."""
    return f"{place + 1}{of}{count}", f"{count}{of}{count}"


def _turned(backward: bool, now: Choices) -> Choices:
    return replace(now, backward=backward)
