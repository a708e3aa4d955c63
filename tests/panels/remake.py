"""Rewrite the expected pictures of all panels: `python -m tests.panels.remake`. Look at them afterwards."""

from netviz.drawing.theme import THEMES
from tests.panels.pictures import EXPECTED, draw, save
from tests.panels.scenes import SCENES


def main():
    for old in EXPECTED.glob("*.png"):
        old.unlink()
    for name, make in SCENES.items():
        for theme in THEMES:
            save(draw(*make(), theme), EXPECTED / f"{name}-{theme}.png")
    print(f"{len(SCENES) * len(THEMES)} pictures in {EXPECTED}")


if __name__ == "__main__":
    main()
