"""A note over the page is read whole where it can be."""

import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Face
from netviz.notices import draw_note

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
