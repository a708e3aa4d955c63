"""Make the trained network that comes with the program: python imgs/bundle.py

It is the default network after the default training on the bundled sample, seed 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from netviz import environment

environment.prepare()


def main() -> None:
    """Train and write."""
    from netviz.labs.digits import DigitsLab
    from netviz.labs.digits_config import DigitsConfig
    from netviz.labs.digits_recipe import BUNDLED, Recipe

    lab = DigitsLab(Recipe(DigitsConfig(), 1, on_sample=True, epochs_given=False))
    lab.train(lab.total)
    snapshot = lab.snapshot()
    BUNDLED.write_bytes(lab.model(snapshot, lab.seed))
    print(f"{BUNDLED}: test accuracy {lab.summary(snapshot)['test_accuracy']:.4f}")


if __name__ == "__main__":
    main()
