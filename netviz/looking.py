"""What is looked at: a page, or one panel of it, and what was chosen there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netviz.control_focus import ControlFocus, Place
from netviz.drawing.canvas import Point, Rect
from netviz.drawing.layout import place
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish, successor
from netviz.panels.page import Page
from netviz.panels.panel import Choices, Panel, View


class Looking:
    """The page shown, the panel of it that is large or in focus, the control with the keyboard, the choices.

    Panels go by their index on the page; `places` holds where those shown were last laid out, and is empty
    from when others are to be shown until these are.
    """

    def __init__(self, pages: Sequence[Page], page: str) -> None:
        self.pages = pages
        self._names = [page_.name for page_ in pages]
        self.number = self._names.index(page) if page in self._names else 0
        self.enlarged: int | None = None
        self.focused: int | None = None
        self.control = ControlFocus()
        self._enlarged_by: Place | None = None  # the control that had the keyboard then
        self.places: dict[int, Rect] = {}
        self.choices = pages[0].choices
        self.view: View | None = None  # last drawn
        self._asks: list[Wish] = []

    @property
    def page(self) -> Page:
        """The page shown."""
        return self.pages[self.number]

    @property
    def shown(self) -> list[Panel]:
        """The panels on the screen."""
        return [self.page.panels[i] for i in self.places]

    @property
    def now(self) -> View | None:
        """The view last drawn with the choices made since."""
        return None if self.view is None else replace(self.view, choices=self.choices)

    def see(self, timeline: Timeline) -> View:
        """Return the view of this moment, which the panels shown now suit, and keep it as the last drawn."""
        self.view = View(timeline, self.choices)
        for panel in self.shown:
            panel.suit(self.view)
        return self.view

    def lively(self, *, plays: bool) -> bool:
        """Return whether a panel on the screen moves by itself: plays, or has work to finish."""
        return any(panel.lively for panel in self.shown if panel.plays is plays)

    def tick(self, seconds: float) -> None:
        """Let panels that are lively move on."""
        for panel in self.shown:
            if panel.lively and self.now is not None:
                self.choose(panel.tick(seconds, self.now))

    # the screen

    def lay_out(self, area: Rect, gutter: int, timeline: Timeline | None = None) -> None:
        """Share `area` between the panels of the page, as this moment asks, or give the enlarged one all."""
        if self.enlarged is not None:
            self.places = {self.enlarged: area}
            return
        view = None if timeline is None else View(timeline, self.choices)
        layout = self.page.layout_for(view, area.width / gutter, area.height / gutter)
        self.places = place(layout, area, gutter)

    def index_at(self, at: Point | None) -> int | None:
        """Return which panel lies at a place."""
        return next((i for i, area in self.places.items() if at and area.collidepoint(at)), None)

    def panel_at(self, at: Point | None) -> Panel | None:
        """Return the panel at a place."""
        i = self.index_at(at)
        return None if i is None else self.page.panels[i]

    def show(self, number: int) -> None:
        """Show another page, if there is one of that number."""
        if number < len(self.pages):
            self.focus_control(None)
            self.number, self.enlarged, self.focused, self.places = number, None, None, {}

    def turn_page(self, step: int) -> None:
        """Show the page `step` places on, round and round."""
        self.show((self.number + step) % len(self.pages))

    def enlarge(self, mouse: Point | None) -> None:
        """Enlarge the panel with the keyboard, else the one in focus, under the mouse, the first; or go back.

        A control that has the keyboard keeps it, but takes what is typed.
        """
        place = self._enlarged_by = self.control.place
        self.take_typed()
        if self.enlarged is not None:
            self._give_all_to(None)
            return
        worked = None if place is None else self.page.panels.index(place[0])
        wanted = (worked, self.focused, self.index_at(mouse), 0)
        self._give_all_to(next(i for i in wanted if i is not None))

    def _give_all_to(self, panel: int | None) -> None:
        """Have one panel fill the page, or all share it; where they are is known when that is laid out."""
        self.enlarged, self.places = panel, {}

    # the keyboard

    def focus(self, step: int) -> None:
        """Put the focus on the panel `step` places on; where one is enlarged, enlarge that instead."""
        count = len(self.page.panels)
        self.focus_control(None)
        if self.enlarged is not None:
            self.focused = (self.enlarged + step) % count
            self._give_all_to(self.focused)
        else:
            self.focused = (self.focused + step) % count if self.focused is not None else (step - 1) % count

    def focus_control(self, place: Place | None) -> None:
        """Give the keyboard to a control, or to none; it is then the control that is framed, and no panel."""
        if place is not None:
            self.focused = None
        self.choose(self.control.give(place, self.now))
        self.typed("come", "")

    def take_typed(self) -> None:
        """Have the control with the keyboard take what is typed in it, and keep the keyboard."""
        self.typed("take", "")

    def tab(self, step: int) -> bool:
        """Give the keyboard to the next control on the screen; return whether there is any.

        The first is one of the panel in focus, if it has any that does something.
        """
        place = None
        if not self.control.taken and self.focused in self.places:
            place = self.control.neighbour([self.page.panels[self.focused]], step)
        place = place or self.control.neighbour(self.shown, step)
        if place is not None:
            self.focus_control(place)
        return place is not None

    def typed(self, word: str, text: str) -> bool:
        """Give a key to the control that has the keyboard; return whether it took it."""
        chosen = None if self.now is None else self.control.typed(word, text, self.now)
        self.choose(chosen)
        return chosen is not None

    def obeyed(self, word: str) -> bool:
        """Ask the panels shown, the one worked or in focus first, to obey a word; return whether one did."""
        place, panels = self.control.place, self.page.panels
        first = self.focused if place is None else panels.index(place[0])
        for i in sorted(self.places, key=lambda i: i != first):
            chosen = None if self.now is None else panels[i].key(word, self.now)
            if chosen is not None:
                self.choose(chosen)
                return True
        return False

    def go_back(self) -> None:
        """Leave the control, else the enlarged panel, else the focus.

        A panel enlarged from the control that still has the keyboard is left first: so it was told.
        """
        from_it = self.enlarged is not None and self.control.place == self._enlarged_by
        if self.control.taken and not from_it:
            self.focus_control(None)
        elif self.enlarged is not None:
            self._give_all_to(None)
        else:
            self.focused = None

    # what is chosen

    def choose(self, choices: Choices | None) -> None:
        """Take over the choices that a panel made, go to the page that they name, and note what they ask."""
        if choices is None:
            return
        for wish in choices.asks:
            self.ask(wish)
        if choices.go_to in self._names:
            self.show(self._names.index(choices.go_to))
        self.choices = replace(choices, go_to="", asks=())

    def ask(self, wish: Wish) -> None:
        """Note what to ask of the lab; of what one movement sets on its way, only the last is of use."""
        if self._asks and (follows := successor(self._asks[-1], wish)):
            self._asks[-1] = follows
        else:
            self._asks.append(wish)

    def take_asks(self) -> list[Wish]:
        """Return what was asked of the lab since the last call."""
        asks, self._asks = self._asks, []
        return asks
