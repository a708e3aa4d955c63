"""A drawing is set as MNIST sets its digits: scaled into 20 pixels, its centre of mass in the middle."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.panels.centring import BOX, MIDDLE, SIDE, averages, centred
from netviz.panels.ink import Ink

SEVEN = ((0.0, 0.0), (0.5, 0.02), (0.2, 0.8))


def drawing(points=SEVEN, corner=(0.1, 0.1), size=1.0, radius=0.03):
    ink = Ink()
    places = [(corner[0] + size * x, corner[1] + size * y) for x, y in points]
    for start, end in pairwise(places):
        ink.stroke(start, end, size * radius)
    return ink.cells


def box_of(image):
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def centre_of(image):
    places = np.arange(SIDE) + 0.5
    return (image.sum(axis=1) @ places / image.sum(), image.sum(axis=0) @ places / image.sum())


@pytest.mark.parametrize("points", [SEVEN, ((0, 0), (0.7, 0.1)), ((0.1, 0), (0, 0.6)), ((0, 0), (0, 0))])
def test_the_longer_side_is_twenty_pixels_and_the_centre_of_mass_in_the_middle_pixel(points):
    image = centred(drawing(points))
    assert image.shape == (SIDE, SIDE)
    assert image.min() >= 0 and image.max() <= 1
    assert max(box_of(image)) == BOX
    assert all(int(centre) == MIDDLE for centre in centre_of(image))


@pytest.mark.parametrize("corner", [(0.05, 0.04), (0.25, 0.13), (0.4, 0.15), (0.1 + 0.2 / 224, 0.1)])
def test_wherever_on_the_pad_it_is_drawn_the_image_is_the_same(corner):
    off = np.abs(centred(drawing(corner=corner)) - centred(drawing()))
    assert off.max() < 0.15  # a cell of the pad is a tenth of a pixel, and the box ends with a whole cell
    assert off.mean() < 0.005


@pytest.mark.parametrize("size", [0.5, 0.75, 1.05])
def test_however_large_it_is_drawn_the_image_is_the_same(size):
    off = np.abs(centred(drawing(size=size)) - centred(drawing()))
    assert off.mean() < 0.01
    assert np.corrcoef(centred(drawing(size=size)).ravel(), centred(drawing()).ravel())[0, 1] > 0.985


def test_whole_cells_moved_on_the_pad_change_nothing_at_all():
    cells = drawing()
    moved = np.roll(cells, (11, 23), axis=(0, 1))
    np.testing.assert_allclose(centred(moved), centred(cells), atol=1e-12)


def test_doubling_every_cell_changes_nothing():
    cells = drawing(size=0.5)[:112, :112]
    doubled = np.kron(cells, np.ones((2, 2)))
    np.testing.assert_allclose(centred(doubled), centred(cells), atol=1e-12)


def test_an_image_that_is_set_so_already_stays_as_it_is():
    image = centred(drawing())
    np.testing.assert_allclose(centred(image), image, atol=1e-12)


def test_another_aspect_is_kept():
    high, wide = box_of(centred(drawing(((0, 0), (0.2, 0.7)))))
    cells = drawing(((0, 0), (0.2, 0.7)))
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    assert wide / high == pytest.approx(np.ptp(columns) / np.ptp(rows), abs=1 / BOX)


def test_ink_is_averaged_by_area():
    cells = np.zeros((40, 40))
    cells[:, :3] = 1.0  # a column and a half of the image
    image = centred(cells)
    inked = np.flatnonzero(image.any(axis=0))
    np.testing.assert_allclose(image[:, inked].max(axis=0), [1.0, 0.5])
    assert image.sum() == pytest.approx(cells.sum() / 4)


def test_blank_paper_is_blank_and_one_cell_fills_the_box():
    assert not centred(np.zeros((50, 50))).any()
    dot = np.zeros((50, 50))
    dot[7, 40] = 1.0
    assert box_of(centred(dot)) == (BOX, BOX)


def test_ink_far_from_its_centre_of_mass_stays_on_the_image():
    cells = np.zeros((200, 200))
    cells[:40] = 1.0
    cells[:, 0] = 1.0
    image = centred(cells)
    assert box_of(image)[0] == BOX
    assert image.sum() == pytest.approx(cells.sum() / 100)


@pytest.mark.parametrize("length, pixel", [(7, 1.0), (7, 0.35), (41, 2.05), (200, 10.0)])
def test_averages_spread_every_cell_once(length, pixel):
    shares = averages(length, pixel)
    np.testing.assert_allclose(shares.sum(axis=0) * pixel, 1.0)
    assert (shares.sum(axis=1) <= 1 + 1e-12).all()
