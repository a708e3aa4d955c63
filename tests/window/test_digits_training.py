"""The digits lab trains, steps, starts again and ends in the real window as it does without one."""

import json
import os
import signal

import numpy as np
import pytest

from netviz.drawing.theme import DARK
from tests.window.desktop import headless, until
from tests.window.twin import batches

pytestmark = pytest.mark.window
SHORT = ("--offline", "--seed", "5", "-e", "3")
LONG = ("--offline", "--seed", "5", "-e", "100000")


def arrays(path):
    """Return all that a model file holds, by name."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def same_model(one, other):
    one, other = arrays(one), arrays(other)
    assert one.keys() == other.keys()
    return all(one[name].tobytes() == other[name].tobytes() for name in one)


def same_figures(one, other):
    told = ("seed", "batches", "loss", "accuracy", "test_accuracy", "predictions", "confusion", "validations")
    return [one[name] for name in told] == [other[name] for name in told]


def saved_by(app):
    """Return the file in which a network was saved without being told, None if it was not."""
    return next((app.folder / "xdg_data_home" / "netviz").glob("sample-*.npz"), None)


def test_a_watched_run_saves_bit_for_bit_what_one_without_a_window_saves(open_app, tmp_path):
    app = open_app(*SHORT, "-ner", "7", "--save", "watched.npz", "--exit-when-done", lab="mnist")
    app.key("2", "5", "7", "t", "space", "f", "space", "8", "h")
    assert app.wait() == 0
    summary = app.summary()
    assert summary["stopped"] == "finished"
    assert summary["data"]["name"] == "sample"
    assert "bundled sample" in app.output()
    alone = headless(tmp_path, *SHORT, "--save", tmp_path / "alone.npz", lab="mnist")
    assert same_figures(summary, alone)
    assert same_model(tmp_path / "watched.npz", tmp_path / "alone.npz")


def test_stopping_and_stepping_on_the_way_changes_no_weight(open_app, tmp_path):
    app = open_app(*SHORT, "-ner", "4", "--save", "stepped.npz", lab="mnist")
    app.key("space", "n", "n", "Right", "plus", "Right", "space", "minus", "space", "n", "space")
    app.settled()
    total = 3 * batches(1)
    if app.epoch() < total:
        app.key("space")
    until(lambda: app.epoch() == total, "the end")
    app.quit()
    headless(tmp_path, *SHORT, "--save", tmp_path / "alone.npz", lab="mnist")
    assert same_model(tmp_path / "stepped.npz", tmp_path / "alone.npz")


def test_pause_steps_pace_and_restarts(open_app):
    app = open_app(*LONG, "-ner", "20", lab="mnist")
    batch = app.paused()
    app.key("n")
    app.settled()
    assert app.epoch() == batch + 1
    app.key("Right")
    app.settled()
    refresh = ((batch + 1) // 20 + 1) * 20
    assert app.epoch() == refresh
    app.key("minus", "Right")
    app.settled()
    assert app.epoch() == refresh + 10
    app.key("space")
    until(lambda: app.epoch() > refresh + 100, "training goes on")
    before = app.paused()
    app.key(*["minus"] * 4, "r", "space")  # a batch per refresh, so that the new run is slow
    app.settled()
    assert app.epoch() < before
    app.key("R", "space")
    app.settled()
    summary = app.quit()
    assert summary["seed"] != 5
    assert summary["stopped"] == "user"


def test_q_while_it_trains_saves_the_network_and_training_goes_on_from_there(open_app, tmp_path):
    app = open_app(*LONG[:-1], "4", "-ner", "1", "--fps", "20", lab="mnist")
    until(lambda: app.epoch() > 5, "training")
    first = app.quit()
    assert 5 < first["batches"] < 80
    assert first["stopped"] == "user"
    kept = saved_by(app)
    assert str(kept) in app.output()
    summary = headless(
        tmp_path, "--offline", "--mode", "train", "--model", kept, "--save", tmp_path / "on.npz", lab="mnist"
    )
    alone = headless(tmp_path, *LONG[:-1], "4", "--save", tmp_path / "alone.npz", lab="mnist")
    assert same_figures(summary, alone)
    assert same_model(tmp_path / "on.npz", tmp_path / "alone.npz")


def test_a_network_that_has_learned_is_explored_without_training(open_app):
    app = open_app("--mode", "infer", lab="mnist")
    batches = app.epoch()
    assert batches > 100
    app.key("Down", "7", "space", "n", "Right", "r")
    app.settled()
    assert app.epoch() == batches
    summary = app.quit()
    assert summary["batches"] == batches
    assert summary["test_accuracy"] > 0.9
    assert summary["data"]["name"] == "sample"
    assert saved_by(app) is None


def test_a_run_that_has_ended_is_saved_at_once_and_not_again_on_quitting(open_app):
    app = open_app(*SHORT, lab="mnist")
    folder = app.folder / "xdg_data_home" / "netviz"
    kept = until(lambda: saved_by(app), "a file")
    until(lambda: f"saved {kept}" in app.output(), "a line on the terminal")
    assert not app.ended()
    assert arrays(kept)
    app.key("plus", "minus")  # refreshes of the same moment
    app.settled()
    app.key("r")
    until(lambda: len(list(folder.glob("sample-*.npz"))) == 2, "a file of its own for the second run")
    until(lambda: app.output().count("saved ") == 2, "the second line")
    app.quit()
    assert len(list(folder.iterdir())) == 2
    assert app.output().count("saved ") == 2
    one, other = folder.iterdir()
    assert same_model(one, other)


def test_where_to_save_is_obeyed_at_the_end_and_again_when_something_has_changed(open_app, tmp_path):
    app = open_app(*SHORT, "--fps", "10", "--save", "net.npz", lab="mnist")
    until(lambda: "saved net.npz; --mode train --model FILE -e N" in app.output(), "a line on the terminal")
    ended = tmp_path / "ended.npz"
    (tmp_path / "net.npz").rename(ended)
    app.key("r")
    until(lambda: app.epoch() < 3 * batches(1), "the next run")
    app.quit()
    assert app.output().count("saved net.npz") == 2
    assert not same_model(ended, tmp_path / "net.npz")


@pytest.mark.parametrize("number, status", [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_summary_and_network_written(open_app, number, status):
    app = open_app(*LONG, lab="mnist")
    until(lambda: app.epoch() > 0, "training")
    os.killpg(app.process.pid, number)
    assert app.wait() == status
    assert app.summary()["stopped"] == "signal"
    assert arrays(saved_by(app))
    assert not list(app.folder.rglob(".netviz*"))


def test_the_close_button_leaves_with_status_0(open_managed):
    app = open_managed(*LONG, lab="mnist")
    app.desktop.tool("windowfocus", "--sync", app.window())
    app.key("alt+F4")
    assert app.wait() == 0
    assert app.summary()["stopped"] == "user"


def test_a_divergence_stays_on_every_page_and_no_broken_network_is_saved(open_app, tmp_path):
    linear = [{"type": "dense", "out_features": features} for features in (64, 64, 10)]
    config = {"optimizer": "sgd", "learning_rate": 10, "schedule": "constant", "layers": linear}
    (tmp_path / "wild.json").write_text(json.dumps(config))
    app = open_app("--offline", "--seed", "5", "--config", tmp_path / "wild.json", lab="mnist")
    until(lambda: (app.screen() == DARK.error).all(axis=-1).mean() > 1e-4, "the colour of trouble")
    app.key(*"12345678")
    app.settled()
    assert not app.ended()
    app.key("q")
    assert app.wait() == 1
    assert app.summary()["stopped"] == "diverged"
    kept = arrays(saved_by(app))  # the last sound moment
    assert all(np.isfinite(kept[name]).all() for name in kept if kept[name].dtype.kind == "f")
