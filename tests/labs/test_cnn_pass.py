"""The filter pass adds up to the network's own numbers, for networks of all shapes."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_pass import FilterSource, page
from netviz.labs.cnn_probe import Probe
from netviz.panels.panel import Choices, View
from netviz.panels.pass_trace import trace, winners
from networks.convnet import ConvNet
from networks.images import Digits, ImageSet
from networks.layers import (
    DEFAULT,
    AvgPool,
    Conv,
    Dense,
    Dropout,
    LeakyRelu,
    MaxPool,
    Relu,
    Sigmoid,
    Tanh,
)
from tests.labs.watched_convnet import digits, watched
from tests.panels.pictures import draw
from tests.panels.texts import noted_texts

NETS = {
    "default": (14, DEFAULT),
    "side 8": (8, DEFAULT),
    "stride 2, no padding": (9, (Conv(3, 3, stride=2, padding=0), Relu(), MaxPool(2), Dense(10))),
    "stride 2, a rest": (10, (Conv(3, 3, stride=2, padding=0), Tanh(), Dense(10))),
    "5×5, padding 2": (
        10, (Conv(2, 5), LeakyRelu(0.1), AvgPool(2), Conv(3, 5, padding=1), Sigmoid(), Dense(10)),
    ),
    "pool first": (
        11, (Conv(4, 3), MaxPool(2), Relu(), Conv(3, 2, padding=0), AvgPool(3, 2), Tanh(), Dense(10)),
    ),
    "overlapping pool": (9, (Conv(3, 3), Relu(), MaxPool(3, 2), Dense(10))),
    "pool with gaps": (9, (Conv(3, 3), Relu(), MaxPool(2, 3), Dense(10))),
    "conv after conv": (8, (Conv(3, 3), Conv(2, 1), Relu(), Dropout(0.5), Conv(2, 3, stride=2), Dense(10))),
    "even kernel, wide padding": (8, (Conv(3, 4, padding=3), Sigmoid(), MaxPool(2), Dense(10))),
}  # fmt: skip


def world(side, specs, seed=5):
    """Return a probe of an untrained network with biases, and a timeline of one snapshot."""
    rng = np.random.default_rng(seed)
    net = ConvNet(specs, (1, side, side))
    images = ImageSet(rng.normal(0, 1, (6, 1, side, side)).astype(np.float32), np.arange(6))
    digits = Digits("sample", "made up", side, images, images, images, 0.3, 0.4)
    parameters = net.initial(rng) + rng.normal(0, 0.05, net.parameter_count).astype(np.float32)
    gradients = rng.normal(0, 0.01, net.parameter_count).astype(np.float32)
    seen = Timeline()
    for step in range(2):
        extra = SimpleNamespace(answers=None)
        snapshot = Snapshot(step, parameters * (1 + step), gradients, 0 * gradients, 2.3, 0.1, extra)
        seen.add(Refresh(snapshot, np.zeros((step, 2)), State.RUNNING, "", 0, 1, 100, 1))
    return Probe(SimpleNamespace(net=net, digits=digits, batch=64)), seen


def choices(**chosen):
    return Choices(samples=6, source="validation", **chosen)


def passes(net, backward):
    """Yield the data of every convolution of a network, for some filters and channels, and its index."""
    side, specs = NETS[net]
    probe, seen = world(side, specs)
    source = FilterSource(probe)
    convs = [i for i, layer in enumerate(probe.setup.net.layers) if layer.kind == "conv"]
    for layer, index in enumerate(convs):
        for filter_, channel in ((0, 0), (1, 0), (1, 1)):
            view = View(
                seen, choices(sample=3, layer=layer, filter=filter_, channel=channel, backward=backward)
            )
            yield source(view), probe, view, index


@pytest.mark.parametrize("net", NETS)
def test_the_sums_of_all_channels_with_the_bias_are_z_everywhere(net):
    for data, probe, view, index in passes(net, backward=False):
        z = probe.passed(view).outputs[index][0, data.filter]
        assert data.z.shape == z.shape
        for place in np.ndindex(z.shape):
            sums = data.sums(*place)
            assert sums.sum() + data.bias == pytest.approx(z[place], rel=1e-5, abs=1e-5)
            assert data.products(*place).sum() == pytest.approx(sums[data.channel], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("net", NETS)
def test_the_stages_lead_from_z_to_what_the_next_layer_gets(net):
    for data, probe, view, index in passes(net, backward=False):
        whole = trace(data, *data.end)
        for place in np.ndindex(data.z.shape):
            for step in trace(data, *place):
                if step.at is None:
                    continue
                if not step.stage.pools:
                    continue
                top, left = step.window
                cells = step.inputs[top : top + step.stage.size, left : left + step.stage.size]
                expected = cells.max() if step.stage.largest else cells.mean()
                assert step.value == pytest.approx(expected, rel=1e-5, abs=1e-6)
                if step.best is not None:
                    assert step.inputs[step.best] == step.value
        layers = probe.setup.net.layers
        last = index
        while layers[last + 1].kind not in ("conv", "flatten", "dense"):
            last += 1
        if whole:
            assert np.array_equal(whole[-1].stage.outputs, probe.passed(view).outputs[last][0, data.filter])
        assert all(step.reached.all() for step in whole)


@pytest.mark.parametrize("net", NETS)
def test_what_is_gathered_and_scattered_is_the_networks_gradient(net):
    for data, probe, view, index in passes(net, backward=True):
        flat, gradients = probe.setup.net, probe.gradients(view)
        everywhere = data.passed(*data.end)
        dkernel = flat.weights(index, gradients.parameters)[data.filter]
        assert data.gathered(everywhere) == pytest.approx(dkernel[data.channel], rel=1e-4, abs=1e-6)
        dbias = flat.bias(index, gradients.parameters)[data.filter]
        assert data.gathered_bias(everywhere) == pytest.approx(dbias, rel=1e-4, abs=1e-6)
        assert np.array_equal(data.backward.dkernel, dkernel)
        assert data.backward.dbias == dbias
        batch = flat.weights(index, view.timeline.snapshot.gradients)[data.filter]
        assert np.array_equal(data.backward.batch_dkernel, batch)


@pytest.mark.parametrize("net", NETS)
def test_what_all_filters_scatter_is_the_gradient_of_the_input(net):
    side, specs = NETS[net]
    probe, seen = world(side, specs)
    source = FilterSource(probe)
    for layer, filters in enumerate(spec.out_channels for spec in specs if isinstance(spec, Conv)):
        views = [View(seen, choices(layer=layer, filter=i, backward=True)) for i in range(filters)]
        made = [source(view) for view in views]
        scattered = sum(data.scattered(data.passed(*data.end)) for data in made)
        inside = ~made[0].outside
        assert scattered[inside] == pytest.approx(made[0].total[inside], rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("net", NETS)
def test_the_gradient_goes_through_the_stages_as_they_say(net):
    for data, _, _, _ in passes(net, backward=True):
        steps = trace(data, *data.end)
        gradient = None
        for step in reversed(steps):
            stage = step.stage
            if gradient is not None:
                assert stage.gradient == pytest.approx(gradient, rel=1e-4, abs=1e-7)
            if not stage.pools:
                gradient = stage.gradient * stage.slope
                continue
            gradient = np.zeros(step.inputs.shape)
            for place in np.ndindex(stage.outputs.shape):
                top, left = place[0] * stage.pace, place[1] * stage.pace
                cells = np.s_[top : top + stage.size, left : left + stage.size]
                if stage.largest:
                    best = np.unravel_index(step.inputs[cells].argmax(), (stage.size, stage.size))
                    gradient[top + best[0], left + best[1]] += stage.gradient[place]
                else:
                    gradient[cells] += stage.gradient[place] / stage.size**2
            if stage.largest:
                assert not gradient[~winners(step)].any()
        if gradient is not None:
            assert data.backward.dz == pytest.approx(gradient, rel=1e-4, abs=1e-7)


def test_partial_sums_grow_from_nothing_to_the_whole_place_by_place():
    data = next(passes("default", backward=True))[0]
    before = np.zeros((data.size, data.size))
    for place in np.ndindex(data.z.shape):
        now = data.gathered(data.passed(*place))
        step = data.backward.dz[place] * data.patch(*place)
        assert now - before == pytest.approx(step, rel=1e-6, abs=1e-12)
        before = now


def test_the_data_are_of_the_newest_snapshot_and_made_once_for_each():
    probe, seen = world(*NETS["default"])
    source, view = FilterSource(probe), View(seen, choices(layer=1, filter=2, channel=3))
    first = source(view)
    assert source(View(seen, choices(layer=1, filter=2, channel=3))) is first
    snapshot = seen.snapshot
    halved = Snapshot(2, snapshot.parameters / 2, snapshot.gradients, snapshot.updates, 2.3, 0.1)
    seen.add(Refresh(halved, np.zeros((1, 2)), State.RUNNING, "", 0, 1, 100, 1))
    assert np.array_equal(source(view).kernel, first.kernel / 2)


def test_choices_beyond_what_a_network_has_come_round():
    probe, seen = world(*NETS["default"])
    data = FilterSource(probe)(View(seen, choices(layer=3, filter=33, channel=9)))
    assert (data.layer, data.filter, data.channel) == (1, 1, 1)


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("net", NETS)
def test_no_words_are_cut_where_everything_is_twice_as_large(net, backward):
    probe, seen = world(*NETS[net])
    (panel,) = page(probe).panels
    for layer in range(sum(isinstance(spec, Conv) for spec in NETS[net][1])):
        view = View(seen, choices(layer=layer, backward=backward))
        with noted_texts() as texts:
            draw(panel, view, size=(616, 299))
        assert [text for text in texts if text.endswith("…")] == []


def test_a_network_without_convolution_has_a_page_that_says_so():
    probe, seen = world(8, (Dense(10),))
    assert FilterSource(probe)(View(seen, choices())) is None
    assert page(probe).name == "pass"


def test_the_backward_pass_tells_how_sure_the_network_is_and_its_surest_mistake():
    setup, timeline = watched(steps=30, every=10, data=digits(count=600))
    probe, validation = Probe(setup), setup.digits.validation
    source = FilterSource(probe)
    sources = (("validation", len(validation)),)
    start = Choices(sources=sources, backward=True)
    logits = setup.net.forward(timeline.snapshot.parameters, validation.images).logits.astype(np.float64)
    powers = np.exp(logits)
    shares = powers / powers.sum(axis=1, keepdims=True)
    for sample in (0, 7):
        told = source(View(timeline, start.of_source("validation", sample))).backward.sureness
        label = int(validation.labels[sample])
        assert told.digit == label and told.mistake is None
        others = np.delete(shares[sample], label).sum()
        assert told.missing == pytest.approx(others, rel=1e-4)
    wrong = np.flatnonzero(shares.argmax(axis=1) != validation.labels)
    surest = int(wrong[shares[wrong].max(axis=1).argmax()])
    probe.sweep.complete(View(timeline, start))
    told = source(View(timeline, start.of_source("validation", 3))).backward.sureness
    assert (told.mistake, told.step) == (surest, timeline.snapshot.step)
    assert source(View(timeline, replace(start.of_source("validation", 3), backward=False))).backward is None
