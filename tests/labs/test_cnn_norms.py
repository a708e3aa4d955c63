"""Norms of float32 numbers, added up fast, are those of float64."""

from __future__ import annotations

import math

import numpy as np
import pytest

from netviz.labs.cnn_norms import PLAIN, layer_norms, norm
from networks.convnet import ConvNet
from networks.layers import Conv, Dense, Relu


@pytest.mark.parametrize("scale", [1e-37, 1e-30, 1e-12, 1e-6, 1.0, 1e6, 1e12, 1e19, 1e30, 1e37])
@pytest.mark.parametrize("size", [1, 9, 1000, 100_000])
def test_a_norm_is_that_of_float64_whatever_the_size_of_its_numbers(scale, size):
    values = (scale * np.random.default_rng(size).standard_normal(size)).astype(np.float32)
    assert norm(values) == pytest.approx(float(np.linalg.norm(values.astype(np.float64))), rel=1e-5)


def test_large_numbers_among_many_small_ones_count_as_they_are():
    values = np.full(100_000, 1e-4, np.float32)
    values[7] = 3.0
    assert norm(values) == pytest.approx(math.sqrt(9 + 99_999e-8), rel=1e-5)


@pytest.mark.parametrize("limit", PLAIN)
def test_it_has_no_step_where_the_way_of_adding_changes(limit):
    below, above = (np.full(50, limit * factor, np.float32) for factor in (0.999, 1.001))
    assert norm(above) / norm(below) == pytest.approx(1.001 / 0.999, rel=1e-5)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_shows(bad):
    values = np.ones(9, np.float32)
    values[4] = bad
    assert not math.isfinite(norm(values))


def test_nothing_has_no_size():
    assert norm(np.empty(0, np.float32)) == norm(np.zeros(5, np.float32)) == 0.0


def test_each_layer_with_weights_has_one():
    net = ConvNet((Conv(2, 3), Relu(), Dense(4)), (1, 6, 6))
    flat = np.random.default_rng(1).standard_normal(net.parameter_count).astype(np.float32)
    cut = net.slices[0][1].stop
    assert layer_norms(net, flat) == pytest.approx([np.linalg.norm(flat[:cut]), np.linalg.norm(flat[cut:])])
