"""Weights, activations, gradients and updates over the epochs, against sums written out here."""

import numpy as np
import pytest

from netviz.labs.mlp_history import MOST_LINES, History, chosen
from netviz.labs.mlp_probe import Probe
from netviz.panels.loss_curve import joined, moving_average
from tests.runs import plain_forward, seen, setup_of, watched

SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def history_of(lab):
    return History(Probe(setup_of(lab)))


def layers_of(lab, flat):
    """Split flat parameters (…, P) into layers."""
    sizes, at = lab.architecture.sizes, 0
    for inputs, outputs in zip(sizes[:-1], sizes[1:], strict=True):  # noqa: RUF007
        yield flat[..., at : at + (inputs + 1) * outputs]
        at += (inputs + 1) * outputs


@pytest.mark.parametrize("hidden", [(3,), (8, 4)])
def test_norms_are_the_lengths_of_each_layers_real_gradient(hidden):
    lab, timeline = seen(hidden)
    norms = history_of(lab).norms(timeline)
    for k, part in enumerate(layers_of(lab, timeline.gradients)):
        np.testing.assert_allclose(norms.values[:, k], np.linalg.norm(part, axis=1), rtol=1e-12)
    assert norms.logarithmic
    assert (norms.steps == timeline.steps).all()
    assert len(norms.names) == len(hidden) + 1


def test_gradients_are_those_of_the_loss_by_differences():
    lab, timeline = seen((3,))
    parameters, gradients = timeline.snapshot.parameters, timeline.snapshot.gradients
    targets = np.array([0.0, 1.0, 1.0, 0.0])

    def loss(flat):
        return np.mean((plain_forward(lab, flat, SQUARE)[1][-1][:, 0] - targets) ** 2) / 2

    for i in range(len(parameters)):
        up, down = parameters.copy(), parameters.copy()
        up[i] += 1e-6
        down[i] -= 1e-6
        assert gradients[i] == pytest.approx((loss(up) - loss(down)) / 2e-6, abs=1e-9)


def test_ratios_are_updates_over_parameters_and_begin_after_the_first_step():
    lab, timeline = seen((3,))
    ratios = history_of(lab).ratios(timeline)
    assert 0 not in ratios.steps
    updates, sizes = layers_of(lab, timeline.updates[1:]), layers_of(lab, timeline.parameters[1:])
    for k, (update, parameters) in enumerate(zip(updates, sizes, strict=True)):
        expected = np.linalg.norm(update, axis=1) / np.linalg.norm(parameters, axis=1)
        np.testing.assert_allclose(ratios.values[:, k], expected, rtol=1e-12)


def test_an_sgd_update_is_the_learning_rate_times_the_gradient_before_it():
    _, timeline = watched((3,), epochs=5, every=1, learning_rate=0.5)
    np.testing.assert_allclose(timeline.updates[1:], -0.5 * timeline.gradients[:-1], rtol=1e-12)
    np.testing.assert_allclose(np.diff(timeline.parameters, axis=0), timeline.updates[1:], atol=1e-15)


@pytest.mark.parametrize("hidden", [(3,), (8, 4)])
def test_weight_curves_are_the_parameters_under_their_own_names(hidden):
    lab, timeline = seen(hidden)
    history, names = history_of(lab), lab.architecture.names()
    shown = []
    for layer in range(len(hidden) + 1):
        lines = history.weights(layer, timeline)
        for k, name in enumerate(lines.names):
            assert (lines.values[:, k] == timeline.parameters[:, names.index(name)]).all()
        shown += lines.names
    assert shown == names


@pytest.mark.parametrize("sample", range(4))
def test_activation_curves_are_those_of_every_hidden_neuron_at_every_moment(sample):
    lab, timeline = seen((8, 4))
    lines = history_of(lab).activations(sample, timeline)
    assert len(lines.names) == 12
    for row, parameters in enumerate(timeline.parameters):
        _, activations = plain_forward(lab, parameters, SQUARE[sample])
        expected = np.concatenate(activations[:-1])
        np.testing.assert_allclose(lines.values[row], expected, rtol=1e-12)
    assert lines.bounds == (0.0, 1.0)


def test_histograms_get_weights_without_biases_and_gradients_with_them():
    lab, timeline = seen((3,))
    history = history_of(lab)
    assert [s.values.size for s in history.weight_samples(timeline)] == [6, 3]
    assert [s.values.size for s in history.gradient_samples(timeline)] == [9, 4]
    weights = np.concatenate([s.values.ravel() for s in history.weight_samples(timeline)])
    flat = timeline.snapshot.parameters
    assert sorted(weights) == sorted([*flat[:6], *flat[9:12]])
    gradients = np.concatenate([s.values.ravel() for s in history.gradient_samples(timeline)])
    assert sorted(gradients) == sorted(timeline.snapshot.gradients)


def test_the_comparison_sets_the_first_moment_against_the_newest():
    lab, timeline = seen((3,))
    change = history_of(lab).change(timeline)
    assert (change.initial == timeline.first.parameters).all()
    assert (change.now == timeline.snapshot.parameters).all()
    assert change.names == tuple(lab.architecture.names())
    assert change.groups == (("hidden layer", 0), ("output layer", 9))


def test_a_wide_layer_shows_an_even_choice_and_says_so():
    lab, timeline = watched((64,), epochs=20, every=10)
    lines = history_of(lab).weights(0, timeline)
    assert lines.values.shape[1] == len(lines.names) == MOST_LINES
    assert lines.note == f"{MOST_LINES} of 192 shown"
    assert lines.names[0] == "W1[1,1]" and lines.names[-1] == "b1[64]"


@pytest.mark.parametrize("count", [1, 47, 48, 49, 500, 66_049])
def test_a_choice_is_even_sorted_and_keeps_both_ends(count):
    kept = chosen(count)
    assert kept[0] == 0 and kept[-1] == count - 1
    assert len(kept) == min(count, MOST_LINES)
    gaps = np.diff(kept)
    assert len(gaps) == 0 or (gaps.min() >= 1 and gaps.max() - gaps.min() <= 1)


@pytest.mark.parametrize("window", [1, 2, 7, 50, 80])
def test_the_moving_average_is_the_mean_of_the_last_values(window):
    values = np.random.default_rng(0).random(50)
    expected = [values[max(0, i - window + 1) : i + 1].mean() for i in range(50)]
    np.testing.assert_allclose(moving_average(values, window), expected, rtol=1e-12)


def test_joined_bins_keep_extremes_and_means():
    rng = np.random.default_rng(1)
    steps, mean = np.arange(11.0), rng.random(11)
    low, high = mean - 0.1, mean + 0.1
    joined_steps, joined_low, joined_high, joined_mean = joined((steps, low, high, mean), 4)
    np.testing.assert_allclose(joined_steps, [1.5, 5.5, 9.0])
    for k, part in enumerate((slice(0, 4), slice(4, 8), slice(8, 11))):
        assert joined_low[k] == low[part].min()
        assert joined_high[k] == high[part].max()
        assert joined_mean[k] == pytest.approx(mean[part].mean())
