"""The four files of MNIST on a disk: in a folder that the user names, or in the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from netviz.engine.files import reason
from networks.idx import MAXIMUM, IdxError, read_images, read_labels
from networks.images import ByteArray


class DataError(ValueError):
    """The data cannot be had as asked; the text is one sentence without its full stop, fit for a refusal."""


@dataclass(frozen=True)
class Published:
    """A file of MNIST as it is published: its name, its size in bytes, its SHA-256."""

    name: str
    size: int
    digest: str

    @property
    def plain(self) -> str:
        """Its name when it is unpacked."""
        return self.name.removesuffix(".gz")


TRAIN_IMAGES = Published(
    name="train-images-idx3-ubyte.gz",
    size=9_912_422,
    digest="440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
)
TRAIN_LABELS = Published(
    name="train-labels-idx1-ubyte.gz",
    size=28_881,
    digest="3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
)
TEST_IMAGES = Published(
    name="t10k-images-idx3-ubyte.gz",
    size=1_648_877,
    digest="8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
)
TEST_LABELS = Published(
    name="t10k-labels-idx1-ubyte.gz",
    size=4_542,
    digest="f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
)
FILES = (TEST_LABELS, TRAIN_LABELS, TEST_IMAGES, TRAIN_IMAGES)  # the smallest first: faults show soonest

Arrays = tuple[ByteArray, ByteArray, ByteArray, ByteArray]  # training images, labels, test images, labels


def kept(cache: Path, files: Sequence[Published]) -> dict[str, bytes]:
    """Return those files of the cache, by name, that are the published ones byte for byte."""
    found = {}
    for file in files:
        try:
            content = _read(cache / file.name)
        except (OSError, ValueError):
            continue
        if hashlib.sha256(content).hexdigest() == file.digest:
            found[file.name] = content
    return found


def read_folder(folder: Path) -> Arrays:
    """Return what the four files in a folder hold, each plain or gzipped, under its usual names.

    They are checked by their structure. Raises DataError for whatever is wrong, naming the file.
    """
    contents = {}
    for file, name in found_in(folder).items():
        try:
            contents[file.name] = _read(folder / name)
        except (OSError, ValueError) as error:
            raise DataError(f"{shown(folder / name)} cannot be read: {reason(error)}") from None
    try:
        return unpacked(contents)
    except DataError as error:
        raise DataError(f"in the folder {shown(folder)}, {error}") from None


def found_in(folder: Path) -> dict[Published, str]:
    """Return the names that the four files have in a folder; raises DataError where they are not there."""
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        raise DataError(f"there is no folder {shown(folder)}") from None
    except NotADirectoryError:
        raise DataError(f"{shown(folder)} is not a folder") from None
    except (OSError, ValueError) as error:
        raise DataError(f"the folder {shown(folder)} cannot be read: {reason(error)}") from None
    present = {file: next((name for name in _names(file) if name in names), None) for file in FILES}
    if lacking := [file.plain for file, name in present.items() if name is None]:
        told = " and ".join(filter(None, [", ".join(lacking[:-1]), lacking[-1]]))
        raise DataError(f"the folder {shown(folder)} lacks {told} (plain or with .gz)")
    return {file: str(name) for file, name in present.items()}


def unpacked(contents: dict[str, bytes]) -> Arrays:
    """Return what four files, given by name, hold; raises DataError.

    Empties `contents`, so that no file is kept longer than it is needed.
    """
    train = _pair(contents, TRAIN_IMAGES, TRAIN_LABELS)
    test = _pair(contents, TEST_IMAGES, TEST_LABELS)
    shapes = dict.fromkeys((train[0].shape[1:], test[0].shape[1:]))
    rows, columns = train[0].shape[1:]
    if len(shapes) > 1 or rows != columns or not 8 <= rows <= 28:
        told = " and ".join(f"{rows} × {columns}" for rows, columns in shapes)
        raise DataError(f"the images have {told} pixels, and must be square, all alike, 8 to 28 a side")
    return *train, *test


def shown(path: Path) -> str:
    """Return a path as messages show it."""
    return repr(str(path))


def _pair(contents: dict[str, bytes], images: Published, labels: Published) -> tuple[ByteArray, ByteArray]:
    file = images
    try:
        pictures = read_images(contents.pop(file.name))
        file = labels
        digits = read_labels(contents.pop(file.name))
    except IdxError as error:
        raise DataError(f"{file.plain} cannot be used: {error}") from None
    if len(pictures) != len(digits):
        told = f"{images.plain} holds {len(pictures):,} images and {labels.plain} {len(digits):,} labels"
        raise DataError(f"{told}; they must be as many")
    return pictures, digits


def _names(file: Published) -> tuple[str, ...]:
    """Return the names under which a file is found: some archives write a dot for the second hyphen."""
    dotted = file.plain.replace("-idx", ".idx")
    return file.plain, file.name, dotted, f"{dotted}.gz"


def _read(path: Path) -> bytes:
    """Return a file's content; raises OSError or ValueError, also for what is no file or is far too long."""
    if path.is_dir():
        raise ValueError("it is a folder")
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")  # a pipe would be waited for
    if path.stat().st_size > MAXIMUM + 16:
        raise ValueError(f"it is longer than the {MAXIMUM:,} bytes that are read")
    return path.read_bytes()
