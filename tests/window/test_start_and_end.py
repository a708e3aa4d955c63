"""How the window opens, and every way in which it ends."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from netviz.drawing.theme import DARK
from tests.window.desktop import PATIENCE, ROOT, headless, same_result, until

pytestmark = pytest.mark.window
LONG = ("-hn", "8", "-e", "1000000000")


def share_of(picture, colour):
    """Return the share of pixels of exactly this colour."""
    return (picture == colour).all(axis=-1).mean()


def test_the_first_frame_fills_the_window_with_panels(open_app):
    app = open_app(*LONG)
    app.paused()
    picture = app.screen()
    assert share_of(picture, (0x15, 0x1A, 0x21)) > 0.3  # panels
    assert share_of(picture, (0x0E, 0x11, 0x16)) > 0.02  # the window between them
    assert share_of(picture, (0, 0, 0)) < 0.01
    beyond = app.desktop.picture()
    assert not beyond[600:].any()
    assert not beyond[:, 960:].any()


def test_what_is_saved_is_what_is_on_the_screen(open_app):
    app = open_app(*LONG)
    app.paused()
    _, saved = app.saved()
    assert saved.shape == (600, 960, 3)
    assert np.array_equal(app.screen()[:520], saved[:520])  # a message stands below


@pytest.mark.parametrize("moment", ["training", "paused", "finished"])
def test_q_leaves_with_status_0_and_a_summary(open_app, moment):
    app = open_app("-hn", "8", "-e", "300" if moment == "finished" else "1000000000")
    match moment:
        case "training":
            until(lambda: app.epoch() > 0, "training")
        case "paused":
            app.paused()
        case "finished":
            until(lambda: app.epoch() == 300, "the end")
    summary = app.quit()
    assert summary["stopped"] == ("finished" if moment == "finished" else "user")
    assert summary["lab"] == "xor"


@pytest.mark.parametrize("number, status", [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("moment", ["training", "paused"])
def test_a_signal_ends_it_with_the_summary_written(open_app, number, status, moment):
    app = open_app(*LONG)
    if moment == "paused":
        app.paused()
    app.process.send_signal(number)
    assert app.wait() == status
    assert app.summary()["stopped"] == "signal"
    assert not list(app.folder.glob(".netviz*"))


def test_a_signal_to_all_its_processes_ends_it_the_same(open_app):
    """As `timeout`, service managers and containers send it; the training must not be lost too early."""
    app = open_app("-hn", "64,64", "-ner", "1000000", "-e", "1000000000")
    os.killpg(app.process.pid, signal.SIGTERM)
    assert app.wait() == 143
    assert app.summary()["stopped"] == "signal"


@pytest.mark.parametrize(
    "flags",
    [
        ("-hn", "3", "-e", "1234", "-ner", "37", "--seed", "11"),
        ("-hn", "8,4", "-e", "500", "--loss", "hinge", "--optimizer", "adam", "-lr", "0.01", "--seed", "2"),
        ("-hn", "2", "-e", "800", "--activation", "tanh", "--loss", "bce", "--fps", "0", "--seed", "4"),
    ],
)
def test_the_window_leaves_when_done_with_the_numbers_of_a_run_without_it(open_app, tmp_path, flags):
    app = open_app(*flags, "--exit-when-done", shown=False)
    assert app.wait() == 0
    summary = app.summary()
    assert summary["stopped"] == "finished"
    assert same_result(summary, headless(tmp_path, *flags))


def test_a_picture_is_written_at_the_end(open_app):
    app = open_app(
        "-e", "200", "--screenshot", "end.png", "--page", "gradients", "--exit-when-done", shown=False
    )
    assert app.wait() == 0
    assert (app.folder / "end.png").read_bytes().startswith(b"\x89PNG")


def test_a_divergence_stays_on_the_screen_and_in_the_summary(open_app):
    flags = ("--activation", "linear", "--output-activation", "linear", "-lr", "1000", "--seed", "1")
    app = open_app("-hn", "8", *flags)
    app.settled()
    assert not app.ended()
    assert share_of(app.screen(), DARK.error) > 1e-4
    app.key("q")
    assert app.wait() == 1
    summary = app.summary()
    assert summary["stopped"] == "diverged"
    assert np.isfinite(summary["loss"])
    assert f"epoch {summary['epochs'] + 1}" in summary["note"] or str(summary["epochs"]) in summary["note"]


def test_a_live_run_never_loads_matplotlib(desktop, tmp_path):
    program = (
        "import sys; from netviz.cli import main; code = main(sys.argv[1:]);"
        "print(sorted({name.partition('.')[0] for name in sys.modules})); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--xor", "-hn", "2", "-e", "200", "--exit-when-done"],
        cwd=ROOT, env=desktop.env, text=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "'pygame'" in done.stdout
    assert "'matplotlib'" not in done.stdout
