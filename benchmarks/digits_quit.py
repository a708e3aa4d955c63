"""From the q key to the end of the process in the digits lab, the network saved on the way out."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import mnist, quit
from benchmarks.quit import Situation
from benchmarks.result import Result
from netviz.labs.digits_files import FILES
from netviz.labs.digits_recipe import MIRRORS
from netviz.options import PAGES
from tests.mirrors import Mirror

PROGRAM = (sys.executable, "main.py", "--mnist", "--seed", "1")
LONG = ("-e", "1000")
VALIDATING = {"validation_share": 0.95}  # an epoch is a few batches, and then a long validation
TURNS, TURNS_QUICK = 4, 1


def results(quick: bool) -> list[Result]:
    """Return the worst of all times, and the median and worst of each situation."""
    contents = {file.name: bytes(file.size) for file in FILES}
    with tempfile.TemporaryDirectory() as place, Mirror(contents, "trickling") as mirror:
        situations = _situations(Path(place))
        chosen = situations[:3] if quick else situations
        found = quit.rows(
            "digits, `q` to the end of the process",
            chosen,
            TURNS_QUICK if quick else TURNS,
            XDG_CACHE_HOME=place,
            XDG_DATA_HOME=place,
            no_proxy="*",
            **{MIRRORS: mirror.url},
        )
        if not mirror.asked:
            raise RuntimeError("nothing was downloaded")
        saved = any(Path(place).glob("**/*.npz"))
    return [*found, Result("– the network was saved on quitting", "yes" if saved else "no", "yes", saved)]


def _situations(place: Path) -> list[Situation]:
    """Return what the program may be doing: training and drawing each page, validating, downloading."""
    data = ("--data-dir", str(mnist.folder()))
    training = (*data, *LONG)
    validating = (*training, *mnist.configured(place, **VALIDATING))

    def during(name: str, *flags: str, keys: tuple[str, ...] = (), wait: float = 1.0) -> Situation:
        return Situation(name, flags, keys, wait, PROGRAM)

    return [
        during("training, overview", *training),
        during("validating", *validating, wait=1.5),
        during("downloading", wait=0.6),
        during("just opened", *training, wait=0.0),
        during("training, --fps 0, -ner 1", *training, "--fps", "0", "-ner", "1"),
        during("far from a refresh", *training, "-ner", "1000000"),
        during("paused", *training, keys=("space",)),
        *(during(f"training, {page}", *training, "--page", page) for page in PAGES["mnist"][1:]),
    ]
