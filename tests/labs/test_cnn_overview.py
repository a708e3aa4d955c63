"""What the overview shows, compared with the same computed another way."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.layout import place
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import DARK, LIGHT
from netviz.drawing.widgets import content_of
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs import cnn_overview
from netviz.labs.cnn_probe import Probe
from netviz.labs.cnn_setup import Moment, Setup
from netviz.panels.confusion import Confusion
from netviz.panels.panel import Choices, Drawing, View
from networks.classifier import Classifier, Plan
from networks.convnet import ConvNet
from networks.images import Digits, ImageSet
from networks.layers import (
    AvgPool,
    Conv,
    Dense,
    Dropout,
    Flatten,
    LeakyRelu,
    MaxPool,
    Relu,
    Sigmoid,
    Softmax,
    Tanh,
)
from networks.optimizers import OPTIMIZERS

SIDE, BATCH, EPOCHS = 8, 16, 3
SMALL = (Conv(3, 3), Relu(), MaxPool(2), Conv(4, 3), LeakyRelu(0.1), AvgPool(2), Dense(12), Tanh(), Dense(10))
OTHERS = {
    "deep": (*(layer for k in range(9) for layer in (Conv(6 + 4 * k, 3), Relu())), Dense(10)),
    "wide": (Conv(64, 5, 2), Relu(), Conv(64, 3), Sigmoid(), Dropout(0.2), Dense(300), Tanh(), Dense(10)),
    "dense alone": (Dense(10), Softmax()),
    "filters as digits": (Conv(4, 3), Relu(), Conv(10, 8, 1, 0), Flatten()),
}


def digits(seed=3):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, 280)
    pixels = np.clip(rng.normal(0.3, 0.1, (280, 1, SIDE, SIDE)), 0, 1)
    for image, label in zip(pixels, labels, strict=True):
        image[0, label % SIDE] = 0.9
        image[0, :, 3 * label % SIDE] = 1.0
    images = ((pixels - 0.4) / 0.25).astype(np.float32)
    parts = (slice(0, 64), slice(64, 244), slice(244, None))
    return Digits("sample", "made up", SIDE, *(ImageSet(images[p], labels[p]) for p in parts), 0.4, 0.25)


class Watched:
    """A run with its timeline and its overview."""

    def __init__(self, specs=SMALL, optimizer="adam", rate=0.01, every=1, handed=True):
        data, net = digits(), ConvNet(specs, (1, SIDE, SIDE))
        self.every, self.handed = every, handed
        self.optimizer = OPTIMIZERS[optimizer](rate)
        plan = Plan(BATCH, EPOCHS, lambda step, total: rate * (1 - step / 20))
        self.trainer = Classifier(
            net, data.train, data.validation, self.optimizer, plan, np.random.default_rng(1)
        )
        total, each = self.trainer.total, self.trainer.batches_per_epoch
        self.setup = Setup(net, data, optimizer, rate, BATCH, total, each, plan.rate)
        self.timeline, self.probe = Timeline(), Probe(self.setup)
        self.page = cnn_overview.page(self.probe)
        sets = (("training", 64), ("validation", 180), ("test", 36), ("drawn", 1))
        self.choices = Choices(sources=sets).of_source("validation", 5)
        self.show(np.zeros((0, 2)))

    def show(self, metrics, run=0):
        trainer, state = self.trainer, self.optimizer.state
        first = state.get("first moment", state.get("velocity", np.zeros(0)))
        second = state.get("second moment", np.zeros(0))
        place_ = trainer.place if self.handed else replace(trainer.place, answers=None)
        moment = Moment(first.copy(), second.copy(), place_, trainer.seconds, trainer.trained)
        arrays = (trainer.parameters.copy(), trainer.gradients.copy(), self.optimizer.update.copy())
        for array in arrays:
            array.flags.writeable = False
        snapshot = Snapshot(trainer.step, *arrays, *trainer.last, moment)
        self.timeline.add(Refresh(snapshot, metrics, State.RUNNING, "", run, 1, self.setup.total, self.every))
        return snapshot

    def train(self, refreshes=1):
        for _ in range(refreshes):
            snapshot = self.show(self.trainer.train(self.every))
        return snapshot

    @property
    def view(self):
        return View(self.timeline, self.choices)


# the network once more, number by number


def convolved(images, weights, bias):
    outputs, _, size, _ = weights.shape
    padded = np.pad(images, ((0, 0), (size // 2,) * 2, (size // 2,) * 2))
    side = images.shape[1]
    result = np.zeros((outputs, side, side))
    for o, i, j in np.ndindex(outputs, side, side):
        result[o, i, j] = (padded[:, i : i + size, j : j + size] * weights[o]).sum() + bias[o]
    return result


def pooled(images, reduce):
    channels, side, _ = images.shape
    result = np.zeros((channels, side // 2, side // 2))
    for c, i, j in np.ndindex(result.shape):
        result[c, i, j] = reduce(images[c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2])
    return result


def by_hand(net, flat, image):
    """Return what each layer of SMALL gives, in float64, and the probabilities."""
    flat = flat.astype(np.float64)
    weights, bias = (
        [part(i, flat) for i, layer in enumerate(net.layers) if layer.parameter_count]
        for part in (net.weights, net.bias)
    )
    given = [convolved(image.astype(np.float64), weights[0], bias[0])]
    given.append(np.maximum(given[-1], 0))
    given.append(pooled(given[-1], np.max))
    given.append(convolved(given[-1], weights[1], bias[1]))
    given.append(np.where(given[-1] > 0, given[-1], 0.1 * given[-1]))
    given.append(pooled(given[-1], np.mean))
    given.append(weights[2] @ given[-1].ravel() + bias[2])
    given.append(np.tanh(given[-1]))
    given.append(weights[3] @ given[-1] + bias[3])
    powers = np.exp(given[-1] - given[-1].max())
    return given, powers / powers.sum()


@pytest.mark.parametrize("source, sample", [("training", 3), ("validation", 5), ("test", 0)])
def test_the_maps_are_what_each_layer_makes_of_the_chosen_image(source, sample):
    run = Watched()
    snapshot = run.train(5)
    run.choices = run.choices.of_source(source, sample)
    sets = {"training": "train", "validation": "validation", "test": "test"}
    chosen = getattr(run.setup.digits, sets[source]).images[sample]
    maps = cnn_overview.maps(run.probe, run.view).layers
    given, _ = by_hand(run.setup.net, snapshot.parameters, chosen)
    np.testing.assert_allclose(maps[0].values[0], chosen[0] * 0.25 + 0.4, atol=1e-6)
    assert len(maps) == 1 + len(given)
    for layer, values in zip(maps[1:], given, strict=True):
        assert layer.values.ndim == 3
        np.testing.assert_allclose(layer.values.reshape(values.shape), values, rtol=2e-4, atol=2e-5)
        assert layer.signed or values.min() >= 0
    assert [layer.conv for layer in maps] == [None, 0, 0, 0, 1, 1, 1, None, None, None]
    assert [layer.shape for layer in maps[:4]] == ["1×8×8", "3×8×8", "3×8×8", "3×4×4"]
    assert maps[-1].names == tuple("0123456789")
    assert maps[5].name == "leaky ReLU 1"


def test_the_answer_is_the_softmax_of_the_logits_and_the_loss_that_of_the_label():
    run = Watched()
    snapshot = run.train(7)
    answer = cnn_overview.answer(run.probe, run.view)
    image, label = run.setup.digits.validation.images[5], run.setup.digits.validation.labels[5]
    _, shares = by_hand(run.setup.net, snapshot.parameters, image)
    np.testing.assert_allclose(answer.probabilities, shares, rtol=1e-3, atol=1e-6)
    assert answer.label == label and answer.read == shares.argmax()
    assert answer.loss == pytest.approx(-np.log(shares[label]), rel=1e-3)
    assert answer.name == "validation 6"
    np.testing.assert_array_equal(answer.values, image[0])


def test_a_drawing_has_an_answer_but_no_loss():
    run = Watched()
    run.choices = replace(run.choices.of_source("drawn"), drawn=Drawing(np.eye(SIDE)))
    answer = cnn_overview.answer(run.probe, run.view)
    assert answer.label is None and answer.loss is None
    assert answer.probabilities.sum() == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(answer.pixels, np.eye(SIDE), atol=1e-6)


def test_validation_figures_stand_at_the_ends_of_epochs_and_are_of_all_images():
    run = Watched()
    snapshot = run.train(run.setup.batches_per_epoch)
    assert snapshot.step == 4
    seen = cnn_overview.validations(run.probe, run.view)
    shares = run.setup.net.forward(snapshot.parameters, run.setup.digits.validation.images).probabilities
    labels = run.setup.digits.validation.labels
    assert seen.steps.tolist() == [4]
    assert seen.accuracy[0] == pytest.approx((shares.argmax(axis=1) == labels).mean())
    assert seen.loss[0] == pytest.approx(-np.log(shares[range(180), labels].astype(float)).mean(), rel=1e-5)
    run.train(8)
    assert cnn_overview.validations(run.probe, run.view).steps.tolist() == [4, 8, 12]


# the optimizer


def measures(run):
    stepping = cnn_overview.stepping(run.probe, cnn_overview.schedule(run.setup), run.view)
    return stepping, {measure.name: measure.values for measure in stepping.measures}


def norms(run, flat):
    """Return the norm of each layer with parameters, its arrays taken one by one."""
    net = run.setup.net
    with_parameters = [i for i, layer in enumerate(net.layers) if layer.parameter_count]
    parts = [(net.weights(i, flat).ravel(), net.bias(i, flat).ravel()) for i in with_parameters]
    return [np.hypot(*(np.linalg.norm(part.astype(np.float64)) for part in pair)) for pair in parts]


def test_steps_and_moments_of_adam_are_those_of_the_textbook():
    run = Watched()
    gradients, before = [], run.timeline.snapshot.parameters
    for _ in range(6):
        last = before
        snapshot = run.train()
        before = snapshot.parameters
        gradients.append(snapshot.gradients.astype(np.float64))
    first = second = np.zeros(len(before))
    for gradient in gradients:
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
    stepping, shown = measures(run)
    assert list(shown) == ["|Δθ|", "|Δθ|/|θ|", "|m|", "|v|"]
    np.testing.assert_allclose(shown["|m|"], norms(run, first), rtol=1e-4)
    np.testing.assert_allclose(shown["|v|"], norms(run, second), rtol=1e-4)
    step = norms(run, before.astype(np.float64) - last)
    np.testing.assert_allclose(shown["|Δθ|"], step, rtol=1e-3)
    np.testing.assert_allclose(shown["|Δθ|/|θ|"], np.divide(step, norms(run, before)), rtol=1e-3)
    assert stepping.layers == ("conv 1", "conv 2", "dense 1", "dense 2")
    assert stepping.rate == pytest.approx(0.01 * (1 - 5 / 20))


def test_momentum_has_a_velocity_and_sgd_no_memory():
    run = Watched(optimizer="momentum")
    snapshot = run.train(3)
    _, shown = measures(run)
    assert list(shown) == ["|Δθ|", "|Δθ|/|θ|", "|v|"]
    np.testing.assert_allclose(shown["|v|"], norms(run, snapshot.updates), rtol=1e-6)
    run = Watched(optimizer="sgd")
    run.train(3)
    assert list(measures(run)[1]) == ["|Δθ|", "|Δθ|/|θ|"]


def test_before_the_first_step_nothing_has_moved():
    stepping, shown = measures(Watched())
    assert all((shown[name] == 0).all() for name in shown)
    assert stepping.rate == 0.01


def test_the_schedule_is_that_of_the_run():
    run = Watched()
    schedule = cnn_overview.schedule(run.setup)
    assert schedule.steps.tolist() == list(range(12)) and schedule.total == 12
    np.testing.assert_allclose(schedule.rates, 0.01 * (1 - np.arange(12) / 20))
    long = cnn_overview.schedule(replace(run.setup, total=100_000, rate=lambda step, total: step))
    assert len(long.steps) == cnn_overview.PLACES
    assert long.steps[0] == 0 and long.steps[-1] == 99_999
    np.testing.assert_array_equal(long.rates, long.steps)


# the validation images


def counted(run, snapshot):
    """Count what each image is read as, one by one."""
    counts = np.zeros((10, 10), int)
    validation = run.setup.digits.validation
    for image, label in zip(validation.images, validation.labels, strict=True):
        logits = run.setup.net.forward(snapshot.parameters, image[None]).logits[0]
        counts[label, logits.argmax()] += 1
    return counts


def frame(run, panel):
    """Do with a panel what the window does for a frame."""
    if panel.lively:
        panel.tick(1 / 60, run.view)
    surface = pygame.Surface((400, 320), 0, 32)
    canvas = Canvas(surface, DARK, Lettering())
    panel.draw(canvas, surface.get_rect(), run.view)


def test_the_matrix_counts_all_validation_images_by_one_and_the_same_network():
    run = Watched(handed=False)  # as before the first validation, if that takes long
    run.train(3)
    panel = run.page.panels[3]
    matrix, snapshots, done = panel._source, [], [0]
    frame(run, panel)
    assert matrix(run.view).done == 0
    for _ in range(400):
        assert panel.lively
        snapshots.append(run.train())  # goes on meanwhile
        frame(run, panel)
        if isinstance(found := matrix(run.view), Confusion):
            break
        done.append(found.done)
        assert panel.value(run.view) == f"{found.done} of 180 images read"
    assert (np.diff(done) >= 0).all() and len(set(done)) > 3  # a piece whenever there was time for one
    assert found.step == snapshots[0].step
    np.testing.assert_array_equal(found.counts, counted(run, snapshots[0]))
    assert snapshots[-1].step == found.step or panel.lively


def test_what_training_has_read_stands_at_once_and_a_sweep_makes_it_newer():
    run = Watched()
    run.train(3)
    panel = run.page.panels[3]
    matrix = panel._source
    frame(run, panel)
    frame(run, panel)
    assert run.probe.sweep.step == 3 and not isinstance(matrix(run.view), Confusion)
    validated = run.train()
    frame(run, panel)
    found = matrix(run.view)
    assert found.step == 4 and run.probe.sweep.step is None  # that of an older network is given up
    np.testing.assert_array_equal(found.counts, counted(run, validated))
    assert panel.value(run.view) == f"{100 * np.trace(found.counts) / 180:.1f} % of 180 · batch 4"
    assert found.right / found.images == validated.extra.epochs[-1].accuracy
    assert not panel.lively  # nothing is left to read
    panel.settle(run.view)
    assert run.probe.sweep.result(run.view) is None
    newer = run.train()
    assert matrix(run.view) is found and panel.lively
    panel.settle(run.view)
    assert matrix(run.view).step == 5
    np.testing.assert_array_equal(matrix(run.view).counts, counted(run, newer))
    run.train()
    assert matrix(run.view).step == 5  # the answers of batch 4, which are still there, are older
    run.train(2)
    assert matrix(run.view).step == 8


def test_a_settled_matrix_is_that_of_the_newest_network_and_keeps_still():
    run = Watched()
    snapshot = run.train(9)
    panel = run.page.panels[3]
    panel.settle(run.view)
    frame(run, panel)
    found = panel._source(run.view)
    assert found.step == 9 and not panel.lively
    np.testing.assert_array_equal(found.counts, counted(run, snapshot))
    right = np.trace(found.counts)
    assert panel.value(run.view) == f"{100 * right / 180:.1f} % of 180 · batch 9"
    run.train()
    frame(run, panel)
    assert panel.lively and panel._source(run.view) is found  # until the next one is complete
    panel.settle(run.view)
    assert panel._source(run.view).step == 10


def test_another_run_does_not_show_the_matrix_of_the_one_before():
    run = Watched()
    run.train(2)
    panel = run.page.panels[3]
    panel.settle(run.view)
    run.show(np.zeros((0, 2)), run=1)
    assert not isinstance(panel._source(run.view), Confusion)


# the page


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("size", [(936, 500), (1256, 700), (1896, 980)])
@pytest.mark.parametrize("name", ["small", *OTHERS])
def test_every_network_is_drawn_at_every_size_inside_its_panels(name, size, theme):
    run = Watched(OTHERS.get(name, SMALL), rate=0.002)
    surface = pygame.Surface(size, 0, 32)
    canvas = Canvas(surface, theme, Lettering())
    run.train(5)
    for moment in range(2):
        surface.fill(theme.window)
        for i, area in place(run.page.layout, surface.get_rect(), 12).items():
            panel = run.page.panels[i]
            panel.settle(run.view)
            content = content_of(canvas, area)
            canvas.rect(content, theme.panel)
            before = pygame.surfarray.array2d(surface)
            panel.draw(canvas, content, run.view)
            changed = np.argwhere(pygame.surfarray.array2d(surface) != before)
            assert len(changed) > 500
            reach = content.inflate(24, 16)  # rings and the ends of labels may touch the margin
            assert reach.collidepoint(changed.min(axis=0)) and reach.collidepoint(changed.max(axis=0))
            assert panel.value(run.view) or i == 0
        if moment == 0:
            run.choices = replace(run.choices.of_source("test", 1), layer=1, filter=2, cell=(3, 4))
            canvas.forget_stills()


def test_looking_changes_nothing_in_the_run():
    looked, alone = Watched(), Watched()
    for _ in range(6):
        looked.train()
        for panel in looked.page.panels:
            frame(looked, panel)
            panel.settle(looked.view)
        alone.train()
    np.testing.assert_array_equal(looked.trainer.parameters, alone.trainer.parameters)


def test_the_page_has_its_name_and_all_panels_a_place():
    page = Watched().page
    assert (page.name, page.title) == ("overview", "Overview")
    areas = place(page.layout, pygame.Rect(0, 0, 936, 500), 12)
    assert sorted(areas) == list(range(len(page.panels)))
