from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.engine.commands import Ask, ChangePace, Pause, Restart, Resume, StepOne, StepRefresh, TogglePause
from netviz.engine.session import MAX_REFRESH_EVERY, Session, never
from netviz.engine.slices import PARTS, Slicer
from netviz.engine.snapshot import State
from netviz.engine.wishes import SetParameters


def run_to_end(session):
    return list(iter(session.advance, None))


def jumping_clock(seconds):
    """A clock on which everything takes `seconds`: with long ones slices shrink to one step."""
    return itertools.count(0.0, seconds).__next__


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.005, 0.02, 10.0])
def test_weights_do_not_depend_on_how_long_slices_take(toy, seconds):
    undisturbed = toy()
    losses = undisturbed.train(1000)[:, 0]
    session = Session(toy(), 1000, 100, clock=jumping_clock(seconds))
    refreshes = run_to_end(session)
    assert np.array_equal(refreshes[-1].snapshot.parameters, undisturbed.weights)
    assert np.array_equal(np.concatenate([refresh.losses for refresh in refreshes]), losses)


def test_refreshes_lie_on_the_grid_and_the_end(toy):
    session = Session(toy(), 1050, 100)
    assert [refresh.snapshot.step for refresh in run_to_end(session)] == [*range(100, 1001, 100), 1050]
    assert session.current().finished
    assert not session.running


def test_a_paused_and_resumed_run_shows_the_same_frames(toy):
    undisturbed = run_to_end(Session(toy(), 1000, 100))
    session = Session(toy(), 1000, 100)
    refreshes = [session.advance()]
    session.apply(StepOne())
    paused = session.advance()
    assert (paused.state, paused.snapshot.step) == (State.PAUSED, 101)
    assert session.advance() is None
    session.apply(Resume())
    refreshes += run_to_end(session)
    for one, other in zip(undisturbed, refreshes, strict=True):
        assert one.snapshot.step == other.snapshot.step
        assert np.array_equal(one.snapshot.parameters, other.snapshot.parameters)


def test_pausing_between_refreshes_returns_that_moment(toy):
    session = Session(toy(), 10_000, 5_000)
    assert session.advance(interrupted=lambda: True) is None
    refresh = session.apply(Pause())
    assert 0 < refresh.snapshot.step < 5_000
    assert refresh.state is State.PAUSED
    assert len(refresh.losses) == refresh.snapshot.step


def test_step_commands_add_up_and_end_paused(toy):
    session = Session(toy(), 1000, 100)
    session.apply(Pause())
    for _ in range(3):
        session.apply(StepOne())
    assert session.advance().snapshot.step == 3
    session.apply(StepRefresh())
    session.apply(StepRefresh())
    assert [refresh.snapshot.step for refresh in run_to_end(session)] == [100, 200]
    assert session.current().state is State.PAUSED


def test_after_the_end_only_a_restart_does_anything(toy):
    session = Session(toy(), 100, 100)
    run_to_end(session)
    for command in (Resume(), StepOne(), StepRefresh(), TogglePause(), Pause()):
        assert session.apply(command) is None
        assert session.advance() is None
    refresh = session.apply(Restart(5))
    assert (refresh.snapshot.step, refresh.run, refresh.seed, refresh.state) == (0, 1, 5, State.RUNNING)
    assert session.advance().finished


@pytest.mark.parametrize("command", [TogglePause(), Resume(), StepOne(), StepRefresh()])
def test_an_open_ended_run_pauses_at_its_total_and_goes_on_when_told_to(toy, command):
    lab, undisturbed = toy(), toy()
    lab.open_ended = True
    session = Session(lab, 250, 100)
    last = run_to_end(session)[-1]
    assert (last.snapshot.step, last.state, last.finished) == (250, State.PAUSED, True)
    session.apply(command)
    following = session.advance()
    steps = 1 if command == StepOne() else 50
    undisturbed.train(250 + steps)
    assert (following.snapshot.step, following.finished) == (250 + steps, False)
    assert np.array_equal(following.snapshot.parameters, undisturbed.weights)
    session.apply(Restart(1))
    assert run_to_end(session)[-1].snapshot.step == 250


def test_a_restart_gives_the_run_of_its_seed(toy):
    session = Session(toy(seed=1), 300, 100)
    session.advance()
    session.apply(Restart(9))
    alone = toy(seed=9)
    alone.train(300)
    assert np.array_equal(run_to_end(session)[-1].snapshot.parameters, alone.weights)


def test_pace_doubles_and_halves_within_its_limits(toy):
    session = Session(toy(), 10**9, 100)
    assert session.apply(ChangePace(2)).refresh_every == 200
    for _ in range(40):
        session.apply(ChangePace(2))
    assert session.refresh_every == MAX_REFRESH_EVERY
    for _ in range(40):
        session.apply(ChangePace(0.5))
    assert session.refresh_every == 1


@pytest.mark.parametrize("bad_step", [1, 2, 99, 100, 101, 777])
def test_a_divergence_names_quantity_and_epoch_and_keeps_the_last_finite_state(toy, bad_step):
    session = Session(toy(bad_step=bad_step), 1000, 100)
    refreshes = run_to_end(session)
    last = refreshes[-1]
    assert last.state is State.DIVERGED
    assert f"weight 3 was no longer finite at epoch {bad_step}" in last.note
    assert last.snapshot.step == session.lab.step == bad_step - 1
    assert np.isfinite(last.snapshot.parameters).all()
    assert sum(len(refresh.losses) for refresh in refreshes) == bad_step - 1
    alone = toy()
    alone.train(bad_step - 1)
    assert np.array_equal(last.snapshot.parameters, alone.weights)


def test_a_standing_loss_is_called_stuck_with_the_figures(toy):
    session = Session(toy(pull=0.0), 20_000, 500)
    states = {refresh.snapshot.step: refresh for refresh in run_to_end(session)}
    assert states[3_500].state is State.RUNNING
    assert states[4_000].state is State.STUCK
    assert "2 000" in states[4_000].note
    assert "0.1 %" in states[4_000].note
    assert states[20_000].state is State.STUCK
    assert states[20_000].finished
    assert session.running is False


def test_a_standing_loss_at_full_accuracy_is_not_stuck(toy):
    lab = toy(pull=0.0)
    lab.accuracy = 1.0
    assert {refresh.state for refresh in run_to_end(Session(lab, 20_000, 500))} == {
        State.RUNNING,
        State.FINISHED,
    }


def test_seconds_leave_pauses_out(toy):
    now = [0.0]
    session = Session(toy(), 1000, 100, clock=lambda: now[0])

    def a_second_later():
        now[0] += 1.0
        return True

    session.advance(interrupted=a_second_later)
    assert session.apply(Pause()).seconds == 1.0
    now[0] += 100.0
    session.apply(Resume())
    session.advance(interrupted=a_second_later)
    assert session.apply(Pause()).seconds == 2.0


commands = st.one_of(
    st.sampled_from(
        [Pause(), Resume(), TogglePause(), StepRefresh(), StepOne(), ChangePace(2), ChangePace(0.5)]
    ),
    st.sampled_from(["advance", "interrupted"]),
)


@settings(max_examples=60, deadline=None)
@given(orders=st.lists(commands, max_size=40), every=st.integers(1, 200))
def test_random_commands_change_nothing_but_the_moments_shown(orders, every):
    from netviz.labs.xor import XorLab

    total = 500
    session = Session(XorLab(3), total, every)
    seen = [session.current()]
    for order in orders:
        match order:
            case "advance":
                seen.append(session.advance())
            case "interrupted":
                seen.append(session.advance(lambda: True))
            case _:
                seen.append(session.apply(order))
        assert 0 <= session.lab.step <= total
        assert 1 <= session.refresh_every <= MAX_REFRESH_EVERY
    session.apply(Resume())
    seen += run_to_end(session)
    seen.append(session.current())
    moments = [refresh for refresh in seen if refresh is not None]
    steps = [refresh.snapshot.step for refresh in moments]
    assert steps == sorted(steps)
    assert steps[-1] == total
    alone = XorLab(3)
    losses = alone.train(total)[:, 0]
    assert np.array_equal(np.concatenate([refresh.losses for refresh in moments]), losses)
    assert np.array_equal(moments[-1].snapshot.parameters, alone.snapshot().parameters)


def test_doubling_the_pace_undoes_halving_it(toy):
    session = Session(toy(), 10_000, 100)
    for _ in range(4):
        session.apply(ChangePace(0.5))
    assert session.refresh_every == 6  # of 6.25
    for _ in range(4):
        session.apply(ChangePace(2))
    assert session.refresh_every == 100


class Listening:
    """A lab whose one weight obeys wishes; a place beyond the last makes room for another."""

    def __init__(self, lab):
        self._lab = lab
        self.weights = np.zeros(1)

    def __getattr__(self, name):
        return getattr(self._lab, name)

    def snapshot(self):
        return replace(self._lab.snapshot(), parameters=self.weights.copy())

    def fault(self):
        return "weight W1[1,1]"

    def ask(self, wish, numbering=None):
        (place,), (value,) = wish.places, wish.values
        if another := place >= len(self.weights):
            self.weights = np.zeros(1)  # as many, and yet others
        self.weights[0 if another else place] = value
        return another


def test_a_wish_is_obeyed_and_shown_at_once(toy):
    session = Session(Listening(toy()), 100, 10)
    session.advance()
    refresh = session.apply(Ask(SetParameters((0,), (2.5,))))
    assert refresh.snapshot.parameters.tolist() == [2.5]
    assert (refresh.snapshot.step, refresh.run, refresh.state) == (10, 0, State.RUNNING)


def test_a_refresh_counts_the_wishes_answered_so_far(toy):
    session = Session(Listening(toy()), 100, 10)
    assert session.advance().answered == 0
    assert [session.apply(Ask(SetParameters((0,), (x,)))).answered for x in (1.0, 2.0)] == [1, 2]
    assert session.advance().answered == session.apply(Restart(2)).answered == 2


def test_training_can_be_interrupted_within_a_slice(toy):
    lab, alone = toy(), toy()
    slicer = Slicer(lab, lambda: 0.0)  # so that slices grow
    for _ in range(10):
        slicer.train(1 << 20, never)
    before, whole = lab.step, 1 << 10
    assert len(slicer.train(1 << 20, never).metrics) == whole
    cut = slicer.train(1 << 20, lambda: True)
    assert cut.cut
    assert len(cut.metrics) == -(-2 * whole // PARTS) == lab.step - before - whole
    losses = alone.train(lab.step)
    assert np.array_equal(alone.weights, lab.weights)
    assert np.array_equal(cut.metrics, losses[-len(cut.metrics) :])


def test_other_parameters_begin_a_new_history_at_the_same_step_also_where_they_are_as_many(toy):
    session = Session(Listening(toy()), 100, 10)
    session.advance()
    refresh = session.apply(Ask(SetParameters((1,), (2.5,))))
    assert (refresh.snapshot.step, refresh.run, len(refresh.metrics)) == (10, 1, 0)
    assert session.advance().run == 1


def test_an_edit_out_of_range_halts_the_run_and_another_lets_it_go_on(toy):
    session = Session(Listening(toy()), 100, 10)
    refresh = session.apply(Ask(SetParameters((0,), (np.inf,))))
    assert refresh.state is State.DIVERGED
    assert "W1[1,1]" in refresh.note
    refresh = session.apply(Ask(SetParameters((0,), (1.0,))))
    assert (refresh.state, refresh.note) == (State.PAUSED, "")
    session.apply(TogglePause())
    assert session.advance().snapshot.step == 10


def test_a_wish_costs_one_snapshot(toy, monkeypatch):
    lab = Listening(toy())
    session = Session(lab, 100, 10)
    session.advance()
    taken, snapshot = [], lab.snapshot
    monkeypatch.setattr(lab, "snapshot", lambda: taken.append(1) or snapshot())
    session.apply(Ask(SetParameters((0,), (2.5,))))
    assert len(taken) == 1
