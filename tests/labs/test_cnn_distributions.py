"""Distributions, gradient flow and dead units against plain computations on the same moments."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs import cnn_distributions, cnn_moments
from netviz.labs.cnn_distributions import Distributions
from netviz.labs.cnn_moments import BINS, Moments, columns_of, spread_of
from netviz.labs.cnn_probe import Probe
from netviz.panels.panel import View
from networks.convnet import ConvNet
from networks.layers import AvgPool, Conv, Dense, MaxPool, Relu, Softmax, Tanh
from tests.labs.watched_convnet import watched


def complete(**options):
    setup, timeline = watched(**options)
    seen, view = Distributions(Probe(setup)), View(timeline)
    seen.moments.complete(view)
    return setup, view, seen


def check(spread, values, *, logarithmic=False):
    """Compare a spread with NumPy's own histogram, of numbers that are not zero."""
    kept = values[values != 0].astype(np.float64)
    kept = np.log10(np.abs(kept)) if logarithmic else kept
    assert spread.total == values.size and spread.zeros == values.size - kept.size
    assert spread.mean == pytest.approx(values.mean(dtype=np.float64), rel=1e-4, abs=1e-6)
    assert spread.deviation == pytest.approx(values.std(dtype=np.float64), rel=1e-3)
    assert spread.low == pytest.approx(kept.min(), rel=1e-5, abs=1e-6)
    assert spread.high == pytest.approx(kept.max(), rel=1e-5, abs=1e-6)
    assert spread.counts.sum() == kept.size
    expected, _ = np.histogram(kept, BINS, (spread.low, spread.high))
    # A number at a limit may fall to either side, as one is computed in single precision.
    assert np.abs(np.cumsum(spread.counts) - np.cumsum(expected)).max() <= 2


def test_every_spread_is_that_of_its_layer_at_its_moment():
    setup, view, seen = complete(steps=8)
    timeline, table = view.timeline, seen.table(view)
    assert table.columns == ("conv 1", "conv 2", "dense 1", "dense 2")
    assert table.step == 8 and not seen.left
    weights, outputs, gradients = table.spreads
    assert [spreads.layer for spreads in outputs] == ["ReLU 1", "ReLU 2", "ReLU 3", "dense 2"]
    images = setup.digits.validation.images[: cnn_moments.IMAGES]
    names = [layer.name for layer in setup.net.layers]
    for i, step in enumerate(timeline.steps):
        passed = setup.net.forward(timeline.parameters[i], images)
        for c, name in enumerate(table.columns):
            assert weights[c].steps[i] == step
            layer = names.index(name)
            check(weights[c].spreads[i], setup.net.weights(layer, timeline.parameters[i]))
            check(outputs[c].spreads[i], passed.outputs[names.index(outputs[c].layer.lower())])
            check(gradients[c].spreads[i], setup.net.weights(layer, timeline.gradients[i]), logarithmic=True)


def test_the_range_of_sizes_leaves_out_only_the_smallest():
    _, view, seen = complete()
    for spreads in seen.table(view).spreads[2]:
        low, high = spreads.bounds
        assert high == max(spread.high for spread in spreads.spreads if spread.total)
        for spread in spreads.spreads:
            if spread.total:
                left_out = spread.counts[np.linspace(spread.low, spread.high, BINS + 1)[1:] < low].sum()
                assert left_out <= 0.005 * spread.counts.sum() + 1


def test_of_very_many_outputs_an_even_part_is_counted_and_that_is_said(monkeypatch):
    monkeypatch.setattr(cnn_moments, "MOST", 1000)
    setup, view, seen = complete(steps=2)
    first = seen.table(view).spreads[1][0]
    assert first.every == 11  # 40 images of 4 maps of 8 × 8: 10 240 numbers; always an odd step
    assert abs(first.spreads[0].total - 10_240 / 11) <= 10
    images = setup.digits.validation.images[: cnn_moments.IMAGES]
    everything = setup.net.forward(view.timeline.snapshot.parameters, images).outputs[1]
    assert first.spreads[-1].mean == pytest.approx(everything.mean(), rel=0.15)


def test_units_that_are_zero_for_every_image_are_dead_and_no_others():
    setup, timeline = watched(steps=4)
    parameters = timeline.snapshot.parameters.copy()
    net = setup.net
    names = [layer.name for layer in net.layers]
    net.bias(names.index("conv 2"), parameters)[[1, 4]] = -1e3
    net.bias(names.index("dense 1"), parameters)[[0, 7, 11]] = -1e3
    last = timeline.latest.snapshot
    changed = Snapshot(5, parameters, last.gradients, last.updates, 0.1, 0.9, last.extra)
    timeline.add(Refresh(changed, np.zeros((1, 2)), State.RUNNING, "", 0, 0, 6, 1))
    seen, view = Distributions(Probe(setup)), View(timeline)
    seen.moments.complete(view)
    census = seen.census(view)
    assert census.step == 5 and census.images == 40  # as many as there are
    passed = net.forward(parameters, setup.digits.validation.images[:40])
    for units, name, output in zip(
        census.units, ("conv 1", "conv 2", "dense 1"), ("relu 1", "relu 2", "relu 3"), strict=True
    ):
        assert (units.layer, units.word) == (name, "units" if name == "dense 1" else "maps")
        above = passed.outputs[names.index(output)] > 0
        axes = tuple(axis for axis in range(above.ndim) if axis != 1)
        np.testing.assert_allclose(units.alive, above.mean(axis=axes), rtol=1e-12)
        assert units.dead == (1 + np.flatnonzero(~above.any(axis=axes))).tolist()
    assert {2, 5} <= set(census.units[1].dead) and {1, 8, 12} <= set(census.units[2].dead)


def test_the_flow_is_the_norms_of_each_layers_parameters():
    setup, view, seen = complete(steps=10)
    flow, timeline = seen.flow(view), view.timeline
    assert flow.moments == 6
    for i, name in enumerate(flow.names):
        mine = [k for k in range(setup.net.parameter_count) if setup.net.names(k).startswith(name + " ")]
        assert flow.sizes[i] == len(mine)
        norms = np.linalg.norm(timeline.gradients[:, mine].astype(np.float64), axis=1)
        assert flow.now[i] == pytest.approx(norms[-1], rel=1e-5)
        assert flow.low[i] == pytest.approx(norms.min(), rel=1e-5)
        assert flow.high[i] == pytest.approx(norms.max(), rel=1e-5)
        assert flow.weights[i] == pytest.approx(np.linalg.norm(timeline.snapshot.parameters[mine]), rel=1e-5)
        assert flow.updates[i] == pytest.approx(np.linalg.norm(timeline.snapshot.updates[mine]), rel=1e-5)


def test_each_kept_moment_is_looked_at_once_and_what_the_timeline_drops_is_let_go():
    setup, timeline = watched(steps=2, rows=4)
    looked, moments = [], Moments(Probe(setup))
    finish = moments._finish
    moments._finish = lambda job: (looked.append(job.step), finish(job))[1]
    last = timeline.latest.snapshot
    for step in range(3, 40):
        snapshot = Snapshot(step, last.parameters, last.gradients, last.updates, 0.1, 0.9, last.extra)
        timeline.add(Refresh(snapshot, np.zeros((1, 2)), State.RUNNING, "", 0, 0, 60, 1))
        moments.complete(View(timeline))
        assert [row.step for row in moments.rows(View(timeline))] == timeline.steps.tolist()
    assert len(looked) == len(set(looked))
    assert len(timeline.steps) <= 4


def test_the_newest_moment_comes_first_and_each_share_of_work_is_small():
    setup, timeline = watched(steps=8)
    moments, view = Moments(Probe(setup)), View(timeline)
    shares = 0
    while not moments.rows(view):
        assert moments.advance(view)
        shares += 1
    assert [row.step for row in moments.rows(view)] == [8]
    assert shares == 3 + len(moments.images) // cnn_moments.PIECE
    assert moments.waiting(view)
    moments.complete(view)
    assert not moments.waiting(view) and not moments.advance(view)


def test_moments_that_were_passed_over_are_made_up_for_while_new_ones_keep_coming():
    setup, timeline = watched(steps=8, every=1)
    moments = Moments(Probe(setup))
    last = timeline.latest.snapshot
    for step in range(9, 500):
        snapshot = Snapshot(step, last.parameters, last.gradients, last.updates, 0.1, 0.9, last.extra)
        timeline.add(Refresh(snapshot, np.zeros((1, 2)), State.RUNNING, "", 0, 0, 600, 1))
        moments.advance(View(timeline))
    known = [row.step for row in moments.rows(View(timeline))]
    assert known[-1] > 460  # not far behind the newest
    assert len(known) > 20  # and old ones too
    assert all(step in timeline.steps for step in known[:-1])


def test_another_run_begins_afresh():
    setup, timeline = watched(steps=4)
    seen, view = Distributions(Probe(setup)), View(timeline)
    seen.moments.complete(view)
    last = timeline.latest.snapshot
    changed = Snapshot(0, last.parameters * 2, last.gradients * 0, last.updates, 0.1, 0.9, last.extra)
    timeline.add(Refresh(changed, np.zeros((0, 2)), State.RUNNING, "", 1, 0, 6, 1))
    assert seen.moments.rows(view) == [] and seen.table(view).spreads == ()
    assert seen.flow(view).moments == 1 and (seen.flow(view).high == 0).all()
    seen.moments.complete(view)
    net = setup.net
    check(seen.table(view).spreads[0][0].spreads[0], net.weights(0, last.parameters * 2))


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(7),
        np.array([]),
        np.full(5, np.nan),
        np.full(4, 2.5),
        np.array([1, np.inf, -np.inf, 3]),
        np.full(3, 1e38),
        np.array([-3e38, 3e38, 0]),
        np.array([1e-40, 2e-40]),
    ],
)
@pytest.mark.parametrize("logarithmic", [False, True])
def test_odd_numbers_have_a_spread_too(values, logarithmic):
    with np.errstate(over="ignore", invalid="ignore"):  # as while looking
        spread = spread_of(values.astype(np.float32), logarithmic=logarithmic)
    finite = values[np.isfinite(values)]
    assert spread.total == len(finite) and spread.zeros == int((finite == 0).sum())
    assert spread.counts.sum() == spread.total - spread.zeros
    assert spread.high > spread.low and np.isfinite(spread.mean)


def test_columns_pair_layers_with_the_nonlinearity_that_follows_them():
    specs = (Conv(3, 3), MaxPool(2), Relu(), Conv(2, 3), AvgPool(2), Dense(6), Tanh(), Dense(10), Softmax())
    net = ConvNet(specs, (1, 8, 8))
    names = [layer.name for layer in net.layers]
    pairs = [(names[c.layer], names[c.output], c.active) for c in columns_of(net, 8)]
    assert pairs == [
        ("conv 1", "relu 1", True),
        ("conv 2", "conv 2", False),
        ("dense 1", "tanh 1", False),
        ("dense 2", "dense 2", False),
    ]


def test_looking_changes_nothing_of_the_run():
    setup, timeline = watched()
    before = [array.copy() for array in (timeline.parameters, timeline.gradients, timeline.updates)]
    page, view = cnn_distributions.page(Probe(setup)), View(timeline)
    for panel in page.panels:
        panel.settle(view)
    for old, new in zip(before, (timeline.parameters, timeline.gradients, timeline.updates), strict=True):
        np.testing.assert_array_equal(old, new)
    assert (page.name, page.title) == ("distributions", "Distributions")
    assert not any(panel.lively for panel in page.panels[1:2])


def test_two_panels_do_the_work_of_one_and_the_second_goes_on_alone(canvas_of):
    setup, timeline = watched(steps=4)
    timeline.add(replace(timeline.latest, total=1000))  # training goes on
    page, view = cnn_distributions.page(Probe(setup)), View(timeline)
    densities, _, dead = page.panels
    moments, canvas = densities._work.moments, canvas_of((400, 300))
    shares, advance = [], moments.advance
    moments.advance = lambda view: (shares.append(1), advance(view))[1]
    for shown in [(densities, dead)] * 5 + [(dead,)] * 5:
        for panel in shown:
            panel.draw(canvas, canvas.surface.get_rect(), view)
        for panel in shown:
            panel.tick(0.02, view)
    assert len(shares) == 10
    assert dead.lively
    dead.settle(view)
    assert not moments.waiting(view) and not dead.lively
    assert dead._source(view).units


def test_where_nothing_is_trained_a_frame_looks_at_as_much_as_it_has_time_for(monkeypatch, canvas_of):
    setup, timeline = watched(steps=4)
    page, canvas = cnn_distributions.page(Probe(setup)), canvas_of((400, 300))
    densities, now = page.panels[0], 0.0
    moments, shares = densities._work.moments, []
    advance = moments.advance

    def takes_a_while(view):
        nonlocal now
        now += 0.004
        shares.append(now)
        return advance(view)

    moments.advance = takes_a_while
    monkeypatch.setattr(cnn_distributions.time, "perf_counter", lambda: now)
    for state, count in ((State.RUNNING, 1), (State.PAUSED, 4)):
        shares.clear()
        timeline.add(replace(timeline.latest, state=state, total=1000))
        densities.draw(canvas, canvas.surface.get_rect(), View(timeline))
        densities.tick(0.02, View(timeline))
        assert len(shares) == count


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e38])
def test_a_network_that_diverges_is_looked_at_without_a_fault(bad, canvas_of):
    setup, timeline = watched(steps=4)
    last = timeline.latest.snapshot
    broken = np.full_like(last.parameters, bad)
    changed = Snapshot(5, broken, broken, broken, float("nan"), 0.1, last.extra)
    timeline.add(Refresh(changed, np.full((1, 2), np.nan), State.DIVERGED, "NaN", 0, 0, 6, 1))
    page, view = cnn_distributions.page(Probe(setup)), View(timeline)
    canvas = canvas_of((800, 600))
    for panel in page.panels:
        panel.settle(view)
        with np.errstate(over="ignore", invalid="ignore"):  # as the stage does
            panel.draw(canvas, canvas.surface.get_rect(), view)
        assert panel.value(view)
    densities, flow, _ = page.panels
    assert densities._source(view).step == 5
    assert not (np.isfinite(flow._source(view).now) & (flow._source(view).now < 1e30)).any()


def test_of_a_network_that_is_only_looked_at_it_says_that_no_more_is_known():
    setup, timeline = watched(steps=4)
    loaded = Timeline()
    loaded.add(timeline.latest)
    page = cnn_distributions.page(Probe(setup))
    for seen in (loaded, timeline):
        page.panels[0].settle(View(seen))
        words = page.panels[0].value(View(seen))
        assert (words == "of the run, only batch 4 is known here") == (seen is loaded)
