"""One frame of the program, drawn from a timeline and from what the user has chosen to look at.

The stage knows no window and no thread: the window shows its frames, a headless run saves one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pygame

from netviz.actions import PAGES, WORDS, Action
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.layout import place
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import DARK, LIGHT, THEMES
from netviz.drawing.widgets import Hint, content_of, draw_hint, draw_plate
from netviz.engine.lab import Lab
from netviz.engine.snapshot import State
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetOption, Wish
from netviz.header import Header
from netviz.help import draw_help
from netviz.notices import NOTE, draw_message, draw_note
from netviz.panels.page import Page
from netviz.panels.panel import Choices, Panel, View

TURN, DRAG = 0.12, 0.008  # radians that a key, and a pixel of dragging, turn a 3-D view
DRIFT, DRIFT_EVERY = 0.12, 0.03  # radians per second that a 3-D view turns by itself; seconds a step


class Stage:
    """Holds what is looked at: page, enlarged panel, choices, theme, mouse; and draws it."""

    def __init__(self, lab: Lab, theme: str = "dark", page: str = "overview", scale: float = 1.0) -> None:
        self.pages: tuple[Page, ...] = tuple(lab.pages())
        names = [page_.name for page_ in self.pages]
        self._page = names.index(page) if page in names else 0
        self._enlarged: int | None = None
        self._focused: int | None = None
        self._theme = THEMES[theme]
        self._scale = scale
        self._lettering = Lettering(scale)
        self._header = Header(lab, tuple(page_.title for page_ in self.pages))
        self._lab = lab
        self.choices = self.pages[0].choices
        self.mouse: Point | None = None
        self.message = ""  # a passing word at the foot
        self._help = False
        self._held: Panel | None = None  # the panel being turned or dragged in
        self._dragging = False  # whether it takes the mouse's places, rather than turns
        self._under: Panel | None = None  # the panel that was under the mouse in the last frame
        self._control: tuple[int, int] | None = None  # panel, and control in it, that has the keyboard
        self._asks: list[Wish] = []  # of panels, to the lab
        self._unturned = 0.0  # seconds since views last turned by themselves
        self._still = False  # whether the user has taken over the turning
        self._places: dict[int, Rect] = {}
        self._ground: tuple[object, pygame.Surface] | None = None
        self._view: View | None = None
        self._canvas: Canvas | None = None

    @property
    def page(self) -> Page:
        """The page shown."""
        return self.pages[self._page]

    @property
    def enlarged(self) -> bool:
        """Whether one panel fills the page."""
        return self._enlarged is not None

    @property
    def tells_notices(self) -> bool:
        """Whether the page shown says why what was asked of the lab was not done."""
        return any(self.page.panels[i].tells_notices for i in self._places)

    @property
    def moving(self) -> bool:
        """Whether something moves by itself on the page shown."""
        return self._turning or any(self._lively(plays=True))

    @property
    def working(self) -> bool:
        """Whether something on the page shown wants more frames to be finished."""
        return any(self._lively(plays=False))

    def _lively(self, *, plays: bool) -> Iterator[bool]:
        shown = (self.page.panels[i] for i in self._places)
        return (panel.lively for panel in shown if panel.plays is plays)

    @property
    def _turning(self) -> bool:
        if self._still or self._held is not None:
            return False
        under = self._panel_at(self.mouse) if self.mouse is not None else None
        if under is not None and self.page.panels[under].turns:
            return False  # it keeps still under the mouse, to be read
        return any(self.page.panels[i].turns for i in self._places)

    # drawing

    @np.errstate(over="ignore", invalid="ignore")  # before a divergence, norms and variances may read ∞
    def draw(self, surface: pygame.Surface, timeline: Timeline, rate: float) -> None:
        """Draw the whole frame."""
        canvas = self._canvas
        if canvas is None or canvas.surface is not surface or canvas.theme is not self._theme:
            canvas = self._canvas = Canvas(surface, self._theme, self._lettering, self._scale)
        refresh = timeline.latest
        self._lay_out(canvas, bool(refresh.note))
        surface.blit(self._background(canvas), (0, 0))
        self._header.draw(canvas, refresh, rate, self._page, self.mouse)
        self._view = View(timeline, self.choices)
        self._pass_over()
        self._view = view = View(timeline, self.choices)
        if refresh.note:
            draw_note(canvas, Header.height(canvas), refresh.note, trouble=refresh.state is State.DIVERGED)
        for i, area in self._places.items():
            self._draw_panel(canvas, self.page.panels[i], area, view)
        if self.message:
            draw_message(canvas, self.message, self._header.free)
        if self._help:
            draw_help(canvas, self._lab.name)
        elif self.mouse is not None and self._held is None:
            hint = self._hint(self.mouse, view)
            if hint is not None:
                draw_hint(canvas, hint, self.mouse)

    def _lay_out(self, canvas: Canvas, noted: bool) -> None:
        px = canvas.px
        frame = canvas.surface.get_rect()
        top = Header.height(canvas) + (px(NOTE) if noted else 0)
        area = Rect(px(12), top + px(4), frame.width - px(24), frame.height - top - px(16))
        area.width, area.height = max(area.width, px(100)), max(area.height, px(100))
        if self._enlarged is not None:
            self._places = {self._enlarged: area}
        else:
            self._places = place(self.page.layout, area, px(12))

    def _background(self, canvas: Canvas) -> pygame.Surface:
        """Return window colour, plates and titles, kept until one of them changes."""
        size = canvas.surface.get_size()
        places = tuple((self.page.panels[i].title, tuple(area)) for i, area in self._places.items())
        key = (size, self._theme.name, self._page, self._focused, places)
        if self._ground is None or self._ground[0] != key:
            canvas.forget_stills()
            ground = pygame.Surface(size).convert(canvas.surface)
            ground.fill(self._theme.window)
            under = Canvas(ground, self._theme, self._lettering, self._scale)
            for i, area in self._places.items():
                draw_plate(under, area, self.page.panels[i].title, focused=i == self._focused)
            self._ground = (key, ground)
        return self._ground[1]

    @staticmethod
    def _draw_panel(canvas: Canvas, panel: Panel, area: Rect, view: View) -> None:
        px, theme = canvas.px, canvas.theme
        with canvas.clipped(area.inflate(-px(4), -px(4))):
            panel.draw(canvas, content_of(canvas, area), view)
            value = panel.value(view)  # of what is drawn now: it may tell how much of it there is room for
            room = area.width - px(40) - canvas.text_width(panel.title, Face.TITLE)
            value = canvas.lettering.fit(value, Face.MONO, max(room, 0))
            canvas.text(value, (area.right - px(12), area.y + px(9)), theme.secondary, Face.MONO, "topright")

    # the mouse

    def _panel_at(self, at: Point) -> int | None:
        return next((i for i, area in self._places.items() if area.collidepoint(at)), None)

    def _hint(self, at: Point, view: View) -> Hint | None:
        hint = self._header.hover(at)
        if hint is None and (i := self._panel_at(at)) is not None:
            hint = self.page.panels[i].hover(at, view)
        return hint

    def _pass_over(self) -> None:
        """Tell panels where the mouse is, and the one it has left that it is gone."""
        assert self._view is not None
        i = self._panel_at(self.mouse) if self.mouse is not None and not self._help else None
        under = None if i is None else self.page.panels[i]
        if self._under is not None and self._under is not under:
            self._choose(self._under.passed(None, self._view))
        if under is not None:
            self._choose(under.passed(self.mouse, self._now(self._view)))
        self._under = under

    def press(self, at: Point, *, double: bool = False) -> Action | None:
        """Take a click: return what a button does, or change what is looked at."""
        if self._help:
            return Action.HELP
        action = self._header.press(at)
        if action is not None:
            return action
        i = self._panel_at(at)
        if i is None or self._view is None:
            return None
        panel = self.page.panels[i]
        chosen = panel.press(at, self._view)
        if chosen is not None:
            self._held, self._dragging = panel, not panel.turns
        control = None if chosen is None else panel.pressed_control
        self._focus_control(None if control is None else (i, control))
        if chosen is not None and chosen != self.choices:
            self._choose(chosen)
        elif double and not panel.keeps_clicks and control is None:
            self._focused = None  # so that it is the panel under the mouse
            return Action.ENLARGE
        elif panel.turns:
            self._held = panel
        return None

    def drag(self, at: Point, across: float, down: float) -> None:
        """Move the mouse, held, to `at` and by so many pixels: drag in a panel or turn it."""
        if self._held is None or self._view is None:
            return
        if self._dragging:
            self._choose(self._held.drag(at, self._now(self._view)))
        else:
            self._still = True
            self._held.turn(across * DRAG, down * DRAG)

    def release(self) -> None:
        """Let go of what was held."""
        if self._held is not None and self._dragging and self._view is not None:
            self._choose(self._held.release(self._now(self._view)))
        self._held, self._dragging = None, False

    def _now(self, view: View) -> View:
        """Return the view last drawn with the choices made since."""
        return replace(view, choices=self.choices)

    def other_press(self, at: Point) -> None:
        """Take a click with the other mouse button."""
        if (i := self._panel_at(at)) is not None and self._view is not None and not self._help:
            self._choose(self.page.panels[i].other_press(at, self._now(self._view)))

    def wheel(self, at: Point, by: float) -> None:
        """Turn the wheel over a place."""
        if (i := self._panel_at(at)) is not None and self._view is not None and not self._help:
            self._choose(self.page.panels[i].wheel(at, by, self._now(self._view)))

    def take_asks(self) -> list[Wish]:
        """Return what panels have asked of the lab since the last call."""
        asks, self._asks = self._asks, []
        return asks

    def _choose(self, choices: Choices | None) -> None:
        """Take over the choices that a panel made, go to the page that they name, and note what they ask."""
        if choices is None:
            return
        for wish in choices.asks:
            self.ask(wish)
        names = [page.name for page in self.pages]
        if choices.go_to in names:
            self._show(names.index(choices.go_to))
        self.choices = replace(choices, go_to="", asks=())

    def ask(self, wish: Wish) -> None:
        """Note what to ask of the lab; of values that one option has on its way, only the last is of use."""
        last = self._asks[-1] if self._asks else None
        if isinstance(wish, SetOption) and isinstance(last, SetOption) and wish.name == last.name:
            wish = replace(wish, joins=last.joins)
            self._asks.pop()
        self._asks.append(wish)

    def drift(self, seconds: float) -> None:
        """Let things move by themselves; 3-D views in steps that last for some frames."""
        for i in self._places:
            panel = self.page.panels[i]
            if self._view is not None and panel.lively:
                self._choose(panel.tick(seconds, self._now(self._view)))
        self._unturned += seconds
        if self._unturned >= DRIFT_EVERY and self._turning:
            self._turn(-DRIFT * min(self._unturned, 0.1), 0)
            self._unturned = 0.0

    def _turn(self, across: float, up: float) -> None:
        for i in self._places:
            self.page.panels[i].turn(across, up)

    # the keyboard, where it belongs to a control

    @property
    def controlled(self) -> bool:
        """Whether a control has the keyboard."""
        return self._control is not None

    def typed(self, word: str, text: str = "") -> bool:
        """Give a key, see `panel.KEYS`, to the control that has the keyboard; return whether it took it."""
        if self._control is None or self._view is None or self._help:
            return False
        chosen = self.page.panels[self._control[0]].typed(word, text, self._now(self._view))
        self._choose(chosen)
        return chosen is not None

    def _tab(self, step: int) -> bool:
        """Give the keyboard to the next control that does something; return whether there is one."""
        panels = self.page.panels
        places = [(i, k) for i in self._places for k in range(panels[i].controls)]
        at = places.index(self._control) + step if self._control in places else min(step, 0)
        for _ in places:
            i, control = places[at % len(places)]
            if not panels[i].idle(control):
                self._focus_control((i, control))
                return True
            at += step
        return False

    def _focus_control(self, place: tuple[int, int] | None) -> None:
        """Give the keyboard to a control, or to none; the one that had it may first take what is typed."""
        before, self._control = self._control, None
        if before is not None and before != place:
            panel = self.page.panels[before[0]]
            if self._view is not None:
                self._choose(panel.typed("leave", "", self._now(self._view)))
            panel.focus(None)
        self._control = place
        if place is not None:
            self.page.panels[place[0]].focus(place[1])

    # actions

    def act(self, action: Action) -> None:
        """Do what concerns only the looking; other actions are the window's."""
        if action in WORDS and self._ask_panels(WORDS[action]):
            return
        match action:
            case Action.NEXT_PAGE | Action.PREVIOUS_PAGE:
                step = 1 if action is Action.NEXT_PAGE else -1
                if self._tab(step):
                    return
                self._show((self._page + step) % len(self.pages))
            case _ if action in PAGES:
                self._show(PAGES.index(action))
            case Action.ENLARGE:
                self._enlarge()
            case Action.NEXT_PANEL | Action.PREVIOUS_PANEL:
                self._focus(1 if action is Action.NEXT_PANEL else -1)
            case Action.BACK:
                self._go_back()
            case Action.NEXT_SAMPLE | Action.PREVIOUS_SAMPLE:
                self.choices = self.choices.next_sample(1 if action is Action.NEXT_SAMPLE else -1)
            case Action.NEXT_SOURCE:
                self.choices = self.choices.next_source()
            case Action.TURN_LEFT | Action.TURN_RIGHT | Action.TURN_UP | Action.TURN_DOWN:
                self._still = True
                across = {Action.TURN_LEFT: -TURN, Action.TURN_RIGHT: TURN}.get(action, 0.0)
                up = {Action.TURN_UP: TURN, Action.TURN_DOWN: -TURN}.get(action, 0.0)
                self._turn(across, up)
            case Action.X_WEIGHT | Action.Y_WEIGHT:
                self.choices = self.choices.next_weight(across=action is Action.X_WEIGHT)
            case Action.LOG_LOSS:
                self.choices = replace(self.choices, log_loss=not self.choices.log_loss)
            case Action.THEME:
                self._theme = LIGHT if self._theme is DARK else DARK
            case Action.HELP:
                self._help = not self._help

    def _ask_panels(self, word: str) -> bool:
        """Ask the panels shown, the one in focus first, to obey a word; return whether one did."""
        if self._view is None:
            return False
        for i in sorted(self._places, key=lambda i: i != self._focused):
            chosen = self.page.panels[i].key(word, self._now(self._view))
            if chosen is not None:
                self._choose(chosen)
                return True
        return False

    def settle(self, timeline: Timeline) -> None:
        """Have the page shown finish what it spreads over many frames, for a picture."""
        for panel in self.page.panels:
            panel.settle(View(timeline, self.choices))

    def _show(self, page: int) -> None:
        if page < len(self.pages):
            self._focus_control(None)
            self._page, self._enlarged, self._focused, self._places = page, None, None, {}

    def _enlarge(self) -> None:
        """Enlarge the panel in focus, else the one under the mouse, else the first; or go back."""
        self._focus_control(None)
        if self._enlarged is not None:
            self._enlarged = None
            return
        under = self._panel_at(self.mouse) if self.mouse is not None else None
        self._enlarged = self._focused if self._focused is not None else under if under is not None else 0

    def _focus(self, step: int) -> None:
        count = len(self.page.panels)
        self._focus_control(None)
        if self._enlarged is not None:
            self._enlarged = self._focused = (self._enlarged + step) % count
        else:
            self._focused = (
                (self._focused + step) % count if self._focused is not None else (step - 1) % count
            )

    def _go_back(self) -> None:
        if self._help:
            self._help = False
        elif self._control is not None:
            self._focus_control(None)
        elif self._enlarged is not None:
            self._enlarged = None
        else:
            self._focused = None
