from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from netviz import cli, headless, signals
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.labs.xor import XorLab
from netviz.options import XorOptions
from netviz.progress import figures
from netviz.summary import as_json

ROOT = Path(__file__).parents[1]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")


def strict(text):
    def refuse(word):
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def run(tmp_path, *flags):
    path = tmp_path / "run.json"
    status = cli.main(["--xor", "--headless", "--summary", str(path), *flags])
    return status, strict(path.read_text())


def test_a_finished_run_writes_its_summary(tmp_path, capsys):
    status, summary = run(
        tmp_path, "--seed", "3", "-e", "30000", "-hn", "4,2", "--init", "xavier", "-lr", "0.6"
    )
    assert status == 0
    assert (summary["lab"], summary["seed"], summary["epochs"]) == ("xor", 3, 30_000)
    assert summary["stopped"] == "finished"
    assert summary["seconds"] > 0
    assert summary["epochs_per_second"] == pytest.approx(30_000 / summary["seconds"])
    assert [sample["target"] for sample in summary["predictions"]] == [0, 1, 1, 0]
    wanted = {
        "hidden": [4, 2],
        "init": "xavier",
        "learning_rate": 0.6,
        "refresh_every": 100,
        "headless": True,
    }
    assert {name: summary["options"][name] for name in wanted} == wanted
    assert {field.name for field in fields(XorOptions)} <= set(summary["options"])
    streams = capsys.readouterr()
    assert streams.out == ""
    closing = streams.err.splitlines()[-1]
    for word in ("finished", "30,000", "loss", "accuracy", "epochs/s"):
        assert word in closing


@pytest.mark.parametrize("every", [1, 7, 100, 30_000, 1_000_000])
def test_the_weights_are_those_of_training_alone(every):
    lab, alone = XorLab(5, epochs=2_345), XorLab(5)
    outcome = headless.run(lab, XorOptions(5, epochs=2_345, refresh_every=every), signals.Caught())
    alone.train(2_345)
    assert outcome.refresh.snapshot.parameters.tolist() == alone.snapshot().parameters.tolist()
    assert outcome.stopped == "finished"


def test_a_divergence_is_told_and_gives_status_1(tmp_path, capsys):
    flags = ["--activation", "linear", "--output-activation", "linear", "-lr", "50", "--seed", "1"]
    status, summary = run(tmp_path, *flags)
    assert status == 1
    assert summary["stopped"] == "diverged"
    assert 0 < summary["epochs"] < 30_000
    assert summary["loss"] is not None
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert "Warning" not in error
    assert f"no longer finite at epoch {summary['epochs'] + 1:,}" in error
    assert summary["note"] in error


def test_a_signal_that_came_before_training_ends_the_run_at_once():
    caught = signals.Caught()
    caught.note(signal.SIGINT)
    outcome = headless.run(XorLab(1), XorOptions(1), caught)
    assert (outcome.refresh.snapshot.step, outcome.stopped, outcome.status) == (0, "signal", 130)
    assert outcome.refresh.state is State.RUNNING


@posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("every", ["1", "1000000"])
def test_a_signal_ends_cleanly_with_the_summary(tmp_path, number, status, every):
    path = tmp_path / "run.json"
    command = [sys.executable, str(ROOT / "main.py"), "--xor", "--headless", "-e", "1000000000"]
    process = subprocess.Popen(
        [*command, "-ner", every, "--summary", str(path)], stderr=subprocess.PIPE, text=True
    )
    first = process.stderr.readline()  # after about two seconds, or at the first refresh
    assert "epoch " in first
    process.send_signal(number)
    _, error = process.communicate(timeout=60)
    assert process.returncode == status
    assert "Traceback" not in error
    summary = strict(path.read_text())
    assert summary["stopped"] == "signal"
    assert summary["epochs"] > 0
    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]


def test_signals_are_back_to_normal_afterwards():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with signals.caught_signals() as caught:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        assert caught.number == signal.SIGTERM
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize("page", ["overview", "gradients"])
def test_a_screenshot_is_a_png_of_the_size(tmp_path, page, monkeypatch):
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    path = tmp_path / "run.png"
    flags = [
        "--xor",
        "--headless",
        "-e",
        "500",
        "--size",
        "960x600",
        "--screenshot",
        str(path),
        "--page",
        page,
    ]
    assert cli.main(flags) == 0
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (960, 600)
    assert "SDL_VIDEODRIVER" not in os.environ


def test_a_file_that_fails_at_the_end_is_one_sentence(tmp_path, monkeypatch, capsys):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("netviz.launch.write_whole", full)
    assert cli.main(["--xor", "--headless", "-e", "10", "--summary", str(tmp_path / "a.json")]) == 2
    error = capsys.readouterr().err
    assert "no space left on device" in error
    assert "Traceback" not in error


def test_a_terminal_gets_a_bar_with_loss_and_accuracy(monkeypatch):
    import io

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    headless.run(XorLab(1, epochs=2_000), XorOptions(1, epochs=2_000), signals.Caught())
    text = terminal.getvalue()
    assert "100%|" in text
    assert "loss 0." in text
    assert "accuracy " in text


def test_a_share_that_is_no_number_is_not_told_and_a_loss_is():
    lab = XorLab(1, epochs=10)
    now = Session(lab, lab.total, 1).current()
    assert figures(lab, now).startswith("loss 0.") and ", accuracy " in figures(lab, now)
    lost = replace(now, snapshot=replace(now.snapshot, loss=float("nan"), accuracy=float("nan")))
    assert figures(lab, lost) == "loss nan"


def test_nobody_listening_is_no_reason_to_stop(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(["--xor", "--headless", "-e", "10"]) == 0


def test_json_has_no_nan():
    content = {"a": [float("nan"), float("inf"), 1.0], "b": (Path("x"), None)}
    assert strict(as_json(content)) == {"a": [None, None, 1.0], "b": ["x", None]}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_a_refusal_that_cannot_be_told_has_the_same_status():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "main.py", "--bogus"], cwd=ROOT, stderr=full, check=False)
    assert done.returncode == 2


def play(*flags):
    return cli.main(["--playground", "--headless", "--seed", "3", "--points", "20", "-e", "40", *flags])


def test_a_challenge_of_the_command_leaves_a_run_without_a_window_paused_and_says_why(capsys):
    assert play("--edits", "@20 challenge") == 0
    lines = capsys.readouterr().err.splitlines()[-2:]
    assert lines[0].startswith("playground: paused at epoch 20, ") and lines[1].startswith("Training is off.")


def test_edits_of_the_command_that_were_not_done_are_told_without_a_window_too(capsys):
    assert play("--edits", "@20 set 999 1; freeze -1; l2 0.1; @40 l1 0.1; @41 undo; redo") == 0
    assert [line for line in capsys.readouterr().err.splitlines() if "--edits" in line] == [
        "--edits: epoch 20: not done: there is no parameter 999 among 105",
        "--edits: epoch 20: not done: there is no parameter -1 among 105",
        "--edits: 2 not done: their epoch has not come",
    ]


def test_a_summary_has_the_edits_as_the_command_has_them(tmp_path):
    edits, path = "@10 freeze 0; mute 1; undo; @20 l2 0.1", tmp_path / "run.json"
    assert play("--edits", edits, "--summary", str(path)) == 0
    assert strict(path.read_text())["options"]["edits"] == edits
