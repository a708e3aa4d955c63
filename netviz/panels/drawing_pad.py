"""A pad to draw a digit on; the drawing, centred as MNIST's digits are, becomes the chosen image."""

from __future__ import annotations

from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ink
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.panels.centring import centred
from netviz.panels.ink import Ink, Place
from netviz.panels.panel import Choices, Drawing, Panel, View
from netviz.panels.words import longest

PENS = (
    0.033,
    0.048,
    0.068,
)  # radii, shares of the pad's side; the middle one draws strokes as wide as MNIST's
NAMES = ("thin", "medium", "thick")
STEP = 0.03  # of the pad's side, that a key moves the pen
MOVES = {"left": (-STEP, 0.0), "right": (STEP, 0.0), "up": (0.0, -STEP), "down": (0.0, STEP)}
FOOT = 40  # design units below the paper, for the buttons


class DrawingPad(Panel):
    """Press and drag draw; so do keys that move the pen while it is down."""

    keeps_clicks = True

    def __init__(self, foot: tuple[str, ...] = ()) -> None:
        """Have `foot` say below what to know of the reader: the first of its texts that has room."""
        self.title = "Draw a digit"
        self._foot = foot
        self._ink = Ink()
        self._version = 0  # counts changes of the ink
        self._pen = 1
        self._at: Place = (0.5, 0.5)
        self._down = False  # whether moving by keys draws
        self._drawing = False  # whether the mouse does
        self._paper = Rect(0, 0, 0, 0)
        self._buttons: list[Rect] = []  # the pens, then clear

    def value(self, view: View) -> str:
        """Say whether the drawing is the chosen image."""
        if view.choices.source == "drawn":
            return "chosen: drawn"
        return f"chosen: {view.choices.source}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the paper, what is on it, the pen and the buttons."""
        theme, px = canvas.theme, canvas.px
        line = canvas.line_height(Face.SMALL) + px(4) if self._foot else 0
        if line:
            says = self._foot[longest(canvas, self._foot, Face.SMALL, area.width)]
            canvas.text(says, (area.centerx, area.bottom), theme.secondary, Face.SMALL, "midbottom")
        side = max(min(area.width, area.height - px(FOOT) - line), 1)
        self._paper = paper = Rect(0, area.y, side, side)
        paper.centerx = area.centerx
        if self._ink.blank:
            self._invite(canvas)
        else:
            canvas.still(paper, self._version, lambda: self._draw_ink(canvas))
        canvas.rect(paper, theme.hairline, width=1)
        with canvas.clipped(paper):
            at = (paper.x + self._at[0] * side, paper.y + self._at[1] * side)
            color = theme.focus if self._down or self._drawing else theme.secondary
            canvas.circle(at, max(PENS[self._pen] * side, 2), color, width=2 if self._down else 1)
        self._draw_buttons(canvas, Rect(paper.x, paper.bottom + px(8), side, px(FOOT - 8)))

    def _draw_ink(self, canvas: Canvas) -> None:
        canvas.heat(self._ink.cells.T, self._paper, ink(canvas.theme), 0.0, 1.0)

    def _invite(self, canvas: Canvas) -> None:
        """Say on blank paper what it is for."""
        theme, (x, y), line = canvas.theme, self._paper.center, canvas.line_height(Face.TEXT)
        y += round(PENS[-1] * self._paper.width) + line
        says = ("hold the mouse and draw", "or: w sets the pen down,", "Shift + arrows move it")
        room = self._paper.width - canvas.px(16)
        lines = [line for text in says for line in canvas.lettering.wrap(text, Face.TEXT, room)]
        for i, text in enumerate(lines):
            canvas.text(text, (x, y + i * (line + canvas.px(4))), theme.faint, Face.TEXT, "center")

    def _draw_buttons(self, canvas: Canvas, row: Rect) -> None:
        theme, px = canvas.theme, canvas.px
        size = px(28)
        self._buttons = [Rect(row.x + i * (size + px(4)), row.y, size, size) for i in range(len(PENS))]
        for i, button in enumerate(self._buttons):
            if i == self._pen:
                canvas.rect(button, theme.raised, radius=6)
            color = theme.text if i == self._pen else theme.secondary
            canvas.circle(button.center, px(3 + 2 * i), color)
        width = canvas.text_width("clear", Face.TEXT) + px(24)
        clear = Rect(row.right - width, row.y, width, size)
        self._buttons.append(clear)
        canvas.rect(clear, theme.raised, radius=6)
        color = theme.faint if self._ink.blank else theme.text
        canvas.text("clear", clear.center, color, Face.TEXT, "center")
        left = self._buttons[-2].right + px(10)
        says = f"pen {'down' if self._down else 'up'}"
        if canvas.text_width(says, Face.SMALL) < clear.left - left - px(8):
            canvas.text(says, (left, clear.centery), theme.secondary, Face.SMALL, "midleft")

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Tell what a button does; over the paper nothing, which would hide the drawing."""
        for i, button in enumerate(self._buttons):
            if button.collidepoint(at):
                if i == len(PENS):
                    return Hint(("clear the pad  (Backspace)",))
                return Hint((f"a {NAMES[i]} pen  (< >)", f"{2 * PENS[i] * 28:.1f} pixels of 28 on the pad"))
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Begin a stroke, or press a button."""
        for i, button in enumerate(self._buttons):
            if button.collidepoint(at):
                if i == len(PENS):
                    return self._clear(view.choices)
                self._pen = i
                return view.choices
        if not self._paper.collidepoint(at):
            return None
        self._drawing = True
        self._at = self._place(at)
        return self._stroke(self._at, view.choices)

    def drag(self, at: Point, view: View) -> Choices | None:
        """Draw from where the mouse was to where it is, beyond the edge too."""
        return self._stroke(self._place(at), view.choices) if self._drawing else None

    def release(self, view: View) -> Choices | None:
        """End the stroke."""
        self._drawing = False
        return None

    def _place(self, at: Point) -> Place:
        paper = self._paper
        return (at[0] - paper.x) / paper.width, (at[1] - paper.y) / paper.height

    # the keyboard

    def key(self, word: str, view: View) -> Choices | None:
        """Move the pen, set it down or lift it, take another one, or clear the pad."""
        if word in MOVES:
            x, y = (min(max(a + b, 0.0), 1.0) for a, b in zip(self._at, MOVES[word], strict=True))
            if self._down:
                return self._stroke((x, y), view.choices)
            self._at = (x, y)
            return view.choices
        match word:
            case "pen":
                self._down = not self._down
                return self._stroke(self._at, view.choices) if self._down else view.choices
            case "faster" | "slower":
                self._pen = min(max(self._pen + (1 if word == "faster" else -1), 0), len(PENS) - 1)
                return view.choices
            case "clear":
                return self._clear(view.choices)
        return None

    # the drawing

    def _stroke(self, to: Place, choices: Choices) -> Choices:
        """Draw from the pen's place to another; return choices with the new drawing as chosen image."""
        self._ink.stroke(self._at, to, PENS[self._pen])
        self._at = to
        self._version += 1
        return self._chosen(choices)

    def _clear(self, choices: Choices) -> Choices:
        """Take a fresh sheet; a drawn image that was chosen is then blank."""
        self._ink.clear()
        self._version += 1
        self._down = self._drawing = False
        return replace(choices, drawn=None)

    def _chosen(self, choices: Choices) -> Choices:
        if self._ink.blank:  # a stroke that went by outside
            return replace(choices, drawn=None)
        pixels = centred(self._ink.cells)
        pixels.setflags(write=False)
        return replace(choices, drawn=Drawing(pixels)).of_source("drawn")
