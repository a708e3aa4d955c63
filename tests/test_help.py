"""The overlay of keys: those of the lab alone, all of them, inside the window and apart from each other."""

import itertools

import pygame
import pytest

from netviz.actions import GROUPS
from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import THEMES
from netviz.help import columns_of, draw_help

SIZES = [((640, 400), 1.0), ((960, 600), 1.0), ((1280, 800), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.0)]


class Watching(Canvas):
    """Notes the texts written and where."""

    def text(self, text, *where, **more):
        box = super().text(text, *where, **more)
        face = next((one for one in where if isinstance(one, Face)), more.get("face", Face.TEXT))
        box.width = self.text_width(text, face)  # also what is cut off by the edge of the window
        if text:
            self.__dict__.setdefault("told", []).append((text, box))
        return box


def helping(lab, size=(960, 600), scale=1.0, theme="dark"):
    canvas = Watching(pygame.Surface(size, 0, 32), THEMES[theme], Lettering(scale), scale)
    draw_help(canvas, lab)
    return canvas


OTHERS = {"xor": "Digits", "mnist": "XOR", "playground": "XOR"}


@pytest.mark.parametrize("lab, foreign", OTHERS.items())
def test_a_lab_has_its_own_keys_and_those_of_all(lab, foreign):
    words = [text for text, _ in helping(lab).told]
    instead = {b.shown for group in GROUPS if group.lab == lab for b in group.bindings if b.instead}
    assert foreign not in words
    for group in GROUPS:
        if group.lab in ("", lab):
            assert group.title in words
            for binding in group.bindings:
                if binding.shown and (binding.instead or binding.shown not in instead):
                    assert binding.shown in words
                    assert binding.says in words


@pytest.mark.parametrize(
    "lab, does", [("xor", "next page"), ("mnist", "next page"), ("playground", "next control")]
)
def test_tab_is_said_to_do_one_thing(lab, does):
    rows = [row for column in columns_of(lab) for row in column]
    (says,) = [says for keys, says in rows if keys == "Tab"]
    assert says.startswith(does)


@pytest.mark.parametrize("size, scale", SIZES, ids=str)
@pytest.mark.parametrize("lab", OTHERS)
def test_all_of_it_is_inside_and_nothing_lies_on_anything(lab, size, scale):
    canvas = helping(lab, size, scale)
    boxes = [box for _, box in canvas.told]
    frame = pygame.Rect((0, 0), size)
    for text, box in canvas.told:
        assert frame.contains(box), text
    for (one, a), (other, b) in itertools.combinations(canvas.told, 2):
        across, down = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
        assert across <= 0 or down <= canvas.px(4), (one, other)  # lines may share their leading
    assert max(box.right for box in boxes) > frame.width / 2


def test_groups_stay_whole_and_in_order_in_columns_of_like_height():
    for lab in OTHERS:
        left, right = columns_of(lab)
        titles = [text for keys, text in (*left, *right) if text and not keys]
        assert titles == [group.title for group in GROUPS if group.lab in ("", lab)]
        assert abs(len(left) - len(right)) <= 8


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_below_steps_back(theme):
    canvas = Watching(pygame.Surface((960, 600), 0, 32), THEMES[theme], Lettering())
    canvas.surface.fill(THEMES[theme].text)
    draw_help(canvas, "mnist")
    window, seen = THEMES[theme].window, canvas.surface.get_at((4, 4))[:3]
    far = sum(abs(a - b) for a, b in zip(THEMES[theme].text, window, strict=True))
    assert sum(abs(a - b) for a, b in zip(seen, window, strict=True)) < far / 2
