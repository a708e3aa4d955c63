"""The playground taken in hand in the real window while it trains."""

import pytest

from netviz.engine.wishes import AddPoint, MovePoint, RemovePoint
from tests.window.desktop import headless, until
from tests.window.play_twin import FLAGS, PlayTwin, copied, edits

pytestmark = pytest.mark.window
ENDLESS = FLAGS[:6]


def test_points_are_added_moved_and_removed_while_it_trains_and_the_command_repeats_it(open_app, tmp_path):
    app = open_app(*ENDLESS, lab="playground")
    where, hand = PlayTwin(app), app.desktop.tool  # points lie as they do in a run that is over
    until(lambda: app.epoch() > 0, "training")

    def obeyed(kind, done=lambda wish: True):
        """Wait until the last wish is of a kind, and training has gone on since; return it."""

        def last():
            return next(((at, wish) for at, wish in edits(app)[-1:] if isinstance(wish, kind)), None)

        then, wish = until(lambda: (told := last()) and done(told[1]) and told, f"a wish for {kind.__name__}")
        until(lambda: app.epoch() > then, "training goes on")
        return wish

    place = where.empty_place()
    x, y = where.at(*place)
    app.click((x, y))
    added = obeyed(AddPoint)
    assert (added.x, added.y) == pytest.approx(place, abs=0.02)
    way = [(x + 6 * i, y - 4 * i) for i in range(1, 5)]
    moves = [word for at in way for word in ("mousemove", *at, "sleep", "0.03")]
    hand("mousemove", x, y, "sleep", "0.05", "mousedown", 1, *moves, "mouseup", 1, "mousemove", 1395, 895)
    end = where.plane._axes.data(way[-1])
    moved = obeyed(MovePoint, lambda wish: (wish.x, wish.y) == pytest.approx(end, abs=0.01))
    assert moved.index == len(where.lab.train_points)  # the one that was added, after those there were
    hand("mousemove", *way[-1], "sleep", "0.05", "click", 3, "mousemove", 1395, 895)
    assert obeyed(RemovePoint).index == moved.index
    app.key("space")
    app.settled()
    words, summary = copied(app), app.quit()
    assert summary["points"]["training"] == len(where.lab.train_points)
    assert summary["epochs"] == int(words[words.index("--epochs") + 1])
    alone = headless(tmp_path, *words, lab="playground")
    for name in ("loss", "test_loss", "points", "layers"):
        assert alone[name] == summary[name]
