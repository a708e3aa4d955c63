"""Space, →, n, +, −, r and R in the real window, told by the epochs it shows and the summary it leaves."""

import pytest

from tests.window.desktop import headless, same_result, until

pytestmark = pytest.mark.window
LONG = ("-hn", "8", "-e", "1000000000", "--seed", "7")


def test_space_stops_training_and_space_again_goes_on(open_app):
    app = open_app(*LONG)
    stopped = app.paused()
    assert app.epoch() == stopped
    app.key("space")
    until(lambda: app.epoch() > stopped, "training goes on")
    summary = app.quit()
    assert summary["epochs"] > stopped
    assert summary["stopped"] == "user"


def test_n_trains_one_epoch_and_pauses(open_app):
    app = open_app(*LONG)
    epoch = app.paused()
    for trained in (1, 2, 3):
        app.key("n")
        app.settled()
        assert app.epoch() == epoch + trained
    assert app.quit()["epochs"] == epoch + 3


def test_the_right_arrow_trains_to_the_next_refresh_and_pauses(open_app):
    app = open_app(*LONG, "-ner", "100")
    epoch = app.paused()
    app.key("Right")
    app.settled()
    following = (epoch // 100 + 1) * 100
    assert app.epoch() == following
    app.key("Right")
    app.settled()
    assert app.quit()["epochs"] == following + 100


def test_a_step_while_training_pauses_at_a_refresh(open_app):
    app = open_app(*LONG, "-ner", "50")
    until(lambda: app.epoch() > 0, "training")
    app.key("Right")
    app.settled()
    epoch = app.epoch()
    assert epoch % 50 == 0
    assert app.quit()["epochs"] == epoch


def test_plus_and_minus_double_and_halve_the_epochs_per_refresh(open_app):
    app = open_app(*LONG, "-ner", "100")
    epoch = app.paused()
    app.key("plus")
    app.key("Right")
    app.settled()
    doubled = app.epoch()
    assert doubled == (epoch // 200 + 1) * 200
    app.key("minus")
    app.key("minus")
    app.key("Right")
    app.settled()
    assert app.quit()["epochs"] == doubled + 50


def test_r_starts_again_with_the_same_seed(open_app, tmp_path):
    flags = ("-hn", "8", "-e", "400", "--seed", "7")
    app = open_app(*flags)
    until(lambda: app.epoch() == 400, "the end")
    before = app.settled()
    app.key("r")
    until(lambda: (app.desktop.picture() != before).any(), "a new run")
    app.settled()
    assert app.epoch() == 400
    summary = app.quit()
    assert summary["seed"] == 7
    assert summary["stopped"] == "finished"
    assert same_result(summary, headless(tmp_path, *flags))


def test_r_goes_back_to_the_first_epochs(open_app):
    app = open_app(*LONG, "-ner", "1000")
    until(lambda: app.epoch() > 5000, "training")
    epoch = app.paused()
    app.key(*["minus"] * 10)  # one epoch per refresh, so that the new run is slow
    app.key("r")
    app.key("space")
    app.settled()
    assert app.epoch() < epoch
    assert app.quit()["epochs"] < epoch


def test_shift_r_starts_again_with_a_new_seed(open_app, tmp_path):
    app = open_app("-hn", "8", "-e", "300", "--seed", "7")
    until(lambda: app.epoch() == 300, "the end")
    before = app.settled()
    app.key("R")
    until(lambda: (app.desktop.picture() != before).any(), "a new run")
    app.settled()
    assert app.epoch() == 300
    summary = app.quit()
    assert summary["seed"] != 7
    assert same_result(summary, headless(tmp_path, "-hn", "8", "-e", "300", "--seed", str(summary["seed"])))


def test_stopping_and_stepping_on_the_way_changes_no_weight(open_app, tmp_path):
    flags = ("-hn", "8", "-e", "1000", "-ner", "10", "--seed", "3")
    app = open_app(*flags)
    app.key("space", "n", "n", "Right", "plus", "Right", "space", "minus", "space", "n", "space")
    app.settled()
    if app.epoch() < 1000:
        app.key("space")
    until(lambda: app.epoch() == 1000, "the end")
    assert same_result(app.quit(), headless(tmp_path, *flags))
