"""The playground: whatever is asked of it while it trains, its state stays valid and can be taken back."""

from __future__ import annotations

import pickle
import shlex
from dataclasses import fields

import numpy as np
import pytest

from netviz import cli, making
from netviz.engine.commands import Ask, Restart, Resume
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.wishes import (
    AddLayer,
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
)
from netviz.labs import play_journal
from netviz.labs.play_run import WEIGHTS
from netviz.labs.play_setup import SCHEDULES, Setup
from netviz.labs.playground import PlaygroundLab
from netviz.settings import playground as table
from networks import ACTIVATIONS, INITIALIZERS, LOSSES, MLP, OPTIMIZERS
from networks.inputs import INPUTS
from networks.problems import PROBLEMS


def lab(seed=1, **settings):
    return PlaygroundLab(seed, setup=Setup(**{"points": 60, **settings}), epochs=1000)


def state(one):
    moment = one.snapshot().extra
    numbers = np.concatenate((moment.values, moment.train.inputs.ravel(), moment.train.targets))
    return numbers.tobytes(), moment.free.tobytes(), moment.alive.tobytes(), moment.setup


def test_the_table_names_what_the_networks_have():
    assert set(table.PROBLEMS) == set(PROBLEMS)
    assert set(table.ACTIVATIONS) == set(ACTIVATIONS)
    assert set(table.LOSSES) == set(LOSSES)
    assert set(table.OPTIMIZERS) == set(OPTIMIZERS)
    assert set(table.SCHEDULES) == set(SCHEDULES)
    assert set(table.INITS) == set(INITIALIZERS)
    assert table.INPUTS == INPUTS
    assert [field.name for field in fields(Setup)] == list(table.SETTINGS)


def test_presets_and_defaults_are_values_of_the_table():
    for preset in ({}, *table.PRESETS.values()):
        for name, value in preset.items():
            assert table.SETTINGS[name].check(value) == value
    for setting in table.SETTINGS.values():
        assert setting.read(setting.write(setting.default)) == setting.default


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_problem_is_trained_with_what_fits_it(problem):
    one = lab(problem=problem)
    before = one.snapshot().loss
    metrics = one.train(60)
    assert metrics.shape == (60, 4)
    assert np.isfinite(metrics).all()
    assert one.snapshot().loss < before
    assert one.fitted.warning == ""


def test_the_same_seed_gives_the_same_weights_whoever_trains():
    one, other = lab(), pickle.loads(pickle.dumps(lab()))
    session = Session(other, 30, 7)
    while session.advance() is not None:
        pass
    one.train(30)
    assert state(one) == state(other)


def test_a_checkpoint_is_gone_back_to_exactly_also_across_edits():
    one = lab(dropout=0.2, optimizer="adam")
    one.train(3)
    here = one.checkpoint()
    one.train(5)
    expected = state(one)
    one.ask(SetOption("hidden", (3,)))
    one.ask(AddPoint(0.1, 0.2, 1.0))
    one.train(2)
    one.restore(here)
    one.train(5)
    assert state(one) == expected


WISHES = (
    SetOption("hidden", (8, 8, 4)),
    SetOption("hidden", ()),
    SetOption("hidden", (5,)),
    AddLayer(0),
    AddLayer(1),
    RemoveLayer(0),
    SetOption("inputs", ("x1", "x2", "x1*x2")),
    SetOption("activation", ("relu",)),
    SetOption("noise", 0.3),
    SetOption("points", 40),
    SetOption("optimizer", "adam"),
    SetOption("learning_rate", 0.01),
    SetOption("batch_size", 7),
    SetOption("l1", 0.001),
    SetOption("dropout", 0.3),
    SetOption("loss", "mse"),
    SetOption("schedule", "cosine"),
    SetParameters((0, 3), (1.5, -2.0)),
    Freeze((0, 1), True),
    Mute((2, 3), True),
    Mute((2, 3), False),
    AddPoint(0.5, -0.5, 1.0),
    MovePoint(0, 0.3, 0.3),
    RemovePoint(2),
    SetOption("problem", "blobs-3"),
    SetOption("problem", "surface"),
    SetOption("problem", "xor"),
)


@pytest.mark.parametrize("wish", WISHES, ids=repr)
def test_an_edit_is_taken_back_and_made_again(wish):
    one = lab()
    one.train(2)
    before = state(one)
    one.ask(wish)
    assert one.notice == ""
    after = state(one)
    if wish != Mute((2, 3), False):
        assert after != before
    one.ask(Undo())
    assert state(one) == before
    one.ask(Redo())
    assert state(one) == after
    assert np.isfinite(one.train(2)).all()


def test_a_long_chain_of_edits_with_training_between_is_taken_back_to_the_first_setup():
    one = lab()
    first = one.setup
    for wish in WISHES:
        one.ask(wish)
        one.train(1)
    while one.history.undo_says:
        one.ask(Undo())
        one.train(1)
    assert one.setup == first
    now, then = one.snapshot().extra, lab().snapshot().extra
    assert now.values.size == then.values.size
    assert (now.train.inputs == then.train.inputs).all()
    assert now.free.all() and now.alive.all()


def test_one_movement_is_one_edit():
    one = lab()
    start = state(one)
    for i in range(5):
        one.ask(SetParameters((4,), (i / 2,), joins=i > 0))
    for i in range(5):
        one.ask(MovePoint(1, i / 10, 0.0, joins=i > 0))
    one.ask(Undo())
    one.ask(Undo())
    assert state(one) == start


def test_frozen_ones_stay_and_muted_ones_count_as_nothing():
    one = lab()
    one.ask(Freeze((0, 5), True))
    one.ask(Mute((3,), True))
    before = one.snapshot().extra.values
    one.train(5)
    now = one.snapshot()
    assert (now.extra.values[[0, 3, 5]] == before[[0, 3, 5]]).all()
    assert now.parameters[3] == 0
    assert (now.extra.values != before).sum() > 10


def test_kept_weights_stay_and_added_neurons_change_no_answer_at_first():
    one = lab(hidden=(4,))
    one.train(5)
    before = one.snapshot()
    one.ask(SetOption("hidden", (6,)))
    more = one.trainer.network
    assert more.architecture.sizes == (2, 6, 1)
    assert (more.weights[0][:, :4] == lab_weights(before, 4)).all()
    assert one.snapshot().loss == pytest.approx(before.loss, rel=1e-12)
    one.ask(Undo())
    one.ask(SetOption("hidden", (4, 6)))
    assert one.trainer.network.architecture.sizes == (2, 4, 6, 1)
    one.ask(Undo())
    assert one.snapshot().loss == before.loss
    one.ask(SetOption("inputs", ("x1", "x2", "x1*x2")))
    kept = one.trainer.network.weights[0]
    assert kept.shape == (3, 4)
    assert (kept[:2] == lab_weights(before, 4)).all()


@pytest.mark.parametrize(
    "name, value",
    [
        ("learning_rate", 0.03), ("schedule", "step"), ("schedule_epochs", 20), ("optimizer", "adam"),
        ("optimizer", "momentum"), ("batch_size", 7), ("l1", 0.01), ("l2", 0.02), ("dropout", 0.3),
        ("activation", ("relu",)), ("loss", "mse"), ("output_activation", "tanh"),
    ],
)  # fmt: skip
def test_a_setting_changed_on_the_way_trains_as_one_begun_with_and_otherwise_than_before(name, value):
    one, begun, unchanged = (lab(**{"schedule": "cosine", **more}) for more in ({}, {name: value}, {}))
    one.train(6)
    for other in (begun, unchanged):
        other.trainer.restore(one.trainer.checkpoint())
    one.ask(SetOption(name, value))
    for each in (one, begun, unchanged):
        each.train(5)
    assert (one.trainer.values == begun.trainer.values).all()
    assert (one.trainer.values != unchanged.trainer.values).any()


def test_points_are_drawn_from_the_seed_also_after_a_restart():
    one, same, other = lab(3, problem="moons"), lab(3, problem="moons"), lab(4, problem="moons")
    for part in ("train_points", "test_points"):
        assert (getattr(one, part).inputs == getattr(same, part).inputs).all()
        assert (getattr(one, part).inputs != getattr(other, part).inputs).any()
    one.reset(4)
    for part in ("train_points", "test_points"):
        assert (getattr(one, part).inputs == getattr(other, part).inputs).all()


def test_the_figures_of_each_epoch_are_those_of_the_network_after_it():
    one = lab(problem="circles", noise=0.4, train_share=0.7, batch_size=1000, learning_rate=1.0)
    before = one.snapshot().loss
    for row in (one.train(1)[0] for _ in range(20)):
        moment = one.snapshot().extra
        assert row[0] == pytest.approx(before, rel=1e-12)  # all points at once: the loss before the step
        assert row[1:].tolist() == [moment.test_loss, moment.train_accuracy, moment.test_accuracy]
        before = moment.train_loss
    assert len(set(row.tolist())) == 4


def test_a_test_point_is_moved_with_its_value_too():
    one = lab(problem="line", inputs=("x1",))
    count, train = len(one.train_points), one.train_points
    one.ask(MovePoint(count + 2, 0.25, 0.0, target=0.625))
    assert (one.test_points.inputs[2, 0], one.test_points.targets[2]) == (0.25, 0.625)
    assert one.train_points is train
    one.ask(MovePoint(2, -0.25, 0.0, target=-0.625))
    assert (one.train_points.inputs[2, 0], one.train_points.targets[2]) == (-0.25, -0.625)


@pytest.mark.parametrize("init", INITIALIZERS)
def test_a_restart_draws_the_first_weights_as_is_set(init):
    one = lab()
    one.ask(SetOption("init", init))
    one.reset(4)
    sizes, first = one.fitted.architecture, np.random.default_rng((4, WEIGHTS))
    assert (one.trainer.values == MLP.create(sizes, first, init).parameters).all()
    assert (lab(4, init=init).trainer.values == one.trainer.values).all()


@pytest.mark.parametrize("points, noise, share", [(50, 0.0, 0.8), (50, 0.3, 0.8), (120, 0.3, 0.25)])
@pytest.mark.parametrize("way", ["begun with", "asked for"])
def test_points_are_as_many_as_noisy_and_as_shared_out_as_is_set(way, points, noise, share):
    wanted = {"points": points, "noise": noise, "train_share": share}
    one = lab(problem="circles", **(wanted if way == "begun with" else {}))
    for name, value in wanted.items():
        one.ask(SetOption(name, value))
    train = round(share * points)
    assert (len(one.train_points), len(one.test_points)) == (train, points - train)
    radii = np.linalg.norm(np.concatenate((one.train_points.inputs, one.test_points.inputs)), axis=1)
    targets = np.concatenate((one.train_points.targets, one.test_points.targets))
    spread = max(radii[targets == k].std() for k in (0, 1))
    assert (spread < 1e-12) == (noise == 0)


def lab_weights(snapshot, hidden):
    return snapshot.parameters[: 3 * hidden].reshape(3, hidden)[:2]


@pytest.mark.parametrize(
    "wish",
    [
        SetOption("noise", 7.0),
        SetOption("noise", "much"),
        SetOption("hidden", (99,)),
        SetOption("inputs", ()),
        RemovePoint(999),
        MovePoint(-1, 0.0, 0.0),
        AddPoint(0.0, 0.0, 3.0),
        AddPoint(float("nan"), 0.0, 1.0),
        SetParameters((999,), (1.0,)),
        Freeze((999,), True),
    ],
    ids=repr,
)
def test_what_cannot_be_done_is_said_and_changes_nothing(wish):
    one = lab()
    before = state(one)
    one.ask(wish)
    assert one.notice.startswith("not done: ")
    assert state(one) == before
    assert one.history.undo_says == ""


def test_an_edit_that_makes_the_loss_infinite_is_shown_and_can_be_taken_back():
    session = Session(lab(loss="mse", output_activation="linear"), 1000, 1)
    before = session.advance()
    refresh = session.apply(Ask(SetParameters((len(before.snapshot.parameters) - 1,), (1e200,))))
    assert refresh.state is State.DIVERGED
    assert not np.isfinite(refresh.snapshot.loss)
    refresh = session.apply(Ask(Undo()))
    assert refresh.state is State.PAUSED
    assert refresh.snapshot.loss == before.snapshot.loss


@pytest.mark.parametrize(
    "wish",
    [
        SetOption("hidden", (3, 3)),
        SetOption("hidden", (4, 2)),  # as many parameters as (6,)
        SetOption("inputs", ("x1", "x1^2")),
        Challenge(True),
        SetOption("problem", "blobs-3"),
        SetOption("problem", "plane"),  # has no accuracy
        SetOption("problem", "xor"),  # has no test points
        SetOption("train_share", 1.0),
    ],
    ids=repr,
)
def test_another_shape_or_other_figures_begin_a_new_history_at_the_same_epoch_and_so_do_the_old_ones(wish):
    session = Session(lab(hidden=(6,)), 1000, 1)
    session.advance()
    for run, asked in ((1, wish), (2, Undo()), (3, Redo())):
        refresh = session.apply(Ask(asked))
        assert (refresh.run, refresh.snapshot.step) == (run, 1)
    session.apply(Ask(Challenge(False)))
    session.apply(Resume())
    assert session.advance().snapshot.step == 2


@pytest.mark.parametrize(
    "wish", [SetOption("activation", ("relu",)), SetOption("loss", "mse"), SetOption("problem", "circles")]
)
def test_the_same_shape_and_figures_go_on_in_the_same_history(wish):
    session = Session(lab(hidden=(6,)), 1000, 1)
    assert session.apply(Ask(wish)).run == 0
    assert session.apply(Ask(Undo())).run == 0


def test_test_points_that_come_or_go_by_hand_begin_a_new_history():
    session = Session(lab(points=10), 1000, 1)
    test = len(session.lab.test_points)
    assert test > 1
    runs = [session.apply(Ask(RemovePoint(len(session.lab.train_points)))).run for _ in range(test)]
    assert runs == [0] * (test - 1) + [1]
    assert session.apply(Ask(Undo())).run == 2


@pytest.mark.parametrize(
    ("wish", "told"),
    [(SetOption("hidden", (3,)), 0), (SetOption("problem", "plane"), 0), (SetOption("l2", 0.1), 1)],
)
def test_figures_on_their_way_to_a_refresh_go_with_the_network_that_they_are_of(wish, told):
    session = Session(lab(hidden=(6,)), 1000, 100)
    assert session.advance(lambda: True) is None and session.lab.step == 1
    assert len(session.apply(Ask(wish)).metrics) == told


def test_other_inputs_as_many_keep_the_weights_of_those_that_stay():
    one = lab(hidden=(6,))
    before = one.trainer.network.weights[0].copy()
    one.ask(SetOption("inputs", ("x2", "x1^2")))
    assert (one.trainer.network.weights[0][0] == before[1]).all()
    assert not one.trainer.network.weights[0][1].any()


def test_thousands_of_random_wishes_leave_a_valid_state():
    one, rng = lab(points=30), np.random.default_rng(5)
    for _ in range(1500):
        count = one.snapshot().parameters.size
        places = tuple(int(i) for i in rng.integers(0, count, rng.integers(1, 4)))
        values = tuple(rng.normal(0, 2, len(places)).tolist())
        point = int(rng.integers(0, 40))
        x, y = rng.uniform(-2, 2, 2).tolist()
        wishes = (
            *WISHES,
            SetParameters(places, values),
            Freeze(places, bool(rng.integers(2))),
            Mute(places, bool(rng.integers(2))),
            AddPoint(x, y, float(rng.integers(0, 3))),
            MovePoint(point, x, y),
            RemovePoint(point),
            Undo(),
            Undo(),
            Redo(),
        )
        one.ask(wishes[rng.integers(len(wishes))])
        if rng.random() < 0.2:
            one.train(1)
        snapshot = one.snapshot()
        assert snapshot.parameters.size == one.fitted.architecture.parameter_count
        assert snapshot.extra.free.size == snapshot.parameters.size
        assert len(snapshot.extra.train) >= 1


def test_a_moment_carries_what_the_next_update_is_made_from():
    one = lab(optimizer="adam", schedule="cosine", batch_size=7)
    one.train(3)
    snapshot = one.snapshot()
    moment = snapshot.extra
    optimizer = OPTIMIZERS["adam"](moment.setup.learning_rate)
    parameters = snapshot.parameters.copy()
    optimizer.prepare(parameters)
    optimizer.load(moment.optimizer)
    assert all(np.array_equal(moment.optimizer[name], array) for name, array in optimizer.save().items())
    assert moment.next_rate < moment.setup.learning_rate
    one.train(1)
    assert one.trainer.optimizer.learning_rate == moment.next_rate


def test_a_moment_carries_the_losses_of_the_last_epochs_and_forgets_them_with_an_edit():
    one = lab()
    losses = np.concatenate([one.train(70)[:, 0], one.train(60)[:, 0]])
    assert np.array_equal(one.snapshot().extra.losses, losses[-100:])
    here = one.checkpoint()
    one.ask(SetOption("learning_rate", 0.2))
    assert not len(one.snapshot().extra.losses)
    one.restore(here)
    assert np.array_equal(one.snapshot().extra.losses, losses[-100:])


def test_a_moment_tells_why_a_wish_was_not_obeyed_until_another_is():
    one = lab()
    one.ask(SetOption("batch_size", -3))
    assert one.snapshot().extra.notice.startswith("not done: ")
    one.ask(SetOption("batch_size", 3))
    assert not one.snapshot().extra.notice


@pytest.mark.parametrize("seed", range(16))
def test_the_spiral_of_the_flag_is_learned_from_whatever_seed(seed):
    one = PlaygroundLab(seed, setup=Setup(**table.PRESETS["spiral"]), epochs=1000)
    one.trainer.train(150)
    assert one.snapshot().accuracy > 0.95


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("preset, epochs", [("moons", 1000), ("circles", 250), ("linear", 100)])
def test_what_the_other_flags_of_presets_begin_is_learned_too(preset, epochs, seed):
    one = PlaygroundLab(seed, setup=Setup(**table.PRESETS[preset]), epochs=epochs)
    one.trainer.train(epochs)
    last = one.snapshot()
    if preset == "linear":  # the variance of the noise is what a line cannot meet
        assert max(last.loss, last.extra.test_loss) < 1.5 * one.setup.noise**2
    else:
        assert last.accuracy > 0.97 and last.extra.test_accuracy > 0.95


@pytest.mark.parametrize("preset", ["moons", "circles", "spiral", "linear"])
def test_the_command_repeats_the_run(preset):
    one = PlaygroundLab(7, setup=Setup(**table.PRESETS[preset]), epochs=1000)
    for name, value in (("l2", 0.001), ("inputs", ("x1", "x2", "x1*x2")), ("learning_rate", 0.037)):
        one.ask(SetOption(name, value))
    one.reset(7)
    session = Session(one, 12, 3)
    while (refresh := session.advance()) is not None:
        last = refresh
    line, left_out = one.command(last)
    assert left_out == ""
    options = cli.parse(shlex.split(line)[2:])
    other = making.make(options, None)
    other.train(options.epochs)
    assert state(other) == state(one)


def test_the_command_says_what_it_leaves_out_where_edits_are_too_many_for_a_line(monkeypatch):
    monkeypatch.setattr(play_journal, "MOST", 0)
    session = Session(lab(), 100, 1)
    session.apply(Ask(AddPoint(0.0, 0.0, 1.0)))
    line, left_out = session.lab.command(session.current())
    assert left_out == "without 1 edit by hand"
    assert line.startswith("python main.py --playground --points 60 ")


def test_what_the_command_leaves_out_is_counted_exactly(monkeypatch):
    monkeypatch.setattr(play_journal, "MOST", 0)
    one = lab()
    session = Session(one, 100, 1)

    def left_out(*wishes, train=False):
        for wish in wishes:
            session.apply(Ask(wish))
        if train:
            session.advance()
        return one.command(session.current())[1]

    rate = SetOption("learning_rate", 0.2)
    assert left_out(train=True) == ""
    assert left_out(rate) == "the settings are those of now, changed 1 time"
    assert left_out(Undo()) == ""  # taken back before anything was learned with it
    assert left_out(Redo(), train=True) == "the settings are those of now, changed 1 time"
    back = "the settings are those of now, changed 1 time, taken back after training"
    assert left_out(Undo()) == back
    assert left_out(Redo(), Undo()) == back
    assert left_out(SetParameters((0,), (1.0,)), SetParameters((0,), (2.0,), joins=True), train=True) == (
        f"without 1 edit by hand; {back}"
    )
    assert left_out(Undo()) == f"without 1 edit by hand, taken back after training; {back}"
    assert left_out(rate).endswith(
        "; the settings are those of now, changed 2 times, 1 of them taken back after training"
    )
    assert left_out(SetOption("noise", 7.0)) == left_out()  # refused
    layer = Together("a layer", (SetOption("hidden", (3, 3)), SetOption("activation", ("relu",))))
    assert left_out(layer).endswith("changed 3 times, 1 of them taken back after training")
    for _ in range(1005):
        left_out(Freeze((0,), True))
    assert left_out().startswith("without 1006 edits by hand, 1 of them taken back after training; ")
    session.apply(Restart(1))
    assert left_out() == ""


def test_the_last_training_point_stays_and_training_goes_on_with_it():
    one = lab(problem="xor")
    for _ in range(6):
        one.ask(RemovePoint(0))
    assert one.notice == "not done: the last point cannot be removed" and one.refused == 3
    assert len(one.train_points) == 1 and len(one.history) == 3
    assert np.isfinite(one.train(3)).all()


REFUSED = (
    Together("much", (SetParameters((0,), (3.0,)), Freeze((1,), True), SetOption("l2", -5.0))),
    Together("much", (SetOption("hidden", (3,)), SetOption("optimizer", "sgd"), SetOption("l2", -5.0))),
    Together("much", (Challenge(True), SetOption("nothing", 1))),
    Together("much", (AddLayer(0), RemoveLayer(9))),
    SetOption("nothing", 1),
    RemovePoint(9999),
    SetParameters((999,), (1.0,)),
)


@pytest.mark.parametrize("wish", REFUSED, ids=repr)
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_wish_that_is_refused_changes_nothing_not_even_what_comes_later(wish, dropout):
    asked, other = (lab(optimizer="adam", dropout=dropout) for _ in range(2))
    for one in (asked, other):
        one.train(7)
    asked.ask(wish)
    assert asked.notice.startswith("not done: ")
    assert len(asked.history) == 0
    for one in (asked, other):
        one.train(5)
    assert state(asked) == state(other)
    assert asked.snapshot().parameters.tobytes() == other.snapshot().parameters.tobytes()
    for one in (asked, other):
        one.ask(Challenge(True))
    assert state(asked) == state(other)


def test_an_optimizer_out_of_range_halts_the_run_and_undo_lets_every_weight_learn_again():
    one = lab(problem="plane", hidden=(3,), activation=("linear",), optimizer="adam", batch_size=500)
    session = Session(one, 10**6, 1)
    for _ in range(5):
        session.advance()
    for place, value in ((0, 1e80), (9, 1e72)):
        session.apply(Ask(SetParameters((place,), (value,))))
    for _ in range(3):
        refresh = session.advance()
        if refresh.state is State.DIVERGED:
            break
    assert refresh.state is State.DIVERGED
    assert "second moment" in refresh.note
    assert all(np.isfinite(array).all() for array in one.trainer.optimizer.state.values())
    for _ in range(2):
        refresh = session.apply(Ask(Undo()))
    assert refresh.state is State.PAUSED
    before = one.trainer.values
    one.train(50)
    assert (one.trainer.values != before).all()


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_undo_forgets_what_an_edit_out_of_range_left_in_the_optimizer(optimizer):
    one = lab(problem="plane", hidden=(3,), activation=("linear",), optimizer=optimizer, learning_rate=0.01)
    one.train(5)
    one.ask(SetParameters((0,), (1e40,)))
    one.train(1)
    one.ask(SetParameters((0,), (0.5,)))
    one.ask(Undo())
    assert all(np.abs(array).max() < 1e30 for array in one.trainer.optimizer.state.values())


def numbered(session):
    return session.current().snapshot.numbering


def test_a_wish_that_names_places_of_an_older_picture_is_refused_in_a_sentence():
    session = Session(lab(train_share=1.0), 100, 1)
    seen, points = numbered(session), session.lab.train_points.inputs.tolist()
    session.apply(Ask(RemovePoint(5), seen))
    session.apply(Ask(RemovePoint(20), seen))
    assert session.lab.notice.startswith("not done: ")
    assert session.lab.train_points.inputs.tolist() == points[:5] + points[6:]
    session.apply(Ask(RemovePoint(19), numbered(session)))
    assert session.lab.train_points.inputs.tolist() == points[:5] + points[6:20] + points[21:]
    seen = numbered(session)
    session.apply(Ask(SetOption("hidden", (7, 8)), seen))
    after = state(session.lab)
    for wish in (SetParameters((40,), (9.0,)), Freeze((1,), True), Together("two", (Mute((3,), True),))):
        session.apply(Ask(wish, seen))
        assert session.lab.notice.startswith("not done: ")
        assert state(session.lab) == after
    session.apply(Ask(SetOption("l2", 0.1), seen))
    assert session.lab.setup.l2 == 0.1
    session.apply(Ask(AddPoint(0.0, 0.0, 1.0), seen))
    assert not session.lab.notice


def test_what_goes_on_from_a_refused_wish_is_refused_and_a_movement_goes_on_while_only_it_changes():
    session = Session(lab(train_share=1.0), 100, 1)
    seen = numbered(session)
    for i in range(5):
        session.apply(Ask(MovePoint(3, 0.1 * i, 0.2, joins=i > 0), seen))
        session.apply(Ask(SetParameters((2,), (0.1 * i,), joins=i > 0), seen))
    assert session.lab.train_points.inputs[3].tolist() == [0.4, 0.2]
    assert numbered(session) == seen
    session.apply(Ask(RemovePoint(0), seen))
    before = state(session.lab)
    session.apply(Ask(MovePoint(3, 0.9, 0.9), seen))
    session.apply(Ask(MovePoint(3, 0.8, 0.8, joins=True), numbered(session)))
    assert state(session.lab) == before
    session.apply(Ask(MovePoint(3, 0.8, 0.8), numbered(session)))
    assert session.lab.train_points.inputs[3].tolist() == [0.8, 0.8]


@pytest.mark.parametrize(
    "change", [Undo(), SetOption("noise", 0.3), SetOption("problem", "circles"), Challenge(True)]
)
def test_other_points_have_a_numbering_of_their_own_and_so_has_another_run(change):
    session = Session(lab(), 100, 1)
    session.apply(Ask(AddPoint(0.0, 0.0, 1.0)))
    seen = numbered(session)
    session.apply(Ask(change))
    assert numbered(session) > seen
    seen = numbered(session)
    session.apply(Restart(1))
    assert numbered(session) > seen
    session.apply(Ask(SetOption("l1", 0.01)))
    assert numbered(session) == seen + 1


LOSING = {
    "problem": "surface", "points": 300, "hidden": (4,), "activation": ("relu",), "batch_size": 150,
    "optimizer": "momentum", "l1": 0.001, "learning_rate": 0.02,
}  # fmt: skip


def diverged(session):
    while (refresh := session.advance()) is not None:
        last = refresh
    assert last.state is State.DIVERGED and last.snapshot.loss > 1e100
    return last.snapshot.step


@pytest.mark.parametrize("then", [(), (SetOption("learning_rate", 1.0), SetOption("noise", 0.2))])
@pytest.mark.parametrize("by", [SetOption("learning_rate", 100.0), SetParameters((0, 4), (1e40, 3.0))])
def test_undo_of_the_edit_that_training_diverged_after_brings_back_the_network_of_before_it(by, then):
    one = PlaygroundLab(3, setup=Setup(**LOSING), epochs=1000)
    session = Session(one, 10**9, 10)
    session.advance()
    setup, points, weights = one.setup, one.train_points, one.trainer.values
    session.apply(Ask(by))
    step = diverged(session)
    for wish in then:
        session.apply(Ask(wish))
    for _ in (*then, by):
        refresh = session.apply(Ask(Undo()))
    assert one.setup == setup and np.array_equal(one.train_points.inputs, points.inputs)
    assert np.array_equal(one.trainer.values, weights)
    assert (refresh.state, refresh.snapshot.step) == (State.PAUSED, step)
    session.apply(Resume())
    assert session.advance().state is State.RUNNING and session.advance().snapshot.loss < 1


def test_an_edit_made_again_is_undone_to_the_network_that_it_was_made_again_with():
    one = PlaygroundLab(3, setup=Setup(**LOSING), epochs=1000)
    session = Session(one, 10**9, 10)
    session.apply(Ask(SetOption("learning_rate", 100.0)))
    session.apply(Ask(Undo()))
    session.advance()
    weights = one.trainer.values
    session.apply(Ask(Redo()))
    diverged(session)
    session.apply(Ask(Undo()))
    assert np.array_equal(one.trainer.values, weights)


def test_undo_leaves_what_was_learned_where_training_has_only_gone_worse():
    one = PlaygroundLab(3, setup=Setup(**LOSING), epochs=1000)
    one.train(30)
    one.ask(SetParameters((0,), (9.0,)))
    one.ask(SetOption("learning_rate", 0.3))
    one.train(10)
    values = one.trainer.values
    one.ask(Undo())
    assert np.array_equal(one.trainer.values, values)
    one.ask(Undo())
    assert np.array_equal(one.trainer.values[1:], values[1:])


def test_undo_brings_back_a_network_that_was_lost_though_the_weight_put_back_hides_it():
    one = PlaygroundLab(1, setup=Setup(problem="moons", hidden=(4,)), epochs=1000)
    one.train(170)
    values, last = one.trainer.values, one.trainer.values.size - 2
    one.ask(SetParameters((last,), (1e300,)))
    one.train(60)
    trained = one.trainer.values
    assert not np.array_equal(np.delete(trained, last), np.delete(values, last))
    one.ask(Undo())
    assert np.array_equal(one.trainer.values, values)


def test_an_edit_however_wild_that_nothing_was_trained_with_is_undone_to_the_last_bit():
    setup = Setup(problem="moons", hidden=(4,), optimizer="momentum")
    one, other = (PlaygroundLab(1, setup=setup, epochs=1000) for _ in range(2))
    for lab in (one, other):
        lab.train(20)
    one.ask(SetParameters((one.trainer.values.size - 2,), (1e300,)))
    one.ask(Undo())
    for lab in (one, other):
        lab.train(20)
    assert np.array_equal(one.trainer.values, other.trainer.values)


def test_the_summary_has_every_weight_that_counts_whatever_shape_the_network_came_to():
    one = lab()
    one.ask(AddLayer(1))
    one.ask(Mute((3,), True))
    one.train(2)
    snapshot = one.snapshot()
    layers = one.summary(snapshot)["layers"]
    assert [len(layer["biases"]) for layer in layers] == [*one.setup.hidden, 1]
    blocks = [np.vstack((layer["weights"], layer["biases"])) for layer in layers]
    assert np.concatenate([block.ravel() for block in blocks]).tolist() == snapshot.parameters.tolist()
    assert snapshot.parameters[3] == 0 and snapshot.extra.values[3] != 0
    names = [activation.name for activation in one.fitted.architecture.activations]
    assert [layer["activation"] for layer in layers] == names
