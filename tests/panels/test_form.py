"""A form of controls: what it shows, what it asks for, and where the keyboard is."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.drawing.canvas import Rect
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetOption, SetParameters, Undo
from netviz.panels.form import Field, Form, Section
from netviz.panels.panel import Choices, View
from tests.panels.form_scenes import SECTIONS, changed

VIEW = View(Timeline(), Choices())


class Lab:
    """Holds what the form is told; `obeys` whether it does what is asked of it."""

    def __init__(self, sections=SECTIONS):
        self.sections = sections

    def source(self, view):
        return self.sections

    def obey(self, choices):
        self.sections = changed(self.sections, **{wish.name: wish.value for wish in choices.asks})


@pytest.fixture
def shown(canvas_of):
    """Return a maker of forms, drawn once, and of their drawing."""

    def make(sections=SECTIONS, size=(300, 800), scale=1.0):
        lab = Lab(sections)
        form = Form("Settings", lab.source)
        canvas = canvas_of((size[0] + 40, size[1] + 40), scale=scale)

        def draw():
            canvas.surface.fill(canvas.theme.panel)
            form.draw(canvas, Rect(20, 20, *size), VIEW)
            return canvas

        draw()
        return form, lab, draw

    return make


def focus(form, name):
    form.focus(form.names.index(name))


def typed(form, *keys):
    for key in keys:
        answer = form.typed("write", key, VIEW) if len(key) == 1 else form.typed(key, "", VIEW)
    return answer


def test_tab_goes_through_the_controls_as_they_are_read(shown):
    form, _, _ = shown()
    names = [field.name for section in SECTIONS for field in section.fields]
    assert form.names == names
    assert form.controls == len(names)
    places = [(form.place(name).y, form.place(name).x) for name in names]
    assert places == sorted(places)


def test_a_wide_form_has_two_columns_read_one_after_the_other(shown):
    form, _, _ = shown(size=(640, 400))
    middle = 20 + 640 // 2
    columns = [form.place(name).x > middle for name in form.names]
    assert columns == sorted(columns)
    assert any(columns)
    assert not all(columns)


def test_buttons_that_come_first_are_over_both_columns(shown):
    buttons = tuple(Field(name, f"the button {name}", "button", wish=Undo()) for name in "abc")
    sliders = [
        Section("", tuple(Field(f"{k}{i}", f"{k}{i}", "slider", 0.0, -1.0, 1.0) for i in range(3)))
        for k in "xyz"
    ]
    form, _, _ = shown((Section("", buttons), *sliders), size=(640, 400))
    places = form._placed.rows
    assert len({places[name].y for name in "abc"}) == 1
    assert len({places[f"{k}0"].x for k in "xyz"}) == 2
    assert places["x0"].y == places["z0"].y > places["a"].bottom
    assert places["x0"].x == places["y0"].x < places["z0"].x


@pytest.mark.parametrize("scale", [1, 1.5, 2])
@pytest.mark.parametrize("width", [236, 300, 396, 640])
def test_rows_are_high_enough_to_hit_and_do_not_overlap(width, scale, shown):
    form, _, _ = shown(size=(round(width * scale), 900), scale=scale)
    areas = [form.control(name).area for name in form.names]
    assert all(area.height >= 24 * scale for area in areas)
    assert all(
        not area.inflate(2, 2).colliderect(other) for i, area in enumerate(areas) for other in areas[:i]
    )
    limit = round(width * scale) + 2 * round(4 * scale)
    assert all(area.x >= 0 and area.right <= limit for area in areas)


def test_a_key_asks_for_the_option_by_name(shown):
    form, _, _ = shown()
    focus(form, "lr")
    assert typed(form, "right").asks == (SetOption("lr", 0.05),)
    assert typed(form, "2", "enter").asks == (SetOption("lr", 2.0),)
    focus(form, "batch")
    assert typed(form, "right").asks == (SetOption("batch", 15),)
    focus(form, "shuffle")
    assert typed(form, "enter").asks == (SetOption("shuffle", False),)
    focus(form, "undo")
    assert typed(form, "enter").asks == (Undo(),)
    focus(form, "reset")
    assert typed(form, "enter").asks == (SetOption("reset", True),)


def test_a_key_that_a_control_has_no_use_for_is_left_to_others(shown):
    form, _, _ = shown()
    assert typed(form, "right") is None
    focus(form, "weight")
    assert typed(form, "q") is None
    assert typed(form, "escape") is None
    assert typed(form, "5") == VIEW.choices
    assert typed(form, "q") is None
    assert typed(form, "escape") == VIEW.choices


WORDS = ("x1", "x2", "x3")


def chips(*on):
    made = (Field(word, word, "chip", word in on, among="inputs", word=word) for word in WORDS)
    return (Section("", tuple(made)),)


def pressed(form, name):
    asked = form.press(form.place(name).center, VIEW).asks
    form.release(VIEW)
    return asked


def test_chips_of_one_option_pressed_before_an_answer_are_all_asked_for(shown):
    form, lab, draw = shown(chips("x2"))
    assert pressed(form, "x3") == (SetOption("inputs", ("x2", "x3")),)
    assert pressed(form, "x1") == (SetOption("inputs", ("x1", "x2", "x3")),)
    lab.sections = chips("x2", "x3")  # the answer to the first alone
    draw()
    assert pressed(form, "x2") == (SetOption("inputs", ("x1", "x3")),)
    lab.sections = chips("x1", "x3")
    draw()
    assert not form.lively
    lab.sections = chips("x1", "x2")  # undone, say
    draw()
    assert pressed(form, "x1") == (SetOption("inputs", ("x2",)),)


def test_a_chip_that_the_lab_refuses_is_asked_for_no_more(shown):
    form, _, draw = shown(chips("x2"))
    pressed(form, "x3")
    form.tick(1.1, VIEW)
    draw()
    assert pressed(form, "x1") == (SetOption("inputs", ("x1", "x2")),)


def test_the_last_chip_of_an_option_stays_on(shown):
    form, _, draw = shown(chips("x1", "x2"))
    assert pressed(form, "x1") == (SetOption("inputs", ("x2",)),)
    assert pressed(form, "x2") == ()
    draw()
    assert [form.control(word).value for word in WORDS] == [False, True, False]


def test_a_wish_may_be_made_from_the_value(shown):
    field = Field("w", "w", "number", 1.0, wish=lambda value: SetParameters((3,), (value,)))
    form, _, _ = shown((Section("", (field,)),))
    focus(form, "w")
    assert typed(form, "2", "enter").asks == (SetParameters((3,), (2.0,)),)


def test_a_drag_asks_at_every_new_value_and_goes_on_outside(shown):
    form, _, _ = shown()
    place = form.place("noise")
    form.press((place.x + 8, place.centery), VIEW)
    assert form.pressed_control == form.names.index("noise")
    asked = [form.drag((x, 5), VIEW).asks for x in (place.x + 60, place.x + 60, 5000)]
    assert asked[1] == ()
    assert asked[2] == (SetOption("noise", 0.5, joins=True),)  # of one movement, so one edit
    assert form.release(VIEW) == VIEW.choices
    assert form.drag((place.x, place.y), VIEW) is None


def test_a_press_beside_the_controls_means_nothing(shown):
    form, _, _ = shown()
    assert form.press((22, 25), VIEW) is None
    assert form.pressed_control is None


def test_what_is_dragged_or_typed_is_kept_until_it_is_let_go(shown):
    form, lab, draw = shown()
    place = form.place("noise")
    form.press((place.right - 80, place.centery), VIEW)
    mine = form.control("noise").value
    lab.sections = changed(lab.sections, noise=0.01, weight=9.0)
    draw()
    assert form.control("noise").value == mine != 0.01
    assert form.control("weight").value == 9.0
    focus(form, "weight")
    typed(form, "7")
    lab.sections = changed(lab.sections, weight=10.0)
    draw()
    assert form.control("weight").draft.text == "7"
    typed(form, "escape")
    draw()
    assert form.control("weight").value == 10.0


def test_what_is_asked_for_is_shown_until_the_lab_has_it_or_has_had_its_time(shown):
    form, lab, draw = shown()
    focus(form, "lr")
    asked = typed(form, "right")
    draw()
    assert form.control("lr").value == 0.05  # and not the old one for a moment
    assert form.lively
    lab.obey(asked)
    draw()
    assert not form.lively
    typed(form, "right")
    form.tick(0.5, VIEW)
    draw()
    assert form.control("lr").value == 0.07
    form.tick(0.6, VIEW)  # the lab does not want it
    draw()
    assert form.control("lr").value == 0.05
    assert not form.lively


def test_a_field_that_changes_its_kind_or_its_limits_or_goes_is_followed(shown):
    form, lab, draw = shown()
    focus(form, "lr")
    lab.sections = (Section("", (Field("lr", "rate", "choice", "low", choices=("low", "high")),)),)
    draw()
    assert form.names == ["lr"]
    assert typed(form, "right").asks == (SetOption("lr", "high"),)
    lab.sections = (Section("", (Field("l", "l", "slider", 3, 0, 4, whole=True),)),)
    draw()
    focus(form, "l")
    assert typed(form, "end").asks == (SetOption("l", 4),)
    lab.sections = ()
    draw()
    assert form.controls == 0
    assert typed(form, "end") is None
    assert form.press((100, 60), VIEW) is None


def test_hints_tell_the_value_exactly_what_it_does_and_why_not_now(shown):
    form, _, _ = shown()

    def said(name):
        return "\n".join(form.hover(form.place(name).center, VIEW).lines)

    assert "0.03   (1e−5 … 10)" in said("lr")
    assert "too large jumps over the valley" in said("lr").replace("\n", " ")
    assert "not now: there is no hidden layer" in said("dropout")
    assert "hinge fits tanh outputs" in said("loss")
    assert "3 of 8" in said("problem")
    assert form.hover((1, 1), VIEW) is None


def test_a_disabled_control_asks_for_nothing_but_can_be_read_by_keyboard(shown):
    form, _, draw = shown()
    before = draw().surface.copy()
    focus(form, "dropout")
    assert typed(form, "right") is None
    after = draw().surface
    foot = Rect(20, 780, 300, 40)
    seen = [np.frombuffer(s.subsurface(foot).copy().get_buffer().raw, np.uint8) for s in (before, after)]
    assert (seen[0] != seen[1]).any()


def test_help_stands_at_the_foot_only_for_the_keyboard(shown):
    form, _, draw = shown()
    whole = form._scroll.seen.height
    place = form.place("noise")
    form.press((place.x + 20, place.centery), VIEW)
    form.focus(form.pressed_control)
    form.release(VIEW)
    draw()
    assert form._scroll.seen.height == whole
    typed(form, "right")
    draw()
    assert form._scroll.seen.height < whole


# scrolling


def test_the_wheel_scrolls_to_the_ends_and_no_further(shown):
    form, _, draw = shown(size=(300, 240))
    top = form.place("problem").y
    assert form.wheel((100, 100), -1, VIEW) == VIEW.choices
    draw()
    assert form.place("problem").y == top - 48
    for _ in range(60):
        form.wheel((100, 100), -1, VIEW)
    draw()
    assert form._scroll.seen.contains(form.place("reset"))
    for _ in range(60):
        form.wheel((100, 100), 1, VIEW)
    assert form.place("problem").y == top


def test_a_form_that_fits_leaves_the_wheel_to_others(shown):
    form, _, _ = shown()
    assert form.wheel((100, 100), -1, VIEW) is None


def test_the_control_with_the_keyboard_is_brought_in_sight(shown):
    form, _, draw = shown(size=(300, 160))
    for name in (*form.names, *reversed(form.names)):
        focus(form, name)
        draw()
        assert form._scroll.seen.contains(form.place(name)), name


def test_what_is_out_of_sight_is_not_under_the_mouse(shown):
    form, _, _ = shown(size=(300, 160))
    below = form.place("reset").center
    assert form.press(below, VIEW) is None
    assert form.hover(below, VIEW) is None


def test_there_is_a_sign_that_more_is_to_come(shown):
    _, _, draw = shown(size=(300, 160))
    canvas = draw()
    colors = {tuple(canvas.surface.get_at((x, 40)))[:3] for x in range(324, 331)}
    assert canvas.theme.faint in colors


# drawing


def test_only_rows_that_have_changed_are_drawn_again(shown, monkeypatch):
    form, lab, draw = shown()
    drawn = []
    for name in form.names:
        control = form.control(name)
        paint = type(control).paint

        def noted(canvas, part, *, paint=paint, control=control, name=name, **how):
            drawn.append(name)
            paint(control, canvas, part, **how)

        monkeypatch.setattr(control, "paint", noted)
    draw()
    assert drawn == []
    lab.sections = changed(lab.sections, noise=0.3)
    draw()
    assert drawn == ["noise"]
    form.passed(form.place("undo").center, VIEW)
    draw()
    form.passed(None, VIEW)
    draw()
    assert drawn == ["noise", "undo", "undo"]
    focus(form, "lr")
    draw()
    assert drawn[3:] == ["lr"]


def test_a_row_drawn_again_looks_as_if_drawn_anew(shown):
    form, lab, draw = shown()
    for name in form.names:
        focus(form, name)
        draw()
    form.focus(None)
    lab.sections = changed(lab.sections, noise=0.3, activation="relu", shuffle=False)
    again = draw().surface.copy()
    _, _, fresh = shown(changed(SECTIONS, noise=0.3, activation="relu", shuffle=False))
    assert again.get_buffer().raw == fresh().surface.get_buffer().raw


def test_the_limits_of_a_field_can_move(shown):
    form, lab, draw = shown()
    problem, noise, *others = SECTIONS[0].fields
    lab.sections = (Section("Data", (problem, replace(noise, high=2.0), *others)), *SECTIONS[1:])
    draw()
    focus(form, "noise")
    assert typed(form, "end").asks == (SetOption("noise", 2.0),)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pressed_and_typed_only_values_that_may_be_are_asked_for(seed, shown):
    rng = np.random.default_rng(seed)
    form, lab, draw = shown(size=(300, 220))
    fields = {field.name: field for section in SECTIONS for field in section.fields}
    every = [*"0123456789.-+e q", "enter", "escape", "backspace", "delete", "left", "right", "up", "down",
             "home", "end", "leave"]  # fmt: skip
    asked = 0
    for _ in range(1500):
        at = tuple(rng.integers(0, 330, 2).tolist())
        match rng.integers(8):
            case 0:
                answer = form.press(at, VIEW)
                if form.pressed_control is not None:
                    form.focus(form.pressed_control)
            case 1:
                answer = form.drag(at, VIEW)
            case 2:
                answer = form.release(VIEW)
            case 3:
                answer = form.wheel(at, float(rng.normal()), VIEW)
            case 4:
                answer = form.focus(int(rng.integers(form.controls)))
            case 5:
                answer = form.passed(at, VIEW)
                form.hover(at, VIEW)
            case _:
                answer = typed(form, every[rng.integers(len(every))])
        for wish in answer.asks if answer else ():
            asked += 1
            if isinstance(wish, SetOption) and wish.name != "reset":
                field = fields[wish.name]
                assert field.enabled
                assert type(wish.value) is type(field.value) or (
                    not field.whole and type(field.value) is float
                )
                if field.kind == "choice":
                    assert wish.value in field.choices
                elif field.kind == "slider":
                    assert field.low <= wish.value <= field.high
                lab.sections = changed(lab.sections, **{wish.name: wish.value})
        draw()
    assert asked > 50


def test_a_form_at_rest_is_not_gone_through_again_until_something_is_told_pressed_or_pointed_at(
    shown, monkeypatch
):
    form, lab, draw = shown()
    name = form.names[0]
    control, asked = form.control(name), []
    state = control.state
    monkeypatch.setattr(control, "state", lambda: asked.append(name) or state())
    draw()
    draw()
    assert not asked
    form.passed(form.place(name).center, VIEW)
    draw()
    form.passed(None, VIEW)
    draw()
    assert len(asked) == 2
    draw()
    assert len(asked) == 2
    field = next(field for section in lab.sections for field in section.fields if field.kind == "toggle")
    lab.sections = changed(lab.sections, **{field.name: not field.value})
    draw()
    assert len(asked) == 3 and form.control(field.name).value is not field.value


def test_the_keyboard_stops_where_the_mouse_is_told_of_the_same_control(canvas_of):
    form, canvas = Form("Settings", lambda _: SECTIONS), canvas_of((340, 300))  # where not all is in sight
    form.draw(canvas, Rect(20, 20, 300, 260), VIEW)
    for i, name in enumerate(form.names):
        form.focus(i)
        form.draw(canvas, Rect(20, 20, 300, 260), VIEW)
        assert form._at(form.stop()) == name
        assert form.hover(form.stop(), VIEW) is not None


def test_a_field_that_is_gone_while_it_had_the_keyboard_is_nowhere(shown):
    form, lab, draw = shown()
    last = SECTIONS[-1].fields[-1].name
    focus(form, last)
    assert form.stop() == form.place(last).center
    lab.sections = SECTIONS[:-1]
    draw()
    assert form.stop() is None
    assert form.typed("enter", "", VIEW) is None
