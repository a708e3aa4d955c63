"""One frame of the program, drawn from a timeline and from what the user has chosen to look at.

The stage knows no window and no thread: the window shows its frames, a headless run saves one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pygame

from netviz.actions import PAGES, WORDS, Action
from netviz.backdrop import Backdrop
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import DARK, LIGHT, THEMES
from netviz.drawing.widgets import Hint, content_of, draw_hint
from netviz.engine.lab import Lab
from netviz.engine.snapshot import State
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish
from netviz.header import Header
from netviz.help import draw_help
from netviz.looking import Looking
from netviz.notices import NOTE, draw_message, draw_note
from netviz.panels.page import Page
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.words import longest
from netviz.pointer import Pointer
from netviz.turning import Turning

QUIET = np.errstate(over="ignore", invalid="ignore")  # before a divergence, what is drawn may read ∞


class Stage:
    """Joins what is looked at, the mouse, the keyboard and the look of the program; and draws it."""

    def __init__(self, lab: Lab, theme: str = "dark", page: str = "overview", scale: float = 1.0) -> None:
        self._lab = lab
        self._looking = Looking(tuple(lab.pages()), page)
        self._turning = Turning(self._looking)
        self._pointer = Pointer(self._looking, self._turning)
        self._header = Header(lab, tuple(page_.title for page_ in self.pages))
        self._backdrop = Backdrop(self._looking)
        self._theme = THEMES[theme]
        self._lettering, self._scale = Lettering(scale), scale
        self._canvas: Canvas | None = None
        self._help = False
        self._values: list[tuple[Panel, Rect]] = []  # with live values in their title lines, and where
        self._telling = False  # whether what has the keyboard tells its figures, as if the mouse were there
        self.message = ""  # a passing word at the foot

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages there are."""
        return tuple(self._looking.pages)

    @property
    def page(self) -> Page:
        """The page shown."""
        return self._looking.page

    @property
    def places(self) -> Mapping[int, Rect]:
        """Where the panels shown were last drawn, by their index on the page."""
        return self._looking.places

    @property
    def enlarged(self) -> bool:
        """Whether one panel fills the page."""
        return self._looking.enlarged is not None

    @property
    def choices(self) -> Choices:
        """What the user has chosen to look at."""
        return self._looking.choices

    @choices.setter
    def choices(self, choices: Choices) -> None:
        self._looking.choices = choices

    @property
    def mouse(self) -> Point | None:
        """Where the mouse is; None outside the window."""
        return self._pointer.at

    @mouse.setter
    def mouse(self, at: Point | None) -> None:
        self._pointer.at = at

    @property
    def tells_notices(self) -> bool:
        """Whether the page shown says why what was asked of the lab was not done."""
        return any(panel.tells_notices for panel in self._looking.shown)

    @property
    def moving(self) -> bool:
        """Whether something moves by itself on the page shown."""
        return (self._turning.going and not self._pointer.steadies) or any(self._lively(plays=True))

    @property
    def working(self) -> bool:
        """Whether something on the page shown wants more frames to be finished."""
        return any(self._lively(plays=False))

    def _lively(self, *, plays: bool) -> Iterator[bool]:
        return (panel.lively for panel in self._looking.shown if panel.plays is plays)

    # drawing

    @QUIET
    def draw(
        self,
        surface: pygame.Surface,
        timeline: Timeline,
        rate: float,
        unwanted: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Draw the whole frame; return whether it is whole.

        `unwanted` is asked before each panel: if it is true, the frame is left as it is, half done.
        """
        canvas = self._canvas
        if canvas is None or canvas.surface is not surface or canvas.theme is not self._theme:
            canvas = self._canvas = Canvas(surface, self._theme, self._lettering, self._scale)
        looking, refresh = self._looking, timeline.latest
        self._lay_out(canvas, bool(refresh.note))
        self._backdrop.draw(canvas)
        self._header.draw(canvas, refresh, rate, looking.number, self.mouse)
        looking.see(timeline)
        self._pointer.pass_over(covered=self._help)
        view = looking.see(timeline)  # with what panels have chosen just now
        if refresh.note:
            draw_note(canvas, Header.height(canvas), refresh.note, trouble=refresh.state is State.DIVERGED)
        self._values = []
        for i, area in looking.places.items():
            if unwanted():
                return False
            self._draw_panel(canvas, looking.page.panels[i], area, view)
        if self.message:
            draw_message(canvas, self.message, self._header.free)
        if self._help:
            draw_help(canvas, self._lab.name)
        elif self._telling and self.controlled:
            self._tell(canvas, view)
        elif self.mouse is not None and not self._pointer.holds:
            hint = self._header.hover(self.mouse) or self._value_hint(view) or self._pointer.hint()
            if hint is not None:
                draw_hint(canvas, hint, self.mouse)
        return True

    def _tell(self, canvas: Canvas, view: View) -> None:
        """Draw the hint of what has the keyboard, where it is."""
        place = self._looking.control.place
        at = None if place is None else place[0].stop()
        hint = None if place is None or at is None else place[0].hover(at, view)
        if hint is not None and at is not None:
            draw_hint(canvas, hint, at)

    def _lay_out(self, canvas: Canvas, noted: bool) -> None:
        px = canvas.px
        frame = canvas.surface.get_rect()
        top = Header.height(canvas) + (px(NOTE) if noted else 0)
        area = Rect(px(12), top + px(4), frame.width - px(24), frame.height - top - px(16))
        area.width, area.height = max(area.width, px(100)), max(area.height, px(100))
        self._looking.lay_out(area, px(12))

    def _value_hint(self, view: View) -> Hint | None:
        """Return what the live value under the mouse tells."""
        under = (panel for panel, box in self._values if self.mouse and box.collidepoint(self.mouse))
        return next((panel.value_hint(view) for panel in under), None)

    def _draw_panel(self, canvas: Canvas, panel: Panel, area: Rect, view: View) -> None:
        px, theme = canvas.px, canvas.theme
        with canvas.clipped(area.inflate(-px(4), -px(4))):
            panel.draw(canvas, content_of(canvas, area), view)
            values = panel.values(view)  # of what is drawn now: they may tell how much there is room for
            room = area.width - px(40) - canvas.text_width(panel.title, Face.TITLE)
            value = values[longest(canvas, values, Face.MONO, room)]
            value = canvas.lettering.fit(value, Face.MONO, max(room, 0))
            at = (area.right - px(12), area.y + px(9))
            self._values.append((panel, canvas.text(value, at, theme.secondary, Face.MONO, "topright")))

    @QUIET
    def settle(self, timeline: Timeline) -> None:
        """Have the page shown finish what it spreads over many frames, for a picture."""
        for panel in self.page.panels:
            panel.settle(View(timeline, self.choices))

    @QUIET
    def drift(self, seconds: float) -> None:
        """Let things move by themselves."""
        for panel in self._looking.shown:
            if panel.lively and self._looking.now is not None:
                self._looking.choose(panel.tick(seconds, self._looking.now))
        self._turning.drift(seconds, steadied=self._pointer.steadies)

    # the mouse; while the help covers all, a click only closes it

    def press(self, at: Point, *, double: bool = False) -> Action | None:
        """Take a click: return what a button does, or change what is looked at."""
        if self._help:
            return Action.HELP
        return self._header.press(at) or self._pointer.press(at, double=double)

    def drag(self, at: Point, across: float, down: float) -> None:
        """Move the mouse, held, to `at` and by so many pixels: drag in a panel or turn it."""
        self._pointer.drag(at, across, down)

    def release(self) -> None:
        """Let go of what was held."""
        self._pointer.release()

    def other_press(self, at: Point) -> None:
        """Take a click with the other mouse button."""
        if not self._help:
            self._pointer.other_press(at)

    def wheel(self, at: Point, by: float) -> None:
        """Turn the wheel over a place."""
        if not self._help:
            self._pointer.wheel(at, by)

    # the keyboard

    @property
    def controlled(self) -> bool:
        """Whether a control has the keyboard."""
        return self._looking.control.taken

    def typed(self, word: str, text: str = "") -> bool:
        """Give a key, see `panel.KEYS`, to the control that has the keyboard; return whether it took it."""
        return not self._help and self._looking.typed(word, text)

    def act(self, action: Action) -> None:
        """Do what concerns only the looking; other actions are the window's."""
        looking = self._looking
        if action in WORDS and looking.obeyed(WORDS[action]):
            return
        match action:
            case Action.NEXT_PAGE | Action.PREVIOUS_PAGE:
                step = 1 if action is Action.NEXT_PAGE else -1
                if not looking.tab(step):
                    looking.turn_page(step)
            case _ if action in PAGES:
                looking.show(PAGES.index(action))
            case Action.ENLARGE:
                looking.enlarge(self.mouse)
            case Action.NEXT_PANEL | Action.PREVIOUS_PANEL:
                looking.focus(1 if action is Action.NEXT_PANEL else -1)
            case Action.BACK if self._help:
                self._help = False
            case Action.BACK:
                looking.go_back()
            case Action.NEXT_SAMPLE | Action.PREVIOUS_SAMPLE:
                self.choices = self.choices.next_sample(1 if action is Action.NEXT_SAMPLE else -1)
            case Action.NEXT_SOURCE:
                self.choices = self.choices.next_source()
            case Action.TURN_LEFT | Action.TURN_RIGHT:
                self._turning.by_key(1 if action is Action.TURN_RIGHT else -1, 0)
            case Action.TURN_UP | Action.TURN_DOWN:
                self._turning.by_key(0, 1 if action is Action.TURN_UP else -1)
            case Action.X_WEIGHT | Action.Y_WEIGHT:
                self.choices = self.choices.next_weight(across=action is Action.X_WEIGHT)
            case Action.LOG_LOSS:
                self.choices = replace(self.choices, log_loss=not self.choices.log_loss)
            case Action.THEME:
                self._theme = LIGHT if self._theme is DARK else DARK
            case Action.TELL:
                self._telling = not self._telling and self.controlled
            case Action.HELP:
                self._help = not self._help

    def ask(self, wish: Wish) -> None:
        """Note what to ask of the lab."""
        self._looking.ask(wish)

    def take_asks(self) -> list[Wish]:
        """Return what panels have asked of the lab since the last call."""
        return self._looking.take_asks()
