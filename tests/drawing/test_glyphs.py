"""No sign on the screen is an empty box: the bundled fonts have every character that the program writes."""

from __future__ import annotations

import ast
from pathlib import Path

import pygame
import pytest

ROOT = Path(__file__).parents[2] / "netviz"
FONTS = sorted((ROOT / "drawing" / "fonts").glob("*.[ot]tf"))


SPARED = {"JetBrainsMono-Regular": set("○⁻₊ᵗ")}  # set in the other face alone
REPLACED = {"ᵀ"}  # before it is drawn


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


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_every_sign_of_the_program_is_in_the_font(font):
    pygame.font.init()
    face = pygame.font.Font(font, 12)

    def look(sign):
        return pygame.image.tobytes(face.render(sign, True, "white"), "RGBA")

    signs, empty_box = written(), look("\U000fffff")  # of private use: no font has it
    assert look("ᵀ") == empty_box
    assert len(signs) > 20
    missing = {sign: file for sign, file in signs.items() if look(sign) == empty_box}
    assert missing.keys() - REPLACED - SPARED.get(font.stem, set()) == set(), missing
