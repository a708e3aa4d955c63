"""What actions do that concern only what is looked at: pages, panels, samples, weights, 3-D views."""

from __future__ import annotations

from dataclasses import replace

from netviz.actions import PAGES, WORDS, Action
from netviz.drawing.canvas import Point
from netviz.looking import Looking
from netviz.turning import Turning


def choose(action: Action, looking: Looking, turning: Turning, mouse: Point | None) -> None:
    """Do it, or have a panel do it that knows the word for it; other actions do nothing here."""
    if action in WORDS and looking.obeyed(WORDS[action]):
        return
    choices = looking.choices
    match action:
        case Action.NEXT_PAGE | Action.PREVIOUS_PAGE:
            step = 1 if action is Action.NEXT_PAGE else -1
            if not looking.tab(step):
                looking.turn_page(step)
        case _ if action in PAGES:
            looking.show(PAGES.index(action))
        case Action.ENLARGE:
            looking.enlarge(mouse)
        case Action.NEXT_PANEL | Action.PREVIOUS_PANEL:
            looking.focus(1 if action is Action.NEXT_PANEL else -1)
        case Action.BACK:
            looking.go_back()
        case Action.NEXT_SAMPLE | Action.PREVIOUS_SAMPLE:
            looking.choices = choices.next_sample(1 if action is Action.NEXT_SAMPLE else -1)
        case Action.NEXT_SOURCE:
            looking.choices = choices.next_source()
        case Action.X_WEIGHT | Action.Y_WEIGHT:
            looking.choices = choices.next_weight(across=action is Action.X_WEIGHT)
        case Action.LOG_LOSS:
            looking.choices = replace(choices, log_loss=not choices.log_loss)
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            turning.by_key(1 if action is Action.TURN_RIGHT else -1, 0)
        case Action.TURN_UP | Action.TURN_DOWN:
            turning.by_key(0, 1 if action is Action.TURN_UP else -1)
