"""What a gallery of validation images shows, in words."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.drawing.numbers import count


@dataclass(frozen=True)
class Words:
    """`what` is shown, in which `order`, and what to say where there is `none`."""

    what: str
    order: str
    none: tuple[str, str]


def chosen_words(cell: tuple[int, int] | None, found: int, total: int, unit: str, step: int) -> Words:
    """Tell of `found` images out of `total` at a step: all mistakes, or those of a cell (label, answer)."""
    moment, last = f"{unit} {count(step)}", "of the validation images, at "
    match cell:
        case None:
            none = ("No mistakes", f"all {count(total)} validation images are read right at {moment}")
            return Words(f"{count(found)} of {count(total)} wrong", "the surest first", none)
        case (true, read) if true == read:
            none = (f"No {true} is read right", last + moment)
            return Words(f"is {true}, read right: {count(found)}", "the least sure first", none)
        case (true, read):
            none = (f"No {true} is read as {read}", last + moment)
            return Words(f"is {true}, read as {read}: {count(found)}", "the surest first", none)
