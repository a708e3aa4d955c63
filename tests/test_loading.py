"""Waiting for data: a result, an error, a signal, a user who leaves; the bar and the window meanwhile."""

import io
import sys
import threading
from dataclasses import replace

import pygame
import pytest

from netviz import download_screen, loading
from netviz.download_screen import DownloadScreen, draw_download
from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import THEMES
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.labs.xor import XorLab
from netviz.loading import Job, Left, wait
from netviz.options import DigitsOptions
from netviz.progress import Bar
from netviz.signals import Caught

QUIET = DigitsOptions(seed=1, headless=True)
SHOWN = replace(QUIET, headless=False, size=(640, 400))


def downloading(until, *, done=250_000, whole=1_000_000):
    """Return work that tells how far it is and goes on until the event is set or it is cancelled."""

    def work(progress, cancelled):
        progress(done, whole)
        while not until.wait(0.005):
            if cancelled():
                raise InterruptedError
        return "data"

    return work


def pressed(key, typed):
    return pygame.Event(pygame.KEYDOWN, key=key, unicode=typed, mod=0, scancode=0)


@pytest.fixture
def event():
    """What ends the work; set at last, so that no thread stays behind."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def display(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    yield
    pygame.display.quit()


def test_what_the_work_gives_is_returned_and_what_is_quick_shows_no_bar(capsys):
    assert wait(Job(lambda progress, cancelled: 42), QUIET, "digits", Caught()) == 42
    assert capsys.readouterr().err == ""


def test_what_the_work_raises_is_raised_where_it_is_waited_for():
    def work(progress, cancelled):
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        wait(Job(work), QUIET, "digits", Caught())


def test_a_download_has_a_bar_on_the_terminal(capsys, event):
    threading.Timer(0.2, event.set).start()
    assert wait(Job(downloading(event)), QUIET, "digits", Caught()) == "data"
    told = capsys.readouterr()
    assert told.out == ""
    assert "MNIST" in told.err
    assert "25%" in told.err
    assert "1.00M" in told.err


class Full(io.StringIO):
    """A stream on a full disk."""

    tried = False

    def write(self, text):
        self.tried = True
        raise OSError(28, "No space left on device")

    def flush(self):
        self.write("")


class Gone(io.StringIO):
    """A terminal that is closed meanwhile."""

    tried = False

    def write(self, text):
        self.tried = True
        raise ValueError("I/O operation on closed file")

    def isatty(self):
        return True


@pytest.mark.parametrize("stream", [None, Full(), Gone()], ids=["none", "full", "gone"])
@pytest.mark.parametrize("whole", [1_000_000, None])
def test_a_bar_that_nobody_can_see_is_no_reason_to_stop(stream, whole, event, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream)
    threading.Timer(0.2, event.set).start()
    assert wait(Job(downloading(event, whole=whole)), QUIET, "digits", Caught()) == "data"


@pytest.mark.parametrize("stream", [None, Full(), Gone()], ids=["none", "full", "gone"])
def test_nor_is_the_bar_of_a_run(stream, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream)
    lab = XorLab(1, epochs=10)
    session, bar = Session(lab, lab.total, 5), Bar(lab, lab.total)
    now = session.current()
    while session.running:
        bar.show(now)
        now = session.advance()
    bar.close(now)
    assert (now.state, now.snapshot.step) == (State.FINISHED, 10)
    assert stream is None or stream.tried


def test_a_download_of_unknown_length_is_told_too(capsys, event):
    threading.Timer(0.2, event.set).start()
    wait(Job(downloading(event, whole=None)), QUIET, "digits", Caught())
    assert "250k" in capsys.readouterr().err


def test_mirrors_that_send_nothing_leave_no_bar(capsys, event):
    threading.Timer(0.3, event.set).start()
    wait(Job(downloading(event, done=0)), QUIET, "digits", Caught())
    assert capsys.readouterr().err == ""


def test_a_signal_leaves_and_the_work_is_told_to_stop(event):
    caught, job = Caught(), Job(downloading(event))
    threading.Timer(0.1, caught.note, (15,)).start()
    with pytest.raises(Left):
        wait(job, QUIET, "digits", caught)
    assert job.over(2)
    with pytest.raises(InterruptedError):
        job.result()


def test_a_work_that_does_not_listen_is_left_behind(event):
    caught = Caught()
    caught.note(2)
    with pytest.raises(Left):
        wait(Job(lambda progress, cancelled: event.wait()), QUIET, "digits", caught)


@pytest.mark.parametrize("last", [pygame.Event(pygame.QUIT), pressed(pygame.K_q, "q")], ids=["close", "q"])
def test_a_window_opens_for_a_long_download_and_can_be_left(display, event, monkeypatch, last):
    monkeypatch.setattr(loading, "UNSEEN", 0.0)
    shown = []

    def draw(canvas, done, whole):
        shown.append((canvas.theme.name, done, whole))
        if len(shown) == 1:
            pygame.event.post(pressed(pygame.K_t, "t"))
        if len(shown) == 3:
            pygame.event.post(last)

    monkeypatch.setattr(download_screen, "draw_download", draw)
    with pytest.raises(Left):
        wait(Job(downloading(event)), SHOWN, "digits", Caught())
    assert shown == [("dark", 250_000, 1_000_000), *[("light", 250_000, 1_000_000)] * 2]


def test_no_window_opens_before_anything_is_downloaded(event, monkeypatch):
    monkeypatch.setattr(loading, "UNSEEN", 0.0)
    monkeypatch.setattr(download_screen, "DownloadScreen", lambda *_: pytest.fail("a window was opened"))
    assert wait(Job(lambda progress, cancelled: event.wait(0.1)), SHOWN, "digits", Caught()) is False


@pytest.mark.parametrize("size", [(640, 400), (1280, 800), (120, 90)], ids=str)
@pytest.mark.parametrize("theme", THEMES)
def test_the_download_screen_tells_figures_and_stays_inside(monkeypatch, size, theme):
    told = []

    class Watching(Canvas):
        def text(self, text, *where, **more):
            box = super().text(text, *where, **more)
            told.append((text, box))
            return box

    surface = pygame.Surface(size, 0, 32)
    canvas = Watching(surface, THEMES[theme], Lettering())
    draw_download(canvas, 3_000_000, 12_000_000)
    words = [text for text, _ in told]
    assert words[0] == "Downloading MNIST"
    assert words[1] == "3.0 of 12.0 MB"
    picture = pygame.surfarray.array3d(surface).swapaxes(0, 1)
    bar = (picture == THEMES[theme].focus).all(axis=-1)
    if size[0] > 400:
        assert all(surface.get_rect().contains(box) for _, box in told)
        assert not told[0][1].colliderect(told[1][1])
        assert "q leaves" in words[2]
        assert 90 < bar.any(axis=0).sum() < 120  # a quarter of it
    draw_download(canvas, 3_000_000, 0)
    assert "3.0 MB" in [text for text, _ in told]


def test_the_download_screen_goes_on_for_other_keys(display):
    window = DownloadScreen(SHOWN, "digits")
    for key, typed in ((pygame.K_SPACE, " "), (pygame.K_1, "1"), (pygame.K_a, "a"), (pygame.K_DOWN, "")):
        pygame.event.post(pressed(key, typed))
    assert window.draw(1, 2)
