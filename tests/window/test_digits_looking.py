"""What keys and clicks show of a run that is over: what a stage in memory shows that is told the same."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.panels.confusion import ConfusionMatrix
from tests.window.desktop import App, until
from tests.window.twin import FLAGS, Twin, batches, top

pytestmark = pytest.mark.window
PAGES = "12345678"
MESSAGE = 56  # pixels at the foot where it passes


@pytest.fixture(scope="module")
def app(desktop, tmp_path_factory):
    """One window for all these tests, its run over."""
    app = App(desktop, tmp_path_factory.mktemp("digits"), *FLAGS, lab="mnist")
    try:
        app.shown()
        until(lambda: app.epoch() == batches(), "the end")
        yield app
        assert not app.ended()
        summary = app.quit()
        assert summary["stopped"] == "finished"
        assert summary["batches"] == batches()
    finally:
        app.close()


@pytest.fixture(scope="module")
def both(app):
    twin = Twin(app)
    twin.key("6", "shift+Left", "1")  # where no panel takes it: from now on nothing turns by itself
    assert twin.stage._turning._still
    return twin


@pytest.fixture
def twin(both):
    """Back on the overview with the first validation image, nothing else chosen and dark."""
    yield both
    both.key("8", "BackSpace", "7", "BackSpace")
    while (both.choices.source, both.choices.sample) != ("validation", 0):
        both.key("Down" if both.choices.source == "validation" else "i")
    both.key("1")


def differs(one, other):
    return not np.array_equal(one, other)


def resize(twin, size):
    twin.app.desktop.tool("windowsize", twin.app.window(), *size)
    twin.app.size = size
    twin.draw()


@pytest.mark.parametrize("size", [(640, 400), (960, 600)], ids="{0[0]}x{0[1]}".format)
def test_eight_pages_by_key_and_by_tab_in_both_themes(twin, size):
    resize(twin, size)
    try:
        pictures = set()
        for _theme in ("dark", "light"):
            for key in PAGES:
                twin.key(key)
                pictures.add(twin.agrees().tobytes())
            twin.key("t")
        assert len(pictures) == 2 * len(PAGES)
        for number in (8, 3, 6, 1):
            twin.click(twin.tab(number))
            assert twin.stage.page is twin.stage.pages[number - 1]
            assert twin.agrees().tobytes() in pictures
    finally:
        resize(twin, (960, 600))


@pytest.mark.parametrize("page", PAGES)
def test_arrows_and_i_choose_another_image_on_every_page(twin, page):
    first = twin.agrees()
    twin.key(page, "Down", "Down", "Up", "1")
    assert (twin.choices.source, twin.choices.sample) == ("validation", 1)
    second = twin.agrees()
    twin.key(page, "i", "Up", "1")
    assert (twin.choices.source, twin.choices.sample) == ("test", twin.choices.samples - 1)
    assert len({picture.tobytes() for picture in (first, second, twin.agrees())}) == 3


def test_the_filter_pass_obeys_its_keys(twin):
    twin.key("2")
    pictures = [twin.agrees()]
    for keys in ("period", "shift+Right", "shift+Down", "f", "k", "c", "b"):
        twin.key(keys)
        pictures.append(twin.agrees())
    assert all(differs(one, other) for one, other in pairwise(pictures))
    twin.key("b", "F")  # forward again, the filter before
    assert not twin.choices.backward
    twin.agrees()
    twin.key("comma", "comma", "shift+Up", "shift+Left")
    twin.agrees()


def test_the_filter_pass_plays_until_it_is_paused(twin):
    twin.key("2")
    still = twin.agrees()
    app = twin.app
    app.key("p")  # at its own pace: xdotool now and then sends a shifted sign without its shift
    seen = set()
    until(lambda: seen.add(app.screen().tobytes()) or len(seen) > 3, "a window that slides")
    app.key("p")
    assert differs(app.settled()[top() : app.size[1]], still)
    twin.key(*["shift+Left"] * 8, *["shift+Up"] * 8)  # into the corner, wherever it stopped
    twin.agrees()


def test_the_mouse_puts_the_window_anywhere(twin):
    twin.key("2")
    before = twin.agrees()
    spot = next(spot for spot in twin.stage.page.panels[0]._sketch.spots if spot.put is not None)
    area = spot.grid.area
    twin.click((area.right - 6, area.bottom - 6))
    after = twin.agrees()
    assert differs(after, before)
    twin.click((area.x + 6, area.y + 6))
    assert differs(twin.agrees(), after)


def test_numbers_and_layers_of_the_filters(twin):
    twin.key("3")
    before = twin.agrees()
    for key in ("v", "k", "f"):
        twin.key(key)
        after = twin.agrees()
        assert differs(after, before), key
        before = after
    twin.key("v")
    twin.agrees()


def test_a_drawing_is_read_and_can_be_taken_back(twin):
    twin.key("8")
    empty = twin.agrees()
    paper = twin.paper()
    x, y = paper.center
    reach = paper.width // 4
    path = [(x, y - reach), (x, y), (x, y + reach)]
    twin.drag(path)
    assert twin.choices.source == "drawn"
    drawn = twin.agrees()
    assert differs(drawn[:, : paper.right], empty[:, : paper.right])  # the ink
    assert differs(drawn[:, paper.right + 24 :], empty[:, paper.right + 24 :])  # the answer
    twin.drag([(x - reach, y), (x, y), (x + reach, y)])
    crossed = twin.agrees()
    assert differs(crossed[:, paper.right + 24 :], drawn[:, paper.right + 24 :])
    for page in PAGES:
        twin.key(page)
        twin.agrees()  # the drawing is the chosen image on each
    twin.key("BackSpace")
    assert twin.choices.drawn is None
    twin.agrees()


def test_a_drawing_by_keys_alone(twin):
    twin.key("8")
    up = twin.agrees()
    twin.key("shift+Left", "shift+Left")
    moved = twin.agrees()
    assert differs(moved, up)
    assert twin.choices.drawn is None
    twin.key("w", *["shift+Down"] * 6, *["shift+Right"] * 3)
    assert twin.choices.drawn.pixels.sum() > 20
    assert twin.choices.source == "drawn"
    drawn = twin.agrees()
    twin.key("w", *["shift+Up"] * 5)
    assert differs(twin.agrees(), drawn)  # only the pen has moved
    twin.key("BackSpace")
    twin.agrees()


def test_a_click_on_a_confusion_shows_its_images_until_backspace(twin):
    counts = twin.panel(ConfusionMatrix)._source(twin.stage._looking.view).counts.copy()
    np.fill_diagonal(counts, 0)
    cell = np.unravel_index(counts.argmax(), counts.shape)
    twin.click(twin.cell(*cell))
    assert twin.stage.page.name == "mistakes"
    assert twin.choices.cell == cell
    these = twin.agrees()
    twin.key("BackSpace")
    assert twin.choices.cell is None
    assert differs(twin.agrees(), these)


def test_keys_choose_a_confusion_and_show_its_images_as_a_click_does(twin):
    before = twin.agrees()
    twin.key("shift+Left", "shift+Up", "shift+Down")
    cell = twin.choices.cell
    assert cell is not None
    assert differs(twin.agrees(), before)
    twin.key("7")
    these = twin.agrees()
    twin.key("BackSpace")
    assert differs(twin.agrees(), these)
    twin.key("1")
    twin.click(twin.cell(*cell))
    assert np.array_equal(twin.agrees(), these)


def test_a_click_in_the_gallery_chooses_the_image_on_every_page(twin):
    first = twin.agrees()
    twin.key("7")
    before = twin.agrees()
    twin.click(twin.in_gallery(1))
    assert twin.choices.sample != 0
    assert differs(twin.agrees(), before)
    for page in "2468":
        twin.key(page)
        twin.agrees()
    twin.key("1")
    assert differs(twin.agrees(), first)


def test_a_panel_of_every_page_can_be_enlarged_and_help_lies_over_it(twin):
    for page in PAGES:
        twin.key(page)
        shown = twin.agrees()
        twin.key("bracketright", "Return")
        large = twin.agrees(above=MESSAGE)
        assert differs(large, shown[:-MESSAGE])
        twin.key("h")
        helping = twin.agrees(above=MESSAGE)
        assert differs(helping, large)
        twin.key("h", "Escape", "Escape")
        assert not differs(twin.agrees(), shown)
