"""Pictures of the filter pass, from numbers made up by hand: no network has trained for them."""

from dataclasses import replace

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.filter_pass import FilterPass
from netviz.panels.panel import Choices, View
from netviz.panels.pass_data import Backward, PassData, Stage
from netviz.panels.pass_sure import Sureness

SURE = Sureness(3, 4.9e-8, 36, 890)


def data(side=6, channels=2, size=3, stride=1, border=1, pool=True, backward=False, channel=0, seed=3):
    """Return the pass of a filter over waves, by loops as in a textbook, ReLU and 2×2 pool after it."""
    rng = np.random.default_rng(seed)
    rows, columns = np.indices((side, side))
    inputs = np.stack([np.sin(0.7 * (c + 1) * rows) * np.cos(0.5 * columns - c) for c in range(channels)])
    kernels, bias = rng.normal(0, 0.5, (4, channels, size, size)), 0.125
    kernel = kernels[2]
    padded = np.pad(inputs, ((0, 0), (border, border), (border, border)))
    count = (side + 2 * border - size) // stride + 1
    z = np.zeros((count, count))
    for i in range(count):
        for j in range(count):
            top, left = i * stride, j * stride
            z[i, j] = (padded[:, top : top + size, left : left + size] * kernel).sum() + bias
    a = np.maximum(z, 0)
    half = count // 2
    p = a[: 2 * half, : 2 * half].reshape(half, 2, half, 2).max(axis=(1, 3))
    da, dp = rng.normal(0, 0.01, a.shape), rng.normal(0, 0.01, p.shape)
    if pool:
        da = np.zeros_like(a)
        for i in range(half):
            for j in range(half):
                r, s = divmod(int(a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].argmax()), 2)
                da[2 * i + r, 2 * j + s] = dp[i, j]
    slope = (z > 0).astype(float)
    formulas, back = ("a = max(0, z)", "max(0, z)"), ("dz = da if z > 0", "da if z > 0")
    stages = [Stage("ReLU", "a", formulas, a, slope=slope, gradient=da, formulas_back=back)]
    if pool:
        formulas = ("p = max of 2×2 a, stride 2", "max of 2×2, stride 2", "max of 2×2")
        back = ("da = dp at the max", "dp at the max", "at the max")
        stages.append(
            Stage("max pool", "p", formulas, p, size=2, pace=2, largest=True, gradient=dp, formulas_back=back)
        )
    dz = da * slope
    dkernel, dinputs = np.zeros_like(kernel), np.zeros_like(padded)
    for i in range(count):
        for j in range(count):
            part = np.s_[:, i * stride : i * stride + size, j * stride : j * stride + size]
            dkernel += dz[i, j] * padded[part]
            dinputs[part] += dz[i, j] * kernel
    inner = slice(border, border + side)
    way_back = Backward(
        "−ln p(3)", dz, dinputs[:, inner, inner], dkernel, float(dz.sum()),
        "last batch, 64", 0.1 * dkernel[::-1], -0.002,
    )  # fmt: skip
    return PassData(
        ("conv 1", "conv 2"), 1, 2, channel, "validation 7 (digit 3)", "maxpool 1", inputs, None,
        kernels, bias, stride, border, z, tuple(stages), way_back if backward else None,
    )  # fmt: skip


def view(**choices):
    """Return a view of a run that has not begun."""
    seen, flat = Timeline(), np.zeros(1)
    snapshot = Snapshot(0, flat, flat, flat, 2.3, 0.1)
    seen.add(Refresh(snapshot, np.zeros((0, 1)), State.RUNNING, "", 0, 1, 1000, 10))
    return View(seen, Choices(**choices))


def filter_pass(backward=False, **made):
    """Return the panel over data made so, both ways at the ready, and its view."""
    both = {way: data(backward=way, **made) for way in (False, True)}
    return FilterPass(lambda view: both[view.choices.backward]), view(backward=backward)


def sure(sureness=SURE):
    """Return the backward pass of an image that is read surely, where there is room to say so."""
    made = data(backward=True)
    made = replace(made, backward=replace(made.backward, sureness=sureness))
    return FilterPass(lambda _: made), view(backward=True, sources=(("validation", 60),))


def without_convolution():
    return FilterPass(lambda _: None), view()


PASS_SCENES = {
    "filter-pass": filter_pass,
    "filter-pass-backward": lambda: filter_pass(backward=True),
    "filter-pass-backward-sure": sure,
    "filter-pass-enlarged": lambda: filter_pass(side=28, channels=1, size=5, stride=2, border=2),
    "filter-pass-many-channels": lambda: filter_pass(channels=24, channel=5, pool=False),
    "filter-pass-without-convolution": without_convolution,
}
