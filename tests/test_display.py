"""No display, or the wrong pygame: one sentence, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netviz import display

ROOT = Path(__file__).parents[1]


def run_program(*argv, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("SDL_VIDEODRIVER", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *argv],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":987"}, {"SDL_VIDEODRIVER": "nonesuch"}])
@pytest.mark.parametrize("lab", [["--xor"], []], ids=["a lab", "the start screen"])
def test_without_a_display_one_sentence_names_the_way_out(environment, lab):
    done = run_program(*lab, **environment)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("main.py: ")
    assert "--headless" in line
    assert "--screenshot" in line


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_some_systems_always_have_a_display(platform):
    assert display.no_display({}, platform) is None


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"])
def test_a_display_is_known_by_its_variable(name):
    assert display.no_display({name: "x"}, "linux") is None
    assert "--headless" in display.no_display({name: ""}, "linux")


@pytest.mark.parametrize(
    ("source", "words"),
    [("print('pygame 2.6.1 (SDL 2.28)')", "old pygame"), ("raise ImportError('no')", "cannot be imported")],
)
def test_the_old_pygame_is_refused_by_name(tmp_path, source, words):
    (tmp_path / "pygame").mkdir()
    (tmp_path / "pygame" / "__init__.py").write_text(source)
    for flags, environment in (
        (["--headless", "--screenshot", str(tmp_path / "a.png")], {}),
        ([], {"SDL_VIDEODRIVER": "dummy"}),
    ):
        done = run_program("--xor", *flags, PYTHONPATH=str(tmp_path), **environment)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert words in line
        assert "pip install" in line
    done = run_program("--xor", "--headless", "-e", "10", PYTHONPATH=str(tmp_path))
    assert done.returncode == 0
    assert not (tmp_path / "a.png").exists()
