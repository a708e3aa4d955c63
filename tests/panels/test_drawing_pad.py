"""The pad: strokes stay whole, keys do what the mouse does, and the drawing becomes the chosen image."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.panels.centring import centred
from netviz.panels.drawing_pad import PENS, DrawingPad
from netviz.panels.ink import SIDE, Ink
from tests.panels.paths_scenes import view
from tests.panels.pictures import draw


class Hand:
    """Draws on a pad that has been laid out, and keeps the choices made."""

    def __init__(self):
        self.pad, self.view = DrawingPad(), view()
        draw(self.pad, self.view)

    def at(self, x, y):
        paper = self.pad._paper
        return paper.x + x * paper.width, paper.y + y * paper.height

    def take(self, choices):
        if choices is not None:
            self.view = replace(self.view, choices=choices)
        return choices

    def stroke(self, *points):
        self.take(self.pad.press(self.at(*points[0]), self.view))
        for point in points[1:]:
            self.take(self.pad.drag(self.at(*point), self.view))
        self.take(self.pad.release(self.view))

    def keys(self, *words):
        return [self.take(self.pad.key(word, self.view)) for word in words]

    def button(self, i):
        return self.take(self.pad.press(self.pad._buttons[i].center, self.view))

    @property
    def cells(self):
        return self.pad._ink.cells

    @property
    def choices(self):
        return self.view.choices


def test_a_fast_stroke_is_as_whole_as_a_slow_one():
    fast, slow = Hand(), Hand()
    fast.stroke((0.2, 0.3), (0.8, 0.6))
    slow.stroke(*((0.2 + 0.6 * t, 0.3 + 0.3 * t) for t in np.linspace(0, 1, 60)))
    assert fast.cells.max() == 1
    np.testing.assert_allclose(fast.cells, slow.cells, atol=0.02)


def test_a_stroke_has_the_pens_width_and_a_soft_rim():
    ink = Ink()
    ink.stroke((0.1, 0.5), (0.9, 0.5), 0.05)
    across = ink.cells[:, SIDE // 2]
    assert across.sum() == pytest.approx(2 * 0.05 * SIDE, abs=0.5)
    assert ((across > 0) & (across < 1)).any()
    assert ink.cells[:, : round(0.04 * SIDE)].max() == 0


def test_strokes_never_go_beyond_full_ink_nor_off_the_paper():
    ink = Ink()
    for _ in range(3):
        ink.stroke((-0.5, -0.5), (1.5, 1.5), 0.1)
        ink.stroke((2.0, 2.0), (3.0, 2.5), 0.1)
    assert ink.cells.shape == (SIDE, SIDE)
    assert ink.cells.max() == 1
    assert ink.cells[0, -1] == 0


def test_drawing_makes_the_centred_drawing_the_chosen_image():
    hand = Hand()
    assert hand.choices.source == "validation"
    hand.stroke((0.2, 0.2), (0.7, 0.25), (0.4, 0.8))
    assert hand.choices.source == "drawn"
    assert (hand.choices.sample, hand.choices.samples) == (0, 1)
    np.testing.assert_array_equal(hand.choices.drawn.pixels, centred(hand.cells))
    assert not hand.choices.drawn.pixels.flags.writeable


def test_each_new_piece_is_a_new_drawing_and_the_old_one_stays():
    hand = Hand()
    hand.stroke((0.2, 0.2), (0.7, 0.25))
    first = hand.choices.drawn
    kept = first.pixels.copy()
    hand.stroke((0.7, 0.25), (0.4, 0.8))
    assert hand.choices.drawn is not first
    np.testing.assert_array_equal(first.pixels, kept)


def test_the_mouse_draws_only_while_held_since_a_press_on_the_paper():
    hand = Hand()
    assert hand.pad.drag(hand.at(0.5, 0.5), hand.view) is None
    assert hand.pad.press((2, 2), hand.view) is None
    hand.stroke((0.3, 0.3))
    assert hand.pad.drag(hand.at(0.9, 0.9), hand.view) is None
    assert hand.cells[round(0.9 * SIDE), round(0.9 * SIDE)] == 0


def test_the_clear_button_and_the_word_give_a_blank_sheet():
    for clear in (lambda hand: hand.button(len(PENS)), lambda hand: hand.keys("clear")[0]):
        hand = Hand()
        hand.stroke((0.2, 0.2), (0.7, 0.25))
        assert clear(hand) is not None
        assert hand.choices.drawn is None
        assert hand.choices.source == "drawn"
        assert not hand.cells.any()


def test_pens_differ_in_width_by_button_and_by_key():
    inked = []
    for choose in (lambda h: h.button(0), lambda h: h.button(1), lambda h: h.keys("faster")):
        hand = Hand()
        choose(hand)
        hand.stroke((0.3, 0.5), (0.7, 0.5))
        inked.append(hand.cells.sum())
    assert inked == sorted(inked) and len(set(inked)) == 3
    hand = Hand()
    hand.keys("slower", "slower", "slower")
    hand.stroke((0.3, 0.5), (0.7, 0.5))
    assert hand.cells.sum() == inked[0]


def test_keys_draw_with_the_pen_down_and_only_move_it_with_the_pen_up():
    hand = Hand()
    hand.keys("right", "down")
    assert not hand.cells.any()
    hand.keys("pen", *["right"] * 5)
    end = hand.pad._at
    other = Ink()
    other.stroke((0.53, 0.53), (0.68, 0.53), PENS[1])
    np.testing.assert_allclose(hand.cells, other.cells, atol=0.02)
    assert hand.choices.drawn is not None
    before = hand.cells.copy()
    hand.keys("pen", "up", "left")
    np.testing.assert_array_equal(hand.cells, before)
    assert hand.pad._at == pytest.approx((end[0] - 0.03, end[1] - 0.03))


def test_the_pen_stays_on_the_paper_and_other_words_are_not_its_own():
    hand = Hand()
    hand.keys(*["left"] * 100, *["up"] * 100)
    assert hand.pad._at == (0.0, 0.0)
    assert hand.keys("play", "layer", "numbers") == [None, None, None]


def test_the_pad_says_what_its_buttons_do_and_nothing_over_the_drawing():
    hand = Hand()
    hand.stroke((0.2, 0.2), (0.7, 0.25))
    draw(hand.pad, hand.view)
    assert hand.pad.hover(hand.at(0.5, 0.5), hand.view) is None
    hints = [hand.pad.hover(button.center, hand.view).lines[0] for button in hand.pad._buttons]
    assert [line.split()[1] for line in hints] == ["thin", "medium", "thick", "the"]
    assert hand.pad.value(hand.view) == "chosen: drawn"
