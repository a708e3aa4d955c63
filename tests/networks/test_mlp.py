"""The network itself: layout of its parameters, forward pass, many networks as one."""

import numpy as np
import pytest

from networks import ACTIVATIONS, MLP, Architecture

ARCHITECTURE = Architecture((2, 4, 3, 1), "tanh", "sigmoid")


@pytest.fixture
def network():
    rng = np.random.default_rng(3)
    return MLP(ARCHITECTURE, rng.standard_normal(ARCHITECTURE.parameter_count))


def textbook_forward(network, x):
    """Return every z and a of one network, layer by layer as z = x W + b."""
    zs, activations = [], []
    for weights, biases, f in zip(
        network.weights, network.biases, network.architecture.activations, strict=True
    ):
        zs.append(x @ weights + biases)
        x = f(zs[-1])
        activations.append(x)
    return zs, activations


def test_forward_is_the_textbook_equation_at_every_layer(network):
    inputs = np.random.default_rng(0).standard_normal((7, 2))
    trace = network.forward(inputs)
    zs, activations = textbook_forward(network, inputs)
    for layer in range(ARCHITECTURE.layers):
        np.testing.assert_allclose(trace.z[layer], zs[layer], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(trace.activations[layer], activations[layer], rtol=1e-12)
        assert (trace.inputs[layer][..., -1] == 1).all()
    assert (trace.inputs[0][..., :-1] == inputs).all()
    assert (trace.inputs[1][..., :-1] == trace.activations[0]).all()
    assert trace.output.shape == (7, 1)


def test_a_trace_can_be_filled_again_with_other_inputs(network):
    first, second = np.random.default_rng(1).standard_normal((2, 9, 2))
    trace = network.trace(first)
    kept = network.forward(second).output
    assert network.forward(second, trace) is trace
    assert (trace.output == kept).all()
    trace.load(first)
    assert (network.forward(trace).output == network.forward(first).output).all()


def test_leading_axes_of_inputs_and_parameters_broadcast():
    rng = np.random.default_rng(2)
    many = MLP(ARCHITECTURE, rng.standard_normal((5, ARCHITECTURE.parameter_count)))
    inputs = rng.standard_normal((8, 1, 4, 2))  # 8 batches of 4 samples, for each of 5 networks
    output = many.forward(inputs).output
    assert output.shape == (8, 5, 4, 1)
    for i in range(8):
        for j in range(5):
            alone = MLP(ARCHITECTURE, many.parameters[j]).forward(inputs[i, 0]).output
            np.testing.assert_allclose(output[i, j], alone, rtol=1e-12)


def test_one_network_takes_batches_with_leading_axes(network):
    inputs = np.random.default_rng(4).standard_normal((3, 6, 2))
    output = network.forward(inputs).output
    np.testing.assert_allclose(output[1], network.forward(inputs[1]).output, rtol=1e-12)


def test_the_views_are_the_parameters(network):
    network.weights[1][2, 0] = 42.0
    assert network.parameters[ARCHITECTURE.names().index("W2[3,1]")] == 42.0
    network.biases[2][0] = 7.0
    assert network.parameters[-1] == 7.0
    assert ARCHITECTURE.names()[-1] == "b3[1]"
    assert len(ARCHITECTURE.names()) == ARCHITECTURE.parameter_count


def test_names_follow_the_flat_order():
    assert Architecture((2, 2, 1)).names() == [
        "W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1,1]", "W2[2,1]", "b2[1]",
    ]  # fmt: skip


def test_the_blocks_one_after_the_other_are_the_parameters(network):
    many = np.stack([network.parameters, -network.parameters])
    blocks = [block.reshape(2, -1) for block in ARCHITECTURE.unpack(many)]
    assert (np.concatenate(blocks, axis=-1) == many).all()


def test_stacking_copies_the_networks(network):
    many = MLP.stack([network, network])
    many.parameters[0] = 0
    assert many.parameters.shape == (2, ARCHITECTURE.parameter_count)
    assert (many.parameters[1] == network.parameters).all()
    with pytest.raises(ValueError, match="one architecture"):
        MLP.stack([network, MLP(Architecture((2, 1)), np.zeros(3))])


def test_a_network_can_look_at_read_only_parameters(network):
    frozen = network.parameters.copy()
    frozen.setflags(write=False)
    seen = MLP(ARCHITECTURE, frozen)
    assert np.shares_memory(seen.parameters, frozen)
    assert (seen.forward(np.ones((1, 2))).output == network.forward(np.ones((1, 2))).output).all()


def test_huge_parameters_pass_without_a_warning(network):
    network.parameters *= 1e200
    trace = network.forward(np.array([[1e200, -1e200]]))
    assert set(np.unique(trace.output)) <= {0.0, 1.0}


def test_shapes_that_do_not_fit_are_named(network):
    with pytest.raises(ValueError, match=r"\(\.\.\., 31\)"):
        MLP(ARCHITECTURE, np.zeros(30))
    with pytest.raises(ValueError, match=r"\(\.\.\., batch, 2\)"):
        network.forward(np.zeros((4, 3)))
    with pytest.raises(ValueError, match="two or more"):
        Architecture((2,))
    with pytest.raises(ValueError, match="unknown activation 'swish'"):
        Architecture((2, 1), "swish")
    with pytest.raises(ValueError, match="unknown initializer"):
        MLP.create(ARCHITECTURE, np.random.default_rng(0), "zeros")


def test_activations_and_sizes_belong_to_layers():
    assert ARCHITECTURE.layers == 3
    assert [f.name for f in ARCHITECTURE.activations] == ["tanh", "tanh", "sigmoid"]
    assert ARCHITECTURE.output is ACTIVATIONS["sigmoid"]
    assert ARCHITECTURE.shapes == ((3, 4), (5, 3), (4, 1))
