"""A virtual screen of our own, and the program running on it: keys in, pictures and files out."""

import json
import os
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pygame

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0  # seconds until something that never happens is called a failure
STILL = 0.3  # seconds without a change after which a picture counts as settled
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def until(condition, what, patience=PATIENCE):
    """Return the first true answer of `condition`; fails, saying `what` was expected, if none comes."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.03)
    raise AssertionError(f"never happened: {what}")


class Desktop:
    """An X server without a monitor, which keeps its picture in a file; with a window manager if asked."""

    def __init__(self, folder, *, managed=False, size=(1400, 900)):
        reader, writer = os.pipe()
        screen = f"{size[0]}x{size[1]}x24"
        options = ["-screen", "0", screen, "-nolisten", "tcp", "-noreset", "-fbdir", str(folder)]
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), *options], pass_fds=[writer], **QUIET
        )
        os.close(writer)
        with os.fdopen(reader) as line:
            number = line.readline().strip()
        assert number, "Xvfb did not start"
        self.env = {**os.environ, "DISPLAY": f":{number}", "SDL_VIDEO_WINDOW_POS": "0,0"}
        for name in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY"):
            self.env.pop(name, None)
        self._file = Path(folder) / "Xvfb_screen0"
        self._managed, self._manager = managed, None

    def ready(self):
        """Wait until everything runs; return the desktop."""
        until(lambda: self._file.exists() and self._file.stat().st_size > 100, "a screen")
        self._memory = np.memmap(self._file, mode="r", dtype=np.uint8)
        if self._managed:
            self._manager = subprocess.Popen(["openbox"], env=self.env, **QUIET)
            until(lambda: self.tool("get_num_desktops", check=False) not in ("", "0"), "a window manager")
        self.tool("mousemove", 1395, 895)  # its sign is part of the picture
        return self

    def picture(self):
        """Return the whole screen (height, width, 3); the file is an X window dump (XWD)."""
        header = struct.unpack(">25I", self._memory[:100].tobytes())
        start, height, row, colours = header[0], header[5], header[12], header[19]
        start += 12 * colours
        pixels = np.array(self._memory[start : start + height * row])
        return pixels.reshape(height, row // 4, 4)[:, :, 2::-1]

    def tool(self, *words, script=None, check=True):
        """Run xdotool and return what it prints."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.env, input=script, text=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0 or not check, f"xdotool {words}: {done.stderr}"
        return done.stdout.strip()

    def close(self):
        for process in (self._manager, self._server):
            if process is not None:
                process.terminate()
                process.wait()


class App:
    """`python main.py --xor …`, another lab, or with `lab` None the start screen; in a folder of its own."""

    def __init__(self, desktop, folder, *flags, lab="xor", size=(960, 600), env=None):
        self.desktop, self.folder, self.lab, self.size = desktop, Path(folder), lab, size
        until(lambda: not desktop.picture()[:880, :1380].any(), "a screen without the last window")
        self._log = (self.folder / "output.txt").open("w+")
        size_flag = () if size is None else ("--size", f"{size[0]}x{size[1]}")
        command = [
            sys.executable,
            ROOT / "main.py",
            *(() if lab is None else (f"--{lab}", "--summary", "summary.json")),
            *size_flag,
            *flags,
        ]
        self.process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**desktop.env, **homes(folder), **(env or {})},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a process group of its own, which a test may signal
        )

    def shown(self):
        """Wait for the first frame and return the application."""
        until(lambda: self.ended() or self.screen().any(), "the first frame")
        assert not self.ended(), self.output()
        self.desktop.tool("mousemove", 1395, 895)  # nothing is hovered
        return self

    def ended(self):
        return self.process.poll() is not None

    def output(self):
        self._log.flush()
        return (self.folder / "output.txt").read_text()

    # hands

    def key(self, *names):
        self.desktop.tool("key", *names)

    def click(self, at, *, times=1):
        """Click a point of the window, then leave it."""
        self.desktop.tool(
            "mousemove", *map(int, at), "click", "--repeat", times, "--delay", 40, 1, "mousemove", 1395, 895
        )

    def window(self):
        """Return xdotool's number of the window."""
        search = ("search", "--onlyvisible", "--pid", self.process.pid)
        return until(lambda: self.desktop.tool(*search, check=False).split(), "a window")[-1]

    # eyes

    def screen(self):
        """Return the top left of the screen, where the window is, (height, width, 3)."""
        width, height = self.size
        return self.desktop.picture()[:height, :width]

    def settled(self):
        """Return the picture once it has stood still for a while."""
        picture, since = self.desktop.picture(), time.monotonic()
        end = since + PATIENCE
        while time.monotonic() - since < STILL:
            assert time.monotonic() < end, "the picture never stood still"
            time.sleep(0.02)
            now = self.desktop.picture()
            if not np.array_equal(now, picture):
                picture, since = now, time.monotonic()
        return picture

    def saved(self):
        """Press `s`; return the step in the file's name and its picture (height, width, 3)."""
        pattern = f"netviz-{self.lab}-*.png"
        before = set(self.folder.glob(pattern))
        self.key("s")
        new = until(lambda: set(self.folder.glob(pattern)) - before, "a file from the s key")
        path = new.pop()
        epoch = int(re.match(rf"netviz-{self.lab}-(\d+)", path.name)[1])
        return epoch, pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)

    def epoch(self):
        """Return the step on the screen: an epoch, or a batch of the digits lab."""
        return self.saved()[0]

    def paused(self):
        """Press Space while it trains, wait until it stands still, and return the epoch."""
        until(lambda: self.epoch() > 0, "training")
        self.key("space")
        self.settled()
        return self.epoch()

    # ends

    def wait(self):
        """Return the exit status once the program has ended."""
        status = self.process.wait(PATIENCE)
        assert "Traceback" not in self.output(), self.output()
        return status

    def quit(self):
        """Press q; return the summary of a program that left with status 0."""
        self.key("q")
        assert self.wait() == 0, self.output()
        return self.summary()

    def summary(self):
        return json.loads((self.folder / "summary.json").read_text())

    def close(self):
        if not self.ended():
            self.process.kill()
            self.process.wait()
        self._log.close()


def homes(folder):
    """Return the environment in which caches and saved networks stay in `folder`."""
    return {name: str(Path(folder) / name.lower()) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME")}


def headless(folder, *flags, lab="xor"):
    """Return the summary of the same run without a window."""
    path = Path(folder) / "headless.json"
    command = [sys.executable, ROOT / "main.py", f"--{lab}", *flags, "--headless", "--summary", path]
    done = subprocess.run(
        list(map(str, command)),
        env={**os.environ, **homes(folder)},
        text=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert path.exists(), done.stderr
    return json.loads(path.read_text())


def same_result(one, other):
    """Whether two summaries tell bit for bit the same of the network."""
    told = ("seed", "epochs", "loss", "accuracy", "predictions")
    return [one[name] for name in told] == [other[name] for name in told]
