from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netviz import cli, options
from netviz.cli import SHARED
from netviz.engine.seeds import MAX_SEED
from netviz.faults import Refused
from netviz.labs.digits_config import DigitsConfig
from netviz.options import PlayOptions
from netviz.settings.playground import PRESETS, SETTINGS


def refusal(*argv):
    """The one line that refuses `--xor --headless` with these flags."""
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        status = cli.main(["--xor", "--headless", "-e", "1", *argv])
    assert status == 2
    lines = errors.getvalue().splitlines()
    assert len(lines) == 1
    assert lines[0].isprintable()
    return lines[0]


def parse(*argv):
    found = cli.parse(["--xor", *argv])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("flags", "field", "value"),
    [
        (("-hn", "--hidden_neurons", "--hidden-neurons"), "hidden", ("8,4", (8, 4))),
        (("-ner", "--num_epochs_refresh_visualizer", "--refresh-every"), "refresh_every", ("200", 200)),
        (("-e", "--epochs"), "epochs", ("40000", 40_000)),
        (("--seed",), "seed", ("7", 7)),
        (("-lr", "--learning-rate"), "learning_rate", ("0.1", 0.1)),
        (("--activation",), "activation", ("tanh", "tanh")),
        (("--output-activation",), "output_activation", ("linear", "linear")),
        (("--loss",), "loss", ("bce", "bce")),
        (("--optimizer",), "optimizer", ("adam", "adam")),
        (("--init",), "init", ("he", "he")),
        (("--theme",), "theme", ("light", "light")),
        (("--size",), "size", ("960x600", (960, 600))),
        (("--scale",), "scale", ("1.5", 1.5)),
        (("--fps",), "fps", ("0", 0)),
        (("--page",), "page", ("weights", "weights")),
        (("--summary",), "summary", ("a.json", Path("a.json"))),
        (("--screenshot",), "screenshot", ("a.png", Path("a.png"))),
    ],
)
def test_every_spelling_sets_its_option(flags, field, value):
    text, meant = value
    for flag in flags:
        assert getattr(parse(flag, text), field) == meant


def test_the_defaults_are_those_of_the_options():
    assert parse("--seed", "7") == options.XorOptions(seed=7)
    assert parse("--headless", "--exit-when-done", "--seed", "7") == options.XorOptions(
        seed=7, headless=True, exit_when_done=True
    )


def test_a_seed_is_drawn_where_none_is_given():
    seeds = {parse().seed for _ in range(5)}
    assert len(seeds) > 1
    assert all(0 <= seed <= MAX_SEED for seed in seeds)


def test_hinge_has_a_linear_output_unless_told_otherwise():
    assert parse("--loss", "hinge").output_activation == "linear"
    assert parse("--loss", "hinge", "--output-activation", "tanh").output_activation == "tanh"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["-hn", "0"], "1 to 256"),
        (["-hn", "257"], "256"),
        (["-hn", "3,,3"], "8,4"),
        (["-hn", "1,1,1,1,1"], "at most 4"),
        (["-e", "0"], "1,000,000,000"),
        (["-e", "-5"], "not '-5'"),
        (["-e", "many"], "whole number"),
        (["-e", "9" * 5000], "1,000,000,000"),
        (["-e", "1.5"], "whole number"),
        (["-ner", "1000001"], "1,000,000"),
        (["--seed", "-1"], "0 to 4,294,967,295"),
        (["--seed", "4294967296"], "4,294,967,295"),
        (["-lr", "nan"], "above 0"),
        (["-lr", "inf"], "at most 1,000,000"),
        (["-lr", "0"], "above 0"),
        (["-lr", "1e-999"], "above 0"),
        (["--fps", "1001"], "0 to 1,000"),
        (["--size", "639x400"], "640x400"),
        (["--size", "640x399"], "640x400"),
        (["--size", "99999x99999"], "7680x4320"),
        (["--size", "big"], "WIDTHxHEIGHT"),
        (["--scale", "nan"], "1 to 3"),
        (["--loss", "mae"], "mse, bce, hinge"),
        (["--theme", "blue\nline"], "dark, light"),
        (["--page", "nowhere"], "overview, weights, activations, gradients with --xor, not"),
        (["--activation", "swish"], "leaky_relu"),
        (["--loss", "bce", "--output-activation", "relu"], "--output-activation sigmoid, tanh"),
        (["--loss", "hinge", "--output-activation", "sigmoid"], "hinge"),
        (["--frobnicate"], "--frobnicate"),
        (["--moonz"], "--moonz; did you mean --moons?"),
        (["--optimiser=adam"], "did you mean --optimizer?"),
        (["--epoch", "3"], "--epoch"),
        (["-e"], "--epochs"),
        (["stray"], "stray"),
    ],
)
def test_bad_input_is_one_sentence_that_says_what_is_meant(argv, words):
    assert words in refusal(*argv)


def test_files_that_cannot_be_written_are_refused_before_training(tmp_path, monkeypatch):
    monkeypatch.setattr("netviz.labs.xor.XorLab.train", lambda *_: pytest.fail("trained"))
    for flag in ("--summary", "--screenshot"):
        assert "no folder" in refusal(flag, str(tmp_path / "no" / "a"))
        assert "folder" in refusal(flag, str(tmp_path))
        assert "folder" in refusal(flag, "")
    assert list(tmp_path.iterdir()) == []


def test_one_file_for_both_is_refused_also_by_another_name(tmp_path):
    here = tmp_path / "a"
    assert "same file" in refusal("--summary", str(here), "--screenshot", f"{tmp_path}/./a")
    here.write_text("")
    os.link(here, tmp_path / "b")
    assert "same file" in refusal("--summary", str(here), "--screenshot", str(tmp_path / "b"))


def started(argv, monkeypatch):
    """The options with which `argv` opens the start screen."""
    seen = []
    monkeypatch.setattr("netviz.launch.launch", lambda options, *_: seen.append(options) or 0)
    assert cli.main(argv) == 0
    return seen[0]


def test_no_lab_opens_the_start_screen(monkeypatch):
    opened = started([], monkeypatch)
    assert opened == options.StartOptions(seed=opened.seed)
    assert opened.lab == ""


def test_the_start_screen_takes_what_it_and_every_lab_can_use(monkeypatch):
    flags = "--theme light --size 960x600 --scale 1.5 --fps 30 --seed 7 --screenshot a.png"
    assert started(flags.split(), monkeypatch) == options.StartOptions(
        seed=7, theme="light", size=(960, 600), scale=1.5, fps=30, screenshot=Path("a.png")
    )


@pytest.mark.parametrize(
    "flags",
    [
        ["--headless"], ["--exit-when-done"], ["--summary", "a.json"], ["-hn", "3"], ["-e", "5"],
        ["--page", "overview"], ["--noise", "0.1"], ["--refresh-every", "3"], ["--l2", "junk"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_without_a_lab_what_only_a_lab_can_obey_is_refused_in_one_sentence(flags, capsys):
    assert cli.main(["--theme", "light", *flags]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "needs a lab: choose --xor, --mnist or --playground" in line
    assert line.split(": ")[1].startswith("--")


@pytest.mark.parametrize("lab", ["xor", "mnist", "playground"])
def test_help_says_the_default_of_each_lab(lab):
    flags, told = {action.dest: action for action in cli.parser()._actions}, 0
    given = vars_of(cli.parse([f"--{lab}"]))
    kept = {name: value for name, value in vars(DigitsConfig()).items() if name in given}
    given |= {"xor": {}, "mnist": kept, "playground": DEFAULTS}[lab]
    given["epochs"] = "no end" if given["epochs"] == options.MAX_EPOCHS else given["epochs"]
    for name in (*SHARED, "epochs", "refresh_every"):
        if given.get(name) is None or (lab, name) == ("mnist", "refresh_every"):
            continue  # as suits the data
        value = given[name]
        written = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        text = flags[name].help.partition("default: ")[2].replace("adam 0.005", "0.005")
        assert re.search(rf"--{lab} {re.escape(written)}[,;) ]", text), (name, text)
        told += 1
    assert told >= 4


def vars_of(options):
    return {field.name: getattr(options, field.name) for field in fields(options)}


DEFAULTS = {name: setting.default for name, setting in SETTINGS.items()}


def test_help_says_what_the_flags_of_presets_stand_for_and_that_is_what_they_do():
    flags = {action.option_strings[0]: action for action in cli.parser()._actions}
    for preset, content in PRESETS.items():
        meant = cli.parse(shlex.split(flags[f"--{preset}"].help))
        assert dict(meant.settings) == dict(content)


def test_help_is_grouped_says_defaults_and_ends_with_examples_of_both_labs(capsys):
    assert cli.main(["-h"]) == 0
    text = capsys.readouterr().out
    assert text.isascii()
    for group in (
        "lab:",
        "network (--xor, --playground):",
        "playground (--playground):",
        "digits (--mnist):",
        "run:",
        "window:",
        "without a window, and files:",
        "other:",
    ):
        assert f"\n{group}\n" in text
    for flag in ("hn", "ner", "e", "lr"):
        assert f"-{flag} " in text
    chosen = ("lab", "preset", "help", "version")
    flags = [action for action in cli.parser()._actions if action.dest not in chosen]
    assert all("default: " in (action.help or "") for action in flags)
    examples = text[text.rindex("examples:") :].splitlines()
    assert sum(line.startswith("  ") and "--xor" in line for line in examples) == 3
    assert sum(line.startswith("  ") and "--mnist" in line for line in examples) == 2
    assert sum(line.startswith("  ") and "--playground" in line for line in examples) == 1


def test_the_version_is_printed(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("netviz ")


FLAGS = sorted(
    flag
    for action in cli.parser()._actions
    for flag in action.option_strings
    if flag not in ("-h", "--help", "--version")
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(FLAGS), st.one_of(st.text(), st.integers().map(str), st.floats().map(str)))
@example("-e", "١٢")
@example("-hn", "1" * 5000)
@example("--size", "²x²")
@example("-lr", "1_0")
@example("--summary", "\ud800")
def test_any_text_for_any_flag_is_an_option_or_one_line(flag, text):
    try:
        assert isinstance(cli.parse(["--xor", flag, text]), options.Options)
    except Refused as refused:
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            cli._complain(str(refused))
        assert len(errors.getvalue().splitlines()) == 1
        assert len(errors.getvalue()) < 400 + 20 * len(text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(FLAGS), st.text(max_size=8)), max_size=6))
def test_any_arguments_are_options_or_one_line_with_status_2(argv):
    errors, seen = io.StringIO(), []
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(errors):
        patch.setattr("netviz.launch.launch", lambda options, *_: seen.append(options))
        if not any(word.startswith(("-h", "--h", "--v")) for word in argv):
            status = cli.main(argv)
            assert bool(seen) != (status == 2)
    assert len(errors.getvalue().splitlines()) <= 1


@settings(deadline=None)
@given(
    st.builds(
        options.XorOptions,
        seed=st.integers(0, MAX_SEED),
        lab=st.just("xor"),
        hidden=st.lists(st.integers(1, options.MAX_NEURONS), min_size=1, max_size=4).map(tuple),
        activation=st.sampled_from(options.ACTIVATIONS),
        output_activation=st.sampled_from(options.ACTIVATIONS),
        loss=st.sampled_from(options.LOSSES),
        optimizer=st.sampled_from(options.OPTIMIZERS),
        init=st.sampled_from(options.INITS),
        learning_rate=st.floats(0, options.MAX_RATE, exclude_min=True),
        epochs=st.integers(1, options.MAX_EPOCHS),
        refresh_every=st.integers(1, options.MAX_REFRESH),
        theme=st.sampled_from(options.THEMES),
        size=st.tuples(st.integers(640, 7680), st.integers(400, 4320)),
        scale=st.floats(1, 3),
        fps=st.integers(0, options.MAX_FPS),
        page=st.sampled_from(options.PAGES["xor"]),
        headless=st.booleans(),
        exit_when_done=st.booleans(),
    )
)
def test_valid_values_come_back(wanted):
    argv = [
        *("--seed", wanted.seed, "-hn", ",".join(map(str, wanted.hidden)), "--activation", wanted.activation),
        *("--output-activation", wanted.output_activation, "--loss", wanted.loss),
        *("--optimizer", wanted.optimizer, "--init", wanted.init, "-lr", repr(wanted.learning_rate)),
        *("-e", wanted.epochs, "-ner", wanted.refresh_every, "--theme", wanted.theme),
        *("--size", "{}x{}".format(*wanted.size), "--scale", repr(wanted.scale), "--fps", wanted.fps),
        *("--page", wanted.page),
        *(["--headless"] if wanted.headless else []),
        *(["--exit-when-done"] if wanted.exit_when_done else []),
    ]
    assert parse(*map(str, argv)) == wanted


def test_a_scale_too_large_for_the_window_and_a_picture_of_another_kind_are_refused(tmp_path):
    assert "at least 1920x1200" in refusal("--scale", "3", "--size", "1280x800")
    assert "must end in .png" in refusal("--screenshot", str(tmp_path / "a.jpg"))
    assert list(tmp_path.iterdir()) == []


def test_the_playground_takes_its_flags_from_the_table():
    shape = "--spiral -hn 6,4 --activation tanh,relu --inputs x1,x2,x1*x2"
    options = cli.parse(f"{shape} --loss cross_entropy -lr 0.05 --l2 0.001".split())
    assert isinstance(options, PlayOptions)
    assert options.preset == "spiral"
    assert options.settings == {
        "hidden": (6, 4),
        "activation": ("tanh", "relu"),
        "loss": "cross_entropy",
        "learning_rate": 0.05,
        "inputs": ("x1", "x2", "x1*x2"),
        "l2": 0.001,
    }


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("--playground --noise 0.7", ("--noise", "0 to 0.5", "'0.7'")),
        ("--playground --noise nan", ("--noise", "'nan'")),
        ("--playground --points 3.5", ("--points", "whole number", "'3.5'")),
        ("--playground --problem rings", ("--problem", "moons", "'rings'")),
        ("--playground --inputs x1,x3", ("--inputs", "'x3'")),
        ("--playground --inputs x1,x1", ("--inputs", "twice")),
        ("--playground -hn 8,99", ("--hidden-neurons", "1 to 32")),
        ("--xor --noise 0.1", ("--noise", "--xor")),
        ("--xor --moons", ("--xor", "--moons")),
        ("--moons --xor", ("--moons", "--xor")),
        ("--circles --mnist", ("--circles", "--mnist")),
        ("--moons --circles", ("--moons", "--circles")),
        ("--moons --page filters", ("--page", "overview")),
        ("--moons --headless", ("--headless", "--epochs")),
        ("--moons --exit-when-done", ("--exit-when-done", "--epochs")),
    ],
)
def test_a_bad_flag_of_the_playground_is_named(flags, words, capsys):
    assert cli.main(flags.split()) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in words)
    assert said.count("\n") == 1
