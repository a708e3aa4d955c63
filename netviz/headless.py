"""A run without a window: the same session, in the main thread, with its progress on stderr."""

from __future__ import annotations

import os

from netviz.engine.lab import Lab, plural
from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh
from netviz.engine.timeline import Timeline
from netviz.options import Options, script_of
from netviz.progress import figures, progress
from netviz.signals import Caught
from netviz.summary import Outcome
from netviz.telling import say

UNWATCHED = 4000  # steps between refreshes that only the progress line sees


def run(lab: Lab, options: Options, caught: Caught) -> Outcome:
    """Train to the end, a divergence or a signal; return how it ended."""
    timeline = Timeline() if options.screenshot else None
    session = Session(lab, lab.total, _refresh_every(lab, options), script=script_of(options))
    refresh = session.current()
    report = progress(lab, session.total)
    while True:
        if timeline is not None:
            timeline.add(refresh)
        report.show(refresh)
        following = session.advance(lambda: bool(caught)) if not caught else None
        if following is None:
            break
        refresh = following
    if session.running:  # a signal, perhaps on the way to a refresh: what was trained since counts too
        refresh = session.current()
        if timeline is not None:
            timeline.add(refresh)
    report.close(refresh)
    picture = None if timeline is None else _picture(lab, timeline, options)
    outcome = Outcome(refresh, caught.number, picture)
    for why in session.repetition.refused:
        say(f"--edits: {why}")
    if left := len(session.repetition):
        say(f"--edits: {left} not done: {'its' if left == 1 else 'their'} {lab.unit} has not come")
    say(_closing_line(lab, outcome))
    return outcome


def _refresh_every(lab: Lab, options: Options) -> int:
    """Return the steps per refresh: where no picture needs them all, some of them are enough for the bar."""
    every = options.refresh_every
    if options.screenshot or lab.steps_per_epoch > 1:  # a batch takes long enough
        return every
    return every * max(1, UNWATCHED // every)


def _closing_line(lab: Lab, outcome: Outcome) -> str:
    refresh: Refresh = outcome.refresh
    ends = {"finished": "finished", "signal": "interrupted", "diverged": "stopped", "user": "paused"}
    how = ends[outcome.stopped]  # it is paused by an edit that leaves all training to the hand
    pace = f", {refresh.rate:,.0f} {plural(lab.unit)}/s" if refresh.seconds > 0 else ""
    line = f"{lab.name}: {how} at {lab.unit} {refresh.snapshot.step:,}, {figures(lab, refresh)}{pace}"
    return f"{line}\n{refresh.note}" if refresh.note else line


def _picture(lab: Lab, timeline: Timeline, options: Options) -> bytes:
    """Draw a page as a PNG file; SDL needs no display for it."""
    before = os.environ.get("SDL_VIDEODRIVER")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    try:
        from netviz import picture

        return picture.picture(lab, timeline, options.page, options.size, options.theme, options.scale)
    finally:
        if before is None:
            del os.environ["SDL_VIDEODRIVER"]
        else:
            os.environ["SDL_VIDEODRIVER"] = before
