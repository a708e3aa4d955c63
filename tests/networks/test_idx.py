"""IDX files: whole ones are read, and of damaged ones it is told what is wrong, at no cost."""

from __future__ import annotations

import gzip
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.idx import MAXIMUM, IdxError, read_images, read_labels

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (5, 4, 3), dtype=np.uint8)
LABELS = np.arange(10, dtype=np.uint8)


def idx(values, shape=None, magic=None):
    shape = values.shape if shape is None else shape
    magic = bytes((0, 0, 8, len(shape))) if magic is None else magic
    return magic + struct.pack(f">{len(shape)}I", *shape) + values.tobytes()


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_what_was_written_is_read(packed):
    images, labels = read_images(packed(idx(IMAGES))), read_labels(packed(idx(LABELS)))
    assert images.dtype == labels.dtype == np.uint8
    np.testing.assert_array_equal(images, IMAGES)
    np.testing.assert_array_equal(labels, LABELS)
    assert not images.flags.writeable and not labels.flags.writeable


def test_gzip_in_several_members_is_read():
    content = idx(IMAGES)
    np.testing.assert_array_equal(
        read_images(gzip.compress(content[:20], mtime=0) + gzip.compress(content[20:])), IMAGES
    )


FAULTS = {
    "empty": (b"", "it is empty, and a file of images begins with 00 00 08 03"),
    "a web page": (b"<!DOCTYPE html>", "it begins with the bytes 3c 21 44 4f, and a file of images"),
    "labels": (idx(LABELS), "it begins with the bytes 00 00 08 01"),
    "floats": (idx(IMAGES, magic=b"\0\0\x0d\3"), "it begins with the bytes 00 00 0d 03"),
    "little-endian": (idx(IMAGES, magic=b"\3\x08\0\0"), "it begins with the bytes 03 08 00 00"),
    "a header cut off": (idx(IMAGES)[:10], "it ends inside its header"),
    "values cut off": (idx(IMAGES)[:-1], r"too early: 5 × 4 × 3 images need 60 bytes and 59 are there"),
    "a value more": (idx(IMAGES) + b"\0", r"goes on after its end: 5 × 4 × 3 images need 60 bytes"),
    "no images": (idx(IMAGES[:0]), "it holds no pixels: 0 × 4 × 3"),
    "no columns": (idx(IMAGES[:, :, :0]), "it holds no pixels: 5 × 4 × 0"),
    "a huge claim": (idx(IMAGES, (2**32 - 1,) * 3), "it claims 4,294,967,295 × .* more than the 268,435,456"),
    "a large claim": (idx(IMAGES, (2**28, 1, 1)), "it ends too early: 268,435,456 × 1 × 1 images need"),
}


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_told_in_a_sentence(fault, packed):
    content, told = FAULTS[fault]
    with pytest.raises(IdxError, match=told) as wrong:
        read_images(packed(content))
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize("label", [10, 255])
def test_a_label_that_is_no_digit_is_named(label):
    with pytest.raises(IdxError, match=f"label 8 of 10 is {label}, and digits are 0 to 9"):
        read_labels(idx(np.where(LABELS == 7, label, LABELS).astype(np.uint8)))


def test_no_labels_are_refused():
    with pytest.raises(IdxError, match="no labels"):
        read_labels(idx(LABELS[:0]))


PACKED = gzip.compress(idx(IMAGES), mtime=0)
NOISE = gzip.compress(idx(RNG.integers(0, 256, (50, 28, 28), dtype=np.uint8)))


@pytest.mark.parametrize("length", [2, 9, 10, 11, len(NOISE) // 2, len(NOISE) - 9, len(NOISE) - 1])
def test_a_truncated_gzip_is_told(length):
    with pytest.raises(IdxError, match=r"cut off|damaged"):
        read_images(NOISE[:length])


@pytest.mark.parametrize("at", [30, len(NOISE) // 2, len(NOISE) - 6])
def test_a_damaged_gzip_is_told(at):
    content = bytearray(NOISE)
    content[at] ^= 0x55
    with pytest.raises(IdxError):
        read_images(bytes(content))


@pytest.mark.parametrize("rubbish", [b"rubbish", PACKED, b"\x1f\x8b"])
def test_what_follows_a_gzip_stream_is_told(rubbish):
    with pytest.raises(IdxError, match=r"damaged|goes on|cut off"):
        read_images(PACKED + rubbish)


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda tail: b"\0\0\x08\3" + tail))
def test_any_bytes_are_read_or_refused(content):
    for read in (read_images, read_labels):
        for packed in (content, gzip.compress(content, mtime=0), b"\x1f\x8b" + content):
            try:
                assert read(packed).size > 0
            except IdxError as wrong:
                assert str(wrong).startswith(("it ", "its ", "label "))


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_changed_byte_never_changes_the_images_unnoticed(at, change):
    content = bytearray(PACKED)
    content[at] ^= change
    try:
        images = read_images(bytes(content))
    except IdxError:
        return
    np.testing.assert_array_equal(images, IMAGES)  # the name and time in gzip's own header are free


def peak(content):
    tracemalloc.start()
    try:
        with pytest.raises(IdxError):
            read_images(content)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzipped"])
@pytest.mark.parametrize("shape", [(2**32 - 1,) * 3, (2**28, 1, 1), (2**18, 32, 32)])
def test_a_false_claim_costs_no_memory(shape, packed):
    assert peak(packed(idx(IMAGES, shape))) < 3_000_000


def test_gzip_that_unpacks_to_far_more_than_it_claims_is_not_unpacked():
    pack = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    content = pack.compress(idx(IMAGES)) + b"".join(pack.compress(zeros) for _ in range(200)) + pack.flush()
    assert peak(content) < 4_000_000


def test_the_maximum_leaves_room_for_what_is_published():
    emnist = 240_000 * 28 * 28
    assert emnist < MAXIMUM
