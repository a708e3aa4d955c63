"""The command line that repeats a run of the playground, where the run's end or the user's file decide."""

from __future__ import annotations

import os
import shlex
import subprocess

import numpy as np
import pytest

from netviz import cli, making
from netviz.engine.commands import Ask, Restart, Resume, TogglePause
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.wishes import (
    AddLayer,
    AddPoint,
    Challenge,
    Freeze,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
)
from netviz.faults import Refused
from netviz.labs import play_journal
from netviz.settings.playground import SETTINGS
from tests.labs.test_play_history import some_wish

EDITS = (
    SetOption("hidden", (5,)), SetOption("inputs", ("x1",)), SetOption("learning_rate", 0.3),
    SetOption("optimizer", "adam"), SetOption("points", 44), SetOption("problem", "spiral"),
    SetOption("activation", ("relu",)), SetOption("loss", "mse"), SetOption("train_share", 0.7),
    Freeze((0,), True), Mute((0,), True), SetParameters((0,), (1e300,)), AddPoint(0.0, 0.0, 1.0),
    RemovePoint(0), AddLayer(0), RemoveLayer(0), Challenge(True),
    Together("two", (SetOption("hidden", (2,)), Mute((0,), True))),
)  # fmt: skip


def made(line):
    options = cli.parse(shlex.split(line)[2:])
    return making.make(options, None), options


@pytest.mark.parametrize("end", ["", " --epochs 90", " --epochs 60", " --epochs 40", " --schedule-epochs 70"])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "warmup", "warmup_cosine"])
def test_the_command_of_any_moment_repeats_the_rates_of_a_schedule_and_pauses_there(schedule, end):
    one, options = made(f"python main.py --playground --points 20 --seed 3 --schedule {schedule}{end}")
    session = Session(one, options.epochs, 20)
    while one.step < 60:
        if not session.running:
            session.apply(TogglePause())
        last = session.advance()
    other, options = made(one.command(last)[0])
    session = Session(other, options.epochs, 1000)
    there = session.advance()
    assert (there.state, there.snapshot.step, options.epochs) == (State.PAUSED, 60, 60)
    assert np.array_equal(there.snapshot.parameters, last.snapshot.parameters)
    one.train(60)
    other.train(60)
    assert np.array_equal(one.snapshot().parameters, other.snapshot().parameters)


@pytest.mark.parametrize(
    "given, epochs, told",
    [
        ("--schedule cosine", 0, "--schedule cosine --seed 3"),
        ("--schedule cosine", 60, "--schedule cosine --schedule-epochs 1000 --seed 3 --epochs 60"),
        ("--schedule cosine --epochs 60", 60, "--schedule cosine --seed 3 --epochs 60"),
        ("--schedule cosine --epochs 60", 0, "--schedule cosine --schedule-epochs 60 --seed 3"),
        ("--epochs 90", 60, "--seed 3 --epochs 60"),
    ],
)
def test_the_command_names_the_length_of_a_schedule_where_the_epochs_of_the_command_are_another(
    given, epochs, told
):
    one, options = made(f"python main.py --playground --seed 3 {given}")
    session = Session(one, options.epochs, 60)
    assert one.command(session.advance() if epochs else session.current())[0].endswith(f"playground {told}")


def test_the_command_names_the_inputs_where_a_file_would_decide_them(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("x1,y\n0,1\n1,2\n2,2.5\n3,4\n")
    one, _ = made(f"python main.py --playground --seed 3 --data {path}")
    assert one.setup.inputs == ("x1",)
    one.ask(SetOption("inputs", ("x1", "x2")))
    one.reset(3)
    other, _ = made(one.command(Session(one, 10, 1).current())[0])
    assert other.setup == one.setup


def test_the_command_names_no_inputs_where_a_file_of_two_leaves_the_default(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("x1,x2,y\n0,1,0\n1,2,1\n2,2.5,1\n3,4,0\n")
    one, _ = made(f"python main.py --playground --seed 3 --data {path}")
    line = one.command(Session(one, 10, 1).current())[0]
    assert line == f"python main.py --playground --data {line.split()[4]} --seed 3"
    assert made(line)[0].setup == one.setup


def test_who_is_handed_a_command_comes_to_its_moment_and_goes_on_from_there():
    one, _ = made("python main.py --playground --points 20 --seed 3")
    last = Session(one, 10**9, 60).advance()
    other, options = made(one.command(last)[0])
    session = Session(other, options.epochs, 60)
    there = session.advance()
    assert np.array_equal(there.snapshot.parameters, last.snapshot.parameters)
    assert (there.state, session.advance()) == (State.PAUSED, None)
    session.apply(TogglePause())
    one.train(60)
    assert np.array_equal(session.advance().snapshot.parameters, one.snapshot().parameters)


HELD = "momentum"  # an optimizer that remembers, so that one that forgot is seen


def future(lab):
    """Return all that decides what is learned from here on."""
    here = lab.trainer.checkpoint()
    numbers = (here.values, *here.optimizer.values(), here.order, here.free, here.alive)
    return here.step, here.generator, [array.tolist() for array in numbers]


def repeated(line):
    """Return the lab of a command when it has come to the command's epochs."""
    lab, options = made(line)
    session = Session(lab, options.epochs, 7, script=options.edits)
    while session.advance() is not None and " --epochs " in line:
        pass
    return lab


@pytest.mark.parametrize("seed", range(12))
def test_after_any_edits_while_it_trains_the_command_repeats_the_run_to_the_last_bit(seed):
    rng, plain = np.random.default_rng(seed), 0
    one, _ = made(f"python main.py --playground --points 20 --seed 3 --optimizer {HELD} --dropout 0.1")
    session = Session(one, 10**9, 3)
    session.advance()
    for i in range(30):
        match rng.choice(5, p=(0.2, 0.25, 0.1, 0.4, 0.05)):
            case 0:
                session.apply(Resume())
                session.advance()
            case 1:
                session.apply(Ask(Undo()))
            case 2:
                session.apply(Ask(Redo()))
            case 3:
                session.apply(Ask(some_wish(rng, one)))
            case _:
                for turn in range(3):
                    wish = SetParameters((1,), (float(rng.normal()),), joins=turn > 0)
                    session.apply(Ask(wish))
        if i % 5 == 4:
            line, left_out = one.command(session.current())
            assert left_out == ""
            assert future(repeated(line)) == future(one)
            plain += "--edits" not in line
    assert plain < 6


KNOBS = {
    "problem": "circles", "points": 44, "noise": 0.3, "train_share": 0.7, "inputs": ("x1", "x2", "x1*x2"),
    "hidden": (5, 3), "activation": ("relu", "sigmoid"), "init": "he", "output_activation": "tanh",
    "loss": "hinge", "learning_rate": 0.037, "schedule": "warmup_cosine", "schedule_epochs": 90,
    "optimizer": "adam", "batch_size": 7, "l1": 0.001, "l2": 0.002, "dropout": 0.2,
}  # fmt: skip


def test_after_every_knob_was_turned_on_the_way_the_command_and_that_of_its_run_repeat_it():
    assert set(KNOBS) == set(SETTINGS)
    one, _ = made(f"python main.py --playground --points 40 --seed 3 --optimizer {HELD}")
    session = Session(one, 10**9, 5)
    for name, value in KNOBS.items():
        session.advance()
        session.apply(Ask(SetOption(name, value)))
        assert not one.notice and getattr(one.setup, name) == value
    line, left_out = one.command(session.advance())
    assert left_out == "" and line.startswith("python main.py --playground --points 40 --optimizer momentum ")
    again = repeated(line)
    assert again.setup == one.setup and future(again) == future(one)
    assert again.command(Session(again, 10**9, 1).current()) == (line, "")


def test_a_movement_leaves_its_end_alone_in_the_command_where_it_passes_within_one_epoch():
    one, _ = made("python main.py --playground --seed 3")
    for i in range(300):
        one.ask(SetOption("learning_rate", 0.101 + i / 1000, joins=i > 0))
    line = one.command(Session(one, 10**9, 1).current())[0]
    assert line.endswith(' --seed 3 --edits "@0 learning-rate 0.4"')
    one.train(1)
    one.ask(SetOption("learning_rate", 0.5, joins=True))
    line = one.command(Session(one, 10**9, 1).current())[0]
    assert line.endswith(' --epochs 1 --edits "@0 learning-rate 0.4; @1 +learning-rate 0.5"')


@pytest.mark.parametrize("then", [Undo(), Redo()], ids=repr)
def test_a_movement_back_to_where_it_began_is_an_edit_in_the_command_too(then):
    one, _ = made("python main.py --playground --seed 3")
    one.train(5)
    first = Freeze((0,), True), Mute((1,), True), Undo()
    there_and_back = SetOption("l2", 0.2), SetOption("l2", 0.1, joins=True), SetOption("l2", 0.0, joins=True)
    for wish in (*first, *there_and_back, then):
        one.ask(wish)
    one.train(5)
    line, left_out = one.command(Session(one, 10**9, 1).current())
    assert left_out == "" and future(repeated(line)) == future(one)
    assert one.trainer.alive[1] and not one.trainer.free[0]


def test_moments_between_two_edits_share_the_text_of_all_edits():
    one, _ = made("python main.py --playground --seed 3")
    one.ask(Freeze((0, 1), True))
    one.ask(SetParameters((2,), (0.5,)))
    first = one.snapshot().extra.script
    one.train(1)
    assert one.snapshot().extra.script is first
    one.ask(Undo())
    assert one.snapshot().extra.script == f"{first}; @1 undo"


def test_a_hand_or_a_restart_ends_what_was_to_be_repeated():
    line = 'python main.py --playground --seed 3 --epochs 40 --edits "@10 l2 0.1; @20 l1 0.1"'
    for command in (Ask(Freeze((0,), True)), Restart(3)):
        lab, options = made(line)
        session = Session(lab, options.epochs, 15, script=options.edits)
        session.advance()
        assert session.apply(command).told == "you go on from here: 1 of --edits left out"
        assert session.apply(command).told == ""
        while session.advance() is not None:
            pass
        assert (lab.step, lab.setup.l2, lab.setup.l1) == (40, 0.1, 0.0)


def test_what_a_hand_asks_in_vain_ends_what_was_to_be_repeated_and_both_are_told():
    lab, options = made('python main.py --playground --seed 3 --epochs 40 --edits "@10 l2 0.1; @20 l1 0.1"')
    session = Session(lab, options.epochs, 5, script=options.edits)
    session.advance()
    assert session.apply(Ask(SetOption("batch_size", -3))).told == (
        "not done: batch size must be a whole number from 1 to 2000, not -3; "
        "you go on from here: 2 of --edits left out"
    )


def test_an_edit_of_the_script_that_cannot_be_is_told_once_with_its_epoch():
    lab, options = made(
        'python main.py --playground --seed 3 --epochs 40 --edits "@12 freeze 999; @14 l1 0.1"'
    )
    session, told = Session(lab, options.epochs, 10, script=options.edits), []
    while (refresh := session.advance()) is not None:
        told.append((refresh.snapshot.step, refresh.told))
    why = "--edits: epoch 12: not done: there is no parameter 999 among 105"
    assert told == [(10, ""), (20, why), (30, ""), (40, "")]
    assert lab.setup.l1 == 0.1


def test_what_is_repeated_is_shown_as_it_was_with_every_refresh_at_its_epoch():
    line = 'python main.py --playground --seed 3 --epochs 9 --edits "@2 l2 0.1; @4 hidden-neurons 3; @9 undo"'
    lab, options = made(line)
    session, seen = Session(lab, options.epochs, 3, script=options.edits), []
    while (refresh := session.advance()) is not None:
        seen.append(
            (refresh.snapshot.step, refresh.run, len(refresh.metrics), refresh.snapshot.extra.setup.hidden)
        )
    assert seen == [(3, 0, 3, (8, 8)), (6, 1, 2, (3,)), (9, 2, 0, (8, 8))]
    assert refresh is None and lab.setup.l2 == 0.1


@pytest.mark.parametrize("wish", EDITS, ids=repr)
def test_an_edit_taken_back_before_anything_is_trained_leaves_the_run_that_the_command_repeats(wish):
    one, _ = made(f"python main.py --playground --points 40 --seed 3 --optimizer {HELD}")
    session = Session(one, 10**9, 20)
    session.advance()
    losses = one.snapshot().extra.losses
    one.ask(wish)
    assert " --edits " in one.command(session.current())[0]
    one.ask(Undo())
    assert np.array_equal(one.snapshot().extra.losses, losses)  # which what is stuck is told from
    one.train(10)
    line, left_out = one.command(session.current())
    other, _ = made(line)
    other.train(30)
    assert (left_out, future(other)) == ("", future(one))


def test_edits_too_many_for_a_command_line_and_taken_back_after_training_are_told_as_such(monkeypatch):
    monkeypatch.setattr(play_journal, "MOST", 0)
    one, _ = made("python main.py --playground --points 40 --seed 3")
    session = Session(one, 10**9, 20)
    session.advance()
    first = one.setup
    edits = SetOption("learning_rate", 0.3), SetOption("l2", 0.01), Freeze((0,), True), Freeze((1,), True)
    for wish in edits:
        one.ask(wish)
    one.train(1)
    for _ in edits:
        one.ask(Undo())
    assert one.setup == first
    assert one.command(session.current())[1] == (
        "without 2 edits by hand, all taken back after training; "
        "the settings are those of now, changed 2 times, all taken back after training"
    )


@pytest.mark.parametrize(
    "name", ["points.csv", "a b.csv", "-x.csv", 'it\'s "$HOME" `x` \\ 5!.csv', "%d;&.csv"]
)
@pytest.mark.skipif(os.name != "posix", reason="other systems do not allow such names")
def test_the_command_of_own_points_is_never_refused_whatever_was_set_and_the_file_is_called(
    tmp_path, monkeypatch, name
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("x1,x2,label\n" + "0,1,a\n1,2,b\n" * 5)
    one = making.make(cli.parse(["--playground", f"--data={name}", "--seed", "3"]), None)
    for wish in (SetOption("problem", "spiral"), SetOption("noise", 0.4), SetOption("points", 50)):
        one.ask(wish)
    one.reset(3)
    assert "--noise 0.4" in one.command(Session(one, 10, 1).current())[0]
    one.ask(SetOption("problem", "own"))
    one.reset(3)
    line = one.command(Session(one, 10, 1).current())[0]
    words = subprocess.run(["sh", "-c", f'printf "%s\\0" {line}'], capture_output=True, check=True).stdout
    options = cli.parse(words.decode().split("\0")[2:-1])
    making.check(options)
    other = making.make(options, None)
    assert np.array_equal(other.train_points.inputs, one.train_points.inputs)


@pytest.mark.parametrize("wish, then", [("spiral", "own"), (None, "spiral")])
def test_of_a_run_that_no_command_begins_it_is_told_what_the_command_leaves_out(tmp_path, wish, then):
    path = tmp_path / "points.csv"
    path.write_text("x1,x2,label\n" + "0,1,a\n1,2,b\n" * 5)
    one, _ = made(f"python main.py --playground --seed 3 --data {path}")
    one.ask(SetOption("problem", wish) if wish else SetOption("noise", 0.4))
    one.reset(3)
    one.train(5)
    one.ask(SetOption("l2", 0.1))
    line, left_out = one.command(Session(one, 10, 1).current())
    assert left_out == "" and future(repeated(line)) == future(one)
    one.ask(SetOption("problem", then))
    line, left_out = one.command(Session(one, 10, 1).current())
    assert left_out == "the settings are those of now, changed 2 times"
    assert " --edits " not in line
    assert np.array_equal(made(line)[0].train_points.inputs, one.train_points.inputs)


@pytest.mark.parametrize("flag", ["--problem=moons", "--noise=0.2", "--points=50", "--spiral"])
def test_what_draws_points_is_refused_beside_a_file_of_points(tmp_path, flag):
    options = cli.parse(["--playground", "--data", str(tmp_path / "points.csv"), flag])
    with pytest.raises(Refused, match=f"^--data brings its own points; give it or {flag.split('=')[0]}, not"):
        making.check(options)


@pytest.mark.parametrize(
    "flags, says",
    [
        (
            "--loss cross_entropy --problem line",
            "this makes no sense: cross_entropy is for classes; values are",
        ),
        (
            "--output-activation relu --loss bce",
            "this makes no sense: an output of relu cannot reach all targets",
        ),
        ("--points 9 --problem xor", "--points changes nothing now: XOR draws its four points"),
        ("--train-share 0.7 --problem and", "--train-share changes nothing now: AND draws its four points"),
        (
            "--schedule-epochs 90",
            "--schedule-epochs changes nothing now: a constant rate is the same at every epoch",
        ),
        ("--schedule step --schedule-epochs 90", ""),
        ("--dropout 0.5 -hn 0", "--dropout changes nothing now: there are no hidden neurons to leave out"),
        ("--activation tanh,relu -hn 0", "--activation changes nothing now: there are no hidden layers"),
        (
            "--activation tanh,relu -hn 8",
            "--activation: only the first of 2 is used, one for each hidden layer",
        ),
        (
            "--activation tanh,relu,tanh -hn 8,4",
            "--activation: only the first 2 of 3 are used, one for each hidden layer",
        ),
        ("--activation tanh,relu -hn 8,8,8", ""),
        ("--linear", ""),
        ("--moons --noise 0.3 --points 50 --dropout 0.2", ""),
    ],
)
def test_flags_that_make_no_sense_together_or_change_nothing_are_obeyed_and_told(capsys, flags, says):
    made(f"python main.py --playground {flags}")
    told = capsys.readouterr().err
    assert told.startswith(says) if says else not told
    assert told.count("\n") == bool(says)


def test_every_setting_of_the_table_has_its_flag_its_help_and_its_place_in_the_command(capsys):
    flags = " ".join(
        f'{SETTINGS[name].flag} "{SETTINGS[name].write(value)}"' for name, value in KNOBS.items()
    )
    one, _ = made(f"python main.py --playground {flags} --seed 3")
    assert {name: getattr(one.setup, name) for name in SETTINGS} == KNOBS
    line = one.command(Session(one, 10**9, 1).current())[0]
    assert all(f" {setting.flag} " in line for setting in SETTINGS.values())
    assert made(line)[0].setup == one.setup
    said = {action.dest: action for action in cli.parser()._actions}
    assert all(setting.flag in said[name].option_strings for name, setting in SETTINGS.items())
    assert all(said[name].help for name in SETTINGS)
