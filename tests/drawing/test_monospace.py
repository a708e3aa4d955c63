"""A text set sign by sign looks, to the pixel, as the font itself sets it."""

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.monospace import APART, Monospace
from netviz.drawing.theme import DARK

FONTS = [Lettering(scale)._fonts[face] for scale in (1.0, 1.25, 1.5, 2.0) for face in (Face.MONO, Face.TINY)]


def seen(text):
    ground = pygame.Surface((text.get_width() + 4, text.get_height()), 0, 32)
    ground.fill(DARK.panel)
    ground.blit(text, (0, 0))
    return pygame.image.tobytes(ground, "RGB")


@pytest.mark.parametrize("font", FONTS, ids=lambda font: str(font.get_height()))
@settings(max_examples=60, deadline=None)
@given(text=st.from_regex(APART, fullmatch=True).filter(lambda text: len(text) < 12))
def test_every_text_that_it_serves(font, text):
    mono = Monospace(font)
    made, expected = mono.render(text, DARK.text), font.render(text, True, DARK.text)
    assert mono.width(text) == font.size(text)[0]
    assert made.get_size() == expected.get_size()
    assert seen(made) == seen(expected)


@pytest.mark.parametrize("text", ["0.0123", "–3.41e–5", "99.8 %", "30 000", "is 7, read as 7, 98.0 %"])
def test_it_serves_figures(text):
    assert Monospace.serves(text)


@pytest.mark.parametrize("text", ["", "0x1F", "...", "->", "%a", "×2"])
def test_it_does_not_serve_what_a_font_may_join_or_move(text):
    assert not Monospace.serves(text)
