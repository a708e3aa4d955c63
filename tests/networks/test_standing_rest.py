"""Where the loss rests rightly, and what holds it up by its nature."""

import numpy as np
import pytest

from networks.standing import Figures, Kind, Least, judge


def figures(losses=0.1, gradient=1e-3, **told):
    told = {"gradient_norms": np.array([gradient, 0.0]), "chance": 0.693, **told}
    return Figures(np.full(100, losses), update_ratio=1e-2, learning_rate=0.1, **told)


def test_a_loss_in_balance_with_penalties_is_converged():
    verdict = judge(figures(0.2, penalties=("L1", "L2")))
    assert verdict.kind is Kind.CONVERGED and "in balance with L1 and L2" in verdict.sentence
    verdict = judge(figures(0.2))
    assert verdict.kind is Kind.PLATEAU and "other inputs" in verdict.what_to_try
    assert judge(figures(0.2, gradient=0.1, penalties=("L2",))).kind is Kind.PLATEAU


def test_a_balance_with_penalties_is_one_too_where_mini_batches_keep_the_steps_scattering():
    gradient = 0.06 * 0.693  # small is up to 0.03 of the best constant answer's loss
    verdict = judge(figures(0.2, gradient=gradient, penalties=("L2",), whole=False))
    assert verdict.kind is Kind.CONVERGED and "as steps that scatter leave it" in verdict.sentence
    assert judge(figures(0.2, gradient=gradient, penalties=("L2",), whole=True)).kind is Kind.PLATEAU
    assert judge(figures(0.2, gradient=gradient, whole=False)).kind is Kind.PLATEAU
    assert judge(figures(0.2, gradient=0.1, penalties=("L2",), whole=False)).kind is Kind.PLATEAU


def test_a_loss_that_changes_slowly_is_told_as_what_it_was_in_either_half():
    falls = figures(0.7 - 5e-5 * np.arange(100), gradient=0.1)
    sentence = judge(falls).sentence
    assert "hardly falls, from 0.6988 to 0.6963 between the halves of the last 100 epochs" in sentence
    rises = figures(0.7 + 5e-4 * np.arange(100), gradient=0.1, eigenvalues=np.array([1.0, 30.0]))
    assert "rises, from 0.712 to 0.737 between the halves of the last 100 epochs" in judge(rises).sentence


def test_the_way_out_of_a_saddle_doubles_when_so_many_steps_have_made_it_twice_as_long():
    told = {"eigenvalues": np.array([-0.375, 0.4]), "learning_rate": 0.1, "chance": 0.125}
    sentence = judge(Figures(np.full(100, 0.25), np.array([1e-3]), 0.0, **told)).sentence
    way, steps = 1.0, 0
    while way < 2:
        way, steps = way + 0.1 * 0.375 * way, steps + 1
    assert f"doubles every {steps} steps" in sentence


def test_penalties_that_left_no_weights_are_named_before_gradients_that_vanish():
    faded = {"delta_norms": np.array([1e-6, 1e-3, 0.1]), "gradient_norms": np.array([1e-9, 1e-6, 1e-3])}
    verdict = judge(figures(0.693, penalties=("L2",), weights=1e-4, **faded))
    assert verdict.kind is Kind.PLATEAU and verdict.what_to_try == "Less L2."
    assert judge(figures(0.693, weights=1e-4, **faded)).kind is Kind.VANISHING
    assert judge(figures(0.693, penalties=("L2",), weights=0.5, **faded)).kind is Kind.VANISHING


@pytest.mark.parametrize("least", [0.2, 0.0])  # without curvature there are as low ones beside it
def test_below_a_minimum_of_a_convex_loss_is_none_and_it_rests_there_when_much_is_learned(least):
    bowl = {"eigenvalues": np.array([least, 1.0]), "gradient_norms": np.array([1e-3]), "convex": True}
    verdict = judge(figures(0.1, **bowl))
    assert verdict.kind is Kind.CONVERGED and "hidden layer" in verdict.what_to_try
    verdict = judge(figures(0.6, **bowl))
    assert verdict.kind is Kind.LOWEST and verdict.sentence.endswith("a minimum at 0.6, none is lower.")
    verdict = judge(figures(0.6, **{**bowl, "convex": False}))
    assert verdict.kind is Kind.MINIMUM and "perhaps not the lowest" in verdict.sentence


def test_values_are_met_but_for_noise_where_hardly_a_tenth_is_left_and_the_loss_is_calm():
    rng = np.random.default_rng(0)

    def verdict(scatter, left=0.07, **told):
        losses = left * (1 + scatter * rng.standard_normal(100))
        return judge(Figures(losses, np.array([0.1, 0.1]), 1e-2, 0.1, chance=1.0, whole=False, **told))

    assert verdict(0.02).kind is Kind.CONVERGED and "may be noise" in verdict(0.02).sentence
    assert verdict(0.3).kind is Kind.PLATEAU
    assert verdict(0.02, left=0.2).kind is Kind.PLATEAU
    assert verdict(0.02, accuracy=0.9).kind is Kind.PLATEAU


def test_in_a_bowl_a_gradient_is_small_if_hardly_any_loss_is_left_below():
    # A parabola has ½ m t² left where its slope is g = m t: of chance 0.9 % with m = 0.2, 18 % with 0.01.
    steep = {"gradient_norms": np.array([0.05]), "convex": True}
    assert figures(eigenvalues=np.array([0.2, 1.0]), **steep).is_small
    assert not figures(eigenvalues=np.array([0.01, 1.0]), **steep).is_small
    assert not figures(eigenvalues=np.array([0.2, 1.0]), **{**steep, "convex": False}).is_small


@pytest.mark.parametrize("least", [-1e-3, -1e-200, -1e-308, -5e-324])
@pytest.mark.parametrize("rate", [1e-6, 0.1])
def test_how_soon_a_saddle_is_left_is_told_if_anybody_could_wait_for_it(least, rate):
    told = {"eigenvalues": np.array([least, -least]), "learning_rate": rate, "chance": 0.125}
    verdict = judge(Figures(np.full(100, 0.25), np.array([abs(least)]), 0.0, **told))
    assert verdict.kind is Kind.SADDLE
    assert ("doubles every" in verdict.sentence) == (least == -1e-3)


def test_a_gradient_that_is_small_by_chance_makes_no_saddle():
    eigenvalues = np.array([-0.1, 1.0])
    calm = figures(0.5, eigenvalues=eigenvalues)
    noisy = 0.5 + 0.05 * np.random.default_rng(0).standard_normal(100)
    assert judge(calm).kind is Kind.SADDLE
    assert judge(figures(noisy, eigenvalues=eigenvalues)).kind is Kind.PLATEAU


def test_nothing_that_may_move_a_loss_without_a_least_and_layers_without_a_bend_are_told():
    assert "frozen or muted" in judge(figures(held=True)).sentence
    assert judge(figures(0.5, by_hand=True)).sentence.startswith("Training is off: 0.5 ")
    assert judge(figures(-3.0)).kind is Kind.UNFIT
    assert "values" in judge(figures(0.0, chance=np.nan)).sentence
    assert judge(figures(0.5, straight=True)).what_to_try.startswith("tanh or relu")


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_what_dropout_scatters_is_said_to_be_scattered_by_it(dropout):
    noisy = 0.3 + 0.02 * np.random.default_rng(0).standard_normal(100)
    verdict = judge(figures(noisy, gradient=0.1, whole=False, dropout=dropout))
    assert verdict.kind is Kind.PLATEAU
    assert ("dropout" in verdict.sentence) == bool(dropout) == ("lower" not in verdict.what_to_try)


def test_a_loss_that_still_falls_in_its_noise_is_not_slowed_further():
    noise = 0.008 * np.random.default_rng(4).standard_normal(100)
    one = figures(0.5 + noise, gradient=0.1, whole=False)
    assert "lower learning rate" in judge(one).what_to_try
    slow = figures(0.503 - 5e-5 * np.arange(100) + 0.2 * noise, gradient=0.1, whole=False)
    verdict = judge(slow)
    assert verdict.kind is Kind.PLATEAU and slow.swing < 0.01
    rough = figures(
        0.51 - 8e-5 * np.arange(100) + 0.0055 * (-1.0) ** (np.arange(100) // 2), gradient=0.1, whole=False
    )
    assert rough.slows and rough.swing > 0.01
    assert "hardly falls" in judge(rough).sentence and "lower" not in judge(rough).what_to_try


def test_units_that_are_lost_do_not_matter_where_all_is_right():
    lost = {"gradient": 0.1, "saturated": np.array([1.0])}
    assert judge(figures(0.3, accuracy=0.9, **lost)).kind is Kind.SATURATED
    assert judge(figures(0.3, accuracy=1.0, **lost)).kind is not Kind.SATURATED


def test_a_slow_fall_by_small_steps_is_converging_with_a_higher_rate_to_try():
    def slow(ratio):
        losses = np.linspace(0.7, 0.67, 100)
        one = Figures(losses, np.array([0.3, 0.3]), ratio, 1e-3, chance=0.693, whole=False)
        return judge(one)

    assert slow(1e-4).kind is Kind.CONVERGING and "higher learning rate" in slow(1e-4).what_to_try
    assert slow(1e-2).kind is Kind.CONVERGING and not slow(1e-2).what_to_try


def test_whatever_the_figures_there_is_a_verdict_in_words():
    rng = np.random.default_rng(11)

    def some(*values):
        return values[rng.integers(len(values))]

    kinds = set()
    for _ in range(4000):
        layers, count = int(rng.integers(1, 4)), int(rng.integers(1, 120))
        losses = some(0.0, 0.3, 0.7, 5.0) + some(0.0, 1e-3, 0.2) * rng.standard_normal(count)
        losses = np.abs(losses) + some(0.0, 1e-3, -1e-3) * np.arange(count)[::-1]
        if rng.random() < 0.05:
            losses[-1] = some(np.inf, np.nan)
        shares = rng.random(layers - 1).round()
        decay = some(1.0, 0.5, 0.01, 0.0)
        verdict = judge(
            Figures(
                losses,
                some(0.0, 1e-4, 0.1, 1e3, np.inf) * rng.random(layers),
                some(0.0, 1e-6, 1e-2, 1.0, np.inf),
                decay * some(1e-6, 0.1, 100.0),
                some(0.0, 0.693),
                decay=decay,
                reach=some(None, 1e-5, 0.1, np.inf),
                optimizer=some("sgd", "momentum", "adam"),
                beta=some(0.0, 0.9),
                whole=some(True, False),
                penalties=some((), ("L1",), ("L1", "L2")),
                dropout=some(0.0, 0.5),
                convex=some(True, False),
                straight=some(True, False),
                held=rng.random() < 0.05,
                by_hand=rng.random() < 0.05,
                weights=some(None, 0.0, 1.0),
                delta_norms=some(None, rng.random(layers) ** 4),
                saturated=some(None, shares),
                dead=some(None, shares),
                twins=some(0.0, 1.0),
                eigenvalues=some(None, np.zeros(4), np.sort(rng.standard_normal(4)), np.array([0.0, np.nan])),
                accuracy=some(None, 0.5, 1.0),
                test_losses=some(None, losses + np.linspace(0, some(0.0, 1.0), count)),
                least=some(None, Least(35, 0.2, 0.5), Least(35, 0.2, 0.5, before=True)),
            )
        )
        kinds.add(verdict.kind)
        for text in (verdict.sentence, verdict.what_to_try):
            assert text == text.strip() and "  " not in text and ".." not in text and "None" not in text
            assert not text or (
                text.endswith(".") and (text[0].isupper() or text.startswith(("tanh", "50 %", "100 %")))
            )
            assert len(text) < 170
        assert verdict.sentence
    assert len(kinds) > 12
