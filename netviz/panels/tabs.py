"""A row of small words to press, one or some of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face

HEIGHT = 22  # design units


class Tabs:
    """Draws words side by side and tells which is under the mouse, by the geometry last drawn."""

    def __init__(self) -> None:
        self._places: list[Rect] = []

    def draw(
        self,
        canvas: Canvas,
        at: tuple[int, int],
        words: Sequence[str],
        chosen: Sequence[bool],
        pad: float = 14,
        wrap: int | None = None,
    ) -> int:
        """Draw from the corner `at` to the right, each word with `pad` design units of air beside it.

        Words that would reach further than `wrap` pixels go on in another row. Return the x where the last
        row ends.
        """
        theme, px = canvas.theme, canvas.px
        x, y = at
        self._places = []
        for word, active in zip(words, chosen, strict=True):
            place = Rect(x, y, canvas.text_width(word, Face.SMALL) + px(pad), px(HEIGHT - 2))
            if wrap is not None and x > at[0] and place.right > at[0] + wrap:
                y += px(HEIGHT)
                place.topleft = at[0], y
            if active:
                canvas.rect(place, theme.raised, radius=4)
                inset = px(pad / 2 - 1)
                line = Rect(place.x + inset, place.bottom - px(2), place.width - 2 * inset, px(2))
                canvas.rect(line, theme.focus)
            canvas.text(word, place.center, theme.text if active else theme.secondary, Face.SMALL, "center")
            self._places.append(place)
            x = place.right + px(2)
        return x

    def at(self, point: Point) -> int | None:
        """Return the index of the word under a point."""
        return next((i for i, place in enumerate(self._places) if place.collidepoint(point)), None)

    @property
    def first(self) -> Point | None:
        """The middle of the first word, as last drawn."""
        return self._places[0].center if self._places else None

    def forget(self) -> None:
        """Take the row away."""
        self._places = []
