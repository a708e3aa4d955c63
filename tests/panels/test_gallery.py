"""The gallery of mistakes and the list of confusions: what they say, and what clicks and words do."""

from dataclasses import replace

import pygame
import pytest

from netviz.drawing.canvas import Rect
from netviz.drawing.numbers import exact
from netviz.panels.panel import View
from tests.panels import features_scenes as scenes
from tests.panels.pictures import difference, draw
from tests.panels.test_hover import choices, everywhere, hints


def pressed(panel, view, hint):
    """Press where the hint begins so; return the choices and the view with them."""
    draw(panel, view)
    at = next(
        at for at in everywhere(3) if (told := panel.hover(at, view)) and told.lines[0].startswith(hint)
    )
    chosen = panel.press(at, view)
    return chosen, View(view.timeline, chosen)


def seen(panel, view):
    """Return the indices of the images on the leaf shown."""
    heads = {lines[0].split(":")[0] for lines in hints(panel, view, step=6)}
    return sorted(int(head.split()[1]) - 1 for head in heads if head.startswith("validation"))


def test_each_image_tells_its_exact_probabilities_and_a_click_chooses_it():
    panel, view = scenes.gallery(5)
    told = {lines[0]: lines for lines in hints(panel, view, step=6)}
    assert len(told) == 5
    for index, label, read, sure in scenes.MISTAKES[:5]:
        lines = told[f"validation {index + 1}: is {label}, read as {read}"]
        assert lines[1] == f"p({read}) = {exact(sure)}"
        assert lines[2].startswith(f"p({label}) = ")
    chosen = choices(panel, view, step=6)
    assert {choice.sample for choice in chosen} == {index for index, *_ in scenes.MISTAKES[:5]}
    assert {choice.source for choice in chosen} == {"validation"}


def test_leaves_show_all_images_once_by_buttons_and_by_words():
    panel, view = scenes.gallery(40)
    indices = [index for index, *_ in scenes.MISTAKES]
    met = []
    while not met or seen(panel, view)[0] not in met:
        met += seen(panel, view)
        chosen, _ = pressed(panel, view, "the next images")
        assert chosen == view.choices
    assert met == indices
    last = seen(panel, view)
    assert panel.key("left", view) == view.choices
    assert seen(panel, view) < last
    pressed(panel, view, "the images before")
    assert panel.key("right", view) == view.choices
    for _ in range(20):
        panel.key("left", view)
    assert seen(panel, view) == indices[: len(seen(panel, view))]


def test_another_cell_begins_at_the_first_leaf():
    panel, view = scenes.gallery(40)
    draw(panel, view)
    first = seen(panel, view)
    panel.key("right", view)
    assert seen(panel, view) != first
    assert seen(panel, View(view.timeline, replace(view.choices, cell=(1, 2)))) == first


def test_the_next_image_and_the_one_before_are_chosen_by_words_and_their_leaf_is_shown():
    panel, view = scenes.gallery(40, sample=11)  # the fourth
    draw(panel, view)
    assert panel.key("step", view).sample == 14
    assert panel.key("back", view).sample == 8
    far = View(view.timeline, replace(view.choices, sample=2))
    assert panel.key("back", far).sample == scenes.MISTAKES[-1][0]
    assert scenes.MISTAKES[-1][0] in seen(panel, far)
    elsewhere = View(view.timeline, replace(view.choices, source="training", sample=11))
    assert panel.key("step", elsewhere).source == "validation"


def test_one_comes_back_from_a_cell_to_all_mistakes():
    panel, view = scenes.gallery(5, (4, 9))
    chosen, after = pressed(panel, view, "all mistakes again")
    assert chosen.cell is None
    assert panel.key("clear", view).cell is None
    draw(panel, after)
    assert panel.key("clear", after) is None
    assert panel.key("layer", after) is None
    assert not any("again" in lines[0] for lines in hints(panel, after, step=6))


def test_the_chosen_image_is_ringed_if_it_is_a_validation_image():
    ringed, other = draw(*scenes.gallery(5)), draw(*scenes.gallery(5, sample=399))
    assert not difference(ringed, other).acceptable
    panel, view = scenes.gallery(5)
    training = View(view.timeline, replace(view.choices, source="training"))
    assert difference(draw(panel, training), other).mean == 0


def test_without_mistakes_nothing_can_be_pressed():
    panel, view = scenes.gallery(0)
    assert not choices(panel, view, step=6)
    assert panel.key("step", view) is None
    assert "0 of 400" in panel.value(view) and "1 200" in panel.value(view)


def test_each_pair_tells_its_shares_and_a_click_shows_its_images():
    panel, view = scenes.confusions(cell=None)
    told = {lines[0]: lines for lines in hints(panel, view, step=4)}
    assert set(told) == {f"{true} read as {read}: {number}" for true, read, number in scenes.PAIRS}
    assert told["4 read as 9: 12"][1:3] == (
        f"of 42 images that are 4: {100 * 12 / 42:.2f} %",
        f"of 38 mistakes: {100 * 12 / 38:.1f} %",
    )
    chosen, after = pressed(panel, view, "4 read as 9")
    assert chosen.cell == (4, 9)
    assert pressed(panel, after, "4 read as 9")[0].cell is None


def test_pairs_are_gone_through_by_words_with_all_before_the_first():
    panel, view = scenes.confusions(cell=None)
    met = []
    for _ in range(len(scenes.PAIRS) + 1):
        chosen = panel.key("down", view)
        met.append(chosen.cell)
        view = View(view.timeline, chosen)
    assert met == [*(pair[:2] for pair in scenes.PAIRS), None]
    assert panel.key("up", view).cell == scenes.PAIRS[-1][:2]
    assert panel.key("left", view) is None


@pytest.mark.parametrize("cell", [None, (4, 9), (3, 5)])
def test_the_chosen_pair_is_marked(cell):
    assert not difference(draw(*scenes.confusions(cell=cell)), draw(*scenes.confusions())).acceptable


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_ring_in_the_first_row_is_whole_when_the_picture_is_drawn_again(canvas_of, scale):
    panel, view = scenes.gallery(sample=scenes.MISTAKES[0][0])
    canvas = canvas_of((900, 700), scale=scale)
    pictures = []
    for _ in range(2):
        canvas.surface.fill(canvas.theme.panel)
        panel.draw(canvas, Rect(20, 40, 860, 640), view)
        pictures.append(pygame.surfarray.array3d(canvas.surface))
    assert (pictures[0] == pictures[1]).all()
