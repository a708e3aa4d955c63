"""Make the trained networks that come with the program: python imgs/bundle.py [MNIST-FOLDER]

For the sample it is the default network after the default training on it; for MNIST, from the folder named or
else the cache, that of `small.json`, whose file is small. Both with seed 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from netviz import environment

environment.prepare()

CONFIG = Path(__file__).resolve().parents[1] / "netviz" / "labs" / "configs" / "small.json"


def main(folder: Path | None) -> None:
    """Train both and write them."""
    from netviz.labs.digits import DigitsLab
    from netviz.labs.digits_config import DigitsConfig
    from netviz.labs.digits_recipe import BUNDLED, Recipe, recipe

    on_mnist = recipe(1, config_path=CONFIG, data_dir=folder, offline=True)
    for made in (Recipe(DigitsConfig(), 1, on_sample=True), on_mnist):
        lab = DigitsLab(made)
        if made is on_mnist and lab.digits.name != "MNIST":
            sys.exit("there is no MNIST in the cache; python imgs/bundle.py FOLDER names a folder with it")
        lab.train(lab.total)
        snapshot = lab.snapshot()
        file = BUNDLED[lab.digits.name]
        file.write_bytes(lab.model(snapshot, lab.seed))
        summary = lab.summary(snapshot)
        epochs, accuracy = len(summary["validations"]), summary["test_accuracy"]
        print(f"{file}: {epochs} epochs, test accuracy {accuracy:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
