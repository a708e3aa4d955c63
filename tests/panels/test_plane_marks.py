"""How much of a rectangle is under marks: against every cell looked at by itself."""

import numpy as np
import pytest

from netviz.drawing.canvas import Rect
from netviz.panels.plane_marks import Marked


@pytest.mark.parametrize("points", [0, 1, 40])
def test_the_share_of_cells_that_marks_reach_into(points):
    rng, box, side, reach = np.random.default_rng(points), Rect(13, 7, 100, 70), 6, 4.0
    places = rng.uniform(0, 130, (points, 2))  # some beyond the box
    marked = Marked(box, places, reach, side)
    cells = set()
    for x, y in places:
        for across, down in ((0, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)):
            column, row = (x + across * reach - box.x) // side, (y + down * reach - box.y) // side
            cells.add((int(column), int(row)))
    for _ in range(200):
        area = Rect(rng.integers(13, 90), rng.integers(7, 60), rng.integers(1, 24), rng.integers(1, 18))
        touched = {
            ((x - box.x) // side, (y - box.y) // side)
            for x in range(area.left, area.right)
            for y in range(area.top, area.bottom)
        }
        area = area.clip(box)
        inside = {cell for cell in touched if cell[0] < 17 and cell[1] < 12}
        if inside == touched:
            assert marked.share(area) == pytest.approx(len(cells & touched) / len(touched))
