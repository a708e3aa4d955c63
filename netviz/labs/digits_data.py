"""Where the digits come from: a folder that the user names, the cache, a mirror, or the bundled sample."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from netviz.engine.download import DownloadError, Patience, Progress, fetch
from netviz.labs.digits_files import FILES, DataError, Published, kept, read_folder, shown, unpacked
from networks import images
from networks.images import ByteArray, Digits

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
SAMPLE = Path(__file__).parent / "data" / "digits.npz"


@dataclass(frozen=True, eq=False)
class Raw:
    """Grey levels `(n, rows, columns)` uint8, 0 to `white`, and labels `(n,)` uint8, training and test.

    `name` "MNIST" or "sample"; `origin` says in a few words which data these are, from where and why.
    """

    name: str
    origin: str
    train_images: ByteArray
    train_labels: ByteArray
    test_images: ByteArray
    test_labels: ByteArray
    white: int = 255

    def __repr__(self) -> str:
        return f"Raw({self.origin!r}, {len(self.train_labels):,} + {len(self.test_labels):,} images)"


def find(
    data_dir: Path | None,
    offline: bool,
    progress: Progress,
    cancelled: Callable[[], bool],
    mirrors: Sequence[str] = MIRRORS,
    cache: Path | None = None,
    files: Sequence[Published] = FILES,
    patience: Patience | None = None,
) -> Raw:
    """Return the digits of `data_dir` if it is given, else of the cache, else downloaded, else the sample.

    `progress` is told the bytes of all files that had to be downloaded. Where no mirror answers, the sample
    is there within 3 seconds; at once if `offline`. Safe to run in a thread and to leave behind, like
    `netviz.engine.download.fetch`. Raises DataError where the folder is not as it should be, where mirrors
    answer but none serves, where the cache cannot be written; Cancelled where `cancelled` said so.
    """
    if data_dir is not None:
        try:
            return Raw("MNIST", f"MNIST from {shown(data_dir)} (--data-dir)", *read_folder(data_dir))
        except DataError as error:
            raise DataError(f"--data-dir: {error}") from None
    folder = default_cache() if cache is None else cache
    contents = kept(folder, files)
    origin = f"MNIST from the cache {shown(folder)}"
    if len(contents) < len(files):
        if offline:
            return sample("--offline, and the cache holds no complete MNIST")
        missing = [file for file in files if file.name not in contents]
        try:
            _download(folder, missing, mirrors, progress, cancelled, patience)
        except DownloadError as error:
            if not error.answered and not kept(folder, missing):
                return sample("no mirror of MNIST answered")
            other = "--offline takes the bundled sample, --data-dir DIR files of your own"
            raise DataError(f"{error} ({other})") from None
        contents = kept(folder, files)
        origin = f"MNIST, just downloaded into the cache {shown(folder)}"
        if len(contents) < len(files):
            raise DataError(f"what was just downloaded into {shown(folder)} cannot be read back")
    return Raw("MNIST", origin, *unpacked(contents))


def default_cache() -> Path:
    """Return the folder for downloads: `mnist` in this program's part of the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("netviz", appauthor=False) / "mnist"


def sample(why: str) -> Raw:
    """Return the bundled sample, 1,797 real digits of 8×8 pixels; `why` it is used goes into its origin."""
    with np.load(SAMPLE, allow_pickle=False) as stored:
        train, test = ((stored[f"{part}_images"], stored[f"{part}_labels"]) for part in ("train", "test"))
    return Raw("sample", f"bundled sample of 8×8 digits: {why}", *train, *test, white=16)


def prepare(
    raw: Raw,
    side: int | None,
    fraction: float,
    validation_share: float,
    seed: int,
    normalisation: tuple[float, float] | None = None,
) -> Digits:
    """Return the digits ready for training, chosen and parted by `seed`; `side` None leaves their size.

    `normalisation`: the mean and deviation that a trained network knows, in place of the training set's own.
    Keeps nothing of `raw`. Raises DataError for a side or a share that cannot be, or leaves a set empty.
    """
    if side is not None and not 8 <= side <= 28:
        raise DataError(f"images can have 8 to 28 pixels a side, not {side}")
    try:
        return images.prepare(
            (raw.train_images, raw.train_labels),
            (raw.test_images, raw.test_labels),
            np.random.default_rng([seed, len("digits")]),  # another stream than that of the weights
            white=raw.white,
            side=side or raw.train_images.shape[1],
            fraction=fraction,
            validation_share=validation_share,
            name=raw.name,
            origin=raw.origin,
            boxed=raw.name == "sample",
            normalisation=normalisation,
        )
    except ValueError as error:
        raise DataError(str(error)) from None


def _download(
    folder: Path,
    files: Sequence[Published],
    mirrors: Sequence[str],
    progress: Progress,
    cancelled: Callable[[], bool],
    patience: Patience | None,
) -> None:
    """Fetch the files, each from any mirror, the one that served last first; raises DownloadError."""
    total, done = sum(file.size for file in files), 0
    order = list(mirrors)
    progress(0, total)
    _sweep_up(folder)
    for file in files:
        urls = {f"{mirror.rstrip('/')}/{file.name}": mirror for mirror in order}
        served = fetch(
            list(urls),
            folder / file.name,
            digest=file.digest,
            maximum=file.size,
            progress=_after(done, total, progress),
            cancelled=cancelled,
            patience=patience,
        )
        order.remove(urls[served])
        order.insert(0, urls[served])
        done += file.size


def _sweep_up(folder: Path) -> None:
    """Remove what a download that was killed may have left an hour ago or earlier."""
    with contextlib.suppress(OSError):  # a folder that cannot be searched: it matters when it is written to
        for path in folder.glob(".netviz-*.part"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > 3600:
                    path.unlink()


def _after(done: int, total: int, progress: Progress) -> Progress:
    """Return a callback for one file that tells of all, `done` bytes being there already."""
    return lambda there, _: progress(done + there, total)
