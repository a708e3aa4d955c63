"""Densities, gradient flow and dead units: what they tell, and how their work is spread over frames."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.numbers import exact
from netviz.drawing.theme import THEMES
from netviz.panels.dead_units import LEAST
from netviz.panels.densities import RENEWED
from netviz.panels.density import Density, Spread, Spreads
from netviz.panels.panel import View
from tests.panels import filters_scenes as scenes
from tests.panels.pictures import SIZE, cut_off, difference, draw, said
from tests.panels.works import Shares

LARGE = (900, 700)
QUANTITIES = ("weights", "outputs", "gradients")
LAYERS = tuple(f"layer {i}" for i in range(1, 7))


def everywhere(size, step):
    return [(x, y) for y in range(0, size[1], step) for x in range(0, size[0], step)]


def told(panel, view, size=SIZE, step=3):
    draw(panel, view, size=size)
    found = (panel.hover(at, view) for at in everywhere(size, step))
    return {hint.lines for hint in found if hint is not None}


def test_a_spread_gives_the_shares_of_any_bands():
    values = np.random.default_rng(0).normal(size=5000)
    spread = scenes.spread(values)
    own = np.linspace(spread.low, spread.high, 97)
    np.testing.assert_allclose(spread.shares(own), np.histogram(values, own)[0] / 5000, atol=1e-12)
    edges = np.linspace(-6, 6, 25)
    expected = np.histogram(values, edges)[0] / 5000
    np.testing.assert_allclose(spread.shares(edges), expected, atol=0.02)  # bins are cut in proportion
    assert spread.shares(edges).sum() == pytest.approx(1)
    assert abs(np.quantile(values, 0.005) - spread.foot) < 0.2


def test_zeros_count_among_all_numbers_but_have_no_band():
    spread = scenes.spread(np.array([0.0, 0, 0, 1, 2, 3]))
    assert spread.zeros == 3
    assert spread.shares(np.array([0.5, 3.5])).sum() == pytest.approx(0.5)


def test_every_picture_tells_its_layer_moment_and_exact_figures():
    panel, view = scenes.densities()
    lines = told(panel, view, LARGE)
    table = panel._source(view)
    for row in table.spreads:
        for spreads in row:
            means = {exact(float(spread.mean)) for spread in spreads.spreads}
            head = f"{spreads.layer} {spreads.what}, batch "
            found = {line[3].split()[-1] for line in lines if line[0].startswith(head)}
            assert found == means
            of_signed = [line for line in lines if line[0].startswith(head) and "signed" in line[3]]
            assert bool(of_signed) == spreads.logarithmic  # the picture is of sizes, the mean is not


def test_the_shares_under_the_mouse_are_those_between_the_limits_told():
    panel, view = scenes.densities(rows=("weights",))
    table = panel._source(view)
    lines = told(panel, view, LARGE, step=7)
    assert len(lines) > 100
    for line in lines:
        layer, step = int(line[0][6]) - 1, int(line[0].split("batch ")[1].replace(" ", ""))
        spreads = table.spreads[0][layer]
        spread = spreads.spreads[spreads.steps.tolist().index(step)]
        share, _, limits = line[1].replace("−", "-").partition(" from ")
        expected = spread.shares(np.array([float(limit) for limit in limits.split(" to ")]))[0]
        told_share = float(share.strip("<> %"))
        assert told_share == pytest.approx(100 * expected, rel=0.01, abs=0.02)


def test_tabs_and_words_show_one_quantity_or_one_layer():
    panel, view = scenes.densities()

    def shown():
        draw(panel, view, size=LARGE)
        return set(panel._shown)

    assert shown() == {(row, column) for row in range(3) for column in range(2)}
    assert panel.key("layer", view) is view.choices
    assert shown() == {(0, 0), (1, 0), (2, 0)}
    panel.key("filter", view)
    assert shown() == {(0, 0)}
    panel.key("filter back", view)
    panel.key("layer", view)
    panel.key("layer", view)
    assert len(shown()) == 6
    for tab, expected in (((0, 3), {(2, 0), (2, 1)}), ((1, 2), {(2, 1)}), ((0, 0), {(0, 1), (1, 1), (2, 1)})):
        at = next(at for at in everywhere(LARGE, 3) if panel._choosers.at(at) == tab)
        assert panel.press(at, view) is view.choices
        assert shown() == expected
    assert panel.key("channel", view) is None


def test_more_pictures_than_fit_are_counted_in_whatever_words():
    panel, view = scenes.densities()
    draw(panel, view, size=(260, 300))
    assert len(panel._shown) == 2
    assert all(value.startswith("2 of 6") for value in panel.values(view))
    draw(panel, view, size=LARGE)
    assert "of 6" not in " ".join(panel.values(view))


def test_quantities_of_one_layer_stand_beside_each_other_where_they_have_no_room_below():
    panel, view = scenes.densities()
    draw(panel, view)
    panel.key("layer", view)
    for size, shown in (((440, 290), 3), ((260, 300), 2), (LARGE, 3)):
        draw(panel, view, size=size)
        assert panel._shown == [(row, 0) for row in range(shown)]
        assert panel.values(view)[-1] == ("batch 3 000" if shown == 3 else "2 of 3")


@pytest.mark.parametrize("size", [(340, 150), (260, 300), (340, 300), (440, 320), LARGE])
@pytest.mark.parametrize("chosen", range(7))
def test_each_tab_is_there_or_counted_and_the_chosen_one_always_is(size, chosen):
    panel, view = scenes.densities(layers=6)
    draw(panel, view, size=size)
    for _ in range(chosen):
        panel.key("layer", view)
    words = said(panel, view, size)
    assert cut_off(panel, view, size) == []
    assert {found for at in everywhere(size, 2) if (found := panel._choosers.at(at))} >= {(1, chosen)}
    for group, (first, *others) in enumerate((("all", *QUANTITIES), ("all layers", *LAYERS))):
        shown = {
            found[1] for at in everywhere(size, 2) if (found := panel._choosers.at(at)) and found[0] == group
        }
        cut = len(others) + 1 - len(shown)
        assert first in words
        assert not cut or f"+{cut}" in words


def test_a_press_on_a_tab_chooses_what_is_written_on_it():
    panel, view = scenes.densities(layers=6)
    for _ in range(6):
        draw(panel, view, size=(260, 300))
        panel.key("layer", view)
    draw(panel, view, size=(260, 300))
    for at in everywhere((260, 300), 3):
        found = panel._choosers.at(at)
        if found is not None and found[0] == 1:
            panel.press(at, view)
            draw(panel, view, size=(260, 300))
            assert {column + 1 for _, column in panel._shown} == {found[1]} or found[1] == 0


def test_work_goes_on_a_little_with_every_tick_until_all_is_known():
    for scene in (scenes.densities, scenes.dead_units):
        work = Shares(3)
        panel, view = scene(work=work)
        draw(panel, view)
        for expected in (True, True, False):
            assert panel.lively
            assert panel.tick(0.02, view) is None
            assert panel.lively is expected
        assert work.done == 3
        work.total = 5
        assert panel.lively
        panel.settle(view)
        assert not panel.lively


def test_new_numbers_are_drawn_a_few_pictures_a_frame_and_in_the_end_all(canvas_of):
    panel, view = scenes.densities()
    other, _ = scenes.densities(widen=2.0)
    first, second = panel._source(view), other._source(view)
    canvas = canvas_of(LARGE)
    area = canvas.surface.get_rect().inflate(-20, -60)
    panel.draw(canvas, area, view)
    panel._source = lambda _: second
    for frame in range(1, 6 // RENEWED + 1):
        canvas.surface.fill(canvas.theme.panel)
        panel.draw(canvas, area, view)
        new = sum(panel._densities[cell].shows(second.spreads[cell[0]][cell[1]]) for cell in panel._shown)
        assert new == frame * RENEWED
        assert panel.lively is (new < 6)
    assert first is not second


def test_drawing_again_what_was_drawn_gives_the_same_picture(canvas_of):
    panel, view = scenes.densities()
    spreads = panel._source(view).spreads[0][0]
    pictures = []
    for again in (False, True):
        canvas, density = canvas_of((300, 200)), Density()
        density.draw(canvas, canvas.surface.get_rect(), spreads)
        if again:
            canvas.surface.fill(canvas.theme.panel)
            density.draw_again(canvas, canvas.surface.get_rect())
        pictures.append(canvas.surface.get_view("0").raw)
    assert pictures[0] == pictures[1]


def test_a_moment_without_numbers_is_drawn_as_nothing(canvas_of):
    none = Spread(0.0, 1.0, np.zeros(96, np.int64), 0, 0, 0.0, 0.0)
    data = Spreads("conv 1", "|∂L/∂w|", np.array([0]), (none,), True)
    canvas, density = canvas_of((300, 200)), Density()
    density.draw(canvas, canvas.surface.get_rect(), data)
    assert density.hover((150, 100)).lines[1].startswith("0.00 %")


def test_nothing_is_drawn_before_the_first_moment(canvas_of):
    values = np.random.default_rng(1).normal(size=500)
    pictures = []
    for steps in ([0, 3000], [1500, 3000]):
        spreads = (scenes.spread(values),) * 2
        canvas, density = canvas_of((180, 140)), Density()
        density.draw(
            canvas, canvas.surface.get_rect(), Spreads("conv 1", "weights", np.array(steps), spreads)
        )
        box = density._drawn[0].inner
        pictures.append(pygame.surfarray.array3d(canvas.surface)[box.left : box.right, box.centery])
    middle = len(pictures[0]) * 1500 // 3072
    assert (pictures[0][: middle - 2] != pictures[1][: middle - 2]).any(axis=-1).mean() > 0.9
    assert np.array_equal(pictures[0][middle + 2 :], pictures[1][middle + 2 :])


def test_the_flow_tells_each_layers_exact_norms():
    panel, view = scenes.flow()
    flow, lines = panel._source(view), {line[0]: line for line in told(panel, view)}
    for i, name in enumerate(flow.names):
        line = next(line for head, line in lines.items() if head.startswith(name))
        assert line[1].split()[-1] == exact(float(flow.now[i]))
        assert line[2].split()[-1] == exact(float(flow.low[i]))
        assert line[3].split()[-1] == exact(float(flow.high[i]))
        assert line[6].split()[-1] == exact(float(flow.updates[i]) / float(flow.weights[i]))


@pytest.mark.parametrize("gone", [0.0, np.nan, np.inf])
def test_a_gradient_that_is_gone_has_no_disc_and_breaks_nothing(gone):
    panel, view = scenes.flow()
    whole = draw(panel, view)
    panel._source(view).now[1] = gone
    assert not np.array_equal(draw(panel, view), whole)


def test_each_dead_unit_is_counted_named_and_crossed_out():
    panel, view = scenes.dead_units()
    assert panel.value(view) == "3 of 72 dead"
    lines = {line[0]: line for line in told(panel, view, step=2)}
    for unit in range(1, 65):
        dead = unit in (3, 17, 41)
        assert lines[f"dense 1, unit {unit}"][1].startswith("dead" if dead else "above zero")
    assert lines["dense 1: dead"][1] == "3, 17, 41"
    assert "conv 1: dead" not in lines
    assert f"{exact(100.0)}" not in lines["conv 1, map 1"][1]


def test_hundreds_of_dead_units_keep_to_their_lines():
    panel, view = scenes.dead_units(dead=range(64))
    draw(panel, view)
    (conv, _), (dense, _) = panel._lines
    assert dense.height <= 3 * conv.height
    strip = panel._drawn[1][0]
    assert strip.top >= dense.bottom and strip.bottom <= SIZE[1]


def test_before_anything_is_known_they_say_that_they_are_looking():
    for scene, nothing in ((scenes.densities, {"spreads": ()}), (scenes.dead_units, {"units": ()})):
        panel, view = scene(work=Shares(3))
        known, empty = draw(panel, view), replace(panel._source(view), step=-1, **nothing)
        panel._source = lambda _, empty=empty: empty
        assert not np.array_equal(draw(panel, view), known)
        assert panel.lively
        assert panel.value(View(view.timeline)) == ""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "right, wrong",
    [
        pytest.param(scenes.kernels, lambda: scenes.kernels(sign=-1.0), id="signs of the weights"),
        pytest.param(scenes.kernels, lambda: scenes.kernels(channel=0), id="another kernel chosen"),
        pytest.param(scenes.densities, lambda: scenes.densities(widen=0.5), id="narrower in the end"),
        pytest.param(scenes.dead_units, lambda: scenes.dead_units(dead=(2, 16)), id="a dead unit less"),
        pytest.param(scenes.flow, lambda: scenes.flow(shift=3.0), id="more gradient"),
        pytest.param(scenes.weight_story, lambda: scenes.weight_story(weight=-0.25), id="another weight"),
    ],
)
def test_the_comparison_of_pictures_notices(right, wrong, theme):
    assert not difference(draw(*wrong(), theme), draw(*right(), theme)).acceptable


def test_a_moment_that_stands_alone_is_a_histogram_without_a_time_axis(monkeypatch):
    words, text = [], Canvas.text

    def noted(self, said, *where, **more):
        words.append(said)
        return text(self, said, *where, **more)

    monkeypatch.setattr(Canvas, "text", noted)
    numbers = scenes.spread(np.random.default_rng(2).normal(size=400))
    panel, view = scenes.densities()
    first = panel._source(view).spreads[0][0]
    alone = replace(first, steps=np.array([700]), spreads=(numbers,))
    table = panel._source(view)
    panel._source = lambda _: replace(table, spreads=((alone,),), rows=("weights",), columns=("conv 1",))
    draw(panel, view)
    assert "batch 700" in words and "batch" not in words
    assert any("deviation" in line for lines in told(panel, view) for line in lines)


def test_the_norm_in_the_title_of_a_slim_panel_is_left_out_before_it_is_cut():
    panel, view = scenes.flow()
    assert panel.values(view) == ("norm of ∂L/∂θ", "|∂L/∂θ|", "norms", "")


@pytest.mark.parametrize("size", [(172, 132), (172, 150), (172, 180), (220, 220), (300, 300)])
def test_layers_of_units_are_all_shown_or_those_left_out_are_counted(size):
    panel, view = scenes.three_layers_of_units()
    assert cut_off(panel, view, size) == []
    words = said(panel, view, size)
    shown, of = len(panel._lines), len(panel._source(view).units)
    assert shown == of or any(word.startswith(f"and {of - shown} more layer") for word in words)
    assert all(area.bottom <= size[1] - 8 for area, *_ in panel._drawn)
    assert all(strip[2] >= LEAST for strip in panel._drawn)  # a cell can be told from its neighbours


def test_little_room_first_takes_words_from_dead_units_and_only_then_layers():
    panel, view = scenes.three_layers_of_units()
    draw(panel, view, size=(200, 178))
    assert len(panel._lines) == 3


@pytest.mark.parametrize("width", [200, 230, 260, 300, 440])
def test_the_legend_of_the_flow_has_fewer_words_before_it_is_cut(width):
    panel, view = scenes.flow()
    legends = [word for word in said(panel, view, (width, 260)) if word.startswith("disc")]
    assert len(legends) == 1 and "…" not in legends[0] and "bar: " in legends[0]
    assert cut_off(panel, view, (width, 260)) == []


@pytest.mark.parametrize("width", range(160, 260, 6))
def test_how_many_units_are_dead_is_never_cut(width):
    panel, view = scenes.dead_units(dead=range(0, 60, 2))
    heads = [word for word in said(panel, view, (width, 200)) if word.startswith("dense 1")]
    assert len(heads) == 1 and heads[0].startswith("dense 1: 30 of 64 ") and "dead" in heads[0]


def test_where_cells_are_large_all_the_same_every_dead_unit_is_named():
    panel, view = scenes.dead_units(dead=range(0, 60, 2))
    words = " ".join(said(panel, view, (600, 270)))
    assert ", ".join(map(str, range(1, 61, 2))) in words and "…" not in words


def test_a_dead_unit_stays_hollow_where_its_cell_is_too_small_to_be_crossed_out():
    panel, view = scenes.three_layers_of_units()
    picture = draw(panel, view, "light", size=(200, 178))
    strip, units, size, across = panel._drawn[2]
    assert size < 6
    dead, alive = units.dead[0] - 1, 0
    corners = ((strip.left + i % across * size, strip.top + i // across * size) for i in (dead, alive))
    middles = [picture[y + (size - 2) // 2, x + (size - 2) // 2] for x, y in corners]
    assert tuple(middles[0]) == THEMES["light"].panel
    assert tuple(middles[1]) != THEMES["light"].panel


def test_layers_of_the_flow_without_room_are_counted():
    panel, view = scenes.flow()
    draw(panel, view, size=(200, 96))
    shown = len(panel._rows)
    assert shown < 3
    assert panel.values(view) == (f"{shown} of 3 layers fit", f"{shown} of 3")
    draw(panel, view)
    assert panel.value(view) == "norm of ∂L/∂θ"


def test_cells_of_many_units_are_large_enough_to_be_seen_before_dead_ones_are_named():
    panel, view = scenes.dead_units(dead=range(0, 600, 2), of=600)
    draw(panel, view, size=(240, 340))
    assert all(size >= 6 for *_, size, _ in panel._drawn)
    assert panel.values(view)[-1] == "300"


def test_words_without_room_tell_the_key_that_leads_to_them():
    panel, view = scenes.densities(layers=6)
    draw(panel, view, size=(260, 300))
    hints = {hint.lines for at in everywhere((260, 80), 2) if (hint := panel.hover(at, view)) is not None}
    assert any(lines[0].endswith("more layers") and lines[1].startswith("k:") for lines in hints)
