"""The command line that repeats a run of the playground, where the run's end or the user's file decide."""

from __future__ import annotations

import shlex

import numpy as np
import pytest

from netviz import cli, making
from netviz.engine.session import Session
from netviz.engine.wishes import SetOption


def made(line):
    options = cli.parse(shlex.split(line)[2:])
    return making.make(options, None), options


@pytest.mark.parametrize("end", ["", " --epochs 90"])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "warmup", "warmup_cosine"])
def test_the_command_of_any_moment_repeats_the_rates_of_a_schedule(schedule, end):
    one, options = made(f"python main.py --playground --points 20 --seed 3 --schedule {schedule}{end}")
    last = Session(one, options.epochs, 60).advance()
    assert last.snapshot.step == 60
    other, options = made(one.command(last)[0])
    other.train(60)
    assert options.epochs >= 60
    assert np.array_equal(other.snapshot().parameters, last.snapshot.parameters)


def test_the_command_names_the_inputs_where_a_file_would_decide_them(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("x1,y\n0,1\n1,2\n2,2.5\n3,4\n")
    one, _ = made(f"python main.py --playground --seed 3 --data {path}")
    assert one.setup.inputs == ("x1",)
    one.ask(SetOption("inputs", ("x1", "x2")))
    other, _ = made(one.command(Session(one, 10, 1).current())[0])
    assert other.setup == one.setup
