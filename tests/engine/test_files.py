from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from netviz.engine.files import check_writable, write_new, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and devices")


def test_a_file_is_written_and_nothing_else_stays(tmp_path):
    path = tmp_path / "a.json"
    assert check_writable(path) is None
    assert list(tmp_path.iterdir()) == []
    write_whole(path, "one")
    assert check_writable(path) is None
    assert path.read_text() == "one"
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    write_whole(path, "old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_a_name_of_its_own_also_beside_processes_that_write_at_the_same_moment(tmp_path):
    path = tmp_path / "a.b.json"
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(partial(write_new, path), map(str, range(40))))
    assert [file.read_text() for file in written] == list(map(str, range(40)))
    names = {path.name, *(f"a.b-{number}.json" for number in range(2, 41))}
    assert {file.name for file in tmp_path.iterdir()} == names


def test_a_new_file_has_its_name_only_when_it_is_whole(tmp_path, monkeypatch):
    seen, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: seen.append((tmp_path / "a.json").exists()) or sync(file))
    assert write_new(tmp_path / "a.json", "whole").read_text() == "whole"
    assert seen == [False]


def test_a_new_file_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "a.json", "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/a.json", ".", "x" * 300, "a\0b", "file/a.json"])
def test_what_cannot_be_written_is_known_before(tmp_path, name):
    (tmp_path / "file").write_text("")
    assert check_writable(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@posix
def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@posix
def test_a_device_is_written_and_not_replaced():
    null = Path("/dev/null")
    assert check_writable(null) is None
    write_whole(null, "text")
    assert stat.S_ISCHR(null.stat().st_mode)


@posix
def test_a_plain_file_in_memory_is_replaced_like_any_other():
    shared = Path("/dev/shm")
    if not shared.is_dir():
        pytest.skip("this system has no /dev/shm")
    target = shared / f"netviz-test-{os.getpid()}"
    try:
        write_whole(target, "old")
        write_whole(target, "new")
        assert target.read_text() == "new"
    finally:
        target.unlink()


@posix
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_a_stream_that_goes_to_a_file_is_added_to_and_not_replaced(name, tmp_path):
    if not Path(name).exists():
        pytest.skip(f"this system has no {name}")
    code = (
        f"from pathlib import Path; from netviz.engine import files; files.write_whole(Path({name!r}), 'new')"
    )
    with (tmp_path / "out").open("w") as out:
        out.write("old ")
        out.flush()
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_text() == "old new"
