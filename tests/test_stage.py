"""Frames of the whole program: every page, size, theme and state draws, inside the window."""

import dataclasses

import numpy as np
import pygame
import pytest

from netviz.actions import PAGES, Action
from netviz.drawing.numbers import exact
from netviz.drawing.theme import DARK, THEMES
from netviz.engine.commands import Ask, Pause
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetOption, SetParameters
from netviz.labs.mlp_probe import Probe
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from netviz.stage import Stage
from tests.runs import lab_of, refresh_of, seen, snapshot_of

SIZES = [(640, 400), (960, 600), (1280, 800), (1920, 1080)]
SHAPES = [(1,), (2,), (3,), (8,), (13,), (8, 4)]
NAMES = ["overview", "weights", "activations", "gradients"]


def frame(stage, timeline, size=(960, 600), rate=1000.0):
    """Return the frame (height, width, 3)."""
    surface = pygame.Surface(size, 0, 32)
    stage.draw(surface, timeline, rate)
    return pygame.surfarray.array3d(surface).swapaxes(0, 1)


def stage_of(hidden=(3,), **more):
    lab, timeline = seen(hidden)
    return Stage(lab, **more), timeline


def in_state(timeline, state, note=""):
    """Return a timeline whose newest refresh says so."""
    told = Timeline()
    told.add(dataclasses.replace(timeline.latest, state=state, note=note))
    return told


def share_of(picture, colour):
    return float((picture == colour).all(axis=-1).mean())


def looks_drawn(picture):
    """Whether panels cover much of it, with something on them."""
    colours = np.unique(picture.astype(np.int32) @ (65536, 256, 1))
    return share_of(picture, DARK.panel) > 0.2 and len(colours) > 30


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("hidden", SHAPES, ids=str)
def test_every_page_draws_in_both_themes_with_its_panels_inside(hidden, size):
    for theme in THEMES.values():
        for name in NAMES:
            stage, timeline = stage_of(hidden, theme=theme.name, page=name)
            picture = frame(stage, timeline, size)
            assert stage.page.name == name
            assert share_of(picture, theme.panel) > 0.25
            places = stage.places
            assert sorted(places) == list(range(len(stage.page.panels)))
            for area in places.values():
                assert pygame.Rect((0, 0), size).contains(area)
                assert area.width > 60 and area.height > 40
            areas = list(places.values())
            assert all(area.collidelist(areas[i + 1 :]) == -1 for i, area in enumerate(areas))


@pytest.mark.parametrize("size", [(640, 400), (1280, 800)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("page", NAMES)
def test_every_state_draws_and_looks_different_from_the_first_epoch_on(page, size):
    lab, timeline = seen((3,))
    start = Timeline()
    start.add(refresh_of(timeline.first))
    for moment in (start, timeline):
        told = [frame(Stage(lab, page=page), in_state(moment, state), size) for state in State]
        assert len({picture.tobytes() for picture in told}) == len(State)


@pytest.mark.parametrize(
    "options",
    [
        {"activation": "relu", "loss": "bce"},
        {"activation": "tanh", "loss": "hinge", "output_activation": "linear"},
        {"activation": "leaky_relu", "output_activation": "leaky_relu", "learning_rate": 0.01},
        {"activation": "linear", "output_activation": "tanh", "init": "he"},
    ],
    ids=str,
)
@pytest.mark.parametrize("hidden", [(1,), (2,), (3,), (5,)], ids=str)
def test_every_kind_of_network_draws(hidden, options):
    lab, timeline = seen(hidden, **options)
    for page in NAMES:
        assert looks_drawn(frame(Stage(lab, page=page), timeline))


@pytest.mark.parametrize("value", [0.0, 1e-300, 1e30, -1e150])
@pytest.mark.parametrize("hidden", [(2,), (3,), (8,)], ids=str)
def test_extreme_parameters_draw(hidden, value):
    lab = lab_of(hidden)
    flat = np.full(lab.architecture.parameter_count, value)
    timeline = Timeline()
    for step in (0, 100):
        timeline.add(refresh_of(snapshot_of(lab, flat, step=step, gradients=flat, updates=flat)))
    for page in NAMES:
        assert looks_drawn(frame(Stage(lab, page=page), timeline))


def test_a_large_scale_draws_larger_text():
    lab, timeline = seen((3,))
    heights = []  # of the empty lines above the header's text
    for scale in (1.0, 2.0, 3.0):
        picture = frame(Stage(lab, scale=scale), timeline, (1920, 1080))
        heights.append(int((picture == DARK.window).all(axis=-1).all(axis=1).argmin()))
        assert looks_drawn(picture)
    assert heights == sorted(heights)


@pytest.mark.parametrize("state, color", [(State.DIVERGED, "error"), (State.STUCK, "warning")])
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_note_stands_over_the_page_in_the_colour_of_its_state(theme, state, color):
    stage, timeline = stage_of(theme=theme.name)
    quiet = frame(stage, in_state(timeline, state))
    noted = frame(stage, in_state(timeline, state, "gradient of W1[1,2] is not finite at epoch 7"))
    shown = getattr(theme, color)
    assert share_of(noted, theme.tint(shown, 0.16)) > 0.02
    assert share_of(quiet, theme.tint(shown, 0.16)) < 0.001
    assert share_of(noted[86:130], shown) > share_of(quiet[86:130], shown)


def test_the_whole_note_is_readable_by_hover_over_the_state():
    stage, timeline = stage_of()
    told = in_state(timeline, State.STUCK, "The loss stands still.")
    bare = frame(stage, told)
    stage.mouse = (935, 22)
    assert (frame(stage, told) != bare).any()
    assert "The loss stands still." in stage._header.hover((935, 22)).lines


def test_a_page_that_is_not_shown_computes_nothing(monkeypatch):
    asked = []
    for name in ("_at_samples", "_on_grid", "_over_time"):
        original = getattr(Probe, name)

        def noting(self, timeline, name=name, original=original):
            asked.append(name)
            return original(self, timeline)

        monkeypatch.setattr(Probe, name, noting)
    stage, timeline = stage_of((3,), page="weights")
    frame(stage, timeline)
    assert asked == []
    stage.act(Action.PAGE_1)
    frame(stage, timeline)
    assert sorted(asked) == ["_at_samples", "_on_grid"]
    frame(stage, timeline)
    assert len(asked) == 2  # kept until the next refresh


def test_an_enlarged_panel_fills_the_page_and_the_others_compute_nothing(monkeypatch):
    stage, timeline = stage_of((3,))
    page = frame(stage, timeline)
    drawn = []
    for panel in stage.page.panels:
        monkeypatch.setattr(
            panel, "draw", lambda canvas, area, view, panel=panel: drawn.append((panel, area))
        )
    stage.act(Action.NEXT_PANEL)
    stage.act(Action.NEXT_PANEL)
    stage.act(Action.ENLARGE)
    frame(stage, timeline)
    [(panel, area)] = drawn
    assert panel is stage.page.panels[1]
    assert area.width > 900 and area.height > 400
    stage.act(Action.BACK)
    monkeypatch.undo()
    stage.act(Action.BACK)  # the focus goes too
    assert np.array_equal(frame(stage, timeline), page)


def test_enlarging_again_goes_back_and_a_double_click_does_both():
    stage, timeline = stage_of((8,))
    page = frame(stage, timeline)
    for _ in range(2):
        action = stage.press((480, 250), double=True)
        assert action is Action.ENLARGE
        stage.act(action)
        frame(stage, timeline)
    stage.act(Action.BACK)  # the focus, which the click gave
    assert np.array_equal(frame(stage, timeline), page)
    stage.mouse = None
    stage.act(Action.ENLARGE)
    assert not np.array_equal(frame(stage, timeline), page)
    stage.act(Action.ENLARGE)
    assert np.array_equal(frame(stage, timeline), page)


def test_pages_go_round_and_numbers_beyond_the_last_do_nothing():
    stage, _ = stage_of()
    seen_names = []
    for _ in NAMES:
        seen_names.append(stage.page.name)
        stage.act(Action.NEXT_PAGE)
    assert seen_names == NAMES
    stage.act(Action.PREVIOUS_PAGE)
    assert stage.page.name == "gradients"
    for number, action in enumerate(PAGES):
        stage.act(Action.PAGE_1)
        stage.act(action)
        assert stage.page.name == NAMES[number if number < 4 else 0]


def test_samples_and_weights_are_chosen_round_and_round():
    stage, _ = stage_of((2,))
    samples, weights = [], set()
    for _ in range(5):
        samples.append(stage.choices.sample)
        stage.act(Action.NEXT_SAMPLE)
    assert samples == [0, 1, 2, 3, 0]
    stage.act(Action.PREVIOUS_SAMPLE)
    assert stage.choices.sample == 0
    for _ in range(40):
        stage.act(Action.X_WEIGHT)
        weights.add(stage.choices.x_weight)
        assert stage.choices.x_weight != stage.choices.y_weight
        stage.act(Action.Y_WEIGHT)
        assert stage.choices.x_weight != stage.choices.y_weight
    assert weights == set(range(9))


@pytest.mark.parametrize("action", [Action.THEME, Action.LOG_LOSS, Action.HELP])
def test_a_switch_changes_the_picture_and_changes_it_back(action):
    stage, timeline = stage_of((8,))
    before = frame(stage, timeline)
    stage.act(action)
    assert not np.array_equal(frame(stage, timeline), before)
    stage.act(action)
    assert np.array_equal(frame(stage, timeline), before)


@pytest.mark.parametrize("hidden", SHAPES, ids=str)
def test_what_is_kept_from_earlier_frames_never_shows(hidden):
    """After pages, themes, sizes, enlarged panels and other moments, a frame is that of a fresh stage."""
    lab, timeline = seen(hidden)
    _, later = seen(hidden, epochs=1500)
    used, surface = Stage(lab), pygame.Surface((960, 600), 0, 32)
    used.act(Action.TURN_LEFT)
    used.act(Action.TURN_RIGHT)
    visits = [*PAGES[:4], Action.THEME, Action.ENLARGE, Action.BACK, Action.HELP, Action.HELP, Action.THEME]
    visits += [Action.LOG_LOSS, Action.LOG_LOSS, *PAGES[:4], PAGES[3], PAGES[0]]
    for action in visits:
        used.act(action)
        used.draw(surface, timeline, 1000.0)
        used.draw(surface, later, 1000.0)
        frame(used, timeline, (700, 450))
    for page in (0, 1, 2, 3, 3, 0, 0):
        used.act(PAGES[page])
        used.draw(surface, timeline, 1000.0)
        shown = pygame.surfarray.array3d(surface).swapaxes(0, 1)
        assert np.array_equal(shown, frame(Stage(lab, page=NAMES[page]), timeline))


@pytest.mark.parametrize("hidden, turning", [((1,), 0), ((2,), 1), ((3,), 1), ((8,), 0)], ids=str)
def test_views_in_space_drift_until_turned_by_hand(hidden, turning):
    stage, timeline = stage_of(hidden)
    before = frame(stage, timeline)
    assert sum(panel.turns for panel in stage.page.panels) == turning
    assert stage.moving is bool(turning)
    stage.drift(1.0)
    assert np.array_equal(frame(stage, timeline), before) is not bool(turning)
    stage.act(Action.TURN_LEFT)
    assert not stage.moving
    turned = frame(stage, timeline)
    stage.drift(1.0)
    assert np.array_equal(frame(stage, timeline), turned)


def test_a_view_in_space_is_turned_by_dragging_it_and_no_other():
    stage, timeline = stage_of((3,))
    before = frame(stage, timeline)
    index = next(i for i, panel in enumerate(stage.page.panels) if panel.turns)
    area = stage.places[index]
    stage.press((area.right - 14, area.bottom - 14))
    stage.drag((0, 0), 40, 0)
    stage.release()
    turned = frame(stage, timeline)
    changed = np.argwhere((turned != before).any(axis=-1))
    assert len(changed)
    assert all(area.collidepoint(x, y) for y, x in changed)
    stage.drag((0, 0), 40, 0)  # nothing is held any more
    assert np.array_equal(frame(stage, timeline), turned)
    stage.press(stage.places[2].center)
    stage.drag((0, 0), 40, 0)
    assert np.array_equal(frame(stage, timeline), turned)


def test_help_names_every_key_and_a_click_closes_it():
    stage, timeline = stage_of((8,))
    before = frame(stage, timeline)
    stage.act(Action.HELP)
    for size in SIZES:
        frame(stage, timeline, size)
    action = stage.press((480, 300))
    assert action is Action.HELP
    stage.act(action)
    assert np.array_equal(frame(stage, timeline), before)
    stage.act(Action.HELP)
    stage.act(Action.BACK)
    assert np.array_equal(frame(stage, timeline), before)


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
def test_buttons_and_tabs_lie_apart_in_the_window_and_do_what_they_say(size):
    stage, timeline = stage_of()
    frame(stage, timeline, size)
    buttons = stage._header._buttons
    areas = [button.area for button, _ in buttons]
    for i, (button, action) in enumerate(buttons):
        assert pygame.Rect((0, 0), size).contains(button.area)
        assert button.area.collidelist(areas[i + 1 :]) == -1
        assert stage.press(button.area.center) is action
        assert stage._header.hover(button.area.center).lines == (button.says,)
    expected = {*PAGES[:4], Action.TOGGLE_PAUSE, Action.STEP_REFRESH, Action.RESTART}
    assert expected <= {action for _, action in buttons}


def test_the_header_tells_exact_figures_on_hover():
    stage, timeline = stage_of()
    frame(stage, timeline, (1280, 800), rate=12345.6)
    told = {hint.lines for x in range(0, 1280, 4) if (hint := stage._header.hover((x, 20))) is not None}
    text = " ".join(" ".join(lines) for lines in told)
    assert exact(timeline.snapshot.loss) in text
    assert "600 of 600 epochs" in text
    assert str(timeline.latest.seed) in text


def test_a_message_however_long_is_shown_above_all_panels_until_it_is_taken_back():
    stage, timeline = stage_of((8,))
    before = frame(stage, timeline)
    stage.message = "saved /tmp/netviz-xor-600.png " + "and on " * 60
    shown = frame(stage, timeline)
    top = min(area.top for area in stage.places.values())
    assert np.array_equal(shown[top:], before[top:])
    assert not np.array_equal(shown[:top], before[:top])
    stage.message = ""
    assert np.array_equal(frame(stage, timeline), before)


def test_a_click_before_the_first_frame_does_nothing():
    stage, _ = stage_of()
    assert stage.press((480, 300)) is None


@pytest.mark.parametrize("hidden", SHAPES, ids=str)
def test_a_hint_over_each_panel_changes_the_picture_only_near_the_mouse(hidden):
    stage, timeline = stage_of(hidden)
    before = frame(stage, timeline)
    hints = 0
    for area in list(stage.places.values()):
        stage.mouse = area.center
        changed = np.argwhere((frame(stage, timeline) != before).any(axis=-1))
        if len(changed):
            hints += 1
            assert np.ptp(changed[:, 0]) < 200 and np.ptp(changed[:, 1]) < 520
    assert hints >= 3


def test_a_frame_that_is_not_wanted_any_more_is_left_before_the_next_panel_and_drawn_whole_afterwards():
    stage, timeline = stage_of()
    whole, asked = frame(stage, timeline), []

    def unwanted():
        asked.append(1)
        return len(asked) == 3

    surface = pygame.Surface((960, 600), 0, 32)
    assert not stage.draw(surface, timeline, 1000.0, unwanted)
    assert len(asked) == 3 < len(stage.places)
    assert (pygame.surfarray.array3d(surface).swapaxes(0, 1) != whole).any()
    assert stage.draw(surface, timeline, 1000.0, lambda: False)
    assert np.array_equal(pygame.surfarray.array3d(surface).swapaxes(0, 1), whole)


def playing(**more):
    """Return the playground's stage, paused and shown, its timeline, the surface, and what obeys a wish."""
    lab = PlaygroundLab(1, setup=Setup(points=20, hidden=(2,)), epochs=100)
    session, timeline = Session(lab, 100, 1), Timeline()
    timeline.add(session.apply(Pause()))
    stage = Stage(PlaygroundLab(1, setup=lab.setup, epochs=100), **more)
    surface = pygame.Surface((960, 600), 0, 32)
    stage.draw(surface, timeline, 1000.0)

    def ask(wish):
        timeline.add(session.apply(Ask(wish)))

    return stage, timeline, surface, ask


def pixels(surface):
    return pygame.surfarray.array3d(surface).swapaxes(0, 1)


def test_what_is_done_by_hand_is_shown_in_the_panels_for_it_before_the_others_are_drawn():
    stage, timeline, surface, ask = playing()
    before, early = pixels(surface).copy(), []
    ask(SetParameters((0, 4), (2.5, -1.0)))
    assert stage.draw(surface, timeline, 1000.0, show=lambda: early.append(pixels(surface).copy()))
    assert len(early) == 1
    other, _, _, _ = playing()
    whole = frame(other, timeline)
    assert np.array_equal(pixels(surface), whole)
    panels = stage.page.panels
    assert {type(panel).__name__ for panel in panels if panel.prompt} == {"Form", "PlayGraph", "Either"}
    for i, area in stage.places.items():
        part = slice(area.top, area.bottom), slice(area.left, area.right)
        assert np.array_equal(early[0][part], (whole if panels[i].prompt else before)[part])
    above = slice(0, min(area.top for area in stage.places.values()))
    assert np.array_equal(early[0][above], before[above]) and not np.array_equal(whole[above], before[above])
    changed = [
        i for i, a in stage.places.items() if (whole != before)[a.top : a.bottom, a.left : a.right].any()
    ]
    assert {i for i in changed if panels[i].prompt} and {i for i in changed if not panels[i].prompt}


def under_the_help(stage, timeline, surface):
    stage.act(Action.HELP)
    stage.draw(surface, timeline, 1000.0)
    stage.act(Action.HELP)


def half_done_on_another_page(stage, timeline, surface):
    stage.act(PAGES[1])
    assert not stage.draw(surface, timeline, 1000.0, lambda: True)


def on_another_page(stage, timeline, surface):
    stage.act(PAGES[1])


def with_one_panel_enlarged(stage, timeline, surface):
    stage.act(Action.ENLARGE)


@pytest.mark.parametrize(
    "last",
    [under_the_help, half_done_on_another_page, on_another_page, with_one_panel_enlarged],
)
def test_nothing_is_shown_early_where_the_last_frame_left_something_else_in_the_panels_places(last):
    stage, timeline, surface, ask = playing()
    last(stage, timeline, surface)
    ask(SetParameters((0,), (2.5,)))
    early = []
    assert stage.draw(surface, timeline, 1000.0, show=lambda: early.append(1))
    assert not early
    if last is not with_one_panel_enlarged:  # which is prompt itself: then all that is shown is
        ask(SetParameters((0,), (1.5,)))
        assert stage.draw(surface, timeline, 1000.0, show=lambda: early.append(1))
        assert early == [1]


def test_the_titles_are_those_of_the_moment_with_the_first_frame_that_shows_it():
    stage, timeline, surface, ask = playing()
    ask(SetOption("problem", "line"))
    stage.draw(surface, timeline, 1000.0)
    at_once = pixels(surface).copy()
    stage.draw(surface, timeline, 1000.0)
    assert np.array_equal(at_once, pixels(surface))
    assert [panel.title for panel in stage.page.panels if panel.title in ("Regression", "Residuals")]


def test_after_a_frame_that_was_left_every_panel_is_still_one_that_was_drawn_whole():
    stage, timeline, surface, ask = playing()
    before, early, asked = pixels(surface).copy(), [], []
    ask(SetParameters((0, 4), (2.5, -1.0)))

    def unwanted():
        asked.append(1)
        return len(asked) == 6  # in the middle of the panels that come later

    assert not stage.draw(surface, timeline, 1000.0, unwanted)
    half = frame(playing()[0], timeline)
    ask(SetParameters((0, 4), (-2.5, 3.0)))
    stage.draw(surface, timeline, 1000.0, show=lambda: early.append(pixels(surface).copy()))
    told, stands = {"before": before, "half": half, "whole": pixels(surface)}, {}
    for i, area in stage.places.items():
        part = slice(area.top, area.bottom), slice(area.left, area.right)
        stands[i] = [name for name, picture in told.items() if np.array_equal(early[0][part], picture[part])]
    assert all("whole" in stands[i] for i, panel in enumerate(stage.page.panels) if panel.prompt)
    assert all(stands.values())
    assert ["half"] in stands.values() and ["before"] in stands.values()


@pytest.mark.parametrize("over", ["hint", "message", "both"])
def test_what_lies_over_the_last_frame_still_does_when_the_next_is_shown_early(over):
    stage, timeline, surface, ask = playing()
    bare, early = pixels(surface).copy(), []

    def cover(stage):
        if over != "message":
            area = stage.places[3]  # a curve, which is drawn later; its live value has a hint
            stage.mouse = area.right - 16, area.top + 16
        if over != "hint":
            stage.message = "a passing word"

    cover(stage)
    stage.draw(surface, timeline, 1000.0)
    covered = pixels(surface).copy()
    hidden = (covered != bare).any(axis=-1)
    assert hidden.any()
    ask(SetParameters((0, 4), (2.5, -1.0)))
    stage.draw(surface, timeline, 1000.0, show=lambda: early.append(pixels(surface).copy()))
    assert (early[0][hidden] == covered[hidden]).all()
    assert not np.array_equal(early[0], covered)
    other, _, _, _ = playing()
    cover(other)
    assert np.array_equal(pixels(surface), frame(other, timeline))
    for either in (stage, other):
        either.mouse, either.message = None, ""
    stage.draw(surface, timeline, 1000.0)
    assert np.array_equal(pixels(surface), frame(other, timeline))
