"""Runs for tests to look at: a lab trained by the real session, or moments made up by hand."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import Setup
from netviz.labs.xor import XorLab
from networks import MLP

SEED = 5


def lab_of(hidden=(3,), **options):
    return XorLab(options.pop("seed", SEED), hidden=tuple(hidden), **options)


def setup_of(lab):
    return Setup(lab.architecture, lab.dataset, lab.loss)


def watched(hidden=(3,), *, epochs=600, every=100, **options):
    """Train a lab and return it with the timeline that watched it."""
    lab = lab_of(hidden, **options)
    session, timeline = Session(lab, epochs, every), Timeline()
    timeline.add(session.current())
    while (refresh := session.advance()) is not None:
        timeline.add(refresh)
    return lab, timeline


@lru_cache
def seen(hidden=(3,), epochs=600, every=100, **options):
    """Return the same run to all who only look at it."""
    return watched(hidden, epochs=epochs, every=every, **options)


def snapshot_of(lab, parameters, *, step=0, gradients=None, updates=None, loss=0.25, accuracy=0.5):
    zeros = np.zeros(lab.architecture.parameter_count)
    return Snapshot(
        step,
        np.asarray(parameters, dtype=np.float64),
        zeros if gradients is None else np.asarray(gradients, dtype=np.float64),
        zeros if updates is None else np.asarray(updates, dtype=np.float64),
        loss,
        accuracy,
    )


def refresh_of(snapshot, *, losses=(), state=State.RUNNING, note="", run=0, total=1000, every=100):
    metrics = np.asarray(losses, dtype=np.float64)[:, None]
    return Refresh(snapshot, metrics, state, note, run, SEED, total, every)


def moment(lab, parameters, **more):
    """Return a timeline that has seen one moment with these parameters."""
    timeline = Timeline()
    timeline.add(refresh_of(snapshot_of(lab, parameters, **more)))
    return timeline


def plain_forward(lab, parameters, inputs):
    """Return the textbook z and a of every layer; reads the parameters layer by layer, biases last."""
    functions = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
        "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
        "linear": lambda z: z,
    }
    sizes, architecture = lab.architecture.sizes, lab.architecture
    zs, activations, at = [], [], 0
    a = np.asarray(inputs, dtype=np.float64)
    for layer, (fan_in, fan_out) in enumerate(pairwise(sizes)):
        weights = parameters[at : at + fan_in * fan_out].reshape(fan_in, fan_out)
        bias = parameters[at + fan_in * fan_out : at + (fan_in + 1) * fan_out]
        at += (fan_in + 1) * fan_out
        z = a @ weights + bias
        a = functions[architecture.activations[layer].name](z)
        zs.append(z)
        activations.append(a)
    assert at == len(parameters)
    return zs, activations


def network_of(lab, timeline):
    return MLP(lab.architecture, timeline.snapshot.parameters)
