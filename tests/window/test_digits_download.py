"""The window while the digits are downloaded, from a mirror on loopback that takes its time."""

import os
import signal

import pytest

from netviz.labs.digits_data import FILES
from tests.mirrors import Mirror, nobody
from tests.window.desktop import ROOT, until

pytestmark = pytest.mark.window
MNIST = ROOT.parent / "shared" / "mnist"
WINDOW = {"dark": (0x0E, 0x11, 0x16), "light": (0xF5, 0xF6, 0xF8)}
FOCUS = (0x3C, 0xCF, 0xAE)


class SlowMirror(Mirror):
    """Sends each file in a hundred pieces with a `pause` after each; `contents` may be nonsense."""

    pause = 0.02  # seconds

    def _dripping(self, handler, content):
        self._head(handler, len(content))
        step = len(content) // 100 + 1
        for start in range(0, len(content), step):
            handler.wfile.write(content[start : start + step])
            if self.closing.wait(self.pause):
                return


@pytest.fixture
def mirror():
    with SlowMirror({file.name: bytes(file.size) for file in FILES}, "dripping") as mirror:
        yield mirror


@pytest.fixture
def open_downloading(open_app, mirror):
    """Start the program on a mirror, and wait until its window says that it downloads."""

    def start(*flags):
        env = {"NETVIZ_MNIST_MIRRORS": mirror.url, "no_proxy": "*"}
        app = open_app(*flags, lab="mnist", env=env)
        assert mirror.asked
        return app

    return start


def share_of(app, colour):
    return float((app.screen() == colour).all(axis=-1).mean())


def nothing_cached(app):
    return not [path for path in (app.folder / "xdg_cache_home").rglob("*") if path.is_file()]


def test_a_download_is_shown_in_both_themes_and_left_by_q(open_downloading, mirror):
    mirror.behave = "trickling"
    app = open_downloading()
    assert 0.6 < share_of(app, WINDOW["dark"]) < 0.95  # one box, and much calm around it
    app.key("t")
    until(lambda: 0.6 < share_of(app, WINDOW["light"]) < 0.95, "the light theme")
    app.key("space", "1", "h", "Down")  # there is nothing yet that these could do
    app.desktop.tool("windowsize", app.window(), 640, 400)
    until(lambda: not app.desktop.picture()[400:].any(), "a smaller window")
    app.key("q")
    assert app.wait() == 0
    assert nothing_cached(app)
    assert "MNIST" in app.output()


def test_a_signal_while_it_downloads_ends_it_at_once(open_downloading, mirror):
    mirror.behave = "trickling"
    app = open_downloading()
    os.killpg(app.process.pid, signal.SIGTERM)
    assert app.wait() == 143
    assert nothing_cached(app)


def test_a_mirror_that_sends_nonsense_is_refused_in_one_sentence(open_downloading, mirror):
    app = open_downloading()
    assert app.wait() == 2
    last = app.output().strip().splitlines()[-1]
    assert last.startswith("main.py: ")
    assert mirror.url.split("/")[2] in last
    assert "--offline" in last
    assert nothing_cached(app)


def test_without_a_mirror_the_sample_is_trained_on(open_app):
    app = open_app(
        "-e", "1", "--exit-when-done", "--no-save", lab="mnist", shown=False,
        env={"NETVIZ_MNIST_MIRRORS": nobody(), "no_proxy": "*"},
    )  # fmt: skip
    assert app.wait() == 0
    assert app.summary()["data"]["name"] == "sample"
    assert "no mirror" in app.summary()["data"]["origin"]


@pytest.mark.skipif(not MNIST.is_dir(), reason="needs MNIST in ../shared/mnist")
def test_the_bar_fills_and_what_came_whole_is_kept_though_the_last_file_is_refused(open_downloading, mirror):
    """The largest file there is a rebuilt one, so that its digest is not the published one."""
    mirror.contents = {file.name: (MNIST / file.name).read_bytes() for file in FILES}
    mirror.pause = 0.01
    app = open_downloading()
    begun = until(lambda: share_of(app, FOCUS), "a bar that has begun")
    until(lambda: share_of(app, FOCUS) > 1.5 * begun, "a longer bar")
    assert app.wait() == 2
    last = app.output().strip().splitlines()[-1]
    assert last.startswith("main.py: train-images")
    kept = app.folder / "xdg_cache_home" / "netviz" / "mnist"
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == {
        name: content for name, content in mirror.contents.items() if not name.startswith("train-images")
    }
