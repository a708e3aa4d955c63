"""What the README says of flags, pages, keys, pictures and configurations is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from netviz import cli, making
from netviz.actions import GROUPS
from netviz.labs import csv_points, digits_config, digits_recipe, model_file
from netviz.options import PAGES
from netviz.settings.playground import PRESETS, SETTINGS
from netviz.signals import Caught

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SPELT = {  # keys as a reader knows them, and as the bindings do
    "Space": ("space",),
    "Tab": ("tab", "shift+tab"),
    "Enter": ("return", "enter"),
    "Esc": ("escape",),
    "Backspace": ("backspace", "delete"),
    "Delete": ("delete",),
    "→": ("right",),
    "↓": ("down",),
    "↑": ("up",),
    "1 … 9": tuple("123456789"),
    "Shift + arrow": tuple(f"shift+{way}" for way in ("left", "right", "up", "down")),
    "+": ("+", "="),
}
CHAPTERS = {"": "All labs", "xor": "The XOR lab", "mnist": "The digits lab", "playground": "The playground"}


def chapter(title):
    found = re.search(rf"^## {title}\n(.*?)(?=^## )", README, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def tables(text, head):
    """Return the rows below every table head that begins with `head`, each a list of cells."""
    rows, within = [], False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("|"):
            within = False
        elif cells[: len(head)] == head:
            within = True
        elif within and set(line) - set("|- "):
            rows.append(cells)
    assert rows, head
    return rows


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


def said():
    """Return all code of the README: what stands in backticks, and the lines of blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
    return [line for block in blocks for line in block.splitlines()] + quoted(text)


def flags_of(code):
    """Return the flags of the program in a piece of code; none in a call of another program."""
    words = code.partition("#")[0].split()
    if "main.py" in code:
        words = words[max(i for i, word in enumerate(words) if word.endswith("main.py")) + 1 :]
    elif not code.startswith("-"):
        return []
    return [word for word in words if re.fullmatch(r"--?[a-zA-Z][\w-]*", word)]


def test_every_flag_exists():
    known = {name for action in cli.parser()._actions for name in action.option_strings}
    named = {flag for code in said() for flag in flags_of(code)}
    assert {"--mnist", "--xor", "-ner", "--data-dir", "--mode"} <= named
    assert named <= known


def test_every_flag_is_told():
    told = {flag for code in said() for flag in flags_of(code)}
    for action in cli.parser()._actions:
        assert told & set(action.option_strings) or action.dest == "version", action.option_strings


@pytest.mark.parametrize("lab", PAGES)
def test_the_pages_are_those_of_the_lab(lab):
    rows = tables(chapter(CHAPTERS[lab]), ["page", "`--page`"])
    assert [quoted(row[1])[0] for row in rows] == list(PAGES[lab])
    assert [row[0].split()[0] for row in rows] == [str(i) for i in range(1, len(rows) + 1)]


def test_every_page_named_in_a_command_exists():
    commands = [code for code in said() if "--page " in code and "NAME" not in code]
    assert commands
    for command in commands:
        assert cli.parse(arguments(command)).page == command.split("--page ")[1].split()[0]


def arguments(command):
    """Return what a command in the README gives to the program."""
    words = shlex.split(command, comments=True)
    return words[max(i for i, word in enumerate(words) if word.endswith("main.py")) + 1 :]


def test_every_command_is_accepted():
    commands = [code for code in said() if code.startswith("python main.py --")]
    assert len(commands) > 15
    for command in commands:
        if "-h" not in arguments(command):
            making.check(cli.parse(arguments(command)))


def test_the_settings_of_the_playground_are_told_with_their_defaults():
    rows = tables(chapter(CHAPTERS["playground"]), ["flag", "meaning", "from – to"])
    told = {flag: row for row in rows for code in quoted(row[0]) for flag in flags_of(code)}
    for name, setting in SETTINGS.items():
        assert quoted(told[setting.flag][3]) == [setting.write(setting.default)], name
        for word in getattr(setting, "words", ()):
            if name != "output_activation" or word == "auto":
                assert word in told[setting.flag][2].replace("\\", ""), (name, word)


def test_the_presets_of_the_playground_are_told():
    rows = tables(chapter(CHAPTERS["playground"]), ["flag", "what is to be learned"])
    assert [quoted(row[0])[0] for row in rows] == [f"--{preset}" for preset in PRESETS]


def test_the_points_of_the_example_are_read_and_refused_as_shown(tmp_path):
    (example,) = re.findall(r"^```csv\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    shown = re.findall(r"^    ('points\.csv'.*)$", README, re.MULTILINE)
    file = tmp_path / "points.csv"
    file.write_text(example, encoding="utf-8")
    assert csv_points.read(file).names == ("left", "right")
    bad = (example.replace("0.9", "abc"), example.replace(",label", ""), example.replace("right", "left"))
    assert len(shown) == len(bad)
    for text, line in zip(bad, shown, strict=True):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(csv_points.CsvError) as refused:
            csv_points.read(file)
        assert (
            str(refused.value)
            .replace(str(tmp_path), "")
            .replace("'/", "'")
            .startswith(line.removesuffix(" …"))
        )


def test_the_shares_of_the_spiral_that_are_right_are_those_of_the_program():
    table = re.search(r"^\| hidden neurons \|.*\n(?:\|.*\n)+", README, re.MULTILINE)[0]
    shapes, _, training, test = [
        [cell.strip() for cell in row.strip("|\n").split("|")[1:]] for row in table.splitlines()
    ]
    for i, shape in enumerate(shapes):
        options = cli.parse(["--spiral", "--hidden-neurons", shape, "--seed", "1", "--epochs", "600"])
        lab = making.make(options, Caught())
        lab.train(600)
        moment = lab.snapshot().extra
        right = [f"{100 * share:.0f} %" for share in (moment.train_accuracy, moment.test_accuracy)]
        assert right == [training[i], test[i]], shape


@pytest.mark.parametrize("lab", CHAPTERS, ids=CHAPTERS.values())
def test_the_keys_are_those_of_the_program(lab):
    told = {key for row in tables(chapter(CHAPTERS[lab]), ["key", "does"]) for key in quoted(row[0])}
    bindings = [binding for group in GROUPS if group.lab == lab for binding in group.bindings]
    assert told == {key for binding in bindings for key in binding.shown.split("  ")} - {""}


def test_every_key_is_told():
    rows = [row for title in CHAPTERS.values() for row in tables(chapter(title), ["key", "does"])]
    told = {name for row in rows for key in quoted(row[0]) for name in SPELT.get(key, (key,))}
    bindings = [binding for group in GROUPS for binding in group.bindings]
    of_controls = {key for one in bindings if not one.keys for key in one.shown.split("  ") if len(key) == 1}
    assert told == {key for one in bindings for key in one.keys} | of_controls


def test_every_picture_and_file_is_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    for name in pictures:
        assert (ROOT / name).read_bytes().startswith(b"\x89PNG"), name
    assert {(ROOT / name).name for name in pictures} == {path.name for path in (ROOT / "imgs").glob("*.png")}
    folders = "netviz|networks|imgs|tests|benchmarks"
    files = [code for code in said() if re.fullmatch(rf"({folders})/[\w./]+", code)]
    assert files
    for name in files:
        assert (ROOT / name).exists(), name


def examples():
    found = re.findall(r"^```json\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert found
    return found


def test_every_configuration_is_accepted():
    for example in examples():
        assert digits_config.read("README.md", example).layers
    for schedule in re.findall(r'`(\{"kind"[^`]*\})`', README):
        assert digits_config.read("README.md", f'{{"schedule": {schedule}}}').schedule


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('"patience"', '"learning_rat"'),
        ('"maxpool", "filter_size": 2', '"maxpool", "filter_size": "2"'),
        ('"dense", "out_features": 64', '"conv", "out_channels": 4, "filter_size": 9, "padding": 0'),
    ],
)
def test_refusals_are_as_shown(good, bad):
    shown = re.findall(r"^    ('net\.json': .*)$", README, re.MULTILINE)
    assert len(shown) == 3
    text = examples()[0].replace(good, bad)
    assert bad in text
    with pytest.raises(digits_config.ConfigError) as refused:
        digits_config.read(Path("net.json"), text)
    assert any(str(refused.value).startswith(line.removesuffix(" …")) for line in shown)


# the digits lab's figures


def spelt(value):
    """Return a default as the table has it: 5, 0.005, 0.05, adam."""
    return f"`{value}`" if isinstance(value, str) else f"{value:g}"


def test_the_defaults_and_bounds_of_the_configuration_are_those_of_the_program():
    default = digits_config.DigitsConfig()
    rows = {quoted(row[0])[0]: row for row in tables(chapter("The digits lab"), ["key", "meaning"])}
    assert set(rows) == {*digits_config.RULES, "schedule", "layers"}
    for key, rule in digits_config.RULES.items():
        value = getattr(default, key)
        if value is not None:
            assert rows[key][-1].lstrip("| ").partition(";")[0] == spelt(value), key
        if isinstance(rule, digits_config.Whole):
            assert rows[key][2] == f"{rule.low:,} – {rule.high:,}", key
    for key, value in digits_recipe.ON_SAMPLE.items():
        assert rows[key][-1].rstrip("| ").endswith(f"; on the sample {value:g}"), key
    others = {name: rate for name, rate in digits_config.LEARNING_RATES.items() if name != "adam"}
    assert all(f"{name} {rate:g}" in rows["learning_rate"][-1] for name, rate in others.items())
    schedule = default.schedule
    assert f"a warm-up of {schedule.share:g}" in rows["schedule"][-1]
    assert (schedule.then.end, "a thousandth" in rows["schedule"][-1]) == (0.001, True)


def test_the_schedule_in_the_text_is_the_default_one():
    schedule = digits_config.DigitsConfig().schedule
    words = " ".join(chapter("How the mathematics works").split())
    assert (schedule.share, schedule.then.end) == (0.3, 0.001)
    assert "over the first three tenths of the run" in words and "to a thousandth" in words
    assert "η (0.001 + 0.999 · ½ (1 + cos π τ))" in words


def test_the_shares_kept_for_validation_are_told():
    shares = digits_config.DigitsConfig().validation_share, digits_recipe.SAMPLE_VALIDATION
    assert shares == (1 / 20, 1 / 5)
    words = " ".join(chapter("The digits lab").split())
    assert "A twentieth of the training images is kept for validation, of the sample a fifth" in words


def test_the_sizes_of_the_networks_are_told():
    text = chapter("The digits lab")
    default = digits_config.assemble(digits_config.DigitsConfig(), 28)
    assert f"{default.parameter_count:,} weights and biases" in text
    tiny, _ = digits_config.load(ROOT / "netviz" / "labs" / "configs" / "tiny.json")
    assert f"{digits_config.assemble(tiny, tiny.input_size).parameter_count} weights and biases" in text
    told = (ROOT / "netviz" / "labs" / "data" / "README.md").read_text(encoding="utf-8")
    assert f"{model_file.read(digits_recipe.BUNDLED['MNIST']).parameters.size:,} weights and biases" in told
