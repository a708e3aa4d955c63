"""The window opens when it can soon be filled."""

import pytest

from netviz import cli, making, signals, window
from netviz.stage import Stage


class NoWorker:
    """Stands where a worker would, and trains nothing."""

    stopped = False

    def __init__(self, *_):
        pass

    def start(self):
        return self

    def stop(self):
        NoWorker.stopped = True


class Opened(Exception):
    """The moment at which the window opens."""


def test_the_first_and_longest_drawing_is_over_when_the_window_opens(monkeypatch):
    drawn, draw = [], Stage.draw

    def noted(stage, surface, *told):
        drawn.append(surface.get_size())
        return draw(stage, surface, *told)

    def opens(size, _):
        raise Opened(size)

    monkeypatch.setattr(Stage, "draw", noted)
    monkeypatch.setattr(window, "open_window", opens)
    monkeypatch.setattr(window, "Worker", NoWorker)
    options = cli.parse(["--xor", "--seed", "1", "--size", "960x600"])
    caught = signals.Caught()
    with pytest.raises(Opened):
        window.run(making.make(options, caught), options, caught)
    assert drawn == [(960, 600)]
    assert NoWorker.stopped
