"""The start screen: what can be chosen, by which hand; that all of it is seen; that what is seen is real."""

from __future__ import annotations

import itertools
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pygame
import pytest

from netviz import cli, launch, making, start_screen, start_window, window
from netviz.drawing.canvas import Canvas
from netviz.drawing.theme import THEMES
from netviz.labs.digits_files import FILES
from netviz.options import LABS, Options
from netviz.settings.playground import PRESETS
from netviz.signals import Caught
from netviz.start_layout import neighbour, start_layout
from netviz.start_screen import StartScreen
from netviz.start_tiles import TILES
from netviz.start_window import Chosen

SEED = 7
SIZES = [
    ((640, 400), 1.0), ((960, 600), 1.0), ((1280, 800), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.5),
    ((1920, 1080), 1.0), ((1000, 400), 1.0), ((640, 1080), 1.0), ((800, 1280), 1.0),
    ((1080, 1920), 1.5),
]  # fmt: skip


def previews(*flags):
    return [
        making.preview(replace(cli.parse([tile.flag]), seed=SEED))
        for tile in TILES
        if not flags or tile.flag in flags
    ]


@pytest.fixture(scope="module")
def all_previews():
    """All of them, after some training."""
    made = previews()
    for _ in range(30):
        for preview in made:
            preview.tick()
    return made


@pytest.fixture
def screen_of(all_previews):
    """Return a maker of screens that were drawn once."""

    def make(size=(1280, 800), theme="dark", scale=1.0):
        screen = StartScreen(all_previews, "python main.py", theme, scale)
        screen.draw(pygame.Surface(size, 0, 32))
        return screen

    return make


class Watching(Canvas):
    """Notes the texts written, and where."""

    told: list = []  # noqa: RUF012

    def text(self, text, *where, **more):
        box = super().text(text, *where, **more)
        if text:
            self.told.append((text, box))
        return box


# what can be chosen


def test_every_lab_and_every_preset_has_a_tile():
    opened = [cli.parse([tile.flag]) for tile in TILES]
    assert {options.lab for options in opened} == set(LABS)
    assert {tile.flag for tile in TILES if tile.preset} == {f"--{name}" for name in PRESETS}
    assert all(tile.says.endswith(".") for tile in TILES)


@pytest.mark.parametrize("number", range(1, len(TILES) + 1))
def test_a_number_opens_its_tile(screen_of, number):
    screen = screen_of()
    assert screen.key(str(number))
    assert screen.chosen == number - 1


def test_other_keys_open_nothing(screen_of):
    screen = screen_of()
    for name in ("0", "8", "9", "x", "", "t", "h", "escape", "tab", "left", "²", "end"):
        assert not screen.key(name)


def test_tab_goes_through_all_tiles_and_back(screen_of):
    screen = screen_of()
    seen = [screen.chosen]
    for _ in TILES:
        screen.key("tab")
        seen.append(screen.chosen)
    assert seen == [*range(len(TILES)), 0]
    screen.key("shift+tab")
    assert screen.chosen == len(TILES) - 1
    assert screen.key("enter")


@pytest.mark.parametrize("size, scale", SIZES, ids=str)
def test_arrows_lead_to_every_tile_and_never_away(size, scale):
    tiles = start_layout(size, scale, range(3, 7)).tiles
    ways = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    reached, fresh = {0}, {0}
    while fresh:
        fresh = {neighbour(tiles, at, way) for at in fresh for way in ways} - reached
        reached |= fresh
    assert reached == set(range(len(TILES)))
    upright = size[1] > size[0]
    assert neighbour(tiles, 0, (1, 0) if upright else (0, 1)) == 1
    assert neighbour(tiles, 2, (0, -1) if upright else (-1, 0)) in ({0, 1} if upright else {0})
    assert neighbour(tiles, 3, (0, -1)) == 2
    assert neighbour(tiles, 6, (1, 0)) == 6


def test_a_click_opens_a_tile_and_beside_them_nothing(screen_of):
    screen = screen_of()
    for i, box in screen._layout.tiles.items():
        assert screen.press(box.center)
        assert screen.chosen == i
    assert not screen.press((2, 2))


def test_the_buttons_change_the_theme_and_show_keys_that_lie_over_everything(screen_of):
    screen = screen_of()
    theme, keys = (button.area.center for button in screen._buttons)
    assert not screen.press(theme)
    assert screen.theme.name == "light"
    assert not screen.press(keys)
    assert not screen.key("enter")
    assert not screen.key("3")
    assert not screen.press(screen._layout.tiles[3].center)  # closes them
    assert screen.chosen == 0
    assert screen.press(screen._layout.tiles[3].center)


# what is seen


@pytest.mark.parametrize("size, scale", SIZES, ids=str)
@pytest.mark.parametrize("helped", [False, True])
def test_all_words_are_inside_and_none_lies_on_another(screen_of, monkeypatch, size, scale, helped):
    monkeypatch.setattr(start_screen, "Canvas", Watching)
    screen = screen_of(size, "dark", scale)
    for chosen in range(len(TILES)):
        screen.chosen = chosen
        monkeypatch.setattr(Watching, "told", [])
        surface = pygame.Surface(size, 0, 32)
        screen._help = False
        screen.draw(surface)
        if helped:
            screen._help = True
            Watching.told.clear()
            start_screen.draw_keys(
                Watching(surface, screen.theme, screen._lettering, scale), start_screen.KEYS
            )
        told = Watching.told
        frame = surface.get_rect()
        for text, box in told:
            assert frame.contains(box), text
        for (one, a), (other, b) in itertools.combinations(told, 2):
            across, down = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
            assert across <= 0 or down <= 4 * scale, (one, other)
        words = " ".join(text for text, _ in told)
        if not helped:
            for tile in TILES:
                assert tile.title in words
                assert tile.flag in words
            assert all(part in words for part in TILES[chosen].says.split())


@pytest.mark.parametrize(
    "size, scale",
    [*(pair for pair in SIZES if pair[0] != (640, 400)), ((960, 600), 1.5), ((1920, 1080), 2.0)],
    ids=str,
)
def test_every_tile_has_a_figure_and_says_of_what(screen_of, monkeypatch, size, scale):
    monkeypatch.setattr(start_screen, "Canvas", Watching)
    screen = screen_of(size, "light", scale)
    monkeypatch.setattr(Watching, "told", [])
    screen.draw(pygame.Surface(size, 0, 32))
    heights = {screen._rooms[i].picture.height for i, tile in enumerate(TILES) if tile.preset}
    assert len(heights) == 1
    for i, box in screen._layout.tiles.items():
        words = [text for text, at in Watching.told if screen._rooms[i].figures.collidepoint(at.center)]
        assert any(word in text for text in words for word in ("right", "loss", "read as")), TILES[i].title
        assert all(box.contains(at) for text, at in Watching.told if text in words and box.colliderect(at))


@pytest.mark.parametrize("theme", THEMES)
def test_what_the_mouse_comes_over_is_chosen_and_no_other_tile_looks_so(screen_of, theme):
    screen = screen_of(theme=theme)
    hands = [
        lambda: None,
        lambda: screen.point_at(screen._layout.tiles[4].center),
        lambda: screen.key("left"),  # while the mouse rests on the tile before
        lambda: screen.point_at(None),
        lambda: screen.point_at((2, 2)),
    ]
    for hand, chosen in zip(hands, (0, 4, 3, 3, 3), strict=True):
        hand()
        surface = pygame.Surface((1280, 800), 0, 32)
        screen.draw(surface)
        edges = {i: surface.get_at(box.midleft)[:3] for i, box in screen._layout.tiles.items()}
        assert screen.chosen == chosen
        assert edges.pop(chosen) == THEMES[theme].focus
        assert set(edges.values()) == {THEMES[theme].hairline}


@pytest.mark.parametrize("size", [(640, 1080), (800, 1280), (1280, 800), (1920, 1080), (640, 400)])
def test_tiles_have_no_more_room_than_their_pictures_use(size):
    layout = start_layout(size, 1.0, range(3, 7))
    for i, box in layout.tiles.items():
        wide, used = box.width - 2 * layout.pad, box.height - 2 * layout.pad
        most = wide if i > 2 else 0.54 * wide  # of a plane beside its network
        assert used <= most + (150 if i > 2 else 125), TILES[i].title


@pytest.mark.parametrize("flag", ["--playground", "--moons", "--circles", "--spiral", "--linear"])
def test_a_network_on_points_has_learned_within_half_a_minute(flag):
    (preview,) = previews(flag)
    each = start_window.RATE * start_window.AT_ONCE / len(TILES)  # ticks a second
    ticks = 0
    while preview.tick():
        ticks += 1
    assert ticks / each <= 30
    learned = preview.timeline.snapshot
    if flag == "--linear":
        assert learned.loss < 1.5 * 0.1**2 / 2  # what the noise of its values leaves at the least
    else:
        assert learned.accuracy > 0.9


def test_every_picture_changes_as_its_network_goes_on(screen_of, all_previews):
    screen = screen_of()
    before, after = pygame.Surface((1280, 800), 0, 32), pygame.Surface((1280, 800), 0, 32)
    screen.draw(before)
    for preview in all_previews:
        while not preview.tick():
            pass
        preview.tick()
    screen.draw(after)
    for i, box in screen._layout.tiles.items():
        one, other = (pygame.surfarray.array3d(surface.subsurface(box)) for surface in (before, after))
        assert not np.array_equal(one, other), TILES[i].title


@pytest.mark.parametrize("size, scale", [((1280, 800), 1.0), ((640, 400), 1.0)], ids=str)
def test_only_what_has_gone_on_is_drawn_again_and_looks_as_if_all_were(all_previews, size, scale):
    screen = StartScreen(all_previews, "python main.py", "dark", scale)
    surface, afresh = pygame.Surface(size, 0, 32), pygame.Surface(size, 0, 32)
    assert screen.draw(surface) == [surface.get_rect()]
    assert screen.draw(surface) == []
    tiles, drawn = list(screen._layout.tiles.values()), []
    for _ in range(5 * len(TILES)):  # an image is read for some ticks
        screen.tick(budget=-1.0)
        places = screen.draw(surface)
        assert len(places) <= 1
        drawn += places
    assert set(map(tuple, drawn)) == set(map(tuple, tiles))
    StartScreen(all_previews, "python main.py", "dark", scale).draw(afresh)
    assert np.array_equal(pygame.surfarray.array3d(surface), pygame.surfarray.array3d(afresh))


@pytest.mark.parametrize("key", ["t", "h", "tab"])
def test_a_key_has_all_of_it_drawn_again(screen_of, key):
    screen, surface = screen_of(), pygame.Surface((1280, 800), 0, 32)
    screen.draw(surface)
    before = pygame.surfarray.array3d(surface)
    screen.key(key)
    assert screen.draw(surface) == [surface.get_rect()]
    assert not np.array_equal(pygame.surfarray.array3d(surface), before)


def test_a_hint_stays_over_the_tiles_that_go_on_behind_it(all_previews):
    screen = StartScreen(all_previews, "python main.py", "dark", 1.0)
    surface, afresh = pygame.Surface((1280, 800), 0, 32), pygame.Surface((1280, 800), 0, 32)
    screen.draw(surface)
    screen.mouse = screen._buttons[0].area.center
    screen.draw(surface)
    screen.tick(budget=10.0)
    assert screen.draw(surface) == [surface.get_rect()]
    other = StartScreen(all_previews, "python main.py", "dark", 1.0)
    other.mouse = screen.mouse
    other.draw(afresh)  # which finds its buttons first,
    other.draw(afresh)  # and then the mouse over one
    assert np.array_equal(pygame.surfarray.array3d(surface), pygame.surfarray.array3d(afresh))


# what is seen is real


@pytest.mark.parametrize("flag", ["--xor", "--playground", "--moons", "--circles", "--spiral", "--linear"])
def test_a_preview_trains_bit_for_bit_as_the_lab_does(flag):
    (preview,) = previews(flag)
    for _ in range(5):
        assert preview.tick()
    shown = preview.timeline.snapshot
    lab = making.make(replace(cli.parse([flag]), seed=SEED), None)
    lab.train(shown.step)
    assert np.array_equal(shown.parameters, lab.snapshot().parameters)
    assert f"loss {lab.snapshot().loss:.4f}" in preview.values()[0]


def test_a_network_that_is_done_stays_for_a_while_and_then_another_learns():
    (preview,) = previews("--linear")
    while preview.tick():
        pass
    done = preview.timeline.latest
    assert done.finished
    waited = 1
    while not preview.tick():
        waited += 1
    assert waited > 30
    assert preview.timeline.latest.seed == done.seed + 1
    assert preview.timeline.snapshot.step == 0
    assert preview.tick()


def test_the_digits_are_read_by_the_bundled_network_and_counted():
    (preview,) = previews("--mnist")
    right = 0
    for total in range(1, 13):
        reading = preview._reading
        right += int(reading.probabilities.argmax()) == reading.label
        assert f"{right} of {total} right" in preview.values()[0]
        assert f"is {reading.label}, read as {reading.read}" in preview.values()[0]
        while not preview.tick():
            pass
    assert right >= 10


def test_training_takes_turns_where_there_is_little_time(all_previews):
    screen = StartScreen(all_previews, "netviz", "dark", 1.0)
    ticks = []
    screen.tiles = tuple(
        (tile, type("Counter", (), {"tick": lambda _, i=i: ticks.append(i)})())
        for i, tile in enumerate(TILES)
    )
    for _ in range(2 * len(TILES)):
        screen.tick(budget=-1.0)
    assert ticks == [*range(len(TILES))] * 2


# what is opened


@pytest.fixture
def chosen_with(monkeypatch):
    """Start with options, choose a flag, and return status and the options of what is opened, if anything."""

    def start(options, flag, **changed):
        opened = []
        monkeypatch.setattr(
            start_window, "run", lambda _, given, *__: Chosen(flag, replace(given, **changed), b"\x89PNG")
        )
        monkeypatch.setattr(launch, "_run", lambda meant, *_: opened.append(meant) or launch.Ended())
        monkeypatch.setattr("netviz.display.require_window", lambda: None)
        monkeypatch.setattr("netviz.engine.worker.prepare", lambda: None)
        return launch.launch(options, cli.parse, "main.py"), opened

    return start


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.title)
def test_what_is_opened_is_what_the_command_with_the_same_flags_opens(chosen_with, tile):
    flags = "--seed 7 --theme light --size 960x600 --scale 1.25 --fps 30".split()  # noqa: SIM905
    _, opened = chosen_with(cli.parse(flags), tile.flag)
    assert opened == [cli.parse([tile.flag, *flags])]


@pytest.fixture
def folder(tmp_path):
    """A folder with four files by the names of MNIST's."""
    for file in FILES:
        (tmp_path / file.plain).write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.title)
def test_where_the_digits_are_is_handed_to_the_lab_that_uses_it(chosen_with, folder, tile):
    flags = ["--data-dir", str(folder), "--offline", "--seed", "7"]
    _, opened = chosen_with(cli.parse(flags), tile.flag)
    assert opened == [cli.parse([tile.flag, *(flags if tile.flag == "--mnist" else flags[3:])])]


@pytest.mark.parametrize("lacks", ["folder", "file"])
def test_a_folder_without_the_digits_is_refused_before_the_start_screen_opens(folder, lacks, capsys):
    (folder / FILES[0].plain).unlink()
    status = cli.main(["--data-dir", str(folder if lacks == "file" else folder / "none")])
    (line,) = capsys.readouterr().err.splitlines()
    assert status == 2
    assert (f"lacks {FILES[0].plain}" if lacks == "file" else "there is no folder") in line
    assert ": --data-dir: " in line


def test_theme_and_size_are_kept_as_they_were_left(chosen_with):
    _, (opened,) = chosen_with(Options(seed=7), "--xor", theme="light", size=(1000, 700))
    assert (opened.theme, opened.size) == ("light", (1000, 700))


def test_from_a_lab_one_comes_back_as_often_as_one_likes(monkeypatch):
    ways = iter(["--xor", "--spiral", "--moons", ""])
    shown, begun, opened = [], [], []
    back = Options(seed=7, theme="light", size=(1000, 700))

    def show(_, given, __, ___, last):
        shown.append(given)
        begun.append(last)
        return Chosen(next(ways), given, b"")

    def run(options, *_):
        opened.append(options)
        return launch.Ended(1, back)

    monkeypatch.setattr(start_window, "run", show)
    monkeypatch.setattr(launch, "_run", run)
    monkeypatch.setattr("netviz.display.require_window", lambda: None)
    monkeypatch.setattr("netviz.engine.worker.prepare", lambda: None)
    first = cli.parse(["--spiral", "--seed", "7", "-hn", "3", "--summary", "s.json"])
    assert launch.launch(first, cli.parse, "main.py") == 0  # of the start screen, left at last
    assert shown == [back] * 4
    assert begun == ["--spiral", "--xor", "--spiral", "--moons"]
    light = ["--seed", "7", "--theme", "light", "--size", "1000x700"]
    others = [cli.parse([flag, *light]) for flag in ("--xor", "--moons")]
    again = cli.parse(["--spiral", "-hn", "3", *light])  # as the command says, but for its files
    assert opened == [first, others[0], again, others[1]]


def test_a_lab_opens_again_with_the_page_that_it_was_left_on(monkeypatch):
    ways = iter(["--xor", "--spiral", "--mnist", "--xor", ""])
    pages = iter(["update", "weights", "probe", "draw", "overview"])
    opened = []

    def run(options, *_):
        opened.append((options.lab, options.page))
        return launch.Ended(0, Options(seed=7, page=next(pages)))

    monkeypatch.setattr(start_window, "run", lambda _, given, *__: Chosen(next(ways), given, b""))
    monkeypatch.setattr(launch, "_run", run)
    monkeypatch.setattr("netviz.display.require_window", lambda: None)
    monkeypatch.setattr("netviz.engine.worker.prepare", lambda: None)
    launch.launch(cli.parse(["--spiral", "--page", "gates"]), cli.parse, "main.py")
    assert opened == [
        ("playground", "gates"), ("xor", "overview"), ("playground", "update"), ("mnist", "overview"),
        ("xor", "weights"),
    ]  # fmt: skip


def test_left_without_a_lab_the_picture_asked_for_is_written(chosen_with, tmp_path):
    path = tmp_path / "start.png"
    status, opened = chosen_with(Options(seed=7, screenshot=path), "")
    assert (status, opened) == (0, [])
    assert path.read_bytes() == b"\x89PNG"


def test_a_size_too_small_for_the_scale_is_refused(capsys):
    assert cli.main(["--scale", "2", "--size", "960x600"]) == 2
    assert "at least 1280x800" in capsys.readouterr().err


# keys that come in between


@pytest.fixture
def shown(monkeypatch, screen_of):
    """Show the screen where nobody sees it, with events waiting; return what was chosen, and events left."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.quit()
    pygame.display.init()
    pygame.display.set_mode((1280, 800))

    def show(*events):
        for event in events:
            pygame.event.post(event)
        monkeypatch.setattr(start_window, "open_window", lambda *_: pygame.display.get_surface())
        monkeypatch.setattr(start_window, "StartScreen", lambda *_: screen_of())
        chosen = start_window.run([], Options(seed=7), "", Caught())
        return chosen, [event for event in pygame.event.get() if event.type in (*KEYS, pygame.QUIT)]

    pygame.event.clear()
    yield show
    pygame.display.quit()


KEYS = pygame.KEYDOWN, pygame.KEYUP


def key(kind, code, text=""):
    return pygame.Event(kind, key=code, unicode=text, mod=0, scancode=0)


def test_what_is_pressed_after_the_key_that_opens_a_lab_waits_for_the_lab(shown):
    tab, enter, space = pygame.K_TAB, pygame.K_RETURN, pygame.K_SPACE
    down, up = KEYS
    before = [key(down, tab), key(up, tab), key(down, tab), key(down, enter)]
    after = [key(up, enter), key(down, space, " "), key(up, space), pygame.Event(pygame.QUIT)]
    chosen, left = shown(*before, *after)
    assert (chosen.flag, chosen.held) == (TILES[2].flag, {tab, enter})
    assert [(event.type, event.dict) for event in left] == [(event.type, event.dict) for event in after]


def test_a_lab_is_told_which_keys_were_held_when_it_was_chosen(monkeypatch):
    options, told = Options(seed=7), []
    ways = iter([Chosen("--xor", options, b"", frozenset({13})), Chosen("", options, b"")])
    back = SimpleNamespace(status=0, onward=options, trouble="")
    monkeypatch.setattr(start_window, "run", lambda *_: next(ways))
    monkeypatch.setattr(window, "run", lambda *_, held: told.append(held) or back)
    monkeypatch.setattr(launch, "_write_files", lambda *_: None)
    monkeypatch.setattr("netviz.display.require_window", lambda: None)
    monkeypatch.setattr("netviz.engine.worker.prepare", lambda: None)
    launch.launch(options, cli.parse, "main.py")
    assert told == [{13}]
