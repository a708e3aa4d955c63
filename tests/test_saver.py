"""A network is saved when its run ends: once, beside the window, and known to be."""

import threading
import time
from functools import partial
from types import SimpleNamespace

from netviz import cli, making, signals
from netviz.engine.commands import Restart
from netviz.engine.session import Session
from netviz.saver import Saver


def moment(run, step):
    return SimpleNamespace(run=run, snapshot=SimpleNamespace(step=step))


class Disk:
    """Takes what is saved, when it is let; may be full."""

    def __init__(self):
        self.free, self.full, self.kept = threading.Event(), False, []

    def save(self, refresh, beside):
        assert self.free.wait(10)
        assert beside == bool(self.kept)
        if self.full:
            raise OSError(28, "No space left on device")
        self.kept.append((refresh.run, refresh.snapshot.step))
        return f"saved {refresh.snapshot.step}"


def told_by(saver):
    end = time.monotonic() + 10
    while not (told := saver.told()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return told


def test_nobody_waits_for_the_disk_and_each_end_is_saved_once(capsys):
    disk = Disk()
    saver = Saver(disk.save)
    saver.take(moment(0, 20))
    saver.take(moment(0, 20))
    assert (saver.told(), disk.kept) == ("", [])
    disk.free.set()
    assert told_by(saver) == "saved 20"
    assert saver.told() == ""
    saver.take(moment(0, 20))
    assert saver.has(moment(0, 20))
    assert not saver.has(moment(1, 20))
    saver.take(moment(1, 20))
    assert saver.has(moment(1, 20))
    assert disk.kept == [(0, 20), (1, 20)]
    assert capsys.readouterr().err == "saved 20\nsaved 20\n"


def test_an_end_that_comes_while_another_is_written_comes_after_it():
    disk = Disk()
    saver = Saver(disk.save)
    saver.take(moment(0, 20))
    saver.take(moment(1, 20))  # not yet
    disk.free.set()
    assert not saver.has(moment(1, 20))
    saver.take(moment(1, 20))
    assert saver.has(moment(1, 20))
    assert disk.kept == [(0, 20), (1, 20)]


def test_a_full_disk_is_told_and_the_moment_is_not_held_for_saved(capsys):
    disk = Disk()
    disk.full = True
    disk.free.set()
    saver = Saver(disk.save)
    saver.take(moment(0, 20))
    assert told_by(saver) == "not saved: no space left on device"
    assert not saver.has(moment(0, 20))
    assert capsys.readouterr().err == ""


def test_where_nothing_is_saved_nothing_is_told():
    saver = Saver(None)
    saver.take(moment(0, 20))
    assert not saver.has(moment(0, 20))
    assert saver.told() == ""


def test_what_a_run_begun_anew_learns_is_saved_beside_what_was_saved_before(tmp_path):
    file = tmp_path / "net.npz"
    flags = ["--mnist", "--offline", "--seed", "1", "-e", "1", "--save", str(file)]
    options = cli.parse(flags)
    lab = making.make(options, signals.Caught())
    session = Session(lab, lab.total, 10)
    saver = Saver(partial(making.save, lab, options))
    begun = session.current()
    while (refresh := session.advance()) is not None:
        last = refresh
    saver.take(last)
    assert saver.has(last) and saver.has_any
    first = file.read_bytes()
    session.apply(Restart(2))
    assert not saver.has(session.current())
    making.save_at_last(lab, options, session.current(), beside=saver.has_any)
    assert [path.name for path in tmp_path.iterdir()] == ["net.npz"]  # nothing has been learned yet
    making.save_at_last(lab, options, session.advance(), beside=saver.has_any)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net-2.npz", "net.npz"]
    assert file.read_bytes() == first
    making.save_at_last(lab, options, begun)
    assert file.read_bytes() != first
