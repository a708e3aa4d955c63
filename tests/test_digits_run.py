"""The digits lab from the command line, without a window: data, files, models, and what is refused."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from netviz import cli
from netviz.labs import digits_saving, model_file
from netviz.labs.digits_data import FILES
from netviz.labs.digits_recipe import BUNDLED
from tests.mirrors import Mirror

ROOT = Path(__file__).parents[1]
MNIST = ROOT.parent / "shared" / "mnist"
SMALL = {
    "epochs": 2,
    "fraction": 0.3,
    "layers": [
        {"type": "conv", "out_channels": 2, "filter_size": 3}, "relu", {"type": "maxpool", "filter_size": 2},
        {"type": "dense", "out_features": 10},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Caches and saved networks of the tests' own."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("no_proxy", "*")
    return tmp_path / "home"


@pytest.fixture
def run(tmp_path, capsys):
    config = tmp_path / "small.json"
    config.write_text(json.dumps(SMALL))

    def start(*flags, offline=True, config=config):
        files = ["--summary", tmp_path / "run.json"]
        given = ["--config", config] if config is not None else []
        where = ["--offline"] if offline else []
        new = "--mode" not in flags and "--model" not in flags
        argv = ["--mnist", "--headless", *(["--seed", "5"] if new else []), *where, *given, *files, *flags]
        status = cli.main(list(map(str, argv)))
        told = capsys.readouterr()
        assert told.out == ""
        summary = json.loads((tmp_path / "run.json").read_text()) if status in (0, 1) else None
        return status, summary, told.err

    return start


def test_a_run_on_the_sample_is_summed_up_and_saved(run, home):
    status, summary, told = run()
    assert status == 0
    assert (summary["lab"], summary["seed"], summary["epochs"]) == ("mnist", 5, 2)
    assert summary["stopped"] == "finished"
    for key in ("loss", "accuracy", "test_accuracy", "per_class", "predictions", "seconds"):
        assert summary[key] is not None
    assert summary["images_per_second"] > 0
    assert summary["data"]["name"] == "sample"
    assert "--offline" in summary["data"]["origin"]
    assert summary["options"]["layers"][0]["out_channels"] == 2
    assert "bundled sample" in told
    closing = next(line for line in told.splitlines() if line.startswith("mnist: finished"))
    percent = f"{100 * summary['accuracy']:.4g}%"
    assert f"validation accuracy after epoch 2 {percent}," in closing
    assert re.search(r", batch loss \S+, batch accuracy \S+%,", closing)
    assert "accuracy" not in re.sub("(batch|validation) accuracy", "", closing)
    (saved,) = (home / "netviz").iterdir()
    assert saved.name.startswith("sample-")
    assert str(saved) in told


def test_same_seed_same_network_and_a_stopped_one_goes_on_to_the_same(run, tmp_path):
    run("--save", tmp_path / "a.npz")
    run("--save", tmp_path / "b.npz", "-ner", "7")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    run("--save", tmp_path / "c.npz", "-e", "4")
    resumed = ("--model", tmp_path / "a.npz", "-e", "4")
    status, _, _ = run(*resumed, "--save", tmp_path / "d.npz", config=None)
    assert status == 0
    whole, parts = (np.load(tmp_path / name, allow_pickle=False) for name in ("c.npz", "d.npz"))
    with whole, parts:
        assert whole.files == parts.files
        assert parts["parameters"].shape == whole["parameters"].shape


def test_a_trained_network_is_looked_at_without_training(run, tmp_path):
    run("--save", tmp_path / "a.npz")
    status, summary, _ = run("--mode", "infer", "--model", tmp_path / "a.npz", config=None)
    assert status == 0
    before = json.loads((tmp_path / "run.json").read_text())
    assert summary["batches"] == before["batches"] > 0
    assert summary["images_per_second"] == 0


def test_the_terminal_says_which_bundled_network_is_looked_at(run):
    status, summary, told = run("--mode", "infer", config=None, offline=False)
    assert (status, summary["data"]["name"]) == (0, "sample")
    assert "looking downloads none" in told
    assert "network: the bundled one that has learned from the bundled sample; --model FILE" in told


@pytest.mark.skipif(not MNIST.is_dir(), reason="needs MNIST in ../shared/mnist")
def test_with_mnist_named_the_bundled_network_is_one_that_reads_it(run):
    status, summary, told = run("--mode", "infer", "--data-dir", MNIST, config=None)
    assert (status, summary["data"]["name"]) == (0, "MNIST")
    assert summary["accuracy"] > 0.98
    assert "network: the bundled one that has learned from MNIST; --model FILE names another" in told


def test_of_the_networks_saved_without_being_told_the_newest_are_kept(run, home):
    folder = home / "netviz"
    folder.mkdir(parents=True)
    for day in range(1, 29):
        (folder / f"sample-2026-01-{day:02}-120000.npz").write_bytes(b"older")
    (folder / "my-own.npz").write_bytes(b"mine")
    (folder / "mnist-2026-01-27-130000.npz").write_bytes(b"older, too")
    run()
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 21
    assert "my-own.npz" in names
    assert {"sample-2026-01-28-120000.npz", "mnist-2026-01-27-130000.npz"} < set(names)
    assert "sample-2026-01-01-120000.npz" not in names


def test_two_networks_saved_in_the_same_second_are_two_files(run, home, monkeypatch):
    class Stopped(datetime):
        @classmethod
        def now(cls):
            return cls(2026, 1, 1, 12)

    monkeypatch.setattr(digits_saving, "datetime", Stopped)
    said = [run("-e", epochs)[2] for epochs in ("1", "2")]
    files = [home / "netviz" / f"sample-2026-01-01-120000{number}.npz" for number in ("", "-2")]
    assert sorted((home / "netviz").iterdir(), reverse=True) == files
    for file, told in zip(files, said, strict=True):
        assert f"saved {file};" in told
    steps = [model_file.read(file).progress["step"] for file in files]
    assert steps[1] == 2 * steps[0] > 0


def test_a_seed_for_a_network_that_has_one_is_refused(capsys):
    assert cli.main(["--mnist", "--headless", "--mode", "infer", "--seed", "3"]) == 2
    assert "--seed is for a new network" in capsys.readouterr().err


def test_what_cannot_be_written_keeps_nothing_else_from_being_written(run, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("netviz.launch._write_summary", full)
    status, _, told = run("--save", tmp_path / "a.npz", "--screenshot", tmp_path / "a.png")
    assert status == 2
    assert "--summary could not be obeyed at the end: no space left on device" in told
    assert (tmp_path / "a.npz").exists()
    assert (tmp_path / "a.png").exists()


def test_nothing_is_saved_where_that_is_not_wanted(run, home):
    status, _, told = run("--no-save")
    assert status == 0
    assert not (home / "netviz").exists()
    assert "saved" not in told


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["-hn", "3"], "--hidden-neurons does not go with --mnist"),
        (["--loss", "mse"], "--loss does not go with --mnist"),
        (["--page", "weights"], "--page must be one of overview, pass"),
        (["--data-dir", "nowhere"], "there is no folder"),
        (["--config", "nowhere.json"], "nowhere.json"),
        (["--model", "nowhere.npz", "--config", "a.json"], "not both"),
        (["--mode", "infer", "-e", "3"], "--epochs is for training"),
        (["--mode", "guess"], "train, infer"),
        (["--save", "a.txt"], "must end in .npz"),
        (["--save", "no/a.npz"], "no folder"),
        (["--save", "a.npz", "--no-save"], "contradict"),
        (["--save", "a.npz", "--screenshot", "a.npz"], "same file"),
        (["-e", "1000000"], "100,000"),
        (["--xor"], "choose one lab"),
        (["--batch-size", "0"], "1 to 4,096"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(capsys, tmp_path, monkeypatch, flags, words):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--mnist", "--headless", "--offline", *flags]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert words in lines[0]
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_model_and_no_configuration_are_refused(run, tmp_path):
    (tmp_path / "no.npz").write_bytes(b"PK\x03\x04 nothing")
    status, _, told = run("--mode", "infer", "--model", tmp_path / "no.npz", config=None)
    assert status == 2
    assert "no.npz" in told
    (tmp_path / "no.json").write_text('{"epoch": 3}')
    status, _, told = run(config=tmp_path / "no.json")
    assert status == 2
    assert "epochs" in told


def files_of(folder):
    return {file.name: (folder / file.name).read_bytes() for file in FILES}


def test_a_mirror_that_answers_nonsense_is_a_refusal_and_the_cache_stays_empty(run, home, monkeypatch):
    with Mirror({file.name: b"x" * file.size for file in FILES}, "page") as mirror:
        monkeypatch.setenv("NETVIZ_MNIST_MIRRORS", mirror.url)
        status, _, told = run(offline=False)
    assert status == 2
    assert "--offline" in told
    assert "Traceback" not in told
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_where_no_mirror_answers_the_sample_is_there_in_time(run, monkeypatch):
    monkeypatch.setenv("NETVIZ_MNIST_MIRRORS", "http://127.0.0.1:9/a/ http://127.0.0.1:9/b/")
    status, summary, told = run(offline=False)
    assert status == 0
    assert summary["data"]["name"] == "sample"
    assert "no mirror" in summary["data"]["origin"]
    assert "no mirror" in told


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT, which Windows knows otherwise")
def test_an_interrupt_during_a_download_ends_at_once_and_leaves_nothing(tmp_path, home):
    with Mirror({file.name: b"x" * file.size for file in FILES}, "trickling") as mirror:
        environment = {**os.environ, "NETVIZ_MNIST_MIRRORS": mirror.url}
        process = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "--mnist", "--headless"],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        end = time.monotonic() + 30
        while not mirror.asked and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not MNIST.is_dir(), reason="needs MNIST in ../shared/mnist")
def test_mnist_of_a_folder_is_trained_on(run, tmp_path):
    config = tmp_path / "tiny.json"
    config.write_text(json.dumps(SMALL | {"fraction": 0.02, "input_size": 14}))
    status, summary, told = run("--data-dir", MNIST, offline=False, config=config)
    assert status == 0
    assert (summary["data"]["name"], summary["data"]["side"]) == ("MNIST", 14)
    assert summary["data"]["training"] + summary["data"]["validation"] == 1200
    assert summary["data"]["test"] == 10_000
    assert str(MNIST) in told


def test_a_picture_of_every_page_is_made_without_a_window(run, tmp_path):
    for page in ("overview", "draw"):
        status, _, _ = run("--screenshot", tmp_path / "a.png", "--page", page)
        assert status == 0
        assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("mode", ["infer", "train"])
@pytest.mark.parametrize(
    "progress",
    [
        {"images": 0},
        {"images": -3},
        {"images": "many"},
        {"images": None},
        {"checksum": "none"},
        {"checksum": -1},
        {"step": -1},
        {"step": 10**30},
        {"step": 1.5},
        {"last": [0.5]},
        {"last": [0.5, 0.5, 0.5]},
        {"last": ["a", 0.5]},
        {"sums": [1.0]},
        {"drawn_from": []},
        {"ended": None},
        {"seed": 2**32},
        {"epochs": 1e300},
        {"epochs": -7e18},
        {"epochs": 0.5},
    ],
    ids=str,
)
def test_a_model_whose_standing_cannot_be_is_refused_in_one_sentence(run, tmp_path, capsys, mode, progress):
    bundled = model_file.read(BUNDLED["sample"])
    arrays = dict(bundled.arrays)
    if "epochs" in progress:
        arrays["epochs"] = arrays["epochs"].copy()
        arrays["epochs"][:, 1] = progress["epochs"]
        progress = {}
    damaged = replace(bundled, progress={**bundled.progress, **progress}, arrays=arrays)
    path = tmp_path / "damaged.npz"
    path.write_bytes(model_file.write(damaged))
    flags = ["--headless", "--offline", "--mode", mode, "--model", str(path)]
    status = cli.main(["--mnist", *flags, *(["-e", "100", "--no-save"] if mode == "train" else [])])
    said = capsys.readouterr().err.strip().splitlines()
    assert status == 2
    assert "the model is damaged" in said[-1] and "Traceback" not in " ".join(said)


def test_the_pace_of_a_run_that_goes_on_counts_its_own_batches_alone(run, tmp_path):
    _, first, _ = run("-e", "2", "--save", tmp_path / "net.npz")
    _, second, _ = run("--model", tmp_path / "net.npz", "-e", "3", config=None)
    assert (first["epochs"], second["epochs"]) == (2, 3)
    assert second["epochs_per_second"] * second["seconds"] == pytest.approx(1)
