"""The page of an update keeps its numbers apart and whole where there is little room."""

from itertools import pairwise

import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.panels.update_numbers import UpdateNumbers
from tests.panels.test_play_clear import Run
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)


@pytest.fixture
def figures(monkeypatch):
    """Return the boxes of the figures that are written from now on."""
    found, drawn = [], Canvas.figures

    def noted(canvas, figures, face=Face.TINY):
        figures = list(figures)
        for words, right, middle, _ in figures:
            wide = canvas.text_width(words, face)
            found.append((words, Rect(right - wide, middle - 1, wide, 2)))
        drawn(canvas, figures, face)

    monkeypatch.setattr(Canvas, "figures", noted)
    return found


@pytest.mark.parametrize("size", [(640, 400), (800, 500), (960, 600), (1280, 800)])
def test_a_table_of_terms_has_room_for_its_mark_its_names_and_its_numbers(size, figures, written):  # noqa: F811
    run = Run("--moons --hidden-neurons 4,4 --seed 1", size, "update", 20)
    panel = run.panel(UpdateNumbers)
    tables = 0
    for phase in range(9):
        panel.walk.phase = phase
        written[0].clear()
        figures.clear()
        run.draw()
        for row in (place for place, says in panel._told if any(" = " in line for line in says[1:])):
            own = [one for one in (*written[0], *figures) if row.collidepoint(one[1].center) and one[0]]
            own.sort(key=lambda one: one[1].right)
            if len(own) < 3:  # the plate of a comparison
                continue
            tables += 1
            assert own[0][1].left >= row.left + 4, own
            assert all(after.left >= before.right + 2 for (_, before), (_, after) in pairwise(own)), own
            assert all(box.right <= row.right for _, box in own)
    assert tables > 4


def test_the_button_that_checks_a_gradient_says_so_in_whole_words(written):  # noqa: F811
    for size in ((640, 400), (960, 600), (1280, 800)):
        written[0].clear()
        Run("--moons --hidden-neurons 4,4 --seed 1", size, "update", 5)
        assert [words for words, _ in written[0] if words.startswith("Check")][-1][-1] != "…"
