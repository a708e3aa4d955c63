"""The window opens when it can soon be filled."""

import contextlib
from dataclasses import replace

import pygame
import pytest

from netviz import cli, feed, frames, making, passing, signals, window
from netviz.engine.commands import Restart
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.wishes import Challenge, SetOption
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from netviz.options import Options, PlayOptions
from netviz.panels.form import Form
from netviz.stage import Stage


class NoWorker:
    """Stands where a worker would, and trains nothing."""

    stopped = False

    def __init__(self, *_):
        pass

    def start(self):
        return self

    def stop(self):
        NoWorker.stopped = True


class Opened(Exception):
    """The moment at which the window opens."""


def test_the_first_and_longest_drawing_is_over_when_the_window_opens(monkeypatch):
    drawn, draw = [], Stage.draw

    def noted(stage, surface, *told):
        drawn.append(surface.get_size())
        return draw(stage, surface, *told)

    def opens(size, *_):
        raise Opened(size)

    monkeypatch.setattr(Stage, "draw", noted)
    monkeypatch.setattr(window, "open_window", opens)
    monkeypatch.setattr(window, "Worker", NoWorker)
    options = cli.parse(["--xor", "--seed", "1", "--size", "960x600"])
    caught = signals.Caught()
    with pytest.raises(Opened):
        window.run(making.make(options, caught), options, caught)
    assert drawn == [(960, 600)]
    assert NoWorker.stopped


class Ahead:
    """Stands where the process that trains would: some refreshes ahead, each a millisecond on its way."""

    def __init__(self, session, clock, ahead):
        self.session, self.clock, self.ahead = session, clock, ahead
        self.waiting, self.taken = [session.current()], []

    def send(self, command):
        if (refresh := self.session.apply(command)) is not None:
            self.waiting.append(refresh)

    def take(self, timeout):
        while len(self.waiting) < self.ahead:
            self.waiting.append(self.session.advance())
        self.clock.now += 0.001
        refresh = self.waiting.pop(0)
        self.taken.append((self.clock.now, refresh))
        return refresh


class Run:
    """A window without a display, whose time passes by a clock; `each` is called at every look for events."""

    def __init__(self, monkeypatch, fps, each=lambda run: []):
        self.now, self.frames, self.looks = 0.0, [], 0
        self.pressed = False  # whether an event waits to be looked at
        self.arriving = []  # events that end waits
        self.perf_counter = lambda: self.now
        for module in (window, frames, feed, passing):
            monkeypatch.setattr(module, "time", self)
        monkeypatch.setattr(pygame.event, "get", lambda: self._look(each))
        monkeypatch.setattr(pygame.event, "wait", self._wait)
        monkeypatch.setattr(pygame.event, "peek", lambda _: self.pressed)
        monkeypatch.setattr(pygame.mouse, "get_pressed", lambda: (False, False, False))
        monkeypatch.setattr(pygame.display, "get_active", lambda: True)
        monkeypatch.setattr(pygame.display, "flip", self._flip)
        monkeypatch.setattr(window, "giving_way", contextlib.nullcontext)
        labs = [PlaygroundLab(1, setup=Setup(points=20, hidden=(2,)), epochs=10_000) for _ in range(2)]
        self.worker = Ahead(Session(labs[0], 10_000, 1), self, ahead=3)
        self.stage = Stage(labs[1])
        surface = pygame.Surface((640, 400), 0, 32)
        options = PlayOptions(seed=1, fps=fps)
        self.window = window.Window(surface, self.stage, self.worker, labs[1], options, signals.Caught())
        self.draw = self.stage.draw
        monkeypatch.setattr(self.stage, "draw", lambda *_: True)

    def sleep(self, seconds):
        self.now += seconds

    def _wait(self, milliseconds):
        if self.arriving:
            return self.arriving.pop(0)
        self.now += milliseconds / 1000
        return pygame.event.Event(pygame.NOEVENT)

    def _look(self, each):
        self.now += 0.001
        self.looks += 1
        return each(self)

    def _flip(self):
        self.frames.append((self.now, self.window._timeline.latest.answered))

    def until(self, seconds):
        settle = self.window._settle

        def settled():
            settle()
            self.window._open = self.now < seconds

        self.window._settle = settled
        self.window.loop(self.window._frames.surface)


def test_what_a_hand_asks_for_is_in_the_next_frame(monkeypatch):
    asked = []

    def each(run):
        if run.looks in (40, 90):  # in the middle of a run that has refreshes on their way
            run.stage.ask(SetOption("learning_rate", 0.01 * run.looks / 40))
            asked.append(run.now)
        return []

    run = Run(monkeypatch, 60, each)
    run.until(1.0)
    assert len(asked) == 2
    for number, moment in enumerate(asked, 1):
        when, answered = next(frame for frame in run.frames if frame[0] > moment)
        assert answered == number
        assert when - moment < 0.006  # the refreshes before it, a millisecond each


@pytest.mark.parametrize("fps, refreshes, frames", [(10, 10, 60), (60, 60, 60), (100, 100, 100)])
def test_the_hand_and_the_run_have_their_frames_a_second(monkeypatch, fps, refreshes, frames):
    def moved(run):
        at = (run.looks % 600, 100)
        return [pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 0), buttons=(0, 0, 0))]

    run = Run(monkeypatch, fps, moved)
    run.until(1.0)
    assert 0.8 * frames <= len(run.frames) <= frames + 1
    assert 0.8 * refreshes <= len(run.worker.taken) <= refreshes + 1


def test_an_answer_is_shown_as_soon_as_the_panels_for_the_hand_have_it_and_a_mere_refresh_once(monkeypatch):
    early = []

    def each(run):
        if run.looks in (40, 90):
            run.stage.ask(SetOption("learning_rate", 0.01 * run.looks / 40))
        return []

    def draw(surface, timeline, rate, unwanted, show):
        early.append((timeline.latest.answered, show is not None))
        if show:
            show()
        return True

    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(run.stage, "draw", draw)
    run.until(1.0)
    assert [answered for answered, shown in early if shown] == [1, 2]
    assert len(run.frames) == len(early) + 2
    assert [answered for _, answered in run.frames].count(1) > 2


def key(code, text=""):
    return pygame.event.Event(pygame.KEYDOWN, key=code, unicode=text, mod=0, scancode=0)


def test_an_event_that_ends_a_wait_is_taken_before_those_that_came_after_it(monkeypatch):
    first, second, third = (key(code) for code in (pygame.K_F5, pygame.K_F6, pygame.K_F7))
    taken = []

    def each(run):
        if run.looks == 10:
            run.arriving = [first, third]
        return [second] if not run.arriving[1:] and run.arriving and second not in taken else []

    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(run.window._hands, "take", taken.append)
    run.until(0.3)
    assert taken == [first, second, third]


def test_the_first_frame_and_that_of_another_run_are_drawn_whole_whatever_is_pressed(monkeypatch):
    whole = []

    def each(run):
        run.pressed = True
        if run.looks == 40:
            run.worker.send(Restart(5))
        return []

    def draw(surface, timeline, rate, unwanted, show):
        if unwanted():
            return False
        whole.append(timeline.latest.run)
        return True

    run = Run(monkeypatch, 60, each)
    run.pressed = True
    monkeypatch.setattr(run.stage, "draw", draw)
    run.until(0.5)
    assert whole == [0, 1]


def test_another_run_is_drawn_before_anything_more_is_done_by_hand(monkeypatch):
    shown, met = [], []

    def each(run):
        met.append((run.window._timeline.latest.run, shown[-1]))
        if run.looks % 50 == 0:
            run.worker.send(Restart(5))
        return [
            pygame.event.Event(pygame.MOUSEMOTION, pos=(run.looks % 600, 100), rel=(1, 0), buttons=(0, 0, 0))
        ]

    def draw(surface, timeline, rate, unwanted, show):
        shown.append(timeline.latest.run)
        return True

    run = Run(monkeypatch, 13, each)
    monkeypatch.setattr(run.stage, "draw", draw)
    run.until(2.0)
    assert met[-1][0] > 2
    assert all(latest == drawn for latest, drawn in met)


@pytest.mark.parametrize(
    "second, draws", [((pygame.K_q, "q"), 0), ((pygame.K_5, "5"), 0), ((pygame.K_TAB, ""), 1)]
)
def test_only_what_may_be_for_a_new_page_has_it_drawn_first(monkeypatch, second, draws):
    drawn = []

    def each(run):
        drawn.clear()
        return [key(pygame.K_4, "4"), key(*second), key(pygame.K_q, "q")] if run.looks == 10 else []

    def settle():
        run.window._open = run.window._open and run.now < 1.0

    run = Run(monkeypatch, 60, each)
    run.draw(run.window._frames.surface, run.window._timeline, 0.0)
    monkeypatch.setattr(run.stage, "draw", lambda *told: drawn.append(1) or run.draw(*told))
    monkeypatch.setattr(run.window, "_settle", settle)
    run.window.loop(run.window._frames.surface)
    assert run.looks == 10
    assert len(drawn) == draws


def test_a_frame_of_a_mouse_that_only_passes_is_left_too_and_one_of_a_drag_is_not(monkeypatch):
    left, button = [], 0

    def each(run):
        at = (run.looks % 600, 100)
        return [pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 0), buttons=(button, 0, 0))]

    def draw(surface, timeline, rate, unwanted, show):
        run.pressed = True
        left.append(unwanted())
        return True

    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(run.stage, "draw", draw)
    run.until(0.2)
    assert left[1:] and all(left[1:])
    left.clear()
    button, run.window._open = 1, True
    run.until(0.4)
    assert left[1:] and not any(left[1:])


def test_a_minimised_window_draws_nothing_and_waits_and_is_drawn_when_it_is_back(monkeypatch):
    drawn, backs = [], []

    def each(run):
        back = run.looks == 300
        if back:
            backs.append(run.now)
            monkeypatch.setattr(pygame.display, "get_active", lambda: True)
        return [pygame.event.Event(pygame.WINDOWEXPOSED)] if back else []

    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(pygame.display, "get_active", lambda: False)
    monkeypatch.setattr(run.stage, "draw", lambda *_: drawn.append(run.looks) or True)
    run.until(4.0)
    assert drawn[0] == 300
    assert run.worker.taken[0][0] < 0.1 and backs[0] > 2 * 0.3  # seconds: a look takes a millisecond


def test_a_run_that_is_stuck_goes_on_and_has_its_frames(monkeypatch):
    run = Run(monkeypatch, 60)
    take = run.worker.take
    monkeypatch.setattr(run.worker, "take", lambda timeout: replace(take(timeout), state=State.STUCK))
    run.until(1.0)
    assert 0.9 * 60 <= len(run.frames) <= 61


def test_a_key_that_comes_within_the_frame_of_a_new_page_is_obeyed_there(monkeypatch):
    pressed = (pygame.K_4, "4"), (pygame.K_TAB, ""), (pygame.K_TAB, "")

    def each(run):
        if run.looks != 10:
            return []
        return [
            pygame.event.Event(kind, key=key, unicode=text, mod=0, scancode=0)
            for key, text in pressed
            for kind in (pygame.KEYDOWN, pygame.KEYUP)
        ]

    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(run.stage, "draw", run.draw)
    run.until(0.1)
    assert run.stage.page is run.stage.pages[3]
    assert run.stage.controlled


@pytest.mark.parametrize("back", [[], [(pygame.K_ESCAPE, "")]])
def test_a_key_that_comes_within_the_frame_in_which_a_panel_is_enlarged_or_left_is_for_what_is_shown(
    monkeypatch, back
):
    def each(run):
        if run.looks != 10:
            return []
        pressed = (pygame.K_4, "4"), (pygame.K_RIGHTBRACKET, "]"), (pygame.K_RETURN, "\r")
        pressed += (pygame.K_LEFTBRACKET, "["), *back, (pygame.K_k, "k")
        return [key(*one) for one in pressed]

    asked = []
    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(run.stage, "draw", run.draw)
    for i, panel in enumerate(run.stage.pages[3].panels):
        monkeypatch.setattr(panel, "key", lambda word, _, i=i: asked.append((i, word)))
    run.until(0.1)
    *others, last = range(len(run.stage.pages[3].panels))
    shown = {*others, last} if back else {last}
    assert {i for i, word in asked if word == "layer"} == shown


def test_a_frame_of_a_mere_refresh_is_left_for_what_is_pressed_and_one_that_the_hand_asked_for_is_finished(
    monkeypatch,
):
    drawn = []

    def each(run):
        was, run.pressed = run.pressed, False
        if was:
            return [pygame.event.Event(pygame.KEYDOWN, key=pygame.K_t, unicode="t", mod=0, scancode=0)]
        return []

    def draw(surface, timeline, rate, unwanted, show):
        shown = run.stage.draw_really(surface, timeline, rate)
        run.pressed = 5 <= len(drawn) < 40  # the next event comes while this frame is drawn, ever again
        left = unwanted()
        drawn.append("left" if left else "finished")
        return shown and not left

    run = Run(monkeypatch, 60, each)
    run.stage.draw_really = run.draw
    monkeypatch.setattr(run.stage, "draw", draw)
    run.until(1.0)
    assert drawn[4:10] == ["finished", "left", "finished", "finished", "finished", "finished"]
    assert len(run.frames) == drawn.count("finished")
    assert drawn.count("left") == 1


def test_a_restart_takes_the_number_that_is_typed_and_not_taken_yet(monkeypatch):
    def each(run):
        if run.looks != 10:
            return []
        form = next(panel for panel in run.stage.page.panels if isinstance(panel, Form))
        run.stage._looking.focus_control((form, form.names.index("learning_rate")))
        return [key(pygame.K_7, "7"), key(pygame.K_r, "r")]

    run = Run(monkeypatch, 60, each)
    monkeypatch.setattr(run.stage, "draw", run.draw)
    run.until(0.2)
    latest = run.window._timeline.latest
    assert latest.run == 1
    assert latest.snapshot.extra.setup.learning_rate == 7.0
    assert run.stage.controlled  # the field has the keyboard still


@pytest.mark.parametrize("whose, epochs", [("script", 25), ("hand", None), ("nobody", 40)])
def test_who_wants_to_leave_when_done_does_so_in_a_challenge_too_that_no_hand_is_at(
    monkeypatch, whose, epochs
):
    def each(run):
        if whose == "hand" and run.looks == 5:
            run.stage.ask(Challenge(True))
        return []

    def settle():
        settled()
        run.window._open = run.window._open and run.now < 2.0

    run = Run(monkeypatch, 0, each)
    script = ((25, Challenge(True)),) if whose == "script" else ()
    run.worker.session = Session(run.worker.session.lab, 40, 1, script=script)
    run.window._options, settled = replace(run.window._options, exit_when_done=True), run.window._settle
    monkeypatch.setattr(run.window, "_settle", settle)
    run.window.loop(run.window._frames.surface)
    latest = run.window.outcome().refresh
    if whose == "hand":
        assert run.now >= 2.0 and latest.rests and latest.goes_on
    else:
        assert run.now < 2.0 and latest.snapshot.step == epochs


@pytest.mark.parametrize("caught", [None, 15])
def test_capital_a_leaves_for_a_start_screen_that_looks_as_the_window_did(monkeypatch, caught):
    def each(run):
        return [key(pygame.K_t, "t"), key(pygame.K_a, "A")] if run.looks == 10 else []

    run = Run(monkeypatch, 60, each)
    run.until(0.5)
    assert run.looks == 10
    if caught:
        run.window._caught.note(caught)
    onward = run.window.outcome().onward
    assert onward == (None if caught else Options(seed=1, theme="light", size=(640, 400)))


def test_the_page_that_is_left_is_told(monkeypatch):
    leaving = [[key(pygame.K_3, "3")], [key(pygame.K_a, "A")]]
    run = Run(monkeypatch, 60, lambda _: leaving.pop(0))
    run.until(0.5)
    assert run.window.outcome().onward.page == "gates"


def test_q_and_a_closed_window_lead_nowhere(monkeypatch):
    for event in (key(pygame.K_q, "q"), pygame.event.Event(pygame.QUIT)):
        run = Run(monkeypatch, 60, lambda run, event=event: [event])
        run.until(0.5)
        assert run.looks == 1
        assert run.window.outcome().onward is None


def typed(*codes):
    """Return the events of keys pressed and let go one after the other."""
    kinds = (pygame.KEYDOWN, pygame.KEYUP)
    return [
        pygame.event.Event(kind, key=code, unicode="", mod=0, scancode=0) for code in codes for kind in kinds
    ]


@pytest.mark.parametrize(
    "held, down, taken",
    [
        ({pygame.K_RETURN}, (), [pygame.K_F5, pygame.K_F5]),
        ({pygame.K_RETURN}, (pygame.K_RETURN,), [pygame.K_F5, pygame.K_F5]),
        (set(), (), [pygame.K_RETURN, pygame.K_RETURN, pygame.K_F5, pygame.K_F5]),
        (None, (), []),
    ],
)
def test_keys_of_before_the_first_picture_are_taken_after_it_but_for_those_of_what_was_left(
    monkeypatch, held, down, taken
):
    run, keys = Run(monkeypatch, 60), typed(pygame.K_RETURN, pygame.K_F5)
    monkeypatch.setattr(pygame.key, "get_pressed", lambda: {key: key in down for key in held or ()})
    run.window.take_up(keys, held if held is None else frozenset(held))
    obeyed, take = [], run.window._hands.take

    def noted(event):
        assert run.frames
        obeyed.append(event.key)
        return take(event)

    monkeypatch.setattr(run.window._hands, "take", noted)
    run.until(0.1)
    assert obeyed == taken


def test_a_key_that_is_held_from_the_start_screen_on_means_nothing_though_it_repeats(monkeypatch):
    repeated = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_t, unicode="t", mod=0, scancode=0)
    run = Run(monkeypatch, 60, lambda run: [repeated])
    theme = run.stage.theme
    monkeypatch.setattr(pygame.key, "get_pressed", lambda: {pygame.K_t: True})
    run.window.take_up([], frozenset({pygame.K_t}))
    run.until(0.1)
    assert run.stage.theme == theme


def test_the_key_that_quits_is_obeyed_also_if_it_came_before_the_window(monkeypatch):
    run = Run(monkeypatch, 60)
    run.window.take_up([key(pygame.K_q, "q")], None)
    run.until(0.5)
    assert run.looks == 1


def test_events_after_the_key_that_leaves_a_lab_wait_for_the_start_screen_in_order(monkeypatch):
    leaving, first, second = key(pygame.K_a, "A"), key(pygame.K_F5), pygame.event.Event(pygame.QUIT)
    looks = iter([[leaving, first], [second]])
    run, posted = Run(monkeypatch, 60, lambda run: next(looks)), []
    monkeypatch.setattr(pygame.event, "post", posted.append)
    run.until(0.5)
    assert run.window.outcome().onward is not None
    assert posted == [first, second]
