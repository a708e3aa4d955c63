"""The XOR lab: a small multi-layer perceptron learns XOR from its four samples."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from netviz.engine.lab import Form, Reading
from netviz.engine.snapshot import Refresh, Snapshot
from netviz.engine.wishes import Wish
from netviz.labs.readings import pace_reading, seed_reading, step_reading
from networks import DATASETS, MLP, ONE_OUTPUT_LOSSES, OPTIMIZERS, Architecture, Checkpoint, Trainer

# Uniform [0, 1) weights are the default: XOR is learned from them most often, as the README tells in figures.


def unfit(loss: str, output_activation: str) -> str | None:
    """Say in a sentence why this output layer can never reach both targets of the loss; None if it can."""
    fit = ONE_OUTPUT_LOSSES[loss].outputs
    if output_activation in fit:
        return None
    return (
        f"an output of {output_activation} cannot reach both targets of the {loss} loss; "
        f"choose --output-activation {', '.join(fit[:-1])} or {fit[-1]}"
    )


class XorLab:
    """An MLP 2-…-1, trained on all four samples at once, so that one step is one epoch."""

    name = "xor"
    title = "XOR"
    unit = "epoch"
    metrics = ("loss",)
    sticks = True
    resting = ""
    open_ended = False
    restarts = True
    steps_per_epoch = 1
    ended = ""
    notice = ""
    over = "this run is over: r starts it again, R another with a new seed"
    pace = 100

    def __init__(
        self,
        seed: int,
        *,
        hidden: tuple[int, ...] = (3,),
        activation: str = "sigmoid",
        output_activation: str = "sigmoid",
        loss: str = "mse",
        optimizer: str = "sgd",
        learning_rate: float = 0.5,
        init: str = "uniform",
        epochs: int = 30_000,
    ) -> None:
        self.total = epochs
        self.dataset = DATASETS["XOR"]
        self.architecture = Architecture((2, *hidden, 1), activation, output_activation)
        self.loss = ONE_OUTPUT_LOSSES[loss]
        self.options: dict[str, Any] = {
            "hidden": list(hidden),
            "activation": activation,
            "output_activation": output_activation,
            "loss": loss,
            "optimizer": optimizer,
            "learning_rate": learning_rate,
            "init": init,
        }
        self.reset(seed)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a recipe: what arrives is a fresh lab, at step 0."""
        return partial(XorLab, **self.options, epochs=self.total), (self.seed,)

    def about(self, snapshot: Snapshot) -> str:
        """Return shape, activations, loss and optimizer, as the header shows them."""
        kinds = dict.fromkeys(activation.name for activation in self.architecture.activations)
        sizes = "-".join(map(str, self.architecture.sizes))
        training = f"{self.options['optimizer']} {self.options['learning_rate']:g}"
        return f"{sizes}  {' → '.join(kinds)}  {self.loss.name}  {training}"

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.architecture.sizes))
        return f"XorLab({sizes}, seed {self.seed}, epoch {self.step})"

    def reset(self, seed: int) -> None:
        """Start again at step 0 with the weights of `seed`."""
        self.seed = seed
        rng = np.random.default_rng(seed)
        network = MLP.create(self.architecture, rng, self.options["init"])
        optimizer = OPTIMIZERS[self.options["optimizer"]](self.options["learning_rate"])
        self._trainer = Trainer(network, self.dataset, self.loss, optimizer)

    @property
    def step(self) -> int:
        """Epochs done since the reset."""
        return self._trainer.step

    def train(self, steps: int) -> FloatArray:
        """Train `steps` epochs and return the loss before each, `(steps, 1)`."""
        return self._trainer.train(steps)[:, None]

    def snapshot(self) -> Snapshot:
        """Return the present moment; the gradients come from a pass of their own."""
        now = self._trainer.evaluate()
        return Snapshot(
            step=self._trainer.step,
            parameters=frozen(self._trainer.network.parameters.copy()),
            gradients=frozen(now.gradients),
            updates=frozen(self._trainer.last_update.copy()),
            loss=float(now.loss),
            accuracy=float(now.accuracy),
        )

    def checkpoint(self) -> tuple[int, Checkpoint]:
        """Return all that decides the future."""
        return self.seed, self._trainer.checkpoint()

    def restore(self, checkpoint: tuple[int, Checkpoint]) -> None:
        """Go back to a checkpoint exactly."""
        self.seed, trainer = checkpoint
        self._trainer.restore(trainer)

    def fault(self) -> str | None:
        """Name the first quantity that is not finite, e.g. `weight W1[1,2]`; None if all are."""
        return self._trainer.fault()

    def predictions(self, parameters: FloatArray) -> FloatArray:
        """Return the network's answers `(samples,)` for flat parameters `(P,)`."""
        trace = MLP(self.architecture, parameters).forward(self.dataset.inputs)
        answers = self.loss.prediction(trace.output_layer)
        column: FloatArray = np.asarray(answers)[:, 0]
        return column

    def ask(self, wish: Wish, numbering: int | None = None) -> bool:
        """Refuse: nothing here can be changed while it trains."""
        raise ValueError(f"the {self.name} lab obeys no {type(wish).__name__}")

    def readings(self, refresh: Refresh, rate: float) -> tuple[Reading, ...]:
        """Return how the run stands."""
        snapshot = refresh.snapshot
        said = "share of samples on the right side of the threshold"
        return (
            seed_reading(refresh),
            step_reading(refresh, self.unit),
            Reading("loss", snapshot.loss, "", Form.NUMBER, told="loss"),
            Reading("accuracy", snapshot.accuracy, said, Form.SHARE, told="accuracy"),
            Reading("epochs/s", rate, "epochs a second; + or --fps 0 for more"),
            pace_reading(refresh, self.unit),
        )

    def command(self, refresh: Refresh) -> tuple[str, str]:
        """Tell none: no key asks for it here."""
        return "", ""

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        """Return the answer to each sample and the lab's options, ready for JSON."""
        answers = self.predictions(snapshot.parameters)
        samples = zip(self.dataset.inputs, self.dataset.targets[:, 0], answers, strict=True)
        return {
            "predictions": [
                {
                    "inputs": [int(value) for value in inputs],
                    "target": int(target),
                    "prediction": float(answer),
                    "class": int(answer > self.loss.threshold),
                }
                for inputs, target, answer in samples
            ],
            "options": dict(self.options),
        }

    def pages(self) -> Sequence[Any]:
        """Return the pages that show this lab; only this call loads the drawing code."""
        from netviz.labs import mlp_pages
        from netviz.labs.mlp_probe import Setup

        return mlp_pages.pages(Setup(self.architecture, self.dataset, self.loss))
