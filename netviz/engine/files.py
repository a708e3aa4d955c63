"""Writing files whole or not at all, and knowing beforehand that it will work."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path


def check_writable(path: Path) -> str | None:
    """Say in a few words why `write_whole(path, …)` would fail, or return None; leaves no file behind."""
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            return "it is a folder"
        if not target.parent.is_dir():
            return f"there is no folder {str(target.parent)!r}"
        if _is_special(path):
            return None if os.access(path, os.W_OK) else "permission denied"
        if target.exists():
            os.close(os.open(target, os.O_WRONLY))
            probe = _beside(target)
        else:
            probe = target  # only the name itself shows that the file system takes it
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        probe.unlink()
    except (OSError, ValueError) as error:
        return reason(error)
    return None


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file (text as UTF-8) by way of a temporary one beside it; links are followed.

    Readers see the old content or the new one. A device or a pipe is written directly.
    Raises OSError, or ValueError for a name that cannot be one; the old file, if any, is then untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    if _is_special(path):
        with path.open("ab") as device:
            device.write(data)
        return
    temporary = _beside(target)
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_new(path: Path, content: bytes | str) -> Path:
    """Write a file as `write_whole` does under a name that nothing has: a.png, a-2.png, …; return its path.

    Two processes that write at the same moment get a name each, and no reader finds an empty file. Raises
    OSError; no new file is left then.
    """
    whole = _beside(path)
    try:
        write_whole(whole, content)
        target, number = path, 2
        while not _named(whole, target):
            target = path.with_name(f"{path.stem}-{number}{path.suffix}")
            number += 1
    except BaseException:
        with contextlib.suppress(OSError):
            whole.unlink()
        raise
    return target


def _named(file: Path, target: Path) -> bool:
    """Give a file a name, unless that is taken."""
    try:
        if os.name == "nt":
            file.rename(target)  # which refuses there
        else:
            os.link(file, target)
            file.unlink()
    except FileExistsError:
        return False
    except OSError:  # a file system without links: from the check to the renaming another may take the name
        if target.exists():
            return False
        file.replace(target)
    return True


def reason(error: Exception) -> str:
    """Return why a file operation failed, in lower-case words."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text[:1].lower() + text[1:]


_STREAM = re.compile(r"/dev/(stdin|stdout|stderr|fd/\d+)|/proc/\w+/(task/\w+/)?fd/\d+")
_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows only


def _is_special(path: Path) -> bool:
    """Whether it is a device, a pipe or an open stream like /dev/stdout: never to be replaced.

    A stream may be sent to a file, and then looks like one: its name tells what it is.
    """
    name = Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 (resolve would follow /dev/stdout to a file)
    return path.exists() and (not path.is_file() or _STREAM.fullmatch(name) is not None)


def _beside(target: Path) -> Path:
    return target.parent / f".netviz-{os.getpid()}-{secrets.token_hex(4)}.part"
