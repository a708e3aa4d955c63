"""What a digits lab tells of itself in figures: in the header while it trains, in the summary at the end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from netviz.engine.arrays import Parameters
from netviz.engine.lab import Form, Reading, grouped
from netviz.engine.snapshot import Refresh
from netviz.labs.cnn_setup import Moment
from netviz.labs.readings import pace_reading, seed_reading, step_reading
from networks.classification import Scores
from networks.convnet import ConvNet
from networks.evaluation import evaluate
from networks.images import Digits


def readings(
    refresh: Refresh,
    images_per_second: float,
    digits: Digits,
    batches: int,
    *,
    only_looked: bool = False,
) -> tuple[Reading, ...]:
    """Return the figures of the header; `batches` make an epoch.

    What is only looked at has a validation of its training where that was on these data.
    """
    snapshot = refresh.snapshot
    epochs = snapshot.extra.epochs
    done = f"epochs of {grouped(batches)} batches"
    read = f"share of {'the validation images' if only_looked else 'the last batch'} read rightly"
    of = "validation" if only_looked else "batch"
    after = f" after epoch {epochs[-1].number}" if epochs else ""
    validated = f"share of the validation images of {digits.name} read rightly{after}"
    last = f"validation accuracy{after}" if epochs and not only_looked else ""
    share = epochs[-1].accuracy if epochs else "–"
    validation = (Reading("validation", share, validated, Form.SHARE, widest="> 99.9 %", told=last),)
    pace = images_per_second or "–"
    looks = "only looked at, not trained: --mode infer"
    training = (
        Reading("images/s", pace, "training images a second", widest="999 999" if pace == "–" else ""),
        pace_reading(refresh, "batch"),
    )
    return (
        seed_reading(refresh),
        Reading("epoch", snapshot.step // batches, done, whole=max(refresh.total // batches, 1)),
        step_reading(refresh, "batch"),
        Reading("loss", snapshot.loss, "", Form.NUMBER, told=f"{of} loss"),
        Reading("accuracy", snapshot.accuracy, read, Form.SHARE, told=f"{of} accuracy"),
        *(validation if epochs or not only_looked else ()),
        *((Reading("mode", "infer", looks, Form.TEXT),) if only_looked else training),
        Reading("data", digits.name, digits.origin, Form.TEXT, spare=2),
    )


def summary(
    net: ConvNet, parameters: Parameters, digits: Digits, moment: Moment, batch: int
) -> dict[str, Any]:
    """Return how the network does on validation and test images, ready for JSON."""
    validation = evaluate(net, parameters, digits.validation)
    test = evaluate(net, parameters, digits.test)
    scores, seconds = test.scores, moment.seconds
    return {
        "batches": moment.place.step,
        "loss": validation.loss,
        "accuracy": validation.scores.accuracy,
        "test_loss": test.loss,
        "test_accuracy": scores.accuracy,
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "per_class": [_of_class(scores, digit) for digit in range(net.classes)],
        "confusion": scores.confusion.tolist(),
        "predictions": test.predictions.tolist(),
        "validations": [asdict(epoch) for epoch in moment.epochs],
        "images_per_second": moment.trained * batch / seconds if seconds > 0 else 0.0,
        "data": {
            "name": digits.name,
            "origin": digits.origin,
            "side": digits.side,
            "training": len(digits.train),
            "validation": len(digits.validation),
            "test": len(digits.test),
        },
    }


def _of_class(scores: Scores, digit: int) -> dict[str, Any]:
    return {
        "digit": digit,
        "images": int(scores.confusion[digit].sum()),
        "right": int(scores.confusion[digit, digit]),
        "precision": float(scores.precisions[digit]),
        "recall": float(scores.recalls[digit]),
        "f1": float(scores.f1s[digit]),
    }
