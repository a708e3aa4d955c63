"""One frame of the program, drawn from a timeline and from what the user has chosen to look at.

The stage knows no window and no thread: the window shows its frames, a headless run saves one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import pygame

from netviz.actions import Action
from netviz.choosing import choose
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.widgets import Hint, draw_hint, hint_box
from netviz.easel import Easel
from netviz.engine.lab import Lab
from netviz.engine.session import never
from netviz.engine.snapshot import State
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish
from netviz.header import Header
from netviz.help import draw_help
from netviz.looking import Looking
from netviz.notices import NOTE, draw_message, draw_note, message_box
from netviz.overlay import Overlay
from netviz.panels.page import Page
from netviz.panels.panel import Choices, View
from netviz.plates import Plates
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
        self._plates, self._overlay = Plates(self._looking), Overlay()
        self._easel = Easel(theme, scale)
        self._help = False
        self._telling = False  # whether what has the keyboard tells its figures, as if the mouse were there
        self.message = ""  # a passing word

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
    def theme(self) -> str:
        """The name of the theme."""
        return self._easel.theme.name

    @property
    def moving(self) -> bool:
        """Whether something moves by itself on the page shown."""
        return (self._turning.going and not self._pointer.steadies) or self._looking.lively(plays=True)

    @property
    def working(self) -> bool:
        """Whether something on the page shown wants more frames to be finished."""
        return self._looking.lively(plays=False)

    # drawing

    @QUIET
    def draw(
        self,
        surface: pygame.Surface,
        timeline: Timeline,
        rate: float,
        unwanted: Callable[[], bool] = never,
        show: Callable[[], None] | None = None,
    ) -> bool:
        """Draw the whole frame; return whether it is whole.

        `unwanted` is asked before each panel: if it is true, the frame is left as it is, half done. `show` is
        called when the panels that are prompt are drawn, and the others and what is above them are still
        those of the last frame; but not where that has left something else in their places.
        """
        canvas = self._easel.canvas(surface)
        looking, refresh = self._looking, timeline.latest
        self._lay_out(canvas, timeline)
        looking.see(timeline)
        self._overlay.lift(canvas)
        self._plates.begin(canvas)
        self._pointer.pass_over(covered=self._help)
        view = looking.see(timeline)  # with what panels have chosen just now
        early = show and self._overlay.left_there(canvas, show)
        if not self._plates.draw(canvas, view, unwanted, early):
            return False
        self._plates.clear_above(canvas)
        self._header.draw(canvas, refresh, rate, looking.number, self.mouse)
        if refresh.note:
            draw_note(canvas, Header.height(canvas), refresh.note, trouble=refresh.state is State.DIVERGED)
        self._overlay.set(canvas, list(self._passing(canvas, view)))
        if self._help:
            draw_help(canvas, self._lab.name)
        self._plates.end(canvas, covered=self._help)
        return True

    def _passing(self, canvas: Canvas, view: View) -> Iterator[tuple[Rect, Callable[[], None]]]:
        """Yield what lies over the panels: where, and what draws it."""
        if self.message:
            told = self.message, self._header.free
            yield message_box(canvas, *told), partial(draw_message, canvas, *told)
        hint = None if self._help else self._told(view)
        if hint is not None:
            yield hint_box(canvas, *hint), partial(draw_hint, canvas, *hint)

    def _told(self, view: View) -> tuple[Hint, Point] | None:
        """Return what is told of the control with the keyboard, or of what is under the mouse, and where."""
        if self._telling and self.controlled:
            return self._looking.control.told(view)
        if self.mouse is None or self._pointer.holds or self._pointer.hushed:
            return None
        at = self.mouse
        hint = self._header.hover(at) or self._plates.hint(at, view) or self._pointer.hint()
        return None if hint is None else (hint, at)

    def _lay_out(self, canvas: Canvas, timeline: Timeline) -> None:
        px = canvas.px
        width, height = canvas.surface.get_size()
        top = Header.height(canvas) + (px(NOTE) if timeline.latest.note else 0)
        size = max(width - px(24), px(100)), max(height - top - px(16), px(100))
        self._looking.lay_out(Rect((px(12), top + px(4)), size), px(12), timeline)

    @QUIET
    def settle(self, timeline: Timeline) -> None:
        """Have the page shown finish what it spreads over many frames, for a picture."""
        for panel in self.page.panels:
            panel.settle(View(timeline, self.choices))

    @QUIET
    def drift(self, seconds: float) -> None:
        """Let things move by themselves."""
        self._looking.tick(seconds)
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
        took = not self._help and self._looking.typed(word, text)
        if took:
            self._pointer.hush()
        return took

    def act(self, action: Action) -> None:
        """Do what concerns only the looking; other actions are the window's."""
        match action:
            case Action.BACK if self._help:
                self._help = False
            case Action.THEME:
                self._easel.switch_theme()
            case Action.TELL:
                self._telling = not self._telling and self.controlled
            case Action.HELP:
                self._help = not self._help
            case _:
                choose(action, self._looking, self._turning, self.mouse)

    def take_typed(self) -> None:
        """Have what is typed in a control taken, as by Enter."""
        self._looking.take_typed()

    def ask(self, wish: Wish) -> None:
        """Note what to ask of the lab."""
        self._looking.ask(wish)

    def take_asks(self) -> list[Wish]:
        """Return what panels have asked of the lab since the last call."""
        return self._looking.take_asks()
