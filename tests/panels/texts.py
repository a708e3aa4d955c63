"""The texts that a panel writes, in the order in which it writes them: a wrong figure changes few pixels."""

from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from netviz.drawing.figures import Figures
from netviz.drawing.lettering import Lettering

EXPECTED_TEXTS = Path(__file__).parent / "expected" / "texts.txt"
_HEAD = "# "


@contextmanager
def noted_texts():
    """Return a list to which every text is added that is written meanwhile; of numbers in cells, each row."""
    noted, within = [], []
    render, signs, glyph, write = Lettering.render, Lettering.signs, Figures._glyph, Figures.write

    def note(text):
        if text.strip() and not within:
            noted.append(text.strip())

    def quietly(function, *told):
        within.append(True)
        try:
            return function(*told)
        finally:
            within.pop()

    def rendered(lettering, text, *told):
        note(text)
        return render(lettering, text, *told)

    def signed(lettering, text, *told):
        note(text)
        return quietly(signs, lettering, text, *told)

    def written(figures, surface, values, centres, style, *told):
        rows = np.atleast_1d(np.asarray(values, dtype=np.float64))
        for row in rows.reshape(-1, rows.shape[-1]) if rows.size else ():
            note(" ".join(map(style.text, row.tolist())))
        return write(figures, surface, values, centres, style, *told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lettering, "render", rendered)
        patch.setattr(Lettering, "signs", signed)
        patch.setattr(Figures, "_glyph", lambda *told: quietly(glyph, *told))
        patch.setattr(Figures, "write", written)
        yield noted


def load_texts():
    """Return the expected texts of every scene, by its name."""
    texts = {}
    for line in EXPECTED_TEXTS.read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEAD):
            texts[line.removeprefix(_HEAD)] = lines = []
        elif line:
            lines.append(line)
    return texts


def save_texts(texts):
    """Write the texts of every scene, sorted by its name, a line each."""
    scenes = ("\n".join((_HEAD + name, *texts[name])) for name in sorted(texts))
    EXPECTED_TEXTS.write_text("\n\n".join(scenes) + "\n", encoding="utf-8")
