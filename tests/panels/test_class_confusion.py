"""The confusion of a few classes tells exact counts and shares."""

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas
from netviz.panels.class_confusion import ClassConfusion, ClassCounts
from netviz.panels.words import points_of
from tests.panels.class_confusion_scenes import confusion
from tests.panels.pictures import cut_off, draw, inked
from tests.panels.plane_scenes import view
from tests.panels.test_hover import hints
from tests.panels.texts import noted_texts


def test_one_point_is_not_points():
    assert [points_of(number) for number in (0, 1, 2, 1234)] == [
        "0 points", "1 point", "2 points", "1 234 points",
    ]  # fmt: skip


def test_every_cell_of_both_matrices_tells_its_count():
    panel, seen = confusion(4)
    data, told = panel._source(seen.timeline), {lines[0]: lines for lines in hints(panel, seen)}
    assert len(told) == 2 * 16
    for name, counts in data.parts:
        for i in range(4):
            for j in range(4):
                lines = told[f"{name}: {counts[i, j]} of class {i} answered as class {j}"]
                assert f"of {counts[i].sum()} that are of class {i}" in lines[1]
                assert f"of {counts[:, j].sum()} answered as class {j}" in lines[2]
                assert ("(recall)" in lines[1]) == (i == j)


def test_the_title_tells_both_shares_and_nothing_of_no_points():
    panel, seen = confusion(3)
    assert panel.value(seen).startswith("training ") and " · test " in panel.value(seen)
    empty = ClassConfusion(lambda _: ClassCounts(np.zeros((2, 2), int)))
    assert empty.value(view()) == ""
    draw(empty, view())


@pytest.mark.parametrize("size", [(300, 300), (300, 500), (700, 300), (160, 120)])
@pytest.mark.parametrize("classes", [2, 5])
def test_it_is_drawn_at_any_size(classes, size):
    assert inked(*confusion(classes), size) > 0.1
    assert not cut_off(*confusion(classes), size)


def test_classes_are_called_by_their_names_where_they_have_some():
    panel, view = confusion(3, names=("left", "right", "above"))
    told = {line for lines in hints(panel, view) for line in lines}
    assert any(line.endswith(" of class left answered as class above") for line in told)
    assert not any("class 0" in line or "class 2" in line for line in told)


@pytest.mark.parametrize("size", [(250, 170), (250, 150), (500, 300)])
def test_of_thousands_of_points_each_cell_has_a_number_that_fits(size, monkeypatch):
    counts = np.array([[(999, 1000, 1234, 4321, 9999)[(i + j) % 5] for j in range(5)] for i in range(5)])
    shown, plain = [], Canvas.text
    monkeypatch.setattr(
        Canvas,
        "text",
        lambda self, text, *a, **k: shown.append((text, plain(self, text, *a, **k))) or shown[-1][1],
    )
    panel = ClassConfusion(lambda _: ClassCounts(counts, counts))
    draw(panel, view(), size=size)
    assert {name for _, name, *_ in panel._cells} == ({"test"} if size[0] < 300 else {"training", "test"})
    for cell, _, i, j, _ in panel._cells:
        text, box = next((text, box) for text, box in shown if cell.collidepoint(box.center))
        assert text[0] == str(counts[i, j])[0] or text == "10k", (text, counts[i, j])
        assert cell.x - 1 <= box.x and box.right <= cell.right + 1


def words_of(size, names):
    panel, seen = confusion(len(names), names=names)
    with noted_texts() as texts:
        draw(panel, seen, size=size)
    return panel, texts


def test_names_that_would_be_cut_to_two_letters_are_left_to_the_hint_and_cells_are_no_smaller():
    names = ("setosa", "versicolor")
    named, texts = words_of((220, 148), names)
    assert not any(text.endswith("…") for text in texts)
    bare, _ = words_of((220, 148), ("0", "1"))
    assert min(box.width for box, *_ in named._cells) >= min(box.width for box, *_ in bare._cells) > 0


def test_names_have_the_room_that_cells_which_are_square_leave():
    names = ("Iris setosa", "one of a long name", "Iris virginica")
    _, texts = words_of((760, 220), names)
    assert set(names) <= set(texts)


def test_names_that_would_be_cut_beside_small_cells_are_left_to_the_hint_and_cells_are_no_smaller():
    names = ("0.5", "Iris versicolor", "Northern spotted owl", "a", "unknown")
    named, texts = words_of((274, 170), names)  # as in a window of 1280 x 800
    assert not any(text.endswith("…") for text in texts) and "0.5" not in texts
    bare, view = confusion(5)
    draw(bare, view, size=(274, 170))
    assert [cell[:4] for cell in named._cells] == [cell[:4] for cell in bare._cells]
