"""The playground's run: points drawn, a network trained on them, and the moment as it is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from netviz.engine.snapshot import Snapshot
from netviz.labs import play_challenge
from netviz.labs.csv_scale import Scales
from netviz.labs.play_history import History
from netviz.labs.play_journal import Journal
from netviz.labs.play_measures import Measures
from netviz.labs.play_moment import Moment
from netviz.labs.play_recent import Recent
from netviz.labs.play_setup import SCHEDULES, Fitted, Setup, extent_of, fit
from networks import MLP, OPTIMIZERS
from networks.batch_training import BatchTrainer
from networks.penalties import Penalties
from networks.problems import PROBLEMS, split
from networks.tasks import Points

WEIGHTS, POINTS, ORDER, CHALLENGES = range(4)  # which stream of the seed's numbers something is drawn from


class PlayRun:
    """A run from a seed. `PlayParts` puts in place what a hand changes in it, `PlayEdits` is asked for it."""

    def __init__(
        self,
        seed: int,
        *,
        setup: Setup,
        epochs: int,
        own: Points | None = None,
        source: str = "",
        scales: Scales = (),
    ) -> None:
        self.total, self._source = epochs, source
        self._scales = scales  # of the file's columns, where they were brought to one scale
        self._file = self._own = own  # the file's points, also while others are trained on
        self.setup = setup
        self.notice = ""
        self.best = math.inf  # the least loss that the hand has come to in a challenge, while this lab lives
        self.numbering = self.refused = 0  # wishes, see Moment
        self._left: Mapping[str, Any] | None = None  # the parts that a challenge took the place of
        self.reset(seed)

    def reset(self, seed: int) -> None:
        """Start again at epoch 0 with the points and weights of `seed`; edits by hand are gone.

        Own points are those of the file again. A challenge ends, with the settings of before it.
        """
        self.seed, self.notice, self._astray = seed, "", False
        self.numbering += 1
        self.history, self.journal = History(), Journal()
        self._loss_before = math.nan  # before the edits at the last step that has any
        self._challenges = 0
        if self._left is not None:
            self.setup, self._own = self._left["setup"], self._left["_own"]
        self.challenge, self._left = False, None
        self._start = self.setup, self._own is not None
        self.train_points, self.test_points = self._draw(self.setup, self._own)
        self.fitted = self._fit(self.setup)
        self._train_with(self._fresh(self.fitted), np.random.default_rng((seed, ORDER)))

    def _draw(self, setup: Setup, own: Points | None) -> tuple[Points, Points]:
        """Return the points that are trained on, and those that test; the same for the same settings."""
        rng = np.random.default_rng((self.seed, POINTS))
        points = PROBLEMS[setup.problem].draw(rng, setup.points, setup.noise) if own is None else own
        return split(points, setup.train_share, rng)

    def _fit(self, setup: Setup) -> Fitted:
        return fit(setup, self.train_points.task, self.train_points.classes)

    def _fresh(self, fitted: Fitted) -> FloatArray:
        rng = np.random.default_rng((self.seed, WEIGHTS))
        return MLP.create(fitted.architecture, rng, fitted.setup.init).parameters

    def _train_with(self, parameters: FloatArray, rng: np.random.Generator, step: int = 0) -> None:
        """Begin to train a network of the present set-up, all of it free and alive, at epoch `step`."""
        fitted, setup = self.fitted, self.setup
        self.trainer = BatchTrainer(
            MLP(fitted.architecture, parameters),
            (fitted.inputs(self.train_points.inputs), fitted.targets(self.train_points)),
            fitted.loss,
            OPTIMIZERS[setup.optimizer](setup.learning_rate),
            rng,
            setup.batch_size,
        )
        self.trainer.step = step
        self._recent = Recent()
        self._set_trainer()

    def _set_trainer(self) -> None:
        """Have the trainer follow all settings that leave network and loss alone."""
        trainer, setup = self.trainer, self.setup
        trainer.batch, trainer.dropout = setup.batch_size, setup.dropout
        trainer.penalties = Penalties(setup.l1, setup.l2)
        trainer.learning_rate = setup.learning_rate
        trainer.schedule, trainer.total = SCHEDULES[setup.schedule], setup.schedule_epochs
        self._measure = Measures(self.fitted, self.train_points, self.test_points)

    @property
    def file_name(self) -> str:
        """What the file of own points is called on the screen; empty if there is none."""
        return "" if self._file is None else Path(self._source).name or "your points"

    @property
    def resting(self) -> str:
        """Return why nothing is trained just now."""
        if not self.challenge:
            return ""
        done = play_challenge.solved(self.trainer.network)
        return play_challenge.DONE if done else play_challenge.RULES

    @property
    def step(self) -> int:
        """Epochs done since the reset."""
        return self.trainer.step

    def train(self, steps: int) -> FloatArray:
        """Train `steps` epochs; return the loss during each and the other figures after it, (steps, 4)."""
        metrics = np.empty((0 if self.challenge else steps, 4))
        for row in metrics:
            row[0] = self.trainer.train(1)[0]
            row[1:] = self._measure(self.trainer.network)
        self._recent = self._recent.after(self.step, metrics[:, 0], metrics[:, 1])
        return metrics

    def snapshot(self) -> Snapshot:
        """Return the present moment."""
        trainer = self.trainer
        now = trainer.evaluate()
        test_loss, accuracy, test_accuracy = self._measure(trainer.network)
        moment = Moment(
            setup=self.setup,
            train=self.train_points,
            test=self.test_points,
            own=self._own is not None,
            file=self.file_name,
            extent=extent_of(self.setup.problem, self._own),
            free=frozen(trainer.free),
            alive=frozen(trainer.alive),
            values=frozen(trainer.values),
            next_batch=frozen(trainer.next_batch),
            next_rate=trainer.next_rate,
            optimizer=trainer.optimizer.save(),
            recent=self._recent,
            train_loss=float(now.loss),
            test_loss=test_loss,
            train_accuracy=accuracy,
            test_accuracy=test_accuracy,
            undo=self.history.undo_says,
            redo=self.history.redo_says,
            loss_before=self._loss_before,
            edits=self.history.counts(setting=False),
            changes=self.history.counts(setting=True),
            notice=self.notice,
            challenge=self.challenge,
            scales=self._scales if self._own is not None else (),
            best=self.best,
            script=self.journal.text,
            start=self._start,
            refused=self.refused,
        )
        return Snapshot(
            self.step,
            frozen(trainer.network.parameters.copy()),
            frozen(now.gradients),
            frozen(trainer.last_update.copy()),
            float(now.loss),
            accuracy if self.train_points.classes else math.nan,
            moment,
            self.numbering,
        )

    def fault(self) -> str | None:
        """Name the first quantity that is not finite; None if all are."""
        return self.trainer.fault()
