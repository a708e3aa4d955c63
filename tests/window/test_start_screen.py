"""The start screen in the real window: keys, clicks, and the labs that open from it."""

import os
import signal

import numpy as np
import pytest

from netviz.labs.model_file import read
from netviz.start_layout import start_layout
from tests.mirrors import nobody
from tests.window.conftest import need
from tests.window.desktop import Desktop, headless, until

pytestmark = pytest.mark.window
DARK, LIGHT = (0x0E, 0x11, 0x16), (0xF5, 0xF6, 0xF8)
PANEL = (0x15, 0x1A, 0x21)
OFFLINE = {"NETVIZ_MNIST_MIRRORS": nobody(), "no_proxy": "*"}
PLACES = {"xor": 0, "mnist": 1, "playground": 2}


@pytest.fixture(scope="module")
def desktop(tmp_path_factory):
    """A screen for these tests alone: the hand over a tile leaves the mouse's sign on it for good."""
    need("Xvfb", "xdotool")
    screen = Desktop(tmp_path_factory.mktemp("start-screen"))
    try:
        yield screen.ready()
    finally:
        screen.close()


def share_of(app, colour):
    return float((app.screen() == colour).all(axis=-1).mean())


def tile(app, number):
    return start_layout(app.size, 1.0, range(3, 7)).tiles[number]


def trains(app, lab):
    """Wait until the window shows this lab, and it trains."""
    app.lab = lab
    until(lambda: not app.ended() and _saves(app), f"the {lab} lab")
    until(lambda: app.epoch() > 0, "training")


def _saves(app):
    """Whether the s key writes a picture of the lab; keys may still reach the start screen."""
    app.key("s")
    return list(app.folder.glob(f"netviz-{app.lab}-*.png"))


@pytest.fixture
def opened(open_app):
    def start(*flags, **more):
        return open_app(*flags, lab=None, **{"env": OFFLINE, **more})

    return start


def test_it_opens_with_every_picture_at_work_and_q_quits(opened):
    app = opened("--seed", "7")
    first = app.screen()
    assert share_of(app, PANEL) > 0.2
    for number in range(7):
        box = tile(app, number)
        part = slice(box.top, box.bottom), slice(box.left, box.right)
        until(lambda part=part: not np.array_equal(app.screen()[part], first[part]), f"life in tile {number}")
    app.key("q")
    assert app.wait() == 0
    assert app.output() == ""


@pytest.mark.parametrize(
    "lab, keys", [("xor", ["Return"]), ("playground", ["Right", "Return"]), ("mnist", ["2"])]
)
def test_keys_open_a_lab_which_trains(opened, lab, keys):
    app = opened()
    app.key(*keys)
    trains(app, lab)
    app.key("q")
    assert app.wait() == 0


@pytest.mark.parametrize("lab", PLACES)
def test_a_click_even_a_double_one_opens_a_lab_which_trains(opened, lab):
    app = opened()
    app.click(tile(app, PLACES[lab]).center, times=2)
    trains(app, lab)
    app.key("q")
    assert app.wait() == 0


def test_the_theme_chosen_here_is_that_of_the_lab_and_help_comes_and_goes(opened):
    app = opened()
    plates = share_of(app, PANEL)
    app.key("h")
    until(lambda: share_of(app, PANEL) < 0.8 * plates, "the page stepping back behind the help")
    app.key("Escape", "t")
    until(lambda: share_of(app, LIGHT) > 0.05, "the light theme")
    app.key("Down", "Up", "Return")
    trains(app, "xor")
    assert share_of(app, LIGHT) > 0.02
    assert share_of(app, DARK) < 0.001
    app.key("q")
    assert app.wait() == 0


def test_a_signal_ends_it(opened):
    app = opened()
    os.killpg(app.process.pid, signal.SIGTERM)
    assert app.wait() == 143


def test_a_picture_of_it_is_written_when_it_is_left(opened):
    app = opened("--screenshot", "start.png")
    app.key("q")
    assert app.wait() == 0
    assert (app.folder / "start.png").read_bytes().startswith(b"\x89PNG")


def test_a_resized_window_is_filled_and_keeps_its_size_in_the_lab(opened):
    app = opened()
    app.desktop.tool("windowsize", app.window(), 1100, 720)
    until(lambda: app.desktop.picture()[700:716, 24:60].any(), "a larger picture")
    app.size = (1100, 720)
    app.key("1")
    trains(app, "xor")
    assert app.saved()[1].shape == (720, 1100, 3)
    app.key("q")
    assert app.wait() == 0


def test_digits_trained_from_here_are_bit_for_bit_those_of_the_command(opened, tmp_path):
    path = tmp_path / "direct.npz"
    headless(tmp_path, "--offline", "--seed", "7", "--save", str(path), lab="mnist")
    direct = read(path)
    app = opened("--seed", "7", "--fps", "0")
    app.key("2")
    trains(app, "mnist")
    until(lambda: app.epoch() == direct.progress["step"], "the end of the run", patience=120)
    app.key("q")
    assert app.wait() == 0
    (saved,) = (app.folder / "xdg_data_home").rglob("*.npz")
    chosen = read(saved)
    assert chosen.progress["step"] == direct.progress["step"]
    assert np.array_equal(chosen.parameters, direct.parameters)
    assert all(np.array_equal(chosen.arrays[name], direct.arrays[name]) for name in direct.arrays)


def back_at_start(app):
    """Wait until the window shows the start screen, which writes pictures by a name of its own."""
    app.lab, before = "start", len(list(app.folder.glob("netviz-start*.png")))

    def saves():
        app.key("s")
        return len(list(app.folder.glob("netviz-start*.png"))) > before

    until(saves, "the start screen")


def test_from_a_lab_one_goes_back_with_its_theme_and_on_to_another(opened):
    app = opened("--fps", "0")
    app.key("1")
    trains(app, "xor")
    app.key("t", "A")
    back_at_start(app)
    assert share_of(app, LIGHT) > 0.02
    assert share_of(app, DARK) < 0.001
    app.key("3")
    trains(app, "playground")
    assert share_of(app, LIGHT) > 0.02
    app.key("A")
    back_at_start(app)
    app.key("q")
    assert app.wait() == 0


def test_a_click_on_the_title_leaves_a_lab_that_a_flag_opened_too_with_its_files_written(open_app):
    app = open_app("--seed", "3", "-e", "1000000000")
    until(lambda: app.epoch() > 0, "training")
    app.click((40, 23))
    back_at_start(app)
    assert app.summary()["stopped"] == "user"
    app.key("q")
    assert app.wait() == 0


@pytest.mark.parametrize("ways", [("Right", "Return", "Return"), ("3",)])
def test_keys_pressed_while_a_lab_opens_are_for_the_lab(opened, ways):
    app = opened("--fps", "0")
    app.key(*ways, "t", "space")  # the second Enter is meant for the screen that is left, as the first
    app.lab = "playground"
    until(lambda: _saves(app), "the playground")
    assert app.epoch() == app.epoch() < 30  # paused as soon as it could be
    until(lambda: share_of(app, LIGHT) > 0.02, "the light theme")
    app.key("q")
    assert app.wait() == 0


def test_keys_pressed_while_the_start_screen_comes_are_for_it(opened):
    app = opened("--fps", "0")
    app.key("1")
    trains(app, "xor")
    app.key("A", "t", "3", "space")
    app.lab = "playground"
    until(lambda: _saves(app), "the playground")
    until(lambda: share_of(app, LIGHT) > 0.02, "the light theme")
    assert app.epoch() == app.epoch() < 30
    app.key("A", "q")
    assert app.wait() == 0
