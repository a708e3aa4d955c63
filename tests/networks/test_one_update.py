"""One update taken apart: the numbers of the network itself, and arithmetic that adds up."""

import math
import re

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture
from networks.in_numbers import in_numbers
from networks.one_update import phases, take_apart
from networks.optimizers import SGD

RATE = 0.3


def problem(hidden="tanh", output="sigmoid", loss="bce", sizes=(2, 3, 3, 2), batch=5):
    """Return a network, a batch of inputs, and targets encoded by the loss."""
    rng = np.random.default_rng(6)
    architecture = Architecture(sizes, hidden, output)
    network = MLP(architecture, rng.standard_normal(architecture.parameter_count))
    labels = rng.integers(0, 2, (batch, sizes[-1]))
    if loss == "cross_entropy":
        labels = np.eye(sizes[-1])[rng.integers(0, sizes[-1], batch)]
    return network, rng.standard_normal((batch, 2)), LOSSES[loss].encode(labels), LOSSES[loss]


def value_of(text):
    """Return what the arithmetic in `text` comes to, as Python reads it."""
    for sign, python in {"−": "-", "·": "*", "½ ": "0.5*", "²": "**2", "tanh": "math.tanh"}.items():
        text = text.replace(sign, python)
    text = re.sub(r"ln (\S+?)(?=[\s)]|$)", r"math.log(\1)", text)
    text = re.sub(r"e\^([\d.e-]+)", r"math.exp(\1)", text)
    return eval(text, {"math": math, "max": max, "σ": lambda z: 1 / (1 + math.exp(-z))})


def check_sums(text):
    """Assert that whatever stands between equals signs is the same number."""
    for equation in text.splitlines():
        _, *sides = equation.split(" = ")
        if sides[0].startswith("mean of"):
            continue
        sides = [side for side in sides if side != "z" and not side.startswith("−ln p")]
        assert len(sides) == len([side for side in sides if "…" not in side])
        for side in sides:
            assert value_of(side) == pytest.approx(value_of(sides[-1]), rel=1e-9, abs=1e-13), equation


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_every_equation_in_numbers_holds(hidden, output, loss):
    network, inputs, targets, loss = problem(hidden, output, loss)
    update = take_apart(network, inputs, targets, loss, RATE)
    for phase in update.phases:
        for layer, (rows, columns) in enumerate(network.architecture.shapes):
            for source in (0, rows - 1):
                text = in_numbers(update, phase, layer, source, columns - 1, 4, digits=17, most=99)
                check_sums(text)


@pytest.mark.parametrize("z", [4.0, 8.2941, -8.2941, 11.0])
@pytest.mark.parametrize(
    ("loss", "output"),
    [("bce", "sigmoid"), ("bce", "tanh"), ("bce", "linear"), ("hinge", "tanh"), ("mse", "sigmoid"),
     ("cross_entropy", "linear")],
)  # fmt: skip
def test_of_a_nearly_right_answer_the_digits_shown_come_to_its_loss_and_delta(z, loss, output):
    outputs = 1 if output != "linear" or loss == "bce" else 2
    network = MLP(Architecture((1, outputs), output_activation=output), [z] + [0.0] * (2 * outputs - 1))
    right = np.array([[z > 0, z < 0]][0][:outputs], dtype=np.int64)[None]
    targets = right if loss == "cross_entropy" else LOSSES[loss].encode(right)
    update = take_apart(network, [[1.0]], targets, LOSSES[loss], RATE)
    for phase in update.phases[1:3]:
        for neuron in range(outputs):
            for equation in in_numbers(update, phase, 0, 0, neuron, digits=4).splitlines():
                _, *sides = equation.split(" = ")
                sides = [side for side in sides if not side.startswith(("mean of", "−ln p"))]
                values = [value_of(side) for side in sides]
                assert values == pytest.approx([values[-1]] * len(values), rel=2e-3, abs=1e-300), equation


def test_products_that_nearly_cancel_have_the_digits_from_which_their_sum_follows():
    network = MLP(Architecture((2, 2, 1), "tanh"), [1.23456, -0.3, -1.2341, 0.3, 0, 0.2, 1, 1.01, 0])
    update = take_apart(network, [[1.0, 1.0]], [[1.0]], LOSSES["bce"], RATE)
    text = in_numbers(update, update.phases[0], 0, 0, 0, digits=3)
    assert text.splitlines()[0] == "z = 1 · 1.23456 + 1 · (−1.2341) + 0 = 4.6e−4"


@pytest.mark.parametrize(("bias", "delta"), [(0.5, "δ = (−1) · 1 / 1 = −1"), (1.5, "δ = 0 / 1 = 0")])
def test_an_output_beyond_the_margin_of_hinge_has_no_gradient_in_numbers_either(bias, delta):
    network = MLP(Architecture((2, 1), "tanh", "linear"), [0.0, 0.0, bias])
    update = take_apart(network, [[1.0, 0.0]], [[1.0]], LOSSES["hinge"], RATE)
    assert in_numbers(update, update.phases[2], 0, 0, 0) == delta


def test_a_probability_of_nearly_one_keeps_what_it_lacks():
    network = MLP(Architecture((2, 1)), [40.0, 0, 0])
    update = take_apart(network, [[1.0, 0]], [[0.0]], LOSSES["bce"], RATE)
    text = in_numbers(update, update.phases[1], 0, 0, 0)
    assert text.startswith("loss of sample 1 = −ln 4.25e−18 = 40")


def test_the_numbers_are_those_of_the_network_bit_for_bit():
    network, inputs, targets, loss = problem()
    update = take_apart(network, inputs, targets, loss, RATE)
    trace = network.forward(inputs)
    gradient = network.backward(trace, targets, loss)
    blocks = network.architecture.unpack(gradient)
    for layer, own in enumerate(update.layers):
        assert (own.x == trace.inputs[layer][:, :-1]).all()
        assert (own.z == trace.z[layer]).all()
        assert (own.a == trace.activations[layer]).all()
        assert (own.delta == trace.deltas[layer]).all()
        assert (own.weight_gradient == blocks[layer][:-1]).all()
        assert (own.bias_gradient == blocks[layer][-1]).all()
    assert update.loss_value == loss.values(trace.output_layer, targets)
    assert update.losses.mean() == pytest.approx(update.loss_value)


def test_the_changes_are_those_of_plain_gradient_descent_and_the_network_stays():
    network, inputs, targets, loss = problem()
    before = network.parameters.copy()
    update = take_apart(network, inputs, targets, loss, RATE)
    assert (network.parameters == before).all()
    optimizer = SGD(RATE)
    optimizer.prepare(network.parameters)
    optimizer.step(network.parameters, network.backward(network.forward(inputs), targets, loss))
    blocks = network.architecture.unpack(optimizer.update)
    for own, block in zip(update.layers, blocks, strict=True):
        assert (own.weight_change == block[:-1]).all()
        assert (own.bias_change == block[-1]).all()


def test_another_optimizers_change_is_shown_as_it_is():
    network, inputs, targets, loss = problem()
    change = np.full(network.parameters.size, 0.125)
    update = take_apart(network, inputs, targets, loss, RATE, change)
    text = in_numbers(update, update.phases[-1], 0, 0, 0)
    assert text.startswith("Δw = 0.125\nw = ")
    assert "optimizer" in update.phases[-1].formula


def test_the_phases_come_in_the_order_of_the_computation():
    network, inputs, targets, loss = problem()
    update = take_apart(network, inputs, targets, loss, RATE)
    assert [(phase.kind, phase.layer) for phase in update.phases] == [
        ("forward", 0),
        ("forward", 1),
        ("forward", 2),
        ("loss", 2),
        ("output delta", 2),
        ("hidden delta", 1),
        ("hidden delta", 0),
        ("gradients", None),
        ("update", None),
    ]
    assert "tanh" in update.phases[0].formula and "σ" in update.phases[2].formula


def test_a_forward_pass_reads_like_the_blackboard():
    architecture = Architecture((2, 1), output_activation="linear")
    network = MLP(architecture, [0.5, -0.25, 0.125])
    update = take_apart(network, [[0.312, 1.0]], [[1.0]], LOSSES["mse"], 0.5)
    texts = [in_numbers(update, phase, 0, 0, 0) for phase in update.phases]
    assert texts[0] == "z = 0.312 · 0.5 + 1 · (−0.25) + 0.125 = 0.031\na = z = 0.031"
    assert texts[1].startswith("loss of sample 1 = ½ (0.031 − 1)² = 0.469\n")
    assert texts[2] == "δ = (0.031 − 1) · 1 / 1 = −0.969"
    assert texts[3] == "∂L/∂w = 0.312 · (−0.969) = −0.302"
    assert texts[4] == "Δw = −0.5 · (−0.302) = 0.151\nw = 0.5 + 0.151 = 0.651"


def test_the_loss_of_many_outputs_has_each_term_in_its_place():
    network = MLP(Architecture((1, 6), output_activation="linear"), [*np.arange(1.0, 7), *np.zeros(6)])
    update = take_apart(network, [[1.0]], np.zeros((1, 6)), LOSSES["mse"], RATE)
    loss = next(phase for phase in update.phases if phase.kind == "loss")
    written = {
        1: "(½ (1 − 0)²) + (½ (2 − 0)²) + (½ (3 − 0)²) + (½ (4 − 0)²) + …",
        4: "(½ (1 − 0)²) + (½ (2 − 0)²) + (½ (3 − 0)²) + … + (½ (5 − 0)²) + …",
        5: "(½ (1 − 0)²) + (½ (2 − 0)²) + (½ (3 − 0)²) + … + (½ (6 − 0)²)",
    }
    for neuron, terms in written.items():
        text = in_numbers(update, loss, 0, 0, neuron)
        assert text.startswith(f"loss of sample 1 = ({terms}) / 6 = 7.58\n")


def test_a_phase_of_another_layer_is_written_for_its_first_neuron():
    network, inputs, targets, loss = problem()
    update = take_apart(network, inputs, targets, loss, RATE)
    forward = update.phases[2]
    assert in_numbers(update, forward, 0, 1, 2) == in_numbers(update, forward, 2, 0, 0)


def test_what_is_not_there_is_refused():
    network, inputs, targets, loss = problem()
    update = take_apart(network, inputs, targets, loss, RATE)
    for place in ((0, 3, 0, 0), (0, 0, 3, 0), (0, 0, 0, 5), (3, 0, 0, 0)):
        with pytest.raises(IndexError):
            in_numbers(update, update.phases[-1], *place)
    with pytest.raises(ValueError, match="one network"):
        take_apart(MLP.stack([network] * 2), inputs, targets, loss, RATE)


def test_what_was_taken_apart_cannot_be_written():
    network, inputs, targets, loss = problem()
    update = take_apart(network, inputs, targets, loss, RATE)
    with pytest.raises(ValueError):
        update.layers[0].weights[0, 0] = 1.0


@pytest.mark.parametrize(("loss", "over"), [("mse", "(2 n)"), ("bce", "(2 n)"), ("cross_entropy", "n")])
def test_the_rule_for_the_output_divides_by_what_its_numbers_are_divided_by(loss, over):
    network, inputs, targets, loss = problem(output="linear", loss=loss)
    update = take_apart(network, inputs, targets, loss, RATE)
    phase = next(phase for phase in update.phases if phase.kind == "output delta")
    assert phase.formula.endswith(f" / {over}")
    divided = 10 if over == "(2 n)" else 5
    assert f" / {divided} = " in in_numbers(update, phase, 2, 0, 1, 4)


@pytest.mark.parametrize(
    ("output", "loss", "p"),
    [
        ("sigmoid", "bce", "σ(z)"), ("tanh", "bce", "σ(2z)"), ("leaky_relu", "bce", "σ(a)"),
        ("linear", "cross_entropy", "softmax(z) = eᶻ / Σ eᶻ"),
        ("sigmoid", "cross_entropy", "softmax(a) = eᵃ / Σ eᵃ"),
    ],
)  # fmt: skip
def test_the_loss_says_what_p_is(output, loss, p):
    architecture = Architecture((2, 2, 3), "tanh", output)
    (formula,) = (one.formula for one in phases(architecture, LOSSES[loss]) if one.kind == "loss")
    assert formula.endswith(f",  p = {p}")


def test_softmax_is_written_out_for_the_chosen_output_and_the_loss_says_whose_p_it_is():
    network = MLP(Architecture((1, 3), output_activation="linear"), [1.0, 2.0, -1.0, 0, 0, 0])
    update = take_apart(network, [[1.0]], [[0.0, 1.0, 0.0]], LOSSES["cross_entropy"], RATE)
    text = in_numbers(update, update.phases[1], 0, 0, 2)
    assert text.splitlines() == [
        "p₂ = e^−1 / (e^1 + e^2 + e^−1) = 0.368 / 10.5 = 0.0351",
        "loss of sample 1 = −ln p₁ = −ln 0.705 = 0.349",
        "L = mean of the one sample = 0.349",
    ]


@pytest.mark.parametrize("far", [800.0, -800.0])
def test_powers_that_cannot_be_written_are_left_as_powers(far):
    network = MLP(Architecture((1, 2), output_activation="linear"), [far, far, 1.0, 0])
    update = take_apart(network, [[1.0]], [[0.0, 1.0]], LOSSES["cross_entropy"], RATE)
    first = in_numbers(update, update.phases[1], 0, 0, 0).splitlines()[0].replace("−", "-")
    assert first == f"p₀ = e^{far + 1:.0f} / (e^{far + 1:.0f} + e^{far:.0f}) = 0.731"


@pytest.mark.parametrize("loss", LOSSES)
def test_the_parts_of_the_outputs_make_up_the_loss_of_a_sample(loss):
    network, inputs, targets, loss = problem(output="linear", loss=loss, sizes=(2, 3, 3))
    update = take_apart(network, inputs, targets, loss, RATE)
    made = update.parts.sum(axis=1) if loss.name == "cross_entropy" else update.parts.mean(axis=1)
    assert update.parts.shape == (5, 3) and made == pytest.approx(update.losses, rel=1e-12)
