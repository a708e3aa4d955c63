"""Pictures that are quick to put back, or scaled to where they are seen, are the same to the pixel."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from netviz.drawing.quick import quick_copy, quick_surface, stretch


@pytest.fixture
def noise():
    surface = pygame.Surface((64, 48), 0, 32)
    pixels = np.random.default_rng(1).integers(0, 256, (64, 48, 3), np.uint8)
    pygame.surfarray.blit_array(surface, pixels)
    return surface, pixels


@pytest.mark.parametrize("area", [(0, 0, 64, 48), (8, 4, 32, 16), (7, 3, 21, 9)])
def test_a_copy_has_the_pixels_of_its_part_and_does_not_begin_where_copying_is_slow(noise, area):
    surface, pixels = noise
    x, y, width, height = area
    copy = quick_copy(surface, pygame.Rect(area))
    assert copy.get_size() == (width, height)
    assert np.array_equal(pygame.surfarray.array3d(copy), pixels[x : x + width, y : y + height])
    assert copy.get_masks() == surface.get_masks()
    assert _address(copy) % 16 != 0
    assert _address(quick_surface((width, height), surface)) % 16 != 0


def _address(surface: pygame.Surface) -> int:
    array = pygame.surfarray.pixels2d(surface)
    return int(array.__array_interface__["data"][0])


@pytest.mark.parametrize("clip", [None, (4, 4, 20, 20)])
def test_a_picture_is_stretched_as_if_it_were_scaled_and_copied(noise, clip):
    small, area = noise[0].subsurface((3, 3, 12, 10)), pygame.Rect(5, 6, 40, 30)
    drawn, expected = (pygame.Surface((64, 48), 0, 32) for _ in range(2))
    for surface in (drawn, expected):
        surface.set_clip(clip)
    expected.blit(pygame.transform.smoothscale(small, area.size), area)
    stretch(small, drawn, area)
    assert np.array_equal(pygame.surfarray.array3d(drawn), pygame.surfarray.array3d(expected))
    assert pygame.surfarray.array3d(drawn).any()


def test_a_picture_in_another_format_is_stretched_in_its_own_colours(noise):
    surface = pygame.Surface((64, 48), 0, 32, (0xFF, 0xFF00, 0xFF0000, 0))
    small = pygame.Surface((8, 8), 0, 32)
    small.fill((200, 30, 60))
    stretch(small, surface, pygame.Rect(4, 4, 30, 30))
    assert surface.get_at((10, 10))[:3] == (200, 30, 60)
