"""What a form is made of: sections of fields, as plain data that a lab makes from its snapshot."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from netviz.drawing.controls import (
    Button,
    Chip,
    Chooser,
    Control,
    NumberField,
    SliderField,
    Span,
    Toggle,
    Value,
)
from netviz.drawing.scales import round_limit
from netviz.drawing.widgets import Hint
from netviz.engine.wishes import SetOption, Wish

Kind = Literal["slider", "number", "choice", "toggle", "chip", "button"]
MAKERS: dict[str, type[Control]] = {
    "slider": SliderField, "number": NumberField, "choice": Chooser,
    "toggle": Toggle, "chip": Chip, "button": Button,
}  # fmt: skip
WIDE = 56  # characters of a line of help


@dataclass(frozen=True)
class Field:
    """One control: what it is called, what it is now, and what it may be.

    `choices` are values, `shown` words for them. `help` says what it does to learning. Disabled, it says why
    in `reason`; `warning` is what speaks against its value. Chips and buttons share rows with each other.
    It asks for `SetOption(name, value)`, or for `wish`, which may be made from the value. A chip `among`
    others of an option asks for the `word`s of all that are on, in the fields' order; one at least stays on.
    """

    name: str
    label: str
    kind: Kind
    value: Value = False
    low: float = -math.inf
    high: float = math.inf
    log: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    enabled: bool = True
    reason: str = ""
    whole: bool = False
    step: float = 0.0  # of keys and of dragging; 0: a sensible one
    shown: tuple[str, ...] = ()
    warning: str = ""
    wish: Wish | Callable[[Value], Wish] | None = None
    among: str = ""
    word: str = ""

    def asks(self, value: Value) -> Wish:
        """Return the wish for a new value."""
        if self.wish is None:
            return SetOption(self.name, value)
        return self.wish(value) if callable(self.wish) else self.wish

    def control(self) -> Control:
        """Return a new control for it, yet to be fitted."""
        span = Span(self.low, self.high, self.log, self.whole, self.step)
        match self.kind:
            case "slider":
                return SliderField(self.label, _figure(self.value), span)
            case "number":
                return NumberField(self.label, _figure(self.value), span)
            case "choice":
                return Chooser(self.label, str(self.value), self.choices)
            case "toggle" | "chip":
                return MAKERS[self.kind](self.label)
            case "button":
                return Button(self.label)

    def fits(self, control: Control) -> bool:
        """Return whether a control is of this kind."""
        return type(control) is MAKERS[self.kind]

    def fit(self, control: Control, *, keep: bool) -> None:
        """Let a control have all that is told here, its value too unless that is to be kept."""
        control.label, control.help = self.label, self.help
        control.enabled, control.reason, control.warning = self.enabled, self.reason, self.warning
        if isinstance(control, Chooser):
            control.choices, control.shown = self.choices, self.shown
        if isinstance(control, SliderField | NumberField):
            control.span = Span(self.low, self.high, self.log, self.whole, self.step)
        if not keep and not isinstance(control, Button):
            control.value = self.value


@dataclass(frozen=True)
class Section:
    """Fields that belong together, under a title, which may be empty."""

    title: str
    fields: tuple[Field, ...]


def explanation(control: Control) -> str:
    """Return in one line what a control does, or why it does nothing just now."""
    if not control.enabled and control.reason:
        return f"not now: {control.reason}"
    return "   ".join(part for part in (control.warning, control.help) if part)


def hint(control: Control) -> Hint:
    """Return what a control is, exactly, and what it does."""
    lines = [control.label]
    if exactly := control.exactly():
        lines.append(exactly)
    texts = [control.warning, control.help] if control.enabled else [control.help]
    if not control.enabled and control.reason:
        texts.append(f"not now: {control.reason}")
    for text in texts:
        lines += textwrap.wrap(text, WIDE)
    return Hint(tuple(lines))


def _figure(value: Value) -> float:
    if isinstance(value, str):
        raise TypeError(f"{value!r} is not a number")
    return value


def slider_end(largest: float, least: float, most: float) -> float:
    """Return a round number for the end of a slider that shall reach `largest`, from `least` to `most`."""
    return max(least, round_limit(min(largest, most)))
