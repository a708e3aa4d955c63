"""The playground in the real window: settings and points by mouse and by keyboard."""

import json
import shlex
import subprocess
import sys

import numpy as np
import pytest

from tests.window.desktop import PATIENCE, headless, until
from tests.window.play_twin import FLAGS, copied

pytestmark = pytest.mark.window
NONE = "--problem", "moons", "--points", "60", "--seed", "5"  # a run without an end


def told(summary):
    """Return what a summary tells of the network, its weights among it, and its settings."""
    names = ("seed", "epochs", "loss", "accuracy", "test_loss", "test_accuracy", "points", "layers")
    return {name: summary[name] for name in names} | {"options": summary["options"]["hidden"]}


def test_watched_and_untouched_it_comes_to_the_weights_that_it_has_without_a_window(open_app, tmp_path):
    for flags in (FLAGS, ("--problem", "blobs-3", "--optimizer", "adam", "--dropout", "0.2", *FLAGS[4:])):
        app = open_app(*flags, lab="playground")
        until(lambda app=app: app.epoch() == 30, "the end")
        watched, alone = app.quit(), headless(tmp_path, *flags, lab="playground")
        assert [len(layer["biases"]) for layer in watched["layers"][:-1]] == watched["options"]["hidden"]
        assert told(watched) == told(alone)


def test_a_slider_is_dragged_and_undone(twin):
    before = twin.agrees()
    place = twin.form.place("learning_rate")
    rate = twin.lab.setup.learning_rate
    twin.drag([(place.x + place.width // 4, place.centery), (place.x + 20, place.centery)])
    changed = twin.agrees()
    assert twin.lab.setup.learning_rate != rate
    assert not np.array_equal(changed, before)
    twin.click(twin.form.place("Undo").center)
    twin.agrees()
    assert twin.lab.setup.learning_rate == rate
    assert twin.app.quit()["options"]["learning_rate"] == rate


def test_options_are_chosen_and_numbers_typed_by_keyboard(twin):
    names = twin.form.names
    twin.key("Tab")  # Undo and Redo have nothing to do yet
    twin.agrees()
    twin.key("Right")
    twin.agrees()
    assert twin.lab.setup.problem == "circles"
    twin.key(*["Tab"] * (names.index("points") - names.index("problem")))
    twin.key("8", "0", "Return")
    twin.agrees()
    assert twin.lab.setup.points == 80
    twin.key(*["Tab"] * (names.index("learning_rate") - names.index("points")))
    twin.key("0", "period", "0", "4", "7", "Return")
    twin.agrees()
    assert twin.lab.setup.learning_rate == 0.047
    twin.key("Up", "Escape")
    summary = twin.app.quit()
    assert summary["options"]["problem"] == "circles"
    assert summary["options"]["learning_rate"] == twin.lab.setup.learning_rate != 0.047
    assert summary["options"]["points"] == twin.lab.setup.points


def test_points_are_added_moved_and_removed_by_mouse_and_all_of_it_undone(twin):
    count, where = len(twin.lab.train_points), twin.empty_place()
    before = twin.agrees()
    twin.click(twin.at(*where))
    twin.agrees()
    assert len(twin.lab.train_points) == count + 1
    here = twin.at(*twin.lab.train_points.inputs[-1])
    twin.drag([here, (here[0] + 9, here[1] - 6), (here[0] + 24, here[1] - 18)])
    twin.agrees()
    moved = twin.lab.train_points.inputs[-1]
    assert not np.allclose(moved, where, atol=0.02)
    twin.click(twin.at(*moved), button=3)
    twin.agrees()
    assert len(twin.lab.train_points) == count
    for _ in range(3):
        twin.click(twin.form.place("Undo").center)
    twin.agrees()
    assert not twin.lab.snapshot().extra.undo
    assert twin.lab.snapshot().extra.redo
    twin.click(twin.form.place("Redo").center)
    twin.agrees()
    assert twin.app.quit()["points"]["training"] == count + 1
    assert before.shape


def test_in_both_themes_and_at_other_sizes_it_shows_what_its_twin_does(twin):
    twin.key("t")
    assert twin.agrees().mean() > 150
    window = twin.app.window()
    for size in ((1280, 800), (640, 400), (960, 600)):
        twin.app.desktop.tool("windowsize", window, *size)
        twin.app.size = size
        until(lambda size=size: twin.app.saved()[1].shape == (size[1], size[0], 3), f"a frame of {size}")
        if size != (640, 400):  # where parts lie over others, and what is below may show
            twin.agrees()
    twin.key("t", "2")
    assert twin.agrees().mean() < 100
    assert twin.app.quit()["stopped"] == "finished"


def test_q_leaves_while_a_number_is_typed_and_nothing_of_it_is_taken(open_app):
    app = open_app(*NONE, lab="playground")
    until(lambda: app.epoch() > 0, "training")
    for _ in range(3):  # problem, points, noise; there is nothing to undo
        app.key("Tab")
    app.key("0", "period", "3")
    summary = app.quit()
    assert summary["stopped"] == "user"
    assert summary["options"]["noise"] == 0.1
    assert json.loads((app.folder / "summary.json").read_text())["points"]["training"] == 30


def test_settings_are_changed_while_it_trains_and_it_trains_on(open_app):
    app = open_app(*NONE, lab="playground")
    until(lambda: app.epoch() > 0, "training")
    app.key("Tab", "Right", "Tab", "9", "0", "Return", "Escape")
    then = app.epoch()
    until(lambda: app.epoch() > then + 5, "training goes on")
    summary = app.quit()
    assert (summary["options"]["problem"], summary["options"]["points"]) == ("circles", 90)
    assert summary["points"] == {"training": 45, "test": 45}


def test_own_points_are_left_come_back_to_and_the_copied_command_repeats_the_run(open_app, tmp_path):
    path = tmp_path / "own points.csv"
    rows = (f"{i % 5},{i // 5},{('left', 'right')[i % 5 > 2]}" for i in range(40))
    path.write_text("x1,x2,label\n" + "\n".join(rows) + "\n")
    app = open_app("--data", str(path), "--seed", "5", lab="playground")
    until(lambda: app.epoch() > 0, "training")
    own = f'--playground --data "{path}" --seed 5'

    def copied():
        app.key("c")
        lines = [line for line in app.output().splitlines() if line.startswith("python main.py ")]
        return lines[-1] if lines else ""

    def becomes(words):
        until(lambda: words in copied(), words)

    becomes(own)
    app.key("Tab", "Right")
    becomes(" problem xor")
    app.key("Right")
    becomes(" problem noisy-xor")
    app.key("Tab", "5", "0", "Return", "Escape")  # points, of which own ones and XOR leave no choice
    becomes(" points 50")
    app.key("u", "u", "u")
    becomes(" undo")
    app.key("U")
    becomes(" redo")
    app.key("Tab", "Tab", "Tab", "Home", "Escape")  # Undo, Redo, problem, of which the file is the first
    becomes(" problem own")
    app.key("space")
    app.settled()
    line, summary = until(copied, "a command"), app.quit()
    assert summary["classes"] == ["left", "right"]
    assert summary["options"]["data"] == str(path)
    assert summary["options"]["problem"] is None
    alone = headless(tmp_path, *shlex.split(line)[3:], lab="playground")
    assert alone["points"] == summary["points"]
    assert line.startswith(f"python main.py {own} --epochs {summary['epochs']} --edits ")
    assert told(alone) == told(summary)


def test_a_run_that_has_come_to_its_epochs_pauses_there_and_goes_on(open_app):
    app = open_app("--moons", "--seed", "5", "-e", "40", lab="playground")
    until(lambda: app.epoch() == 40, "the epochs asked for")
    app.settled()
    app.key("n")
    until(lambda: app.epoch() == 41, "one more")
    app.key("space")
    until(lambda: app.epoch() > 60, "training goes on")
    assert app.quit()["stopped"] == "user"


def test_with_edits_that_end_in_a_challenge_it_leaves_when_done_all_the_same(open_app, tmp_path):
    flags = ("--moons", "--seed", "5", "-e", "400", "--edits", "@20 l2 0.01; @30 challenge")
    app = open_app(*flags, "--exit-when-done", lab="playground", shown=False)
    assert app.wait() == 0
    summary = app.summary()
    assert (summary["epochs"], summary["stopped"]) == (30, "user")
    assert told(summary) == told(headless(tmp_path, *flags, lab="playground"))


def test_another_program_finds_the_copied_command_on_the_clipboard(open_app):
    app = open_app(*FLAGS, lab="playground")
    until(lambda: app.epoch() == 30, "the end")
    flags = copied(app)
    program = (
        "import pygame; pygame.display.init();"
        "pygame.display.set_mode((1, 1), pygame.HIDDEN); print(pygame.scrap.get_text())"
    )

    def pasted():
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=app.desktop.env,
            text=True,
            capture_output=True,
            timeout=PATIENCE,
        )
        return [line for line in done.stdout.splitlines() if line.startswith("python main.py")]

    (line,) = until(pasted, "the command on the clipboard")
    assert shlex.split(line)[3:] == flags
    assert flags[:2] == ["--points", "60"]
