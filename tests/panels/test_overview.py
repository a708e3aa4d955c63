"""What the panels of the overview say and choose: the very numbers they were given."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pygame
import pytest

from netviz.drawing.numbers import exact, percent
from netviz.panels.answer import AnswerBars
from netviz.panels.layer_maps import LayerMaps, limit_for
from netviz.panels.panel import View
from netviz.panels.validations import apart
from tests.panels import overview_scenes as scenes
from tests.panels.pictures import SIZE, cut_off, draw, said
from tests.panels.texts import noted_texts


def everywhere(step=3):
    return ((x, y) for y in range(0, SIZE[1], step) for x in range(0, SIZE[0], step))


def hints(panel, view, step=3):
    """Return every different hint of a panel's picture."""
    draw(panel, view)
    return {hint.lines for at in everywhere(step) if (hint := panel.hover(at, view)) is not None}


def choices(panel, view, step=3):
    """Return what clicks anywhere on a panel's picture choose, by the place."""
    draw(panel, view)
    found = {at: panel.press(at, view) for at in everywhere(step)}
    return {at: chosen for at, chosen in found.items() if chosen is not None}


# feature maps


def test_every_number_of_a_map_is_told_with_its_place():
    panel, view = scenes.maps()
    layers = {layer.name: layer for layer in panel._source(view).layers}
    told = hints(panel, view, step=1)
    pixels = [lines for lines in told if lines[1].startswith("row ")]
    seen = set()
    for title, where, value, *_ in pixels:
        name, _, which = title.partition(", map ")
        row, column = (int(part.split()[1]) - 1 for part in where.split(", "))
        picture = int(which.split()[0]) - 1 if which else 0
        assert value == exact(float(layers[name].values[picture, row, column]))
        seen.add((name, picture, row, column))
    wanted = {
        (name, *place)
        for name, layer in layers.items()
        if layer.values.shape[1] > 1
        for place in np.ndindex(layer.values.shape)
    }
    assert seen == wanted


def test_every_number_of_a_strip_is_told_and_digits_by_their_name():
    panel, view = scenes.maps()
    *_, hidden, output = panel._source(view).layers
    told = {lines[0]: lines[1] for lines in hints(panel, view, step=1)}
    for i, value in enumerate(hidden.values.ravel()):
        assert told[f"dense 1, {i + 1} of 64"] == exact(float(value))
    for i, value in enumerate(output.values.ravel()):
        assert told[f"dense 2, {i}"] == exact(float(value))


def test_a_scale_ends_at_a_round_number_no_value_exceeds_and_seldom_changes():
    for most in np.geomspace(1e-6, 1e6, 500):
        limit = limit_for(np.array([[[-most, most / 3]]], np.float32))
        assert most * (1 - 1e-5) <= limit <= 1.34 * most
    limits = [limit_for(np.array([value])) for value in np.linspace(2.05, 2.45, 20)]
    assert set(limits) == {2.5}
    assert limit_for(np.zeros((1, 2, 2))) == 1.0
    assert limit_for(np.array([np.inf])) == 1.0


def test_a_few_great_numbers_do_not_leave_the_others_pale_and_are_counted():
    values = np.full((1, 20, 20), 0.5, np.float32)
    values[0, 0, :2] = (-40.0, 30.0)
    layer = LayerMaps("conv 1", "1×20×20", values, True, "z", conv=0)
    assert layer.limit == 8.0  # three times √(mean square) = 7.64
    assert layer.beyond == 2
    panel, view = scenes.maps((layer,))
    draw(panel, view)
    column = panel._shown[0][0]
    lines = panel.hover((column.area.x + 2, column.area.y + 2), view).lines
    assert lines[3] == "colours from −8.00 to 8.00, 2 of 400 numbers beyond"


def test_a_click_on_a_map_chooses_its_filter_and_one_beside_none():
    panel, view = scenes.maps()
    chosen = choices(panel, view)
    assert {(c.layer, c.filter) for c in chosen.values()} == {
        *((0, k) for k in range(4)),
        *((1, k) for k in range(8)),
    }
    for at, choice in chosen.items():
        title = panel.hover(at, view).lines[0]
        assert f"map {choice.filter + 1} of" in title
        assert title.startswith("conv 2") == (choice.layer == 1)
        assert choice.channel == 0 and choice.sample == view.choices.sample


def test_keys_choose_every_filter_that_a_click_can_choose():
    panel, view = scenes.maps()
    clicked = {(c.layer, c.filter, c.channel) for c in choices(panel, view).values()}
    now, reached = view.choices, set()
    for word in [*["filter"] * 4, "layer", *["filter back"] * 8]:
        now = panel.key(word, replace(view, choices=now))
        reached.add((now.layer, now.filter, now.channel))
    assert reached == clicked
    assert panel.key("left", view) is None


def test_what_has_no_room_is_counted():
    panel, view = scenes.many_maps()
    assert panel.value(view) == ""
    draw(panel, view, size=(300, 200))
    layers = len(panel._source(view).layers)
    shown = int(panel.value(view).split()[0])
    assert panel.value(view) == f"{shown} of {layers} layers fit" and shown < layers
    draw(panel, view, size=(1900, 1000))
    assert panel.value(view) == ""


# answer


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", ["validation 3 000", "training 57 000", "test 10 000", "drawn"])
def test_which_image_is_answered_for_is_told_in_little_room(name, scale, canvas_of):
    panel, view = scenes.answer()
    told = replace(panel._source(view), name=name)
    canvas = canvas_of((round(177.3 * scale), round(88.6 * scale)), scale=scale)
    named = AnswerBars(lambda _: told)
    with noted_texts() as texts:
        named.draw(canvas, canvas.surface.get_rect(), view)
    assert texts[texts.index("›") + 1] == (name.partition(" ")[2] or name)
    assert named.press(named._before.center, view).sample != view.choices.sample
    assert not named._before.colliderect(named._set) and not named._after.colliderect(named._set)


def test_the_value_names_label_answer_and_share():
    assert scenes.answer()[0].value(scenes.view()) == "is 7, read as 7, 97.0 %"
    panel, view = scenes.answer((1, 0, 3, 12, 0, 2, 0, 400, 4, 578))
    assert panel.value(view) == "is 7, read as 9, 57.8 %"
    assert scenes.answer(label=None)[0].value(view) == "read as 7, 97.0 %"
    drawn, _ = scenes.answer(label=None)
    told = drawn._source(view)
    empty = AnswerBars(lambda _: replace(told, pixels=np.zeros_like(told.pixels)))
    assert empty.value(view) == "nothing drawn: an empty image is read as 7, 97.0 %"


@pytest.mark.parametrize(
    "share, text",
    [(0.5, "50.0 %"), (1.0, "100.0 %"), (0.99951, "> 99.9 %"), (0.0, "0.0 %"), (1e-9, "< 0.1 %")],
)
def test_only_a_whole_share_is_written_as_one(share, text):
    assert percent(share) == text


def test_every_pixel_and_every_probability_is_told():
    panel, view = scenes.answer()
    answer = panel._source(view)
    told = hints(panel, view, step=2)
    pixels = {lines[0]: lines for lines in told if "row" in lines[0]}
    assert len(pixels) == answer.pixels.size
    for (row, column), pixel in np.ndenumerate(answer.pixels):
        lines = pixels[f"validation 13, row {row + 1}, column {column + 1}"]
        assert float(lines[1].split()[1]) == pytest.approx(255 * pixel, rel=1e-3)
        assert lines[2].split()[1] == exact(float(answer.values[row, column]))
    shares = {lines[0]: lines for lines in told if lines[0].startswith("digit")}
    assert len(shares) == 10
    for digit, share in enumerate(answer.probabilities):
        lines = next(lines for title, lines in shares.items() if title.startswith(f"digit {digit}"))
        assert lines[1] == f"p = {exact(float(share))}"
    assert shares["digit 7: what it is, and what it is read as"][3] == f"loss = {exact(answer.loss)}"


def test_clicks_go_to_the_next_image_the_one_before_and_another_set():
    panel, view = scenes.answer()
    chosen = choices(panel, view)
    found = {(choice.source, choice.sample) for choice in chosen.values()}
    assert found == {("validation", 11), ("validation", 13), ("drawn", 0)}  # the test set is empty
    image = panel._mosaic.area
    assert panel.press((image.left + 3, image.centery), view).sample == 11
    assert panel.press((image.right - 3, image.centery), view).sample == 13


def test_another_image_is_drawn_although_its_name_is_the_same():
    panel, view = scenes.answer(label=None)
    first = draw(panel, view)
    data = panel._source(view)
    other = type(data)(data.name, data.pixels.T.copy(), data.values, None, data.probabilities, None)
    panel._source = lambda _: other
    second = draw(panel, view)
    assert (first != second).any(axis=-1).sum() > 500


# curves


def test_curves_tell_least_mean_and_most_of_the_batches_they_name():
    metrics = scenes.falling(1200)
    panel, view = scenes.curves(metrics=metrics, epochs=0)
    told = hints(panel, view, step=2)
    found = {"loss": 0, "accuracy": 0}
    for lines in told:
        if not lines[0].startswith("training"):
            continue
        unit = lines[1].endswith(" %")
        name = "accuracy" if unit else "loss"
        first, _, last = lines[0].removeprefix("training, batch ").replace(" to ", "~").partition("~")
        first = int(first.replace(" ", ""))
        last = int(last.replace(" ", "")) if last else first
        values = metrics[first - 1 : last, 1 if unit else 0] * (100 if unit else 1)
        wanted = (values.mean(),) if first == last else (values.mean(), values.min(), values.max())
        for line, value in zip(lines[1:], wanted, strict=False):
            assert line.split()[-2 if unit else -1] == exact(value)
        found[name] += 1
    assert min(found.values()) > 100


@pytest.mark.parametrize(
    "least, early, told",
    [
        (0.05, 0.05, "accuracy, %"),
        (0.9, 0.1, "accuracy, %, below 90 left out"),
        (0.9, 0.9, "accuracy, %, from 90 up"),
    ],
)
def test_an_axis_of_accuracies_that_does_not_begin_at_0_says_so(least, early, told):
    accuracy = np.linspace(least, 0.99, 1200)
    accuracy[:5] = early
    panel, view = scenes.curves(metrics=np.stack((np.full(1200, 0.1), accuracy), axis=-1), epochs=0)
    with noted_texts() as texts:
        draw(panel, view)
    low = panel._drawn[1][0].y.low
    assert told in texts
    assert (low > 0) is (told != "accuracy, %")
    assert not low or f" {low:g} " in told


def test_points_tell_what_the_validation_set_said():
    panel, view = scenes.curves()
    held = panel._validations(view)
    told = {lines[:2] for lines in hints(panel, view, step=2) if lines[0].startswith("validation")}
    for i, step in enumerate((375, 750, "1 125")):
        where = f"validation after epoch {i + 1}, batch {step}"
        assert (where, f"loss {exact(held.loss[i])}") in told
        assert (where, f"accuracy {exact(100 * held.accuracy[i])} %") in told
    assert len(told) == 6


def test_no_point_of_the_validation_set_is_outside_the_accuracy_axis():
    metrics = np.tile((0.01, 0.99), (500, 1))
    panel, view = scenes.curves(metrics=metrics, epochs=1)
    panel._validations = lambda _: type(scenes.curves()[0]._validations(view))(
        np.array([1]), np.array([400]), np.array([3.0]), np.array([0.42])
    )
    draw(panel, view)
    (upper, _), (lower, _) = panel._drawn
    assert upper.inner.collidepoint(upper.point(400, 3.0))
    assert lower.inner.collidepoint(lower.point(400, 42.0))


@pytest.mark.parametrize("logarithmic", [True, False])
def test_without_a_batch_the_points_are_drawn_and_told_all_the_same(logarithmic):
    panel, view = scenes.only_looked_at()
    view = View(view.timeline, replace(view.choices, log_loss=logarithmic))
    told = {lines for lines in hints(panel, view, step=2) if lines[0].startswith("validation")}
    assert len(told) == 6
    held = panel._validations(view)
    for axes, values in ((panel._drawn[0][0], held.loss), (panel._drawn[1][0], 100 * held.accuracy)):
        assert all(axes.inner.inflate(2, 2).collidepoint(at) for at in axes.points(held.steps, values))


def test_rules_of_many_epochs_standapart():
    assert apart(list(range(0, 300, 5)), 24) == list(range(0, 300, 25))
    assert apart([7, 100, 200], 24) == [7, 100, 200]


# confusion


def test_every_cell_tells_its_count_and_shares_and_opens_its_images():
    panel, view = scenes.confusion()
    counts = panel._source(view).counts
    told = {lines[0]: lines for lines in hints(panel, view) if " × " in lines[0]}
    assert len(told) == 100
    for (i, j), many in np.ndenumerate(counts):
        lines = told[f"{many} × {i} read as {j}"]
        row, column = counts[i].sum(), counts[:, j].sum()
        share = f"{100 * many / row:.6g} %" if row else "none"
        assert lines[1].startswith(f"{share} of {row} that are {i}")
        assert lines[2].startswith(
            f"{100 * many / column:.6g} % of {column} read as {j}" if column else "none"
        )
    chosen = choices(panel, view)
    assert {choice.cell for choice in chosen.values()} == set(np.ndindex(10, 10))
    for at, choice in chosen.items():
        i, j = choice.cell
        assert choice.go_to == "mistakes"
        assert panel.hover(at, view).lines[0].endswith(f"{i} read as {j}")


def test_recall_and_precision_are_told_exactly_where_they_are_written():
    panel, view = scenes.confusion()
    counts = panel._source(view).counts
    width, height = size = (640, 460)
    draw(panel, view, size=size)
    assert panel._margins
    found = (panel.hover((x, y), view) for x in range(0, width, 4) for y in range(0, height, 4))
    told = {hint.lines[0]: hint.lines[1] for hint in found if hint is not None}
    for i in range(10):
        for name, whole, of in (
            ("recall", counts[i].sum(), f"that are {i}"),
            ("precision", counts[:, i].sum(), f"read as {i}"),
        ):
            share = f"{100 * counts[i, i] / whole:.6g} %" if whole else "none"
            assert told[f"{name} of {i}: {share}"] == f"{counts[i, i]} of {whole} {of} are read rightly"


def test_the_value_counts_the_right_ones_among_all():
    panel, view = scenes.confusion()
    counts = panel._source(view).counts
    share = 100 * np.trace(counts) / counts.sum()
    assert panel.value(view) == f"{share:.1f} % of {counts.sum()} · batch 1 200"


def test_it_wants_frames_until_all_images_are_read_and_says_how_many_are():
    panel, view = scenes.confusion(waits=True)
    assert not panel.lively  # nothing drawn yet
    draw(panel, view)
    assert panel.lively and panel.press((200, 150), view) is None
    waiting = panel._source(view)
    assert panel.value(view) == f"{waiting.done} of {waiting.total} images read"
    assert 0 < waiting.done < waiting.total
    for _ in range(2):
        assert panel.tick(0.02, view) is None
        draw(panel, view)
    assert not panel.lively and panel.press((200, 150), view) is not None


def test_for_a_picture_all_images_are_read_at_once():
    panel, view = scenes.confusion(waits=True)
    panel.settle(view)
    draw(panel, view)
    assert not panel.lively and panel.hover((200, 150), view) is not None


def test_a_single_error_is_seen_beside_many_right_ones():
    panel, view = scenes.confusion(size=1000)
    picture = draw(panel, view).astype(int)
    empty, single = (picture[box.top + 2, box.left + 2] for box in (panel._box(2, 8), panel._box(7, 1)))
    assert np.abs(empty - single).max() > 30


@pytest.mark.parametrize("height", [118, 130, 142, 200])
def test_digits_over_the_matrix_stay_apart(height):
    panel, view = scenes.confusion()
    draw(panel, view, size=(202, height))
    assert panel._wide >= 11  # a digit is 7 wide


# optimizer


def test_every_number_of_the_table_is_told_with_its_formula():
    panel, view = scenes.optimizer()
    data = panel._source(view)
    told = {lines[0]: lines for lines in hints(panel, view)}
    for measure in data.measures:
        for layer, value in zip(data.layers, measure.values, strict=True):
            lines = told[f"{layer}, {measure.name}"]
            assert lines[1] == exact(float(value)) and lines[2] == measure.formula


def test_the_schedule_tells_the_rate_of_the_batch_under_the_mouse():
    panel, view = scenes.optimizer()
    schedule = panel._source(view).schedule
    told = {lines for lines in hints(panel, view, step=2) if lines[0].startswith("learning rate")}
    rates = {int(step) + 1: float(rate) for step, rate in zip(schedule.steps, schedule.rates, strict=True)}
    assert len(told) > 50
    for _, now, there, _ in told:
        step, _, rate = there.removeprefix("at batch ").partition(": ")
        assert rate == exact(rates[int(step.replace(" ", ""))])
        assert now == "now 0.00157"


def test_layers_without_room_are_counted():
    panel, view = scenes.optimizer(20)
    told = hints(panel, view)
    shown = {lines[0].split(",")[0] for lines in told} - {"learning rate η"}
    assert 1 < len(shown) < 20
    places = [(cell.top, cell.bottom) for cell, _, k in panel._cells if k == 0]
    assert len(places) == len(shown)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@pytest.mark.parametrize("size", [(192, 142), (197, 148), (260, 170), (290, 240), (440, 320)])
@pytest.mark.parametrize("adam", [True, False])
def test_layers_and_columns_of_the_optimizer_without_room_are_told(size, adam):
    panel, view = scenes.optimizer(adam=adam)
    words, data = said(panel, view, size), panel._source(view)
    layers = len(data.layers) - len({i for _, i, _ in panel._cells})
    columns = [measure.head for measure in data.measures[len({k for _, _, k in panel._cells}) :]]
    more = ", ".join([*[f"{layers} more layer{'s' * (layers > 1)}"] * bool(layers), *columns])
    told = [word.partition(":")[0] for word in words if word.startswith("and ")]
    assert told == ([f"and {more}"] if more else [])
    assert bool(more) == (size < (270, 0))
    assert cut_off(panel, view, size) == []


def test_keys_reach_every_cell_of_the_matrix_from_the_one_with_the_most_errors():
    panel, view = scenes.confusion()
    now = panel.key("left", view)
    assert now.cell == (8, 3) and now.go_to == ""  # where 12 images are
    reached = set()
    for _ in range(10):
        for _ in range(10):
            now = panel.key("right", replace(view, choices=now))
            reached.add(now.cell)
        now = panel.key("down", replace(view, choices=now))
    assert len(reached) == 100
    assert panel.key("up", replace(view, choices=replace(now, cell=(0, 4)))).cell == (9, 4)
    assert panel.key("clear", replace(view, choices=now)).cell is None
    assert panel.key("clear", view) is None


def test_the_chosen_cell_is_ringed_and_told_in_the_title():
    panel, view = scenes.confusion()
    plain = draw(panel, view)
    chosen = replace(view, choices=replace(view.choices, cell=(8, 3)))
    marked = draw(panel, chosen)
    assert (plain != marked).any()
    assert panel.value(chosen) == "12 × 8 read as 3, 22.6 % of all 8"
    assert panel.values(chosen)[-2:] == ("12 × 8 as 3", "12")


def test_before_the_first_reading_keys_choose_no_cell():
    panel, view = scenes.confusion(waits=True)
    assert panel.key("down", view) is None


@pytest.mark.parametrize("height", range(90, 140))
def test_the_optimizer_drawn_again_in_little_room_keeps_its_bars_whole(height, canvas_of):
    panel, view = scenes.optimizer()
    canvas, pictures = canvas_of((240, 180)), []
    for _ in range(2):
        canvas.surface.fill(canvas.theme.panel)
        panel.draw(canvas, pygame.Rect(12, 12, 190, height), view)
        pictures.append(pygame.surfarray.array3d(canvas.surface))
    assert np.array_equal(*pictures)
