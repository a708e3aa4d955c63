from __future__ import annotations

import inspect
import json
from dataclasses import fields

import numpy as np
import pytest

from netviz import options
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.labs.xor import XorLab, unfit
from networks import ACTIVATIONS, INITIALIZERS, ONE_OUTPUT_LOSSES, OPTIMIZERS


@pytest.mark.parametrize("seed", range(5))
def test_learns_xor(seed):
    lab = XorLab(seed)
    lab.train(30_000)
    snapshot = lab.snapshot()
    assert snapshot.accuracy == 1.0
    assert snapshot.loss < 0.01
    assert np.allclose(lab.predictions(snapshot.parameters), [0, 1, 1, 0], atol=0.15)


@pytest.mark.parametrize("optimizer", options.OPTIMIZERS)
@pytest.mark.parametrize("slices", [[500], [1] * 500, [3, 200, 1, 255, 41]])
def test_the_same_seed_gives_the_same_weights_however_it_is_sliced(optimizer, slices):
    whole, sliced = (XorLab(4, optimizer=optimizer, learning_rate=0.1) for _ in range(2))
    losses = whole.train(500)
    pieces = []
    for steps in slices:
        pieces.append(sliced.train(steps))
        sliced.snapshot()  # watching changes nothing
    assert np.array_equal(np.concatenate(pieces), losses)
    for name in ("parameters", "gradients", "updates"):
        assert np.array_equal(getattr(sliced.snapshot(), name), getattr(whole.snapshot(), name))


def test_a_reset_is_a_new_lab():
    lab = XorLab(1)
    lab.train(100)
    lab.reset(2)
    assert (lab.step, lab.seed) == (0, 2)
    assert np.array_equal(lab.snapshot().parameters, XorLab(2).snapshot().parameters)


@pytest.mark.parametrize("optimizer", options.OPTIMIZERS)
def test_a_checkpoint_brings_back_the_moment_and_its_future(optimizer):
    lab = XorLab(1, optimizer=optimizer, learning_rate=0.1)
    lab.train(100)
    checkpoint = lab.checkpoint()
    first = lab.train(50)
    after = lab.snapshot()
    lab.restore(checkpoint)
    assert lab.step == 100
    assert np.array_equal(lab.train(50), first)
    assert np.array_equal(lab.snapshot().parameters, after.parameters)


def test_a_snapshot_is_exact_frozen_and_stays():
    lab = XorLab(1)
    before = lab.snapshot()
    losses = lab.train(3)
    after = lab.snapshot()
    assert losses[0] == before.loss
    assert lab.train(1)[0] == after.loss
    assert not np.array_equal(before.parameters, after.parameters)
    assert np.array_equal(before.updates, np.zeros_like(before.parameters))
    for array in (after.parameters, after.gradients, after.updates):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_a_divergence_is_named_and_the_last_finite_state_stays():
    lab = XorLab(
        1, activation="linear", output_activation="linear", learning_rate=50.0, init="normal", optimizer="sgd"
    )
    session = Session(lab, 10_000, 100)
    last = list(iter(session.advance, None))[-1]
    assert last.state is State.DIVERGED
    assert f"at epoch {last.snapshot.step + 1:,}" in last.note
    assert np.isfinite(last.snapshot.parameters).all()
    assert np.isfinite(last.snapshot.gradients).all()
    assert np.isfinite(last.snapshot.loss)
    again = XorLab(1, activation="linear", output_activation="linear", learning_rate=50.0, init="normal")
    again.train(last.snapshot.step)
    assert np.array_equal(again.snapshot().parameters, last.snapshot.parameters)


def test_a_summary_holds_all_samples_and_options_in_strict_json():
    lab = XorLab(1, hidden=(4, 2))
    content = lab.summary(lab.snapshot())
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert [sample["inputs"] for sample in content["predictions"]] == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert [sample["target"] for sample in content["predictions"]] == [0, 1, 1, 0]
    assert content["options"]["hidden"] == [4, 2]


@pytest.mark.parametrize("loss", options.LOSSES)
def test_only_outputs_that_reach_both_targets_fit(loss):
    for name in options.ACTIVATIONS:
        sentence = unfit(loss, name)
        assert (sentence is None) == (name in ONE_OUTPUT_LOSSES[loss].outputs)
        assert sentence is None or (name in sentence and loss in sentence)
    assert unfit(loss, options.default_output(loss)) is None


def test_the_command_line_knows_the_words_and_defaults_of_the_networks():
    assert set(options.ACTIVATIONS) == set(ACTIVATIONS)
    assert set(options.LOSSES) == set(ONE_OUTPUT_LOSSES)
    assert set(options.OPTIMIZERS) == set(OPTIMIZERS)
    assert set(options.INITS) == set(INITIALIZERS)
    defaults = {field.name: field.default for field in fields(options.XorOptions)}
    for name, parameter in inspect.signature(XorLab).parameters.items():
        if name != "seed":
            assert defaults[name] == parameter.default


def test_the_command_line_knows_the_pages():
    assert tuple(page.name for page in XorLab(1).pages()) == options.PAGES["xor"]
