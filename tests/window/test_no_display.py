"""What the program says where no window can be opened; needs no virtual screen."""

import os
import subprocess
import sys

from tests.window.desktop import PATIENCE, ROOT


def test_without_a_display_one_sentence_says_what_to_do_instead(tmp_path):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, str(ROOT / "main.py"), "--xor", "--summary", "summary.json"]
    done = subprocess.run(command, cwd=tmp_path, env=env, text=True, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--headless" in done.stderr
    assert "--screenshot" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_display_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    env = {**os.environ, "DISPLAY": ":59999"}
    for name in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        env.pop(name, None)
    command = [sys.executable, str(ROOT / "main.py"), "--xor"]
    done = subprocess.run(command, cwd=tmp_path, env=env, text=True, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--headless" in done.stderr
