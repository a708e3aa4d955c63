"""How the state of a run is told: a colour, a small sign and a few words."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.theme import Color, Theme
from netviz.engine.snapshot import State

STATES = {
    State.RUNNING: "training",
    State.PAUSED: "Space goes on",
    State.FINISHED: "all epochs are done; r starts again",
    State.STUCK: "the loss stands still",
    State.DIVERGED: "a number is no longer finite",
}


LOOKING = "looking", "nothing is trained: a network that has learned is only looked at"


def told(state: State, *, trains: bool) -> tuple[str, str]:
    """Return the word for a state, and what it means; where nothing is trained, all is done at once."""
    return (state.value, STATES[state]) if trains or state is not State.FINISHED else LOOKING


def state_color(state: State, theme: Theme) -> Color:
    """Return the colour of a state."""
    match state:
        case State.RUNNING | State.FINISHED:
            return theme.focus
        case State.PAUSED:
            return theme.secondary
        case State.STUCK:
            return theme.warning
        case _:
            return theme.error


def draw_state_sign(canvas: Canvas, at: Point, state: State, color: Color, *, trains: bool) -> None:
    """Draw a small sign, so that the state is not told by colour alone."""
    x, y = round(at[0]), round(at[1])
    r = canvas.px(4)
    match state:
        case State.RUNNING:
            canvas.polygon([(x - r + 1, y - r), (x + r, y), (x - r + 1, y + r)], color)
        case State.PAUSED:
            canvas.rect(Rect(x - r, y - r, r - 1, 2 * r), color)
            canvas.rect(Rect(x + 1, y - r, r - 1, 2 * r), color)
        case State.FINISHED if not trains:
            canvas.circle((x, y), r, color, width=2)
        case State.FINISHED:
            canvas.rect(Rect(x - r, y - r, 2 * r, 2 * r), color)
        case _:
            canvas.polygon([(x, y - r), (x + r, y + r), (x - r, y + r)], color)
