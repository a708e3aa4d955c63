import io
import json
import os
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.labs import npz
from netviz.labs.digits_config import DigitsConfig, assemble
from netviz.labs.model_file import Model, ModelError, read, unpack, write
from networks.layers import Conv, Dense, MaxPool, Relu
from networks.optimizers import OPTIMIZERS

SMALL = DigitsConfig(epochs=3, layers=(Conv(2, 3), Relu(), MaxPool(2), Dense(10)))


def model_of(config=SMALL, side=8, steps=2):
    """A model whose parameters and optimizer have really been stepped."""
    rng = np.random.default_rng(7)
    parameters = assemble(config, side).initial(rng, config.init)
    optimizer = OPTIMIZERS[config.optimizer](config.learning_rate)
    optimizer.prepare(parameters)
    for _ in range(steps):
        gradients = rng.standard_normal(parameters.shape).astype(np.float32)
        optimizer.step(parameters, gradients)
    progress = {
        "step": steps,
        "generator": dict(rng.bit_generator.state),
        "sums": [0.1 + 0.2, 1e-300],
        "ended": "Ended: 3 × „nothing“",
    }
    arrays = {**optimizer.save(), "gradients": gradients, "order": rng.permutation(50)}
    return Model(config, side, 0.13066, 0.3081, "sample", parameters, arrays, progress)


MODEL = model_of()
WHOLE = write(MODEL)


def same(a, b):
    """Whether two arrays are the same to the last bit."""
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def refusal(content):
    with pytest.raises(ModelError) as caught:
        unpack(content, "'net.npz'")
    told = str(caught.value)
    assert told.startswith("'net.npz' ") and told.isprintable() and len(told) < 300
    return told.removeprefix("'net.npz' ")


def members(content=WHOLE):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def stored(array, allow_pickle=False):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), allow_pickle=allow_pickle)
    return file.getvalue()


def changed(**arrays):
    return packed(members() | {f"{name}.npy": stored(array) for name, array in arrays.items()})


def header(**values):
    found = json.loads(unpacked_text("header")) | values
    return np.frombuffer(json.dumps(found).encode(), np.uint8)


def unpacked_text(name):
    return np.load(io.BytesIO(WHOLE))[name].tobytes().decode()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_model_comes_back_to_the_last_bit(tmp_path, optimizer):
    model = model_of(replace(SMALL, optimizer=optimizer, learning_rate=0.1))
    model.parameters[:3] = -0.0, 1e-42, np.finfo(np.float32).max  # a sign, a subnormal, the largest
    path = tmp_path / "net.npz"
    path.write_bytes(write(model))
    back = read(path)
    assert same(back.parameters, model.parameters)
    assert list(back.arrays) == list(model.arrays)
    assert all(same(back.arrays[name], model.arrays[name]) for name in model.arrays)
    assert back.progress == model.progress
    assert (back.config, back.side, back.data, back.classes) == (model.config, 8, "sample", 10)
    assert (back.mean, back.deviation) == (model.mean, model.deviation)
    assert back.can_go_on
    assert not back.parameters.flags.writeable


def test_training_goes_on_from_a_file_as_without_it():
    back = unpack(WHOLE, "")
    ends = []
    for model in (MODEL, back):
        optimizer = OPTIMIZERS["adam"](0.01)
        parameters = model.parameters.copy()
        optimizer.prepare(parameters)
        optimizer.load(model.arrays)
        rng = np.random.default_rng()
        rng.bit_generator.state = model.progress["generator"]
        optimizer.step(parameters, rng.standard_normal(parameters.shape).astype(np.float32))
        ends.append(parameters)
    assert same(*ends)


def test_equal_models_make_equal_files_and_reading_makes_the_same_again():
    assert write(model_of()) == WHOLE
    assert write(unpack(WHOLE, "")) == WHOLE
    assert write(model_of(steps=3)) != WHOLE


def test_a_network_alone_is_enough_to_look_at():
    model = replace(MODEL, arrays={}, progress={})
    back = unpack(write(model), "")
    assert same(back.parameters, model.parameters)
    assert not back.can_go_on


def test_numpy_opens_it_without_pickle():
    with np.load(io.BytesIO(WHOLE), allow_pickle=False) as arrays:
        assert arrays.files[:3] == ["header", "config", "parameters"]
        assert same(arrays["parameters"], MODEL.parameters)


def test_a_compressed_file_is_read_too():
    assert write(unpack(packed(members()), "")) == WHOLE


def test_files_that_cannot_be_read(tmp_path):
    def told(path):
        with pytest.raises(ModelError) as caught:
            read(path)
        assert str(caught.value).startswith(repr(str(path)) + " ")
        return str(caught.value).removeprefix(repr(str(path)) + " ")

    assert told(tmp_path / "none.npz") == "does not exist"
    assert told(tmp_path) == "is a folder, not a file"
    os.mkfifo(tmp_path / "pipe")
    assert told(tmp_path / "pipe") == "is not a regular file"
    long = tmp_path / "long.npz"
    with long.open("wb") as file:
        file.truncate(npz.MAX_BYTES + 1)
    assert told(long) == "is longer than 268,435,456 bytes"


def test_files_that_are_something_else():
    assert refusal(b"") == "is not an .npz file"
    assert refusal(b"\x89PNG") == "is not an .npz file"
    assert refusal(stored(np.zeros(3))) == "is not an .npz file"
    assert refusal(packed({"a.npy": stored(np.zeros(3))})).endswith("it lacks its header")
    assert refusal(packed({"header.npy": stored(np.zeros(3))})) == "is damaged: its header is no text"
    assert "holds an unknown or double part 'word/document.xml'" in refusal(
        packed({"word/document.xml": b""})
    )
    foreign = stored(np.frombuffer(b'{"format": "other"}', np.uint8))
    assert refusal(packed({"header.npy": foreign})).endswith("its header is foreign")


def test_too_new_a_version_is_named():
    assert refusal(changed(header=header(version=2, side="new"))) == (
        "is of version 2, and this program reads up to 1: take a newer one"
    )
    assert refusal(changed(header=header(version=True))) == "is damaged: its header has no version"


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": 7},
        {"side": True},
        {"side": 29},
        {"mean": "0"},
        {"deviation": 0.0},
        {"deviation": None},
        {"data": 3},
        {"classes": 3},
        {"progress": []},
        {"arrays": ["update"]},
        {"arrays": [["parameters"]]},
    ],
)
def test_a_header_that_says_nonsense(wrong):
    told = refusal(changed(header=header(**wrong)))
    if "deviation" in wrong and wrong["deviation"] == 0:
        assert told == "holds a mean or a deviation that cannot be"
    else:
        assert told.startswith("is damaged: ")


def test_a_header_with_a_number_that_is_not_finite():
    told = refusal(changed(header=np.frombuffer(b'{"format": "netviz digits", "mean": NaN}', np.uint8)))
    assert told == "is damaged: its header cannot be read"


def test_missing_and_additional_arrays():
    parts = members()
    del parts["update.npy"]
    assert refusal(packed(parts)).endswith("it does not hold the arrays that its header names")
    assert refusal(packed(members() | {"more.npy": stored(np.zeros(2))})).endswith("its header names")


def test_arrays_that_do_not_fit_the_configuration():
    count = MODEL.parameters.size
    told = refusal(changed(parameters=np.zeros(count - 1, np.float32)))
    shapes = f"is float32 ({count - 1},), and must be float32 ({count},)"
    assert told == f"does not fit its own configuration: parameters {shapes}"
    assert "parameters is float64" in refusal(changed(parameters=np.zeros(count)))
    assert "first moment is float32 (3,)" in refusal(changed(**{"first moment": np.zeros(3, np.float32)}))
    assert "steps is float64 (1,)" in refusal(changed(steps=np.zeros(1)))
    assert "gradients is float32 (1, 1)" in refusal(changed(gradients=np.zeros((1, 1), np.float32)))
    config = unpacked_text("config").replace('"out_channels": 2', '"out_channels": 3')
    told = refusal(changed(config=np.frombuffer(config.encode(), np.uint8)))
    assert told.startswith("does not fit its own configuration: parameters ")


def test_an_optimizer_without_all_of_its_state():
    config = unpacked_text("config").replace('"adam"', '"momentum"')
    assert refusal(changed(config=np.frombuffer(config.encode(), np.uint8))) == (
        "lacks the 'velocity' of its optimizer, momentum"
    )


def test_a_configuration_that_is_none():
    told = refusal(changed(config=np.frombuffer(b'{"epochs": 0}', np.uint8)))
    assert told.startswith("holds a configuration that is none: 'configuration': epochs must be ")
    config = unpacked_text("config").replace('"filter_size": 2', '"filter_size": 10')
    told = refusal(changed(config=np.frombuffer(config.encode(), np.uint8)))
    assert told.startswith("holds a network that cannot be: the configuration: layers[2] (maxpool 1) has ")


def test_numbers_that_are_not_finite_are_neither_read_nor_written():
    for name, value in (("parameters", np.nan), ("update", np.inf)):
        array = {"parameters": MODEL.parameters, **MODEL.arrays}[name].copy()
        array[5] = value
        assert refusal(changed(**{name: array})) == f"holds numbers in {name!r} that are not finite"
    parameters = MODEL.parameters.copy()
    parameters[0] = np.nan
    with pytest.raises(ModelError, match="not finite"):
        write(replace(MODEL, parameters=parameters))


@pytest.mark.parametrize("name", ["parameters", "header", "A", "a/b", "", "../a", "x" * 60])
def test_names_that_no_array_can_have(name):
    with pytest.raises(ModelError, match="which none can have"):
        write(replace(MODEL, arrays={name: np.zeros(2)}))


def test_pickled_objects_are_never_loaded():
    opened = []

    class Trap:
        def __reduce__(self):
            return opened.append, ("loaded",)

    trap = stored(np.array([Trap()], dtype=object), allow_pickle=True)
    opened.clear()
    told = refusal(packed(members() | {"parameters.npy": trap}))
    assert told == "holds pickled objects in 'parameters', which are never loaded"
    assert opened == []


def test_types_that_are_not_kept():
    assert "holds complex128 in 'order'" in refusal(changed(order=np.zeros(2, complex)))
    with pytest.raises(ModelError, match="holds <U1 in 'words', which is not kept"):
        write(replace(MODEL, arrays={"words": np.array(["a"])}))


def lying(shape):
    """An array of four numbers that says it is of another shape."""
    head = stored(np.zeros(4, np.float32))
    return head.replace(b"(4,), }" + b" " * len(shape), f"{shape}, }}".encode() + b" " * 4)[: len(head)]


@pytest.mark.parametrize("shape", ["(9999999999999,)", "(-4,)", "(-2, -2)", "(0,)"])
def test_an_array_that_claims_another_size(shape):
    told = refusal(packed(members() | {"order.npy": lying(shape)}))
    assert told == "is damaged: 'order' is not of the size that it claims"


def test_a_bomb_is_not_unpacked():
    bomb = packed(members() | {"order.npy": b"\0" * (npz.MAX_BYTES + 1)})
    assert len(bomb) < 1_000_000
    assert refusal(bomb).startswith("would unpack to 268,")
    # one that lies about its size, where the archive lists its parts
    real = (npz.MAX_BYTES + 1).to_bytes(4, "little")
    at = bomb.rindex(real)
    assert "is damaged: " in refusal(bomb[:at] + (1000).to_bytes(4, "little") + bomb[at + 4 :])


def test_too_many_members():
    many = {f"a{chr(97 + n // 26)}{chr(97 + n % 26)}.npy": b"" for n in range(65)}
    assert refusal(packed(many)) == "holds 65 arrays, and may hold 64"


def test_a_wrong_checksum_is_found():
    at = WHOLE.index(MODEL.parameters.tobytes())
    broken = WHOLE[:at] + bytes([WHOLE[at] ^ 1]) + WHOLE[at + 1 :]
    assert "is damaged: 'parameters': bad CRC" in refusal(broken)


def check(content):
    """A model equal to the one written, or a ModelError."""
    try:
        model = unpack(content, "'net.npz'")
    except ModelError as error:
        assert str(error).startswith("'net.npz' ") and str(error).isprintable()
    else:
        assert write(model) == WHOLE


COMPRESSED = packed(members())


@settings(deadline=2000, max_examples=400)
@given(st.sampled_from([WHOLE, COMPRESSED]), st.data())
def test_a_changed_byte_never_does_harm(content, data):
    at = data.draw(st.integers(0, len(content) - 1))
    value = data.draw(st.integers(0, 255))
    check(content[:at] + bytes([value]) + content[at + 1 :])


def test_no_changed_bit_of_the_archives_own_records_does_harm():
    directory = WHOLE.index(b"PK\x01\x02")
    for at in [*range(200), *range(directory, len(WHOLE))]:
        for bit in (0, 3, 7):
            check(WHOLE[:at] + bytes([WHOLE[at] ^ 1 << bit]) + WHOLE[at + 1 :])


@settings(deadline=2000, max_examples=200)
@given(st.sampled_from([WHOLE, COMPRESSED]), st.data())
def test_a_shortened_file_is_refused(content, data):
    told = refusal(content[: data.draw(st.integers(0, len(content) - 1))])
    assert told in ("is not an .npz file", "is damaged: file is not a zip file")


@settings(deadline=2000, max_examples=200)
@given(st.sampled_from([WHOLE, COMPRESSED]), st.data())
def test_a_piece_lost_or_put_in_never_does_harm(content, data):
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 300)))
    check(content[:start] + data.draw(st.binary(max_size=20)) + content[end:])
