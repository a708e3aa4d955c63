"""What is told of the input plane: an answer in a few words, a place and a point exactly."""

from __future__ import annotations

from collections.abc import Mapping

from netviz.drawing.numbers import exact, fixed, number
from netviz.drawing.widgets import Hint
from netviz.panels.place_words import file_words
from netviz.panels.plane_data import Answer, Array

PINNING = (
    "a click pins an input, to be compared",
    "two at most; drag moves, the other mouse button",
    "removes; P pins what is under the mouse",
)


def answer_words(answer: Answer, said: Array) -> str:
    """Return an answer in a few words."""
    if answer.classes > 2:
        best = answer.klass(said)
        return f"{answer.points.class_of(best)}, {answer.output} = {number(float(said[best]))}"
    value = f"{answer.output} = {number(float(said[0]))}"
    return f"{value}, {answer.points.class_of(answer.klass(said))}" if answer.classes else value


def told_at(answer: Answer, x: float, y: float, known: Mapping[str, float] | None = None) -> tuple[str, ...]:
    """Return the exact answer at a place, in lines; `known` is what is to be met there, by its name."""
    class_of, said = answer.points.class_of, answer.at(x, y)
    here = f"x₁ = {fixed(x, 3).strip()}, x₂ = {fixed(y, 3).strip()}"
    where = (here, *file_words(answer.points, {"x₁": x, "x₂": y, **(known or {})}))
    if answer.classes > 2:
        best = answer.klass(said)
        rows = [f"{answer.output} of {class_of(k)} = {exact(value)}" for k, value in enumerate(said.tolist())]
        return (f"{class_of(best)}, as its {answer.output} is the greatest", *where, *rows)
    value = f"{answer.output} = {exact(float(said[0]))}"
    if not answer.classes:
        return (value, *where)
    klass = answer.klass(said)
    sign = ">" if klass else "≤"
    return (value, *where, f"{class_of(klass)}, as {answer.output} {sign} {number(answer.threshold, 2)}")


def point_hint(answer: Answer, i: int) -> Hint:
    """Return what is told of a point, and what a hand can do with it."""
    points = answer.points
    x, y = points.inputs[i].tolist()
    target = float(points.targets[i])
    kind = "training" if i < points.train else "test"
    known = {} if answer.classes else {"y": target}
    if answer.classes:
        wrong = ", answered wrongly" if points.wrong[i] else ""
        title: tuple[str, ...] = (f"{kind} point {i + 1} of {points.class_of(target)}{wrong}",)
    else:
        off = float(answer.at(x, y)[0]) - target
        title = (f"{kind} point {i + 1}, y = {exact(target)}", f"{answer.output} − y = {exact(off)}")
    does = "drag: move   right click: remove   P: pin"
    return Hint((*title, *told_at(answer, x, y, known), does))
