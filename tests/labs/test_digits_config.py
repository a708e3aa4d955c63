import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.labs import digits_config
from netviz.labs.digits_config import (
    LEARNING_RATES,
    ConfigError,
    DigitsConfig,
    as_json,
    assemble,
    load,
    read,
)
from networks.layers import (
    DEFAULT,
    AvgPool,
    Conv,
    Dense,
    Dropout,
    Flatten,
    LeakyRelu,
    MaxPool,
    Relu,
    Sigmoid,
    Softmax,
    Tanh,
)
from networks.schedules import Constant, Cosine, Step, WarmUp

EXAMPLES = sorted((Path(digits_config.__file__).parent / "configs").glob("*.json"))


def refusal(text, **keys):
    with pytest.raises(ConfigError) as caught:
        read("net.json", text if not keys else json.dumps(keys))
    told = str(caught.value)
    assert told.startswith("'net.json'") and "\n" not in told and not told.endswith(".")
    return told


def test_an_empty_object_is_the_default_network():
    assert read("net.json", "{}") == DigitsConfig()
    config = DigitsConfig()
    assert (config.epochs, config.batch_size, config.optimizer, config.patience) == (5, 64, "adam", 0)
    assert (config.fraction, config.validation_share, config.input_size) == (1.0, 0.05, None)
    assert config.layers == DEFAULT


def test_every_key_is_taken():
    text = """{
      "epochs": 7, "patience": 2, "batch_size": 32, "learning_rate": 0.01, "schedule": "step",
      "input_size": 14, "fraction": 0.5, "validation_share": 0.2, "optimizer": "momentum", "init": "xavier",
      "layers": [
        {"type": "conv", "out_channels": 4, "filter_size": 5, "stride": 2, "padding": 1}, "tanh",
        {"type": "avgpool", "filter_size": 2, "stride": 1}, {"type": "leaky_relu", "slope": 0.2}, "flatten",
        {"type": "dense", "out_features": 20}, {"type": "sigmoid"}, {"type": "dropout", "rate": 0.25},
        {"type": "dense", "out_features": 10}, "softmax"
      ]
    }"""
    assert read("net.json", text) == DigitsConfig(
        epochs=7,
        patience=2,
        batch_size=32,
        learning_rate=0.01,
        schedule=Step(),
        input_size=14,
        fraction=0.5,
        validation_share=0.2,
        optimizer="momentum",
        init="xavier",
        layers=(
            Conv(4, 5, 2, 1),
            Tanh(),
            AvgPool(2, 1),
            LeakyRelu(0.2),
            Flatten(),
            Dense(20),
            Sigmoid(),
            Dropout(0.25),
            Dense(10),
            Softmax(),
        ),
    )


def test_a_whole_number_may_be_written_with_a_point():
    config = read("net.json", '{"epochs": 3.0, "learning_rate": 1}')
    assert config.epochs == 3 and type(config.epochs) is int
    assert config.learning_rate == 1.0 and type(config.learning_rate) is float


@pytest.mark.parametrize("optimizer", LEARNING_RATES)
def test_the_default_learning_rate_is_that_of_the_optimizer(optimizer):
    assert read("net.json", json.dumps({"optimizer": optimizer})).learning_rate == LEARNING_RATES[optimizer]


@pytest.mark.parametrize(
    ("schedule", "made"),
    [
        ("constant", Constant()),
        ("cosine", Cosine()),
        ({"kind": "cosine", "end": 0}, Cosine(0.0)),
        ({"kind": "step", "factor": 0.5, "share": 0.25}, Step(0.5, 0.25)),
        ({"kind": "step", "warmup": 0.2}, WarmUp(0.2, Step())),
        ({"kind": "constant", "warmup": 0}, Constant()),
    ],
)
def test_schedules(schedule, made):
    config = read("net.json", json.dumps({"schedule": schedule}))
    assert config.schedule == made
    assert read("net.json", as_json(config)) == config


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("epochs", 0, "a whole number from 1 to 100,000, not 0"),
        ("epochs", True, "a whole number from 1 to 100,000, not true"),
        ("epochs", 2.5, "a whole number from 1 to 100,000, not 2.5"),
        ("epochs", "5", "a whole number from 1 to 100,000, not '5'"),
        ("epochs", 10**400, "a whole number from 1 to 100,000, not infinity"),
        ("patience", None, "a whole number from 0 to 100,000, not null"),
        ("batch_size", 4097, "a whole number from 1 to 4,096, not 4097"),
        ("learning_rate", 0, "a number above 0 and at most 10, not 0"),
        ("learning_rate", float("nan"), "a number above 0 and at most 10, not NaN"),
        ("learning_rate", float("inf"), "a number above 0 and at most 10, not infinity"),
        ("fraction", 1.5, "a number above 0 and at most 1, not 1.5"),
        ("validation_share", 1, "a number above 0 and below 1, not 1"),
        ("input_size", 7, "a whole number from 8 to 28, not 7"),
        ("input_size", 29, "a whole number from 8 to 28, not 29"),
        ("optimizer", "Adam", "one of sgd, momentum, adam, not 'Adam' (did you mean adam?)"),
        ("optimizer", ["adam"], "one of sgd, momentum, adam, not a list"),
        ("init", {}, "one of he, xavier, not an object"),
        ("schedule", "cosin", "one of constant, step, cosine, not 'cosin' (did you mean cosine?)"),
        ("layers", "conv", "a list of layers in brackets [ ], not 'conv'"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(key, value, wanted):
    assert refusal("", **{key: value}) == f"'net.json': {key} must be {wanted}"


CONV = {"type": "conv", "out_channels": 8, "filter_size": 3}
POOL = {"type": "maxpool", "filter_size": 2}
LAST = {"type": "dense", "out_features": 10}
WINDOW = "a whole number from 1 to 28"


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (CONV | {"filter_size": 0}, f".filter_size must be {WINDOW}, not 0"),
        (CONV | {"stride": 29}, f".stride must be {WINDOW}, not 29"),
        (CONV | {"out_channels": 257}, ".out_channels must be a whole number from 1 to 256, not 257"),
        (CONV | {"padding": -1}, ".padding must be a whole number from 0 to 14, not -1"),
        ({"type": "dropout", "rate": 1}, ".rate must be a number at least 0 and below 1, not 1"),
        (LAST | {"units": 10}, " has no key 'units'; known are type, out_features"),
        (POOL | {"strid": 2}, " has no key 'strid' (did you mean stride?); known are type, filter_size, "),
        ("maxpool", f" (maxpool) needs filter_size, {WINDOW}, as in {json.dumps(POOL)}"),
        ({"type": "dense"}, " (dense) needs out_features, a whole number from 1 to 1,024, as in {"),
        (3, f' must be a layer like {json.dumps(LAST)} or "relu", not 3'),
        ({"relu": 1}, " has no type; write one of conv, relu, leaky_relu, tanh, sigmoid, maxpool, avgpool, "),
    ],
)
def test_a_layer_that_is_none_is_refused_by_its_place(layer, told):
    assert refusal("", layers=["relu", layer]).startswith(f"'net.json': layers[1]{told}")


def test_an_unknown_type_of_layer_is_refused_with_the_nearest():
    assert "layers[0] is of no type 'max_pool' (did you mean maxpool?)" in refusal("", layers=["max_pool"])
    assert "layers[0].type is of no type 'Conv2d'" in refusal("", layers=[{"type": "Conv2d"}])


def test_an_unknown_key_is_refused_with_the_nearest():
    told = refusal("", learning_rat=1)
    assert told.startswith(
        "'net.json': there is no key 'learning_rat' (did you mean learning_rate?); known are "
    )
    for key in DigitsConfig.__dataclass_fields__:
        assert key in told
    assert "did you mean" not in refusal("", zzz=1)


def test_a_key_given_twice_is_refused():
    assert refusal('{"epochs": 1, "epochs": 2}') == "'net.json': has the key 'epochs' twice"
    twice = '{"layers": [{"type": "dense", "out_features": 10, "out_features": 10}]}'
    assert refusal(twice) == "'net.json': layers[0] has the key 'out_features' twice"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1, column 1"),
        ('{"epochs": 5,}', "line 1, column 14"),
        ('{\n  "epochs": 5\n  "patience": 1\n}', "line 3, column 3"),
        ("{'epochs': 5}", "line 1, column 2"),
    ],
)
def test_what_is_not_json_is_refused_with_line_and_column(text, where):
    assert f"not JSON at {where}: " in refusal(text)


def test_other_json_is_refused():
    assert refusal("[]") == "'net.json': must be an object in braces { }, not a list"
    assert "nested too deeply" in refusal('{"layers":' + "[" * 100_000)


TWELVE = {"type": "dense", "out_features": 12}
ONE = {"type": "conv", "out_channels": 1, "filter_size": 28, "padding": 0}


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ([TWELVE], "layers[0].out_features must be 10, one output a digit, not 12"),
        (["flatten", TWELVE, "softmax"], "layers[1].out_features must be 10, one output a digit, not 12"),
        (
            [POOL, ONE, LAST],
            "layers[1] (conv 1) has filter_size 28, but gets images of 14×14: filter_size may be",
        ),
        ([LAST, POOL], "layers[1] (maxpool 1) needs images, but gets 10 features"),
        ([LAST, "softmax", "relu"], "layers[1] (softmax) must be the last"),
        (["relu"], "layers[0] (relu 1) gives images"),
        (["flatten"], "layers do not fit: no layer can learn"),
        ([ONE, "flatten"], "layers[1] gives 1 numbers, but there are 10"),
        ([], "layers must hold 1 to 24 layers, not 0"),
        (["relu"] * 24 + [LAST], "layers must hold 1 to 24 layers, not 25"),
    ],
)
def test_layers_that_do_not_fit_are_refused_by_their_place(layers, told):
    assert refusal("", layers=layers, input_size=28).startswith(f"'net.json': {told}")


def test_too_many_parameters_or_too_much_memory_are_refused():
    wide = {"type": "dense", "out_features": 1024}
    told = refusal("", layers=[wide, wide, wide, LAST])
    assert (
        "layers make 2,913,290 weights and biases, 1,049,600 of them in dense 2, and may make 2,000,000"
        in told
    )
    conv = {"type": "conv", "out_channels": 32, "filter_size": 3}
    told = refusal("", layers=[conv, conv, {"type": "maxpool", "filter_size": 4}, LAST], batch_size=4096)
    assert "for a batch of 4,096, and may take 512" in told


def test_without_input_size_a_network_may_fit_some_data_only():
    only_small = (Conv(40, 3), MaxPool(2), Dense(600), Relu(), Dense(10))
    text = as_json(replace(DigitsConfig(), layers=only_small))
    config = read("net.json", text)
    assert assemble(config, 8).classes == 10
    with pytest.raises(ConfigError, match=r"'net\.json': layers make 4,7\d\d,\d\d\d weights"):
        assemble(config, 28, Path("net.json"))


def test_the_default_network_has_these_layers():
    assert [(layer.name, layer.output_shape) for layer in assemble(DigitsConfig(), 28).layers] == [
        ("conv 1", (8, 28, 28)),
        ("relu 1", (8, 28, 28)),
        ("maxpool 1", (8, 14, 14)),
        ("conv 2", (16, 14, 14)),
        ("relu 2", (16, 14, 14)),
        ("maxpool 2", (16, 7, 7)),
        ("flatten 1", (784,)),
        ("dense 1", (128,)),
        ("relu 3", (128,)),
        ("dense 2", (10,)),
    ]
    conv, pool = (assemble(DigitsConfig(), 28).layers[i].spec for i in (0, 2))
    assert (conv.filter_size, conv.stride, conv.border) == (3, 1, 1)
    assert (pool.filter_size, pool.pace) == (2, 2)


def test_the_plain_form_has_every_key_and_is_json():
    plain = DigitsConfig(input_size=14).plain()
    assert set(plain) == set(DigitsConfig.__dataclass_fields__)
    assert json.loads(json.dumps(plain)) == plain
    assert "input_size" not in DigitsConfig().plain()


SHARES = st.floats(0, 1, exclude_min=True, exclude_max=True)
SCHEDULES = st.one_of(
    st.just(Constant()),
    st.builds(Step, SHARES, SHARES),
    st.builds(Cosine, SHARES),
)
LAYERS = st.lists(
    st.one_of(
        st.builds(
            Conv, st.integers(1, 9), st.integers(1, 5), st.integers(1, 2), st.none() | st.integers(2, 4)
        ),
        st.builds(MaxPool, st.integers(1, 2), st.none() | st.integers(1, 2)),
        st.builds(AvgPool, st.integers(1, 2), st.none() | st.integers(1, 2)),
        st.builds(LeakyRelu, SHARES),
        st.builds(Dropout, SHARES),
        st.sampled_from([Relu(), Tanh(), Sigmoid()]),
    ),
    max_size=3,
).map(lambda layers: (*layers, Dense(10)))
CONFIGS = st.builds(
    DigitsConfig,
    epochs=st.integers(1, 100_000),
    patience=st.integers(0, 100_000),
    batch_size=st.integers(1, 64),
    optimizer=st.sampled_from(["sgd", "momentum", "adam"]),
    learning_rate=st.floats(0, 10, exclude_min=True),
    schedule=SCHEDULES | st.builds(WarmUp, SHARES, SCHEDULES),
    input_size=st.none() | st.integers(10, 28),
    fraction=SHARES,
    validation_share=SHARES,
    init=st.sampled_from(["he", "xavier"]),
    layers=LAYERS,
)


@settings(deadline=None, max_examples=60)
@given(CONFIGS)
def test_what_is_written_is_read_as_the_same(config):
    try:
        config_back = read("net.json", as_json(config))
    except ConfigError as error:  # layers drawn at random may shrink the images to nothing
        assert "images of" in str(error)
    else:
        assert config_back == config


KEYS = st.sampled_from([*DigitsConfig.__dataclass_fields__, "epoch", ""])
WORDS = st.sampled_from(
    ["conv", "relu", "dense", "maxpool", "softmax", "flatten", "adam", "step", "cosine", "he"]
)
FIELDS = st.sampled_from(
    [
        "type",
        "kind",
        "filter_size",
        "stride",
        "padding",
        "out_channels",
        "out_features",
        "rate",
        "warmup",
        "end",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 40)
    | st.integers()
    | st.floats()
    | WORDS
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(FIELDS | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(KEYS, VALUES, max_size=5) | VALUES)
def test_any_json_is_a_configuration_or_refused(value):
    check_read(json.dumps(value))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_any_text_is_a_configuration_or_refused(data):
    text = as_json(DigitsConfig())
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 9)))
    check_read(text[:start] + data.draw(st.text(max_size=4)) + text[end:])


def check_read(text):
    try:
        config = read("net.json", text)
    except ConfigError as error:
        told = str(error)
        assert told.startswith("'net.json'")
        assert len(told) < 400 and told.isprintable()
    else:
        assert read("net.json", as_json(config)) == config


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\xff", "is not text in UTF-8, so it is no configuration"),
        (b"\0" * 100, "not JSON at line 1"),
        (b" " * 1_000_001, "is longer than 1,000,000 bytes"),
        (b"", "not JSON at line 1"),
    ],
)
def test_files_that_are_no_configuration(tmp_path, content, told):
    path = tmp_path / "net.json"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).startswith(repr(str(path))) and told in str(caught.value)


def test_files_that_cannot_be_read(tmp_path, monkeypatch):
    def told(path):
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert str(caught.value).startswith(repr(str(path)) + " ")
        return str(caught.value).removeprefix(repr(str(path)) + " ")

    assert told(tmp_path) == "is a folder, not a file"
    assert told(tmp_path / "missing.json") == "does not exist"
    assert told(tmp_path / ("x" * 300)).startswith("cannot be read: ")
    assert "null" in told(Path("a\0b"))
    os.mkfifo(tmp_path / "pipe")
    assert told(tmp_path / "pipe") == "is not a regular file"

    def denied(*_):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.json"
    path.write_text("{}")
    monkeypatch.setattr(Path, "open", denied)
    assert told(path) == "cannot be read: permission denied"


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "net.json"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"epochs": 2}')
    assert load(path)[0].epochs == 2


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_sound(path):
    config, _ = load(path)
    assert assemble(config, config.input_size or 28).classes == 10


def test_there_are_examples():
    assert {"deep", "small", "tiny"} <= {path.stem for path in EXAMPLES}
