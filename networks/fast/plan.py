"""Which layers of a network are computed together, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from networks.fast.conv_block import ConvBlock
from networks.fast.scratch import Scratch
from networks.fast.stages import PlainStage, Stage

if TYPE_CHECKING:
    from networks.convnet import ConvNet


def stages(net: ConvNet, indices: range, batch: int, scratch: Scratch, *, alone: bool = False) -> list[Stage]:
    """Return stages for the layers `indices` of `net`, for batches of `batch` images, in one thread.

    With `alone`, no others add to the gradients of these layers.
    """
    found: list[Stage] = []
    index = indices.start
    while index < indices.stop:
        last = ConvBlock.reach(net, index, indices.stop)
        found.append(
            PlainStage(net, index, alone=alone)
            if last is None
            else ConvBlock(net, index, last, batch, scratch)
        )
        index = found[-1].last + 1
    return found
