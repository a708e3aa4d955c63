"""What neurons are called on the screen, on every page of every lab that shows single ones."""

from __future__ import annotations

from functools import lru_cache

from networks.figures import subscript


@lru_cache(maxsize=16)
def neuron_words(inputs: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the neurons' names, layer by layer from the inputs, which are named already.

    h₁, or h2₁ in the second of several hidden layers; ŷ, or of several outputs each with the number of its
    class, from 0: ŷ₀. `sizes` are those of all layers, the inputs' first.
    """
    names = [inputs]
    for layer, size in enumerate(sizes[1:-1], start=1):
        prefix = f"h{layer}" if len(sizes) > 3 else "h"
        names.append(tuple(prefix + subscript(i) for i in range(1, size + 1)))
    last = sizes[-1]
    return (*names, ("ŷ",) if last == 1 else tuple("ŷ" + subscript(i) for i in range(last)))
