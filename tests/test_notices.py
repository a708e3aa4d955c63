"""A note over the page is read whole where it can be."""

import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.notices import draw_message, draw_note

NOTE = (
    "Diverged: conv 1 weight [1,1,1,1] was no longer finite at batch 172; you see batch 171, the last finite."
)


@pytest.mark.parametrize(
    "width, text, face",
    [
        (960, NOTE, Face.TEXT),
        (640, NOTE, Face.SMALL),
        (520, NOTE.partition("; ")[0], Face.TEXT),
        (430, NOTE.partition("; ")[0], Face.SMALL),
    ],
)
def test_a_note_is_smaller_before_it_loses_its_second_part_and_is_not_cut_within_one(
    width, text, face, canvas_of, monkeypatch
):
    written, write = [], Canvas.text

    def noted(canvas, words, at, color, face, *how):
        written.append((words, face))
        return write(canvas, words, at, color, face, *how)

    monkeypatch.setattr(Canvas, "text", noted)
    draw_note(canvas_of((width, 100)), 20, NOTE, trouble=True)
    assert written == [(text, face)]


FREE = Rect(300, 49, 420, 26)
LONG = (
    "copied: python main.py --playground --problem moons --points 300 --noise 0.15 --seed 1 --batch-size 10"
)


@pytest.mark.parametrize("width", [700, 960, 1920])
@pytest.mark.parametrize("message", ["Esc goes back to the page", LONG, f"{LONG} {LONG} {LONG}"])
def test_a_message_keeps_to_the_free_part_of_the_header(message, width, canvas_of, monkeypatch):
    boxes, written, write = [], [], Canvas.text
    monkeypatch.setattr(Canvas, "rect", lambda canvas, box, *a, **k: boxes.append(Rect(box)))
    monkeypatch.setattr(Canvas, "text", lambda *told: written.append(told[1]) or write(*told))
    draw_message(canvas_of((width, 600)), message, FREE)
    for box in boxes:
        assert FREE.left <= box.left and box.right <= FREE.right
        assert FREE.top - 6 <= box.top and box.bottom <= FREE.bottom + 6
    told = " ".join(written)
    assert told == message or (message not in (LONG, "Esc goes back to the page") and told.endswith("…"))


def test_a_message_that_is_whole_at_the_foot_alone_is_there(canvas_of, monkeypatch):
    boxes = []
    monkeypatch.setattr(Canvas, "rect", lambda canvas, box, *a, **k: boxes.append(Rect(box)))
    draw_message(canvas_of((960, 600)), LONG, Rect(300, 49, 200, 26))
    draw_message(canvas_of((960, 600)), "Esc goes back to the page", Rect(300, 49, 40, 26))
    assert all(box.bottom > 500 and box.left > 0 and box.right < 960 for box in boxes)
