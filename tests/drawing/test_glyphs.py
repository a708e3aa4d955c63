"""No sign on the screen is an empty box: one of the bundled fonts has every character that is written."""

from __future__ import annotations

import ast
from pathlib import Path

import pygame
import pytest

from netviz.drawing.lettering import Face, Lettering

ROOT = Path(__file__).parents[2] / "netviz"
NO_SIGN = "\U000fffff"  # of private use: no font has it
REPLACED = {"ᵀ", NO_SIGN}  # before it is drawn, or never drawn


def written():
    """Return every character outside ASCII in a string of the program that is no docstring, with its file."""
    found = {}
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                found |= {sign: path.name for sign in node.value if ord(sign) > 126}
    return found


NAMES = ("TITLE", "TEXT", "SMALL", "MONO", "TINY", "HEADING", "DISPLAY")


@pytest.mark.parametrize("face", [getattr(Face, name) for name in NAMES], ids=NAMES)
def test_every_sign_of_the_program_is_drawn_in_every_face_alone_and_within_a_text(face):
    lettering = Lettering(2)

    def look(text):
        image = lettering.render(text, face, (255, 255, 255))
        assert image.get_width() == lettering.width(text, face)
        return pygame.image.tobytes(image, "RGBA")

    signs, empty_box = written(), look(NO_SIGN)
    assert look("ᵀ") == empty_box
    assert len(signs) > 20
    missing = {sign: file for sign, file in signs.items() if look(sign) == empty_box}
    assert missing.keys() - REPLACED == set(), missing
    for sign in signs.keys() - REPLACED:
        assert look(f"δ{sign} = 1") != look(f"δ{NO_SIGN} = 1"), sign
