"""Resizing, minimising, closing and losing the focus."""

import numpy as np
import pytest

from tests.window.desktop import headless, same_result, until

pytestmark = pytest.mark.window
LONG = ("-hn", "8", "-e", "1000000000", "--seed", "7")


def test_the_picture_follows_the_size_of_the_window(open_app):
    app = open_app(*LONG)
    app.paused()
    _, before = app.saved()
    window = app.window()
    for width, height in ((640, 400), (1000, 700), (1380, 880), (960, 600)):
        app.desktop.tool("windowsize", window, width, height)
        until(lambda w=width, h=height: app.saved()[1].shape == (h, w, 3), f"a frame of {width}x{height}")
    assert np.array_equal(app.saved()[1], before)
    assert app.quit()["stopped"] == "user"


@pytest.mark.parametrize("page", ["overview", "activations"])
def test_a_window_far_too_small_goes_on_and_is_whole_again_when_it_grows(open_app, page):
    app = open_app(*LONG, "--page", page)
    app.paused()
    _, before = app.saved()
    window = app.window()
    for width, height in ((300, 200), (60, 40), (1, 1), (960, 30), (30, 600), (960, 600)):
        app.desktop.tool("windowsize", window, width, height)
        app.settled()
        assert not app.ended(), app.output()
    assert np.array_equal(app.saved()[1], before)
    assert app.quit()["stopped"] == "user"


def test_resizing_while_training_changes_no_weight(open_app, tmp_path):
    flags = ("-hn", "3", "-e", "1500", "-ner", "20", "--seed", "9")
    app = open_app(*flags)
    window = app.window()
    for width in (640, 1100, 700, 1300, 960):
        app.desktop.tool("windowsize", window, width, 420 + width // 4)
    until(lambda: app.epoch() == 1500, "the end")
    assert same_result(app.quit(), headless(tmp_path, *flags))


def test_minimised_it_trains_on_and_restored_it_shows_the_run(open_managed, tmp_path):
    flags = ("-hn", "8", "-e", "1000", "-ner", "10", "--seed", "9")
    app = open_managed(*flags)
    window = app.window()
    app.desktop.tool("windowminimize", "--sync", window)
    until(lambda: not app.desktop.picture()[100:500, 100:800].any(), "an empty screen")
    app.desktop.tool("windowmap", window)
    app.desktop.tool("windowactivate", "--sync", window)
    until(lambda: app.desktop.picture()[100:500, 100:800].any(), "the window again")
    until(lambda: app.epoch() == 1000, "the end")
    assert same_result(app.quit(), headless(tmp_path, *flags))


def test_minimised_it_still_leaves_when_done(open_managed):
    app = open_managed("-hn", "8", "-e", "1000", "-ner", "10", "--exit-when-done")
    app.desktop.tool("windowminimize", app.window())
    assert app.wait() == 0
    assert app.summary()["stopped"] == "finished"


def test_a_paused_picture_is_the_same_after_minimising(open_managed):
    app = open_managed(*LONG)
    until(lambda: app.epoch() > 0, "training")
    app.key("space")
    app.settled()
    window, (_, before) = app.window(), app.saved()
    app.desktop.tool("windowminimize", "--sync", window)
    app.desktop.tool("windowmap", window)
    app.desktop.tool("windowactivate", "--sync", window)
    until(lambda: np.array_equal(app.saved()[1], before), "the same picture")
    assert app.quit()["stopped"] == "user"


def test_the_close_button_leaves_with_status_0(open_managed):
    app = open_managed(*LONG)
    app.desktop.tool("windowfocus", "--sync", app.window())
    app.key("alt+F4")
    assert app.wait() == 0
    assert app.summary()["stopped"] == "user"
