"""Keys and clicks that change only what is looked at: the picture changes, and comes back the same."""

import numpy as np
import pytest

from netviz.actions import Action
from tests.window.desktop import until
from tests.window.mirror import Mirror

pytestmark = pytest.mark.window
LONG = ("-hn", "8", "-e", "1000000000", "--seed", "7")
SIZE = (960, 600)


@pytest.fixture(scope="module")
def mirror():
    return Mirror((8,), SIZE)


@pytest.fixture
def still(open_app):
    """The program paused, with nothing moving on it and its message gone."""
    app = open_app(*LONG)
    until(lambda: (app.screen() != 0).any(), "a frame")
    app.key("space")
    app.settled()
    return app


def differs(one, other):
    return not np.array_equal(one, other)


def test_numbers_and_tab_turn_the_pages_and_come_back(still):
    first = still.settled()
    pages = [first]
    for key in ("2", "3", "4"):
        still.key(key)
        pages.append(still.settled())
    assert len({page.tobytes() for page in pages}) == 4
    still.key("1")
    assert not differs(still.settled(), first)
    for page in [*pages[1:], first]:
        still.key("Tab")
        assert not differs(still.settled(), page)
    still.key("shift+Tab")
    assert not differs(still.settled(), pages[3])
    still.key("9")  # there is no such page
    assert not differs(still.settled(), pages[3])


def test_tabs_can_be_clicked(still, mirror):
    still.key("3")
    activations = still.settled()
    still.key("1")
    overview = still.settled()
    still.click(mirror.button(Action.PAGE_3))
    assert not differs(still.settled(), activations)
    still.click(mirror.button(Action.PAGE_1))
    assert not differs(still.settled(), overview)


def test_t_and_its_button_change_the_theme_there_and_back(still, mirror):
    dark = still.settled()
    still.key("t")
    light = still.settled()
    assert light.mean() > dark.mean() + 60
    still.click(mirror.button(Action.THEME))
    assert not differs(still.settled(), dark)


def test_enter_enlarges_a_panel_and_escape_goes_back(still):
    page = still.settled()
    still.key("Return")
    enlarged = still.settled()
    assert differs(enlarged, page)
    still.key("bracketright")
    assert differs(still.settled(), enlarged)
    still.key("Escape", "Escape")
    assert not differs(still.settled(), page)


def test_a_double_click_enlarges_the_panel_under_it(still, mirror):
    page = still.settled()
    still.click((480, 250), times=2)
    assert differs(still.settled(), page)
    still.key("Escape")
    assert not differs(still.settled(), page)


def test_h_shows_the_keys_until_it_is_pressed_again(still, mirror):
    page = still.settled()
    still.key("h")
    helping = still.settled()
    assert differs(helping, page)
    still.key("question")
    assert not differs(still.settled(), page)
    still.click(mirror.button(Action.HELP))
    assert not differs(still.settled(), helping)


def test_l_changes_the_scale_of_the_loss(still):
    page = still.settled()
    still.key("l")
    assert differs(still.settled(), page)
    still.key("l")
    assert not differs(still.settled(), page)


def test_a_row_of_the_truth_table_and_the_arrow_keys_choose_the_same_sample(still, mirror):
    first = still.settled()
    still.click(mirror.sample(3))
    clicked = still.settled()
    assert differs(clicked, first)
    still.key("Down")
    assert not differs(still.settled(), first)  # round and round
    still.key("Up")
    assert not differs(still.settled(), clicked)


def test_hovering_shows_a_hint_that_goes_with_the_mouse(still, mirror):
    page = still.settled()
    still.desktop.tool("mousemove", *mirror.sample(1))
    assert differs(still.settled(), page)
    still.desktop.tool("mousemove", 1395, 895)
    assert not differs(still.settled(), page)


def test_buttons_pause_and_step_as_the_keys_do(open_app, mirror):
    app = open_app(*LONG, "-ner", "100")
    until(lambda: app.epoch() > 0, "training")
    app.click(mirror.button(Action.TOGGLE_PAUSE))
    app.settled()
    epoch = app.epoch()
    app.click(mirror.button(Action.STEP_REFRESH))
    app.settled()
    assert app.epoch() == (epoch // 100 + 1) * 100
    app.click(mirror.button(Action.RESTART))
    app.click(mirror.button(Action.TOGGLE_PAUSE))
    app.settled()
    assert app.quit()["seed"] == 7


def test_views_in_space_turn_by_themselves_until_turned_by_hand(open_app):
    app = open_app("-hn", "3", "-e", "300")
    until(lambda: app.epoch() == 300, "the end")
    _, before = app.saved()
    until(lambda: differs(app.saved()[1], before), "a view that drifts")
    app.key("shift+Left")
    turned = app.settled()
    app.key("shift+Right")
    back = app.settled()
    assert differs(turned, back)


def test_x_and_y_choose_the_weights_of_the_loss_surface(open_app):
    app = open_app("-hn", "2", "-e", "300")
    until(lambda: app.epoch() == 300, "the end")
    app.key("shift+Left")
    pictures = [app.saved()[1]]
    for key in ("x", "y"):
        app.key(key)
        app.settled()
        pictures.append(app.saved()[1])
    assert differs(pictures[0], pictures[1])
    assert differs(pictures[1], pictures[2])
