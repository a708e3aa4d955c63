"""What a stage asks of its panels: words, the mouse held, time; told by panels that only take notes."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pygame
import pytest

from netviz.actions import WORDS, Action
from netviz.drawing.widgets import Hint
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetOption, Undo
from netviz.panels import panel as panels
from netviz.panels.either import Either
from netviz.panels.form import Field, Form, Section
from netviz.panels.page import Page, columns
from netviz.panels.panel import Choices, Panel
from netviz.stage import Stage
from tests.panels.form_scenes import SECTIONS


class Toy(Panel):
    """Notes all that it is asked, with the chosen sample of that moment; answers from `answers`."""

    def __init__(self, title, **answers):
        self.title, self.answers, self.noted = title, answers, []
        self.turns = answers.pop("turns", False)
        self.keeps_clicks = answers.pop("keeps_clicks", False)
        self.alive = answers.pop("alive", False)
        self.plays = answers.pop("plays", False)

    @property
    def lively(self):
        return self.alive

    def _answer(self, name, view, *told):
        self.noted.append((name, *told, view.choices.sample))
        answer = self.answers.get(name)
        return answer(view.choices) if answer else None

    def draw(self, canvas, area, view):
        self.area = area

    def press(self, at, view):
        return self._answer("press", view, at)

    def drag(self, at, view):
        return self._answer("drag", view, at)

    def release(self, view):
        return self._answer("release", view)

    def key(self, word, view):
        return self._answer("key", view, word)

    def tick(self, seconds, view):
        return self._answer("tick", view, seconds)

    def settle(self, view):
        self._answer("settle", view)

    def turn(self, across, up):
        self.noted.append(("turn", across, up))


def same(choices):
    return choices


def onward(choices):
    return replace(choices, sample=choices.sample + 1)


def staged(*pages):
    """Return a stage with these pages of toys, drawn once, and its timeline."""
    made = [
        Page(f"page{i}", f"Page {i}", toys, columns(*((1, j) for j in range(len(toys)))))
        for i, toys in enumerate(pages)
    ]
    made[0] = replace(made[0], choices=Choices(samples=100))
    lab = SimpleNamespace(
        restarts=True,
        name="toy",
        title="Toy",
        about=lambda snapshot: "",
        unit="step",
        pages=lambda: made,
        readings=lambda refresh, rate: (),
    )
    zeros = np.zeros(2)
    timeline = Timeline()
    snapshot = Snapshot(0, zeros, zeros, zeros, 1.0, 0.5)
    timeline.add(Refresh(snapshot, np.zeros((0, 1)), State.PAUSED, "", 0, 1, 10, 1))
    stage = Stage(lab)
    draw(stage, timeline)
    return stage, timeline


def draw(stage, timeline):
    stage.draw(pygame.Surface((960, 600), 0, 32), timeline, 0.0)


# words


def test_every_word_that_a_key_may_say_is_one_that_panels_know():
    assert set(WORDS.values()) == set(panels.WORDS)
    assert len(set(WORDS.values())) == len(WORDS)


@pytest.mark.parametrize("action", WORDS)
def test_a_word_goes_from_panel_to_panel_until_one_takes_it(action):
    toys = Toy("deaf"), Toy("hears", key=onward), Toy("idle", key=onward)
    stage, _ = staged(toys)
    stage.act(action)
    assert [toy.noted for toy in toys] == [[("key", WORDS[action], 0)], [("key", WORDS[action], 0)], []]
    assert stage.choices.sample == 1


def test_the_panel_in_focus_is_asked_first():
    toys = Toy("first", key=onward), Toy("second", key=onward)
    stage, _ = staged(toys)
    stage.act(Action.NEXT_PANEL)
    stage.act(Action.NEXT_PANEL)
    stage.act(Action.PLAY)
    assert toys[0].noted == []
    assert toys[1].noted == [("key", "play", 0)]


def test_only_panels_that_are_shown_are_asked():
    toys, hidden = (Toy("first"), Toy("second", key=onward)), Toy("elsewhere", key=onward)
    stage, timeline = staged(toys, (hidden,))
    stage.act(Action.ENLARGE)  # the first
    draw(stage, timeline)
    stage.act(Action.PLAY)
    assert toys[0].noted == [("key", "play", 0)]
    assert toys[1].noted == hidden.noted == []
    stage.act(Action.PAGE_2)
    draw(stage, timeline)
    stage.act(Action.PLAY)
    assert hidden.noted == [("key", "play", 0)]


def test_an_arrow_with_shift_turns_views_where_no_panel_wants_it():
    toys = Toy("view", turns=True), Toy("other", key=onward)
    stage, _ = staged(toys)
    assert stage.moving
    stage.act(Action.TURN_LEFT)
    assert stage.choices.sample == 1
    assert stage.moving  # it was the other panel's
    del toys[1].answers["key"]
    stage.act(Action.TURN_LEFT)
    assert not stage.moving
    assert toys[0].noted[-1][0] == "turn"
    assert toys[0].noted[-1][1] < 0


def test_a_word_before_the_first_frame_does_nothing():
    stage, _ = staged((toy := Toy("one", key=onward),))
    fresh = Stage(stage._lab)
    fresh.act(Action.PLAY)
    assert toy.noted == []


# the mouse


def test_what_is_pressed_is_dragged_and_released_wherever_the_mouse_goes():
    toys = Toy("held", press=onward, drag=onward, release=onward), Toy("other", press=onward, drag=onward)
    stage, _ = staged(toys)
    at = toys[0].area.center
    stage.press(at)
    for place in (toys[1].area.center, (-50, 2000)):
        stage.drag(place, 3, 4)
    stage.release()
    stage.release()
    stage.drag(at, 1, 1)
    assert toys[0].noted == [
        ("press", at, 0), ("drag", toys[1].area.center, 1), ("drag", (-50, 2000), 2), ("release", 3)
    ]  # fmt: skip
    assert toys[1].noted == []
    assert stage.choices.sample == 4


def test_a_press_that_means_nothing_is_not_dragged():
    toy = Toy("deaf", drag=onward)
    stage, _ = staged((toy,))
    stage.press(toy.area.center)
    stage.drag((5, 5), 5, 5)
    stage.release()
    assert [note[0] for note in toy.noted] == ["press"]


def test_a_view_in_space_is_turned_even_where_a_press_chooses_something():
    toy = Toy("view", turns=True, press=onward, drag=onward)
    stage, _ = staged((toy,))
    stage.press(toy.area.center)
    stage.drag((5, 5), 10, -20)
    assert stage.choices.sample == 1
    assert [note[0] for note in toy.noted] == ["press", "turn"]
    _, across, down = toy.noted[-1]
    assert across > 0 > down


def test_a_double_click_enlarges_unless_a_panel_keeps_its_clicks():
    plain, keen = Toy("plain", press=same), Toy("keen", press=same, keeps_clicks=True)
    stage, _ = staged((plain, keen))
    assert stage.press(plain.area.center, double=True) is Action.ENLARGE
    assert stage.press(keen.area.center, double=True) is None
    assert [note[0] for note in keen.noted] == ["press"]


def test_a_double_click_beside_what_a_panel_takes_enlarges_it_though_it_keeps_its_clicks():
    keen = Toy("keen", keeps_clicks=True)
    stage, _ = staged((keen,))
    assert stage.press(keen.area.center, double=True) is Action.ENLARGE


def test_a_click_that_chooses_does_not_enlarge_by_being_the_second():
    toy = Toy("list", press=onward)
    stage, _ = staged((toy,))
    assert stage.press(toy.area.center, double=True) is None


# pages


def test_a_panel_can_go_to_a_page_by_its_name_and_only_once():
    toy = Toy("door", press=lambda choices: replace(choices, cell=(1, 2), go_to="page1"))
    stage, timeline = staged((toy,), (Toy("behind"),))
    stage.act(Action.ENLARGE)
    draw(stage, timeline)
    stage.press(toy.area.center)
    assert stage.page.name == "page1"
    assert not stage.enlarged
    assert stage.choices.cell == (1, 2)
    assert stage.choices.go_to == ""


def test_a_page_that_there_is_not_is_not_gone_to():
    toy = Toy("door", press=lambda choices: replace(choices, go_to="nowhere"))
    stage, _ = staged((toy,))
    stage.press(toy.area.center)
    assert stage.page.name == "page0"
    assert stage.choices.go_to == ""


# time


def test_lively_panels_get_time_and_the_choices_of_those_before_them():
    toys = Toy("a", alive=True, tick=onward), Toy("still"), Toy("b", alive=True, tick=onward)
    hidden = Toy("hidden", alive=True)
    stage, _ = staged(toys, (hidden,))
    assert stage.working
    assert not stage.moving
    toys[0].plays = True
    assert stage.moving
    stage.drift(0.25)
    assert [toy.noted for toy in toys] == [[("tick", 0.25, 0)], [], [("tick", 0.25, 1)]]
    assert stage.choices.sample == 2
    assert hidden.noted == []
    toys[0].alive = toys[2].alive = False
    assert not (stage.moving or stage.working)


def test_a_picture_settles_the_panels_of_its_page_alone():
    toy, hidden = Toy("shown"), Toy("hidden")
    stage, timeline = staged((toy,), (hidden,))
    stage.settle(timeline)
    assert toy.noted == [("settle", 0)]
    assert hidden.noted == []


def test_work_spread_over_frames_complains_no_more_than_drawing_does_of_numbers_too_large():
    def overflow(choices):
        assert np.float32(1e38) * np.float32(1e38) == np.inf
        return choices

    stage, timeline = staged((Toy("worker", alive=True, tick=overflow, settle=overflow),))
    stage.drift(0.25)
    stage.settle(timeline)


def test_the_live_value_is_that_of_what_was_just_drawn():
    told = []

    class Late(Toy):
        def draw(self, canvas, area, view):
            told.append(f"drawn {area.width} wide")

        def value(self, view):
            told.append("value")
            return told[-2]

    staged((Late("late"),))
    assert told[0].startswith("drawn")
    assert told[1] == "value"


def test_a_panel_is_told_where_the_mouse_passes_and_that_it_has_gone():
    passed = []

    class Watched(Toy):
        def passed(self, at, view):
            passed.append((self.title, at))
            return replace(view.choices, probe=at)

    left, right = Watched("left"), Watched("right")
    stage, timeline = staged((left, right))
    for mouse in (left.area.center, right.area.center, None):
        stage.mouse = mouse
        draw(stage, timeline)
        assert stage.choices.probe == mouse
    places = left.area.center, right.area.center
    assert passed == [("left", places[0]), ("left", None), ("right", places[1]), ("right", None)]


def test_the_mouse_on_the_live_value_of_a_title_is_told_it_exactly(monkeypatch):
    class Counts(Toy):
        def value(self, view):
            return f"{self.title} 0.33"

        def value_hint(self, view):
            return Hint((f"exactly {self.title}",)) if self.title == "one" else super().value_hint(view)

    one, two = Counts("one"), Counts("two")
    stage, timeline = staged((one, two))
    told = []
    monkeypatch.setattr("netviz.stage.draw_hint", lambda canvas, hint, at: told.append(hint.lines))
    for panel in (one, two):
        stage.mouse = (panel.area.right - 8, panel.area.y - 20)
        draw(stage, timeline)
    stage.mouse = one.area.center
    draw(stage, timeline)
    assert told == [("exactly one",), ("two 0.33",)]


# controls, and the keyboard


class Worked(Toy):
    """Has three controls from left to right; takes digits, and asks for what is typed on leaving."""

    controls = 3

    def __init__(self, title, **answers):
        super().__init__(title, **answers)
        self.has, self.text = None, ""

    def press(self, at, view):
        across = (at[0] - self.area.x) / self.area.width
        self.pressed_control = int(3 * across) if at[1] < self.area.centery else None
        return None if self.pressed_control is None else view.choices

    def focus(self, control):
        self.has = control

    def typed(self, word, text, view):
        self.noted.append((word, text))
        if word in ("take", "leave") and self.text:
            text, self.text = self.text, ""
            return view.choices.asking(SetOption("rate", text))
        if word == "write" and text.isdigit():
            self.text += text
            return view.choices
        return None


def third(panel, i):
    """Return a place on one of the controls of a panel."""
    return panel.area.x + (2 * i + 1) * panel.area.width // 6, panel.area.y + 5


def test_tab_goes_from_control_to_control_and_round_through_all_panels():
    one, plain, two = Worked("one"), Toy("plain"), Worked("two")
    stage, _ = staged((one, plain, two))
    seen = []
    for _ in range(7):
        stage.act(Action.NEXT_PAGE)
        seen.append((one.has, two.has))
    assert seen == [(0, None), (1, None), (2, None), (None, 0), (None, 1), (None, 2), (0, None)]
    stage.act(Action.PREVIOUS_PAGE)
    assert (one.has, two.has) == (None, 2)
    assert stage.controlled


def test_escape_gives_the_keyboard_back_before_it_does_anything_else():
    one = Worked("one")
    stage, timeline = staged((one, Toy("other")))
    stage.act(Action.ENLARGE)
    draw(stage, timeline)
    stage.act(Action.NEXT_PAGE)
    assert not stage.typed("escape")
    stage.act(Action.BACK)
    assert (one.has, stage.controlled, stage.enlarged) == (None, False, True)
    stage.act(Action.BACK)
    assert not stage.enlarged


def test_escape_leaves_at_once_a_panel_that_was_enlarged_from_its_control():
    one = Worked("one")
    stage, timeline = staged((Toy("other"), one))
    stage.act(Action.NEXT_PAGE)
    stage.act(Action.ENLARGE)
    draw(stage, timeline)
    assert stage.enlarged
    stage.act(Action.BACK)
    assert (stage.enlarged, one.has) == (False, 0)  # as before it was enlarged
    stage.act(Action.BACK)
    assert not stage.controlled


@pytest.mark.parametrize("way, control", [(Action.NEXT_PAGE, 0), (Action.PREVIOUS_PAGE, 2)])
def test_tab_begins_in_the_panel_in_focus_which_then_has_no_frame_of_its_own(way, control):
    one, two, none = Worked("one"), Worked("two"), Toy("none")
    stage, timeline = staged((one, two, none))
    stage.act(Action.NEXT_PANEL)
    stage.act(Action.NEXT_PANEL)
    draw(stage, timeline)
    stage.act(way)
    assert (one.has, two.has) == (None, control)
    assert stage._looking.focused is None
    stage.act(Action.NEXT_PANEL)
    assert not stage.controlled
    assert stage._looking.focused is not None


def test_tab_passes_over_a_panel_in_focus_without_controls():
    one, none = Worked("one"), Toy("none")
    stage, timeline = staged((one, none))
    stage.act(Action.PREVIOUS_PANEL)
    draw(stage, timeline)
    stage.act(Action.NEXT_PAGE)
    assert one.has == 0
    assert stage._looking.focused is None


def test_a_control_is_told_when_the_keyboard_comes_and_when_it_leaves():
    one = Worked("one")
    stage, _ = staged((one, Toy("other")))
    stage.act(Action.NEXT_PAGE)
    stage.act(Action.BACK)
    assert one.noted == [("come", ""), ("leave", "")]
    stage.press(third(one, 2))
    assert one.noted[-1] == ("come", "")


def test_what_has_the_keyboard_tells_its_hint_until_it_is_asked_not_to_or_loses_it(monkeypatch):
    told = []
    monkeypatch.setattr("netviz.stage.draw_hint", lambda canvas, hint, at: told.append((hint, at)))

    class Told(Worked):
        def stop(self):
            return self.area.center

        def hover(self, at, view):
            return Hint((f"at {at} of {self.title}",))

    one = Told("one")
    stage, timeline = staged((one, Worked("says nothing")))

    def seen(*actions):
        told.clear()
        for action in actions:
            stage.act(action)
        draw(stage, timeline)
        return list(told)

    hint = (Hint((f"at {one.area.center} of one",)), one.area.center)
    assert seen(Action.TELL) == []
    assert seen(Action.NEXT_PAGE) == []
    assert seen(Action.TELL) == [hint]
    assert seen(Action.NEXT_PAGE) == [hint]
    assert seen(Action.TELL) == []
    assert seen(Action.TELL) == [hint]
    assert seen(Action.NEXT_PAGE, Action.NEXT_PAGE) == []
    assert seen(Action.BACK) == []


@pytest.mark.parametrize("at", [None, (20, 300)], ids=["no mouse", "the mouse over another panel"])
def test_enter_enlarges_no_other_panel_than_that_of_the_control_which_keeps_the_keyboard(at):
    one = Worked("one")
    stage, timeline = staged((Toy("before"), Toy("in focus"), one))
    stage.mouse = at
    stage.act(Action.NEXT_PANEL)
    stage.act(Action.NEXT_PAGE)
    stage.act(Action.NEXT_PAGE)
    for places in ({2}, {0, 1, 2}):
        assert not stage.typed("enter")
        stage.act(Action.ENLARGE)
        draw(stage, timeline)
        assert set(stage.places) == places
        assert (one.has, stage.controlled) == (1, True)


def test_a_click_on_a_control_gives_it_the_keyboard_and_one_elsewhere_takes_it_away():
    one, two = Worked("one"), Worked("two")
    stage, _ = staged((one, two))
    stage.press(third(one, 1))
    assert (one.has, two.has) == (1, None)
    stage.release()
    stage.press(third(two, 2))
    assert (one.has, two.has) == (None, 2)
    stage.act(Action.NEXT_PAGE)
    assert (one.has, two.has) == (0, None)
    stage.press((two.area.centerx, two.area.bottom - 2))
    assert (one.has, two.has, stage.controlled) == (None, None, False)


def test_two_clicks_on_a_control_are_two_clicks():
    one = Worked("one")
    stage, _ = staged((one, Toy("other")))
    assert stage.press(third(one, 1)) is None
    assert stage.press(third(one, 1), double=True) is None
    below = one.area.centerx, one.area.bottom - 2
    assert stage.press(below, double=True) is None  # the first was for the control, which may have moved
    assert stage.press((one.area.centerx, one.area.bottom - 2), double=True) is Action.ENLARGE


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda stage, one: stage.act(Action.NEXT_PAGE), id="Tab"),
        pytest.param(lambda stage, one: stage.press(third(one, 2)), id="another control"),
        pytest.param(lambda stage, one: stage.press((one.area.centerx, one.area.bottom - 2)), id="elsewhere"),
        pytest.param(lambda stage, one: stage.act(Action.PAGE_2), id="another page"),
        pytest.param(lambda stage, one: stage.act(Action.NEXT_PANEL), id="another panel"),
        pytest.param(lambda stage, one: stage.act(Action.ENLARGE), id="a larger panel"),
    ],
)
def test_what_is_typed_is_not_lost_when_the_keyboard_goes_elsewhere(leave):
    one = Worked("one")
    stage, _ = staged((one,), (Toy("behind"),))
    stage.press(third(one, 0))
    assert stage.typed("write", "4")
    assert stage.typed("write", "2")
    assert not stage.typed("write", "q")  # which quits
    leave(stage, one)
    assert stage.take_asks() == [SetOption("rate", "42")]
    assert stage.take_asks() == []


def test_keys_go_to_no_control_under_the_help():
    one = Worked("one")
    stage, _ = staged((one,))
    stage.press(third(one, 0))
    stage.act(Action.HELP)
    assert not stage.typed("write", "4")
    stage.act(Action.BACK)
    assert stage.typed("write", "4")


def test_of_the_values_of_one_option_asked_for_in_a_row_the_last_is_passed_on():
    wishes = [
        SetOption("a", 1),
        SetOption("a", 2),
        SetOption("b", 3),
        Undo(),
        SetOption("b", 4),
        SetOption("b", 5),
    ]
    toy = Toy("slider", press=lambda choices: choices.asking(*wishes))
    stage, _ = staged((toy,))
    stage.press(toy.area.center)
    assert stage.take_asks() == [SetOption("a", 2), SetOption("b", 3), Undo(), SetOption("b", 5)]
    assert stage.choices.asks == ()


def test_a_form_on_a_page_is_worked_by_keys_and_by_the_mouse_and_its_focus_is_seen():
    form = Form("Settings", lambda _: SECTIONS)
    stage, timeline = staged((form, Toy("beside")))
    surface = pygame.Surface((960, 600), 0, 32)
    stage.draw(surface, timeline, 0.0)
    before = surface.copy()
    for _ in range(2):
        stage.act(Action.NEXT_PAGE)
    stage.draw(surface, timeline, 0.0)
    assert before.get_buffer().raw != surface.get_buffer().raw
    assert surface.get_at(form.place("noise").move(-2, 0).midleft)[:3] == stage._easel.theme.focus
    assert stage.typed("right")
    assert stage.take_asks() == [SetOption("noise", 0.16)]
    stage.press(form.place("activation").midleft)
    stage.release()
    assert stage.take_asks() == [SetOption("activation", "sigmoid")]
    assert stage.typed("right")
    assert stage.take_asks() == [SetOption("activation", "tanh")]
    assert not stage.typed("write", "q")


def test_a_hint_does_not_cover_what_is_clicked_or_typed_until_the_mouse_moves(monkeypatch):
    told = []
    monkeypatch.setattr("netviz.stage.draw_hint", lambda canvas, hint, at=None: told.append(at))
    form = Form("Settings", lambda _: SECTIONS)
    stage, timeline = staged((form, Toy("beside")))

    def hinted():
        told.clear()
        draw(stage, timeline)
        return bool(told)

    stage.mouse = at = form.place("noise").center
    assert hinted()
    stage.press(at)
    stage.release()
    assert not hinted()
    stage.mouse = (at[0] + 1, at[1])  # a hand shakes
    assert not hinted()
    stage.mouse = (at[0] + 6, at[1])
    assert hinted()
    stage.mouse = at
    assert hinted()
    assert stage.typed("right")
    assert not hinted()
    stage.mouse = (at[0] + 6, at[1])
    assert hinted()


def test_nor_does_it_cover_what_a_panel_has_done_with_a_click_or_where_something_was_let_go(monkeypatch):
    told = []
    monkeypatch.setattr("netviz.stage.draw_hint", lambda canvas, hint, at=None: told.append(at))
    toy = Toy("plane", press=same, drag=same, release=same)
    toy.hover = lambda at, view: Hint(("something",))
    stage, timeline = staged((toy,))

    def hinted():
        told.clear()
        draw(stage, timeline)
        return bool(told)

    stage.mouse = at = toy.area.center
    assert hinted()
    stage.press(at)
    stage.release()
    assert not hinted()
    stage.mouse = (at[0] + 30, at[1])
    assert hinted()
    stage.press(stage.mouse)
    stage.mouse = at
    stage.drag(at, -30, 0)
    stage.release()
    assert not hinted()
    stage.mouse = (at[0], at[1] + 9)
    assert hinted()


def buttons(*enabled):
    return (
        Section("", tuple(Field(f"b{k}", f"b{k}", "button", enabled=on) for k, on in enumerate(enabled))),
    )


@pytest.mark.parametrize("enclose", [lambda form: form, lambda form: Either((form, form), lambda _: 1)])
def test_tab_passes_over_what_does_nothing_now(enclose):
    told = [buttons(False, True, False, True)]
    form = Form("Settings", lambda _: told[0])
    stage, timeline = staged((enclose(form), Toy("beside")))
    surface = pygame.Surface((960, 600), 0, 32)

    def went(action, times):
        seen = []
        for _ in range(times):
            stage.act(action)
            seen.append(form._focus)
        return seen

    assert went(Action.NEXT_PAGE, 3) == ["b1", "b3", "b1"]
    assert went(Action.PREVIOUS_PAGE, 3) == ["b3", "b1", "b3"]
    told[0] = buttons(True, True, True, False)  # under the keyboard: it goes on from there
    stage.draw(surface, timeline, 0.0)
    assert went(Action.NEXT_PAGE, 2) == ["b0", "b1"]
    told[0] = buttons(False, False, False, False)
    stage.draw(surface, timeline, 0.0)
    stage.act(Action.BACK)
    assert went(Action.NEXT_PAGE, 2) == [None, None]
