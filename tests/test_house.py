"""Imports point downwards, and what a user waits for is not loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("networks/**/*.py"), *ROOT.glob("netviz/**/*.py")])

# Part of the house: what of the house it may import besides itself. The longest name that fits counts.
MAY_IMPORT = {
    "networks": set(),
    "netviz.engine": set(),
    "netviz.settings": set(),
    "netviz.drawing": set(),
    "netviz.panels": {"netviz.drawing", "netviz.engine"},
    "netviz.labs": {"netviz.panels", "netviz.engine", "netviz.settings", "networks"},
}
# What may be imported from outside besides the standard library.
OUTSIDE = {
    "networks": {"numpy"},
    "netviz.engine": {"numpy"},
    "netviz.settings": set(),
    "netviz.drawing": {"numpy", "pygame", "contourpy"},
    "netviz.panels": {"numpy", "pygame", "contourpy"},
    "netviz.labs": {"numpy", "platformdirs"},
    "netviz": {"numpy", "pygame", "tqdm"},
}
# The other modules of netviz join these parts: all may use engine, drawing and panels, but only
# these may know a lab or a network.
KNOW_LABS = {"netviz.making"}
# Each of these is known to the one that stands above it, and to nobody else.
KNOWN_TO = {
    "netviz.cli": {"netviz.__main__"},
    "netviz.flags": {"netviz.cli"},
    "netviz.flag_parser": {"netviz.cli", "netviz.flags"},
}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module):
    """The part of the house that a module belongs to: the longest name that fits."""
    fitting = [part for part in OUTSIDE if module == part or module.startswith(part + ".")]
    return max(fitting, key=len, default=module)


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module, names, level):
                assert level == 0, f"{path}: write the whole name of what is imported"
                yield from (f"{module}.{alias.name}" for alias in names)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_point_downwards(path):
    module = module_of(path)
    part = part_of(module)
    for imported in imports_of(path):
        top = imported.split(".")[0]
        other = part_of(imported)
        if top not in ("networks", "netviz"):
            known = top in sys.stdlib_module_names or top in OUTSIDE[part]
            assert known, f"{module} may not import {imported}"
        elif part in MAY_IMPORT:
            allowed = other == part or other in MAY_IMPORT[part]
            assert allowed, f"{module} may not import {imported}"
        else:
            assert other != "networks", f"{module} may not import {imported}: only labs know networks"
            assert other != "netviz.labs" or module in KNOW_LABS, f"{module} may not know labs"
            for known, knowing in KNOWN_TO.items():
                below = imported == known or imported.startswith(known + ".")
                assert not below or module in knowing, f"{module} may not know {known}"


def test_one_file_knows_argparse():
    knowing = {module_of(path) for path in FILES if "argparse" in set(imports_of(path))}
    assert knowing == {"netviz.flag_parser"}


def loaded_by(statement):
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split()), done


def engine_modules():
    return ", ".join(module_of(path) for path in FILES if module_of(path).startswith("netviz.engine"))


@pytest.mark.parametrize(
    "statement",
    [
        "import networks",
        f"import {engine_modules()}",
        "from netviz.labs.xor import XorLab; XorLab(1).train(1)",
        "from netviz import headless, cli, launch",
    ],
)
def test_what_needs_no_window_loads_no_pygame(statement):
    modules, _ = loaded_by(statement)
    assert not modules & {"pygame", "matplotlib"}


def test_help_loads_no_numpy():
    modules, _ = loaded_by("from netviz import cli; cli.parser()")
    assert "numpy" not in modules


def test_a_window_loads_no_matplotlib_and_prints_no_banner():
    modules, done = loaded_by(
        "from netviz import window\nfrom netviz.labs.xor import XorLab; XorLab(1).pages()"
    )
    assert "pygame" in modules
    assert not modules & {"matplotlib", "scipy", "sklearn", "tqdm"}
    assert "Hello from" not in done.stdout + done.stderr
