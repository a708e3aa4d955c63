"""Rewrite what is expected of all panels, pictures and texts: `python -m tests.panels.remake`.

Look at the pictures afterwards, and at what `git diff` says of the texts. Where two changes meet in the
texts, make them anew: nothing in their file is written by hand.
"""

from netviz.drawing.theme import THEMES
from tests.panels.pictures import EXPECTED, draw, save
from tests.panels.scenes import SCENES
from tests.panels.texts import EXPECTED_TEXTS, noted_texts, save_texts


def main():
    for old in EXPECTED.glob("*.png"):
        old.unlink()
    texts = {}
    for name, make in SCENES.items():
        for theme in THEMES:
            panel, view = make()
            with noted_texts() as texts[name]:  # the same in every theme
                picture = draw(panel, view, theme)
            save(picture, EXPECTED / f"{name}-{theme}.png")
    save_texts(texts)
    print(f"{len(SCENES) * len(THEMES)} pictures in {EXPECTED}, what they say in {EXPECTED_TEXTS.name}")


if __name__ == "__main__":
    main()
