"""Words cut for little room end where they still mean something."""

import numpy as np
import pytest

from netviz.drawing.lettering import Face
from netviz.panels.dead_units import Units, _named
from netviz.panels.kernel_closeup import _with_power
from netviz.panels.weight_story import _folded


@pytest.mark.parametrize("width", range(60, 400, 7))
def test_a_list_of_dead_units_ends_with_a_whole_number(canvas_of, width):
    alive = np.where(np.arange(40) % 3 == 0, 0.0, 0.5)
    units = Units("ReLU 1", "maps", alive)
    lines = _named(canvas_of((400, 100)), units, width, 1)
    assert len(lines) == 1
    all_of_them = [f"{i + 1}," for i in range(0, 37, 3)] + ["40"]
    told = lines[0].partition("dead: ")[2].split()
    if told != all_of_them and told:
        assert width < 390
        assert told[-1] == "…"
        assert told[:-1] == all_of_them[: len(told) - 1]
    elif not told:
        assert width < 260


@pytest.mark.parametrize("width", range(70, 200, 7))
def test_the_power_of_ten_over_numbers_is_never_cut(canvas_of, width):
    canvas = canvas_of((400, 100))
    told = _with_power(canvas, "gradient ∂L/∂w", " ×10⁻³", width)
    assert told.endswith(" ×10⁻³")
    assert told.startswith(("gradient ∂L/∂w ", "∂L/∂w "))
    assert canvas.text_width(told, Face.SMALL) <= width


@pytest.mark.parametrize(
    "formula, lines",
    [
        ("Δw = −η·m̂ / (√v̂ + ε)", ["Δw = −η·m̂ / (√v̂ + ε)"]),
        ("v̂ = v/(1−0.999^t) = 0.00158797", ["v̂ = v/(1−0.999^t)", "  = 0.00158797"]),
        ("η = 0.0007485, ε = 1e−8, t = 200", ["η = 0.0007485, ε = 1e−8,", "t = 200"]),
    ],
)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_formula_is_broken_where_neither_a_name_nor_a_sign_is_parted_from_its_figure(
    formula, lines, scale, canvas_of
):
    canvas = canvas_of((400, 100), scale=scale)
    width = canvas.text_width("0" * 26, Face.MONO)
    assert _folded(canvas, formula, width) == lines
    assert _folded(canvas, formula, canvas.text_width(formula, Face.MONO)) == [formula]
    narrow = canvas.text_width("0" * 14, Face.MONO)
    assert all(canvas.text_width(line, Face.MONO) <= narrow for line in _folded(canvas, formula, narrow))
