"""The playground: a multi-layer perceptron on points of the plane, all of it changeable while it trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from netviz.engine.lab import Form, Reading
from netviz.engine.snapshot import Refresh, Snapshot
from netviz.labs import play_command
from netviz.labs.play_edits import PlayEdits
from netviz.labs.play_moment import Moment
from netviz.labs.play_setup import fit
from netviz.labs.readings import pace_reading, seed_reading, step_reading
from netviz.settings.playground import SETTINGS


class PlaygroundLab(PlayEdits):
    """One step is one epoch. Here is what it tells of itself; `PlayRun` and `PlayEdits` have the rest."""

    name = "playground"
    title = "Playground"
    unit = "epoch"
    metrics = ("loss", "test loss", "accuracy", "test accuracy")
    sticks = False
    steps_per_epoch = 1
    ended = ""
    open_ended = True
    restarts = True
    over = "this run is over: r starts it again, R another with a new seed"
    pace = 1

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a recipe: what arrives is a fresh lab, at step 0."""
        recipe = partial(
            PlaygroundLab,
            setup=self.setup,
            epochs=self.total,
            own=self._file,
            source=self._source,
            scales=self._scales,
        )
        return recipe, (self.seed,)

    def __repr__(self) -> str:
        return f"PlaygroundLab({self.setup.problem}, seed {self.seed}, epoch {self.step})"

    def about(self, snapshot: Snapshot) -> str:
        """Return shape, loss and optimizer, as the header shows them."""
        moment: Moment = snapshot.extra
        setup = moment.setup
        fitted = fit(setup, moment.train.task, moment.train.classes)
        sizes = "-".join(map(str, fitted.architecture.sizes))
        loss = fitted.loss.name.replace("_", " ")
        return f"{sizes}  {loss}  {setup.optimizer} {setup.learning_rate:g}"

    def readings(self, refresh: Refresh, rate: float) -> tuple[Reading, ...]:
        """Return how the run stands."""
        moment: Moment = refresh.snapshot.extra
        told = [
            seed_reading(refresh),
            replace(step_reading(refresh, self.unit), whole=None),
            Reading("loss", moment.train_loss, "on the training points", Form.NUMBER, told="loss"),
        ]
        if len(moment.test):
            told.append(Reading("test loss", moment.test_loss, "on the test points", Form.NUMBER, spare=1))
        if moment.train.classes:
            says = "share of training points that are answered rightly"
            told.append(Reading("accuracy", moment.train_accuracy, says, Form.SHARE, told="accuracy"))
        told.append(Reading("epochs/s", rate, "epochs a second; + or --fps 0 for more", spare=2))
        return (*told, pace_reading(refresh, self.unit))

    def command(self, refresh: Refresh) -> tuple[str, str]:
        """Return the command line of these settings, and what of the run is not in it."""
        moment: Moment = refresh.snapshot.extra
        flat = self._file is not None and not self._file.inputs[:, 1].any()
        line = play_command.command(moment, refresh.seed, refresh.snapshot.step, self._source, flat=flat)
        return line, play_command.left_out(moment)

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        """Return the settings, what a hand did as text, and how the network answers, ready for JSON."""
        moment: Moment = snapshot.extra
        options = {name: getattr(moment.setup, name) for name in SETTINGS}
        options["data"] = self._source if moment.own else None
        options["edits"] = moment.script
        if moment.own:  # which are not drawn
            options |= {"problem": None, "points": None, "noise": None}
        return {
            "test_loss": moment.test_loss if len(moment.test) else None,
            "test_accuracy": moment.test_accuracy if len(moment.test) and moment.test.classes else None,
            "points": {"training": len(moment.train), "test": len(moment.test)},
            "classes": [moment.train.name_of(k) for k in range(moment.train.classes)],
            "layers": _layers(moment, snapshot),
            "options": options,
        }

    def pages(self) -> Sequence[Any]:
        """Return the pages that show this lab; only this call loads the drawing code."""
        from netviz.labs import play_pages

        return play_pages.pages()


def _layers(moment: Moment, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return activation, weights (inputs, neurons) and biases (neurons) of each layer, muted ones as zero."""
    architecture = fit(moment.setup, moment.train.task, moment.train.classes).architecture
    return [
        {"activation": activation.name, "weights": block[:-1].tolist(), "biases": block[-1].tolist()}
        for activation, block in zip(
            architecture.activations, architecture.unpack(snapshot.parameters), strict=True
        )
    ]
