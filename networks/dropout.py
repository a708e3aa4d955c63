"""Dropout: hidden neurons fall silent at random, each sample with others, while the network trains."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from networks.activations import Activation
from networks.arrays import FloatArray
from networks.mlp import MLP


class Dropout:
    """A network's twin on the same parameters, whose hidden activations are a = m f(z).

    m is 0 with probability `share`, else 1 / (1 − share), so that the mean of a stays f(z) and nothing need
    change when the network is asked rather than trained ("inverted"; Srivastava et al. 2014, section 10).
    As m does not depend on z, the slope is m f′(z): to `network` it is but another activation.
    """

    def __init__(self, network: MLP, share: float, samples: int) -> None:
        """Make room for the masks of `samples` samples, the most that an epoch has."""
        architecture = network.architecture
        self.share = share
        self._hidden = architecture.sizes[1:-1]
        self.masks: FloatArray = np.ones((sum(self._hidden), samples))  # (hidden neurons, samples)
        ends = np.cumsum([0, *self._hidden]).tolist()
        self._layers = [
            _Dropped(activation, self.masks[start:stop])
            for activation, (start, stop) in zip(architecture.activations, pairwise(ends), strict=False)
        ]
        dropped = [Activation(layer.name, layer.apply, layer.derivative) for layer in self._layers]
        self.network = MLP(architecture, network.parameters, [*dropped, architecture.output])
        self._done = 0

    def draw(self, rng: np.random.Generator) -> None:
        """Draw the masks of an epoch, and begin it."""
        rng.random(out=self.masks)
        np.greater_equal(self.masks, self.share, out=self.masks)
        np.divide(self.masks, 1.0 - self.share, self.masks)
        self._done = 0

    def next(self, batch: int) -> None:
        """Lay the masks of the next `batch` samples over the network."""
        place = slice(self._done, self._done + batch)
        for layer in self._layers:
            layer.over(place)
        self._done = place.stop


class _Dropped:
    """One hidden layer's activation under the mask of a batch; arrays (out, batch), as a trace lies."""

    def __init__(self, activation: Activation, masks: FloatArray) -> None:
        self.name = f"{activation.name} dropped"
        self._activation, self._masks = activation, masks
        self._plain = np.zeros((len(masks), 0))
        self.over(slice(0, 0))

    def over(self, place: slice) -> None:
        self._mask = self._masks[:, place]
        if self._plain.shape != self._mask.shape:
            self._plain = np.zeros(self._mask.shape)

    def apply(self, z: FloatArray, out: FloatArray) -> None:
        self._activation.apply(z, self._plain)
        np.multiply(self._plain, self._mask, out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray) -> None:
        """Write m f′(z); f(z) without the mask is still there from the pass forward."""
        self._activation.derivative(z, self._plain, out)
        np.multiply(out, self._mask, out)
