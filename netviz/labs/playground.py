"""The playground: a multi-layer perceptron on points of the plane, all of it changeable while it trains."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from netviz.engine.lab import Form, Reading
from netviz.engine.snapshot import Refresh, Snapshot
from netviz.engine.wishes import (
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
    Wish,
    names_places,
)
from netviz.labs import play_challenge, play_command
from netviz.labs.play_carry import InHand, carried
from netviz.labs.play_history import Edit, History
from netviz.labs.play_moment import Moment
from netviz.labs.play_recent import Recent
from netviz.labs.play_setup import DATA_SETTINGS, OWN, SCHEDULES, Fitted, Measures, Setup, extent_of, fit
from netviz.labs.readings import pace_reading, seed_reading, step_reading
from netviz.settings.playground import SETTINGS
from networks import MLP, OPTIMIZERS
from networks.batch_training import BatchTrainer
from networks.penalties import Penalties
from networks.problems import PROBLEMS, split
from networks.tasks import Points

# What decides the rest, but for the numbers.
PLAIN = ("setup", "_own", "train_points", "test_points", "challenge", "_left")
HORIZON = 1000  # epochs over which a schedule runs where the run has no end
ASTRAY = "not done: what you meant was numbered anew since the picture you saw; try it again"
WEIGHTS, POINTS, ORDER, CHALLENGES = range(4)  # which stream of the seed's numbers something is drawn from


class PlaygroundLab:
    """One step is one epoch. Every wish is obeyed at once; every edit can be taken back."""

    name = "playground"
    title = "Playground"
    unit = "epoch"
    metrics = ("loss", "test loss", "accuracy", "test accuracy")
    sticks = False
    steps_per_epoch = 1
    ended = ""
    over = "this run is over: r starts it again, R another with a new seed"
    pace = 1

    def __init__(
        self,
        seed: int,
        *,
        setup: Setup,
        epochs: int,
        horizon: int = HORIZON,
        own: Points | None = None,
        source: str = "",
        standardised: bool = False,
    ) -> None:
        self.total, self._horizon, self._source = epochs, horizon, source
        self._standardised = standardised  # whether the file's columns are
        self._file = self._own = own  # the file's points, also while others are trained on
        self.setup = setup
        self.notice = ""
        self.best = math.inf  # the least loss that the hand has come to in a challenge, while this lab lives
        self._challenges = self.numbering = 0
        self._left: Mapping[str, Any] | None = None  # the parts that a challenge took the place of
        self.reset(seed)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a recipe: what arrives is a fresh lab, at step 0."""
        recipe = partial(
            PlaygroundLab,
            setup=self.setup,
            epochs=self.total,
            horizon=self._horizon,
            own=self._file,
            source=self._source,
            standardised=self._standardised,
        )
        return recipe, (self.seed,)

    def __repr__(self) -> str:
        return f"PlaygroundLab({self.setup.problem}, seed {self.seed}, epoch {self.step})"

    # the run

    def reset(self, seed: int) -> None:
        """Start again at epoch 0 with the points and weights of `seed`; edits by hand are gone.

        Own points are those of the file again. A challenge ends, with the settings of before it.
        """
        self.seed, self.notice, self._astray = seed, "", False
        self.numbering += 1
        self.history = History()
        if self._left is not None:
            self.setup, self._own = self._left["setup"], self._left["_own"]
        self.challenge, self._left = False, None
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
        trainer.schedule, trainer.total = SCHEDULES[setup.schedule], self._horizon
        self._measure = Measures(self.fitted, self.train_points, self.test_points)

    def about(self, snapshot: Snapshot) -> str:
        """Return shape, loss and optimizer, as the header shows them."""
        moment: Moment = snapshot.extra
        setup = moment.setup
        fitted = fit(setup, moment.train.task, moment.train.classes)
        sizes = "-".join(map(str, fitted.architecture.sizes))
        return f"{sizes}  {fitted.loss.name}  {setup.optimizer} {setup.learning_rate:g}"

    @property
    def resting(self) -> str:
        """Return why nothing is trained just now."""
        return play_challenge.RULES if self.challenge else ""

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

    @property
    def _next_rate(self) -> float:
        """The learning rate of the next update, the schedule in it."""
        trainer = self.trainer
        return trainer.learning_rate * trainer.schedule(trainer.step, trainer.total)

    def snapshot(self) -> Snapshot:
        """Return the present moment."""
        now = self.trainer.evaluate()
        test_loss, accuracy, test_accuracy = self._measure(self.trainer.network)
        moment = Moment(
            self.setup,
            self.train_points,
            self.test_points,
            self._own is not None,
            self.file_name,
            extent_of(self.setup.problem, self._own),
            frozen(self.trainer.free),
            frozen(self.trainer.alive),
            frozen(self.trainer.values),
            frozen(self.trainer.next_batch),
            self.trainer.optimizer.learning_rate,
            self._next_rate,
            self.trainer.optimizer.save(),
            self._recent,
            float(now.loss),
            test_loss,
            accuracy,
            test_accuracy,
            self.history.undo_says,
            self.history.redo_says,
            self.history.changes(setting=False),
            self.history.changes(setting=True),
            self.notice,
            self.challenge,
            self._standardised and self._own is not None,
            self.best,
        )
        return Snapshot(
            self.step,
            frozen(self.trainer.network.parameters.copy()),
            frozen(now.gradients),
            frozen(self.trainer.last_update.copy()),
            float(now.loss),
            accuracy if self.train_points.classes else math.nan,
            moment,
            self.numbering,
        )

    def checkpoint(self) -> Any:
        """Return all that decides the future."""
        return self.seed, self._parts(), self._recent, self.trainer.checkpoint()

    def restore(self, checkpoint: Any) -> None:
        """Go back to a checkpoint exactly."""
        self.seed, parts, recent, trainer = checkpoint
        if any(getattr(self, name) is not parts[name] for name in PLAIN):
            self._put(parts)
        self.trainer.restore(trainer)
        self._recent = recent

    def fault(self) -> str | None:
        """Name the first quantity that is not finite; None if all are."""
        return self.trainer.fault()

    # wishes

    def ask(self, wish: Wish, numbering: int | None = None) -> bool:
        """Obey a wish; one that cannot be obeyed is told in `notice` and changes nothing.

        So is one that names places of an older numbering, and what goes on from it in the same movement.
        Return whether the network has another shape since.
        """
        self.notice, shape = "", self.fitted.shape
        joins = getattr(wish, "joins", False)
        if not joins:
            self.history.begin()
        known = numbering is None or numbering == self.numbering or not names_places(wish)
        self._astray = (joins and self._astray and names_places(wish)) or not known
        if self._astray:
            self.notice = ASTRAY
            return False
        sets = self.train_points, self.test_points
        try:
            self._obey(wish)
        except (ValueError, IndexError) as error:
            self.notice = f"not done: {error}"
        self._number(wish, shape, sets)
        if self.challenge and isinstance(wish, SetParameters):
            self.best = min(self.best, play_challenge.score(self.trainer.network))
        return self.fitted.shape != shape

    def _number(self, wish: Wish, shape: object, sets: tuple[Points, Points]) -> None:
        """Count a new numbering where after a wish places mean other parameters or points than before."""
        now = self.train_points, self.test_points
        moved = isinstance(wish, MovePoint) and list(map(len, sets)) == list(map(len, now))
        others = any(one is not other for one, other in zip(sets, now, strict=True))
        self.numbering += self.fitted.shape != shape or (others and not moved)

    def _obey(self, wish: Wish) -> None:
        """Obey a wish; raises ValueError or IndexError, with the rest of a sentence, where it cannot be."""
        match wish:
            case Undo():
                self._put(self.history.undo(self.step))
                self.trainer.optimizer.mend()  # of what an edit out of range has left in it
            case Redo():
                self._put(self.history.redo(self.step))
            case Together(says, wishes):
                self._together(says, wishes)
            case Challenge(on, stays):
                self._challenge(on, stays)
            case SetOption(name, value, joins):
                self._set_option(name, value, joins)
            case SetParameters(places, values, joins):
                self._set_parameters(places, values, joins)
            case Freeze(places, on):
                self._edit(self._named(places, "freeze", on), _free=_with(self.trainer.free, places, not on))
            case Mute(places, on):
                self._edit(self._named(places, "mute", on), _alive=_with(self.trainer.alive, places, not on))
            case AddPoint(x, y, target):
                points = self.train_points.with_point(x, y, target)
                self._edit("a point more", train_points=points)
            case MovePoint(index, x, y, joins, target):
                self._move_point(index, x, y, target, joins)
            case RemovePoint(index):
                self._remove_point(index)

    def _together(self, says: str, wishes: Sequence[Wish]) -> None:
        """Obey all wishes as one edit, or none: then everything is as before, to the last bit."""
        before, history = self._parts(), self.history
        here, challenges = self.checkpoint(), self._challenges
        self.history = History()
        try:
            for wish in wishes:
                self._obey(wish)
        except (ValueError, IndexError):
            self.restore(here)
            self._challenges = challenges
            raise
        finally:
            self.history = history
        setting = all(isinstance(wish, SetOption) for wish in wishes)
        self.history.add(Edit(says, before, self._parts(), setting=setting), self.step)

    def _challenge(self, on: bool, stays: bool) -> None:
        """Begin a challenge, again with other weights where there is one; or end it and go back."""
        before = self._parts()
        left = before if self._left is None else self._left
        if on:
            self._challenges += 1
            rng = np.random.default_rng((self.seed, CHALLENGES, self._challenges))
            setup = play_challenge.set_up(self.setup)
            train, test = self._draw(setup, None)
            self._put(
                {"setup": setup, "_own": None, "train_points": train, "test_points": test, "_left": left}
            )
            self._train_with(play_challenge.first_weights(rng), self.trainer.rng, self.step)
        if on or self.challenge:
            if not on and not stays and self._left is not None:
                self._put(self._left)
            self.challenge, self._left = on, left if on else None
            says = "a challenge" if on else "the end of a challenge"
            self.history.add(Edit(says, before, self._parts()), self.step)

    def _parts(self) -> dict[str, Any]:
        """Return all that an edit can change, by name."""
        return {name: self._part(name) for name in (*PLAIN, "_network")}

    @property
    def file_name(self) -> str:
        """What the file of own points is called on the screen; empty if there is none."""
        return "" if self._file is None else Path(self._source).name or "your points"

    def _set_option(self, name: str, value: object, joins: bool) -> None:
        if name not in SETTINGS:
            raise ValueError(f"there is no setting of the name {name!r}")
        setup, own, says = self.setup, self._own, self.file_name
        if (name, value) == ("problem", OWN):
            if self._file is None:
                raise ValueError("there is no file of your own points; --data brings one")
            own = self._file
        else:
            setup, says = setup.with_value(name, value), SETTINGS[name].write(value)
            own = None if name == "problem" else own
        if setup == self.setup and own is self._own:
            return
        changed: dict[str, Any] = {"setup": setup}
        if self.challenge and name in play_challenge.NETWORK:
            changed |= {"challenge": False, "_left": None}
        if name in DATA_SETTINGS:
            train, test = self._draw(setup, own)
            changed |= {"_own": own, "train_points": train, "test_points": test}
        self._edit(f"{SETTINGS[name].label}: {says}", joins, name, **changed)

    def _set_parameters(self, places: Sequence[int], values: Sequence[float], joins: bool) -> None:
        before = {"_values": (tuple(places), tuple(self.trainer.values[list(places)].tolist()))}
        after = {"_values": (tuple(places), tuple(values))}
        self._put(after)
        self.history.add(
            Edit(f"{self._names(places)} by hand", before, after, joins, tuple(places)), self.step
        )

    def _move_point(self, index: int, x: float, y: float, target: float | None, joins: bool) -> None:
        count = len(self.train_points)
        if index < count:
            moved = self.train_points.moved(index, x, y, target)
            self._edit("a point moved", joins, index, train_points=moved)
        else:
            moved = self.test_points.moved(index - count, x, y, target)
            self._edit("a test point moved", joins, index, test_points=moved)

    def _remove_point(self, index: int) -> None:
        count = len(self.train_points)
        if index >= count:
            self._edit("a test point less", test_points=self.test_points.without(index - count))
        elif count == 1:
            raise ValueError("the last point cannot be removed")
        else:
            self._edit("a point less", train_points=self.train_points.without(index))

    def _edit(self, says: str, joins: bool = False, what: object = None, **after: Any) -> None:
        """Put something else in place and note what was there, for another shape the whole network."""
        before = {name: self._part(name) for name in after}
        network = self._part("_network")
        self._put(after)
        if self.fitted.shape != network[0].shape:
            before, after = before | {"_network": network}, after | {"_network": self._part("_network")}
        self.history.add(Edit(says, before, after, joins, what, "setup" in after), self.step)

    def _part(self, name: str) -> Any:
        """Return what `_put` puts back under this name."""
        trainer = self.trainer
        match name:
            case "_free":
                return trainer.free
            case "_alive":
                return trainer.alive
            case "_network":
                return self.fitted, trainer.values, trainer.free, trainer.alive
        return getattr(self, name)

    def _put(self, parts: Mapping[str, Any]) -> None:
        """Put parts in place, by name, and have the trainer follow: it goes on from where it stands."""
        if not parts:
            return
        self.notice, recent = "", self._recent
        old, optimizer = self.fitted, self.setup.optimizer
        for name in parts.keys() & set(PLAIN):
            setattr(self, name, parts[name])
        self.fitted = self._fit(self.setup)
        if "_network" in parts:
            self.fitted, values, free, alive = parts["_network"]
            self._train_with(values.copy(), self.trainer.rng, self.step)
            self.trainer.free, self.trainer.alive = free, alive
        elif self.fitted.shape != old.shape:
            self._reshape(old)
        elif self.fitted.architecture != old.architecture or self.fitted.loss is not old.loss:
            here = self.trainer.checkpoint()
            self._train_with(self.trainer.values, self.trainer.rng, self.step)
            self.trainer.restore(here)
        elif parts.keys() & set(PLAIN):
            self._follow(optimizer)
        if "_free" in parts:
            self.trainer.free = parts["_free"]
        if "_alive" in parts:
            self.trainer.alive = parts["_alive"]
        if "_values" in parts:
            places, numbers = parts["_values"]
            values = self.trainer.values
            values[list(places)] = numbers
            self.trainer.values = values
        same = parts.keys() <= {"setup", "_free"} and self.fitted.learns_the_same(old)
        self._recent = recent.cut(keeps_least=same)

    def _follow(self, optimizer: str) -> None:
        """Have the trainer take over data and settings that leave network and loss as they are."""
        if self.setup.optimizer != optimizer:
            self.trainer.optimizer = OPTIMIZERS[self.setup.optimizer](self.setup.learning_rate)
        self.trainer.data = (
            self.fitted.inputs(self.train_points.inputs),
            self.fitted.targets(self.train_points),
        )
        self._set_trainer()

    def _reshape(self, old: Fitted) -> None:
        """Go on with another shape: kept weights stay, and stay frozen or muted."""
        new = self.fitted
        inputs = (old.setup.inputs, new.setup.inputs)
        kept = InHand(self.trainer.values, self.trainer.free, self.trainer.alive)
        begun = carried(old.architecture, kept, new.architecture, self._fresh(new), inputs)
        self._train_with(begun.values, self.trainer.rng, self.step)
        self.trainer.free, self.trainer.alive = begun.free, begun.alive

    def _names(self, places: Sequence[int]) -> str:
        names = self.fitted.architecture.names()
        first = names[places[0]]
        return first if len(places) == 1 else f"{first} and {len(places) - 1} more"

    def _named(self, places: Sequence[int], verb: str, on: bool) -> str:
        return f"{'' if on else 'un'}{verb} {self._names(places)}"

    # told

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
        epochs = refresh.snapshot.step
        if moment.setup.schedule != "constant":  # a schedule follows the planned end, not the epoch of now
            epochs = self.total if self.total == self._horizon else 0
        line = play_command.command(moment, refresh.seed, epochs, self._source)
        return line, play_command.left_out(moment)

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        """Return the settings, and how the network answers, ready for JSON."""
        moment: Moment = snapshot.extra
        options = {name: getattr(moment.setup, name) for name in SETTINGS}
        options["data"] = self._source if moment.own else None
        if moment.own:  # which are not drawn
            options |= {"problem": None, "points": None, "noise": None}
        return {
            "test_loss": moment.test_loss if len(moment.test) else None,
            "test_accuracy": moment.test_accuracy if len(moment.test) and moment.test.classes else None,
            "points": {"training": len(moment.train), "test": len(moment.test)},
            "classes": [moment.train.name_of(k) for k in range(moment.train.classes)],
            "options": options,
        }

    def pages(self) -> Sequence[Any]:
        """Return the pages that show this lab; only this call loads the drawing code."""
        from netviz.labs import play_pages

        return play_pages.pages()


def _with(mask: np.ndarray[Any, Any], places: Sequence[int], value: bool) -> np.ndarray[Any, Any]:
    """Return a copy of a mask with some places set."""
    changed = mask.copy()
    changed[list(places)] = value
    return changed
