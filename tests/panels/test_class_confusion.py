"""The confusion of a few classes tells exact counts and shares."""

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Face
from netviz.drawing.theme import THEMES
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


def drawn(counts, test, size, theme="dark"):
    """Return a panel, its picture, and what is written: words, where, in which face."""
    panel, texts, plain = ClassConfusion(lambda _: ClassCounts(counts, test)), [], Canvas.text

    def noted(self, text, at, color, face=Face.TEXT, *told, **how):
        box = plain(self, text, at, color, face, *told, **how)
        texts.append((text, box, face))
        return box

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "text", noted)
        picture = draw(panel, view(), size=size, theme=theme)
    return panel, picture, texts


@pytest.mark.parametrize("size", [(231, 138), (300, 138), (231, 146)])
def test_low_cells_have_the_height_of_the_words_over_them_and_the_width_there_is(size):
    counts = np.eye(5, dtype=int) * 29 + np.eye(5, k=1, dtype=int)
    panel, _, texts = drawn(counts, counts, size)
    boxes = [box for box, *_ in panel._cells]
    assert {name for _, name, *_ in panel._cells} == {"test"}
    assert min(box.height for box in boxes) + 1 >= 12  # of a mark 9, of digits 8
    words = [box for text, box, _ in texts if text in ("test", "← as", "149 points")]
    assert len(words) == 2 + (size[0] >= 300) and max(box.right for box in words) > 0.85 * size[0]
    assert not any(box.colliderect(cell) for box in words for cell in boxes)
    assert max(box.right for box in boxes) > 0.7 * size[0]


def test_words_stand_over_cells_that_are_high_enough_without_their_line():
    counts = np.eye(5, dtype=int) * 29
    for size in ((303, 212), (303, 170)):
        panel, _, texts = drawn(counts, counts, size)
        assert "as →" in [text for text, *_ in texts] and "← as" not in [text for text, *_ in texts]
        assert len({box.size for box, *_ in panel._cells}) == 1


def ground(panel, picture, name, i, j):
    """Return the colour of a cell, beside its number."""
    (box,) = (box for box, *cell in panel._cells if cell[:3] == [name, i, j])
    return picture[box.y + 3, box.x + 3].astype(int)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_colour_is_the_share_of_the_row_in_both_matrices_so_that_one_of_many_is_faint(theme):
    train, test = np.array([[74, 1], [25, 50]]), np.array([[74, 1], [1, 74]])
    panel, picture, _ = drawn(train, test, (440, 320), theme)
    one = ground(panel, picture, "training", 0, 1)
    assert (one == ground(panel, picture, "test", 0, 1)).all()
    assert (ground(panel, picture, "training", 0, 0) == ground(panel, picture, "test", 0, 0)).all()
    many, plain = ground(panel, picture, "training", 1, 0), np.array(THEMES[theme].panel)
    assert np.abs(many - plain).max() > 2 * np.abs(one - plain).max() > 20


def test_the_hint_explains_a_colour_that_has_another_name_in_light():
    for lines in hints(*confusion(4)):
        assert lines[3] == "the deeper its colour, the larger its share of the row"


SHARES = {"86.7 %", "13.3 %", "10.7 %", "89.3 %", "70.0 %", "30.0 %", "100.0 %"}


@pytest.mark.parametrize(
    "size, face", [((1264, 707), Face.DISPLAY), ((303, 212), Face.HEADING), ((231, 138), None)]
)
def test_counts_are_as_large_as_there_is_room_and_then_have_their_share_of_the_row_below(size, face):
    panel, _, texts = drawn(np.array([[65, 10], [8, 67]]), np.array([[7, 3], [0, 9]]), size)
    shares = {text: box for text, box, _ in texts if text.endswith(" %")}
    counts = [(text, box, own) for text, box, own in texts if text.isdigit()]
    assert {own for *_, own in counts} == {face or Face.TINY}
    assert set(shares) == (SHARES if face else set())
    written = [*(box for _, box, _ in counts), *shares.values()]
    cells = [box for box, *_ in panel._cells]
    assert all(any(cell.inflate(0, 6).contains(box) for cell in cells) for box in written)
    assert all(not a.inflate(0, -6).colliderect(b) for a in shares.values() for _, b, _ in counts)
