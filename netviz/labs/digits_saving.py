"""From a moment of training to a model file, and from a model back to that moment."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from netviz.engine.snapshot import Snapshot
from netviz.labs.cnn_setup import Moment
from netviz.labs.digits_config import DigitsConfig
from netviz.labs.model_file import Model, ModelError
from networks.classifier import Checkpoint, Classifier, Place
from networks.epochs import MOST_STEPS, Epochs
from networks.images import Digits
from networks.optimizers import OPTIMIZERS

KEPT = 20  # networks saved without being told, two megabytes each
AUTOMATIC = re.compile(r"(?:mnist|sample)-(\d{4}-\d{2}-\d{2}-\d{6})(?:-(\d+))?\.npz")


def automatic_path(digits: Digits) -> Path:
    """Return where a network is saved without being told: in the user's data folder, named by the second."""
    from platformdirs import user_data_path

    folder = user_data_path("netviz", appauthor=False)
    return folder / f"{digits.name.lower()}-{datetime.now():%Y-%m-%d-%H%M%S}.npz"


def forget_old(newest: Path) -> None:
    """Remove the oldest of the networks saved automatically, so that KEPT of them are left."""
    saved = [
        (name[1], int(name[2] or 1), path)
        for path in newest.parent.glob("*.npz")
        if (name := AUTOMATIC.fullmatch(path.name))
    ]
    for _, _, path in sorted(saved)[:-KEPT]:
        with contextlib.suppress(OSError):
            path.unlink()


def model_of(snapshot: Snapshot, config: DigitsConfig, digits: Digits, seed: int) -> Model:
    """Return the model of a moment; training can go on from it exactly."""
    moment: Moment = snapshot.extra
    place = moment.place
    return Model(
        config=config,
        side=digits.side,
        mean=digits.mean,
        deviation=digits.deviation,
        data=digits.name,
        parameters=snapshot.parameters,
        arrays={
            "gradients": snapshot.gradients,
            "epochs": place.epochs.rows,
            **_optimizer_state(snapshot, config),
        },
        progress={
            "seed": seed,
            "step": place.step,
            "images": len(digits.train),
            "checksum": digits.checksum,
            "drawn_from": dict(place.drawn_from),
            "generator": dict(place.generator),
            "rate": place.rate,
            "sums": list(place.sums),
            "last": [snapshot.loss, snapshot.accuracy],
            "ended": place.ended,
        },
    )


def _optimizer_state(snapshot: Snapshot, config: DigitsConfig) -> dict[str, Any]:
    """Return what the optimizer's `save` would have returned at that moment."""
    moment: Moment = snapshot.extra
    optimizer = OPTIMIZERS[config.optimizer](config.learning_rate)
    optimizer.prepare(np.zeros(1, snapshot.parameters.dtype))
    known = {
        "update": snapshot.updates,
        "velocity": snapshot.updates,
        "first moment": moment.first,
        "second moment": moment.second,
        "steps": np.full((), snapshot.step),
    }
    return {name: known[name].astype(like.dtype) for name, like in optimizer.save().items()}


def seed_of(model: Model) -> int:
    """Return the seed with which a model was trained; raises ModelError where it does not say."""
    seed = model.progress.get("seed")
    if type(seed) is not int or not 0 <= seed < 2**32:
        raise ModelError("the model is damaged: it does not say its seed")
    return seed


def batches_per_epoch(model: Model) -> int:
    """Return how many batches made an epoch of its training; raises ModelError where it does not say."""
    try:
        images = _whole(model.progress["images"], 1)
    except (KeyError, TypeError):
        raise ModelError("the model is damaged: it does not say on how many images it was trained") from None
    return images // min(model.config.batch_size, images)


def put(model: Model, classifier: Classifier, digits: Digits, *, go_on: bool, further: bool = False) -> None:
    """Have a classifier of these digits stand where the model does; without `go_on` only to be looked at.

    With `further` it may have ended for want of patience. Raises ModelError where the model does not fit this
    training. Models that were saved without a checksum of their data may go on with as many images.
    """
    try:
        place = _place(model.progress, model.arrays["epochs"])
        images = _whole(model.progress["images"], 1)
        checksum = _whole(model.progress.get("checksum", digits.checksum), 0)
        loss, accuracy = (float(value) for value in model.progress["last"])
    except (KeyError, TypeError, ValueError):
        raise ModelError("the model is damaged: it does not say where its training stands") from None
    if not model.can_go_on or "gradients" not in model.arrays:
        raise ModelError("the model holds no gradients or no optimizer state, as this program saves them")
    names = classifier.optimizer.save()
    optimizer = {name: array for name, array in model.arrays.items() if name in names}
    if not go_on:  # on whatever images: their order does not matter
        np.copyto(classifier.parameters, model.parameters)
        np.copyto(classifier.gradients, model.arrays["gradients"])
        classifier.optimizer.load(optimizer)
        classifier.place, classifier.last = place, (loss, accuracy)
        return
    if images != len(classifier.train_set):
        told = f"the model was trained on {images:,} images, and here are {len(classifier.train_set):,}"
        raise ModelError(f"{told}: it can only go on with the same data (see --data-dir)")
    if checksum != digits.checksum:
        told = f"the model was trained on other images or labels than these, {digits.origin}"
        raise ModelError(f"{told}: it can only go on with the same data (see --data-dir)")
    epochs = place.step // classifier.batches_per_epoch
    if not place.step < classifier.total:
        raise ModelError(f"the model has been trained for all its {epochs} epochs; -e N goes on to N in all")
    if place.ended and not further:
        raise ModelError(f"the model's training ended early, after {epochs} epochs; -e N goes on yet")
    place = replace(place, ended="")
    try:
        classifier.restore(
            Checkpoint(place, (loss, accuracy), model.parameters, model.arrays["gradients"], optimizer)
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ModelError("the model is damaged: the state of its generator is none") from None


def _place(progress: Mapping[str, Any], epochs: Any) -> Place:
    """Return where training stands; raises KeyError, TypeError or ValueError for what is no such thing."""
    loss, accuracy = progress["sums"]
    step, ended = _whole(progress["step"], 0), progress["ended"]
    drawn_from, generator = progress["drawn_from"], progress["generator"]
    if not (isinstance(ended, str) and isinstance(drawn_from, dict) and isinstance(generator, dict)):
        raise TypeError
    if len(epochs) and epochs[-1, 1] > step:
        raise ValueError
    return Place(
        step,
        dict(drawn_from),
        dict(generator),
        float(progress["rate"]),
        (float(loss), float(accuracy)),
        Epochs(epochs),
        ended,
    )


def _whole(value: object, least: int) -> int:
    """Return a whole number that files may hold; raises TypeError for anything else."""
    if type(value) is not int or not least <= value < MOST_STEPS:
        raise TypeError
    return value
