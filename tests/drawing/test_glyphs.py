"""No sign on the screen is an empty box: a bundled font has it, or its number is written."""

from __future__ import annotations

import ast
from pathlib import Path

import pygame
import pytest

from netviz.drawing.lettering import Face, Lettering

ROOT = Path(__file__).parents[2] / "netviz"
REPLACED = {"ᵀ", "\U000fffff"}  # before it is drawn, or never drawn


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

    signs = written()
    assert len(signs) > 20
    lacking = {sign: file for sign, file in signs.items() if look(sign) == look(f"U+{ord(sign):04X}")}
    assert lacking.keys() == REPLACED, lacking
    for sign in signs.keys() - REPLACED:
        assert look(f"δ{sign} = 1") != look(f"δU+{ord(sign):04X} = 1"), sign
    assert look("Łódź, Ωμέγα, Яблоко") != look("Łódź, Ωμέγα, ") and look("二") != look("三")


@pytest.mark.parametrize("text", ["", "\xad", "a\xadb", "\u200b"])
def test_signs_that_are_not_seen_take_no_room(text):
    lettering = Lettering()
    for face in (Face.TEXT, Face.MONO):
        assert lettering.render(text, face, (255, 255, 255)).get_width() == lettering.width(text, face)
