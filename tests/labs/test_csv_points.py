import os
import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.labs import csv_points
from netviz.labs.csv_points import CsvError, extent_around, read
from netviz.labs.csv_scale import Scale
from networks.tasks import Task


@pytest.fixture
def path(tmp_path):
    return tmp_path / "points.csv"


@pytest.fixture
def given_file(path):
    def write(content):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def refusal(given_file):
    """The complaint about a file, without the file's name; it is one sentence that begins with that name."""

    def tell(content):
        file = given_file(content)
        with pytest.raises(CsvError) as caught:
            read(file)
        told = str(caught.value)
        assert repr(str(file)) in told
        assert "\n" not in told and not told.endswith(".") and ". " not in told
        return told.replace(repr(str(file)), "FILE")

    return tell


def described(file):
    found = read(file)
    points = found.points
    return points.task, found.names, found.dimensions, points.inputs.tolist(), points.targets.tolist()


TWO = (Task.BINARY, ("0", "1"), 2, [[0.5, -1], [2, 3]], [0, 1])


@pytest.mark.parametrize(
    "content",
    [
        "x1,x2,y\n0.5,-1,0\n2,3,1\n",
        "x1,x2,label\n0.5,-1,0\n2,3,1",
        "0.5,-1,0\n2,3,1\n",
        "0.5;-1;0\n2;3;1\n",
        "0.5\t-1\t0\n2\t3\t1\n",
        "x1\tx2\ty\tnote; of a kind\n0.5\t-1\t0\ta\n2\t3\t1\tb\n",
        "x1;x2;y;note, of a kind\n0.5;-1;0;a\n2;3;1;b\n",
        "\ufeffx1,x2,y\n0.5,-1,0\n2,3,1\n",
        "x1,x2,y\r\n0.5,-1,0\r\n2,3,1\r\n",
        "\n\nX1 , X2, Label\n\n 0.5 , -1 , 0 \n\n2,3,1\n\n",
        "label,x2,x1\n0,-1,0.5\n1,3,2\n",
        'id,x1,x2,note,y\n7,0.5,-1,"a, b",0\n8,2,3,"c\nd",1\n',
        '"x1","x2","y"\n"0.5", "-1", "0"\n"2","3","1"\n',
        "x1,x2,y\n5e-1,-1.0,0.0\n2,3,1.000\n",
    ],
)
def test_two_points_are_read_however_they_are_written(given_file, content):
    assert described(given_file(content)) == TWO


def test_classes_with_names_are_sorted_and_keep_their_names(given_file):
    found = read(given_file("x1,x2,label\n1,1,red\n2,2,green fields\n3,3,blue\n4,4,red\n"))
    assert found.names == ("blue", "green fields", "red")
    assert (found.points.task, found.points.classes) == (Task.CLASSES, 3)
    assert found.points.targets.tolist() == [2, 1, 0, 2]


def test_classes_with_numbers_are_sorted_as_numbers(given_file):
    assert read(given_file("x1,x2,label\n1,1,10\n2,2,9\n3,3,-1\n4,4,9.0\n")).names == ("-1", "9", "10")


def test_a_y_of_text_is_a_class_and_may_go_on_with_numbers(given_file):
    assert read(given_file("1,1,b\n2,2,a\n3,3,7\n")).names == ("7", "a", "b")


@pytest.mark.parametrize(
    "ys, classes", [("0 1 0 1", 2), ("1 2 3 4 5 5", 5), ("1 2 3 4 5 6", 0), ("0 1 0.5", 0), ("0.5 1.5", 0)]
)
def test_few_whole_numbers_are_classes_and_others_are_values(given_file, ys, classes):
    found = read(given_file("".join(f"{place},1,{y}\n" for place, y in enumerate(ys.split()))))
    assert (found.points.classes, len(found.names)) == (classes, classes)
    assert (found.points.task is Task.REGRESSION) == (classes == 0)


@pytest.mark.parametrize("header", ["", "x1,y\n"])
def test_one_input_makes_values_even_of_few_whole_numbers(given_file, header):
    expected = (Task.REGRESSION, (), 1, [[1, 0], [2, 0], [3, 0]], [0, 1, 0])
    assert described(given_file(header + "1,0\n2,1\n3,0\n")) == expected


def test_points_cannot_be_written(given_file):
    assert not read(given_file("1,1,0\n2,2,1\n")).points.inputs.flags.writeable


@pytest.mark.parametrize(
    "content, told",
    [
        ("", "FILE is empty; it needs columns x1, x2 and y or label"),
        ("\ufeff", "FILE is empty"),
        ("\n \n\n", "FILE is empty"),
        ("x1,x2,y\n", "FILE has only a header; add at least two rows"),
        ("x1,x2,y\n1,1,0\n2,2,0\n", "FILE has only one class, '0'; it needs 2 to 5"),
        ("x1,x2,label\n1,1,cat\n", "FILE has only one class, 'cat'; it needs 2 to 5"),
        ("1,1,0.5\n2,2,0.5\n", "every y of FILE is 0.5, so there is nothing to learn"),
        ("x1,y\n1,2\n2,2\n", "every y of FILE is 2, so there is nothing to learn"),
        ("x1,y\n1,2\n", "every y of FILE is 2, so there is nothing to learn"),
        ("x1,x2\n1,2\n", "FILE, line 1: the header lacks y or label; a file needs columns"),
        ("\nx2,y\n1,2\n", "FILE, line 2: the header lacks x1;"),
        ("y,z\n1,2\n", "FILE, line 1: the header lacks x1 and x2;"),
        ("x1,label\n1,a\n", "FILE, line 1: the header lacks x2;"),
        ("x1,x1,y\n1,1,1\n", "FILE, line 1: the column x1 is there twice; rename or remove one"),
        ("x1,x2,y,label\n1,1,1,1\n", "FILE, line 1: there are both y and label; rename or remove one"),
        (
            "name,height,sex\n1,1,1\n",
            "line 1: no column of the header is called x1, x2, y or label; the first is 'name'; a file needs",
        ),
        ("1,5;2,5;A\n", "FILE, line 1: '1,5' is neither a number nor the name of a column; a file needs"),
        ("1 2 0\n", "FILE, line 1: '1 2 0' is neither a number nor the name of a column; a file needs"),
        ("1\n2\n", "FILE, line 1: there is 1 column and no header; a file needs columns"),
        ("1,2,3,4\n", "FILE, line 1: there are 4 columns and no header; a file needs columns"),
        (
            "1,1,0\n2,abc,1\n",
            "FILE, line 2: x2 must be a finite number, not 'abc'; correct it or remove the row",
        ),
        ("abc,1,0\n2,1,1\n", "FILE, line 1: x1 must be a finite number, not 'abc';"),
        (
            "x1;x2;y\n1,5;2;0\n",
            "FILE, line 2: x1 must be a finite number, not '1,5'; write decimals with a point",
        ),
        ("1,1,0\n\n\n2,nan,1\n", "FILE, line 4: x2 must be a finite number, not 'nan'"),
        ("1,1,0\n-inf,2,1\n", "FILE, line 2: x1 must be a finite number, not '-inf'"),
        ("1,1,0\n1e999,2,1\n", "FILE, line 2: x1 must be a finite number, not '1e999'"),
        ("1,1,0\n2e9,2,1\n", "FILE, line 2: x1 must be within ±1,000,000,000, not '2e9'"),
        ("1,1,0\n1_0,2,1\n", "FILE, line 2: x1 must be a finite number, not '1_0'"),
        ("1,1,0\n,2,1\n", "FILE, line 2: x1 is empty; give a number or remove the row"),
        ("x1,x2,y\n1,1,\n", "FILE, line 2: y is empty; give a number or remove the row"),
        ("1,1,nan\n", "FILE, line 1: y must be a finite number, not 'nan'"),
        ("1,1,0\n2,2,one\n", "FILE, line 2: y must be a finite number, not 'one'"),
        (
            "x1,y\n1,a\n",
            "FILE, line 2: y must be a number where x1 is the only input, not 'a'; a class needs",
        ),
        ("x1,x2,label\n1,1,NaN\n", "FILE, line 2: label must be a class, not 'NaN'"),
        (
            "x1,x2,label\n1,1,\n",
            "FILE, line 2: label must be the name of a class, 1 to 40 characters on one line",
        ),
        ("x1,x2,label\n1,1,1e200\n", "FILE, line 2: label must be the name of a class"),
        (f"x1,x2,label\n1,1,{'a' * 41}\n", f"on one line, not '{'a' * 39}…'"),
        ('x1,x2,label\n1,1,a\n1,1,"b\nc"\n', "FILE, line 3: label must be the name of a class"),
        ("1,1,0\n2,2\n", "FILE, line 2: there are 2 columns where line 1 has 3; every row needs as many"),
        ("\n1,1,0\n2\n", "FILE, line 3: there is 1 column where line 2 has 3; every row needs as many"),
        ("x1,x2,y\n1,1,0\n2,2,1,5\n", "FILE, line 3: there are 4 columns where line 1 has 3"),
        ('1,1,0\n"2,2,1\n3,3,1\n', "FILE, line 2: this is not CSV: unexpected end of data (mind the quotes)"),
        ("1,1,0\r2,2,1\r", "FILE, line 1: this is not CSV: new-line character seen in unquoted field"),
        ("x1,x2,label\n1,1,a\n2,2,café\n".encode("latin-1"), "FILE, line 3: this is not text in UTF-8; save"),
        ("x1,x2,y\n1,1,0\n".encode("utf-16"), "FILE, line 1: this is not text in UTF-8; save"),
        (
            "1,1,0\n" + "9" * 70_000,
            "FILE, line 2: the line is longer than 65,536 bytes; write one point a line",
        ),
        ("1,1,0\n" + '"' + "9\n" * 70_000, "FILE, line 2: this is not CSV: field larger than field limit"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(refusal, content, told):
    assert told in refusal(content)


def test_a_sixth_class_is_told_with_its_line(refusal):
    rows = "".join(f"1,1,{name}\n" for name in "abcdeef")
    told = "'f' is one class more than the 5 there can be; join some"
    assert refusal("x1,x2,label\n" + rows) == f"FILE, line 8: {told}"
    assert refusal(rows) == f"FILE, line 7: {told}, or give the column y numbers"


@pytest.mark.parametrize(
    "names, values",
    [("1 2 2.5 -3 4 5", True), ("a 2 2.5 -3 4 5", False), ("1 2 3 4 5 a", False), ("1 2 3 4 5 2e9", False)],
)
def test_a_sixth_class_is_said_to_be_a_value_only_where_it_would_be_taken_for_one(given_file, names, values):
    rows = "".join(f"1,{k},{name}\n" for k, name in enumerate(names.split()))
    with pytest.raises(CsvError) as caught:
        read(given_file("x1,x2,label\n" + rows))
    assert str(caught.value).endswith("; join some" + ", or name the column y for values" * values)
    if values:
        assert read(given_file("x1,x2,y\n" + rows)).points.task is Task.REGRESSION


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path, told in ((tmp_path / "none.csv", "does not exist"), (tmp_path, "is a folder, not a file")):
        with pytest.raises(CsvError) as caught:
            read(path)
        assert str(caught.value) == f"{str(path)!r} {told}"


def test_a_pipe_is_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(CsvError, match="is not a regular file"):
        read(pipe)


def test_a_file_without_permission_is_told(given_file, monkeypatch):
    path = given_file("1,1,0\n2,2,1\n")

    def deny(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", deny)  # the superuser may read any file
    with pytest.raises(CsvError, match="cannot be read: permission denied"):
        read(path)


def test_as_many_rows_as_are_allowed_are_read(given_file, refusal, monkeypatch):
    monkeypatch.setattr(csv_points, "MAX_ROWS", 3)
    assert len(read(given_file("x1,x2,y\n1,1,0\n2,2,1\n\n3,3,1\n")).points) == 3
    assert (
        refusal("x1,x2,y\n1,1,0\n2,2,1\n3,3,1\n4,4,1\n") == "FILE has more than 3 rows; leave at most so many"
    )


def test_a_file_of_a_million_rows_is_refused_without_being_read_whole(path):
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"0.123456789,0.123456789,0.123456789\n" * 10_000)
    tracemalloc.start()
    try:
        with pytest.raises(CsvError, match="more than 10,000 rows"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < path.stat().st_size
    finally:
        tracemalloc.stop()


def test_a_file_far_too_long_is_refused_by_its_size(path):
    with path.open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(CsvError, match="is longer than 64,000,000 bytes"):
        read(path)


def test_the_extent_is_round_and_leaves_a_margin():
    assert extent_around(np.array([0.0, 1.0])) == (-0.15, 1.15)
    assert extent_around(np.array([-1.0, 0.97]), np.array([0.2, 1.0])) == (-1.3, 1.3)
    assert extent_around(np.array([0.0, 80_000.0])) == (-10_000, 90_000)
    assert extent_around(np.array([3.0])) == (-0.8, 6.8)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_the_extent_holds_all_numbers(numbers):
    low, high = extent_around(np.array(numbers))
    assert np.isfinite([low, high]).all() and low < min(numbers) <= max(numbers) < high


@given(st.integers(-500, 500), st.sampled_from([1, 10, 100, 1000]), st.integers(0, 4))
def test_the_extent_is_as_round_where_a_decimal_width_is_a_hair_below_it(low, parts, zeros):
    """0.3 − 0.14 is less than 0.16 by what binary fractions leave out."""
    width = 16 * 10**zeros
    ends = extent_around(np.array([low / parts, (low + width) / parts]))
    around = low / parts - width / parts / 8, (low + width) / parts + width / parts / 8
    assert ends[0] == pytest.approx(around[0], abs=width / parts / 15.9)
    assert ends[1] == pytest.approx(around[1], abs=width / parts / 15.9)


@pytest.mark.parametrize("number", ["1e9", "-1000000000"])
def test_the_largest_number_that_is_told_as_the_limit_is_read(given_file, number):
    assert read(given_file(f"{number},0,0.5\n0,1,2.5\n")).points.inputs[0, 0] == float(number)


def test_with_one_input_the_values_are_within_the_extent(given_file):
    low, high = read(given_file("0,10\n1,12.5\n")).extent
    assert low < 0 and high > 12.5


@pytest.mark.parametrize(
    "content, better",
    [
        ("0,0,0\n1,1,1\n", False),
        ("-10,-10,a\n10,10,b\n", False),
        ("0,5,a\n1,5,b\n", False),
        ("0,0,a\n21,21,b\n", True),
        ("0,0,a\n-21,-21,b\n", True),
        ("0,0,a\n0.1,10,b\n", True),
        ("5,0,a\n5.1,1,b\n", True),
        ("0,0,0.5\n1,1,300000\n", True),
        ("0,0.5\n1,1.5\n", False),
    ],
)
def test_numbers_that_make_trouble_are_better_standardised(given_file, content, better):
    assert read(given_file(content)).better_standardised is better


def test_standardised_points_have_mean_0_and_deviation_1_and_can_be_told_as_they_were(given_file):
    rng = random.Random(1)
    rows = [(rng.gauss(50, 3), rng.gauss(-4000, 900), rng.gauss(1e6, 1e5)) for _ in range(50)]
    found = read(given_file("".join(f"{a},{b},{c}\n" for a, b, c in rows)))
    done = found.standardised()
    assert found.better_standardised and not done.better_standardised
    columns = np.column_stack((done.points.inputs, done.points.targets))
    np.testing.assert_allclose(columns.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(columns.std(axis=0), 1)
    scales = np.array([(scale.mean, scale.deviation) for scale in done.scales])
    back = columns * scales[:, 1] + scales[:, 0]
    np.testing.assert_allclose(back, rows)


def test_standardising_leaves_classes_and_what_never_changes(given_file):
    done = read(given_file("0.1,300,a\n0.1,500,b\n0.1,400,b\n")).standardised()
    assert done.points.targets.tolist() == [0, 1, 1] and done.scales[2] == Scale()
    np.testing.assert_allclose(done.points.inputs[:, 0], 0, atol=1e-12)
    line = read(given_file("100,1\n200,2\n")).standardised()
    assert line.points.inputs.tolist() == [[-1, 0], [1, 0]] and line.points.targets.tolist() == [-1, 1]


pieces = st.sampled_from(
    ["1", "-2.5", "x1", "x2", "y", "label", ",", ";", "\t", "\n", "\r", '"', "nan", "é", "", " "]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(pieces, max_size=30).map("".join) | st.text(max_size=30))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        found = read(path)
    except CsvError as error:
        assert "any.csv" in str(error) and "\n" not in str(error)
    else:
        assert len(found.points) >= 2 and found.extent[0] < found.extent[1]
        assert np.isfinite(found.standardised().points.inputs).all()
