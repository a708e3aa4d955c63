"""Controls below any panel: values in, keys and presses, values out."""

import math

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.contrast import contrast, luminance
from netviz.drawing.controls import (
    TAKEN,
    Button,
    Chip,
    Chooser,
    NumberField,
    Slider,
    SliderField,
    Span,
    Toggle,
)
from netviz.drawing.controls.control import HEIGHT, Control
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact
from netviz.drawing.theme import THEMES

RATE = Span(1e-5, 10.0, log=True)
NOISE = Span(0.0, 0.5)
ROW = Rect(10, 20, 320, HEIGHT)
EVERY = (
    lambda: Button("Undo"),
    lambda: Toggle("shuffle", True),
    lambda: Chip("x₁", True),
    lambda: Chooser("loss", "bce", ("mse", "bce", "hinge")),
    lambda: Slider("noise", 0.2, NOISE),
    lambda: NumberField("weight", -1.376, Span()),
    lambda: SliderField("noise", 0.2, NOISE),
)


def drawn(control, canvas, row=ROW, **how):
    control.draw(canvas, row, **how)
    return control


def typing(control, text):
    return [control.write(sign) for sign in text]


# spans


@pytest.mark.parametrize(
    "span, value, by, next_value",
    [
        (NOISE, 0.13, 1, 0.14),
        (NOISE, 0.137, 1, 0.14),
        (NOISE, 0.137, -1, 0.13),
        (NOISE, 0.5, 1, 0.5),
        (NOISE, 0.0, -1, 0.0),
        (Span(0.1, 0.9, step=0.05), 0.7, 1, 0.75),
        (Span(1, 6, whole=True), 2, 1, 3),
        (Span(10, 500, whole=True), 200, -1, 190),
        (RATE, 0.03, 1, 0.05),
        (RATE, 0.03, -1, 0.02),
        (RATE, 0.1, -1, 0.07),
        (RATE, 0.07, 1, 0.1),
        (RATE, 0.034, 1, 0.05),
        (RATE, 10.0, 1, 10.0),
        (RATE, 1e-5, -1, 1e-5),
        (Span(1, 256, log=True, whole=True), 1, 1, 2),
        (Span(1, 256, log=True, whole=True), 200, 1, 256),
        (Span(0.0, 1.0, log=True), 0.0, 1, 1e-6),
        (Span(0.0, 1.0, log=True), 1e-6, -1, 0.0),
        (Span(), -1.376, 1, -1.3),
        (Span(), 0.0, 1, 0.1),
        (Span(whole=True), 7, 1, 8),
    ],
)
def test_a_step_goes_to_the_next_round_number_and_no_further_than_the_limits(span, value, by, next_value):
    assert span.moved(value, by) == pytest.approx(next_value, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("span", [NOISE, RATE, Span(0, 1, log=True), Span(1, 6, whole=True), Span(-3.0, 3.0)])
@given(fraction=st.floats(-0.5, 1.5))
def test_a_place_on_the_track_is_a_value_within_the_limits_that_lies_there(span, fraction):
    value = span.at(fraction)
    assert span.low <= value <= span.high
    assert span.text(value) == span.text(float(span.text(value).replace("−", "-")))  # few digits
    coarse = 0.5 / (span.high - span.low) if span.whole else 0.05
    assert span.fraction(value) == pytest.approx(min(max(fraction, 0), 1), abs=coarse + 1e-9)


def test_the_ends_of_the_track_are_the_limits_exactly():
    for span in (Span(0.013, 0.77), RATE, Span(0, 1, log=True)):
        assert (span.at(0.0), span.at(1.0)) == (span.low, span.high)
        assert (span.fraction(span.low), span.fraction(span.high)) == (0.0, 1.0)


def test_a_value_is_an_int_only_where_it_has_to_be_whole():
    loose, whole = Slider("noise", 0.5, Span(0, 1)), Slider("layers", 2, Span(0.0, 6.0, whole=True))
    for key in ("home", "right", "end", "left"):
        assert type(loose.key(key)) is float
        assert type(whole.key(key)) is int


def test_equal_ratios_are_equal_distances_on_a_logarithmic_track():
    places = [RATE.fraction(10.0**e) for e in range(-5, 2)]
    assert np.diff(places) == pytest.approx([1 / 6] * 6)


def test_what_lies_outside_or_is_no_number_has_a_place_at_an_end():
    assert NOISE.fraction(9.0) == 1.0
    assert RATE.fraction(0.0) == 0.0
    assert NOISE.fraction(math.nan) == 0.0


@pytest.mark.parametrize("span", [Span(-20.0, 20.0, step=0.5), Span(-3.0, 3.0), RATE, Span(1, 9, whole=True)])
@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("far", [1e3, 1e300, 1.7e308])
def test_a_step_from_beyond_a_limit_leads_to_it(span, by, far):
    assert span.moved(far, by) == span.high
    if not span.log:
        assert span.moved(-far, by) == span.low


@pytest.mark.parametrize("value, text", [(math.nan, "NaN"), (math.inf, "∞"), (-math.inf, "−∞")])
@pytest.mark.parametrize("span", [Span(), NOISE, RATE, Span(1, 9, whole=True)])
def test_a_number_that_is_not_finite_is_shown_and_can_be_left(span, value, text):
    assert span.text(value) == text
    assert 0 <= span.moved(value, 1) <= 1
    field = NumberField("weight", value, span)
    field.key("enter")
    assert field.key("enter") is TAKEN
    assert field.trouble
    field.key("escape")
    assert field.key("up") == field.value


@pytest.mark.parametrize(
    "span, text, reason",
    [
        (NOISE, "", "a number is needed"),
        (NOISE, "1e", "this is not a number"),
        (NOISE, "--1", "this is not a number"),
        (NOISE, "1e999", "a finite number is needed"),
        (NOISE, "0.6", "at most 0.5"),
        (NOISE, "-1", "at least 0"),
        (Span(1, 9, whole=True), "2.5", "a whole number is needed"),
    ],
)
def test_what_cannot_be_taken_has_a_reason(span, text, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        span.read(text)


def test_numbers_are_read_as_people_type_them():
    assert Span().read("−1,5e-3") == -0.0015
    whole = Span(1, 9, whole=True).read("7.0")
    assert whole == 7
    assert isinstance(whole, int)


# keys


def test_arrows_home_and_end_move_a_slider():
    slider = Slider("noise", 0.2, NOISE)
    assert slider.key("right") == slider.value == 0.21
    assert slider.key("down") == 0.2
    assert slider.key("end") == 0.5
    assert slider.key("right") is TAKEN  # there is no further
    assert slider.key("home") == 0.0
    assert slider.key("escape") is None


def test_a_toggle_turns_over_and_goes_either_way():
    toggle = Toggle("shuffle", False)
    assert toggle.key("enter") is True
    assert toggle.key("right") is TAKEN
    assert toggle.key("left") is False
    assert toggle.press((0, 0)) is True
    assert toggle.value is True
    assert toggle.press((0, 0)) is False
    assert toggle.value is False


def test_a_chooser_goes_along_its_words_and_stops_at_the_ends():
    chooser = Chooser("loss", "bce", ("mse", "bce", "hinge"))
    assert chooser.key("right") == "hinge"
    assert chooser.key("down") is TAKEN
    assert chooser.key("home") == chooser.value == "mse"
    assert chooser.key("end") == "hinge"


def test_enter_goes_on_to_the_next_word_of_a_chooser_round_and_round():
    chooser = Chooser("loss", "bce", ("mse", "bce", "hinge"))
    assert [chooser.key("enter") for _ in range(3)] == ["hinge", "mse", "bce"]
    assert Chooser("loss", "bce", ("mse", "bce"), enabled=False).key("enter") is None


def test_a_value_that_is_none_of_the_choices_is_left_by_the_first_key():
    assert Chooser("loss", "other", ("mse", "bce")).key("right") == "mse"
    assert Chooser("loss", "other", ()).key("right") is None


def test_a_button_is_pressed_by_enter():
    assert Button("Undo").key("enter") is True
    assert Button("Undo").key("left") is None


# typing


@pytest.mark.parametrize("make", [NumberField, SliderField])
def test_what_is_typed_is_taken_by_enter(make):
    field = make("noise", 0.2, NOISE)
    assert typing(field, "0.35") == [TAKEN] * 4
    assert field.busy
    assert field.value == 0.2
    assert field.key("enter") == field.value == 0.35
    assert not field.busy


@pytest.mark.parametrize("make", [NumberField, SliderField])
def test_what_is_typed_is_given_up_by_escape_and_then_escape_is_for_others(make):
    field = make("noise", 0.2, NOISE)
    typing(field, "0.35")
    assert field.key("escape") is TAKEN
    assert (field.value, field.busy) == (0.2, False)
    assert field.key("escape") is None


@pytest.mark.parametrize("make", [NumberField, SliderField])
def test_what_cannot_be_taken_stays_with_its_reason_until_it_is_mended(make):
    field = make("noise", 0.2, NOISE)
    typing(field, "5")
    assert field.key("enter") is TAKEN
    assert field.trouble == "at most 0.5"
    assert field.busy
    assert field.key("home") is TAKEN
    assert not field.trouble
    typing(field, "0.")
    field.key("end")
    field.key("backspace")
    typing(field, "4")
    assert field.key("enter") == 0.4


@pytest.mark.parametrize("make", [NumberField, SliderField])
@pytest.mark.parametrize("word", ["escape", "leave"])
@pytest.mark.parametrize("tried", [True, False])
def test_a_refused_number_gives_way_to_the_true_one_by_escape_and_when_the_keyboard_goes(make, word, tried):
    field = make("noise", 0.2, NOISE)
    typing(field, "5")
    if tried:
        field.key("enter")
    assert (field.leave() if word == "leave" else field.key(word)) is TAKEN
    assert (field.value, field.busy, field.trouble) == (0.2, False, "")


def test_letters_other_than_e_are_left_to_others():
    field = NumberField("weight", 1.0)
    assert [field.write(sign) for sign in ("q", "r", " ", "h", "e", "12")] == [None] * 6
    typing(field, "2")
    assert field.write("q") is None
    assert field.write("e") is TAKEN
    typing(field, "3")
    assert field.key("enter") == 2000.0


def test_a_sign_is_left_to_others_where_no_number_is_negative_but_not_in_a_power_of_ten():
    field = NumberField("rate", 0.1, Span(1e-6, 100.0, log=True))
    assert [field.write(sign) for sign in "+-\u2212"] == [None] * 3 and not field.busy
    typing(field, "2e-3")
    assert field.key("enter") == 0.002
    typing(field, "5")
    assert field.write("+") is None and field.draft.text == "5"
    free = NumberField("weight", 0.1)
    typing(free, "-5")
    assert free.key("enter") == -5.0


def test_enter_begins_with_the_old_number_marked_and_a_key_can_go_into_it():
    field = NumberField("weight", -1.376201)
    assert field.key("enter") is TAKEN
    field.key("right")
    field.key("backspace")
    assert field.key("enter") == -1.37620
    field.key("enter")
    typing(field, "7")  # in place of what is marked
    assert field.key("enter") == 7.0


def test_a_number_that_is_only_looked_at_keeps_every_digit():
    third = 1 / 3
    field = NumberField("weight", third)
    field.key("enter")
    assert field.key("enter") is TAKEN
    assert field.value == third


def test_leaving_takes_what_is_typed():
    field = NumberField("weight", 1.0)
    assert field.leave() is None
    typing(field, "-2.5")
    assert field.leave() == field.value == -2.5


def test_up_and_down_step_a_number_that_is_not_being_typed():
    field = NumberField("weight", 1.5)
    assert field.key("up") == 1.6
    typing(field, "3")
    assert field.key("up") is TAKEN
    assert field.draft.text == "3"


# the mouse


@pytest.mark.parametrize("make", [Slider, SliderField])
def test_a_slider_follows_the_mouse_from_the_press_to_the_release(make, canvas_of):
    slider = drawn(make("noise", 0.1, NOISE), canvas_of())
    track = slider._track
    assert slider.press((track.x + track.width // 2, track.centery)) == pytest.approx(0.25, abs=0.01)
    assert slider.busy
    assert slider.drag((9999, -50)) == 0.5
    assert slider.drag((9999, 80)) is TAKEN
    assert slider.drag((-9999, 80)) == 0.0
    assert slider.release() is TAKEN
    assert not slider.busy
    assert slider.drag((9999, 0)) in (None, TAKEN)
    assert slider.value == 0.0


def test_taking_hold_of_the_knob_does_not_move_it(canvas_of):
    slider = drawn(Slider("noise", 0.137, NOISE), canvas_of())
    knob = slider._track.x + slider.span.fraction(0.137) * slider._track.width
    assert slider.press((knob + 4, slider._track.centery)) is TAKEN
    assert slider.value == 0.137


def test_a_press_on_the_label_moves_nothing(canvas_of):
    slider = drawn(Slider("noise", 0.3, NOISE), canvas_of(), lead=100)
    assert slider.press((ROW.x + 5, ROW.centery)) is TAKEN
    assert not slider.busy


def test_a_click_on_the_number_begins_to_type_and_one_on_the_track_gives_it_up(canvas_of):
    field = drawn(SliderField("noise", 0.1, NOISE), canvas_of())
    assert field.press(field.box.center) is TAKEN
    typing(field, "0.3")
    drawn(field, canvas_of())
    track = field._track
    assert field.press((track.right, track.centery)) == 0.5
    assert field._number.draft is None


def test_a_click_puts_the_caret_between_digits(canvas_of):
    canvas = canvas_of()
    field = drawn(NumberField("weight", 1234.0), canvas)
    field.press(field.box.center)
    drawn(field, canvas)
    field.press((field._text_at + 2 * field._digit + 1, field.box.centery))
    field.key("backspace")
    assert field.draft.text == "134"


@pytest.mark.parametrize("make", [NumberField, SliderField])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_number_shown_is_read_whole_whatever_its_size_and_sign(make, scale, canvas_of, monkeypatch):
    canvas = canvas_of(scale=scale)
    written = []
    plain = type(canvas).text

    def text(self, what, *args, **named):
        written.append((what, plain(self, what, *args, **named)))
        return written[-1][1]

    monkeypatch.setattr(type(canvas), "text", text)
    sizes = (0.0003796, 0.01156, 1.376201, 12345.678, 9.999e-13, 2e-300, 123456789.0, 0.5, 31.4159)
    row = Rect(0, 0, round(320 * scale), round(HEIGHT * scale))
    for value in (sign * size for size in sizes for sign in (1, -1)):
        written.clear()
        field = drawn(make("weight", value, Span(-1e12, 1e12)), canvas, row)
        shown, place = next((text, box) for text, box in written if text != "weight")
        assert field.box.contains(place), (value, shown)
        assert float(shown.replace("\u2212", "-")) == pytest.approx(value, rel=0.06, abs=0)
        assert field.exactly().startswith(exact(value, 12))


def test_a_long_number_that_is_typed_shows_the_carets_end_and_that_it_goes_on_to_the_left(canvas_of):
    canvas = canvas_of()
    row = Rect(0, 0, 100, HEIGHT)
    field = drawn(NumberField("weight", 0.0), canvas, row, lead=30)
    typing(field, "0.123456789012")
    drawn(field, canvas, row, lead=30)
    end = field._text_at + field.draft.caret * field._digit
    assert field.box.x < end < field.box.right
    left = pygame.surfarray.array3d(canvas.surface)[field.box.x + 1 : field.box.x + 7, field.box.centery]
    assert (left == canvas.theme.focus[:3]).all(axis=1).any()
    field.key("home")
    drawn(field, canvas, row, lead=30)
    right = pygame.surfarray.array3d(canvas.surface)[field.box.right - 7 : field.box.right, field.box.centery]
    assert (right[:-1] == canvas.theme.focus[:3]).all(axis=1).any()
    assert field.box.x <= field._text_at


@pytest.mark.parametrize("make", [NumberField, SliderField])
@pytest.mark.parametrize("end", ["enter", "leave"])
def test_the_old_number_opens_whole_in_its_box_and_left_as_it_is_it_changes_nothing(make, end, canvas_of):
    canvas, row = canvas_of(), Rect(0, 0, 84, HEIGHT)
    for value in (-1.14415681095634, 1 / 3e7, -123456789.123):
        field = make("weight", value, Span(-1e12, 1e12))
        field.labelled = False
        drawn(field, canvas, row)
        assert field.key("enter") is TAKEN
        drawn(field, canvas, row)
        box = field._number if make is SliderField else field
        assert box.box.x <= box._text_at
        assert box._text_at + canvas.text_width(box.draft.text, Face.MONO) <= box.box.right
        assert float(box.draft.text.replace("\u2212", "-")) == pytest.approx(value, rel=1e-3)
        assert (field.key("enter") if end == "enter" else field.leave()) is TAKEN
        assert not field.busy and field.value == value


def test_what_is_typed_anew_is_taken_though_it_looks_like_the_old_number(canvas_of):
    field = NumberField("weight", -1.14415681095634)
    field.labelled = False
    drawn(field, canvas_of(), Rect(0, 0, 84, HEIGHT))
    field.key("enter")
    text = field.draft.text
    typing(field, text)  # in place of what is marked
    assert field.key("enter") == float(text.replace("\u2212", "-"))


def test_a_marked_number_longer_than_its_box_is_seen_from_its_beginning(canvas_of):
    canvas, row = canvas_of(), Rect(0, 0, 60, HEIGHT)
    field = NumberField("weight", -1.14415681095634)
    field.labelled = False
    field.key("enter")  # before it was ever drawn, all digits are in it
    drawn(field, canvas, row)
    assert canvas.text_width(field.draft.text, Face.MONO) > field.box.width
    assert field._text_at >= field.box.x
    field.key("end")
    drawn(field, canvas, row)
    assert field._text_at < field.box.x


def test_a_click_chooses_the_word_under_it(canvas_of):
    chooser = drawn(Chooser("loss", "bce", ("mse", "bce", "hinge")), canvas_of(), lead=60)
    assert chooser.press((chooser.part.right - 4, ROW.centery)) == "hinge"
    assert chooser.press((chooser.part.x + 4, ROW.centery)) == "mse"
    assert chooser.press((chooser.part.x + 4, ROW.centery)) is TAKEN


def test_where_words_do_not_fit_arrows_go_round(canvas_of):
    words = tuple(f"a rather long word {i}" for i in range(5))
    chooser = drawn(Chooser("problem", words[0], words), canvas_of(), lead=60)
    assert chooser.press((chooser.part.x + 4, ROW.centery)) == words[4]
    assert chooser.press((chooser.part.right - 4, ROW.centery)) == words[0]
    assert chooser.press(chooser.part.center) == words[1]


def test_a_button_acts_when_it_is_let_go_and_not_when_the_mouse_has_left_it(canvas_of):
    button = drawn(Button("Undo"), canvas_of())
    assert button.press(ROW.center) is TAKEN
    assert button.release() is True
    button.press(ROW.center)
    button.drag((0, 0))
    assert button.release() is None
    assert button.release() is None


# all of them


@pytest.mark.parametrize("make", EVERY)
def test_disabled_nothing_is_taken_and_nothing_changes(make, canvas_of):
    control = make()
    control.enabled = False
    drawn(control, canvas_of(), focused=True, hovered=True)
    before = control.value
    words = ("enter", "escape", "backspace", "delete", "left", "right", "up", "down", "home", "end")
    assert [control.key(word) for word in words] == [None] * len(words)
    assert control.write("3") is None
    for x in range(ROW.x, ROW.right, 6):
        assert control.press((x, ROW.centery)) is None
        control.release()
    assert control.value == before
    assert not control.busy


def picture(make, canvas, **how):
    control = make()
    enabled = how.pop("enabled", True)
    control.enabled = enabled
    drawn(control, canvas, Rect(10, 20, round(300 * canvas.scale), canvas.px(HEIGHT)), **how)
    return pygame.surfarray.array3d(canvas.surface)


@pytest.mark.parametrize("make", EVERY)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_focus_and_being_disabled_are_seen(make, theme, canvas_of):
    plain, focused, off = (
        picture(make, canvas_of(theme=theme), **how) for how in ({}, {"focused": True}, {"enabled": False})
    )
    focus = np.array(canvas_of(theme=theme).theme.focus)
    near = (np.abs(focused - focus).max(axis=-1) < 12).sum() - (np.abs(plain - focus).max(axis=-1) < 12).sum()
    assert near > 100
    assert not np.array_equal(plain, off)


@pytest.mark.parametrize("make", EVERY)
@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_nothing_is_drawn_outside_the_row_but_the_ring(make, scale, canvas_of):
    canvas = canvas_of((700, 120), scale=scale)
    shown = picture(make, canvas, focused=True, hovered=True)
    row = Rect(10, 20, round(300 * scale), canvas.px(HEIGHT)).inflate(canvas.px(6), canvas.px(4))
    shown[row.x : row.right, row.y : row.bottom] = canvas.theme.panel
    assert (shown == canvas.theme.panel).all()


@pytest.mark.parametrize("make", EVERY)
def test_the_state_tells_when_a_picture_changes(make, canvas_of):
    control = drawn(make(), canvas_of())
    before = control.state()
    assert control.state() == before
    assert hash(before) == hash(control.state())
    control.enabled = False
    assert control.state() != before


@pytest.mark.parametrize("theme", THEMES)
def test_a_chip_that_is_on_is_read_though_it_has_to_stay_on(theme, canvas_of, monkeypatch):
    canvas, inks = canvas_of((60, 60), theme), []
    monkeypatch.setattr(Canvas, "text", lambda _, __, ___, ink, *more: inks.append(ink))
    chip = drawn(Chip("x₁", True, enabled=False), canvas, Rect(10, 10, 40, 24))
    ground = canvas.surface.get_at((chip.part.centerx, chip.part.y + 5))[:3]
    assert contrast(luminance(inks[-1]), luminance(ground)) >= 4.5


def test_a_slider_without_limits_is_refused_and_a_bare_control_does_not_draw(canvas_of):
    with pytest.raises(ValueError, match="two limits"):
        Slider("weight", 1.0, Span())
    bare = Control("bare")
    with pytest.raises(TypeError):
        bare.draw(canvas_of(), ROW)


@pytest.mark.parametrize("kind", [NumberField, SliderField])
def test_letters_do_nothing_while_a_number_is_typed_and_are_told(kind):
    field = kind("rate", 0.1, Span(0, 2))
    for letter in "abc":  # nothing is typed yet: they are the program's
        assert field.write(letter) is None and not field.busy
    field.key("enter")
    for letter in "abcT":
        assert field.write(letter) is TAKEN
        assert field.trouble == f"a number cannot have {letter} here"
    assert [field.write(letter) for letter in "qrRn"] == [None] * 4  # the program's, also now
    assert field.write(" ") is None
    field.write("1")
    assert not field.trouble
    assert field.key("enter") == 1


def test_a_click_on_a_number_that_was_refused_marks_it_and_one_more_puts_the_caret_in_it(canvas_of):
    field = NumberField("rate", 0.1, Span(0.0, 100.0))
    canvas = canvas_of((200, 60))
    field.draw(canvas, Rect(0, 0, 200, 24))
    for sign in "500":
        field.write(sign)
    field.key("enter")
    assert field.trouble == "at most 100"
    field.press(field.box.center)
    assert field.draft.marked and field.trouble
    field.draw(canvas, Rect(0, 0, 200, 24))
    field.press((field.box.right - 2, field.box.centery))
    assert not field.draft.marked and field.draft.text == "500"
    field.press(field.box.center)
    for sign in ".5":
        field.write(sign)
    assert field.key("enter") == 0.5
