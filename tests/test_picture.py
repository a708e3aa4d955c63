"""A picture that is kept: where it goes, and what is told."""

import numpy as np
import pygame
import pytest

from netviz.picture import kept


@pytest.fixture
def surface(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = pygame.Surface((30, 20), 0, 32)
    made.set_at((7, 3), (200, 100, 50))
    return made


def test_each_picture_is_a_file_of_its_own_with_the_surface_s_pixels(surface, tmp_path):
    told = [kept(surface, "look") for _ in range(3)]
    files = [tmp_path / name for name in ("look.png", "look-2.png", "look-3.png")]
    assert told == [f"saved {file}" for file in files]
    for file in files:
        read = pygame.surfarray.array3d(pygame.image.load(file))
        assert np.array_equal(read, pygame.surfarray.array3d(surface))


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(surface, tmp_path):
    told = kept(surface, "gone/look")
    assert told.startswith(f"no screenshot: {tmp_path / 'gone' / 'look.png'} cannot be written: ")
    assert list(tmp_path.iterdir()) == []


def test_a_present_folder_that_was_removed_is_told(surface, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert kept(surface, "look") == "no screenshot: look.png cannot be written: no such file or directory"
