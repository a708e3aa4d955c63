"""A place for one of several panels: all that is asked of it, the panel that stands there answers."""

import inspect

import pytest

from netviz.drawing.canvas import Rect
from netviz.drawing.widgets import Hint
from netviz.panels.either import Either
from netviz.panels.panel import Choices, Panel, View
from tests.panels.plane_scenes import timeline

AT, AREA, SEEN = (30.0, 40.0), Rect(0, 0, 200, 100), View(timeline())


class Noting(Panel):
    """Notes what is asked of it, and answers with what only it can answer."""

    def __init__(self, title):
        self.title, self.asked = title, []
        self.turns = self.plays = self.prompt = self.keeps_clicks = title == "second"
        self.controls, self.pressed_control = (3, 2) if title == "second" else (1, 0)
        self.answer = Choices(sample=len(title))

    def _note(self, name, *given):
        self.asked.append((name, *given))
        return self.answer

    @property
    def lively(self):
        return self.title == "second"

    def draw(self, canvas, area, view):
        self._note("draw", canvas, area, view)

    def value(self, view):
        return f"value of {self.title}"

    def hover(self, at, view):
        return Hint((self.title,))


def _noted(name):
    return lambda self, *given: self._note(name, *given)


CALLS = {
    "passed": (AT, SEEN),
    "press": (AT, SEEN),
    "other_press": (AT, SEEN),
    "wheel": (AT, 1.0, SEEN),
    "drag": (AT, SEEN),
    "release": (SEEN,),
    "key": ("play", SEEN),
    "focus": (2,),
    "typed": ("write", "7", SEEN),
    "tick": (0.1, SEEN),
    "settle": (SEEN,),
    "turn": (0.1, 0.2),
}
for _name in CALLS:
    setattr(Noting, _name, _noted(_name))


@pytest.fixture
def place():
    """Return what stands for one of two panels, those, and a list whose only number says which."""
    panels, which = (Noting("first"), Noting("second")), [0]
    return Either(panels, lambda _: which[0]), panels, which


@pytest.mark.parametrize("now", [0, 1])
def test_the_panel_that_suits_the_moment_answers_everything(place, now):
    either, panels, which = place
    which[0] = now
    either.suit(SEEN)
    either.draw(None, AREA, SEEN)
    here, other = panels[now], panels[1 - now]
    assert here.asked == [("draw", None, AREA, SEEN)]
    assert either.panel is here
    for name in (
        "title",
        "turns",
        "plays",
        "prompt",
        "keeps_clicks",
        "controls",
        "pressed_control",
        "lively",
    ):
        assert getattr(either, name) == getattr(here, name), name
    assert either.value(SEEN) == f"value of {here.title}"
    assert either.hover(AT, SEEN).lines == (here.title,)
    for name, given in CALLS.items():
        answer = getattr(either, name)(*given)
        assert here.asked[-1] == (name, *given)
        assert answer is (None if name in ("focus", "settle", "turn") else here.answer), name
    assert other.asked == ([("release", SEEN)] if now else [])  # of the one that stood there before


def test_the_panel_that_comes_has_the_keyboard_if_the_one_that_goes_had_it(place):
    either, panels, which = place
    which[0] = 1
    either.suit(SEEN)
    either.focus(2)
    for now, control in ((0, 0), (1, 2)):  # the first has one control only
        which[0] = now
        either.suit(SEEN)
        assert panels[now].asked[-1] == ("focus", control)
        assert panels[1 - now].asked[-2:] == [("release", SEEN), ("focus", None)]
    panels[0].controls, which[0] = 0, 0
    either.suit(SEEN)
    assert panels[0].asked[-1] == ("focus", None)


def test_what_a_moment_asks_for_changes_with_the_next_frame(place):
    either, _, which = place
    either.suit(SEEN)
    which[0] = 1
    assert either.title == "first"  # what is on the screen answers until something else is
    either.suit(SEEN)
    assert either.title == "second"
    assert "second" in repr(either)


def test_a_picture_that_nobody_waits_for_settles_the_panel_it_will_show(place):
    either, panels, which = place
    which[0] = 1
    either.settle(SEEN)
    assert panels[1].asked == [("settle", SEEN)]


def test_it_passes_on_everything_that_a_panel_can_be_asked():
    own = {name for name, member in vars(Panel).items() if not name.startswith("_") and callable(member)}
    named = {name for name, member in vars(Either).items() if inspect.isfunction(member)}
    assert own <= named
    plain = {
        name for name, member in vars(Panel).items() if not name.startswith("_") and not callable(member)
    }
    assert plain <= {name for name, member in vars(Either).items() if isinstance(member, property)}
