"""Points of the user's own: what they and their classes are called, and the way back to them."""

from __future__ import annotations

import numpy as np
import pytest

from netviz import cli, making
from netviz.drawing.numbers import exact
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import OWN, AddPoint, Redo, SetOption, Undo
from netviz.labs import play_figures, play_form, play_pages, play_plane, play_probe, play_update
from netviz.labs.play_network import Networks
from netviz.labs.play_view import Look
from netviz.panels.panel import View
from netviz.panels.plane import Plane
from netviz.panels.play_hints import spot_hint
from netviz.panels.play_network import Spot
from tests.panels.test_hover import hints

NAMES = ("left", "right", "the one that is above all others")
SHORT = "the one that is abo…"


@pytest.fixture
def own(tmp_path):
    """Return a lab of thirty points in three named classes."""
    rows = (f"{k - 1 + i / 50},{k % 2 + i / 40},{name}" for i in range(10) for k, name in enumerate(NAMES))
    path = tmp_path / "spots.csv"
    path.write_text("x1,x2,label\n" + "\n".join(rows) + "\n")
    options = cli.parse(["--playground", "--data", str(path), "--seed", "3", "-hn", "2"])
    return making.make(options, None)


def seen(one):
    timeline = Timeline()
    timeline.add(Session(one, 10, 1).current())
    return timeline


def field(one, name):
    sections = play_form.Sections(Look())(View(seen(one)))
    return next(f for section in sections for f in section.fields if f.name == name)


def test_the_form_names_the_file_and_the_way_back_to_it(own):
    mine = own.train_points
    problem = field(own, "problem")
    assert (problem.value, problem.choices[0], problem.shown[0]) == (OWN, OWN, "spots.csv")
    assert (field(own, "points").value, field(own, "noise").value) == (30, 0.0)
    assert field(own, "points").reason == "the points are those of spots.csv"
    own.ask(AddPoint(0.1, 0.1, 1.0))
    assert field(own, "problem").value == OWN
    own.ask(SetOption("problem", "spiral"))
    assert (field(own, "problem").value, field(own, "problem").shown[0]) == ("spiral", "spots.csv")
    assert field(own, "points").value == own.setup.points
    own.ask(problem.asks(OWN))
    assert own.snapshot().extra.own
    assert (own.train_points.inputs == mine.inputs).all()
    assert own.history.undo_says == "problem: spots.csv"
    for wish, value in ((Undo(), "spiral"), (Undo(), OWN), (Redo(), "spiral"), (Redo(), OWN)):
        own.ask(wish)
        assert field(own, "problem").value == value
    own.reset(3)
    assert (own.train_points.inputs == mine.inputs).all()


def test_without_a_file_there_is_no_problem_of_own_points():
    one = making.make(cli.parse(["--playground", "--seed", "3"]), None)
    assert OWN not in field(one, "problem").choices
    one.ask(SetOption("problem", OWN))
    assert one.notice == "not done: there is no file of your own points; --data brings one"


def test_classes_are_called_by_the_names_of_the_file_wherever_they_are_named(own):
    look, timeline = Look(), seen(own)
    answer = play_plane.answer(look, timeline)
    assert answer.points.names == ("left", "right", SHORT)
    plane = Plane(lambda _: answer)
    plane._focused, plane._axes, plane._here = True, object(), lambda: (0.0, 0.0)
    assert any(f"class {name}, p" in plane.value(View(timeline)) for name in answer.points.names)
    assert play_figures.counts(look, timeline).names == answer.points.names
    moment = look.moment(timeline)
    ends = play_probe.ends_of(View(timeline).choices, moment.train, look.extent(timeline))
    assert ends.names == ("class left", "class right")
    told = {play_update._point(moment, i, flat=False)[0].partition(") ")[2] for i in range(len(moment.train))}
    assert told == {"class left", "class right", f"class {SHORT}"}
    hint = spot_hint(Networks(look).network(timeline), Spot(1, 1), None, None)
    assert hint.lines[0] == "ŷ₁, output, for class right"


def test_numbers_that_name_classes_are_the_file_s_own(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("0,0,3\n1,0,7\n0,1,3\n1,1,7\n")
    one = making.make(cli.parse(["--playground", "--data", str(path)]), None)
    points = play_plane.answer(Look(), seen(one)).points
    assert (points.class_of(0), points.class_of(1.0)) == ("class 3", "class 7")


def test_the_summary_tells_the_file_its_classes_and_no_problem_while_they_are_trained_on(own):
    told = own.summary(own.snapshot())
    assert told["classes"] == list(NAMES)
    assert told["options"]["data"].endswith("spots.csv")
    assert [told["options"][name] for name in ("problem", "points", "noise")] == [None] * 3
    own.ask(SetOption("problem", "moons"))
    told = own.summary(own.snapshot())
    assert told["classes"] == ["0", "1"]
    assert (told["options"]["data"], told["options"]["problem"]) == (None, "moons")


@pytest.mark.parametrize("rows, share, enabled", [(4, 1.0, False), (6, 0.5, True)])
def test_so_few_points_that_all_are_trained_on_leave_no_share_to_choose(tmp_path, rows, share, enabled):
    path = tmp_path / "few.csv"
    path.write_text("x1,x2,label\n" + "".join(f"{k / 9},{k % 4 / 5},{'ab'[k % 2]}\n" for k in range(rows)))
    one = making.make(cli.parse(["--playground", "--data", str(path), "--seed", "3"]), None)
    shown = field(one, "train_share")
    assert (len(one.train_points), len(one.test_points)) == (rows * share, rows * (1 - share))
    assert (shown.value, shown.enabled) == (share, enabled)
    assert shown.reason == ("" if enabled else "4 points are too few to test with some: all are trained on")


@pytest.mark.parametrize(
    "header, places", [("x1,x2,y", (0, 1, 2)), ("x1,y", (0, 2))], ids=["in the plane", "along a line"]
)
def test_where_columns_are_brought_to_one_scale_hints_tell_the_numbers_of_the_file(tmp_path, header, places):
    rows = [(100.0 + 7 * k, -2e4 + 31.5 * k * k, 0.5 * k) for k in range(12)]
    kept = [[row[("x1", "x2", "y").index(name)] for name in header.split(",")] for row in rows]
    path = tmp_path / "large.csv"
    path.write_text(header + "\n" + "".join(f"{','.join(map(str, row))}\n" for row in kept))
    one = making.make(cli.parse(["--playground", "--data", str(path), "--seed", "3"]), None)
    names = [("x₁", "x₂", "y")[place] for place in places]
    told = told_anywhere(one)
    first = np.array([row[0] for row in rows])
    for x in one.train_points.inputs[:, 0]:
        row = rows[int(np.argmin(abs(first - (first.mean() + first.std() * x))))]
        there = ", ".join(f"{name} = {exact(row[place])}" for name, place in zip(names, places, strict=True))
        assert f"in the file: {there}" in told
    one.ask(SetOption("problem", "line" if places == (0, 2) else "moons"))
    assert not any("in the file" in line for line in told_anywhere(one))


def told_anywhere(one):
    """Return all lines of hints over the plane, or the line."""
    panel, view = play_pages.plane(Look()), View(seen(one))
    panel.suit(view)
    return {line for lines in hints(panel, view) for line in lines}
