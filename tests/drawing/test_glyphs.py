"""No sign on the screen is an empty box: the bundled fonts have every character that the program writes."""

from __future__ import annotations

import ast
from pathlib import Path

import pygame
import pytest

ROOT = Path(__file__).parents[2] / "netviz"
FONTS = sorted((ROOT / "drawing" / "fonts").glob("*.[ot]tf"))


def written():
    """Return every character outside ASCII in a string of the program, with a file that has it."""
    found = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {sign: path.name for sign in node.value if ord(sign) > 126}
    return found


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_every_sign_of_the_program_is_in_the_font(font):
    pygame.font.init()
    face = pygame.font.Font(font, 12)
    signs = written()
    assert len(signs) > 20
    assert {sign: file for sign, file in signs.items() if face.metrics(sign)[0] is None} == {}
