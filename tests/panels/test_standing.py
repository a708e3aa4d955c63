"""The line that says what is going on: all of it under the mouse, the most pressing on the second line."""

from dataclasses import replace

import pygame
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import DARK
from netviz.plates import draw_on_plate
from tests.panels.pictures import draw
from tests.panels.standing_scenes import CALM, SADDLE, standing

LONG = (
    "Undo (u) of the edit that led here; or a lower learning rate such as 1e−4, or fewer layers; "
    "then r, to restart."
)


@pytest.fixture
def written(monkeypatch):
    texts, text = [], Canvas.text

    def noted(self, words, *told, **how):
        texts.append(words)
        return text(self, words, *told, **how)

    monkeypatch.setattr(Canvas, "text", noted)
    return texts


@pytest.fixture
def clear(monkeypatch):
    """Return of every line the room above and below it, up to what may be drawn on; less than 0: cut."""
    rooms, text = [], Canvas.text

    def noted(self, words, at, color, face, anchor):
        box, clip = text(self, words, at, color, face, anchor), self.surface.get_clip()
        if anchor == "midleft":
            high = self.line_height(face)
            rooms.append((at[1] - high / 2 - clip.top, clip.bottom - at[1] - high / 2))
        return box

    monkeypatch.setattr(Canvas, "text", noted)
    return rooms


def plated(panel, view, size):
    """Draw a panel within the margins that it has on a page; return the picture."""
    canvas = Canvas(pygame.Surface(size, 0, 32), DARK, Lettering())
    canvas.surface.fill(DARK.panel)
    draw_on_plate(canvas, panel, Rect(4, 4, size[0] - 8, size[1] - 8), view)
    return pygame.surfarray.array3d(canvas.surface)


def test_the_keyboard_stops_at_the_verdict_and_has_all_figures_told():
    panel, view = standing()
    plain = draw(panel, view)
    assert panel.controls == 1
    panel.focus(0)
    assert ((draw(panel, view) == DARK.focus).all(axis=-1).sum()) > 200
    lines = panel.hover(panel.stop(), view).lines
    assert all(any(figure in line for line in lines) for figure in SADDLE.figures[0].split(" · "))
    panel.focus(None)
    assert (draw(panel, view) == plain).all()


def test_its_ring_comes_and_goes_on_one_screen_though_the_verdict_stays():
    panel, view = standing()
    canvas = Canvas(pygame.Surface((936, 100), 0, 32), DARK, Lettering())

    def frame():
        canvas.surface.fill(DARK.panel)
        panel.draw(canvas, Rect(12, 50, 900, 30), view)
        return pygame.surfarray.array3d(canvas.surface)

    plain = frame()
    for _ in range(2):
        panel.focus(0)
        ringed = [frame(), frame()]
        assert (ringed[0] == ringed[1]).all() and (ringed[0] == DARK.focus).all(axis=-1).sum() > 200
        panel.focus(None)
        assert (frame() == plain).all()


@pytest.mark.parametrize("size", [(690, 52), (936, 62), (936, 50), (1896, 70)])
def test_its_ring_is_clear_of_both_lines(size, monkeypatch):
    panel, view = standing()
    panel.focus(0)
    boxes, rings, text, rect = [], [], Canvas.text, Canvas.rect
    monkeypatch.setattr(Canvas, "text", lambda *a, **k: boxes.append(text(*a, **k)) or boxes[-1])
    monkeypatch.setattr(Canvas, "rect", lambda *a, **k: rings.append(a[1]) or rect(*a, **k))
    plated(panel, view, size)
    ring = next(one for one in reversed(rings) if one.width > size[0] - 40)
    assert len(boxes) >= 3
    inked = [box.inflate(0, -4) for box in boxes]  # a line of text has room over and under its letters
    assert all(ring.top + 1 < box.top and box.bottom < ring.bottom - 1 for box in inked)


@pytest.mark.parametrize("size", [(936, 62), (936, 50), (1896, 70)])
def test_the_verdict_and_what_to_try_are_two_lines(written, size):
    draw(*standing(), size=size)
    kind, sentence, advice = written[-3:]
    assert kind == "saddle:" and SADDLE.sentence.startswith(sentence.rstrip("…"))
    assert advice == "Try: patience, momentum, or a higher learning rate."


def test_a_wish_not_obeyed_comes_before_a_warning_and_that_before_advice(written):
    draw(*standing(notice="not done: no", warning="odd"), size=(936, 62))
    assert written[-1] == "not done: no"
    draw(*standing(warning="odd"), size=(936, 62))
    assert written[-1] == "odd"


def test_the_mouse_is_told_all_of_it():
    panel, view = standing(notice="not done: no", warning="odd")
    draw(panel, view, size=(936, 62))
    hint = " ".join(panel.hover((10, 10), view).lines)
    for text in (SADDLE.kind, SADDLE.sentence, SADDLE.advice, "not done: no", "odd"):
        assert text in hint
    for figure in (part for line in SADDLE.figures for part in line.split(" · ")):
        assert figure in hint


def test_no_line_of_the_hint_is_too_wide_for_the_smallest_window():
    panel, view = standing()
    draw(panel, view, size=(936, 62))
    assert max(map(len, panel.hover((10, 10), view).lines)) <= 100


def test_enlarged_it_shows_the_figures(written):
    draw(*standing(), size=(936, 500))
    assert "Hessian: 9 eigenvalues, 1 below 0" in written


@pytest.mark.parametrize("size", [(936, 500), (616, 340), (1896, 980)])
def test_enlarged_all_figures_are_whole_however_many_lines_they_take(written, size):
    values = ", ".join(f"−{k}.123e−{k}" for k in range(60))
    every = (*SADDLE.figures[:2], f"λ = {values}")
    draw(*standing(every=every), size=size)
    text = " ".join(written)
    assert "…" not in text.replace("−0.031 … 0.25", "")
    for figure in (*SADDLE.figures[0].split(" · "), SADDLE.figures[1], *values.split(", ")):
        assert figure in text


def test_where_not_all_lines_of_figures_have_room_the_last_says_so(written):
    draw(*standing(every=("λ = " + ", ".join(str(k) for k in range(900)),)), size=(616, 340))
    assert written[-1].endswith("…") or written[-2].endswith("…")


def test_words_that_cannot_be_written_small_stay_large(written):
    draw(*standing(CALM, advice="L2 would help."), size=(936, 62))
    assert written[-1] == "Try: L2 would help."


def test_a_sentence_too_long_for_a_line_goes_on_in_a_second_and_nothing_is_cut(written):
    draw(*standing(), size=(718, 72))
    sentence = " ".join(words for words in written if words in SADDLE.sentence and words)
    assert sentence == SADDLE.sentence
    assert not any(words.endswith("…") for words in written)
    assert any(words.startswith("Try: patience") for words in written)


@pytest.mark.parametrize("height", range(53, 62))  # 53 is what a window of 960 x 600 has for it
def test_three_lines_are_inside_the_plate_and_in_the_middle_of_it(clear, height):
    plated(*standing(), size=(701, height))
    assert len(clear) == 4  # with the kind
    above, below = min(room for room, _ in clear[1:]), min(room for _, room in clear)
    assert above >= 0 and below >= 0 and abs(above - below) <= 3


def test_where_there_is_more_room_the_figures_are_told_below_the_advice(written):
    plated(*standing(), size=(1397, 98))  # as in a window of 1920 x 1080
    assert written[2:-1] == ["Try: patience, momentum, or a higher learning rate.", SADDLE.figures[0]]
    written.clear()
    plated(*standing(CALM, figures=SADDLE.figures), size=(1397, 98))
    assert tuple(written[2:-1]) == SADDLE.figures[:2]


@pytest.mark.parametrize("width", range(300, 900, 37))
def test_figures_are_cut_between_two_of_them_and_never_within_one(written, width):
    plated(*standing(CALM, figures=SADDLE.figures), size=(width, 60))
    parts = written[-2].split(" · ")
    whole = SADDLE.figures[0].split(" · ")
    assert written[-2] == SADDLE.figures[0] or (parts[-1] == "…" and parts[:-1] == whole[: len(parts) - 1])


def test_a_sentence_without_room_for_a_second_line_is_cut_between_words(written):
    plated(*standing(), size=(420, 34))
    sentence = written[-2]
    assert sentence.endswith("…") and f"{sentence[:-1]} " in SADDLE.sentence


@pytest.mark.parametrize("height", range(53, 62))
def test_what_to_try_that_is_too_long_for_a_line_goes_on_in_a_third_and_nothing_is_cut(
    height, written, clear
):
    told = replace(CALM, kind="exploding gradients", sentence="The gradient has a norm of 1.35e148.")
    plated(*standing(told, advice=LONG), size=(560, height))
    lines = written[written.index(told.sentence) + 1 :]
    assert " ".join(line for line in lines if line) == f"Try: {LONG[0].lower()}{LONG[1:]}"
    above, below = min(room for room, _ in clear[1:]), min(room for _, room in clear)
    assert above >= 0 and below >= 0 and abs(above - below) <= 3


@pytest.mark.parametrize("size", [(701, 53), (913, 72), (1397, 98)])  # of windows of three sizes
@pytest.mark.parametrize("told", [SADDLE, CALM, replace(CALM, advice=LONG)])
def test_the_keyboards_ring_covers_no_letter(told, size):
    panel, view = standing(told)
    plain = plated(panel, view, size)
    panel.focus(0)
    ring = (plated(panel, view, size) != plain).any(axis=-1)
    assert ring.sum() > 2 * (size[0] - 40)
    assert (plain[ring] == DARK.panel).all()


@pytest.mark.parametrize("width", [560, 620, 700, 900])
def test_no_line_below_the_sentence_is_written_larger_than_it(width, monkeypatch):
    faces, text = {}, Canvas.text

    def noted(self, words, at, color, face, anchor="topleft"):
        faces[words] = face.size
        return text(self, words, at, color, face, anchor)

    monkeypatch.setattr(Canvas, "text", noted)
    sentence = (
        "The loss was 0.00261 over the last 50 epochs, 0.38 % of the best constant answer's, at the end."
    )
    panel, view = standing(replace(CALM, sentence=sentence, advice=""))
    plated(panel, view, (width, 62))
    told = [size for words, size in faces.items() if words and not words.endswith(":")]
    assert len(told) > 1 and told == sorted(told, reverse=True)
