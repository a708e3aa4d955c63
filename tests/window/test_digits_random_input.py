"""Two thousand keys, clicks and drags on all pages of the digits lab, seeded."""

import pytest

from tests.window.desktop import headless, until
from tests.window.test_random_input import BELOW_TITLE, script
from tests.window.twin import batches

pytestmark = pytest.mark.window
LOOKING = """
    1 2 2 3 4 5 6 7 8 8 9 Tab shift+Tab Return Escape bracketright bracketleft Up Down i i k f F c b p period
    comma less greater v w BackSpace Delete shift+Left shift+Right shift+Up shift+Down l t h question
"""
TRAINING = " space space Right n r R plus minus s"


def test_two_thousand_keys_and_clicks_leave_it_alive(open_app):
    app = open_app("--offline", "-e", "100000", "--seed", "21", lab="mnist")
    for seed in range(4):
        app.desktop.tool("-", script=script(LOOKING + TRAINING, seed, 500, top=BELOW_TITLE))
        assert not app.ended(), app.output()
    app.key("q")
    until(lambda: not app.screen().any(), "an empty screen")
    assert app.wait() == 0
    assert app.summary()["stopped"] == "user"


def test_looking_at_everything_changes_no_prediction(open_app, tmp_path):
    flags = ("--offline", "--seed", "5", "-e", "20")
    app = open_app(*flags, lab="mnist")
    app.desktop.tool("-", script=script(LOOKING, 9, 300, top=100))
    assert not app.ended(), app.output()
    until(lambda: app.epoch() == batches(20), "the end")
    summary, alone = app.quit(), headless(tmp_path, *flags, lab="mnist")
    for figure in ("predictions", "loss", "confusion", "batches"):
        assert summary[figure] == alone[figure]
