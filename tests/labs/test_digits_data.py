"""Where the digits come from, and that whatever is wrong on the way is told in one sentence."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import re
import struct
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from netviz.engine.download import Cancelled, Patience
from netviz.labs import digits_data
from netviz.labs.digits_data import FILES, MIRRORS, SAMPLE, find, prepare, sample
from netviz.labs.digits_files import DataError, Published, kept
from tests.mirrors import HANGING, Mirror, nobody

ROOT = Path(__file__).parents[2]
MNIST = ROOT.parent / "shared" / "mnist"
with_mnist = pytest.mark.skipif(not MNIST.is_dir(), reason="needs ../shared/mnist")
QUICK = Patience(head_start=0.05, answer=1.0, idle=0.5)
LONG = Patience(head_start=60, answer=60, idle=60)


def idx(values):
    return bytes((0, 0, 8, values.ndim)) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def small(train=40, test=20, side=28):
    """Return small files under the names of MNIST, gzipped; incompressible, so as not to be tiny."""
    rng = np.random.default_rng(0)
    contents = {}
    for part, count in (("train", train), ("t10k", test)):
        images = rng.integers(0, 256, (count, side, side), dtype=np.uint8)
        contents[f"{part}-images-idx3-ubyte.gz"] = gzip.compress(idx(images))
        contents[f"{part}-labels-idx1-ubyte.gz"] = gzip.compress(idx(np.arange(count, dtype=np.uint8) % 10))
    return contents


CONTENTS = small()
SMALL = [
    Published(file.name, len(CONTENTS[file.name]), hashlib.sha256(CONTENTS[file.name]).hexdigest())
    for file in FILES
]
TOTAL = sum(file.size for file in SMALL)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def serve():
    with ExitStack() as stack:
        yield lambda behave="well": stack.enter_context(Mirror(CONTENTS, behave))


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "mnist"


def get(*mirrors, cache, offline=False, progress=None, cancelled=lambda: False, patience=LONG):
    return find(
        None,
        offline,
        progress or (lambda done, total: None),
        cancelled,
        [getattr(mirror, "url", mirror) for mirror in mirrors],
        cache,
        SMALL,
        patience,
    )


def named(folder):
    def never(*_):
        raise AssertionError("a folder that is named needs no network")

    return find(folder, False, never, lambda: False, mirrors=[])


def write(folder, contents):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def whole(cache):
    return {path.name: path.read_bytes() for path in cache.iterdir()} == CONTENTS


# A folder that the user names


def test_a_named_folder_is_read(tmp_path):
    write(tmp_path, CONTENTS)
    raw = named(tmp_path)
    assert (raw.name, raw.white) == ("MNIST", 255)
    assert raw.origin == f"MNIST from {str(tmp_path)!r} (--data-dir)"
    assert raw.train_images.shape == (40, 28, 28) and raw.test_images.shape == (20, 28, 28)
    np.testing.assert_array_equal(raw.train_labels, np.arange(40) % 10)
    assert raw.train_images.dtype == raw.test_labels.dtype == np.uint8


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name,
        lambda name: name.removesuffix(".gz"),
        lambda name: name.replace("-idx", ".idx"),
        lambda name: name.replace("-idx", ".idx").removesuffix(".gz"),
    ],
)
@pytest.mark.parametrize("change", [bytes, gzip.decompress], ids=["gzipped", "plain"])
def test_files_are_found_by_their_names_and_known_by_their_content(tmp_path, rename, change):
    write(tmp_path, {rename(name): change(content) for name, content in CONTENTS.items()})
    assert len(named(tmp_path).train_labels) == 40


@with_mnist
def test_all_of_mnist_is_read_and_normalised_by_its_known_mean_and_deviation():
    raw = named(MNIST)
    assert raw.train_images.shape == (60_000, 28, 28) and raw.test_images.shape == (10_000, 28, 28)
    assert np.bincount(raw.test_labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    digits = prepare(raw, 14, 0.1, 0.2, seed=1)
    assert (len(digits.train), len(digits.validation), len(digits.test)) == (4800, 1200, 10_000)
    whole = prepare(raw, None, 1.0, 0.001, seed=1)
    assert (round(whole.mean, 3), round(whole.deviation, 3)) == (0.131, 0.308)


@with_mnist
def test_the_published_files_have_the_digests_that_downloads_are_checked_by():
    published = {file.name: file for file in FILES}
    assert set(kept(MNIST, FILES)) == set(published) - {"train-images-idx3-ubyte.gz"}  # that one is rebuilt
    for name in kept(MNIST, FILES):
        assert (MNIST / name).stat().st_size == published[name].size


IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"
WRONG_SIDES = {f"{part}.gz": gzip.compress(idx(np.zeros((40, 32, 32), np.uint8))) for part in (IMAGES,)}
DAMAGED = {
    "truncated gzip": ({f"{IMAGES}.gz": CONTENTS[f"{IMAGES}.gz"][:-100]}, f"{IMAGES} cannot .* cut off"),
    "empty": ({f"{LABELS}.gz": b""}, f"{LABELS} cannot be used: it is empty"),
    "a web page": ({f"{LABELS}.gz": b"<html>"}, f"{LABELS} cannot be used: it begins with the bytes 3c 68"),
    "exchanged": (
        {f"{LABELS}.gz": CONTENTS[f"{IMAGES}.gz"]},
        f"{LABELS} .* begins with the bytes 00 00 08 03",
    ),
    "fewer labels": (
        {f"{LABELS}.gz": CONTENTS[f"{TEST_LABELS}.gz"]},
        f"{IMAGES} holds 40 images and {LABELS} 20 labels",
    ),
    "no digit": ({f"{LABELS}.gz": idx(np.full(40, 77, np.uint8))}, "label 1 of 40 is 77"),
    "other sides": (WRONG_SIDES, "images have 32 × 32 and 28 × 28 pixels, and must be square, all alike"),
    "a folder": ({}, "cannot be read: it is a folder"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_in_a_named_folder_is_refused(tmp_path, damage):
    changed, told = DAMAGED[damage]
    write(tmp_path, CONTENTS | changed)
    if damage == "a folder":
        (tmp_path / LABELS).mkdir()
    with pytest.raises(DataError, match=told) as refused:
        named(tmp_path)
    assert str(refused.value).startswith("--data-dir: ")
    assert str(tmp_path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("side", [7, 29])
def test_images_too_small_or_too_large_are_refused(tmp_path, side):
    write(tmp_path, small(side=side))
    with pytest.raises(DataError, match=f"images have {side} × {side} pixels, and must be"):
        named(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"--data-dir: there is no folder '.*/missing'"):
        named(tmp_path / "missing")
    with pytest.raises(DataError, match="cannot be read: "):
        named(Path("a\0b"))


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"'.*/file' is not a folder"):
        named(tmp_path / "file")


def test_missing_files_are_named(tmp_path):
    with pytest.raises(DataError, match=rf"lacks {TEST_LABELS}, {LABELS}, .* and {IMAGES} .plain or with"):
        named(tmp_path)
    write(tmp_path, {name: content for name, content in CONTENTS.items() if not name.startswith(LABELS)})
    with pytest.raises(DataError, match=rf"lacks {LABELS} .plain or with"):
        named(tmp_path)


def without_permission(monkeypatch, method, at):
    """Refuse a path's method as the system does; root, who may run the tests, is refused nothing."""
    real = getattr(Path, method)

    def refuse(path, *args, **options):
        if path == at:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(Path, method, refuse)


def test_no_permission_is_told(tmp_path, monkeypatch):
    write(tmp_path, CONTENTS)
    without_permission(monkeypatch, "read_bytes", tmp_path / f"{LABELS}.gz")
    with pytest.raises(DataError, match=rf"{LABELS}.gz' cannot be read: permission denied"):
        named(tmp_path)
    without_permission(monkeypatch, "iterdir", tmp_path)
    with pytest.raises(DataError, match=r"the folder .* cannot be read: permission denied"):
        named(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_told(tmp_path):
    write(tmp_path / "closed", CONTENTS)
    (tmp_path / "closed").chmod(0)
    try:
        with pytest.raises(DataError, match="permission denied"):
            named(tmp_path / "closed")
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    write(tmp_path, CONTENTS)
    os.mkfifo(tmp_path / LABELS)
    with pytest.raises(DataError, match=f"{LABELS}' cannot be read: it is not a file"):
        named(tmp_path)


def test_a_file_far_too_long_is_not_read(tmp_path):
    write(tmp_path, CONTENTS)
    with (tmp_path / LABELS).open("wb") as file:
        file.truncate(2**40)  # sparse: it takes no room
    with pytest.raises(DataError, match="it is longer than the 268,435,456 bytes"):
        named(tmp_path)


# The cache, and downloads into it


def test_the_cache_is_used_without_asking_a_mirror(serve, cache):
    write(cache, CONTENTS)
    mirror = serve()
    raw = get(mirror, cache=cache)
    assert raw.origin == f"MNIST from the cache {str(cache)!r}"
    assert not mirror.asked
    assert get(mirror, cache=cache, offline=True).name == "MNIST"


def test_what_is_missing_is_downloaded_into_the_cache_and_told(serve, cache):
    mirror, told = serve("slow"), []
    raw = get(mirror, cache=cache, progress=lambda *seen: told.append(seen))
    assert (raw.name, len(raw.train_labels), len(raw.test_labels)) == ("MNIST", 40, 20)
    assert raw.origin == f"MNIST, just downloaded into the cache {str(cache)!r}"
    assert whole(cache)
    assert told[-1] == (TOTAL, TOTAL)
    assert {total for _, total in told} == {TOTAL}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert get(mirror, cache=cache).origin.startswith("MNIST from the cache")
    assert len(mirror.asked) == 4


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: bytes(len(content)), None])
def test_only_the_file_that_is_damaged_is_downloaded_again(serve, cache, damage):
    write(cache, CONTENTS)
    name = f"{IMAGES}.gz"
    (cache / name).write_bytes(damage(CONTENTS[name])) if damage else (cache / name).unlink()
    mirror = serve()
    get(mirror, cache=cache)
    assert [path.rpartition("/")[2] for path in mirror.asked] == [name]
    assert whole(cache)


def test_a_valid_file_that_is_not_the_published_one_is_replaced(serve, cache):
    write(cache, CONTENTS)
    name = f"{LABELS}.gz"
    (cache / name).write_bytes(gzip.compress(idx(np.zeros(40, np.uint8))))
    get(serve(), cache=cache)
    assert whole(cache)


def test_a_mirror_may_be_given_without_its_last_slash(serve, cache):
    assert get(serve().url.removesuffix("/"), cache=cache).name == "MNIST"
    assert whole(cache)


def test_each_file_may_come_from_either_mirror(serve, cache):
    bad, good = serve("wrong"), serve()
    assert get(bad, good, cache=cache).name == "MNIST"
    assert whole(cache)
    assert len(bad.asked) == 1  # the one that served is asked first from then on


def test_no_mirror_that_answers_leads_to_the_sample(cache):
    raw = get(nobody(), nobody(), cache=cache)
    assert (raw.name, raw.origin) == ("sample", "bundled sample of 8×8 digits: no mirror of MNIST answered")
    assert not cache.exists()


@pytest.mark.parametrize("behave", ["silent", "closing_at_once"])
def test_a_mirror_that_says_nothing_has_not_answered(serve, cache, behave):
    assert get(serve(behave), nobody(), cache=cache, patience=QUICK).name == "sample"
    assert not cache.exists()


def test_offline_leads_to_the_sample_at_once(serve, cache):
    mirror = serve()
    write(cache, {name: content for name, content in CONTENTS.items() if "train" in name})
    raw = get(mirror, cache=cache, offline=True)
    assert raw.name == "sample"
    assert raw.origin == "bundled sample of 8×8 digits: --offline, and the cache holds no complete MNIST"
    assert not mirror.asked


@pytest.mark.parametrize(
    ("behave", "told"),
    [
        ("page", "answered with a web page"),
        ("wrong", "not the published file"),
        ("truncated", "broke off"),
        ("hanging", r"bytes in 0\.5 s"),
        ("missing", "answered 404"),
        ("busy", "answered 503"),
    ],
)
def test_mirrors_that_answer_but_do_not_serve_are_told_and_the_cache_is_unharmed(serve, cache, behave, told):
    there = {name: content for name, content in CONTENTS.items() if "labels" in name}
    write(cache, there)
    with pytest.raises(DataError, match=told) as refused:
        get(serve(behave), nobody(), cache=cache, patience=QUICK if behave in HANGING else LONG)
    assert "--offline takes the bundled sample" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == there


def test_a_download_broken_off_is_gone_on_with_later(serve, cache):
    mirror = serve("slow")
    with pytest.raises(Cancelled):
        get(mirror, cache=cache, cancelled=lambda: len(mirror.asked) > 2)
    assert 1 <= len(list(cache.iterdir())) < 4
    done = len(list(cache.iterdir()))
    del mirror.asked[:]
    mirror.behave = "well"
    assert get(mirror, cache=cache).name == "MNIST"
    assert len(mirror.asked) == 4 - done
    assert whole(cache)


def test_a_process_that_is_killed_while_downloading_does_no_harm(serve, cache):
    mirror = serve("hanging")
    code = (
        "import sys, pathlib\n"
        "from netviz.labs.digits_data import *\n"
        "from netviz.engine.download import Patience\n"
        "progress = lambda done, total: done and print(done, flush=True)\n"
        "find(None, False, progress, lambda: False, [sys.argv[1]],\n"
        "     pathlib.Path(sys.argv[2]), patience=Patience(60, 60, 60))\n"
    )
    arguments = [sys.executable, "-c", code, mirror.url, str(cache)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline()  # some bytes have come
        process.kill()
    assert not cache.exists() or not list(cache.iterdir())
    mirror.behave = "well"
    assert get(mirror, cache=cache).name == "MNIST"
    assert whole(cache)


def test_a_full_disk_is_told_and_the_cache_is_unharmed(serve, cache, monkeypatch):
    there = {name: content for name, content in CONTENTS.items() if "labels" in name}
    write(cache, there)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match=r"downloaded but cannot be kept in .*: no space left on device"):
        get(serve(), cache=cache)
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == there


def test_a_cache_that_cannot_be_written_is_told(serve, cache):
    cache.parent.parent.joinpath("cache").write_text("in the way")
    with pytest.raises(DataError, match=r"cannot be kept in '.*cache/mnist': "):
        get(serve(), cache=cache)


def test_a_cache_that_cannot_be_written_is_no_matter_without_a_network(cache):
    cache.parent.parent.joinpath("cache").write_text("in the way")
    assert get(nobody(), cache=cache).name == "sample"


def test_a_cache_that_cannot_be_searched_is_told_and_is_no_matter_without_a_network(serve, tmp_path):
    barred = tmp_path / ("x" * 300) / "mnist"  # longer than names can be, which also stops root
    assert get(nobody(), cache=barred).name == "sample"
    with pytest.raises(DataError, match=r"cannot be kept in '.*xxx/mnist': file name too long"):
        get(serve(), cache=barred)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may search everywhere")
def test_a_cache_in_a_locked_folder_is_told_and_is_no_matter_without_a_network(serve, cache):
    cache.mkdir(parents=True)
    cache.parent.chmod(0)
    try:
        assert get(nobody(), cache=cache).name == "sample"
        with pytest.raises(DataError, match=r"cannot be kept in '.*cache/mnist': permission denied"):
            get(serve(), cache=cache)
    finally:
        cache.parent.chmod(0o700)


def test_a_damaged_file_in_the_cache_is_no_matter_without_a_network(cache):
    write(cache, dict.fromkeys(CONTENTS, b"damaged"))
    assert get(nobody(), cache=cache).name == "sample"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_is_told(serve, cache):
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    try:
        with pytest.raises(DataError, match="permission denied"):
            get(serve(), cache=cache)
    finally:
        cache.chmod(0o700)


def test_what_cannot_be_read_back_is_told(serve, cache, monkeypatch):
    without_permission(monkeypatch, "read_bytes", cache / f"{LABELS}.gz")
    with pytest.raises(DataError, match="cannot be read back"):
        get(serve(), cache=cache)


def test_the_default_cache_is_the_user_s(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = digits_data.default_cache()
    assert folder.parts[-2:] == ("netviz", "mnist") or "netviz" in folder.parts
    write(folder, CONTENTS)
    raw = find(None, True, print, lambda: False, files=SMALL)
    assert raw.origin == f"MNIST from the cache {str(folder)!r}"


def test_there_are_two_mirrors_and_four_files():
    assert [mirror.split("/")[2] for mirror in MIRRORS] == [
        "storage.googleapis.com",
        "ossci-datasets.s3.amazonaws.com",
    ]
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in MIRRORS)
    assert len({file.name for file in FILES}) == 4


# The bundled sample


def test_the_sample_is_small_whole_and_evenly_parted():
    assert SAMPLE.stat().st_size < 100_000
    raw = sample("because")
    assert (raw.name, raw.white, raw.origin) == ("sample", 16, "bundled sample of 8×8 digits: because")
    assert len(raw.train_labels) + len(raw.test_labels) == 1797
    assert len(raw.test_labels) == round(0.2 * 1797)
    assert raw.train_images.shape[1:] == raw.test_images.shape[1:] == (8, 8)
    every = np.concatenate([raw.train_images, raw.test_images])
    assert every.dtype == np.uint8 and every.min() == 0 and every.max() == 16
    shares = np.bincount(raw.test_labels) / np.bincount(np.concatenate([raw.train_labels, raw.test_labels]))
    assert (abs(shares - 0.2) < 0.01).all()


@pytest.mark.skipif(importlib.util.find_spec("sklearn") is None, reason="needs scikit-learn")
def test_the_sample_is_made_as_its_readme_says(tmp_path):
    text = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in text
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    made = tmp_path / "digits.npz"
    assert code.count('"netviz/labs/data/digits.npz"') == 1
    script = code.replace("netviz/labs/data/digits.npz", made.as_posix())
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    with np.load(made) as new, np.load(SAMPLE) as old:
        assert set(new) == set(old)
        assert all(np.array_equal(new[name], old[name]) for name in old)


def test_the_sample_is_prepared_as_it_is_or_at_another_side():
    raw = sample("because")
    digits = prepare(raw, None, 1.0, 0.1, seed=1)
    assert (digits.name, digits.origin, digits.side, digits.boxed) == ("sample", raw.origin, 8, True)
    assert (len(digits.train), len(digits.validation), len(digits.test)) == (1294, 144, 359)
    np.testing.assert_allclose(digits.pixels(digits.test.images)[:, 0] * 16, raw.test_images, atol=1e-4)
    assert prepare(raw, 28, 0.5, 0.1, seed=1).train.images.shape == (647, 1, 28, 28)


def test_the_sets_are_those_of_the_seed():
    raw = sample("because")
    one, same, other = (prepare(raw, None, 0.5, 0.1, seed) for seed in (1, 1, 2))
    assert one.validation.images.tobytes() == same.validation.images.tobytes()
    assert one.validation.images.tobytes() != other.validation.images.tobytes()


@pytest.mark.parametrize(
    ("side", "fraction", "share", "told"),
    [
        (7, 1, 0.1, "8 to 28 pixels a side, not 7"),
        (29, 1, 0.1, "8 to 28 pixels a side, not 29"),
        (None, 0, 0.1, "fraction of the data must be"),
        (None, 1, 1, "validation share must"),
        (None, 0.001, 0.1, "leaves no image for validation"),
    ],
)
def test_what_cannot_be_prepared_is_refused(side, fraction, share, told):
    with pytest.raises(DataError, match=told):
        prepare(sample("because"), side, fraction, share, seed=1)


def test_nothing_heavy_is_imported_before_a_download():
    code = (
        "import sys\n"
        "from netviz.labs.digits_data import *\n"
        "prepare(find(None, True, print, lambda: False, cache=SAMPLE.parent), None, 1.0, 0.1, 1)\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"urllib.request", "ssl", "http.client", "sklearn", "pygame", "platformdirs"}
    assert not heavy & set(done.stdout.split())
