"""Virtual screens for the window tests; where their tools are missing the tests are skipped, or fail."""

import os
import shutil

import pytest

from tests.window.desktop import App, Desktop, until
from tests.window.play_twin import FLAGS, PlayTwin


def need(*tools):
    """Skip where a tool is missing; fail where the tests are required, as they are in CI."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        reason = f"{' and '.join(missing)} missing: apt-get install -y xvfb xdotool openbox"
        if os.environ.get("NETVIZ_WINDOW_TESTS") == "required":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def desktop(tmp_path_factory):
    """A screen without a window manager: windows lie at the top left, without a frame."""
    need("Xvfb", "xdotool")
    yield from _running(Desktop(tmp_path_factory.mktemp("screen")))


@pytest.fixture(scope="session")
def managed_desktop(tmp_path_factory):
    """A screen with a window manager, for what only it can do to a window."""
    need("Xvfb", "xdotool", "openbox")
    yield from _running(Desktop(tmp_path_factory.mktemp("managed-screen"), managed=True))


def _running(desktop):
    try:
        yield desktop.ready()
    finally:
        desktop.close()


@pytest.fixture
def open_app(desktop, tmp_path):
    """Start the program with flags and wait for its first frame."""
    yield from _opener(desktop, tmp_path)


@pytest.fixture
def open_managed(managed_desktop, tmp_path):
    """The same under a window manager."""
    yield from _opener(managed_desktop, tmp_path)


def _opener(desktop, tmp_path):
    apps = []

    def start(*flags, shown=True, **more):
        app = App(desktop, tmp_path, *flags, **more)
        apps.append(app)
        return app.shown() if shown else app

    try:
        yield start
    finally:
        for app in apps:
            app.close()


@pytest.fixture
def twin(open_app):
    """Return a playground in a window whose run is over, and its twin, which show the same."""
    app = open_app(*FLAGS, lab="playground")
    until(lambda: app.epoch() == 30, "the end")
    made = PlayTwin(app)
    made.agrees()  # once the message about the picture saved has passed
    return made
