"""A virtual screen, and the program run on it as a user would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.result import CannotMeasure

ROOT = Path(__file__).resolve().parents[1]
MAIN = (sys.executable, "main.py", "--xor", "--seed", "1")
PATIENCE = 10.0  # seconds for the screen to come up or for a tool to answer


def require(*tools: str) -> None:
    """Raise CannotMeasure unless the tools are installed."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        raise CannotMeasure(f"{' and '.join(missing)} not found; Debian's packages are xvfb and xdotool")


@contextmanager
def virtual_screen() -> Iterator[dict[str, str]]:
    """Start Xvfb and give the environment in which programs open their windows there."""
    require("Xvfb")
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise CannotMeasure("Xvfb does not start here")
        environment = {**os.environ, "DISPLAY": f":{number}", "SDL_VIDEO_WINDOW_POS": "0,0"}
        for name in ("SDL_VIDEODRIVER", "SDL_FRAMEBUFFER_ACCELERATION", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        yield environment
    finally:
        server.terminate()
        server.wait(PATIENCE)
