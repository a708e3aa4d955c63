"""A small convolutional network trained by a plain loop, with the timeline that watched it."""

import numpy as np

from netviz.engine.arrays import frozen
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_setup import Moment, Setup
from networks.classifier import Place
from networks.convnet import ConvNet
from networks.images import Digits, ImageSet
from networks.layers import Conv, Dense, MaxPool, Relu
from networks.optimizers import OPTIMIZERS

SMALL = (Conv(4, 3), Relu(), MaxPool(2), Conv(6, 3), Relu(), MaxPool(2), Dense(12), Relu(), Dense(10))


def digits(side=8, count=120, seed=3):
    """Return made-up pictures: a bar whose place depends on the class, and noise."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count)
    images = rng.normal(0, 0.3, (count, 1, side, side)).astype(np.float32)
    for image, label in zip(images, labels, strict=True):
        image[0, label % side] += 1.5
        image[0, :, (label * 3) % side] += 1
    sets = [ImageSet(images[part], labels[part]) for part in (slice(0, 60), slice(60, 100), slice(100, None))]
    return Digits("sample", "made up", side, *sets, mean=0.3, deviation=0.4)


def watched(
    specs=SMALL, *, optimizer="adam", steps=6, every=2, data=None, rows=512, seed=0, rate=0.01, batch=16
):
    """Train, and return the set-up and the timeline."""
    data = data or digits()
    net = ConvNet(specs, (1, data.side, data.side))
    rng = np.random.default_rng(seed)
    parameters = net.initial(rng)
    trained = OPTIMIZERS[optimizer](rate)
    trained.prepare(parameters)
    setup = Setup(net, data, optimizer, rate, batch, steps, 10, lambda step, total: rate)
    timeline = Timeline(rows)
    gradients = np.zeros_like(parameters)
    losses = []

    def show(step):
        first, second = _moments(trained)
        extra = Moment(first, second, Place(step, {}, {}, rate), 1.0, step)
        copies = [frozen(array.copy()) for array in (parameters, gradients, trained.update)]
        snapshot = Snapshot(step, *copies, losses[-1] if losses else 2.3, 0.5, extra)
        news = np.array([(loss, 0.5) for loss in losses]).reshape(-1, 2)
        timeline.add(Refresh(snapshot, news, State.RUNNING, "", 0, seed, steps, every))
        losses.clear()

    def differentiate(chosen):
        done = net.forward(parameters, data.train.images[chosen])
        labels = data.train.labels[chosen]
        gradients[...] = net.backward(parameters, done, labels).parameters
        return float(-np.log(done.probabilities[np.arange(batch), labels]).mean())

    chosen = rng.integers(0, len(data.train), batch)
    differentiate(chosen)
    show(0)  # with the gradients of the first batch, as the lab has them
    for step in range(1, steps + 1):
        losses.append(differentiate(chosen))
        trained.step(parameters, gradients)
        chosen = rng.integers(0, len(data.train), batch)
        if step % every == 0:
            show(step)
    return setup, timeline


def _moments(optimizer):
    state = optimizer.state
    if "second moment" in state:
        return frozen(state["first moment"].copy()), frozen(state["second moment"].copy())
    velocity = state.get("velocity", np.zeros(0, np.float32))
    return frozen(velocity.copy()), np.zeros(0, np.float32)
