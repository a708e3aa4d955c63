"""Wishes of a hand on the playground, obeyed as edits that can be taken back, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from netviz.engine.wishes import (
    OWN,
    AddLayer,
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
    Wish,
    names_places,
)
from netviz.labs import play_challenge
from netviz.labs.play_history import Edit, History
from netviz.labs.play_parts import PlayParts
from netviz.labs.play_run import CHALLENGES
from netviz.labs.play_setup import DATA_SETTINGS, Setup
from netviz.settings.playground import SETTINGS
from networks.tasks import Points

ASTRAY = "not done: what you meant was numbered anew since the picture you saw; try it again"


class PlayEdits(PlayParts):
    """Every wish is obeyed at once; every edit can be taken back."""

    # History, step, the edits in force and all else before the first wish at this step.
    _mark: tuple[History, int, tuple[object, ...], Any] | None = None

    def ask(self, wish: Wish, numbering: int | None = None) -> bool:
        """Obey a wish; one that cannot be obeyed is told in `notice` and changes nothing.

        So is one that names places of an older numbering, and what goes on from it in the same movement.
        Return whether the network has another shape since, or its figures mean something else, see `_course`.
        """
        self.notice, shape, course = "", self.fitted.shape, self._course
        if self._mark is None or self._mark[:2] != (self.history, self.step):
            self._mark = self.history, self.step, self.history.standing, self.checkpoint()
            self._loss_before = self._loss_of(self.trainer.network)
        joins = getattr(wish, "joins", False)
        if not joins:
            self.history.begin()
        known = numbering is None or numbering == self.numbering or not names_places(wish)
        self._astray = (joins and self._astray and names_places(wish)) or not known
        if self._astray:
            self._refuse(ASTRAY)
            return False
        sets = self.train_points, self.test_points
        try:
            setup, begins = self.setup, not self.history.under_way
            self._obey(wish)
            self.journal.note(self.step, wish, setup, begins=begins)
        except (ValueError, IndexError) as error:
            self._refuse(f"not done: {error}")
        self._number(wish, shape, sets)
        if self.challenge and isinstance(wish, SetParameters):
            self.best = min(self.best, play_challenge.score(self.trainer.network))
        return self._course != course

    @property
    def _course(self) -> tuple[object, ...]:
        """What one history can be told of: where values are met there is no accuracy, without test points
        no figure of them, and what stands for those is not to be taken for them later.
        """
        return self.fitted.shape, self.fitted.task, bool(len(self.test_points))

    def _go_on_as_before(self) -> None:
        """Be at this step as before its first wish, to the last bit, if the same edits are in force again.

        Parts put back alone leave another batch order or an optimizer that has forgotten.
        """
        if self._mark is not None and self._mark[2] == self.history.standing:
            self.restore(self._mark[3])

    def _refuse(self, why: str) -> None:
        self.notice = why
        self.refused += 1

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
                self._undo()
            case Redo():
                self._put(self.history.redo(self.step, self._part("_network")))
                self._go_on_as_before()
            case Together(says, wishes):
                self._together(says, wishes)
            case Challenge(on):
                self._challenge(on)
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
            case AddLayer(index):
                self._set_layers(f"hidden layer {index + 1} added", self.setup.with_layer(index), index)
            case RemoveLayer(index):
                says = f"hidden layer {index + 1} taken away"
                self._set_layers(says, self.setup.without_layer(index), index)

    def _undo(self) -> None:
        """Take the last edit back; of a network that was lost since, before that or by it, all of it."""
        network = self.history.network
        lost = network is not None and self._lost(network)  # a weight put back can hide it
        self._put(self.history.undo(self.step))
        self._go_on_as_before()
        self.trainer.optimizer.mend()  # of what an edit out of range has left in it
        lost = lost or (network is not None and self._lost(network))
        if lost and not np.array_equal(self.trainer.values, network[1]):
            self._put({"_network": network})

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
        setting = all(isinstance(wish, SetOption | AddLayer | RemoveLayer) for wish in wishes)
        self.history.add(Edit(says, before, self._parts(), setting=setting), self.step)

    def _challenge(self, on: bool) -> None:
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
            if not on and self._left is not None:
                self._put(self._left)
            self.challenge, self._left = on, left if on else None
            says = "a challenge" if on else "the end of a challenge"
            self.history.add(Edit(says, before, self._parts()), self.step)

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
        if self.challenge and name in play_challenge.NETWORK:
            raise ValueError(play_challenge.HELD)
        changed: dict[str, Any] = {"setup": setup}
        if name in DATA_SETTINGS:
            train, test = self._draw(setup, own)
            changed |= {"_own": own, "train_points": train, "test_points": test}
        self._edit(f"{SETTINGS[name].label}: {says}", joins, name, **changed)

    def _set_layers(self, says: str, setup: Setup, at: int) -> None:
        """Go on with a hidden layer more or less at a place."""
        if self.challenge:
            raise ValueError(play_challenge.HELD)
        self._edit(says, setup=setup, _network=self._reshaped(self.fitted, self._fit(setup), at))

    def _set_parameters(self, places: Sequence[int], values: Sequence[float], joins: bool) -> None:
        says = f"{self._names(places)} by hand"
        before = {"_values": (tuple(places), tuple(self.trainer.values[list(places)].tolist()))}
        after, network = {"_values": (tuple(places), tuple(values))}, self._part("_network")
        self._put(after)
        self.history.add(Edit(says, before, after, joins, tuple(places), network=network), self.step)

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
        kept = None if "_network" in before else network
        self.history.add(Edit(says, before, after, joins, what, "setup" in after, kept), self.step)

    def _names(self, places: Sequence[int]) -> str:
        """Return what parameters are called; raises IndexError where there is none of a place."""
        names = self.fitted.architecture.names()
        if unknown := [place for place in places if not 0 <= place < len(names)]:
            raise IndexError(f"there is no parameter {unknown[0]} among {len(names)}")
        first = names[places[0]]
        return first if len(places) == 1 else f"{first} and {len(places) - 1} more"

    def _named(self, places: Sequence[int], verb: str, on: bool) -> str:
        return f"{'' if on else 'un'}{verb} {self._names(places)}"


def _with(mask: np.ndarray[Any, Any], places: Sequence[int], value: bool) -> np.ndarray[Any, Any]:
    """Return a copy of a mask with some places set."""
    changed = mask.copy()
    changed[list(places)] = value
    return changed
