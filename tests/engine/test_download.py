"""Fetching a file: from a real server on loopback that does everything wrong that a server can."""

from __future__ import annotations

import hashlib
import os
import random
import socket
import threading
import time

import pytest

from netviz.engine.download import Cancelled, DownloadError, Patience, fetch
from tests.mirrors import HANGING, Mirror, nobody

CONTENT = b"\x1f\x8b" + random.Random(0).randbytes(200_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
NAME = "file.gz"
QUICK = Patience(head_start=0.05, answer=1.0, idle=0.5)
LONG = Patience(head_start=0.05, answer=60, idle=60)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def serve():
    """Return a maker of mirrors, closed at the end."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda behave="well": stack.enter_context(Mirror({NAME: CONTENT}, behave))


@pytest.fixture
def target(tmp_path):
    return tmp_path / "cache" / "mnist" / NAME


def get(target, *mirrors, progress=lambda done, total: None, cancelled=lambda: False, patience=LONG):
    urls = [getattr(mirror, "url", mirror) + NAME for mirror in mirrors]
    return fetch(
        urls,
        target,
        digest=DIGEST,
        maximum=len(CONTENT),
        progress=progress,
        cancelled=cancelled,
        patience=patience,
    )


def suited(behave):
    return QUICK if behave in HANGING else LONG


def is_whole(target):
    return target.read_bytes() == CONTENT and list(target.parent.iterdir()) == [target]


def nothing_is_there(target):
    return not target.parent.exists() or list(target.parent.iterdir()) == []


@pytest.mark.parametrize("behave", ["well", "without_length", "chunked", "redirected", "slow"])
def test_a_file_is_fetched_whole(serve, target, behave):
    mirror, seen = serve(behave), []
    url = get(target, mirror, progress=lambda *told: seen.append(told))
    assert url == mirror.url + NAME
    assert is_whole(target)
    known = behave not in ("without_length", "chunked")
    assert seen[-1] == (len(CONTENT), len(CONTENT) if known else None)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_progress_is_told_on_the_way(serve, target):
    seen = []
    get(target, serve("slow"), progress=lambda done, total: seen.append(done))
    assert len({done for done in seen if 0 < done < len(CONTENT)}) >= 3


BAD_ANSWERS = {
    "page": "answered with a web page instead of the file",
    "long_page": "answered with a web page instead of the file",
    "truncated": "broke off after 100,001 of 200,002 bytes",
    "truncated_without_length": "sent 100,001 bytes that are not the published file",
    "truncated_chunks": "broke off after",
    "wrong": "sent 200,002 bytes that are not the published file",
    "endless": "sent more than the 200,002 bytes",
    "trickling": "bytes in 0.5 s",
    "hanging": "bytes in 0.5 s, 100,001 in all",
    "missing": "answered 404 Not Found",
    "busy": "answered 503 Service Unavailable",
    "babbling": "answered with something that is not HTTP",
    "empty": "sent 0 bytes that are not the published file",
}
NO_ANSWERS = {
    "silent": "did not answer within 1 s",
    "closing_at_once": "closed the connection without an answer",
}


@pytest.mark.parametrize("behave", [*BAD_ANSWERS, *NO_ANSWERS])
def test_what_is_wrong_with_a_mirror_is_told_and_nothing_is_left(serve, target, behave):
    mirror = serve(behave)
    with pytest.raises(DownloadError) as failed:
        get(target, mirror, patience=suited(behave))
    host = mirror.url.split("/")[2]
    assert str(failed.value).startswith(f"{NAME} could not be downloaded: {host} ")
    assert (BAD_ANSWERS | NO_ANSWERS)[behave] in str(failed.value)
    assert "\n" not in str(failed.value)
    assert failed.value.answered == (behave in BAD_ANSWERS)
    assert nothing_is_there(target)


@pytest.mark.parametrize("behave", [*BAD_ANSWERS, *NO_ANSWERS])
def test_the_next_mirror_serves_when_the_first_does_not(serve, target, behave):
    bad, good = serve(behave), serve()
    assert get(target, bad, good, patience=suited(behave)) == good.url + NAME
    assert is_whole(target)
    assert bad.asked


@pytest.mark.parametrize("behave", [*BAD_ANSWERS, *NO_ANSWERS])
def test_a_file_that_was_there_stays_when_no_mirror_serves(serve, target, behave):
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old")
    with pytest.raises(DownloadError):
        get(target, serve(behave), patience=suited(behave))
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_each_mirror_is_named_with_its_own_fault(serve, target):
    first, second, third = serve("busy"), serve("page"), nobody()
    with pytest.raises(DownloadError) as failed:
        get(target, first, second, third)
    told = str(failed.value).split(": ", 1)[1].split("; ")
    assert [line.split(" ")[0] for line in told] == [
        first.url.split("/")[2],
        second.url.split("/")[2],
        third.split("/")[2],
    ]
    assert "503" in told[0] and "web page" in told[1] and "refused" in told[2]
    assert failed.value.answered


def test_the_second_mirror_is_not_troubled_while_the_first_serves(serve, target):
    first, second = serve(), serve()
    get(target, first, second)
    assert first.asked and not second.asked


def test_nobody_there_is_no_answer(target):
    with pytest.raises(DownloadError, match="refused") as failed:
        get(target, nobody(), nobody())
    assert not failed.value.answered
    assert nothing_is_there(target)


@pytest.fixture
def name_server(monkeypatch):
    """Make the look-up of names under .invalid hang until the test ends, and of .unknown fail."""
    done, ask, waiting = threading.Event(), socket.getaddrinfo, []

    def getaddrinfo(host, *rest, **options):
        if str(host).endswith(".invalid"):
            waiting.append(threading.current_thread())
            done.wait()
        if str(host).endswith((".invalid", ".unknown")):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield waiting
    done.set()
    for thread in waiting:
        thread.join()


def test_a_name_look_up_that_hangs_is_no_answer(target, name_server):
    with pytest.raises(DownloadError, match=r"did not answer within 1 s") as failed:
        get(target, "http://one.invalid/", "http://two.invalid/", patience=QUICK)
    assert not failed.value.answered
    assert len(name_server) == 2  # both were tried within the time of one


def test_an_unknown_name_is_no_answer(target, name_server):
    with pytest.raises(DownloadError, match=r"one.unknown is not known by its name here; two.unknown"):
        get(target, "http://one.unknown/", "http://two.unknown/")


def test_dead_mirrors_take_the_patience_for_an_answer_once_and_that_is_short(target, name_server):
    start = time.monotonic()
    with pytest.raises(DownloadError):
        get(target, *(f"http://{name}.invalid/" for name in "abcdefgh"), patience=Patience(0.1, 1.0, 60))
    assert time.monotonic() - start < 5
    assert Patience().answer <= 2.5  # of three seconds in all until the bundled sample is there


def test_a_good_mirror_is_found_behind_a_name_that_hangs(serve, target, name_server):
    assert get(target, "http://one.invalid/", serve())
    assert is_whole(target)


@pytest.mark.parametrize("behave", ["well", "silent", "hanging", "trickling", "endless"])
def test_cancelling_leaves_at_once_and_writes_nothing(serve, target, behave):
    mirror = serve(behave)
    with pytest.raises(Cancelled):
        get(target, mirror, cancelled=lambda: bool(mirror.asked))
    assert nothing_is_there(target)


def test_cancelling_during_a_name_look_up_leaves_at_once(target, name_server):
    with pytest.raises(Cancelled):
        get(target, "http://one.invalid/", cancelled=lambda: bool(name_server))
    assert nothing_is_there(target)


def test_cancelled_is_asked_often_while_waiting(serve, target):
    asked = []

    def cancelled():
        asked.append(time.monotonic())
        return len(asked) > 20

    with pytest.raises(Cancelled):
        get(target, serve("silent"), cancelled=cancelled)
    assert asked[-1] - asked[0] < 20 * 0.05 * 5  # 10 ms each on an idle machine


def test_an_interrupted_one_is_begun_again(serve, target):
    mirror = serve("hanging")
    with pytest.raises(Cancelled):
        get(
            target,
            mirror,
            progress=lambda done, total: seen.append(done),
            cancelled=lambda seen=(seen := []): any(seen),
        )
    assert nothing_is_there(target)
    target.parent.mkdir(parents=True)
    (target.parent / ".netviz-1-abcd.part").write_bytes(CONTENT[:1000])  # as a killed process leaves it
    mirror.behave = "well"
    get(target, mirror)
    assert target.read_bytes() == CONTENT


def test_a_progress_that_raises_is_not_hidden_and_leaves_nothing(serve, target):
    def progress(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(target, serve("hanging"), progress=progress)
    assert nothing_is_there(target)


def test_a_damaged_file_is_replaced(serve, target):
    target.parent.mkdir(parents=True)
    target.write_bytes(CONTENT[:-1])
    get(target, serve())
    assert is_whole(target)


def test_a_full_disk_is_told_and_nothing_is_left(serve, target, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old")
    with pytest.raises(DownloadError, match=r"file.gz was .* cannot be kept in .*: no space left") as failed:
        get(target, serve())
    assert failed.value.answered
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_cannot_be_made_is_told(serve, tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(DownloadError, match="cannot be kept"):
        get(tmp_path / "cache" / NAME, serve())


def test_two_at_once_both_end_well(serve, target):
    mirror, faults = serve("slow"), []

    def one():
        try:
            get(target, mirror)
        except DownloadError as error:
            faults.append(error)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert is_whole(target)


@pytest.mark.parametrize("url", ["", "nonsense", "http://", "http://[", "ftp://127.0.0.1:1/", "http://a b/"])
def test_a_url_that_is_none_is_a_mirror_that_does_not_serve(target, url):
    with pytest.raises(DownloadError):
        get(target, url)


def test_no_mirror_at_all_is_no_answer(target):
    with pytest.raises(DownloadError) as failed:
        get(target)
    assert not failed.value.answered
