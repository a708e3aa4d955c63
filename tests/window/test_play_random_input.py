"""Six hundred keys, clicks, drags and turns of the wheel on all pages of the playground, seeded."""

import pytest

from netviz.engine.wishes import Undo
from tests.window.desktop import until
from tests.window.play_twin import edits
from tests.window.test_random_input import BELOW_TITLE, script

pytestmark = pytest.mark.window
# All but q and A, which leave, and r and R, which begin anew and so forget what could be undone.
KEYS = """
    1 2 3 4 Tab Tab Tab Tab Tab Tab shift+Tab Return Return Return Escape Up Up Down Left Right Right Home End
    bracketright bracketleft space n plus minus equal 0 5 7 9 period comma greater less BackSpace Delete
    u U p P b w e f m t i k v l h s c question shift+Left shift+Right shift+Up shift+Down a F1 ctrl+n alt+r
"""


def test_six_hundred_keys_and_clicks_leave_it_alive_and_all_that_they_did_can_be_undone(open_app):
    app = open_app("--problem", "moons", "--points", "60", "--seed", "21", lab="playground")
    until(lambda: app.epoch() > 0, "training")
    for seed in range(4):
        lines = script(KEYS, seed, 150, top=BELOW_TITLE).splitlines()
        app.desktop.tool("-", script="\nsleep 0.02\n".join(lines) + "\n")
        assert not app.ended(), app.output()
    app.desktop.tool("mousemove", 1395, 895)
    app.key(*["Escape"] * 5)  # out of what is typed, the help and a panel alone
    then, made = app.epoch(), len(edits(app))
    assert made > 5
    back = made + 30  # what is on its way among them
    app.key(*["u"] * back)

    def undone():
        """Return whether all has been taken back; one edit at most comes from each wish."""
        wishes = [wish for _, wish in edits(app)]
        return len(wishes) >= made + back and all(isinstance(wish, Undo) for wish in wishes[-back:])

    until(undone, "the first settings")
    app.key("n")  # one epoch, also where it was paused
    until(lambda: app.epoch() > then, "training goes on")
    summary = app.quit()
    options = summary["options"]
    assert (options["problem"], options["points"], options["hidden"]) == ("moons", 60, [8, 8])
    assert options["learning_rate"] == 0.1
    assert summary["stopped"] == "user"
