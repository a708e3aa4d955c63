"""The bundled network at work in a small picture: it reads one image of the sample after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from netviz.labs.digits import DigitsLab
from netviz.panels import preview_words
from netviz.panels.preview_digits import Reading
from networks.layers import Relu
from networks.layers.conv import ConvLayer

EVERY = 4  # ticks that an image stays


class DigitsPreview:
    """A lab that only looks; its test images come in an order drawn from the seed."""

    def __init__(self, lab: DigitsLab, seed: int) -> None:
        self._lab, self._parameters = lab, lab.snapshot().parameters
        self._order = np.random.default_rng(seed).permutation(len(lab.digits.test))
        self._ticks = self._at = self._right = 0
        self._reading = self._read()

    def __repr__(self) -> str:
        return f"DigitsPreview(image {self._at + 1} of {len(self._order)})"

    def tick(self) -> bool:
        """Go on to the next image when it is time."""
        self._ticks += 1
        if self._ticks % EVERY:
            return False
        self._at += 1
        if self._at == len(self._order):
            self._at = self._right = 0
        self._reading = self._read()
        return True

    def _read(self) -> Reading:
        """Pass the image whose turn it is."""
        lab, images = self._lab, self._lab.digits.test
        index = int(self._order[self._at])
        image = images.images[index]
        passed = lab.net.forward(self._parameters, image[None])
        layers = lab.net.layers
        after_conv = [
            i for i in range(1, len(layers))
            if isinstance(layers[i].spec, Relu) and isinstance(layers[i - 1], ConvLayer)
        ]  # fmt: skip
        reading = Reading(
            lab.digits.pixels(image)[0],
            int(images.labels[index]),
            [np.asarray(passed.outputs[i])[0] for i in after_conv],
            passed.probabilities[0],
        )
        self._right += reading.read == reading.label
        return reading

    def picture(self) -> Reading:
        """Return the image, the maps of both convolutions and the answer."""
        return self._reading

    def values(self) -> Sequence[str]:
        """Return what the image is, what it is read as, and how many were right so far."""
        reading = self._reading
        sure = float(reading.probabilities[reading.read])
        return preview_words.reading(reading.label, reading.read, sure, self._right, self._at + 1)
