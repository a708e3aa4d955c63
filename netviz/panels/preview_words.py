"""How a preview stands, in figures: with many words first, then with fewer, for less room."""

from __future__ import annotations

from netviz.drawing.numbers import count, number, percent


def learning(step: int, loss: float) -> tuple[str, ...]:
    """Tell epoch and loss."""
    epoch, of_loss = f"epoch {count(step)}", f"loss {number(loss, 4)}"
    return f"{epoch}   {of_loss}", of_loss, *(f"loss {number(loss, digits)}" for digits in (2, 1)), ""


def sorting(step: int, loss: float, accuracy: float) -> tuple[str, ...]:
    """Tell epoch and loss, and what share of the points is right."""
    right = f"{percent(accuracy, 0)} right"
    return f"{learning(step, loss)[0]}   {right}", right, right.removesuffix(" right"), ""


def reading(label: int, read: int, sure: float, right: int, seen: int) -> tuple[str, ...]:
    """Tell what an image is, what it is read as and how surely, and how many of those seen were right."""
    said = f"is {label}, read as {read}"
    score = f"{count(right)} of {count(seen)} right"
    return f"{said}, {percent(sure, 0)}   {score}", f"{said}   {score}", said, ""
