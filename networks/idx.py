"""Reading IDX files, the format of MNIST, from bytes that may be damaged or hostile.

A file is two zero bytes, the type of a value (8: an unsigned byte), the number of dimensions, each dimension
as a big-endian 32-bit number, and the values, the last dimension running fastest; it may be gzipped.
Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
"""

from __future__ import annotations

import gzip
import io
import math
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

MAXIMUM = 2**28  # bytes of values; the training images of MNIST are 47 million
_PIECE = 2**20


class IdxError(ValueError):
    """The bytes are no such file; the text says what is wrong with "it", without naming the file."""


def read_images(content: bytes) -> NDArray[np.uint8]:
    """Return the grey levels `(images, rows, columns)` of an IDX file, plain or gzipped, read-only.

    What a header claims is believed only as far as bytes follow it, so that a false claim costs nothing.
    Raises IdxError, also for more than `MAXIMUM` bytes.
    """
    images = _read(content, 3, "images")
    if images.size == 0:
        raise IdxError(f"it holds no pixels: {_times(images.shape)} images")
    return images


def read_labels(content: bytes) -> NDArray[np.uint8]:
    """Return the labels `(labels,)`, each 0 to 9, of an IDX file, likewise; raises IdxError."""
    labels = _read(content, 1, "labels")
    if len(labels) == 0:
        raise IdxError("it holds no labels")
    if labels.max() > 9:
        at = int(np.argmax(labels > 9))
        raise IdxError(f"label {at + 1:,} of {len(labels):,} is {labels[at]}, and digits are 0 to 9")
    return labels


def _read(content: bytes, dimensions: int, what: str) -> NDArray[np.uint8]:
    header = 4 + 4 * dimensions
    data: bytes | bytearray = content
    if content[:2] == b"\x1f\x8b":
        data, shape = _unpacked(content, header, dimensions, what)
    else:
        shape = _shape(content[:header], dimensions, what)
    claimed, there = math.prod(shape), len(data) - header
    needs = f"{_times(shape)} {what} need {claimed:,} bytes"
    if there < claimed:
        raise IdxError(f"it ends too early: {needs} and {there:,} are there")
    if there > claimed:
        raise IdxError(f"it goes on after its end: {needs} and more are there")
    values = np.frombuffer(data, np.uint8, offset=header).reshape(shape)
    values.setflags(write=False)
    return values


def _unpacked(content: bytes, header: int, dimensions: int, what: str) -> tuple[bytearray, tuple[int, ...]]:
    """Unpack gzip up to one byte more than the header promises; return that, and the shape."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            data = bytearray(stream.read(header))
            shape = _shape(bytes(data), dimensions, what)
            end = header + math.prod(shape) + 1
            while piece := stream.read(min(_PIECE, end - len(data))):
                data += piece
    except EOFError:
        raise IdxError("it ends too early: its gzip stream is cut off") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise IdxError(f"its gzip stream is damaged ({error})") from None
    return data, shape


def _shape(head: bytes, dimensions: int, what: str) -> tuple[int, ...]:
    """Return the dimensions that a header claims; raises IdxError where it is not one of `what`."""
    magic = bytes((0, 0, 8, dimensions))
    if head[:4] != magic:
        begins = f"begins with the bytes {head[:4].hex(' ')}" if head else "is empty"
        raise IdxError(f"it {begins}, and a file of {what} begins with {magic.hex(' ')}")
    if len(head) < 4 + 4 * dimensions:
        raise IdxError("it ends inside its header")
    shape = struct.unpack(f">{dimensions}I", head[4:])
    if math.prod(shape) > MAXIMUM:
        raise IdxError(f"it claims {_times(shape)} {what}, more than the {MAXIMUM:,} bytes that are read")
    return shape


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{size:,}" for size in shape)
