"""One of several words: all of them side by side where they fit, else one between two arrows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import TAKEN, Answer, Control
from netviz.drawing.controls.shapes import chevron, edge_of, plate
from netviz.drawing.lettering import Face

ARROW, NARROW = 24, 15  # design units of an arrow, and where the word needs more room


class Chooser(Control):
    """`choices` are the values, `shown` the words for them. Arrows go along the row and stop at its ends.

    Enter, or a click on the word between two arrows, goes on to the next, round and round.
    """

    value: str

    def __init__(
        self,
        label: str,
        value: str,
        choices: Sequence[str],
        help: str = "",
        *,
        shown: Sequence[str] = (),
        enabled: bool = True,
        reason: str = "",
    ) -> None:
        super().__init__(label, help, enabled=enabled, reason=reason)
        self.value, self.choices, self.shown = value, tuple(choices), tuple(shown)
        self._hot = -1  # the segment, or 0 and 1 for the arrows, under the mouse
        self._places: list[Rect] = []
        self._arrows = False  # whether the places are those of two arrows

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are shown, one for each choice."""
        return self.shown if len(self.shown) == len(self.choices) else self.choices

    @property
    def _index(self) -> int:
        return self.choices.index(self.value) if self.value in self.choices else -1

    def exactly(self) -> str:
        """Return the word, and how many there are."""
        word = self.words[self._index] if self._index >= 0 else self.value
        return f"{word}   {self._index + 1} of {len(self.choices)}"

    def state(self) -> Hashable:
        """Return also the words."""
        return (*super().state(), self.choices, self.shown, self._hot)  # type: ignore[misc]

    def point(self, at: Point | None) -> None:
        """Know which word the mouse is over."""
        self._hot = -1 if at is None or not self.enabled else self._place(at)

    def _place(self, at: Point) -> int:
        return next((i for i, place in enumerate(self._places) if place.collidepoint(at)), -1)

    # drawing

    def least(self, canvas: Canvas) -> int:
        """Return the width in which the longest of its words is whole between arrows."""
        longest = max((canvas.text_width(word, Face.SMALL) for word in self.words), default=0)
        return longest + 2 * canvas.px(NARROW)

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the row of words or one word between arrows."""
        pad = canvas.px(12)
        for face in (Face.TEXT, Face.SMALL):
            widths = [canvas.text_width(word, face) + pad for word in self.words]
            if sum(widths) <= part.width:
                self._paint_row(canvas, part, widths, face, hovered=hovered)
                return
        self._paint_arrows(canvas, part, hovered=hovered)

    def _paint_row(self, canvas: Canvas, part: Rect, widths: list[int], face: Face, *, hovered: bool) -> None:
        theme, px = canvas.theme, canvas.px
        self._arrows = False
        plate(canvas, part, None, edge_of(theme))
        free, x, done = part.width - sum(widths), part.x, 0
        self._places = []
        for i, (word, width) in enumerate(zip(self.words, widths, strict=True)):
            extra = free * (i + 1) // len(widths) - done
            done += extra
            place = Rect(x, part.y, width + extra, part.height)
            x = place.right
            self._places.append(place)
            chosen = i == self._index
            hot = hovered and i == self._hot
            if chosen:
                plate(canvas, place, theme.tint(theme.text, 0.13), edge_of(theme))
                under = Rect(place.x + px(6), place.bottom - px(3), place.width - px(12), max(2, px(2)))
                canvas.rect(under, theme.focus if self.enabled else self.faint(canvas))
            elif i and i - 1 != self._index:
                canvas.rule(
                    (place.x, place.y + px(6)), (place.x, place.bottom - px(7)), theme.tint(theme.text, 0.2)
                )
            color = theme.text if chosen or hot else theme.secondary
            if not self.enabled:
                color = self.faint(canvas)
            canvas.text(word, place.center, color, face, "center")

    def _paint_arrows(self, canvas: Canvas, part: Rect, *, hovered: bool) -> None:
        theme, px = canvas.theme, canvas.px
        self._arrows = True
        word = self.words[self._index] if self._index >= 0 else self.value
        arrow = min(px(ARROW), part.width // 3)
        if canvas.text_width(word, Face.SMALL) > part.width - 2 * arrow:
            arrow = min(px(NARROW), arrow)
        self._places = [
            Rect(part.x, part.y, arrow, part.height),
            Rect(part.right - arrow, part.y, arrow, part.height),
            part,
        ]
        plate(canvas, part, None, edge_of(theme, hovered=hovered and self._hot == 2))
        faint = self.faint(canvas)
        for i, way in ((0, -1), (1, 1)):
            hot = hovered and self._hot == i
            if hot:
                plate(canvas, self._places[i], theme.tint(theme.text, 0.13))
            color = theme.text if hot else theme.secondary if self.enabled else faint
            chevron(canvas, self._places[i].center, way, color)
        room = part.width - 2 * arrow
        face = Face.TEXT if canvas.text_width(word, Face.TEXT) <= room else Face.SMALL
        word = canvas.lettering.fit(word, face, room)
        canvas.text(word, part.center, theme.text if self.enabled else faint, face, "center")

    # answers

    def _choose(self, index: int) -> Answer:
        return self._set(self.choices[index])

    def press(self, at: Point) -> Answer:
        """Choose the word under the mouse, or the one before or after."""
        if not self.enabled or not self.choices:
            return None
        place = self._place(at)
        if place < 0:
            return TAKEN
        if self._arrows:
            return self._choose((self._index + (-1 if place == 0 else 1)) % len(self.choices))
        return self._choose(place)

    def key(self, word: str) -> Answer:
        """Go along the words."""
        if not self.enabled or not self.choices:
            return None
        last = len(self.choices) - 1
        match word:
            case "left" | "up":
                return self._choose(max(self._index - 1, 0))
            case "right" | "down":
                return self._choose(min(self._index + 1, last))
            case "home":
                return self._choose(0)
            case "end":
                return self._choose(last)
            case "enter":
                return self._choose((self._index + 1) % len(self.choices))
        return None
