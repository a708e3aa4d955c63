"""A panel of controls: sections of fields from the snapshot, worked by mouse or by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls import Answer, Control, Value
from netviz.drawing.controls.control import Taken
from netviz.drawing.widgets import Hint
from netviz.engine.cache import PerKey
from netviz.engine.wishes import SetOption, SetParameters
from netviz.panels.form_fields import Field, Section, explanation, hint
from netviz.panels.form_layout import PITCH, Placed, place_fields
from netviz.panels.form_scroll import Scroll
from netviz.panels.form_sheet import MARGIN, Sheet
from netviz.panels.form_words import draw_foot, draw_trouble, foot_height, foot_of
from netviz.panels.panel import Choices, Panel, View

__all__ = ["Field", "Form", "Section"]

KEPT = 1.0  # seconds that a value asked for is shown before the lab has it


class Form(Panel):
    """Shows what `source` tells of each snapshot. What is being dragged or typed stays until it is let go."""

    prompt = True

    def __init__(self, title: str, source: Callable[[View], Sequence[Section]]) -> None:
        self.title = title
        self._source = source
        self._sections: tuple[Section, ...] = ()
        self._rows: Hashable = ()  # what of them decides where rows go
        self._fields: dict[str, Field] = {}
        self._controls: dict[str, Control] = {}
        self._given: dict[str, tuple[Value, float]] = {}  # asked for, and the seconds left to wait for it
        self._placed = Placed()
        self._sheets = PerKey[Sheet]()
        self._scroll = Scroll()
        self._focus: str | None = None
        self._held: str | None = None
        self._moved = False  # whether the movement under way has asked for something
        self._mouse: Point | None = None
        self._reveal = False  # whether the control with the keyboard is to be brought in sight
        self._by_keys = False  # whether the keyboard was used last: then help stands at the foot
        self._calm = False  # whether no control is worked, and each has the value that the source told last
        self._looked: tuple[object, ...] | None = None  # what the sheet shows, while calm and not hovered

    # what there is

    def control(self, name: str) -> Control:
        """Return the control of a field, by its name."""
        return self._controls[name]

    def place(self, name: str) -> Rect:
        """Return where on the screen the part of a control is that is worked, in sight or not."""
        return self._scroll.on_screen(self._controls[name].part)

    @property
    def names(self) -> list[str]:
        """The names of the fields as Tab goes through them."""
        return list(self._placed.rows)

    def _update(self, view: View) -> None:
        """Take over what the source tells now."""
        sections = tuple(self._source(view))
        changed = sections != self._sections
        if self._calm and not changed:
            return
        if changed:
            self._sections = sections
            self._rows = tuple(
                (s.title, *((f.name, f.label, f.kind, f.shown or f.choices) for f in s.fields))
                for s in sections
            )
            self._fields = {one.name: one for section in sections for one in section.fields}
            for name in self._controls.keys() - self._fields.keys():
                del self._controls[name]
                self._given.pop(name, None)
        for name, one in self._fields.items():
            control = self._controls.get(name)
            if control is None or not one.fits(control):
                control = self._controls[name] = one.control()
            if name in self._given and one.value == self._given[name][0]:
                del self._given[name]
            keep = control.busy or name in self._given
            if changed or (not keep and control.value != one.value):
                one.fit(control, keep=keep)
        self._looked = None
        self._calm = not self._given and not any(
            control.busy or control.trouble for control in self._controls.values()
        )

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the rows in sight, and what the control with the keyboard does at the foot."""
        px = canvas.px
        self._update(view)
        foot = self._foot(canvas, area.width)
        high, margin = foot_height(canvas, foot), px(MARGIN)
        seen = Rect(area.x - margin, area.y, area.width + 2 * margin, max(area.height - high, 1))
        sheet, scroll = self._laid_out(canvas, area.width), self._scroll
        scroll.fit(canvas, seen, self._placed.height)
        self._scroll_to_focus(px(PITCH))
        hovered = self._held or (None if self._mouse is None else self._at(self._mouse))
        looked = (sheet, self._focus) if self._calm and hovered is None else None
        if looked is None or looked != self._looked:
            for name, control in self._controls.items():
                at = scroll.on_sheet(self._mouse) if name == hovered and self._mouse is not None else None
                control.point(at)
            sheet.draw(self._controls, self._focus, hovered)
            self._looked = looked
        canvas.surface.blit(sheet.surface, seen, Rect(0, scroll.top, seen.width, seen.height))
        scroll.draw(canvas)
        for name, control in () if self._calm else self._controls.items():
            if control.trouble and seen.colliderect(self.place(name)):
                draw_trouble(canvas, control.trouble, self.place(name), seen.bottom)
        if foot:
            draw_foot(canvas, Rect(area.x, seen.bottom, area.width, high), foot)

    def _laid_out(self, canvas: Canvas, width: int) -> Sheet:
        """Return the sheet with a place for every row, the same while nothing has moved."""
        key = (self._rows, width, canvas.scale, canvas.theme)
        return self._sheets(key, lambda: self._lay_out(canvas, width))

    def _lay_out(self, canvas: Canvas, width: int) -> Sheet:
        self._placed = place_fields(canvas, self._sections, self._controls, width)
        self.controls = len(self._placed.rows)
        return Sheet(canvas, self._placed, width)

    def _foot(self, canvas: Canvas, width: int) -> list[str]:
        """Return what the control with the keyboard does, for those who have no mouse to ask with."""
        if self._focus not in self._controls or not self._by_keys:
            return []
        return foot_of(canvas, explanation(self._controls[self._focus]), width)

    def _scroll_to_focus(self, near: int) -> None:
        """Bring the control with the keyboard in sight, with `near` pixels of its neighbours."""
        row = self._placed.rows.get(self._focus or "")
        if self._reveal and row is not None:
            self._scroll.reveal(row, near)
        self._reveal = False

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Scroll, where there is more than fits."""
        if not self._scroll.furthest or self._held is not None:
            return None
        self._scroll.turn(by)
        return view.choices

    # the mouse

    def _at(self, at: Point) -> str | None:
        """Return the name of the control under a point."""
        if not self._scroll.seen.collidepoint(at):
            return None
        place = self._scroll.on_sheet(at)
        areas = ((name, self._controls[name].area) for name in self._placed.rows if name in self._controls)
        return next((name for name, area in areas if area.collidepoint(place)), None)

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is, for what lights up under it."""
        self._mouse = at
        return None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what the control under the mouse is and does."""
        name = self._at(at)
        if name is None:
            return None
        (x, y), row = self._scroll.on_sheet(at), self._controls[name].area
        return replace(hint(self._controls[name]), clear=row.move(at[0] - x, at[1] - y))

    def press(self, at: Point, view: View) -> Choices | None:
        """Press a control; it has the keyboard then."""
        name = self._at(at)
        self.pressed_control = None
        if name is None:
            return None
        self._held, self._by_keys, self._moved = name, False, False
        self.pressed_control, self._calm = self.names.index(name), False
        answer = self._controls[name].press(self._scroll.on_sheet(at))
        return self._answered(name, answer, view) or view.choices

    def drag(self, at: Point, view: View) -> Choices | None:
        """Drag in the control that was pressed."""
        control, self._calm = self._controls.get(self._held or ""), False
        return self._answered(self._held, control.drag(self._scroll.on_sheet(at)), view) if control else None

    def release(self, view: View) -> Choices | None:
        """Let the control go."""
        control, self._calm = self._controls.get(self._held or ""), False
        chosen = self._answered(self._held, control.release(), view) if control else None
        self._held = None
        return chosen

    # the keyboard

    def idle(self, control: int) -> bool:
        """Return whether a control is disabled."""
        names = self.names
        return control < len(names) and not self._controls[names[control]].enabled

    def focus(self, control: int | None) -> None:
        """Give the keyboard to one of the controls, or to none."""
        names = self.names
        self._focus = names[control] if control is not None and control < len(names) else None
        if control is None or control != self.pressed_control:
            self._by_keys = self._reveal = True
        self.pressed_control = None

    def stop(self) -> Point | None:
        """Return where the control with the keyboard is; None once its field is gone."""
        return self.place(self._focus).center if self._focus in self._controls else None

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Give a key to the control that has the keyboard."""
        control, self._calm = self._controls.get(self._focus or ""), False
        if control is None:
            return None
        if word in ("take", "leave"):
            return self._answered(self._focus, control.leave(), view)
        answer = control.write(text) if word == "write" else control.key(word)
        if answer is not None:
            self._by_keys = self._reveal = True
        return self._answered(self._focus, answer, view)

    # what is asked for

    def _answered(self, name: str | None, answer: Answer, view: View) -> Choices | None:
        """Return choices that ask for what a control answered; None where it had no use for it."""
        if answer is None or name is None or name not in self._fields:
            return None
        if isinstance(answer, Taken):
            return view.choices
        field = self._fields[name]
        wish = field.asks(answer)
        if field.among:
            words = self._words_on(field.among)
            if not words:
                self._controls[name].value = True
                return view.choices
            wish = SetOption(field.among, words)
        if field.kind != "button":
            self._given[name] = (answer, KEPT)
        # What one movement asks for is one edit.
        if isinstance(wish, SetOption | SetParameters) and self._held == name:
            wish, self._moved = replace(wish, joins=self._moved), True
        return view.choices.asking(wish)

    def _words_on(self, among: str) -> tuple[str, ...]:
        """Return the words of an option's chips that are on, or asked to be and not answered yet."""
        fields = ((self._controls[name], one) for name, one in self._fields.items() if one.among == among)
        return tuple(one.word for control, one in fields if control.value)

    @property
    def lively(self) -> bool:
        """Whether a value that was asked for is being waited for."""
        return bool(self._given)

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Wait no longer than a second: then the lab has refused, and what it has is shown."""
        left = {name: (value, wait - seconds) for name, (value, wait) in self._given.items()}
        self._given = {name: one for name, one in left.items() if one[1] > 0}
        return None
