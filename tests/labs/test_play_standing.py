"""How training stands, judged now and then; kinds as `networks.standing` finds them, told calmly."""

import pickle

import numpy as np
import pygame
import pytest

from netviz.engine.commands import Ask, Pause, Resume
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddPoint, Challenge, Freeze, SetOption, SetParameters, Undo
from netviz.labs.play_setup import Setup
from netviz.labs.play_standing import Standings, curvatures, is_convex, way
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.panel import View
from netviz.panels.standing import StandingLine
from netviz.settings.playground import SETTINGS
from netviz.stage import Stage
from networks import LOSSES, MLP
from networks.difference import central_difference
from networks.figures import number
from networks.hessian import eigenvalues, hessian
from networks.standing_rates import HIGHEST


class Watched:
    """A playground whose standing is looked at, with a clock of its own."""

    def __init__(self, every=20, seed=1, **settings):
        lab = PlaygroundLab(seed, setup=Setup(**{"points": 60, "hidden": (3,), **settings}), epochs=100_000)
        self.session = Session(lab, 100_000, every)
        self.look, self.now, self.timeline = Look(), 0.0, Timeline()
        self.standings = Standings(self.look, lambda: self.now)
        self.timeline.add(self.session.current())

    def told(self):
        return self.standings(View(self.timeline))

    def train(self, refreshes=1, seconds=0.3):
        for _ in range(refreshes):
            self.timeline.add(self.session.advance())
            self.now += seconds
        return self.told()

    def apply(self, command):
        refresh = self.session.apply(command)
        if refresh is not None:
            self.timeline.add(refresh)
        return self.told()


@pytest.mark.parametrize("rate", [10.0, 100.0])
def test_of_a_run_that_diverged_the_loss_is_that_of_the_header(rate):
    watched = Watched(1, learning_rate=rate, loss="mse", output_activation="linear", activation=("relu",))
    while watched.timeline.latest.goes_on:
        told = watched.train()
    loss = watched.timeline.snapshot.loss
    assert watched.timeline.latest.state.value == "diverged" and np.isfinite(loss)
    assert told.kind == "exploding gradients"
    assert f"loss {number(loss)}" in told.sentence
    assert f": loss {number(loss)} " in told.figures[0]


def test_at_first_it_is_too_early_to_say():
    assert Watched().told().kind == "too early to say"


def test_what_has_left_its_range_names_undo_only_where_there_is_an_edit_to_undo():
    watched = Watched(1, learning_rate=100.0, loss="mse", output_activation="linear", activation=("relu",))
    while watched.timeline.latest.goes_on:
        told = watched.train()
    assert told.kind == "exploding gradients"
    assert "ndo" not in told.advice
    assert told.advice.startswith("A lower learning rate such as 1,") and "then r" in told.advice
    edited = watched.apply(Ask(SetOption("learning_rate", 1.0)))
    assert watched.look.moment(watched.timeline).undo
    assert "ndo" not in edited.advice  # the edit is no reason, but perhaps a cure
    assert edited.advice.endswith("then r, to restart.")
    assert "does not fall" not in edited.sentence  # nothing has been trained since


def test_where_an_edit_led_beyond_all_bounds_its_undo_is_named():
    watched = Watched(1, learning_rate=0.01, loss="mse", output_activation="linear", activation=("relu",))
    watched.train(40)
    watched.apply(Ask(SetOption("learning_rate", 100.0)))
    while watched.timeline.latest.goes_on:
        told = watched.train()
    assert told.advice.startswith("Undo (u) of the edit that led here; or a lower learning rate such as")
    watched.apply(Ask(Undo()))
    with np.errstate(over="ignore"):
        told = watched.apply(Ask(SetParameters((0,), (1e308,))))
    assert told.advice.startswith("Undo (u) of the edit that led here; or a")


def test_a_loss_that_falls_from_beyond_all_bounds_is_said_to_fall():
    settings = {"problem": "surface", "hidden": (4,), "activation": ("relu",), "batch_size": 150}
    watched = Watched(1, 3, **settings, points=300, optimizer="momentum", l1=0.001, learning_rate=100.0)
    while watched.timeline.latest.goes_on:
        watched.train()
    watched.apply(Ask(SetOption("learning_rate", 0.02)))
    watched.apply(Resume())
    watched.train(99)
    watched.told()
    told = watched.train()
    losses = watched.look.moment(watched.timeline).losses
    assert losses.min() > 1e150 and losses[50:].mean() < 0.5 * losses[:50].mean()
    assert told.kind == "converging" and told.sentence.startswith("The loss falls: from ")
    assert "r, to restart" in told.advice


def test_a_kind_is_told_when_it_was_found_twice():
    watched = Watched()
    first = watched.told()
    assert watched.train().kind == first.kind
    assert watched.train().kind == "converging"


def test_while_it_trains_it_is_judged_four_times_a_second_at_most(monkeypatch):
    from netviz.labs import play_standing

    judged, judge = [], play_standing.judge
    monkeypatch.setattr(play_standing, "judge", lambda figures: judged.append(1) or judge(figures))
    watched = Watched(every=1)
    for _ in range(120):
        watched.train(seconds=1 / 60)
    assert 5 <= len(judged) <= 9


def test_while_it_trains_the_hessian_is_made_once_a_second_and_at_rest_at_once(monkeypatch):
    from netviz.labs import play_standing

    made, hessian = [], play_standing.hessian
    monkeypatch.setattr(play_standing, "hessian", lambda *told: made.append(1) or hessian(*told))
    watched = Watched(every=1)
    for _ in range(180):
        watched.train(seconds=1 / 60)
    assert 3 <= len(made) <= 5
    before = len(made)
    watched.apply(Pause())
    assert len(made) == before + 1
    watched.told()
    assert len(made) == before + 1  # nothing has changed


def test_at_rest_an_edit_is_judged_at_once():
    watched = Watched()
    watched.train(3)
    watched.apply(Pause())
    assert watched.told().kind == "converging"
    assert watched.apply(Ask(SetOption("noise", 0.4))).kind == "too early to say"


def test_in_a_challenge_the_loss_is_told_to_be_the_hands_from_its_beginning_to_its_end():
    watched = Watched(problem="xor")
    watched.train(3)
    told = watched.apply(Ask(Challenge(True)))
    assert (told.kind, told.troubled) == ("by hand", False)
    assert number(watched.timeline.snapshot.loss) in told.sentence
    assert watched.apply(Ask(SetParameters((0,), (3.0,)))).kind == "by hand"
    assert watched.apply(Ask(Challenge(False))).kind != "by hand"


def test_a_wish_not_obeyed_is_told_at_rest_as_long_as_it_stands_and_for_a_while_in_training():
    watched = Watched()
    watched.apply(Pause())
    assert watched.apply(Ask(SetOption("batch_size", 0))).notice.startswith("not done")
    watched.now += 60
    assert watched.told().notice
    watched.apply(Resume())
    assert not watched.told().notice
    watched.apply(Ask(SetOption("batch_size", 0)))
    assert watched.told().notice
    watched.now += 11
    assert not watched.told().notice
    watched.apply(Ask(SetOption("batch_size", 0)))  # the same words again
    assert watched.told().notice
    for _ in range(4):
        watched.now += 4
        watched.timeline.add(pickle.loads(pickle.dumps(watched.session.advance())))
        watched.told()
    assert not watched.told().notice
    assert not watched.apply(Pause()).notice  # what is no longer told stays so
    assert watched.apply(Ask(SetOption("batch_size", 0))).notice
    watched.now += 60
    assert watched.told().notice


def test_settings_that_make_no_sense_together_are_told():
    assert "relu" in Watched(output_activation="relu", loss="bce").told().warning
    assert not Watched().told().warning


@pytest.mark.parametrize("problem", ["line", "plane", "surface"])
@pytest.mark.parametrize("loss", ["bce", "hinge", "cross_entropy"])
def test_values_are_not_called_learned_by_a_loss_for_classes(problem, loss):
    watched = Watched(problem=problem, loss=loss)
    assert watched.told().kind == "loss that does not fit"
    told = watched.train(5)
    assert told.kind == "loss that does not fit" and told.troubled and "mse" in told.advice


def test_numbers_that_leave_their_range_are_told():
    watched = Watched(problem="line", hidden=(), learning_rate=100.0, batch_size=1)
    assert watched.train().kind == "exploding gradients"


def test_a_restart_is_judged_afresh():
    from netviz.engine.commands import Restart

    watched = Watched()
    watched.train(3)
    watched.apply(Restart(2))
    assert watched.told().kind == "too early to say"


def test_a_run_that_a_setting_begins_is_told_in_the_second_frame_and_its_hessian_with_the_next_judgement(
    monkeypatch,
):
    from netviz.labs import play_standing

    made, hessian = [], play_standing.hessian
    monkeypatch.setattr(play_standing, "hessian", lambda *told: made.append(1) or hessian(*told))
    watched = Watched()
    watched.train(3)
    before, shown = len(made), watched.told()
    assert not watched.standings.late
    assert watched.apply(Ask(SetOption("problem", "blobs-3"))) is shown  # the frame that answers the hand
    assert watched.standings.late
    told = watched.told()
    assert not watched.standings.late
    assert told.kind == "too early to say"
    assert told.figures[1] == play_standing.WAITS and len(told.figures) == 2
    assert "λ" not in told.figures[0] and len(made) == before
    told = watched.train()
    assert len(made) == before + 1
    told = watched.train()  # another kind is told when it was found twice
    assert told.figures[0].startswith("epoch 100: loss ") and len(made) == before + 1
    assert told.figures[1].startswith("Hessian of epoch 80: 21 eigenvalues")  # as it was taken then
    watched.apply(Ask(SetOption("hidden", (20, 20))))
    large = watched.told()
    assert large.figures[1] == "no Hessian: 543 parameters are more than 200"
    watched.apply(Pause())
    at_rest = watched.apply(Ask(SetOption("hidden", (3,))))
    assert at_rest.figures[1].startswith("Hessian of epoch 100: 21 eigenvalues")


@pytest.mark.parametrize(
    "wish", [SetOption("problem", "spiral"), SetOption("l2", 0.5), AddPoint(0.3, 0.4, 1), Undo()], ids=repr
)
def test_after_an_edit_no_hessian_of_another_loss_is_judged_by(wish):
    watched = Watched(every=5)
    watched.session.apply(Ask(SetOption("noise", 0.4)))
    watched.train()
    assert watched.standings._curved_at == 5
    watched.session.apply(Ask(wish))
    watched.train()  # 0.3 s later
    moment, fitted = watched.look.moment(watched.timeline), watched.look.fitted(watched.timeline)
    inputs, targets = fitted.inputs(moment.train.inputs), fitted.targets(moment.train)
    now = curvatures(watched.look, watched.timeline, inputs, targets)
    assert watched.standings._curved_at == 10
    assert np.array_equal(watched.standings._eigenvalues, now)
    watched.train()
    assert watched.standings._curved_at == 10  # kept, as nothing was edited


def test_a_verdict_that_is_late_has_one_frame_more_drawn_though_no_refresh_comes():
    watched, surface = Watched(), pygame.Surface((960, 600), 0, 32)
    stage = Stage(watched.session.lab)
    line = next(panel for panel in stage.page.panels if isinstance(panel, StandingLine))
    wanted = []
    for changed in (False, True, False, False):
        if changed:
            watched.apply(Ask(SetOption("problem", "blobs-3")))
        stage.draw(surface, watched.timeline, 0.0)
        wanted.append(line.lively)
    assert wanted == [False, True, False, False]


@pytest.mark.parametrize("problem", ["line", "moons", "blobs-3"])
def test_every_task_can_be_judged(problem):
    told = Watched(problem=problem).train(3)
    assert told.sentence and any(line.startswith("λ = ") for line in told.figures)
    (brief,), (whole,) = ([one for one in of if one.startswith("λ")] for of in (told.figures, told.every))
    assert f": {len(whole.split(', '))} eigenvalues" in told.every[1] and "…" not in whole
    assert len(brief.split(", ")) == 13 or brief == whole
    assert ("accuracy" in told.figures[0]) == (problem != "line")


def test_many_points_are_judged_without_a_hessian_that_would_hold_up_the_window(monkeypatch):
    from netviz.labs import play_standing

    made, hessian = [], play_standing.hessian
    monkeypatch.setattr(play_standing, "hessian", lambda *told: made.append(1) or hessian(*told))
    watched = Watched(points=2000, train_share=1.0)
    watched.told()
    assert len(made) == 1
    watched.now += 2.0
    watched.apply(Ask(AddPoint(0.0, 0.0, 1.0)))
    assert watched.told().figures[1] == "no Hessian: 2 001 points are more than 2 000"
    assert len(made) == 1


def test_a_large_network_is_judged_without_its_hessian():
    told = Watched(hidden=(20, 20)).train(3)
    assert not any("λ" in line for line in told.figures)
    watched = Watched(hidden=())
    held = watched.apply(Ask(Freeze((0, 1, 2), True)))
    assert held.figures[1] == "no Hessian: no parameter may move"


def test_whole_steps_take_all_points_at_once_and_leave_nothing_out():
    def told(**settings):
        watched = Watched(**settings)
        return way(watched.look.moment(watched.timeline), watched.timeline.snapshot)

    assert told(optimizer="sgd", batch_size=1000)["whole"]
    assert not told(batch_size=5)["whole"]
    assert not told(batch_size=1000, dropout=0.2)["whole"]
    assert told(optimizer="momentum")["beta"] == 0.9 and told()["beta"] == 0.0
    assert told(l1=0.1, l2=0.1)["penalties"] == ("L1", "L2") and told()["penalties"] == ()
    assert told()["decay"] == 1 and told(schedule="warmup")["decay"] < 0.1


def test_a_step_of_adam_reaches_as_far_as_the_rate_in_every_weight():
    watched = Watched(optimizer="adam", learning_rate=0.02)
    moment, snapshot = watched.look.moment(watched.timeline), watched.timeline.snapshot
    reach = way(moment, snapshot)["reach"]
    assert reach == pytest.approx(0.02 * 13**0.5 / np.sqrt((snapshot.parameters**2).sum()))
    lab = PlaygroundLab(
        1, setup=Setup(optimizer="adam", learning_rate=0.02, points=60, batch_size=60), epochs=9
    )
    before = lab.snapshot().parameters
    lab.train(1)  # the first step of adam is the rate in every weight, whatever the gradient
    first = lab.snapshot()
    size = np.linalg.norm(before)
    assert np.linalg.norm(first.updates) / size == pytest.approx(0.02 * before.size**0.5 / size, rel=1e-3)
    plain = Watched()
    assert way(plain.look.moment(plain.timeline), snapshot)["reach"] is None


def test_curvatures_are_of_what_may_move_and_have_l2_in_them():
    watched = Watched(l2=0.5, hidden=(2,))
    moment = watched.look.moment(watched.timeline)
    fitted, network = watched.look.fitted(watched.timeline), watched.look.network(watched.timeline)
    inputs, targets = fitted.inputs(moment.train.inputs), fitted.targets(moment.train)
    values = curvatures(watched.look, watched.timeline, inputs, targets)
    # The trace of the Hessian, by differences of gradients, and 0.5 for each of its six weights.
    trace, h = 0.5 * 6, 1e-5
    for place in range(network.parameters.size):
        slopes = []
        for shift in (h, -h):
            moved = network.parameters.copy()
            moved[place] += shift
            shifted = type(network)(network.architecture, moved)
            slopes.append(central_difference(shifted, inputs, targets, fitted.loss, place).gradient)
        trace += (slopes[0] - slopes[1]) / (2 * h)
    assert np.isclose(values.sum(), trace, rtol=1e-5)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear"])  # which have no kinks
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_a_loss_counts_as_convex_where_no_eigenvalue_of_any_weights_is_negative(loss, output):
    watched = Watched(hidden=(), loss=loss, output_activation=output)
    fitted, moment = watched.look.fitted(watched.timeline), watched.look.moment(watched.timeline)
    inputs, targets = fitted.inputs(moment.train.inputs), fitted.targets(moment.train)
    rng, least = np.random.default_rng(3), 0.0
    for size in (0.3, 1.0, 3.0) * 5:
        network = MLP(fitted.architecture, rng.normal(0.0, size, fitted.architecture.parameter_count))
        values = eigenvalues(hessian(network, inputs, targets, fitted.loss))
        least = min(least, values[0] / max(values[-1], 1e-9))
    assert is_convex(fitted) == (least > -1e-9)


def test_the_verdicts_loss_is_the_headers_and_a_sentence_says_of_which_steps_its_mean_is():
    watched = Watched(every=20, dropout=0.3)
    for _ in range(6):
        watched.train(5)
        told = watched.apply(Pause())
        (loss,) = (
            one for one in watched.session.lab.readings(watched.timeline.latest, 1.0) if one.label == "loss"
        )
        assert f": loss {number(loss.value)} " in told.figures[0]
        assert number(loss.value) != number(float(watched.timeline.snapshot.extra.losses[-1]))
        watched.apply(Resume())
    watched = Watched(problem="gaussians", noise=0.05, learning_rate=1.0)
    told = watched.train(10)
    assert told.kind == "converged"
    assert "over the last 50 epochs" in told.sentence


def test_a_network_about_to_leave_its_range_is_told_to_whatever_its_loss_is_before():
    watched = Watched()
    watched.train()
    watched.apply(Ask(SetOption("learning_rate", 100.0)))
    watched.apply(Ask(SetOption("activation", ("linear",))))
    watched.apply(Ask(SetOption("loss", "mse")))
    watched.apply(Ask(SetOption("output_activation", "linear")))
    for _ in range(5):
        if watched.session.running:
            watched.train()
    assert watched.timeline.latest.state.value == "diverged"
    told = watched.told()
    assert told.kind == "exploding gradients" and told.troubled
    assert "The next epoch would leave the range of numbers" in told.sentence
    assert f"loss {number(watched.timeline.snapshot.loss)} " in told.figures[0]


def test_the_highest_rate_that_is_advised_is_the_highest_that_can_be_set():
    assert SETTINGS["learning_rate"].high == HIGHEST
