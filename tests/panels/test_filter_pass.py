"""The filter pass answers mouse, keys and time, and tells the numbers it was given."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.numbers import exact
from netviz.drawing.theme import DARK
from netviz.panels.filter_pass import FilterPass
from netviz.panels.number_grid import Grid
from netviz.panels.pass_maps import draw_best
from netviz.panels.pass_player import HOLD, SPEEDS, Player
from netviz.panels.pass_sure import Sureness
from netviz.panels.words import longest
from tests.panels import pass_scenes
from tests.panels.pictures import SIZES, draw, figures_written
from tests.panels.texts import noted_texts

WIDTH, HEIGHT = SIZES["Filter pass"]


def opened(**made):
    """Return a drawn panel, its view and its data."""
    panel, view = pass_scenes.filter_pass(**made)
    draw(panel, view)
    return panel, view, panel._source(view)


def grid_of(panel, start):
    """Return the cells whose hint begins so."""
    for spot in panel._sketch.spots:
        told = {spot.tell(*cell)[0] for cell in np.ndindex(spot.grid.rows, spot.grid.columns)}
        if any(text.startswith(start) for text in told):
            return spot.grid
    raise AssertionError(f"no cells tell {start!r}")


def middle(grid, row, column):
    return grid.span(row, column).center


def lines_at(panel, view, grid, row, column):
    return panel.hover(middle(grid, row, column), view).lines


def button(panel, says):
    """Return the middle of the button whose hint begins so."""
    return next(c.button.area.center for c in panel._controls._controls if c.button.says.startswith(says))


def place(panel):
    return panel.player.row, panel.player.column


def number_in(line):
    return float(line.split()[-1].replace("−", "-"))


def test_every_number_of_the_forward_pass_is_told_exactly():
    panel, view, data = opened(channel=1)
    at = place(panel)
    inputs, kernel = grid_of(panel, "x, row 1, column 1,"), grid_of(panel, "conv 2 weight")
    products, z = grid_of(panel, "x · w"), grid_of(panel, "z, row 1")
    assert lines_at(panel, view, inputs, 3, 4) == (
        "x, row 3, column 4, channel 2", exact(data.inputs[1, 2, 3])
    )  # fmt: skip
    assert lines_at(panel, view, inputs, 0, 4)[0] == "padding: 0"
    assert lines_at(panel, view, kernel, 2, 1) == ("conv 2 weight [3,2,3,2]", exact(data.kernel[1, 2, 1]))
    told = [number_in(lines_at(panel, view, products, *cell)[0]) for cell in np.ndindex(3, 3)]
    assert sum(told) == pytest.approx(data.sums(*at)[1])
    assert number_in(lines_at(panel, view, z, *at)[1]) == pytest.approx(data.z[at])
    assert number_in(lines_at(panel, view, grid_of(panel, "p, row 1"), 1, 2)[1]) == pytest.approx(
        data.stages[1].outputs[1, 2]
    )


def test_the_list_of_channels_tells_what_each_adds_the_bias_and_z():
    panel, _, data = opened()
    told = [link.says for link in panel._sketch.links]
    sums = data.sums(*place(panel))
    assert [number_in(lines[0]) for lines in told[:2]] == pytest.approx(sums)
    assert number_in(told[2][1]) == data.bias
    assert number_in(told[3][0]) == pytest.approx(sums.sum() + data.bias)


def test_every_number_of_the_backward_pass_is_told_exactly():
    panel, view, data = opened(backward=True)
    at, back = place(panel), data.backward
    passed = data.passed(*at)
    for title, values in (
        ("dz · x", back.dz[at] * data.patch(*at)),
        ("dW so far", data.gathered(passed)),
        ("dW whole", back.dkernel[0]),
        ("batch dW", back.batch_dkernel[0]),
        ("dz · w", back.dz[at] * data.kernel[0]),
    ):
        grid = grid_of(panel, f"{title}: row")
        told = [number_in(lines_at(panel, view, grid, *cell)[1]) for cell in np.ndindex(3, 3)]
        assert told == pytest.approx(values.ravel())
    scattered = data.scattered(passed)
    lines = lines_at(panel, view, grid_of(panel, "∂L/∂x, row 1, column 1, channel"), 3, 4)
    assert number_in(lines[1]) == pytest.approx(scattered[3, 4])
    dz = grid_of(panel, "∂L/∂z")
    assert number_in(lines_at(panel, view, dz, *at)[1]) == pytest.approx(back.dz[at])
    told = [link.says[0] for link in panel._sketch.links]
    assert number_in(told[0]) == pytest.approx(data.gathered_bias(passed))
    assert number_in(told[1]) == pytest.approx(back.dbias)
    assert number_in(told[2]) == back.batch_dbias


def test_the_gradients_of_the_batch_are_said_to_be_from_before_its_update():
    panel, view = pass_scenes.filter_pass(backward=True)
    with noted_texts() as texts:
        draw(panel, view)
    assert "before update" in texts
    told = lines_at(panel, view, grid_of(panel, "batch dW: row"), 1, 2)
    assert told[2] == "last batch, 64, before its update"
    assert panel._sketch.links[2].says[1] == told[2]
    assert lines_at(panel, view, grid_of(panel, "dW whole: row"), 1, 2)[2] == "the network's own"


def test_where_there_is_no_room_for_that_it_is_said_which_batch_it_is():
    panel, view = pass_scenes.filter_pass(backward=True, size=1, border=0)
    with noted_texts() as texts:
        draw(panel, view, size=(560, 299))
    assert "before update" not in texts and any(text.startswith("last batch") for text in texts)
    assert "before its update" in lines_at(panel, view, grid_of(panel, "batch dW: row"), 0, 0)[2]


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("stride, border, size", [(1, 1, 3), (2, 0, 3), (2, 2, 5), (1, 0, 2)])
def test_the_window_comes_to_the_cell_under_the_mouse(stride, border, size, backward):
    made = {"side": 9, "stride": stride, "border": border, "size": size}
    panel, view, data = opened(**made, backward=backward)
    inputs = panel._sketch.spots[0].grid
    for cell in ((3, 4), (6, 2)):
        assert panel.press(middle(inputs, *cell), view) is view.choices
        row, column = place(panel)
        assert row * stride <= cell[0] < row * stride + size
        assert column * stride <= cell[1] < column * stride + size
    outputs = grid_of(panel, "∂L/∂z" if backward else "z, row")
    for cell in np.ndindex(data.z.shape):
        panel.press(middle(outputs, *cell), view)
        assert place(panel) == cell


def test_a_held_window_follows_the_mouse_to_the_edge_and_no_farther():
    panel, view, _ = opened()
    grid = grid_of(panel, "z, row")
    panel.press(middle(grid, 2, 2), view)
    assert panel.drag(middle(grid, 3, 4), view) is view.choices
    assert place(panel) == (3, 4)
    panel.drag((WIDTH + 500, HEIGHT + 500), view)
    assert place(panel) == (5, 5)
    panel.release(view)
    assert panel.drag(middle(grid, 1, 1), view) is None
    assert place(panel) == (5, 5)


def test_a_click_on_a_pooled_cell_completes_its_window():
    panel, view, _ = opened()
    panel.press(middle(grid_of(panel, "p, row"), 1, 2), view)
    assert place(panel) == (3, 5)


def test_a_click_beside_everything_means_nothing():
    panel, view, _ = opened()
    assert panel.press((WIDTH - 3, HEIGHT - 3), view) is None
    assert panel.hover((WIDTH - 3, HEIGHT - 3), view) is None


def test_buttons_choose_layer_filter_channel_and_direction():
    panel, view, _ = opened()
    found = {
        says: panel.press(button(panel, says), view)
        for says in ("next layer", "previous filter", "next filter", "next channel", "show the backward")
    }
    assert found["next layer"].layer == 0  # round from the last
    assert found["previous filter"].filter == 1
    assert found["next filter"].filter == 3
    assert found["next channel"].channel == 1
    assert found["show the backward"].backward
    channels = [link for link in panel._sketch.links if link.channel == 1]
    assert panel.press(channels[0].area.center, view).channel == 1
    assert all(panel.hover(c.button.area.center, view) for c in panel._controls._controls)


def sure_line(sureness, size=(936, 500)):
    """Return the drawn panel of an image that is read so, its view, and the middle of the button, if any."""
    panel, view = pass_scenes.sure(sureness)
    surface = pygame.Surface(size, 0, 32)
    panel.draw(Canvas(surface, DARK, Lettering()), surface.get_rect(), view)
    shown = panel._sure._button
    return panel, view, shown and shown[0].area.center


def test_of_an_image_read_surely_it_says_so_and_a_click_chooses_the_surest_mistake():
    panel, view, at = sure_line(pass_scenes.SURE)
    chosen = panel.press(at, view)
    assert (chosen.source, chosen.sample, chosen.backward) == ("validation", 36, True)
    assert panel.hover(at, view).lines[0] == "choose validation 37"
    assert panel.hover(panel._sure._said[0].center, view).lines[0] == f"1 − p(3) = {exact(4.9e-8)}"
    assert pass_scenes.SURE.words()[-1] == "p(3) = 1 − 4.9e−8"
    panel, view, at = sure_line(replace(pass_scenes.SURE, mistake=None))
    assert panel.press(at, view).go_to == "mistakes"  # of which none has been read yet
    for other in (replace(pass_scenes.SURE, mistake=-1), Sureness(3, 0.4, 36), Sureness(3, np.nan, 36)):
        panel, view, at = sure_line(other)
        assert at is None
        assert panel._sure._said is not None
    panel, view, at = sure_line(pass_scenes.SURE, (620, 300))
    assert at is None and panel._sure._said is None  # the numbers need the room
    panel, view = pass_scenes.filter_pass()
    draw(panel, view)
    assert panel._sure._said is None  # forward


def test_the_pictures_of_all_filters_choose_one_where_there_is_room_for_them():
    panel, view, data = opened()
    strip = panel._controls._strip
    for i in range(data.filters):
        at = strip._mosaic.box(i).center
        assert panel.press(at, view).filter == i
        assert panel.hover(at, view).lines[0] == f"filter {i + 1}"
    draw(panel, view, size=(616, 299))
    assert strip.at((300, 20)) is None
    assert strip._mosaic is None


def test_buttons_play_step_and_change_the_speed():
    panel, view, _ = opened()
    panel.player.put(2, 2)
    row, column = place(panel)
    assert panel.press(button(panel, "one place on"), view) is view.choices
    assert place(panel) == (row, column + 1)
    panel.press(button(panel, "one place back"), view)
    assert place(panel) == (row, column)
    before = panel.player.speed
    panel.press(button(panel, "slide faster"), view)
    assert panel.player.speed.rate == 2 * before.rate
    panel.press(button(panel, "slide slower"), view)
    assert panel.player.speed == before
    assert not panel.lively
    panel.press(button(panel, "let the window slide"), view)
    assert panel.lively
    draw(panel, view)
    panel.press(button(panel, "stop the window"), view)
    assert not panel.lively


def test_keys_move_the_window_and_change_what_is_looked_at():
    panel, view, _ = opened()
    panel.player.put(2, 2)
    for word, where in (
        ("step", (2, 3)), ("back", (2, 2)), ("left", (2, 1)), ("right", (2, 2)), ("up", (1, 2)),
        ("down", (2, 2)),
    ):  # fmt: skip
        assert panel.key(word, view) is view.choices
        assert place(panel) == where
    assert panel.key("layer", view).layer == 0
    assert panel.key("filter", view).filter == 3
    assert panel.key("filter back", view).filter == 1
    assert panel.key("channel", view).channel == 1
    assert panel.key("backward", view).backward
    assert panel.key("play", view) is view.choices
    assert panel.lively
    panel.key("faster", view)
    panel.key("slower", view)
    assert panel.lively  # a change of speed does not stop it
    assert panel.key("pen", view) is None


def test_time_moves_a_playing_window_only():
    panel, view, _ = opened()
    panel.player.put(0, 0)
    panel.tick(1.0, view)
    assert place(panel) == (0, 0)
    panel.key("play", view)
    for _ in range(10):
        panel.tick(0.1, view)
    assert panel.player.index == panel.player.speed.rate


def test_the_window_stays_when_the_numbers_change_and_keeps_its_part_of_another_map():
    made = [pass_scenes.data(seed=1), pass_scenes.data(seed=2), pass_scenes.data(side=12)]
    panel, view = FilterPass(lambda _: made[0]), pass_scenes.view()
    draw(panel, view)
    panel.player.put(4, 2)
    del made[0]
    draw(panel, view)
    assert place(panel) == (4, 2)
    del made[0]
    draw(panel, view)
    assert place(panel) == (9, 5)


def test_a_network_without_convolution_takes_no_keys_and_draws_a_sentence():
    panel, view = pass_scenes.without_convolution()
    empty = draw(panel, view)
    assert (empty != empty[400, 400]).any()
    assert panel.value(view) == ""
    assert panel.key("play", view) is None
    assert panel.press((400, 200), view) is None
    panel.tick(1.0, view)


def test_the_title_names_the_image_the_layer_the_place_and_the_loss():
    panel, view, _ = opened(backward=True)
    panel.player.put(1, 2)
    assert panel.value(view) == "validation 7 (digit 3), loss −ln p(3), conv 2: row 2, column 3"


@pytest.mark.parametrize("backward", [False, True])
def test_how_fast_the_window_slides_is_told_in_the_title_where_its_controls_are_narrow(backward):
    panel, view, _ = opened(backward=backward)
    assert panel.values(view)[0] == panel.value(view)  # beside its buttons
    draw(panel, view, size=(616, 299))
    panel.player.faster(1)
    panel.player.put(13, 13)
    canvas = Canvas(None, DARK, Lettering())
    room = 616 - 40 - canvas.text_width(panel.title, Face.TITLE)
    values = panel.values(view)
    assert values[longest(canvas, values, Face.MONO, room)].endswith(f", {panel.player.speed}")
    assert {text.removesuffix(", 8 cells/s") for text in values} == set(values[3:])


@pytest.mark.parametrize("size", [(616, 299), (936, 499), (1256, 699), (1896, 979)])
@pytest.mark.parametrize("backward", [False, True])
def test_cells_stay_inside_the_panel_and_apart_at_all_sizes(size, backward):
    panel, view = pass_scenes.filter_pass(side=14, backward=backward)
    draw(panel, view, size=size)
    areas = [spot.grid.area for spot in panel._sketch.spots]
    for i, area in enumerate(areas):
        assert area.left >= 0 and area.top >= 0 and area.right <= size[0] and area.bottom <= size[1]
        assert area.collidelist(areas[i + 1 :]) == -1


@pytest.mark.parametrize("size", [(936, 499), (1256, 699), (1896, 979)])
def test_a_map_of_14_by_14_has_numbers_in_its_cells(size):
    panel, view = pass_scenes.filter_pass(side=14)
    draw(panel, view, size=size)
    canvas = Canvas(None, DARK, Lettering())
    assert panel._sketch.spots[0].grid.style(canvas) is not None


def test_the_input_gives_way_where_that_lets_numbers_into_all_maps():
    panel, view = pass_scenes.filter_pass(side=14)
    draw(panel, view, size=(1896, 979))
    canvas = Canvas(None, DARK, Lettering())
    for start in ("x, row", "z, row", "a, row", "p, row"):
        assert grid_of(panel, start).style(canvas) is not None
    narrow, _ = pass_scenes.filter_pass(side=14)
    draw(narrow, view, size=(1256, 699))
    assert grid_of(narrow, "z, row").style(canvas) is None  # there it would have to give up too much
    assert grid_of(narrow, "x, row").area.width > 0.42 * 1256


@pytest.mark.parametrize("size", [(616, 299), (829, 432), (912, 465), (1256, 699), (1896, 979)])
@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("kernel", [3, 5, 7])
def test_no_label_is_cut_at_the_last_place(kernel, backward, size, monkeypatch):
    written, text = [], Canvas.text

    def noted(self, words, *where, **how):
        written.append(words)
        return text(self, words, *where, **how)

    panel, view = pass_scenes.filter_pass(
        side=14, channels=8, size=kernel, border=kernel // 2, backward=backward
    )
    draw(panel, view, size=size)  # the player knows its places now
    panel.player.put(13, 13)
    monkeypatch.setattr(Canvas, "text", noted)
    draw(panel, view, size=size)
    assert place(panel) == (13, 13) and written
    assert [words for words in written if words.endswith("…")] == []


@pytest.mark.parametrize("scale", [1.5, 2.0])
@pytest.mark.parametrize("side, channels, around", [(28, 1, 1), (14, 8, 0), (8, 1, 0), (4, 8, 0)])
def test_the_enlarged_window_has_numbers_rather_than_what_is_around_it(
    side, channels, around, scale, canvas_of
):
    panel, view = pass_scenes.filter_pass(side=side, channels=channels)
    for (width, height), spread in (((592, 257), 0), ((912, 457), around)):
        canvas = canvas_of((round(width * scale), round(height * scale)), scale=scale)
        panel.draw(canvas, canvas.surface.get_rect(), view)
        window, kernel, products = (spot.grid for spot in panel._sketch.spots[1:4])
        assert window.rows == 3 + 2 * spread
        assert all(grid.style(canvas) is not None for grid in (window, kernel, products))


@pytest.mark.parametrize("size", [(616, 299), (829, 432), (912, 465), (1256, 699)])
def test_filter_and_channel_are_named_where_they_are_chosen_at_all_sizes(size):
    panel, view = pass_scenes.filter_pass(channels=8)
    with noted_texts() as texts:
        draw(panel, view, size=size)
    for name, place, count in (("filter", 3, 4), ("channel", 1, 8)):
        told = texts[texts.index(name) :]
        assert told[1:4] == ["‹", "›", f"{place}/{count}" if size[0] < 840 else f"{place} of {count}"]


def test_the_only_filter_is_called_so():
    data = pass_scenes.data(backward=True)
    alone = replace(data, filter=0, kernels=data.kernels[:1])
    panel = FilterPass(lambda _: alone)
    draw(panel, pass_scenes.view(backward=True))
    told = {line for spot in panel._sketch.spots for line in spot.tell(0, 0)}
    assert "the only filter" in told
    assert not any("all 1" in line for line in told)


def test_a_maximum_is_marked_in_the_middle_of_its_cell_where_no_number_stands_yet():
    canvas = Canvas(pygame.Surface((200, 200), 0, 32), DARK, Lettering())
    grid = Grid(0, 0, 4, 4, 40, 40)
    for numbered in (False, True):
        canvas.surface.fill(DARK.panel)
        draw_best(canvas, grid, (1, 1), numbered=numbered)
        lit = np.argwhere(pygame.surfarray.array3d(canvas.surface).sum(axis=2) > sum(DARK.panel) + 200)
        (left, top), (right, bottom) = lit.min(axis=0), lit.max(axis=0)
        box = grid.span(1, 1)
        assert box.left < left and right < box.right - 2 and box.top + 1 < top and bottom < box.bottom
        assert box.collidepoint(left, top) and ((left <= box.centerx <= right) == (not numbered))


@pytest.mark.parametrize("backward", [False, True])
def test_numbers_that_are_not_finite_are_written_as_what_they_are(backward, monkeypatch):
    written = figures_written(monkeypatch)
    data = pass_scenes.data(backward=backward)
    for values in (data.inputs, data.kernel, data.z, *(stage.outputs for stage in data.stages)):
        values[..., 1, 1], values[..., 0, 1] = np.nan, np.inf
    with np.errstate(invalid="ignore", over="ignore"):  # as the stage has it
        draw(FilterPass(lambda _: data), pass_scenes.view(backward=backward))
    assert {"NaN", "∞"} <= set(written)
    assert not {"nan", "inf", "0e0"} & set(written)


# the player


def player(rows=3, columns=4):
    made = Player()
    made.fit(rows, columns, (0, 0))
    made.toggle()
    return made


def test_a_step_goes_round_and_a_move_stays_inside():
    made = player()
    made.step(-1)
    assert (made.row, made.column) == (2, 3)
    made.step(1)
    assert (made.row, made.column) == (0, 0)
    made.move(-1, -1)
    assert (made.row, made.column) == (0, 0)
    made.put(9, 9)
    assert (made.row, made.column) == (2, 3)
    assert not made.playing


def test_the_window_passes_every_place_in_order_waits_at_the_end_and_begins_again():
    made = player()
    seen = [made.index]
    second = 1 / made.speed.rate
    for _ in range(made.last):
        made.tick(second)
        seen.append(made.index)
    assert seen == list(range(12))
    made.tick(0.9 * HOLD)
    assert made.index == made.last
    made.tick(0.1 * HOLD + 1e-9)
    assert made.index == 0


def test_the_fastest_speeds_go_by_whole_rows():
    made = player(6, 5)
    made.faster(len(SPEEDS))
    assert made.speed.rows
    made.tick(1 / made.speed.rate)
    assert (made.row, made.column) == (0, 4)
    made.tick(2 / made.speed.rate)
    assert (made.row, made.column) == (2, 4)
    made.faster(-2 * len(SPEEDS))
    assert made.speed == SPEEDS[0]


def test_a_map_of_one_cell_is_passed_too():
    made = player(1, 1)
    made.tick(100.0)
    made.step(1)
    assert made.index == 0
