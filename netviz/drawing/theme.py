"""The two looks of the program: colours with one meaning each, and sizes on one 8-pixel grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

Color = tuple[int, int, int]


def _hex(code: str) -> Color:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


@lru_cache(maxsize=1024)
def blend(first: Color, second: Color, share: float) -> Color:
    """Return the colour `share` (0…1) of the way from `first` to `second`."""
    r, g, b = (round(a + (c - a) * share) for a, c in zip(first, second, strict=True))
    return r, g, b


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key in tables
class Theme:
    """One look. Every colour has a fixed meaning, the same on every panel."""

    name: str
    window: Color
    panel: Color
    hairline: Color
    text: Color
    secondary: Color
    faint: Color
    negative: Color  # class 0, and values below zero
    positive: Color  # class 1, and values above zero
    focus: Color  # what is chosen
    warning: Color
    error: Color

    @cached_property
    def raised(self) -> Color:
        """Buttons and hints, a little off the panel."""
        return blend(self.panel, self.text, 0.07)

    @cached_property
    def grid(self) -> Color:
        """Grid lines, barely there."""
        return blend(self.panel, self.hairline, 0.65)

    @cached_property
    def classes(self) -> tuple[Color, ...]:
        """Colours of five classes, told apart by all eyes.

        The first two are those of `negative` and `positive`. The others are as far from these and each other
        as could be found, in OKLab, as seen by normal, protan, deutan and tritan eyes (Machado et al. 2009).
        """
        others = ("#257D32", "#EE4C93", "#7FE8EC")
        if self.name == "light":
            others = ("#14A792", "#A7147D", "#683E14")
        return self.negative, self.positive, *(_hex(code) for code in others)

    def tint(self, color: Color, share: float) -> Color:
        """Return `color` faded into the panel, `share` (0…1) of it left."""
        return blend(self.panel, color, share)

    @lru_cache(maxsize=64)  # noqa: B019  (there are two themes, and they stay)
    def series(self, count: int) -> tuple[Color, ...]:
        """Return `count` colours for lines that belong to nothing with a colour of its own.

        Okabe and Ito's palette (2008, safe for colour-blind eyes), darkened on light ground, without
        the blue and orange that stand for the classes; beyond its length it repeats, paler.
        """
        base = ["#3CCFAE", "#CC79A7", "#E8DC5A", "#8FB8DE", "#D98B6A", "#A99BE8", "#B7C4D1"]
        if self.name == "light":
            base = ["#0F8F74", "#A8437C", "#8A7A00", "#3F6D99", "#A34E28", "#5B48B8", "#55626F"]
        colors = [_hex(code) for code in base]
        shares = [1 - 0.2 * (i // len(colors) % 3) for i in range(count)]
        return tuple(blend(self.panel, colors[i % len(colors)], share) for i, share in enumerate(shares))


DARK = Theme(
    "dark",
    *(
        _hex(code)
        for code in (
            "#0E1116",
            "#151A21",
            "#242D38",
            "#E6EAF0",
            "#9AA7B5",
            "#7F8B99",
            "#4C9BE8",
            "#F2A541",
            "#3CCFAE",
            "#E8C15A",
            "#F16464",
        )
    ),
)
LIGHT = Theme(
    "light",
    *(
        _hex(code)
        for code in (
            "#F5F6F8",
            "#FFFFFF",
            "#DCE1E7",
            "#1A232E",
            "#55626F",
            "#66717E",
            "#1F6FC2",
            "#C96F00",
            "#0F8F74",
            "#855C00",
            "#B92929",
        )
    ),
)
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
