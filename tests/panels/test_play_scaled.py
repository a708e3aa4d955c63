"""With everything twice as large in a usual window, words of the playground stay whole."""

from dataclasses import replace

import pytest

from netviz.drawing.lettering import Face, Lettering
from netviz.panels.form import Form
from netviz.panels.neuron_table import NeuronTable
from netviz.panels.plane import Plane
from netviz.panels.play_graph import PlayGraph
from tests.panels.test_play_cells import AT
from tests.panels.test_play_clear import Run
from tests.panels.test_play_room import staged, written  # noqa: F401  (a fixture)

SIZE, SCALE = (1280, 800), 2.0


def test_labels_of_settings_are_over_their_controls_where_the_column_is_narrow(written):  # noqa: F811
    stage = staged("--moons --seed 1", SIZE, scale=SCALE, epochs=1)
    form = next(panel for panel in stage.page.panels if isinstance(panel, Form))
    words = [text for text, _ in written[0]]
    for name in ("problem", "noise", "learning_rate", "schedule"):
        control = form._controls[name]
        assert control.label in words
        assert control.part.left == control.area.left and control.part.top > control.area.top
    assert "Moons" in words


def test_labels_of_settings_are_beside_their_controls_where_there_is_room():
    stage = staged("--moons --seed 1", (960, 600), epochs=1)
    form = next(panel for panel in stage.page.panels if isinstance(panel, Form))
    control = form._controls["noise"]
    assert control.part.left > control.area.left and control.part.top == control.area.top


@pytest.mark.parametrize("size, scale", [((640, 400), 1.0), ((960, 600), 1.5), ((1280, 800), 2.0)])
@pytest.mark.parametrize("page", ["overview", "probe"])
@pytest.mark.parametrize("problem", ["moons", "blobs-5", "surface"])
def test_tools_beside_the_plane_are_whole_and_apart(problem, page, size, scale, written):  # noqa: F811
    stage = staged(f"--playground --problem {problem} --seed 1", size, page, scale, epochs=1)
    shown = next(panel for panel in stage.page.panels if panel.title == "Input plane")
    planes = [panel for panel in (shown, *getattr(shown, "_panels", ())) if isinstance(panel, Plane)]
    rows = planes[0]._tools._rows
    high = Lettering(scale).height(Face.SMALL)
    names = [name for name, _ in rows if name != "value"]
    assert len(names) >= 3
    for name in names:
        assert high in [box.height for text, box in written[0] if text == name], name
    assert not any(row.colliderect(other) for i, (_, row) in enumerate(rows) for _, other in rows[:i])


@pytest.mark.parametrize("size", [(640, 400), (960, 600), (1280, 800)])
@pytest.mark.parametrize("hidden", ["3", "4,3,2"])
def test_the_name_of_the_output_is_whole_while_an_input_is_looked_at(size, hidden, written):  # noqa: F811
    run = Run(f"--moons --hidden-neurons {hidden} --seed 1", size)
    run.stage.choices = replace(run.stage.choices, probe=AT)
    written[0].clear()
    run.draw()
    graph = run.panel(PlayGraph)
    boxes = [box for words, box in written[0] if words == "ŷ"]
    assert boxes or graph.layout.cells is None
    assert all(box.right <= graph.layout.area.right for box in boxes)


def test_what_a_and_b_are_is_told_whole_or_not_at_all(written):  # noqa: F811
    for size in ((640, 400), (1280, 800)):
        run = Run("--moons --seed 1", size, "probe")
        panel = run.panel(NeuronTable)
        run.stage.choices = run.stage.choices.pinned((-0.75, 0.33)).pinned((0.12, 0.25))
        written[0].clear()
        run.draw()
        told = [words for words, _ in written[0] if words.startswith("A ")]
        assert told and panel.title
        assert not any(words.endswith("…") for words in told)


def test_which_sample_is_looked_at_is_told_whole(written):  # noqa: F811
    staged("--moons --hidden-neurons 3 --seed 1", SIZE, "update", scale=SCALE, epochs=1)
    assert "1/10" in [words for words, _ in written[0]]


def test_what_is_added_up_and_the_word_for_no_pins_are_told_whole(written):  # noqa: F811
    for size, scale in (((640, 400), 1.0), ((960, 600), 1.5), (SIZE, SCALE)):
        written[0].clear()
        staged("--moons --seed 1", size, "probe", scale=scale, epochs=1)
        words = [text for text, box in written[0] if box.height == Lettering(scale).height(Face.TEXT)]
        assert {"x₁", "x₂", "+ b", "= z"} <= set(words)
        assert any(text.startswith("no pins") for text, _ in written[0])
        assert not any(text.startswith("no pins") and text.endswith("…") for text, _ in written[0])
