"""Probabilities of many images, on one thread or several."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from networks.arrays import AnyFloatArray
from networks.fast.inference import PIECE, Inference
from networks.fast.processors import allowed, keep_to

if TYPE_CHECKING:
    from networks.convnet import ConvNet


class Inferences:
    """One `Inference` for each thread that works at the same time, kept for the next call."""

    def __init__(self, net: ConvNet) -> None:
        self._net = net
        self._idle: list[Inference] = []  # with buffers ready for use
        self._processors = allowed()  # before a helper has this process keep to half of them

    def run(
        self,
        parameters: AnyFloatArray,
        images: AnyFloatArray,
        probabilities: AnyFloatArray,
        hidden: AnyFloatArray | None,
        threads: int,
    ) -> None:
        """Fill `probabilities` (n, classes) and `hidden` (n, features), if given.

        The bits do not depend on `threads`. The other threads run on all processors that this process had
        when the network was made: while it works alone, those of a helper have nothing to do.
        """
        starts = range(0, len(images), PIECE)

        def work(worker: int) -> None:
            inference = self._borrow()
            for start in starts[worker::threads]:
                piece = slice(start, start + PIECE)
                some = None if hidden is None else hidden[piece]
                with np.errstate(all="ignore"):  # which is each thread's own
                    inference.run(parameters, images[piece], probabilities[piece], some)
            self._idle.append(inference)

        if threads == 1:
            work(0)
            return
        with ThreadPoolExecutor(threads - 1, initializer=keep_to, initargs=(self._processors,)) as pool:
            others, mine = [], [0]
            for worker in range(1, threads):
                try:
                    others.append(pool.submit(work, worker))
                except RuntimeError:  # no thread can be had
                    mine.append(worker)
            for worker in mine:
                work(worker)
            for other in others:
                other.result()

    def _borrow(self) -> Inference:
        """Return buffers that no other thread has."""
        try:
            return self._idle.pop()
        except IndexError:
            return Inference(self._net)
