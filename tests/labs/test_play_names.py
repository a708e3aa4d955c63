"""Classes of own points: their names are short on the screen, told apart, and whole where the mouse asks."""

import numpy as np
import pytest

from netviz.labs.play_names import LONGEST, class_names
from networks.tasks import Points, Task
from tests.panels.test_play_clear import Run

OWLS = ("Northern spotted owl (adult)", "Northern spotted owl (juvenile)", "a")


def points(names):
    task = Task.CLASSES if len(names) > 2 else Task.BINARY
    return Points(np.zeros((len(names), 2)), np.arange(len(names)), task, len(names), names)


@pytest.mark.parametrize(
    "names, shown",
    [
        (("oak", "a name of twenty let"), ("oak", "a name of twenty let")),
        (("oak", "a name of more than that"), ("oak", "a name of more than…")),
        (OWLS, ("…spotted owl (adult)", "…tted owl (juvenile)", "a")),
        (("x" * 19 + "1" + "y" * 19, "x" * 19 + "2" + "y" * 19), ("x" * 16 + "… 0", "x" * 16 + "… 1")),
    ],
)
def test_long_names_are_cut_so_that_none_looks_like_another(names, shown):
    assert class_names(points(names)) == shown
    assert max(map(len, shown)) <= LONGEST


def test_a_name_that_is_cut_is_told_whole_by_the_row_of_its_class(tmp_path):
    file = tmp_path / "owls.csv"
    rows = (f"{k / 10},{k % 3},{OWLS[k % 3]}" for k in range(12))
    file.write_text("\n".join(("x1,x2,label", *rows)), encoding="utf-8")
    run = Run(f"--playground --data {file} --seed 1", (960, 600))
    panel = next(panel for panel in run.stage.page.panels if panel.title == "Input plane")
    view = run.stage._looking.see(run.timeline)
    told = {name: panel.hover(row.center, view).lines for name, row in panel.panel._tools._rows}
    for k, name in enumerate(OWLS):
        assert (name in told[str(k)]) == (len(name) > LONGEST)
    assert told["2"][0] == "a click adds a point of class a"
