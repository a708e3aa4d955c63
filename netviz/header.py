"""The top of the window: how the run stands, the pages, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netviz.actions import PAGES, Action
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, percent, short_count
from netviz.drawing.widgets import Button, Hint
from netviz.engine.cache import PerKey
from netviz.engine.lab import Form, Lab, Reading, plural
from netviz.engine.snapshot import Refresh, State
from netviz.state_sign import draw_state_sign, state_color, told

FIGURES, TOOLS, PROGRESS = 46, 36, 3  # heights in design units
BACK = 14  # design units of the sign before the title
NEAR, FAR = 12, 30  # design units between two figures, at least and at most


@dataclass(frozen=True)
class Figure:
    """A labelled number in the header; `widest` keeps its place from trembling."""

    label: str
    text: str
    widest: str
    says: str
    spare: int = 0  # see Reading

    def told(self) -> str:
        """Return it in one line, for a hint that has several."""
        return f"{self.label} {self.text}" + (f": {self.says}" if self.says else "")


def figure_of(reading: Reading, *, narrow: bool) -> Figure:
    """Return a reading as it is written, in a short form for a narrow window; the hint has it whole."""
    text, widest, says = _written(reading, short_count if narrow else count, narrow=narrow)
    return Figure(reading.label, text, widest, says, reading.spare)


def _written(reading: Reading, brief: Callable[[float], str], *, narrow: bool) -> tuple[str, str, str]:
    """Return a reading's text, its widest text and its hint."""
    value, says = reading.value, reading.says
    if isinstance(value, str):
        return value, value if narrow else reading.widest or value, says
    match reading.form:
        case Form.NUMBER:
            return number(value, 4), "0.00000", says or exact(value)
        case Form.SHARE:
            return percent(value), "> 99.9 %", says
    if reading.whole is None:
        return brief(value), reading.widest or ("99.9k" if narrow else "999 999"), says
    whole = brief(reading.whole)
    most = "99.9k" if narrow and reading.whole >= 1000 else whole
    done = f"{count(value)} of {count(reading.whole)} {says}"
    return f"{brief(value)} / {whole}", f"{most} / {whole}", done


@dataclass(frozen=True, eq=False)
class Places:
    """Which figures there is room for, and where; which there is none for; and where the state is told."""

    seen: list[tuple[int, Rect]]
    unseen: list[int]
    chip: Rect


class Header:
    """Draws the figures, tabs and buttons, and knows what the mouse is on."""

    def __init__(self, lab: Lab, pages: tuple[str, ...]) -> None:
        self._lab = lab
        self._title, self._about = lab.title, ""
        self._pages = pages
        self._buttons: list[tuple[Button, Action]] = []
        self._standing: object = None  # what those follow from
        self.free = Rect(0, 0, 0, 0)  # the place between the tabs and the tools
        self._figures: list[tuple[Rect, Figure]] = []
        self._unseen: list[Figure] = []  # those that had no room; the hint over the title tells them
        self._told = Rect(0, 0, 0, 0)  # where it says what is trained
        self._way_out = Rect(0, 0, 0, 0)  # the title, a button
        self._places = PerKey[Places]()

    @staticmethod
    def height(canvas: Canvas) -> int:
        """Return the header's height in pixels."""
        return canvas.px(FIGURES) + canvas.px(TOOLS) + canvas.px(PROGRESS)

    def draw(self, canvas: Canvas, refresh: Refresh, rate: float, page: int, mouse: Point | None) -> None:
        """Draw everything above the panels."""
        width, px = canvas.surface.get_width(), canvas.px
        self._about = self._lab.about(refresh.snapshot)
        self._draw_figures(canvas, Rect(px(12), 0, width - px(24), px(FIGURES)), refresh, rate)
        bar = Rect(0, px(FIGURES), width, px(PROGRESS))
        canvas.rect(bar, canvas.theme.hairline)
        if self._lab.restarts:  # else there is nothing to do
            share = refresh.snapshot.step / max(refresh.total, 1)
            canvas.rect(Rect(0, bar.y, round(width * share), bar.height), canvas.theme.focus)
        tools = Rect(0, bar.bottom, width, px(TOOLS))
        standing = (tuple(tools), page, refresh.running)
        if standing != self._standing:
            self._standing = standing
            self._lay_out_tools(canvas, tools.inflate(-px(16), 0), refresh, page)
        hovered = next((i for i, (button, _) in enumerate(self._buttons) if _on(button.area, mouse)), None)
        canvas.still(tools, (standing, hovered), lambda: self._draw_tools(canvas, hovered))

    def _draw_tools(self, canvas: Canvas, hovered: int | None) -> None:
        for i, (button, _) in enumerate(self._buttons):
            button.draw(canvas, hovered=i == hovered)

    def _draw_figures(self, canvas: Canvas, area: Rect, refresh: Refresh, rate: float) -> None:
        px, state = canvas.px, refresh.state
        narrow = area.width < px(900)
        figures = [figure_of(reading, narrow=narrow) for reading in self._lab.readings(refresh, rate)]
        places = self._places_for(canvas, area, figures)
        self._unseen = [figures[i] for i in places.unseen]
        self._figures = [(place, figures[i]) for i, place in places.seen]
        word, says = told(state, trains=self._lab.restarts)
        self._figures.append((places.chip, Figure("", word, "", refresh.note or says)))
        key = (state, self._about, places)
        canvas.still(area, key, lambda: self._draw_labels(canvas, area, state))
        for place, figure in self._figures[:-1]:
            canvas.text(figure.text, (place.x, area.y + px(22)), face=Face.MONO)

    def _places_for(self, canvas: Canvas, area: Rect, figures: list[Figure]) -> Places:
        """Return where figures go, the same as long as these have the same labels and widths."""
        key = (tuple(area), tuple((figure.label, figure.widest, figure.spare) for figure in figures))
        return self._places(key, lambda: self._place(canvas, area, figures))

    def _place(self, canvas: Canvas, area: Rect, figures: list[Figure]) -> Places:
        """Share out the room between the title and the state; leave out what can best be spared."""
        px = canvas.px
        chip = Rect(0, 0, canvas.text_width("diverged", Face.TITLE) + px(30), px(26))
        chip.midright = (area.right, area.centery)
        room = chip.left - area.x - px(BACK) - canvas.text_width(self._title, Face.HEADING)
        widths, seen, unseen = _widths(canvas, figures), list(range(len(figures))), []
        while (free := room - sum(widths[i] for i in seen)) < px(NEAR) * (len(seen) + 1):
            least = max(seen, key=lambda i: figures[i].spare)
            if not figures[least].spare:
                break
            seen.remove(least)
            unseen.append(least)
        gap = min(max(free / (len(seen) + 1), px(6)), px(FAR))
        x = chip.left - (sum(widths[i] for i in seen) + gap * len(seen))
        places = []
        for i in seen:
            places.append((i, Rect(round(x), area.y, widths[i], area.height)))
            x += widths[i] + gap
        return Places(places, unseen, chip)

    def _draw_labels(self, canvas: Canvas, area: Rect, state: State) -> None:
        """Draw title, what is trained where there is room for it, the figures' labels and the state."""
        px, theme = canvas.px, canvas.theme
        canvas.text("‹", (area.x, area.centery), theme.faint, Face.HEADING, "midleft")
        at = (area.x + px(BACK), area.centery)
        title = canvas.text(self._title, at, theme.text, Face.HEADING, "midleft")
        self._told = Rect(area.x, area.y, title.right - area.x, area.height)
        self._way_out = self._told.copy()
        room = self._figures[0][0].left - title.right - px(28)
        abouts = (self._about, self._about.split("  ")[0])
        fits = next((text for text in abouts if canvas.text_width(text) <= room), "")
        if fits:
            at = (title.right + px(12), area.centery + px(1))
            about = canvas.text(fits, at, theme.faint, anchor="midleft")
            self._told.width = about.right - area.x
        for place, figure in self._figures[:-1]:
            canvas.text(figure.label, (place.x, area.y + px(7)), theme.faint, Face.SMALL)
        chip, color = self._figures[-1][0], state_color(state, theme)
        canvas.rect(chip, theme.tint(color, 0.18), radius=13)
        at = (chip.x + px(13), chip.centery)
        draw_state_sign(canvas, at, state, color, trains=self._lab.restarts)
        canvas.text(self._figures[-1][1].text, (chip.x + px(22), chip.centery), color, Face.TITLE, "midleft")

    def _lay_out_tools(self, canvas: Canvas, area: Rect, refresh: Refresh, page: int) -> None:
        px = canvas.px
        height = px(26)
        y = area.centery - height // 2
        tools = self._tools(refresh)
        left = area.right - px(34) * len(tools) + px(4)
        self._buttons = []
        x = area.x
        for i, (name, width) in enumerate(self._tabs(canvas, left - area.x, page)):
            title = self._pages[i]
            button = Button(Rect(x, y, width, height), name, f"{title}: {i + 1}", active=i == page)
            self._buttons.append((button, PAGES[i]))
            x += width + px(4)
        self.free = Rect(x + px(8), y, max(left - x - px(20), 0), height)
        for i, (sign, says, action) in enumerate(tools):
            area = Rect(left + px(34) * i, y, px(30), height)
            self._buttons.append((Button(area, sign, says), action))

    def _tabs(self, canvas: Canvas, room: int, page: int) -> list[tuple[str, int]]:
        """Return what is written on each tab and how wide it is; numbers, where the titles have no room."""
        px = canvas.px
        wide = [(title, canvas.text_width(title, Face.TITLE) + px(20)) for title in self._pages]
        if sum(width + px(4) for _, width in wide) <= room:
            return wide
        return [wide[i] if i == page else (str(i + 1), px(26)) for i in range(len(wide))]

    def _tools(self, refresh: Refresh) -> list[tuple[str, str, Action]]:
        others = [("theme", "dark or light: t", Action.THEME), ("?", "all keys: h", Action.HELP)]
        if not self._lab.restarts:
            return others
        units = plural(self._lab.unit)
        toggle = ("pause", "pause: Space") if refresh.running else ("play", "go on: Space")
        return [
            ("restart", "restart with the same seed: r", Action.RESTART),
            (*toggle, Action.TOGGLE_PAUSE),
            ("step", "train to the next refresh: →", Action.STEP_REFRESH),
            ("slower", f"fewer {units} per refresh: -", Action.SLOWER),
            ("faster", f"more {units} per refresh: +", Action.FASTER),
            *others,
        ]

    def press(self, at: Point) -> Action | None:
        """Return what the button under the mouse does."""
        if self._way_out.collidepoint(at):
            return Action.ALL_LABS
        return next((action for button, action in self._buttons if button.area.collidepoint(at)), None)

    def hover(self, at: Point) -> Hint | None:
        """Return what the button or figure under the mouse says."""
        for button, _ in self._buttons:
            if button.area.collidepoint(at):
                return Hint((button.says,))
        if self._told.collidepoint(at):
            unseen = (figure.told() for figure in reversed(self._unseen))
            out = ("click: leave for the start screen, A",) if self._way_out.collidepoint(at) else ()
            return Hint((self._title, self._about, *unseen, *out))
        for area, figure in self._figures:
            if area.collidepoint(at):
                return Hint((f"{figure.label} {figure.text}".strip(), figure.says))
        return None


def _widths(canvas: Canvas, figures: list[Figure]) -> list[int]:
    width_of = canvas.text_width
    return [max(width_of(f.widest, Face.MONO), width_of(f.label, Face.SMALL)) for f in figures]


def _on(area: Rect, mouse: Point | None) -> bool:
    return mouse is not None and bool(area.collidepoint(mouse))
