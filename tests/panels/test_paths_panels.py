"""What the panels of paths and traces say under the mouse, and how they lay themselves out."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.numbers import MINUS, exact
from netviz.drawing.theme import THEMES
from netviz.panels.paths import PathsPanel
from netviz.panels.paths_data import RIVAL, WINNER, Column
from netviz.panels.paths_layout import apart, lay_out
from netviz.panels.paths_lines import color_of
from netviz.panels.traces import Traced, Traces
from netviz.panels.versus import HEADS, entries
from tests.panels import paths_scenes as scenes
from tests.panels.pictures import SIZE, cut_off, difference, draw, said
from tests.panels.test_hover import hints
from tests.panels.texts import noted_texts
from tests.panels.works import Shares


def test_a_line_tells_activation_times_weight_and_of_what():
    panel, view = scenes.paths()
    heads = {lines[0]: lines for lines in hints(panel, view, step=2)}
    lines = heads["relu 2 unit 4 → digit 4"]
    assert "a 3.00 × w 1.50 = +4.50  (of logit 6.25)" in lines
    assert "exactly 4.5" in lines
    assert "on the way to 4" in lines
    assert any("Σ of 64 products" in line for lines in heads.values() for line in lines)
    against = heads["relu 2 unit 2 → digit 4"]
    assert any("−0.600" in line for line in against)


def test_a_digit_tells_the_sum_that_its_logit_is():
    panel, view = scenes.paths()
    heads = {lines[0]: lines for lines in hints(panel, view, step=3)}
    lines = heads["digit 4, the winner, the true one"]
    assert "logit z = 6.25" in lines
    assert "Σ a·w over 8 units = 5.75" in lines
    assert any(line.strip() == "+ bias 0.5" for line in lines)
    assert any(line.strip() == "= 6.25" for line in lines)
    assert "network: logit = 6.25" in lines
    assert "digit 9, the rival" in heads
    assert {line for line in heads if line.startswith("digit")} >= {f"digit {i}" for i in (0, 1, 2, 3, 5)}


def test_every_number_of_a_map_can_be_read():
    panel, view = scenes.paths()
    draw(panel, view)
    paths, layout = scenes.small_paths(), panel._layout
    told = 0
    for unit, row, column in ((0, 1, 2), (2, 6, 6), (1, 2, 2)):
        box = layout.tiles[1].box(unit)
        at = (box.x + (column + 0.5) * box.width / 8, box.y + (row + 0.5) * box.height / 8)
        hint = panel.hover(at, view)
        if "→" not in hint.lines[0]:
            assert hint.lines[0] == f"relu 1 map {unit + 1} at row {row + 1}, column {column + 1}"
            assert f"a = {exact(paths.columns[1].values[unit, row, column])}" in hint.lines
            told += 1
    assert told >= 2


def test_units_on_a_path_are_numbered_apart_from_each_other():
    panel, view = scenes.paths()
    draw(panel, view)
    boxes = list(panel._layout.boxes.values())
    assert {node.unit for node in panel._layout.boxes} == {1, 3, 5}
    assert all(not a.colliderect(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_picture_tells_winner_from_rival_and_plus_from_minus():
    right = draw(*scenes.paths())
    assert not difference(draw(*scenes.paths(sign=-1.0)), right).acceptable
    assert not difference(draw(*scenes.paths(rival=8)), right).acceptable


def test_the_title_says_what_the_image_is_and_what_it_is_read_as():
    panel, view = scenes.paths()
    assert panel.value(view).startswith("validation 1: a 4, read as 4 (")
    panel, view = scenes.paths(label=None)
    assert panel.value(view).startswith("validation 1, read as 4 (")


@pytest.mark.parametrize("size", [(690, 460), (930, 640), (1440, 950), (440, 320)])
@pytest.mark.parametrize("maps, units", [(8, 128), (3, 20), (64, 1000), (1, 10)])
def test_columns_lie_inside_the_panel_one_beside_the_other(canvas_of, size, maps, units):
    canvas = canvas_of(size)
    columns = (
        Column("image", np.zeros((1, 28, 28)), True),
        Column("leaky_relu 1", np.zeros((maps, 28, 28)), True),
        Column("maxpool 1", np.zeros((maps, 14, 14)), True),
        Column("relu 3", np.zeros((units, 1, 1)), False),
        Column("dense 2", np.zeros((10, 1, 1)), False),
    )
    layout = lay_out(canvas, canvas.surface.get_rect(), columns)
    areas = [tiles.area for tiles in layout.tiles] + [layout.rows[0].unionall(layout.rows[1:])]
    for area in areas:
        assert canvas.surface.get_rect().contains(area)
    for left, right in pairwise(areas):
        assert left.right < right.left


@pytest.mark.parametrize("side", [8, 14, 28])
def test_in_little_room_the_image_is_as_large_as_its_place_whatever_other_columns_need(canvas_of, side):
    canvas = canvas_of((864, 470), scale=2.0)
    columns = (
        Column("image", np.zeros((1, side, side)), True),
        *(Column("ReLU 1", np.zeros((maps, side, side)), True) for maps in (8, 8, 32, 32)),
        Column("ReLU 3", np.zeros((128, 1, 1)), False),
        Column("dense 2", np.zeros((10, 1, 1)), False),
    )
    layout = lay_out(canvas, canvas.surface.get_rect(), columns)
    assert layout.tight
    room = layout.slot - canvas.px(14)
    assert 0.7 * room < layout.tiles[0].area.width <= room
    assert all(tiles.area.width <= room for tiles in layout.tiles)


def test_numbers_that_are_too_close_move_apart_and_no_others():
    assert apart([10, 50, 90], 15, 0, 100) == [10, 50, 90]
    moved = apart([50, 51, 52, 90], 15, 0, 100)
    assert moved[:3] == [36, 51, 66] and moved[3] == 90
    crowd = apart([99, 98, 97, 2], 15, 0, 100)
    assert np.diff(sorted(crowd)).min() >= 15
    assert min(crowd) >= 7.5 and max(crowd) <= 92.5
    assert list(np.argsort(crowd)) == [3, 2, 1, 0]


@pytest.mark.parametrize("units", [1, 3, 8])
def test_the_list_adds_up_whatever_it_shows(units):
    contest = scenes.contest()
    listed = entries(contest, units)
    *parts, total = listed
    assert (total.winner, total.rival) == tuple(contest.logits)
    assert sum(entry.winner for entry in parts) == pytest.approx(total.winner)
    assert sum(entry.rival for entry in parts) == pytest.approx(total.rival)
    shown = [abs(entry.difference) for entry in parts if entry.kind == "unit"]
    assert len(shown) == units
    assert shown == sorted(shown, reverse=True)


def test_a_reason_tells_its_exact_amounts():
    panel, view = scenes.versus()
    told = {lines[0]: lines for lines in hints(panel, view, step=4)}
    lines = told["relu 2 unit 4, a = 3"]
    assert "to 4: 4.5" in lines and "to 9: 1.5" in lines and "difference 3" in lines
    assert any("the network's own" in line for line in told["sum of all lines"])
    assert panel.value(view) == "4 and not 9"
    assert not difference(draw(*scenes.versus(swap=True)), draw(panel, view)).acceptable


def test_a_trace_tells_digit_moment_and_probability():
    panel, view = scenes.traces()
    traced, told = scenes.learning(), hints(panel, view, step=3)
    assert {f"digit {digit}" for digit in (4, 9)} <= {lines[0][:7] for lines in told}
    for lines in told:
        digit, step = int(lines[0][6]), int(lines[0].split()[-1])
        row = traced.steps.tolist().index(step)
        assert lines[1] == f"p = {exact(float(traced.probabilities[row, digit]))}"


def crossing(seed, moments=14):
    """Return traces of digits that overtake each other."""
    rng = np.random.default_rng(seed)
    logits = np.cumsum(rng.normal(0, 1, (moments, 10)), axis=0)
    logits[:, seed % 10] += np.linspace(-3, 6, moments)
    shares = np.exp(logits)
    return Traced(np.arange(moments) * 20, shares / shares.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("size", [(300, 150), SIZE, (640, 420)])
@pytest.mark.parametrize("seed", range(6))
def test_names_of_traces_lie_on_no_line_and_on_no_other_name(seed, size, monkeypatch):
    traced, written, write = crossing(seed), [], Canvas.text
    panel = Traces(lambda _: traced, Shares(0))

    def noted(canvas, text, *how, **more):
        box = write(canvas, text, *how, **more)
        if text[:1].isdigit() and (len(text) == 1 or text.endswith("%")):
            written.append((text, Rect(box).inflate(0, -6)))  # without the air over and under digits
        return box

    monkeypatch.setattr(Canvas, "text", noted)
    draw(panel, scenes.view(), size=size)
    axes, places = panel._axes, panel._axes.points(traced.steps[:, None], traced.probabilities)
    names = [(text, box) for text, box in written if box.left > axes.inner.left]  # not the axis' figures
    assert [text for text, _ in names if text.endswith("%")]
    for text, box in names:
        for line in places.swapaxes(0, 1).tolist():
            assert not any(box.clipline(one, other) for one, other in pairwise(line)), text
    assert [(a, b) for (a, one), (b, other) in combinations(names, 2) if one.colliderect(other)] == []


def test_every_digit_that_is_somewhat_probable_in_the_end_is_named_with_its_share():
    traced = scenes.learning()
    last = np.array([0.3, 0.31, 0.2, 0.1, 0.05, 0.03, 0.006, 0.004, 0, 0])
    traced = replace(traced, probabilities=np.vstack((traced.probabilities[:-1], last)))
    words = said(Traces(lambda _: traced, Shares(0)), scenes.view(), SIZE)
    assert {f"{digit} {100 * share:.1f} %" for digit, share in enumerate(last) if share > 0.02} <= set(words)


def test_one_moment_alone_tells_every_digit_exactly():
    shares = np.array([[1e-9, 0.9, 0.09, 0.0099, 1e-4, 0, 0, 0, 0, 0]])
    panel, view = Traces(lambda _: Traced(np.array([1020]), shares), Shares(0)), scenes.view()
    told = hints(panel, view, step=3)
    assert {lines[:2] for lines in told} == {
        (f"digit {digit} at batch 1 020", f"p = {exact(share)}") for digit, share in enumerate(shares[0])
    }
    assert panel.value(view) == "batch 1 020"


def test_one_moment_alone_has_bars_as_long_as_digits_are_probable(monkeypatch):
    shares = np.array([0.5, 0.25, 0.125, 0.1, 0.025, 0, 0, 0, 0, 0])
    panel, drawn, rect = Traces(lambda _: Traced(np.array([9]), shares[None]), Shares(0)), [], Canvas.rect

    def noted(self, box, color, *how, **more):
        drawn.append((box.width, color))
        return rect(self, box, color, *how, **more)

    monkeypatch.setattr(Canvas, "rect", noted)
    draw(panel, scenes.view())
    colors = THEMES["dark"].series(10)
    bars = {colors.index(color): width for width, color in drawn if color in colors}
    assert set(bars) == {0, 1, 2, 3, 4}
    for digit, width in bars.items():
        assert width == pytest.approx(bars[0] * shares[digit] / shares[0], abs=1)
    assert {"0", "p = 1"} <= set(said(panel, scenes.view(), SIZE))


def test_digits_of_one_moment_without_room_are_counted_with_their_share():
    shares = np.array([0.5, 0.25, 0.125, 0.05, 0.025, 0.01, 0.01, 0.01, 0.01, 0.01])
    panel, view = Traces(lambda _: Traced(np.array([9]), shares[None]), Shares(0)), scenes.view()
    words = said(panel, view, (320, 170))
    shown = len(panel._alone._rows)
    assert f"{10 - shown} more" in words and f"{100 * shares[shown:].sum():.1f} %" in words
    assert cut_off(panel, view, (320, 170)) == []
    told = (panel.hover((20, y), view) for y in range(0, 170, 3))
    assert "less probable: " + ", ".join(map(str, range(shown, 10))) in {
        hint.lines[0] for hint in told if hint
    }


def test_where_nothing_is_trained_the_title_promises_no_run_and_no_word_is_said_of_one():
    shares = np.full((1, 10), 0.1)
    ways = {}
    for over in (True, False):
        panel = Traces(lambda _: Traced(np.array([7120]), shares), Shares(0), over_a_run=over)
        ways[over] = (
            panel.title,
            any(word.startswith("No curve") for word in said(panel, scenes.view(), SIZE)),
        )
    assert ways == {True: ("Probabilities over the run", True), False: ("Probabilities now", False)}


def test_small_probabilities_of_one_moment_have_as_many_digits_each(monkeypatch):
    written, text = [], Canvas.text

    def noted(self, words, *where, **how):
        written.append(words)
        return text(self, words, *where, **how)

    monkeypatch.setattr(Canvas, "text", noted)
    shares = np.array([3e-7, 5e-11, 9.2e-10, 0.25, 2e-9, 0.5, 0.2499997, 0.0, 1e-8, 4e-4])
    draw(Traces(lambda _: Traced(np.array([7120]), shares[None]), Shares(0)), scenes.view(), size=(440, 420))
    assert {"3.0e−7", "5.0e−11", "9.2e−10", "0.250", "2.0e−9", "0", "4.0e−4"} <= set(written)


def test_traces_are_lively_while_moments_wait_and_ask_for_them():
    work, full = Shares(1), scenes.learning()
    begun = Traced(full.steps[-2:], full.probabilities[-2:], waiting=10)
    panel, view = Traces(lambda _: begun if work.left else full, work), scenes.view()
    draw(panel, view)
    assert panel.lively
    assert panel.value(view) == "2 of 12 moments"
    assert panel.tick(0.02, view) is None
    draw(panel, view)
    assert (panel.lively, work.done) == (False, 1)
    assert panel.value(view) == "12 moments kept"


def test_sides_have_colours_of_their_own(canvas_of):
    for theme in ("dark", "light"):
        colors = canvas_of(theme=theme).theme
        assert color_of(colors, WINNER) == colors.focus
        assert color_of(colors, RIVAL) not in (colors.focus, colors.positive, colors.negative)


@pytest.mark.parametrize("size", [(300, 240), (340, 300), (440, 320), (700, 500), (1000, 700)])
def test_no_part_of_the_paths_lies_over_another(size):
    panel, view = scenes.paths()
    draw(panel, view, size=size)
    layout = panel._layout
    columns = [tiles.area for tiles in layout.tiles]
    assert all(a.right < b.left for a, b in pairwise(columns))
    taken = [*layout.boxes.values(), *layout.rows]
    assert all(not a.colliderect(b) for i, a in enumerate(taken) for b in [*columns, *taken[:i]])


def test_one_moment_alone_makes_no_curve_and_is_named():
    panel, view = scenes.traces()
    full = panel._source(view)
    panel._source = lambda _: Traced(full.steps[-1:], full.probabilities[-1:])
    alone = draw(panel, view)
    assert panel.value(view) == "batch 300"
    assert panel._axes is None
    panel._source = lambda _: Traced(full.steps[-2:], full.probabilities[-2:])
    two = draw(panel, view)
    assert panel.value(view) == "2 moments kept"
    assert panel._axes is not None and (alone != two).any()


def signed(value):
    return f"{value:+.2f}".replace("-", MINUS) if value else "0.00"


def test_where_bars_have_no_room_the_differences_are_written(monkeypatch):
    told, figures = [], Canvas.figures

    def noted(self, many):
        told.append([text for text, *_ in many])
        figures(self, many)

    monkeypatch.setattr(Canvas, "figures", noted)
    panel, view = scenes.versus()
    draw(panel, view, size=(600, 400))
    wide = told[-1]
    draw(panel, view, size=(240, 400))
    units = [entry for _, entry in panel._rows][:-1]
    assert told[-1][2:-1:3] == [signed(entry.difference) for entry in units]
    assert told[-1][-1] == wide[-1] == signed(panel._rows[-1][1].difference)
    assert len(wide) < len(told[-1])  # there are bars instead


def test_logits_have_as_many_decimals_as_the_reasons_for_them(monkeypatch):
    told, figures = [], Canvas.figures

    def noted(self, many):
        told.append([text for text, *_ in many])
        figures(self, many)

    monkeypatch.setattr(Canvas, "figures", noted)
    data = scenes.small_paths()
    logits = np.array([-3.0, -0.00734, 0.0391, -0.141, 6.25, 13.046, -123.4, 0.0, 2.0, 5.5])
    panel = PathsPanel(lambda _view, _most: replace(data, logits=logits))
    draw(panel, scenes.view())
    assert told[-1][::2] == [f"{logit:.2f}".replace("-", MINUS) for logit in logits]


def test_differences_have_a_head_only_where_bars_or_figures_stand_below_it(monkeypatch):
    written, bars, headed = [], [], []
    monkeypatch.setattr(Canvas, "figures", lambda _, figures: written.extend(figures))
    monkeypatch.setattr("netviz.panels.versus._draw_bar", lambda *told: bars.append(told))
    for width in range(150, 440, 4):
        written.clear()
        bars.clear()
        panel, view = scenes.versus()
        with noted_texts() as texts:
            draw(panel, view, size=(width, 320))
        if any(text in HEADS for text in texts):
            last = max(right for _, right, _, _ in written)
            told = [text for text, right, _, _ in written if right == last]
            headed.append(width)
            assert bars or (last == width - 16 and len(told) > 3), width
    assert min(headed) < 250 < max(headed)


def test_titles_of_slim_panels_have_words_for_little_room():
    why, view = scenes.versus()
    assert why.values(view) == ("4 and not 9", "4, not 9")
    traced, view = scenes.traces()
    assert traced.values(view) == ("12 moments kept", "12 moments")
