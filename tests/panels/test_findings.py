"""What is found of layers and neurons is told in words that have room."""

import pytest

from netviz.drawing.canvas import Rect
from netviz.drawing.lettering import Lettering
from netviz.panels.finding_words import of_gradient
from netviz.panels.findings import Findings


@pytest.mark.parametrize("verdict", ["healthy", "vanishing", "exploding"])
def test_the_figures_of_a_gradient_have_room_in_a_window_of_960_pixels(canvas_of, monkeypatch, verdict):
    written, fit = [], Lettering.fit

    def noted(lettering, text, face, room):
        written.append((text, fit(lettering, text, face, room)))
        return written[-1][1]

    monkeypatch.setattr(Lettering, "fit", noted)
    finding = of_gradient("hidden layer", verdict, 6.55e-3, 1.0)
    row = Rect(0, 0, 361, 22)
    canvas = canvas_of((400, 40))
    Findings._draw_row(canvas, row, finding, 100)
    assert written == [(finding.figures, finding.figures)]
