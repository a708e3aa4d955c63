"""Make the README's pictures with the program itself: python imgs/make.py [NAME…]

Names, such as `overview-3` or `digits-pass`, say which; without any, all are made. The digits are those of
MNIST where it lies in ../shared/mnist or in the cache, else those of the bundled sample.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, radians, sin
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from netviz import environment

if __name__ == "__main__":
    environment.prepare()

import pygame

from imgs import playground
from imgs.hand import SIZE, User
from netviz import making
from netviz.cli import parse
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs.digits import DigitsLab
from netviz.labs.digits_data import default_cache
from netviz.labs.digits_files import FILES
from netviz.labs.digits_recipe import recipe
from netviz.options import PAGES
from netviz.panels.drawing_pad import DrawingPad
from netviz.panels.filter_pass import FilterPass, begin
from netviz.panels.gallery import GalleryPanel
from netviz.picture import png
from netviz.start_screen import StartScreen
from netviz.start_tiles import TILES

HERE = Path(__file__).parent
XOR = ("--xor", "--headless", "--seed", "11")
PICTURES = {
    "overview-3": (*XOR, "-e", "3000"),
    "overview-2": (*XOR, "-hn", "2", "-e", "7000", "--theme", "light"),
    "overview-8": (*XOR, "-hn", "8", "-e", "4500"),
    "weights": (*XOR, "-e", "30000", "--page", "weights"),
    "activations": (*XOR, "-e", "30000", "--page", "activations", "--theme", "light"),
    "gradients": (*XOR, "-e", "30000", "--page", "gradients"),
}
SEED = 11
START, TICKS = "start", 170  # the start screen, and how long its networks have learned
EPOCHS = 1.2  # after which the digits' pictures are taken, of the default run's five
FILTER = 9  # of the second convolution, counted from 0, that is passed over the image
BOWS = ((0.48, 0.36, 0.15, -160, 95), (0.49, 0.65, 0.17, -95, 150))  # of a drawn 3: centre, radius, angles


def choose_a_digit(user: User) -> None:
    """Choose the sixth validation image."""
    user.key(*["down"] * 5)


def pass_forward(user: User) -> None:
    """Pass a filter of the second convolution, as far as where it answers most in the map's lower half."""
    choose_a_digit(user)
    user.key("k", *["f"] * FILTER)
    panel = next(panel for panel in user.stage.page.panels if isinstance(panel, FilterPass))
    data = panel._source(user.view)
    assert data is not None
    panel.player.put(*begin(data.z))


def pass_backward(user: User) -> None:
    """Look at the same place on the way back."""
    pass_forward(user)
    user.key("b")


def choose_a_mistake(user: User) -> None:
    """Click the second image of the gallery."""
    gallery = next(panel for panel in user.stage.page.panels if isinstance(panel, GalleryPanel))
    user.drag([gallery._places[1].center])


def draw_a_three(user: User) -> None:
    """Draw a digit on the pad, in one stroke of two bows."""
    pad = next(panel for panel in user.stage.page.panels if isinstance(panel, DrawingPad))
    paper = pad._paper
    path = []
    for x, y, radius, start, end in BOWS:
        for angle in range(start, end + 1, 5):
            across, down = x + radius * cos(radians(angle)), y + radius * sin(radians(angle))
            path.append((round(paper.x + across * paper.width), round(paper.y + down * paper.height)))
    user.drag(path)


@dataclass(frozen=True)
class Shot:
    """A page of the digits lab, and what is done there before the picture is taken."""

    page: str
    theme: str = "dark"
    prepare: Callable[[User], None] = choose_a_digit


DIGITS = {
    "digits-overview": Shot("overview"),
    "digits-pass": Shot("pass", prepare=pass_forward),
    "digits-pass-backward": Shot("pass", "light", pass_backward),
    "digits-filters": Shot("filters"),
    "digits-distributions": Shot("distributions", "light"),
    "digits-features": Shot("features", "light"),
    "digits-paths": Shot("paths"),
    "digits-mistakes": Shot("mistakes", "light", choose_a_mistake),
    "digits-draw": Shot("draw", prepare=draw_a_three),
}
assert {shot.page for shot in DIGITS.values()} == set(PAGES["mnist"])


def mnist() -> Path | None:
    """Return a folder with MNIST's four files, if there is one."""
    for folder in (HERE.parents[1] / "shared" / "mnist", default_cache()):
        if all((folder / file.name).is_file() for file in FILES):
            return folder
    return None


def trained(epochs: float) -> tuple[Session, Timeline]:
    """Return the default run of the digits lab, watched for so many epochs of MNIST.

    An epoch of the sample is short: there twelve are trained for each.
    """
    made = recipe(SEED, data_dir=mnist(), offline=True)
    lab = DigitsLab(made)
    print(lab.digits.origin)
    if lab.digits.name == "sample":
        epochs *= 12
    session, timeline = Session(lab, lab.total, lab.pace), Timeline()
    timeline.add(session.current())
    while lab.step < epochs * lab.steps_per_epoch and (refresh := session.advance()) is not None:
        timeline.add(refresh)
    return session, timeline


def make_xor(names: list[str]) -> None:
    """Run the program once for each picture."""
    for name in names:
        file = HERE / f"{name}.png"
        print(file.name)
        command = [sys.executable, str(HERE.parent / "main.py"), *PICTURES[name], "--screenshot", str(file)]
        subprocess.run(command, check=True)


def make_digits(names: list[str]) -> None:
    """Train once, and look at it for each picture."""
    pygame.font.init()
    session, timeline = trained(EPOCHS)
    for name in names:
        print(f"{name}.png")
        shot = DIGITS[name]
        user = User(session, timeline, shot.page, shot.theme)
        shot.prepare(user)
        (HERE / f"{name}.png").write_bytes(user.picture())


def make_start() -> None:
    """Let all labs learn for a while on the start screen."""
    print(f"{START}.png")
    pygame.font.init()
    previews = [making.preview(replace(parse([tile.flag]), seed=SEED)) for tile in TILES]
    screen = StartScreen(previews, "python main.py", "dark", 1.0)
    for _ in range(TICKS):
        screen.tick(budget=60)
    surface = pygame.Surface(SIZE, 0, 32)
    screen.draw(surface)
    (HERE / f"{START}.png").write_bytes(png(surface))


def make_playground(names: list[str]) -> None:
    """Train anew for each picture."""
    pygame.font.init()
    for name in names:
        print(f"{name}.png")
        (HERE / f"{name}.png").write_bytes(playground.picture(playground.SHOTS[name]))


def main(names: list[str]) -> None:
    """Make the pictures of these names, all without any."""
    known = (START, *PICTURES, *playground.SHOTS, *DIGITS)
    if unknown := set(names) - set(known):
        sys.exit(f"no picture is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if not names or START in names:
        make_start()
    make_xor([name for name in PICTURES if not names or name in names])
    make_playground([name for name in playground.SHOTS if not names or name in names])
    if digits := [name for name in DIGITS if not names or name in names]:
        make_digits(digits)


if __name__ == "__main__":
    main(sys.argv[1:])
