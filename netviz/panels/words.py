"""Words for little room: the longest of some that say the same, and such words."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count

Words = tuple[str, ...]
"""One thing said with fewer and fewer words."""

LEAST = (80, 56)  # design units across and down that a plot needs
BARE = (72, 30)  # and one without axes, or a few figures instead


def longest(canvas: Canvas, texts: Sequence[str], face: Face, room: int) -> int:
    """Return which of the texts, the longest first, is the first that fits; the last where none does."""
    fits = (i for i, text in enumerate(texts) if canvas.text_width(text, face) <= room)
    return next(fits, len(texts) - 1)


def cut_between(canvas: Canvas, text: str, face: Face, room: int) -> str:
    """Return a text as far as it fits, cut between its figures, or between words where it has but one.

    Where not even the first of them fits, it is cut within that.
    """
    if canvas.text_width(text, face) <= room:
        return text
    between = " · " if " · " in text else " "
    parts = text.split(between)
    for kept in range(len(parts) - 1, 0, -1):
        shorter = between.join(parts[:kept]) + (between + "…" if between != " " else "…")
        if canvas.text_width(shorter, face) <= room:
            return shorter
    return canvas.lettering.fit(parts[0], face, room)


def told_apart(canvas: Canvas, names: Sequence[str], face: Face, room: int) -> list[str]:
    """Return names as they fit; where some would be cut to the same, these without the words they share.

    These are the words they begin with, for which dots stand where not all names begin so.
    """
    fit = canvas.lettering.fit
    fitted = [fit(name, face, room) for name in names]
    shown = list(fitted)
    for text in set(fitted):
        alike = [i for i, other in enumerate(fitted) if other == text]
        words, same = [names[i].split() for i in alike], 0
        if len(alike) < 2 or not all(words):
            continue
        while all(len(own) > same + 1 and own[same] == words[0][same] for own in words):
            same += 1
        dots = "…" if same and len(alike) < len(names) else ""
        for i, own in zip(alike, words, strict=True):
            shown[i] = fit(dots + " ".join(own[same:]), face, room)
    return shown


def class_words(canvas: Canvas, means: Sequence[str], room: int) -> tuple[str, ...]:
    """Return what outputs stand for, as "for class a", in words that fit: class a, else only a, or cut."""
    classes = tuple(says.removeprefix("for ") for says in means)
    names = tuple(says.removeprefix("class ") for says in classes)
    for words in (classes, names):
        if max(canvas.text_width(word, Face.SMALL) for word in words) <= room:
            return words
    return tuple(told_apart(canvas, names, Face.SMALL, max(room, 0)))


def without_details(says: str) -> Words:
    """Return words, and those before their colon."""
    return says, says.partition(":")[0]


def no_room_for(what: str) -> Words:
    """Say that more is to be seen where there is more room."""
    return f"and {what}: enlarge this panel", f"and {what}: enlarge", f"and {what}"


def more_layers(layers: int) -> str:
    """Return how many layers more there are: 1 more layer, 2 more layers."""
    return f"{layers} more layer{'s' * (layers != 1)}"


def points_of(number: int) -> str:
    """Return how many points there are: 1 point, 2 points."""
    return f"{count(number)} point{'s' * (number != 1)}"


def say_no_curve(canvas: Canvas, area: Rect, step: int) -> int:
    """Say why there is no curve: a moment alone is a point; return on how many lines."""
    words = f"No curve: of the run, only batch {count(step)} is known here."
    line = canvas.line_height(Face.SMALL)
    lines = canvas.lettering.wrap(words, Face.SMALL, area.width)[: area.height // line]
    for i, part in enumerate(lines):
        canvas.text(part, (area.x, area.y + i * line), canvas.theme.secondary, Face.SMALL)
    return len(lines)


def bare_room(canvas: Canvas, area: Rect) -> bool:
    """Return whether a plot has room, but none for numbers along its axes."""
    return _holds(canvas, area, BARE) and not _holds(canvas, area, LEAST)


def _holds(canvas: Canvas, area: Rect, units: tuple[int, int]) -> bool:
    return area.width >= canvas.px(units[0]) and area.height >= canvas.px(units[1])


def write_figures(canvas: Canvas, area: Rect, lines: Sequence[tuple[str, Words]]) -> None:
    """Write names and what is said of each, as briefly as there is room, in place of a plot.

    Where even that is too long, only the first words of the names are written.
    """
    named = max((canvas.text_width(name, Face.SMALL) for name, _ in lines), default=0) + canvas.px(8)
    if any(canvas.text_width(says[-1], Face.TINY) > area.width - named for _, says in lines):
        lines = [(name.partition(" ")[0], says) for name, says in lines]
    step = max(canvas.line_height(Face.SMALL), canvas.line_height(Face.TINY)) + canvas.px(3)
    after = max((canvas.text_width(name, Face.SMALL) for name, _ in lines), default=0) + canvas.px(8)
    for k, (name, says) in enumerate(lines[: max(area.height // step, 1)]):
        y = area.y + k * step + step // 2
        canvas.text(name, (area.x, y), canvas.theme.secondary, Face.SMALL, "midleft")
        text = says[longest(canvas, says, Face.TINY, area.width - after)]
        canvas.text(text, (area.x + after, y), canvas.theme.text, Face.TINY, "midleft")


def little_room(canvas: Canvas, area: Rect) -> bool:
    """Return whether a plot has no room at all, and say so in its place."""
    if _holds(canvas, area, LEAST):
        return False
    lines = canvas.lettering.wrap("double click or Enter: enlarge", Face.SMALL, max(area.width, 1))
    line = canvas.line_height(Face.SMALL)
    for k, text in enumerate(lines[: max(area.height // line, 1)]):
        canvas.text(text, (area.x, area.y + k * line), canvas.theme.faint, Face.SMALL)
    return True
