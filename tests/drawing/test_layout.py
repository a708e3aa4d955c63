"""Dividing a rectangle: nothing left over, nothing overlapping, the gutter everywhere."""

from itertools import pairwise

import pygame
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing.layout import at_most, columns, divide, place, rows

WEIGHTS = st.lists(st.floats(0.1, 10), min_size=1, max_size=8)


@given(st.integers(200, 5000), WEIGHTS, st.integers(0, 20))
def test_parts_fill_a_line_exactly_in_proportion(length, weights, gutter):
    parts = divide(length, weights, gutter)
    assert parts[0][0] == 0
    assert parts[-1][0] + parts[-1][1] == length
    free = length - gutter * (len(weights) - 1)
    for (start, size), (following, _) in pairwise(parts):
        assert following - (start + size) == gutter
    for (_, size), weight in zip(parts, weights, strict=True):
        assert abs(size - free * weight / sum(weights)) <= 1


@given(st.integers(300, 3000), st.integers(200, 2000), WEIGHTS, WEIGHTS)
def test_nested_parts_fill_the_rectangle_without_overlap(width, height, across, down):
    half = len(across)
    upper = columns(*((weight, i) for i, weight in enumerate(across)))
    lower = columns(*((weight, half + i) for i, weight in enumerate(down)))
    area = pygame.Rect(7, 9, width, height)
    placed = place(rows((1, upper), (2, lower)), area, 12)
    assert sorted(placed) == list(range(half + len(down)))
    areas = list(placed.values())
    assert areas[0].unionall(areas[1:]) == area
    for i, one in enumerate(areas):
        if one.width and one.height:
            assert one.inflate(11, 11).collidelist(areas[i + 1 :]) == -1


def test_a_bare_number_is_a_panel():
    area = pygame.Rect(0, 0, 100, 50)
    assert place(columns((1, 4)), area, 12) == {4: area}


def test_a_line_too_short_for_its_gutters_has_empty_parts():
    assert all(size == 0 for _, size in divide(10, [1, 1, 1], 12))


@given(st.integers(300, 3000), WEIGHTS, st.data())
def test_what_is_held_leaves_the_rest_to_the_others_in_proportion(length, weights, data):
    held = data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))
    most = [5.0 if one else float("inf") for one in held]
    free = [weight for weight, one in zip(weights, held, strict=True) if not one]
    parts = rows(*((w, at_most(m, i)) for i, (w, m) in enumerate(zip(weights, most, strict=True))))
    placed = place(parts, pygame.Rect(0, 0, 50, length), 12)
    assert max(box.bottom for box in placed.values()) == length
    plain = divide(length, weights, 12)
    if not free:
        return
    left = sum(placed[i].height for i, one in enumerate(held) if not one)
    for i, one in enumerate(held):
        if one:
            assert placed[i].height <= 61
        else:
            assert abs(placed[i].height - left * weights[i] / sum(free)) <= 2
            assert placed[i].height >= plain[i][1] - 2
