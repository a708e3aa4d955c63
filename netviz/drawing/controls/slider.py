"""A slider: a number between two limits, on a linear or a logarithmic track."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import TAKEN, Answer, Control
from netviz.drawing.controls.shapes import disc, plate
from netviz.drawing.controls.span import Span
from netviz.drawing.lettering import Face

KNOB, TRACK, BOX = 7, 4, 64  # design units: radius, height, room for the number
MARKS = 10  # design units that ticks are apart at least


class Slider(Control):
    """Dragged, clicked, or moved by arrows in round steps; home and end are its limits."""

    value: float

    def __init__(
        self,
        label: str,
        value: float,
        span: Span,
        help: str = "",
        *,
        enabled: bool = True,
        reason: str = "",
    ) -> None:
        super().__init__(label, help, enabled=enabled, reason=reason)
        if not span.bounded:
            raise ValueError("a slider needs two limits")
        self.value, self.span = value, span
        self._track = Rect(0, 0, 1, 1)  # from the knob's first place to its last
        self._grip: float | None = None  # while it is held: the mouse's distance from the knob's middle
        self._reach = KNOB

    def exactly(self) -> str:
        """Return the value in full, and the limits."""
        return f"{self.span.full(self.value)}   ({self.span.limits()})"

    @property
    def held(self) -> bool:
        """Whether a mouse has hold of the knob."""
        return self._grip is not None

    @property
    def busy(self) -> bool:
        """Whether it is held."""
        return self.held

    def state(self) -> tuple[object, ...]:
        """Return also whether it is held, and its limits."""
        return (self.value, self.label, self.enabled, bool(self.warning), self.held, self.span)

    # drawing

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the track and the value."""
        px, theme = canvas.px, canvas.theme
        self.paint_track(
            canvas, Rect(part.x, part.y, part.width - px(BOX), part.height), focused=focused, hovered=hovered
        )
        color = theme.text if self.enabled else self.faint(canvas)
        at = (part.right - px(8), part.centery)
        canvas.text(self.span.text(self.value), at, color, Face.MONO, "midright")

    def paint_track(self, canvas: Canvas, area: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the track, filled up to the knob, into `area`."""
        theme, px = canvas.theme, canvas.px
        reach = self._reach = px(KNOB)
        height = max(2, px(TRACK))
        self._track = track = Rect(
            area.x + reach, area.centery - height // 2, max(area.width - 2 * reach, 1), height
        )
        if area.width < 3 * reach:
            return
        lit = self.enabled and (focused or hovered or self.held)
        faint = self.faint(canvas)
        for place in self.span.marks(track.width // px(MARKS)):
            x = track.x + round(place * (track.width - 1))
            canvas.rule((x, track.bottom + px(3)), (x, track.bottom + px(5)), theme.tint(theme.text, 0.3))
        ground = track.inflate(height, 0)
        plate(canvas, ground, theme.tint(theme.text, 0.2), radius=TRACK / 2)
        knob = self._knob()
        low, high = sorted((knob, self._origin()))
        with canvas.clipped(Rect(round(low), ground.y, max(round(high - low), 1), ground.height)):
            fill = (theme.focus if lit else theme.secondary) if self.enabled else faint
            plate(canvas, ground, fill, radius=TRACK / 2)
        disc(
            canvas, (knob, area.centery), KNOB, theme.text if self.enabled else faint, theme.panel, width=1.5
        )

    def _knob(self) -> float:
        return self._track.x + self.span.fraction(self.value) * self._track.width

    def _origin(self) -> float:
        """Return where the filled part of the track begins: at zero, if that is inside, else at the left."""
        if self.span.low < 0 < self.span.high:
            return self._track.x + self.span.fraction(0.0) * self._track.width
        return self._track.x - self._track.height / 2

    # answers

    def press(self, at: Point) -> Answer:
        """Take hold of the knob, or put it where the mouse is; before the track, do neither."""
        if not self.enabled:
            return None
        track, off = self._track, at[0] - self._knob()
        if not track.x - 2 * self._reach <= at[0] <= track.right + 2 * self._reach:
            return TAKEN
        held = abs(off) <= self._reach
        self._grip = off if held else 0.0
        return TAKEN if held else self.drag(at)

    def drag(self, at: Point) -> Answer:
        """Put the knob where the mouse is."""
        if self._grip is None:
            return TAKEN
        return self._set(self.span.at((at[0] - self._grip - self._track.x) / self._track.width))

    def release(self) -> Answer:
        """Let go of the knob."""
        self._grip = None
        return TAKEN

    def key(self, word: str) -> Answer:
        """Move it a step, or to a limit."""
        if not self.enabled:
            return None
        match word:
            case "left" | "down":
                return self._set(self.span.moved(self.value, -1))
            case "right" | "up":
                return self._set(self.span.moved(self.value, 1))
            case "home":
                return self._set(self.span.at(0.0))
            case "end":
                return self._set(self.span.at(1.0))
            case "enter":
                return TAKEN
        return None
