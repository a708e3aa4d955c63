"""One gradient put to the test: what backpropagation says beside what two losses say."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import edge_of, plate
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.theme import Color
from netviz.engine.cache import PerKey
from netviz.panels.check import Check
from netviz.panels.update_data import UpdateData
from netviz.panels.words import Words, longest

BUTTON, LINE, HEAD = 26, 17, 18  # design units: the button, a line of figures, the verdict
DIGITS = (17, 16, 15, 14, 13, 12)  # of a loss, as many as there is room for: 17 are all it has
MOST = 9  # of a gradient
WORDS = "check this gradient by two losses"


class CheckPlate:
    """A button or, while `checking`, what the comparison came to, and what the mouse is told of it."""

    def __init__(self) -> None:
        self._known = PerKey[Check]()
        self.button: tuple[Rect, Words] = (Rect(0, 0, 0, 0), ())  # that begins it, or ends it
        self.told: tuple[Rect, Words] | None = None

    def draw(
        self, canvas: Canvas, area: Rect, data: UpdateData, chosen: tuple[int, int, int], checking: bool
    ) -> int:
        """Draw at the foot of `area`; return where it begins."""
        self.told = None
        return self._draw_check(canvas, area, data, chosen) if checking else self._draw_button(canvas, area)

    def _draw_button(self, canvas: Canvas, area: Rect) -> int:
        px, theme = canvas.px, canvas.theme
        box = Rect(area.x, area.bottom - px(BUTTON), area.width, px(BUTTON))
        plate(canvas, box, theme.tint(theme.text, 0.07), edge_of(theme))
        texts = (f"{WORDS[0].upper()}{WORDS[1:]}", "Check this gradient", "Check it")
        shown = texts[longest(canvas, texts, Face.TEXT, box.width - px(36))]
        canvas.text(shown, (box.x + px(12), box.centery), theme.text, Face.TEXT, "midleft")
        canvas.text("v", (box.right - px(12), box.centery), theme.faint, Face.MONO, "midright")
        self.button = box, (f"{WORDS}: v",)
        return box.top

    def _draw_check(self, canvas: Canvas, area: Rect, data: UpdateData, chosen: tuple[int, int, int]) -> int:
        px, theme, check = canvas.px, canvas.theme, self._check(data, chosen)
        lines, verdict, color = _compared(data, chosen, check, canvas, area.width - px(28))
        height = px(LINE) * len(lines) + px(HEAD + 12)
        box = Rect(area.x, area.bottom - height, area.width, height)
        plate(canvas, box, theme.tint(color, 0.08), color)
        y = box.y + px(6) + px(HEAD) // 2
        _mark(canvas, (box.x + px(14), y), color, check.agrees)
        said = canvas.lettering.fit(verdict, Face.TITLE, box.width - px(50))
        canvas.text(said, (box.x + px(26), y), theme.text, Face.TITLE, "midleft")
        close = Rect(box.right - px(26), box.y, px(26), px(26))
        canvas.text("×", close.center, theme.secondary, Face.TITLE, "center")
        self.button = close, ("no more: v",)
        y += px(HEAD)
        for names, text in lines:
            room = box.width - px(28) - canvas.text_width(text, Face.TINY)
            name = names[longest(canvas, names, Face.TINY, room)]
            canvas.text(name, (box.x + px(10), y), theme.secondary, Face.TINY, "midleft")
            canvas.text(text, (box.right - px(10), y), theme.text, Face.TINY, "midright")
            y += px(LINE)
        self.told = box, _exactly(data, chosen, check)
        return box.top

    def _check(self, data: UpdateData, chosen: tuple[int, int, int]) -> Check:
        """Compare the chosen gradient; kept until another is chosen or the network has changed."""
        layer, source, neuron = chosen
        place = int(data.layers[layer].places[source, neuron])
        return self._known((data, place), lambda: data.compare(place))


def _mark(canvas: Canvas, at: Point, color: Color, good: bool) -> None:
    """Draw a tick, or a triangle."""
    (x, y), px = at, canvas.px
    if good:
        canvas.polyline([(x - px(5), y), (x - px(1), y + px(4)), (x + px(5), y - px(5))], color, 2)
    else:
        canvas.polygon([(x, y - px(5)), (x + px(5), y + px(4)), (x - px(5), y + px(4))], color)


def _compared(
    data: UpdateData, chosen: tuple[int, int, int], check: Check, canvas: Canvas, room: int
) -> tuple[list[tuple[Words, str]], str, Color]:
    """Return lines of a comparison, each with longer and shorter names; what it says, and its colour."""
    theme = canvas.theme
    what = data.name(*chosen)
    letter = "b" if what.startswith("bias") else "w"
    names = f"L({letter} + h)", f"L({letter} − h)"
    free = room - max(canvas.text_width(name, Face.TINY) for name in names)
    for digits in DIGITS:
        losses = _shortest(check.plus, digits), _shortest(check.minus, digits)
        if max(canvas.text_width(text, Face.TINY) for text in losses) <= free:
            break
    lines: list[tuple[Words, str]] = [
        ((f"{letter}, h",), f"{number(check.value, 5)}, {number(check.h, 3)}"),
        ((names[0],), losses[0]),
        ((names[1],), losses[1]),
        (
            ("their difference / 2h", "difference / 2h", "ΔL / 2h"),
            exact(check.estimate, _following(check, digits)),
        ),
        ((f"backprop ∂L/∂{letter}", f"∂L/∂{letter}"), exact(check.gradient, 9)),
        (("relative error", "error"), number(check.error, 2)),
    ]
    if check.agrees:
        return lines, f"They agree: {what}", theme.focus
    if not check.tells:
        return lines, "Too small to tell: lost in rounding", theme.warning
    if check.kinks:
        return lines, "A corner lies between: they may differ", theme.warning
    return lines, f"They do not agree: {what}", theme.error


def _shortest(value: float, digits: int) -> str:
    """Return a number with so many digits, or with fewer where they say all of it."""
    return exact(value, next((k for k in range(1, digits) if float(f"{value:.{k}g}") == value), digits))


def _following(check: Check, digits: int) -> int:
    """Return with how many digits, nine at most, the estimate follows from losses shown with so many."""
    plus, minus = (float(f"{loss:.{digits}g}") for loss in (check.plus, check.minus))
    by_hand = (plus - minus) / (2 * check.h)
    return next((k for k in range(MOST, 1, -1) if exact(by_hand, k) == exact(check.estimate, k)), 1)


def _exactly(data: UpdateData, chosen: tuple[int, int, int], check: Check) -> tuple[str, ...]:
    said = "agree, but for rounding" if check.agrees else "do not agree"
    if not check.tells:
        said = "may agree or not: the losses are rounded by as much"
    many = f"{check.kinks} corners, where slopes jump, lie"
    if check.kinks == 1:
        many = "1 corner, where a slope jumps, lies"
    corners = (f"{many} between θ − h and θ + h",) if check.kinks else ()
    return (
        f"{data.name(*chosen)}: two losses and backpropagation {said}",
        f"estimate {exact(check.estimate, 16)}",
        f"backprop {exact(check.gradient, 16)}",
        f"error    {exact(check.error)}, relative to the larger",
        *corners,
        "the loss of this mini-batch, without penalties and dropout",
    )
