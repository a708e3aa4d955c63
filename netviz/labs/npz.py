"""NumPy's own file of named arrays, written the same byte for byte, and read as if it came from an enemy.

`np.load` opens what `pack` returns. `Members` reads one array after the other, believes no size before it has
checked it, and never loads pickled objects.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_MEMBERS = 64
MAX_BYTES = 256 * 2**20  # of all arrays, unpacked
MAX_DIMENSIONS = 8
KINDS = ("<f4", "<f8", "<i8", "|u1", "|b1")
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can say: files of equal content are equal


class NpzError(ValueError):
    """The file is not what it should be; the text follows its name: "is damaged: …"."""


def pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return an .npz file of these arrays, in this order; raises ValueError for types not in `KINDS`.

    Not compressed: weights would shrink by a fifth, and take ten times as long while a user waits who quits.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            plain = np.asarray(array, array.dtype.newbyteorder("<"), order="C")
            if plain.dtype.str not in KINDS:
                raise ValueError(f"{name}: arrays of {array.dtype} are not kept")
            member = io.BytesIO()
            np.lib.format.write_array(member, plain, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", BEGINNING)
            info.create_system, info.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is written
            archive.writestr(info, member.getvalue())
    return file.getvalue()


class Members:
    """The arrays of an .npz file in memory, by name; raises NpzError for what is none."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(b"PK"):
            raise NpzError("is not an .npz file")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            infos = self._archive.infolist()
        except Exception as error:  # zipfile does not tell all that a damaged file makes it raise
            raise _damaged(error) from None
        if len(infos) > MAX_MEMBERS:
            raise NpzError(f"holds {len(infos):,} arrays, and may hold {MAX_MEMBERS}")
        size = sum(info.file_size for info in infos)
        if size > MAX_BYTES:
            raise NpzError(f"would unpack to {size:,} bytes, and may to {MAX_BYTES:,}")
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.removesuffix(".npy")
            if name == info.filename or name in self._infos:
                raise NpzError(f"is damaged: it holds an unknown or double part {info.filename[:40]!r}")
            self._infos[name] = info

    @property
    def names(self) -> tuple[str, ...]:
        """The arrays there are, in their order."""
        return tuple(self._infos)

    def array(self, name: str) -> NDArray[Any]:
        """Return one array, which cannot be written; raises NpzError, also where there is none."""
        if name not in self._infos:
            raise NpzError(f"lacks {name!r}")
        data, at = self._unpacked(name), 0
        try:
            stream = io.BytesIO(data)
            if np.lib.format.read_magic(stream) != (1, 0):
                raise ValueError("another version of the array format")
            shape, by_columns, dtype = np.lib.format.read_array_header_1_0(stream, max_header_size=2000)
            at = stream.tell()
        except Exception as error:  # nor does numpy
            raise _damaged(error, name) from None
        if dtype.hasobject:
            raise NpzError(f"holds pickled objects in {name!r}, which are never loaded")
        if dtype.str not in KINDS:
            raise NpzError(f"holds {dtype} in {name!r}, and may hold {', '.join(KINDS)}")
        sound = len(shape) <= MAX_DIMENSIONS and all(side >= 0 for side in shape) and not by_columns
        if not sound or prod(shape) * dtype.itemsize != len(data) - at:
            raise NpzError(f"is damaged: {name!r} is not of the size that it claims")
        array = np.frombuffer(data, dtype, offset=at).reshape(shape)
        if dtype.str == "|b1" and (np.frombuffer(data, np.uint8, offset=at) > 1).any():
            raise NpzError(f"is damaged: {name!r} holds truth values that are neither true nor false")
        if not np.isfinite(array).all():
            raise NpzError(f"holds numbers in {name!r} that are not finite")
        return array

    def _unpacked(self, name: str) -> bytes:
        """Return the bytes of a member: never more than it claims, and its checksum is compared."""
        info = self._infos[name]
        try:
            with self._archive.open(info) as file:
                data = file.read(info.file_size)
        except Exception as error:
            raise _damaged(error, name) from None
        if len(data) != info.file_size:
            raise NpzError(f"is damaged: {name!r} is shorter than it claims")
        return data


def _damaged(error: Exception, name: str = "") -> NpzError:
    told = " ".join(str(error).split()) or type(error).__name__
    where = f"{name!r}: " if name else ""
    return NpzError(f"is damaged: {where}{told[:1].lower()}{told[1:100]}")
