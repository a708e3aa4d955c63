"""The kernels' grid, what it tells under the mouse, and what clicks and keys choose."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.figures import Figures, Style
from netviz.drawing.numbers import exact
from netviz.drawing.theme import THEMES
from netviz.panels.kernel_data import _magnified, limit_of
from netviz.panels.kernel_grid import Room, Shape, arrange
from netviz.panels.kernels import Kernels
from netviz.panels.spot import Spot
from netviz.panels.weight_story import WeightStory
from tests.panels import filters_scenes as scenes
from tests.panels.pictures import SIZE, draw
from tests.panels.texts import noted_texts

SHAPES = [(8, 1, 3), (16, 8, 3), (64, 32, 3), (3, 2, 5), (1, 1, 1), (7, 3, 2), (12, 4, 7)]


def room(width=290, height=500, cell=(4, 4)):
    return Room(width, height, cell, 64, 4, 20, 14)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("cell", [(4, 4), (42, 17)])
def test_every_cell_shown_lies_in_the_grid_apart_from_the_others_and_is_found_again(shape, cell):
    shape = Shape(*shape)
    grid = arrange(shape, room(cell=cell), shape.filters - 1, shape.channels - 1)
    seen = {}
    for offset in range(shape.weights + shape.filters):
        place = grid.place(offset)
        if place is None:
            continue
        assert place.x >= 0 and place.y >= 0 and place.right <= grid.size[0] and place.bottom <= grid.size[1]
        assert grid.at(place.center) == offset
        assert grid.at(place.topleft) == offset
        seen[offset] = place
    places = list(seen.values())
    assert all(place.collidelist(places[i + 1 :]) == -1 for i, place in enumerate(places))
    assert len(seen) == grid.filters * (grid.channels * shape.size**2 + 1)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_offset_of_a_cell_is_that_of_the_flat_array(shape):
    shape = Shape(*shape)
    flat = np.arange(shape.weights).reshape(shape.filters, shape.channels, shape.size, shape.size)
    for index in np.ndindex(flat.shape):
        assert shape.offset(*index) == flat[index]
        assert shape.cell(int(flat[index])) == index
    assert shape.cell(shape.weights + shape.filters - 1) == (shape.filters - 1, -1, 0, 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_pixel_has_the_colour_of_the_cell_that_is_found_there(shape):
    shape = Shape(*shape)
    grid = arrange(shape, room(), 0, 0)
    filters, channels = slice(0, grid.filters), slice(0, grid.channels)
    offsets = np.arange(shape.weights).reshape(shape.filters, shape.channels, shape.size, shape.size)
    weights = offsets[filters, channels].astype(np.uint32) + 1
    biases = np.arange(shape.weights, shape.weights + grid.filters, dtype=np.uint32) + 1
    picture = grid.compose(weights, biases, 0)
    assert picture.shape == (grid.size[1] - grid.room.above, grid.size[0])
    for y, x in np.argwhere(picture):
        assert grid.at((x, y + grid.room.above)) == picture[y, x] - 1
    assert (picture > 0).sum() == grid.cell[0] * grid.cell[1] * (weights.size + biases.size)


@pytest.mark.parametrize("filter, channel", [(0, 0), (63, 31), (40, 7)])
def test_of_more_kernels_than_fit_the_page_with_the_chosen_one_is_shown(filter, channel):
    shape = Shape(64, 32, 3)
    grid = arrange(shape, room(), filter, channel)
    assert not grid.whole
    assert grid.shows(filter, channel)
    assert grid.size[0] <= 290 and grid.size[1] <= 500
    assert grid.filters * grid.tile[1] > 500 - 14 - grid.tile[1]  # and no page is half empty


def test_all_kernels_are_shown_as_large_as_they_fit():
    grid = arrange(Shape(16, 8, 3), room(), 0, 0)
    assert grid.whole and grid.cell == (8, 8)
    assert 16 * (3 * 9 + 4) + 14 > 500  # larger ones do not
    assert arrange(Shape(8, 1, 3), room(), 0, 0).across == 2


def everywhere(step):
    return [(x, y) for y in range(0, SIZE[1], step) for x in range(0, SIZE[0], step)]


def test_every_cell_tells_its_number_and_is_looked_at_from_then_on():
    panel, view = scenes.kernels(filters=2, channels=2)
    draw(panel, view)
    data = panel._source(view)
    told = set()
    for at in everywhere(2):
        offset, hint = panel._under(at, view.choices), panel.hover(at, view)
        assert (hint is None) == (offset is None)
        if offset is not None:
            assert hint.lines[0] == f"conv 2 weight {offset}"
            assert exact(float(data.now[offset])) in " ".join(hint.lines)
            assert panel._spot.offset(view.choices, data.shape) == offset
            told.add(offset)
    assert told == set(range(len(data.now)))


def test_the_chosen_kernel_is_shown_large_and_its_cells_tell_their_numbers():
    panel, view = scenes.kernels(filter=1, channel=2)
    draw(panel, view)
    shape = panel._source(view).shape
    found = {}
    for at in everywhere(2):
        cell = panel._closeup.at(at)
        if cell is not None:
            found.setdefault(cell, set()).add(panel.hover(at, view).lines[0])
    expected = np.ndindex(3, 3)
    assert found == {cell: {f"conv 2 weight {shape.offset(1, 2, *cell)}"} for cell in expected}
    draw(panel, view, size=(300, 200))  # no room
    assert all(panel._closeup.at(at) is None for at in everywhere(2))


@pytest.mark.parametrize("scale", [1.5, 2.0])
@pytest.mark.parametrize(
    "filters, channels, size, titled",
    [(8, 1, (417, 257), True), (16, 8, (573, 391), False), (16, 8, (573, 500), True)],
)
def test_kernels_are_a_little_smaller_where_the_chosen_one_then_has_room_below_them(
    filters, channels, size, titled, scale, canvas_of
):
    panel, view = scenes.kernels(filters=filters, channels=channels, channel=0)
    canvas = canvas_of([round(side * scale) for side in size], scale=scale)
    with noted_texts() as texts:
        panel.draw(canvas, canvas.surface.get_rect(), view)
    assert panel._drawn[0].whole
    places = panel._closeup._places
    assert len(places) == 3
    assert all(canvas.surface.get_rect().contains(place) for place in places)
    assert titled == ("conv 2, filter 2, input 1, now" in texts)
    assert [text for text in texts if text.startswith("weight")] == ["weight"]


@pytest.mark.parametrize("size", [3, 5, 7, 11])
def test_kernels_are_no_smaller_for_one_that_has_no_room_for_numbers_all_the_same(size, canvas_of):
    panel, view = scenes.kernels(filters=4, channels=1, size=size, channel=0)
    shapes = set()
    for height in range(160, 420, 4):
        canvas = canvas_of((340, height))
        panel.draw(canvas, canvas.surface.get_rect(), view)
        grid, shown = panel._drawn[0], bool(panel._closeup._places)
        lower = height - (panel._drawn[1][0][1])
        alone = arrange(grid.shape, replace(grid.room, height=lower), 1, 0)
        assert shown or not grid.whole or grid.cell == alone.cell
        shapes.add(shown)
    assert shapes == ({False, True} if size < 5 else {False})


@pytest.mark.parametrize("size, style", [(3, Style.FINE), (5, Style.SHORT)])
def test_a_larger_kernel_is_shown_large_too_with_fewer_digits(size, style, monkeypatch):
    told, write = [], Figures.write

    def noted(self, surface, values, centres, style, *rest):
        told.append(style)
        write(self, surface, values, centres, style, *rest)

    monkeypatch.setattr(Figures, "write", noted)
    panel, view = scenes.kernels(filters=1, channels=1, size=size, filter=0, channel=0)
    draw(panel, view, size=(410, 460))
    assert set(told) == {style}
    assert panel.value(view) == f"1 filter of {size}×{size}, 1 input channel"


def test_a_resting_mouse_leaves_the_spot_to_the_keys():
    panel, view = scenes.kernels(filters=2, channels=2, filter=0, channel=0)
    draw(panel, view)
    at = next(at for at in everywhere(2) if panel._under(at, view.choices) == 4)
    panel.hover(at, view)
    chosen = panel.key("right", view)
    after = type(view)(view.timeline, chosen)
    panel.hover(at, after)
    assert panel._spot.offset(chosen, panel._source(view).shape) == 5


def test_a_click_chooses_the_kernel_under_it_and_a_click_on_a_bias_the_filter():
    panel, view = scenes.kernels(filters=3, channels=2, filter=1, channel=1)
    draw(panel, view)
    shape = panel._source(view).shape
    chosen = {}
    for at in everywhere(2):
        offset = panel._under(at, view.choices)
        if offset is not None:
            chosen[offset] = panel.press(at, view)
    for offset, choices in chosen.items():
        filter, channel, _, _ = shape.cell(offset)
        assert choices.filter == filter
        assert choices.channel == (channel if channel >= 0 else view.choices.channel)
        assert choices.layer == view.choices.layer
    assert len(chosen) == shape.weights + shape.filters


def test_tabs_choose_the_layer_and_switch_the_numbers():
    panel, view = scenes.kernels()
    plain = draw(panel, view)
    pressed = [panel.press(at, view) for at in everywhere(3) if panel._tabs.at(at) == 0]
    assert {(choices.layer, choices.filter, choices.channel) for choices in pressed} == {(0, 0, 0)}
    at = next(at for at in everywhere(3) if panel._tabs.at(at) == 2)
    assert panel.press(at, view) == view.choices
    assert not np.array_equal(draw(panel, view), plain)
    assert panel.press(at, view) == view.choices
    assert np.array_equal(draw(panel, view), plain)


def test_words_go_round_layers_filters_and_channels():
    panel, view = scenes.kernels(filters=3, channels=4, filter=2, channel=3)
    assert panel.key("layer", view).layer == 0
    assert panel.key("filter", view).filter == 0
    assert panel.key("filter back", view).filter == 1
    assert panel.key("channel", view).channel == 0
    assert panel.key("play", view) is None


def test_arrows_walk_over_every_cell_of_the_layer_and_back():
    panel, view = scenes.kernels(filters=2, channels=2, size=2, filter=0, channel=0)
    shape = panel._source(view).shape
    panel._spot.look(0, view.choices)

    def go(word):
        nonlocal view
        view = type(view)(view.timeline, panel.key(word, view))
        return shape.cell(panel._spot.offset(view.choices, shape))

    assert [go("right") for _ in range(4)] == [(0, 0, 0, 1), (0, 1, 0, 0), (0, 1, 0, 1), (0, -1, 0, 0)]
    assert go("left") == (0, 1, 1, 1)
    assert go("down") == (1, 1, 0, 1)
    assert (view.choices.filter, view.choices.channel) == (1, 1)
    assert [go("left") for _ in range(3)] == [(1, 1, 0, 0), (1, 0, 0, 1), (1, 0, 0, 0)]
    assert go("up") == (0, 0, 1, 0)


def test_the_spot_follows_to_the_same_cell_of_another_kernel():
    shape, spot = Shape(3, 4, 3), Spot()
    view = scenes.view(layer=1)
    assert shape.cell(spot.offset(view.choices, shape)) == (0, 0, 1, 1)  # the middle, to begin with
    spot.look(shape.offset(0, 0, 2, 0), view.choices)
    assert shape.cell(spot.offset(scenes.view(layer=1, filter=2, channel=3).choices, shape)) == (2, 3, 2, 0)
    assert shape.cell(spot.offset(scenes.view(layer=0).choices, shape)) == (0, 0, 1, 1)


def test_numbers_that_leave_no_room_for_three_sheets_show_now_alone():
    panel, view = scenes.kernels(numbers=True, filters=2, channels=1, size=7, filter=0, channel=0)
    draw(panel, view, size=(440, 320))
    assert len(panel._drawn[1]) == 1
    draw(panel, view, size=(1300, 700))
    assert len(panel._drawn[1]) == 3


def test_one_round_scale_holds_for_then_and_now_and_a_change_is_magnified_to_be_seen():
    data = scenes.sheets()
    most = np.abs(np.concatenate((data.start, data.now))).max()
    assert most <= limit_of(data) <= 1.6 * most
    change = np.array([0.011, -0.02])
    assert _magnified(change, 0.5) == 16  # 32 · 0.02 is beyond the scale
    assert _magnified(np.zeros(2), 0.5) == 1
    assert _magnified(np.array([0.6]), 0.5) == 1


def test_a_weight_that_is_no_number_is_drawn_and_told():
    panel, view = scenes.kernels(numbers=True)
    panel._source(view).now[:] = np.nan
    draw(panel, view)
    at = next(at for at in everywhere(2) if panel._under(at, view.choices) is not None)
    assert "NaN" in " ".join(panel.hover(at, view).lines) or "nan" in " ".join(panel.hover(at, view).lines)


def test_a_network_without_convolutions_is_said_to_have_none():
    panel = Kernels(lambda _: None, lambda *_: scenes.story(), Spot())
    view = scenes.view()
    draw(panel, view)
    assert panel.value(view) == "" and panel.key("layer", view) is None
    assert all(panel.press(at, view) is None and panel.hover(at, view) is None for at in everywhere(9))


@pytest.fixture
def written(monkeypatch):
    """Note all that is written, and where it begins and ends."""
    texts = []
    text = Canvas.text

    def noted(self, words, *where, **more):
        box = text(self, words, *where, **more)
        texts.append((words, box))
        return box

    monkeypatch.setattr(Canvas, "text", noted)
    return texts


def story_of(weights, gradients):
    steps = 100 * np.arange(1, len(weights) + 1)
    told = replace(scenes.story(), steps=steps, weights=np.array(weights), gradients=np.array(gradients))
    return WeightStory(lambda _: told), scenes.view()


@pytest.mark.parametrize("size", [(250, 520), (700, 300)])
def test_labels_of_small_and_of_nearly_equal_numbers_stay_left_of_the_curve(written, size):
    panel, view = story_of([0.531821, 0.531822, 0.531823], [-0.00012, -0.00014, -0.00016])
    draw(panel, view, size=size)
    (_, weight, _), (_, gradient, _) = panel._axes
    words = [text for text, _ in written]
    assert "gradient ∂L/∂w ×10⁻⁴" in words and "weight w" in words
    for axes in (weight, gradient):
        labels = {text for _, text in axes.y.ticks(max(2, axes.inner.height // 36))}
        beside = axes.inner.inflate(0, 6)
        shown = [box for text, box in written if text in labels and beside.top < box.centery < beside.bottom]
        assert len(shown) >= 2
        assert all(box.right <= axes.inner.left and box.left >= axes.area.left for box in shown)
    at = (gradient.inner.left + 1, gradient.inner.centery)
    assert panel.hover(at, view).lines[1] == "gradient ∂L/∂w = −0.00012"


@pytest.mark.parametrize("size, whole", [((135, 257), False), ((195, 391), True)])
@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_figures_of_a_weight_have_many_digits_in_a_narrow_panel_and_stay_inside(
    written, size, whole, scale, canvas_of
):
    values = (0.2720108628, -0.0009727317374, 1.01572723e-5, -7.298152923e-5)
    names = ("w at the start", "gradient ∂L/∂w", "Adam v", "last update Δw")
    told = replace(scenes.story(), figures=tuple(zip(names, values, strict=True)))
    canvas = canvas_of([round(side * scale) for side in size], scale=scale)
    WeightStory(lambda _: told).draw(canvas, canvas.surface.get_rect(), scenes.view())
    assert all(canvas.surface.get_rect().contains(box) for text, box in written if text.strip())
    short = "w at start", "∂L/∂w", "Adam v", "Δw"
    words = [text for text, _ in written]
    for name, value in zip(names if whole else short, values, strict=True):
        figure = words[words.index(name) + 1]
        assert float(figure.replace("−", "-")) == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("last", [200, 990, 4453, 44530])
def test_the_axis_of_batches_has_two_numbers_in_a_narrow_panel(written, last, scale, canvas_of):
    told = scenes.story()
    told = replace(told, steps=np.linspace(0, last, len(told.steps)).astype(int))
    for width in range(130, 300, 10):
        written.clear()
        canvas = canvas_of((round(width * scale), round(257 * scale)), scale=scale)
        panel = WeightStory(lambda _: told)
        panel.draw(canvas, canvas.surface.get_rect(), scenes.view())
        _, axes, _ = panel._axes[0]
        below = [text for text, box in written if box.top > axes.inner.bottom]
        assert len([text for text in below if text != "batch"]) >= 2
        assert ("batch" in below) != any(text.endswith(", by batch") for text, _ in written)


def test_of_one_moment_there_is_no_curve_and_it_is_said_why(written):
    panel, view = story_of([0.5], [0.1])
    draw(panel, view, size=(250, 520))
    assert not panel._axes
    assert "No curve: of the run, only batch" in " ".join(text for text, _ in written)


@pytest.mark.parametrize("scale", [1.5, 2.0])
@pytest.mark.parametrize("moments", [1, 9])
def test_of_a_formula_as_many_lines_are_written_as_a_narrow_panel_has_room_for(
    written, moments, scale, canvas_of
):
    formula = tuple(f"line {i} = {'0' * 9}" for i in range(8))
    told = replace(scenes.story(), formula=formula, steps=np.arange(moments))
    told = replace(told, weights=told.weights[:moments], gradients=told.gradients[:moments])
    seen = set()
    for height in range(150, 420, 10):
        written.clear()
        canvas = canvas_of((round(135 * scale), round(height * scale)), scale=scale)
        panel = WeightStory(lambda _: told)
        panel.draw(canvas, canvas.surface.get_rect(), scenes.view())
        lines = [box for text, box in written if text in formula]
        seen.add(len(lines))
        assert all(canvas.surface.get_rect().contains(box) for text, box in written if text.strip())
        if moments == 1:
            below = [box for text, box in written if text.startswith(("No curve", "only batch"))]
            assert below and all(box.bottom < below[0].top for box in lines)
    assert {0, 1, 2, 5, 8} <= seen


def test_a_network_that_was_only_loaded_is_shown_once():
    panel, view = scenes.kernels()
    trained = panel._source(view)
    draw(panel, view)
    assert len(panel._drawn[1]) == 3
    panel._source = lambda _: replace(trained, start=trained.now, steps=(3000, 3000))
    draw(panel, view)
    assert len(panel._drawn[1]) == 1
    panel._source = lambda _: replace(trained, start=trained.now, steps=(0, 0))  # a run that begins
    draw(panel, view)
    assert len(panel._drawn[1]) == 3


def test_the_curve_of_a_weight_tells_each_kept_moment():
    panel, view = scenes.weight_story()
    draw(panel, view, size=(440, 560))
    places = [(x, y) for x, y in product(range(0, 440, 2), range(0, 560, 4))]
    told = {hint.lines for at in places if (hint := panel.hover(at, view)) is not None}
    story = panel._source(view)
    weights = {lines[1] for lines in told if lines[1].startswith("weight")}
    assert weights == {f"weight w = {exact(float(value))}" for value in story.weights}
    gradients = {lines[1] for lines in told if lines[1].startswith("gradient")}
    assert "gradient ∂L/∂w = none" in gradients and len(gradients) > 2


@pytest.mark.parametrize("moments, thick", [(12, 3), (256, 2)])
def test_moments_close_to_each_other_are_a_line_without_dots(moments, thick):
    told = scenes.story(77, 0.125)
    steps = np.arange(moments)
    told = replace(told, steps=steps, weights=np.full(moments, 0.125), gradients=np.zeros(moments))
    panel = WeightStory(lambda _: told)
    picture = draw(panel, scenes.view(), size=(320, 600), theme="dark")
    line = (picture == THEMES["dark"].focus).all(axis=-1)
    axes = panel._axes[0][1]
    rows = line[axes.inner.top : axes.inner.bottom, axes.inner.left : axes.inner.right].sum(axis=0)
    assert rows.max() <= 3 and (rows == 3).any() == (thick == 3)
