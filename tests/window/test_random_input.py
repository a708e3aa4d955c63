"""A thousand keys and clicks, seeded and sent in one go."""

import random

import pytest

from tests.window.desktop import headless, same_result, until

pytestmark = pytest.mark.window
LOOKING = """
    1 2 3 4 5 9 Tab shift+Tab Return Escape bracketright bracketleft Up Down shift+Left shift+Right
    shift+Up shift+Down x y l t h question a F1 Home ctrl+n alt+r 0 comma
"""
TRAINING = " space Right n r R plus minus equal"
BELOW_TITLE = 48  # a click on which leaves the run


def script(keys, seed, count, *, top):
    """Return an xdotool script of `count` inputs; clicks lie below `top`, double clicks among them."""
    rng = random.Random(seed)
    lines = []
    for _ in range(count):
        at = f"mousemove {rng.randrange(960)} {rng.randrange(top, 600)}"
        button = rng.randrange(2, 6)  # middle, right, wheel
        drag = f"mousemove_relative -- {rng.randrange(-90, 90)} {rng.randrange(-60, 60)}"
        lines.append(
            rng.choices(
                [
                    f"key --delay 2 {rng.choice(keys.split())}",
                    at,
                    f"{at} mousedown 1 mouseup 1",
                    f"{at} click --repeat 2 --delay 20 1",
                    f"{at} mousedown 1 {drag} mouseup 1",
                    f"{at} mousedown {button} mouseup {button}",
                ],
                weights=(60, 14, 10, 4, 6, 6),
            )[0]
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("hidden", ["2", "3"])
def test_a_thousand_keys_and_clicks_that_look_change_nothing_but_the_picture(open_app, tmp_path, hidden):
    flags = ("-hn", hidden, "-e", "4000", "-ner", "20", "--seed", "21")
    app = open_app(*flags)
    app.desktop.tool("-", script=script(LOOKING, 1, 1000, top=100))
    assert not app.ended(), app.output()
    until(lambda: app.epoch() == 4000, "the end")
    summary = app.quit()
    assert summary["stopped"] == "finished"
    assert same_result(summary, headless(tmp_path, *flags))


def test_a_thousand_of_all_keys_but_q_leave_it_alive(open_app):
    app = open_app("-hn", "2", "-e", "20000", "-ner", "20", "--seed", "21")
    app.desktop.tool("-", script=script(LOOKING + TRAINING * 2 + " s", 2, 1000, top=BELOW_TITLE))
    assert not app.ended(), app.output()
    summary = app.quit()
    assert summary["stopped"] in ("user", "finished")
    assert 0 <= summary["epochs"] <= 20000
