"""Where the maps of many layers go."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.drawing.canvas import Rect
from netviz.panels.feature_layout import LEAST, SMALLEST, Wanted, arrange

HEAD, FOOT = 32, 22
AREAS = (Rect(24, 120, 570, 200), Rect(24, 120, 768, 310), Rect(10, 10, 1870, 900), Rect(0, 0, 260, 150))


def maps(count, side=28):
    return Wanted(count, (side, side), 52, 60)


def numbers(count):
    return Wanted(count, (1, 1), 48, 66)


DEFAULT = [maps(1), *[maps(8)] * 2, maps(8, 14), *[maps(16, 14)] * 2, maps(16, 7)]
DEFAULT += [numbers(128), numbers(128), numbers(10)]


def extent(column):
    width, height = column.size
    down = -(-column.shown // column.across)
    across = min(column.across, column.shown)
    return across * (width + column.gap) - column.gap, down * (height + column.gap) - column.gap


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(maps, st.integers(1, 128), st.integers(1, 28).map(lambda side: side + 1)),
            st.builds(numbers, st.integers(1, 1000)),
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(AREAS),
    st.sampled_from((1.0, 1.5, 2.0)),
)
def test_whatever_the_network_columns_lie_inside_the_area_and_beside_each_other(wanted, area, unit):
    columns = arrange(wanted, area, HEAD, FOOT, unit)
    assert columns
    order = [column.layer for column in columns]
    assert order == sorted(set(order)) and order[-1] < len(wanted)
    for column in columns:
        layer = wanted[column.layer]
        assert 1 <= column.shown <= layer.count
        if len(columns) > 1:
            assert area.contains(column.area)
            width, height = extent(column)
            assert width <= column.area.width and HEAD + height + FOOT <= column.area.height + 1
            words = layer.label if column.shown == layer.count else max(layer.label, layer.cut)
            assert words <= column.area.width
    for i, one in enumerate(columns):
        assert not any(one.area.colliderect(other.area) for other in columns[:i])


@pytest.mark.parametrize("area", AREAS[:3])
def test_the_default_network_is_shown_whole(area):
    columns = arrange(DEFAULT, area, HEAD, FOOT, 1.0)
    assert [column.layer for column in columns] == list(range(len(DEFAULT)))
    assert all(column.shown == DEFAULT[column.layer].count for column in columns)


def test_maps_become_a_little_smaller_before_any_of_them_is_left_out():
    scaled = [replace(layer, label=76 if layer.label > 50 else 70, cut=90) for layer in DEFAULT]
    columns = arrange(scaled, Rect(36, 183, 773, 258), 46, 33, 1.5)  # what 1280×800 leaves at ×1.5
    assert [column.layer for column in columns] == list(range(len(DEFAULT)))
    assert all(column.shown == DEFAULT[column.layer].count for column in columns)
    assert all(column.size[0] >= SMALLEST * 1.5 for column in columns if not DEFAULT[column.layer].strip)


def test_maps_of_one_shape_are_equally_large_and_larger_where_there_is_room():
    sizes = []
    for area in AREAS[:3]:
        widths = {28: set(), 14: set(), 7: set()}
        for column in arrange(DEFAULT, area, HEAD, FOOT, 1.0)[1:]:
            if not DEFAULT[column.layer].strip:
                widths[DEFAULT[column.layer].shape[0]].add(column.size[0])
        assert all(len(alike) == 1 for alike in widths.values())
        sizes.append([alike.pop() for alike in widths.values()])
        assert sizes[-1] == sorted(sizes[-1], reverse=True)  # the finest are the largest
    assert all(LEAST <= small < large < larger for small, large, larger in zip(*sizes, strict=True))


def test_the_first_maps_are_large_enough_to_be_read_and_the_image_is_no_smaller():
    image, first, *_ = arrange(DEFAULT, AREAS[1], HEAD, FOOT, 1.0)
    assert 42 <= first.size[0] <= image.size[0]


def test_of_too_many_layers_the_first_and_the_last_stay():
    wanted = [maps(64)] * 40 + [numbers(10)]
    columns = arrange(wanted, AREAS[0], HEAD, FOOT, 1.0)
    shown = [column.layer for column in columns]
    assert 4 <= len(shown) < 41
    assert shown[0] == 0 and shown[-1] == 40


def test_a_long_strip_stands_in_as_many_lines_as_it_needs():
    column = arrange([numbers(1000)], Rect(0, 0, 400, 300), HEAD, FOOT, 1.0)[0]
    assert column.shown == 1000 and column.across > 1
    short = arrange([numbers(10)], Rect(0, 0, 400, 300), HEAD, FOOT, 1.0)[0]
    assert short.across == 1 and short.size[1] >= 11  # room for a digit beside
