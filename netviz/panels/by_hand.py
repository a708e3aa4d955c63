"""What the mouse does to points, done by keys: a cursor that adds, grabs, drops, removes and pins."""

from __future__ import annotations

from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point
from netviz.panels.by_mouse import ByMouse, Place, kept
from netviz.panels.panel import Choices, View

CELLS = 40  # steps of the cursor from one end of an axis to the other
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}


class ByHand(ByMouse):
    """A panel on which points are edited by mouse or, while it has the keyboard, by keys.

    Arrows move a cursor, the input at which is looked at; Enter adds, grabs and drops, Escape puts back;
    Delete removes; `.` and `,` go from point to point; `p` pins, also without the keyboard, what was last
    under mouse or cursor.
    """

    prompt = True
    controls = 1

    def __init__(self) -> None:
        super().__init__()
        self._origin: Place = (0.0, 0.0)  # where what is grabbed came from
        self._cursor: Place | None = None
        self._focused = False

    def focus(self, control: int | None) -> None:
        """Take the keyboard or give it back."""
        self._focused = control is not None
        if self._grabbed is not None:
            self._grabbed = self._place = None

    def stop(self) -> Point | None:
        """Return where the cursor is."""
        return None if self._axes is None else self._axes.point(*self._here())

    def key(self, word: str, view: View) -> Choices | None:
        """Pin what is under the mouse, or the cursor."""
        return self._pin_here(view.choices) if word == "pin" and self._axes is not None else None

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Obey a key while the panel has the keyboard."""
        if self._axes is None:
            return None
        choices = view.choices
        if word == "come":
            self._by_keys = True
            return self._looked_at(choices)
        if word == "leave":
            self._focused = self._by_keys = False
            return self._looked_at(choices)
        if word in ARROWS:
            self._by_keys = True
            return self._step(ARROWS[word], choices)
        match word:
            case "enter":
                return self._enter(choices)
            case "escape" if self._grabbed is not None:
                return self._let_go(choices)
            case "delete" | "backspace":
                at = self._axes.point(*self._here())
                pin = self._pin_at(at, choices)
                return self._without(self._point_at(at), pin, choices) or choices
            case "write" if text in (".", ",") and len(self._spots) and self._grabbed is None:
                return self._next_point(1 if text == "." else -1, choices)
            case "write" if text == "p":
                return self._pin_here(choices)
        return None

    def _here(self) -> Place:
        """Return where the cursor is."""
        assert self._axes is not None
        if self._cursor is None:
            x, y = self._axes.x, self._axes.y
            self._cursor = kept(x.value(0.5), x), kept(y.value(0.5), y)
        return self._cursor

    def _hand(self) -> Place:
        """Return where the hand is that was used last: the mouse, or the cursor."""
        under = None if self._by_keys else self._under_mouse()
        return self._here() if under is None else under

    def _looked_at(self, choices: Choices) -> Choices | None:
        """Return choices in which the input is looked at where the hand is."""
        if self._focused and self._axes is not None:
            return replace(choices, probe=self._input(self._hand()))
        return super()._looked_at(choices)

    def _step(self, by: tuple[int, int], choices: Choices) -> Choices:
        """Move the cursor by a cell, and what it has grabbed."""
        assert self._axes is not None
        scales = (self._axes.x, self._axes.y)
        x, y = (
            kept(value + sign * (scale.high - scale.low) / CELLS, scale)
            for value, sign, scale in zip(self._here(), by, scales, strict=True)
        )
        self._cursor = (x, y)
        choices = replace(choices, probe=self._input(self._cursor))
        if self._grabbed is None:
            return choices
        wish = self._move(self._grabbed, self._cursor, self._moving)
        self._place, self._moving = self._cursor, True
        return choices.asking(wish)

    def _enter(self, choices: Choices) -> Choices:
        """Drop what is grabbed, grab what is here, or add a point or pin."""
        assert self._axes is not None
        if self._grabbed is not None:
            self._grabbed = self._place = None
            return choices
        self._by_keys = True
        point = self._point_at(self._axes.point(*self._here()))
        if choices.pinning:
            return self._pin_here(choices) or choices
        choices = replace(choices, probe=self._input(self._here()))
        if point is None:
            return choices.asking(self._add(self._here(), choices))
        self._grabbed, self._moving, self._origin = point, False, self._spot(point)
        self._cursor, self._place = self._origin, None
        probe = self._input(self._origin)
        return replace(choices, sample=point, samples=len(self._spots), probe=probe)

    def _let_go(self, choices: Choices) -> Choices:
        """Put what is grabbed back where it was."""
        index, moved = self._grabbed, self._moving
        self._grabbed = self._place = None
        self._cursor = self._origin
        choices = replace(choices, probe=self._input(self._cursor))
        if index is None or not moved:
            return choices
        return choices.asking(self._move(index, self._origin, True))

    def _next_point(self, step: int, choices: Choices) -> Choices:
        """Put the cursor on the next point."""
        at = (choices.sample + step) % len(self._spots)
        self._by_keys = True
        self._cursor = self._spot(at)
        probe = self._input(self._cursor)
        return replace(choices, sample=at, samples=len(self._spots), probe=probe)

    def _pin_here(self, choices: Choices) -> Choices | None:
        """Pin the input under the mouse, else the cursor's; or take away the pin that is there."""
        assert self._axes is not None
        under = None if self._by_keys else self._under_mouse()
        if under is not None and self._mouse is not None:
            at, place = self._mouse, under
        elif self._focused:
            place = self._here()
            at = self._axes.point(*place)
        else:
            return None
        pin = self._pin_at(at, choices)
        return choices.pinned(self._input(place)) if pin is None else self._without(None, pin, choices)

    def _draw_cursor(self, canvas: Canvas) -> None:
        """Draw a cross with an open middle, where the keyboard's hand is."""
        if not self._focused or self._axes is None:
            return
        x, y = self._axes.point(*self._here())
        color = canvas.theme.focus if self._grabbed is None else canvas.theme.warning
        for width, shade in ((4, canvas.theme.panel), (2, color)):
            for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                inner, outer = canvas.px(5), canvas.px(13)
                start = (x + inner * across, y + inner * up)
                canvas.line(start, (x + outer * across, y + outer * up), shade, width)
