"""The top of the window: how the run stands, the pages, and the buttons."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.actions import PAGES, Action
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, short_count
from netviz.drawing.theme import Color, Theme
from netviz.drawing.widgets import Button, Hint
from netviz.engine.lab import Form, Lab, Reading, plural
from netviz.engine.snapshot import Refresh, State

FIGURES, TOOLS, PROGRESS = 46, 36, 3  # heights in design units


@dataclass(frozen=True)
class Figure:
    """A labelled number in the header; `widest` keeps its place from trembling."""

    label: str
    text: str
    widest: str
    says: str


def figure_of(reading: Reading, *, narrow: bool) -> Figure:
    """Return a reading as it is written, in a short form for a narrow window; the hint has it whole."""
    label, value, says = reading.label, reading.value, reading.says
    if isinstance(value, str):
        return Figure(label, value, value if narrow else reading.widest or value, says)
    match reading.form:
        case Form.NUMBER:
            return Figure(label, number(value, 4), "0.00000", says or exact(value))
        case Form.SHARE:
            return Figure(label, f"{value:.0%}".replace("%", " %"), "100 %", says)
    brief = short_count if narrow else count
    if reading.whole is None:
        return Figure(label, brief(value), reading.widest or ("99.9k" if narrow else "999 999"), says)
    whole = brief(reading.whole)
    done = f"{count(value)} of {count(reading.whole)} {says}"
    return Figure(label, f"{brief(value)} / {whole}", f"{'99.9k' if narrow else whole} / {whole}", done)


class Header:
    """Draws the figures, tabs and buttons, and knows what the mouse is on."""

    def __init__(self, lab: Lab, pages: tuple[str, ...]) -> None:
        self._lab = lab
        self._title, self._about = lab.title, lab.about
        self._pages = pages
        self._buttons: list[tuple[Button, Action]] = []
        self._figures: list[tuple[Rect, Figure]] = []
        self._told = Rect(0, 0, 0, 0)  # where it says what is trained

    @staticmethod
    def height(canvas: Canvas) -> int:
        """Return the header's height in pixels."""
        return canvas.px(FIGURES) + canvas.px(TOOLS) + canvas.px(PROGRESS)

    def draw(self, canvas: Canvas, refresh: Refresh, rate: float, page: int, mouse: Point | None) -> None:
        """Draw everything above the panels."""
        width, px = canvas.surface.get_width(), canvas.px
        self._draw_figures(canvas, Rect(px(12), 0, width - px(24), px(FIGURES)), refresh, rate)
        bar = Rect(0, px(FIGURES), width, px(PROGRESS))
        canvas.rect(bar, canvas.theme.hairline)
        share = refresh.snapshot.step / max(refresh.total, 1)
        canvas.rect(Rect(0, bar.y, round(width * share), bar.height), canvas.theme.focus)
        tools = Rect(0, bar.bottom, width, px(TOOLS))
        self._lay_out_tools(canvas, tools.inflate(-px(16), 0), refresh, page)
        hovered = next((i for i, (button, _) in enumerate(self._buttons) if _on(button.area, mouse)), None)
        canvas.still(tools, (page, hovered, _moving(refresh)), lambda: self._draw_tools(canvas, hovered))

    def _draw_tools(self, canvas: Canvas, hovered: int | None) -> None:
        for i, (button, _) in enumerate(self._buttons):
            button.draw(canvas, hovered=i == hovered)

    def _draw_figures(self, canvas: Canvas, area: Rect, refresh: Refresh, rate: float) -> None:
        px, width_of, state = canvas.px, canvas.text_width, refresh.state
        narrow = area.width < px(900)
        figures = [figure_of(reading, narrow=narrow) for reading in self._lab.readings(refresh, rate)]
        title_width = canvas.text_width(self._title, Face.HEADING)
        chip = Rect(0, 0, canvas.text_width("diverged", Face.TITLE) + px(30), px(26))
        chip.midright = (area.right, area.centery)
        widths = [max(width_of(f.widest, Face.MONO), width_of(f.label, Face.SMALL)) for f in figures]
        free = chip.left - area.x - title_width - sum(widths)
        gap = min(max(free / (len(figures) + 1), px(6)), px(30))
        x = chip.left - (sum(widths) + gap * len(figures))
        self._figures = []
        for figure, width in zip(figures, widths, strict=True):
            self._figures.append((Rect(round(x), area.y, width, area.height), figure))
            x += width + gap
        self._figures.append((chip, Figure("", state.value, "", refresh.note or STATES[state])))
        canvas.still(area, (state, tuple(widths)), lambda: self._draw_labels(canvas, area, state))
        for place, figure in self._figures[:-1]:
            canvas.text(figure.text, (place.x, area.y + px(22)), face=Face.MONO)

    def _draw_labels(self, canvas: Canvas, area: Rect, state: State) -> None:
        """Draw title, what is trained where there is room for it, the figures' labels and the state."""
        px, theme = canvas.px, canvas.theme
        title = canvas.text(self._title, (area.x, area.centery), theme.text, Face.HEADING, "midleft")
        room = self._figures[0][0].left - title.right - px(28)
        if canvas.text_width(self._about) <= room:
            canvas.text(
                self._about, (title.right + px(12), area.centery + px(1)), theme.faint, anchor="midleft"
            )
        for place, figure in self._figures[:-1]:
            canvas.text(figure.label, (place.x, area.y + px(7)), theme.faint, Face.SMALL)
        chip, color = self._figures[-1][0], state_color(state, theme)
        canvas.rect(chip, theme.tint(color, 0.18), radius=13)
        _draw_state_sign(canvas, (chip.x + px(13), chip.centery), state, color)
        canvas.text(state.value, (chip.x + px(22), chip.centery), color, Face.TITLE, "midleft")

    def _lay_out_tools(self, canvas: Canvas, area: Rect, refresh: Refresh, page: int) -> None:
        px = canvas.px
        self._buttons = []
        x = area.x
        height = px(26)
        y = area.centery - height // 2
        for i, title in enumerate(self._pages):
            width = canvas.text_width(title, Face.TITLE) + px(20)
            button = Button(Rect(x, y, width, height), title, f"{title}: {i + 1}", active=i == page)
            self._buttons.append((button, PAGES[i]))
            x += width + px(4)
        tools = self._tools(refresh)
        x = area.right - sum(px(30) for _ in tools) - px(4) * (len(tools) - 1)
        for sign, says, action in tools:
            self._buttons.append((Button(Rect(x, y, px(30), height), sign, says), action))
            x += px(34)

    def _tools(self, refresh: Refresh) -> list[tuple[str, str, Action]]:
        units = plural(self._lab.unit)
        toggle = ("pause", "pause: Space") if _moving(refresh) else ("play", "go on: Space")
        return [
            ("restart", "restart with the same seed: r", Action.RESTART),
            (*toggle, Action.TOGGLE_PAUSE),
            ("step", "train to the next refresh: →", Action.STEP_REFRESH),
            ("slower", f"fewer {units} per refresh: -", Action.SLOWER),
            ("faster", f"more {units} per refresh: +", Action.FASTER),
            ("theme", "dark or light: t", Action.THEME),
            ("?", "all keys: h", Action.HELP),
        ]

    def press(self, at: Point) -> Action | None:
        """Return what the button under the mouse does."""
        return next((action for button, action in self._buttons if button.area.collidepoint(at)), None)

    def hover(self, at: Point) -> Hint | None:
        """Return what the button or figure under the mouse says."""
        for button, _ in self._buttons:
            if button.area.collidepoint(at):
                return Hint((button.says,))
        if self._told.collidepoint(at):
            return Hint((self._about, "layer sizes, activations, loss, optimizer and learning rate"))
        for area, figure in self._figures:
            if area.collidepoint(at):
                return Hint((f"{figure.label} {figure.text}".strip(), figure.says))
        return None


def _moving(refresh: Refresh) -> bool:
    """Return whether the run trains on by itself; a stuck one does, until its end."""
    return refresh.state is State.RUNNING or (refresh.state is State.STUCK and not refresh.finished)


def _on(area: Rect, mouse: Point | None) -> bool:
    return mouse is not None and bool(area.collidepoint(mouse))


STATES = {
    State.RUNNING: "training",
    State.PAUSED: "Space goes on",
    State.FINISHED: "all epochs are done; r starts again",
    State.STUCK: "the loss stands still",
    State.DIVERGED: "a number is no longer finite",
}


def state_color(state: State, theme: Theme) -> Color:
    """Return the colour of a state."""
    match state:
        case State.RUNNING | State.FINISHED:
            return theme.focus
        case State.PAUSED:
            return theme.secondary
        case State.STUCK:
            return theme.warning
        case _:
            return theme.error


def _draw_state_sign(canvas: Canvas, at: Point, state: State, color: Color) -> None:
    """Draw a small sign, so that the state is not told by colour alone."""
    x, y = round(at[0]), round(at[1])
    r = canvas.px(4)
    match state:
        case State.RUNNING:
            canvas.polygon([(x - r + 1, y - r), (x + r, y), (x - r + 1, y + r)], color)
        case State.PAUSED:
            canvas.rect(Rect(x - r, y - r, r - 1, 2 * r), color)
            canvas.rect(Rect(x + 1, y - r, r - 1, 2 * r), color)
        case State.FINISHED:
            canvas.rect(Rect(x - r, y - r, 2 * r, 2 * r), color)
        case _:
            canvas.polygon([(x, y - r), (x + r, y + r), (x - r, y + r)], color)
