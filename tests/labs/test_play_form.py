"""The form of the playground: every word can be chosen, with a warning where it makes no sense."""

from __future__ import annotations

import numpy as np
import pytest

from netviz.drawing.controls import SliderField
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddPoint, SetOption
from netviz.labs import play_form
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.form import Form
from netviz.panels.panel import View
from netviz.settings.playground import SETTINGS
from netviz.settings.setting import Choice, Number
from tests.panels.pictures import draw


def lab(**settings):
    return PlaygroundLab(1, setup=Setup(**{"points": 40, "hidden": (3,), **settings}), epochs=1000)


def fields(one):
    timeline = Timeline()
    timeline.add(Session(one, 10, 1).current())
    return {
        field.name: field
        for section in play_form.Sections(Look())(View(timeline))
        for field in section.fields
    }


@pytest.mark.parametrize("problem", ["moons", "blobs-3", "line", "surface"])
def test_every_loss_and_output_can_be_chosen_trains_and_is_warned_of_where_it_makes_no_sense(problem):
    one = lab(problem=problem)
    for name in ("loss", "output_activation"):
        shown = fields(one)[name]
        assert shown.choices == SETTINGS[name].words
        for word in shown.choices:
            one.ask(shown.asks(word))
            assert one.notice == ""
            now = fields(one)
            assert now[name].value == word
            assert now["loss"].warning == now["output_activation"].warning == one.fitted.warning
            assert np.isfinite(one.train(2)).all()
        one.ask(SetOption(name, "auto"))
        assert not fields(one)["loss"].warning
    if problem in ("line", "surface"):
        one.ask(SetOption("loss", "bce"))
        assert fields(one)["loss"].warning == "bce is for classes; values are fitted with mse"


def test_every_setting_but_those_of_the_graph_has_a_control_that_says_what_it_does():
    shown = fields(lab())
    for name, setting in SETTINGS.items():
        if name in play_form.ON_THE_GRAPH:
            continue
        own = [field for key, field in shown.items() if key.split(" ")[0] == name]
        assert own and all(field.help == setting.help and field.label for field in own)
        assert not isinstance(setting, Choice) or own[0].choices == setting.words


def test_numbers_have_sliders_with_a_field_to_type_in_and_the_rate_has_one_of_equal_ratios():
    form = Form("Settings", play_form.Sections(Look()))
    timeline = Timeline()
    timeline.add(Session(lab(problem="moons"), 10, 1).current())
    draw(form, View(timeline), size=(300, 900))
    numbers = {name: setting for name, setting in SETTINGS.items() if isinstance(setting, Number)}
    assert {"noise", "points", "train_share", "learning_rate"} <= set(numbers)
    for name, setting in numbers.items():
        control = form.control(name)
        assert isinstance(control, SliderField) and control.label == setting.label
        assert (control.span.low, control.span.high) == (setting.low, setting.high)
    rate = form.control("learning_rate")
    assert rate.span.fraction(0.001) - rate.span.fraction(0.0001) == pytest.approx(
        rate.span.fraction(1.0) - rate.span.fraction(0.1)
    )


def test_what_does_nothing_now_says_why_and_shows_what_holds():
    shown = fields(lab(problem="xor", hidden=(), points=300, noise=0.3))
    told = {name: (field.value, field.reason) for name, field in shown.items() if not field.enabled}
    four = "XOR draws its four points"
    assert told == {
        "Undo": (False, "there is no edit"),
        "Redo": (False, "there is no edit"),
        "points": (4, four),
        "noise": (0.0, four),
        "train_share": (1.0, four),
        "schedule_epochs": (1000, "a constant rate is the same at every epoch"),
        "dropout": (0.0, "there are no hidden neurons to leave out"),
    }


def test_two_inputs_pressed_before_the_lab_has_answered_are_both_given_to_the_network():
    one, timeline = lab(), Timeline()
    timeline.add(Session(one, 10, 1).current())
    form, view = Form("Settings", play_form.Sections(Look())), View(timeline)
    draw(form, view, size=(300, 900))
    for name in ("inputs x2^2", "inputs x1^2"):
        (wish,) = form.press(form.place(name).center, view).asks
        form.release(view)
        one.ask(wish)
    assert one.setup.inputs == ("x1", "x2", "x1^2", "x2^2") and not one.notice


def test_what_is_told_of_four_points_is_true_of_five():
    one = lab(problem="xor")
    one.ask(AddPoint(0.5, 0.5, 1.0))
    shown = fields(one)["points"]
    assert (shown.value, shown.reason) == (5, "XOR draws its four points")


def test_the_form_is_made_anew_only_when_something_that_it_tells_has_changed():
    one, timeline = lab(problem="moons"), Timeline()
    session, told = Session(one, 10, 1), play_form.Sections(Look())
    timeline.add(session.current())
    first = told(View(timeline))
    timeline.add(session.advance())
    assert told(View(timeline)) is first
    one.ask(SetOption("learning_rate", 0.5))
    timeline.add(session.current())
    changed = {field.name: field for section in told(View(timeline)) for field in section.fields}
    assert changed["learning_rate"].value == 0.5 and changed["Undo"].enabled
