"""Pictures of the feature space and of the mistakes, from seven-segment digits and places made up by hand."""

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.card import Judged, Shown
from netviz.panels.cloud import Cloud, CloudPlane
from netviz.panels.cloud_space import CloudSpace
from netviz.panels.confusions import Confusions, Pairs
from netviz.panels.gallery import Gallery, GalleryPanel
from netviz.panels.gradual import Waiting
from netviz.panels.panel import Choices, View
from tests.panels.works import Nothing

SEGMENTS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")
STROKES = {
    "a": np.s_[1, 2:6], "b": np.s_[1:5, 5], "c": np.s_[5:9, 5], "d": np.s_[8, 2:6],
    "e": np.s_[5:9, 2], "f": np.s_[1:5, 2], "g": np.s_[4, 2:6],
}  # fmt: skip
SETS = (("training", 50), ("validation", 400), ("test", 0))


def view(**choices):
    timeline = Timeline()
    flat = np.zeros(3, dtype=np.float32)
    snapshot = Snapshot(1200, flat, flat, flat, 0.1, 0.97)
    timeline.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 4000, 10))
    return View(timeline, Choices(sources=SETS, **choices))


def pixels(digit):
    image = np.zeros((10, 8))
    for segment in SEGMENTS[digit]:
        image[STROKES[segment]] = 1
    return np.pad(image, ((0, 0), (1, 1)))


def probabilities(read, sure, other):
    """Return ten probabilities: `sure` for one digit, most of the rest for another."""
    values = np.full(10, (1 - sure) * 0.1 / 8)
    values[other] = (1 - sure) * 0.9
    values[read] = sure
    return values


def shown(index, label, read, sure):
    other = label if label not in (None, read) else (read + 3) % 10
    return Shown(index, f"validation {index + 1}", pixels(read if label is None else label), label,
                 probabilities(read, sure, other))  # fmt: skip


def judged(index, label, read, sure):
    own = sure if label == read else (1 - sure) * 0.9
    return Judged(index, f"validation {index + 1}", pixels(label), label, read, sure, own)


def cloud(flip=1.0, wrong=(7, 10, 18, 25, 31, 44, 52, 58), chosen=None, label=3):
    rng = np.random.default_rng(6)
    labels = np.arange(60) % 10
    angle = labels * 2 * np.pi / 10
    centres = np.stack((8 * np.cos(angle), 8 * np.sin(angle), np.where(labels % 2, 4.0, -4.0)), axis=-1)
    points = centres + rng.normal(0, 1.2, centres.shape)
    points[:, 0] *= flip
    answers = np.stack(
        [
            probabilities((k + 1) % 10, 0.9, k) if i in wrong else probabilities(k, 0.97, (k + 3) % 10)
            for i, k in enumerate(labels.tolist())
        ]
    )

    def image(row):
        return Shown(
            row, f"validation {5 * row + 1}", pixels(int(labels[row])), int(labels[row]), answers[row]
        )

    place = np.array([1.0, -2.0, 0.5]) if chosen is None else points[chosen]
    ringed = shown(399, label, 5, 0.8) if chosen is None else image(chosen)
    return Cloud(
        step=1200, unit="batch", source="validation", total=400, indices=5 * np.arange(60), labels=labels,
        probabilities=answers, points=points, bounds=((-12.0, 12.0), (-11.0, 11.0), (-7.0, 7.0)),
        axes=("≈ PC 1", "≈ PC 2", "≈ PC 3"), shares=(0.314, 0.22, 0.1), shown=image, chosen=(ringed, place),
    )  # fmt: skip


def cloud_plane(**how):
    data = cloud(**how)
    return CloudPlane("Feature space, 2-D", lambda _: data, Nothing()), view(source="validation", sample=399)


def cloud_space(**how):
    data = cloud(**how)
    return CloudSpace("Feature space, 3-D", lambda _: data, Nothing()), view(source="validation", sample=399)


def waiting():
    return CloudPlane("Feature space, 2-D", lambda _: Waiting(2100, 6000), Nothing()), view()


MISTAKES = tuple((3 * i + 2, i % 10, (i + 1 + i % 7) % 10, 0.999 - 0.011 * i) for i in range(40))


def gallery(count=40, cell=None, sample=11):
    some = MISTAKES[:count]
    data = Gallery(
        1200, "batch", "validation", tuple(index for index, *_ in some), lambda i: judged(*some[i]),
        f"{count} of 400 wrong", "the surest first",
        ("No mistakes", "all 400 validation images are read right at batch 1 200"),
    )  # fmt: skip
    panel = GalleryPanel("Mistakes", lambda _: data, Nothing())
    return panel, view(source="validation", sample=sample, cell=cell)


PAIRS = ((4, 9, 12), (9, 4, 10), (3, 5, 7), (7, 2, 3), (2, 7, 2), (5, 3, 2), (8, 3, 1), (0, 6, 1))


def confusions(cell=(9, 4), count=8):
    data = Pairs(1200, "batch", PAIRS[:count], tuple(range(38, 48)))
    return Confusions("Read as another", lambda _: data, Nothing()), view(cell=cell)


def many_confusions():
    found = tuple((i, (i + k) % 10, 12 - k) for k in (1, 2, 3) for i in range(10))
    data = Pairs(1200, "batch", found, (40,) * 10)
    return Confusions("Read as another", lambda _: data, Nothing()), view()


FEATURES_SCENES = {
    "cloud-plane": cloud_plane,
    "cloud-space": cloud_space,
    "cloud-waiting": waiting,
    "gallery": gallery,
    "gallery-of-a-cell": lambda: gallery(5, (4, 9)),
    "gallery-empty": lambda: gallery(0),
    "confusions": confusions,
    "confusions-many": many_confusions,
}
