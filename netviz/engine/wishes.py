"""What a panel may ask of its lab while it trains: frozen messages, obeyed between two steps.

Parameters are named by their places in the flat array (P,), points by their places among all points, hidden
layers by theirs from the inputs on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

OWN = "own"  # what the option of data may be besides what its table has: the points of the user's file
LARGEST = 1e9  # number of a point in a file: its square is far from infinite, what a loss adds to it not lost


@dataclass(frozen=True, slots=True)
class SetOption:
    """Set one of the lab's options, by its name in the lab's table, to a value of that option's type."""

    name: str
    value: object
    joins: bool = False  # goes on with the movement of the wish before


@dataclass(frozen=True, slots=True)
class SetParameters:
    """Set some weights or biases; those of one hand's movement are undone together."""

    places: tuple[int, ...]
    values: tuple[float, ...]
    joins: bool = False  # goes on with the movement of the wish before


@dataclass(frozen=True, slots=True)
class Freeze:
    """Keep parameters as they are, whatever the gradient says, or let them learn again."""

    places: tuple[int, ...]
    on: bool


@dataclass(frozen=True, slots=True)
class Mute:
    """Have parameters count as zero, or as what they are again."""

    places: tuple[int, ...]
    on: bool


@dataclass(frozen=True, slots=True)
class AddPoint:
    """Add a training point."""

    x: float
    y: float
    target: float


@dataclass(frozen=True, slots=True)
class MovePoint:
    """Put a point elsewhere; where its target changes with it, that too."""

    index: int
    x: float
    y: float
    joins: bool = False  # goes on with the movement of the wish before
    target: float | None = None


@dataclass(frozen=True, slots=True)
class RemovePoint:
    """Take a point away."""

    index: int


@dataclass(frozen=True, slots=True)
class AddLayer:
    """Put a hidden layer at a place, before the one that is there."""

    index: int


@dataclass(frozen=True, slots=True)
class RemoveLayer:
    """Take a hidden layer away."""

    index: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last edit back."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Make the edit again that was taken back last."""


@dataclass(frozen=True, slots=True)
class Together:
    """Have several wishes obeyed as one edit, told in a few words; where one cannot be, none is."""

    says: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Challenge:
    """Leave all training to the hand, from new small weights; or to the lab again, with all as it was before.

    Until it ends, what asks for another problem or network is refused.
    """

    on: bool


Wish = (
    SetOption
    | SetParameters
    | Freeze
    | Mute
    | AddPoint
    | MovePoint
    | RemovePoint
    | AddLayer
    | RemoveLayer
    | Undo
    | Redo
    | Together
    | Challenge
)


def names_places(wish: Wish) -> bool:
    """Return whether a wish says by numbers which parameters, points or layers it means."""
    match wish:
        case SetParameters() | Freeze() | Mute() | MovePoint() | RemovePoint() | AddLayer() | RemoveLayer():
            return True
        case Together(_, wishes):
            return any(map(names_places, wishes))
    return False


def successor(earlier: Wish, later: Wish) -> Wish | None:
    """Return the one wish that does what both do, if the later sets anew what the earlier sets; else None."""
    match earlier, later:
        case SetOption(), SetOption() if earlier.name == later.name:
            return replace(later, joins=earlier.joins)
        case SetParameters(), SetParameters() if later.joins and earlier.places == later.places:
            return replace(later, joins=earlier.joins)
        case MovePoint(), MovePoint() if later.joins and earlier.index == later.index:
            target = earlier.target if later.target is None else later.target
            return replace(later, joins=earlier.joins, target=target)
    return None
