"""Training and test figures over the epochs: exact numbers, the gap, and what is left out."""

import numpy as np
import pytest

from netviz.drawing.numbers import count
from netviz.panels.panel import Choices, View
from netviz.panels.two_losses import Course, TwoLosses
from tests.panels.losses_scenes import figures, losses, timeline
from tests.panels.pictures import cut_off, draw, inked
from tests.panels.test_hover import hints, number_after
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)


def test_each_place_tells_both_losses_and_the_gap_of_the_epochs_it_names():
    panel, view = losses(1500)
    seen, told = figures(1500), hints(panel, view, step=5)
    loss = [lines for lines in told if lines[0].startswith("loss, epoch")]
    assert len(loss) > 40
    for lines in loss:
        epochs = lines[0].removeprefix("loss, epoch ").removesuffix(", mean")
        first, last = (int("".join(filter(str.isdigit, end))) for end in epochs.split(" to "))
        mean = seen[first - 1 : last].mean(axis=0)
        assert number_after("training", lines) == pytest.approx(mean[0], rel=1e-9)
        assert number_after("test", lines) == pytest.approx(mean[1], rel=1e-9)
        assert number_after("gap", lines) == pytest.approx(mean[1] - mean[0], rel=1e-6)


@pytest.mark.parametrize("epochs", [10, 20])
def test_the_mouse_on_a_curve_is_told_the_epoch_of_that_place(epochs):
    panel, view = losses(epochs)
    draw(panel, view)
    for plot in panel._plots:
        for epoch in range(1, epochs):  # the last one has a dot
            x, _ = plot.axes.point(float(epoch), 1.0)  # an epoch's figures stand where it ends
            told = panel.hover((x, plot.axes.inner.bottom - 1), view).lines
            assert told[0].endswith(f", epoch {epoch}")
            seen = figures(epochs)[epoch - 1, plot.columns[0]] * plot.factor
            assert number_after("training", told) == pytest.approx(seen)


def test_accuracies_are_told_in_percent():
    panel, view = losses(60)
    told = {lines[0]: lines for lines in hints(panel, view, step=3)}
    lines = told["accuracy, epoch 30"]
    assert number_after("training", lines) == pytest.approx(100 * figures(60)[29, 2])
    assert number_after("test", lines) == pytest.approx(100 * figures(60)[29, 3])


def test_values_have_no_accuracy_and_without_test_points_there_is_one_line():
    panel, view = losses(60, accuracy=False)
    assert {lines[0].split(",")[0] for lines in hints(panel, view)} == {"loss"}
    panel, view = losses(60, test=False)
    told = hints(panel, view)
    assert not any("gap" in line or line.startswith("test") for lines in told for line in lines)
    assert "test" not in panel.value(view)


@pytest.mark.parametrize("epochs", [1, 3, 200])
def test_curves_that_begin_anew_have_the_whole_width(epochs):
    panel, _ = losses()
    view = View(timeline(figures(epochs), 1000), Choices())
    draw(panel, view)
    for plot in panel._plots:
        assert plot.axes.x.low == 1000
        assert max(epochs, 10) <= plot.axes.x.high - 1000 <= 1.03 * max(epochs, 10)
    told = {lines[0] for lines in hints(panel, view, step=1)}
    assert f"loss, epoch {count(1001)}" in told
    assert len(panel._plots) == 2


def test_after_an_edit_the_title_and_the_dots_tell_the_network_that_is_there_now():
    last = (0.9, 1.3, 0.61, 0.55)
    panel, view = losses(60, now=last)
    assert panel.value(view) == "0.900 · test 1.30 · 55.0 % of test right"
    told = {lines[0]: lines for lines in hints(panel, view, step=2)}
    lines = told["loss, of the network now, after epoch 60"]
    assert [number_after(word, lines) for word in ("training", "test", "gap")] == pytest.approx(
        [0.9, 1.3, 0.4]
    )
    lines = told["accuracy, of the network now, after epoch 60"]
    assert [number_after(word, lines) for word in ("training", "test")] == pytest.approx([61, 55])
    lines = told["loss, epoch 60"]
    assert number_after("training", lines) == pytest.approx(figures(60)[-1, 0])


@pytest.mark.parametrize("log_loss", [True, False])
@pytest.mark.parametrize("after", [40, 100_000])  # with the peak then in the first bin of epochs
def test_the_peak_of_a_divergence_taken_back_does_not_press_all_else_flat(log_loss, after, written):  # noqa: F811
    metrics = figures(20 + after)
    metrics[10:14, :2] = [[1e280], [1e290], [1e305], [2e307]]
    panel, _ = losses(log_loss=log_loss, now=tuple(metrics[-1].tolist()))
    draw(panel, View(timeline(metrics), Choices(log_loss=log_loss)))
    assert 0.1 <= panel._plots[0].axes.y.high <= 100
    assert any(word.endswith(", peak cut") for word, _ in written[0])
    hints(panel, View(timeline(metrics), Choices(log_loss=log_loss)), step=30)  # which tell of it as of all


@pytest.mark.parametrize("log_loss", [True, False])
def test_a_loss_that_is_large_now_or_was_at_first_has_its_place_on_the_axis(log_loss, written):  # noqa: F811
    large = figures(60)
    large[:, :2] *= 1e9
    for metrics, now in ((large, tuple(large[-1].tolist())), (figures(60), (3e200, 2e200, 0.5, 0.5))):
        panel, _ = losses(log_loss=log_loss, now=now)
        draw(panel, View(timeline(metrics), Choices(log_loss=log_loss)))
        assert panel._plots[0].axes.y.high >= max(metrics[:, :2].max(), *now)
    assert not any("cut" in word for word, _ in written[0])


def test_the_title_under_the_mouse_tells_its_losses_exactly():
    panel, view = losses(60)
    lines = panel.value_hint(view).lines
    told = [number_after(word, lines) for word in ("training", "test")]
    assert told == pytest.approx(figures(60)[-1, :2].tolist(), rel=1e-9)


def test_the_title_tells_the_newest_figures():
    panel, view = losses(60)
    last = figures(60)[-1]
    train, test, right = panel.value(view).split(" · ")
    assert float(train) == pytest.approx(last[0], rel=1e-2)
    assert float(test.removeprefix("test ")) == pytest.approx(last[1], rel=1e-2)
    assert float(right.split()[0]) == pytest.approx(100 * last[3], abs=0.1)


def test_a_title_with_little_room_tells_of_both_losses_by_their_gap():
    last = (0.9, 1.3, 0.61, 0.55)
    panel, view = losses(60, now=last)
    assert panel.values(view)[1:] == ("0.900 · test 1.30", "0.90 · test 1.3", "gap 0.40", "gap 0.4", "")
    assert number_after("gap", panel.value_hint(view).lines) == pytest.approx(0.4)


@pytest.mark.parametrize("log_loss", [True, False])
@pytest.mark.parametrize(
    "metrics", [np.zeros((0, 4)), np.zeros((20, 4)), np.full((20, 4), np.nan), np.full((3, 1), 0.5)]
)
def test_nothing_zero_and_what_is_not_finite_are_drawn(metrics, log_loss):
    now = tuple(metrics[-1].tolist()) if metrics.shape[1:] == (4,) and len(metrics) else (0.7, 0.7, 0.5, 0.5)
    panel = TwoLosses(lambda _: Course("L", now))
    view = View(timeline(metrics), Choices(log_loss=log_loss))
    draw(panel, view)
    assert isinstance(panel.value(view), str)


@pytest.mark.parametrize("size", [(300, 300), (700, 300), (160, 120)])
def test_it_is_drawn_at_any_size(size):
    assert inked(*losses(), size) > 0.05
    assert not cut_off(*losses(), size)


def test_losses_below_zero_are_shown_on_a_linear_axis_and_some_of_them_are_said_to_be_left_out():
    panel, view = losses(60, now=(-14.7, -13.6, 0.5, 0.5), accuracy=False)
    draw(panel, view)
    assert len(panel._plots[0].dots) == 2
    panel, view = losses(60, now=(-14.7, 0.3, 0.5, 0.5), accuracy=False)
    draw(panel, view)
    assert len(panel._plots[0].dots) == 1


@pytest.mark.parametrize("height", [200, 222, 228, 400])
@pytest.mark.parametrize("least", [0.05, 0.79, 0.97])
def test_numbers_along_accuracies_are_a_lines_height_apart(height, least, written):  # noqa: F811
    metrics = figures(60)
    metrics[:, 2:] = np.linspace(least, 1.0, 60)[:, None]
    panel = TwoLosses(lambda _: Course("L", tuple(metrics[-1].tolist())))
    draw(panel, View(timeline(metrics), Choices()), size=(280, height))
    inner = panel._plots[1].axes.inner
    numbers = [
        box
        for words, box in written[0]
        if words.isdigit() and box.right < inner.left and box.bottom > inner.top
    ]
    middles = sorted(box.centery for box in numbers)
    assert len(middles) > 1 and min(np.diff(middles)) >= numbers[0].height - 1
    assert "100" in [words for words, _ in written[0]]
