"""Verdicts on real networks, each brought into a state that is to be recognised, and some that are not."""

import dataclasses

import numpy as np
import pytest

from networks import LOSSES, MLP, Architecture
from networks.datasets import XOR
from networks.health import (
    chance_loss,
    dead_shares,
    delta_norms,
    gradient_norms,
    saturated_shares,
    twin_share,
    update_ratio,
)
from networks.hessian import eigenvalues, hessian
from networks.standing import Figures, Kind, judge

AND = np.array([[0.0], [0], [0], [1]])


def trained(
    sizes,
    activation="tanh",
    loss="bce",
    rate=0.5,
    steps=100,
    seed=0,
    weights=None,
    last=100,
    output="sigmoid",
    inputs=XOR.inputs,
    targets=XOR.targets,
    scale=1.0,
    batch=None,
):
    """Train a network by gradient descent and return the figures of its last steps."""
    loss, rng = LOSSES[loss], np.random.default_rng(seed)
    architecture = Architecture(sizes, activation, output)
    network = MLP.create(architecture, rng)
    network.parameters *= scale
    if weights is not None:
        network.parameters[:] = weights
    targets, losses, update = loss.encode(targets), [], np.zeros_like(network.parameters)
    for _ in range(steps):
        chosen = slice(None) if batch is None else rng.permutation(len(inputs))[:batch]
        trace = network.forward(inputs[chosen])
        values = loss.values(trace.output_layer, targets[chosen])
        losses.append(float(values))
        with np.errstate(all="ignore"):
            update = -rate * network.backward(trace, targets[chosen], loss)
            network.parameters += update
    trace = network.forward(inputs)
    gradient = network.backward(trace, targets, loss)
    with np.errstate(all="ignore"):
        return Figures(
            losses=np.array(losses[-last:]),
            gradient_norms=gradient_norms(architecture, gradient),
            update_ratio=update_ratio(update, network.parameters),
            learning_rate=rate,
            chance=chance_loss(loss, targets),
            whole=batch is None,
            delta_norms=delta_norms(trace),
            saturated=saturated_shares(trace),
            dead=dead_shares(trace),
            twins=twin_share(network),
            eigenvalues=eigenvalues(hessian(network, inputs, targets, loss)),
            accuracy=float(loss.accuracy(trace.output_layer, targets)),
        )


def kind_of(figures):
    return judge(figures).kind


def without_hessian(figures):
    return dataclasses.replace(figures, eigenvalues=None)


def test_a_loss_that_falls_is_converging():
    figures = trained((2, 3, 1), rate=0.5, steps=150)
    verdict = judge(figures)
    assert verdict.kind is Kind.CONVERGING and not verdict.what_to_try
    assert kind_of(without_hessian(figures)) is Kind.CONVERGING


def test_a_low_loss_is_converged():
    assert kind_of(trained((2, 3, 1), rate=1, steps=3000)) is Kind.CONVERGED


@pytest.mark.parametrize("steps", [487, 1000])
def test_xor_on_its_way_past_the_constant_answer_is_at_a_saddle(steps):
    figures = trained((2, 2, 1), "sigmoid", "mse", steps=steps, seed=2)
    verdict = judge(figures)
    assert verdict.kind is Kind.SADDLE
    assert "doubles every" in verdict.sentence and "momentum" in verdict.what_to_try


def test_zero_weights_on_and_are_a_saddle_whose_units_stay_alike():
    verdict = judge(trained((2, 2, 1), steps=300, weights=0.0, targets=AND))
    assert verdict.kind is Kind.SADDLE
    assert "Different starting weights" in verdict.what_to_try


def test_zero_weights_on_xor_are_a_saddle_though_the_hessian_is_flat():
    verdict = judge(trained((2, 2, 1), steps=50, weights=0.0))
    assert verdict.kind is Kind.SADDLE
    assert "flat along 8 of 9 directions" in verdict.sentence


def test_without_the_hessian_a_small_gradient_is_a_plateau():
    figures = without_hessian(trained((2, 2, 1), "sigmoid", "mse", steps=487, seed=2))
    assert kind_of(figures) is Kind.PLATEAU


def test_a_network_without_hidden_layer_rests_in_the_minimum_of_xor():
    verdict = judge(trained((2, 1), steps=500))
    assert verdict.kind is Kind.MINIMUM
    assert "A hidden layer" in verdict.what_to_try


def test_two_units_that_are_alike_rest_where_one_would():
    verdict = judge(trained((2, 2, 1), steps=20000, weights=0.3))
    assert verdict.kind is Kind.MINIMUM
    assert "same gradient for ever" in verdict.what_to_try


def test_a_minimum_in_which_all_is_right_is_converged():
    rng = np.random.default_rng(0)
    inputs = np.concatenate([rng.normal(-1, 0.3, (20, 2)), rng.normal(1, 0.3, (20, 2))])
    targets = np.repeat([[0.0], [1.0]], 20, axis=0)
    figures = trained((2, 1), "tanh", "mse", 0.3, 3000, output="linear", inputs=inputs, targets=targets)
    assert kind_of(figures) is Kind.CONVERGED


def test_a_rate_above_the_bound_of_the_curvature_oscillates():
    inputs = np.array([[-1.0], [1.0]])
    figures = trained(
        (1, 1), loss="bce", rate=30.0, steps=200, inputs=inputs, targets=np.array([[1.0], [1.0]])
    )
    assert kind_of(figures) is not Kind.OSCILLATING  # one answer for all: it only goes one way
    inputs, targets = np.array([[-1.0], [1.0], [1.0]]), np.array([[0.0], [1.0], [0.0]])
    figures = trained((1, 1), loss="bce", rate=30.0, steps=200, inputs=inputs, targets=targets)
    verdict = judge(figures)
    assert verdict.kind is Kind.OSCILLATING
    assert verdict.what_to_try


def test_an_oscillation_names_the_bound_it_breaks():
    inputs, targets = np.array([[1.0], [-1.0]]), np.array([[0.9], [0.2]])
    figures = trained((1, 1), loss="mse", rate=2.0, steps=60, output="tanh", inputs=inputs, targets=targets)
    figures = dataclasses.replace(
        figures,
        losses=np.tile([0.2, 0.3], 30),
        eigenvalues=np.array([0.1, 2.0]),
        gradient_norms=np.array([0.3]),
    )
    verdict = judge(figures)
    assert verdict.kind is Kind.OSCILLATING
    assert "above 2/λmax = 1" in verdict.sentence
    assert verdict.what_to_try == "A lower learning rate, such as 0.5, below 2/λmax = 1."


def test_far_too_high_a_rate_on_xor_is_told():
    for seed in range(4):
        figures = trained((2, 3, 1), rate=30.0, steps=1000, seed=seed)
        assert kind_of(figures) in {Kind.OSCILLATING, Kind.TOO_HIGH}
        assert kind_of(without_hessian(figures)) in {Kind.OSCILLATING, Kind.TOO_HIGH}


def test_noise_is_no_oscillation():
    rng = np.random.default_rng(3)
    for _ in range(50):
        losses = 0.5 + 0.05 * rng.standard_normal(200)
        figures = Figures(losses, np.array([0.1, 0.1]), 1e-2, 0.1, chance=0.69, whole=False)
        assert kind_of(figures) is Kind.PLATEAU


def test_relu_units_that_never_fire_are_dead():
    weights = MLP.create(Architecture((2, 4, 1), "relu"), np.random.default_rng(0))
    weights.biases[0][:] = -10
    verdict = judge(trained((2, 4, 1), "relu", steps=200, weights=weights.parameters))
    assert verdict.kind is Kind.DEAD
    assert verdict.sentence.startswith("100 % of the units of hidden layer 1")


def test_one_dead_unit_does_not_stop_a_network_that_learns():
    weights = MLP.create(Architecture((2, 8, 1), "relu"), np.random.default_rng(0))
    weights.biases[0][:1] = -10
    figures = trained((2, 8, 1), "relu", steps=150, weights=weights.parameters)
    assert figures.dead[0] > 0
    assert kind_of(figures) is Kind.CONVERGING


def test_leaky_units_never_die():
    weights = MLP.create(Architecture((2, 4, 1), "leaky_relu"), np.random.default_rng(0))
    weights.biases[0][:] = -10
    assert kind_of(trained((2, 4, 1), "leaky_relu", steps=50, weights=weights.parameters)) is not Kind.DEAD


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_units_far_from_their_slope_are_saturated(activation):
    weights = MLP.create(Architecture((2, 4, 1), activation), np.random.default_rng(0))
    weights.biases[0][:] = 20
    assert kind_of(trained((2, 4, 1), activation, steps=200, weights=weights.parameters)) is Kind.SATURATED


def test_a_deep_sigmoid_network_has_vanishing_gradients():
    figures = trained((2, 4, 4, 4, 4, 4, 1), "sigmoid", steps=300)
    verdict = judge(figures)
    assert verdict.kind is Kind.VANISHING
    assert kind_of(without_hessian(figures)) is Kind.VANISHING


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_deep_network_that_learns_has_no_vanishing_gradients(activation):
    figures = trained((2, 8, 8, 8, 1), activation, steps=150, rate=0.1)
    assert kind_of(figures) is Kind.CONVERGING


@pytest.mark.parametrize("steps", [4, 40])
def test_numbers_out_of_range_are_exploding(steps):
    figures = trained((2, 8, 8, 8, 1), "relu", "mse", 5.0, steps, output="linear", scale=5.0)
    verdict = judge(figures)
    assert verdict.kind is Kind.EXPLODING
    assert "0.05" in verdict.what_to_try


def test_a_gradient_can_explode_before_the_numbers_do():
    figures = trained((2, 8, 8, 8, 1), "relu", "mse", 1e-12, 20, output="linear", scale=5.0)
    assert np.isfinite(figures.losses).all()
    assert kind_of(figures) is Kind.EXPLODING


@pytest.mark.parametrize("rate", [1e-5, 1e-3])
def test_steps_that_change_nothing_are_too_low_a_rate(rate):
    figures = trained((2, 3, 1), rate=rate, steps=100)
    verdict = judge(figures)
    assert verdict.kind is Kind.TOO_LOW
    assert "far below 2/λmax" in verdict.sentence
    assert kind_of(without_hessian(figures)) is Kind.TOO_LOW


def test_a_loss_that_rises_with_large_steps_is_too_high_a_rate():
    inputs = np.random.default_rng(0).standard_normal((20, 2))
    targets = inputs[:, :1] - inputs[:, 1:]
    figures = trained((2, 1), loss="mse", rate=2.6, steps=14, output="linear", inputs=inputs, targets=targets)
    verdict = judge(figures)
    assert verdict.kind is Kind.TOO_HIGH
    assert "2/λmax" in verdict.sentence


def test_a_falling_loss_is_converging_though_the_rate_is_above_the_bound():
    figures = dataclasses.replace(trained((2, 3, 1), rate=0.5, steps=150), eigenvalues=np.array([-0.1, 5.0]))
    assert figures.sharpness > 2
    assert kind_of(figures) is Kind.CONVERGING


def test_mini_batches_at_their_noise_are_not_called_a_saddle_or_oscillation():
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((200, 2))
    targets = (inputs[:, :1] + rng.standard_normal((200, 1)) > 0).astype(float)
    figures = trained((2, 3, 1), rate=0.05, steps=4000, batch=10, inputs=inputs, targets=targets, last=400)
    assert kind_of(figures) in {Kind.PLATEAU, Kind.MINIMUM}


def test_a_few_losses_are_too_early_to_judge():
    verdict = judge(trained((2, 3, 1), steps=5))
    assert verdict.kind is Kind.EARLY
    assert "Only 5 losses since the start or the last edit" in verdict.sentence


def test_the_figures_are_on_one_line():
    figures = trained((2, 3, 1), steps=50)
    text = judge(figures).figures_text
    for part in ("loss", "|∂L/∂θ|", "by layer", "λ", "η λmax", "accuracy"):
        assert part in text
    assert "λ" not in judge(without_hessian(figures)).figures_text


def test_eigenvalues_that_are_no_numbers_count_as_unknown():
    figures = dataclasses.replace(trained((2, 3, 1), steps=50), eigenvalues=np.full(3, np.nan))
    assert figures.curvatures is None
    assert judge(figures)


@pytest.mark.parametrize("undoable", [False, True])
def test_a_loss_that_stays_far_above_the_best_constant_answers_is_lost(undoable):
    figures = Figures(np.full(60, 5e299), np.array([0.4]), 1e-301, 0.1, chance=0.7, undoable=undoable)
    verdict = judge(figures)
    assert verdict.kind is Kind.EXPLODING
    assert verdict.sentence == "Nothing learned is left: the loss stays near 5e299."
    assert verdict.what_to_try.startswith("Undo (u)" if undoable else "r, to restart")
    assert "0.7" in verdict.what_to_try


@pytest.mark.parametrize("test, told", [(0.22, True), (0.002, False)])
def test_a_converged_network_that_other_points_are_not_served_by_says_so(test, told):
    figures = Figures(
        np.full(60, 1e-3),
        np.array([1e-5]),
        1e-6,
        0.1,
        chance=0.7,
        accuracy=1.0,
        test_losses=np.full(60, test),
    )
    verdict = judge(figures)
    assert verdict.kind is Kind.CONVERGED
    tail = f"little is left to learn of these points; of those that test it was {test:g}."
    assert verdict.sentence.endswith(tail if told else "little is left to learn.")
