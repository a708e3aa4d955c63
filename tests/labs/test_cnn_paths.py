"""Paths: every sum is the network's own number, and every link what plain loops say it is."""

from itertools import product

import numpy as np
import pytest

from netviz.labs.cnn_paths import Tracer, page, stages
from netviz.panels.panel import View
from netviz.panels.paths_data import RIVAL, WINNER, Node
from networks.convnet import ConvNet
from tests.labs.convnet_moments import NETS, SIDE, seen


def all_amounts(net, parameters, before, layer, node):
    """Return what each unit before adds to a node, (units,), and the bias: the textbook's sums as loops."""
    spec, kind = net.layers[layer].spec, net.layers[layer].kind
    amounts = np.zeros(len(before))
    bias = 0.0
    match kind:
        case "dense":
            weights = net.weights(layer, parameters).astype(np.float64)
            flat, per = before.reshape(-1).astype(np.float64), before.size // len(before)
            for j in range(before.size):
                amounts[j // per] += flat[j] * weights[node.unit, j]
            bias = float(net.bias(layer, parameters)[node.unit])
        case "conv":
            weights = net.weights(layer, parameters).astype(np.float64)
            for c, r, s in product(*map(range, weights.shape[1:])):
                y, x = (at * spec.stride + d - spec.border for at, d in zip(node.place, (r, s), strict=True))
                if 0 <= y < before.shape[1] and 0 <= x < before.shape[2]:
                    amounts[c] += float(before[c, y, x]) * weights[node.unit, c, r, s]
            bias = float(net.bias(layer, parameters)[node.unit])
        case "maxpool" | "avgpool":
            y, x = (at * spec.pace for at in node.place)
            window = before[node.unit, y : y + spec.filter_size, x : x + spec.filter_size]
            amounts[node.unit] = window.max() if kind == "maxpool" else window.mean(dtype=np.float64)
        case "flatten":
            amounts[node.unit // before[0].size] = before.reshape(-1)[node.unit]
        case _:
            amounts[node.unit] = before[node.unit] if node.place is None else before[(node.unit, *node.place)]
    return amounts, bias


@pytest.mark.parametrize("most", [6, 8])
@pytest.mark.parametrize("name", NETS)
def test_every_link_and_every_sum_is_what_plain_loops_say(name, most):
    probe, view = seen(NETS[name])
    net, parameters = probe.setup.net, probe.parameters(view)
    paths, shown = Tracer(probe).paths(view, most), stages(net)
    done = probe.passed(view)
    inputs = [done.images[0], *(done.outputs[stage.out][0] for stage in shown)]
    assert paths.links
    for node in {link.end for link in paths.links}:
        total = paths.sum_at(node)
        amounts, bias = all_amounts(net, parameters, inputs[node.column - 1], shown[node.column - 1].by, node)
        assert total.total == pytest.approx(amounts.sum() + bias, abs=1e-6)
        assert total.own == pytest.approx(total.total, abs=2e-5)
        links = {(link.side, link.start.unit): link for link in paths.links if link.end == node}
        for side in {side for side, _ in links}:
            chosen = [link.amount for (of, _), link in links.items() if of == side]
            for (of, unit), link in links.items():
                if of == side:
                    assert link.amount == pytest.approx(amounts[unit], abs=1e-6)
            left_out = sorted(map(abs, amounts), reverse=True)[len(chosen) :]
            assert min(map(abs, chosen)) >= max(left_out, default=0) - 1e-6
            assert total.links == len(chosen)
            assert total.shown == pytest.approx(sum(chosen), abs=1e-9)


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("sample", range(3))
def test_the_contributions_and_the_bias_make_the_logits_of_winner_and_rival(name, sample):
    probe, view = seen(NETS[name], seed=sample, sample=sample)
    contest, done = Tracer(probe).contest(view), probe.passed(view)
    last = stages(probe.setup.net)[-1]
    own = done.outputs[last.by][0][[contest.winner, contest.rival]]
    np.testing.assert_allclose(contest.amounts.sum(axis=1) + contest.biases, own, atol=2e-5)
    np.testing.assert_array_equal(contest.logits, own)
    if last.by == last.out:
        np.testing.assert_array_equal(own, done.logits[0][[contest.winner, contest.rival]])


@pytest.mark.parametrize("name", NETS)
def test_the_strongest_place_of_a_link_holds_its_activation(name):
    probe, view = seen(NETS[name])
    paths = Tracer(probe).paths(view, 6)
    for link in paths.links:
        values = paths.columns[link.start.column].values
        at = (link.start.unit, *(link.start.place or (0, 0)))
        assert values[at] == pytest.approx(link.a, abs=1e-7)
        if link.terms == 1:
            assert link.a * link.w == pytest.approx(link.amount, abs=1e-12)
        else:  # no single product of the sum is larger than the strongest, in the sum's direction
            assert link.a * link.w * np.sign(link.amount) >= abs(link.amount) / link.terms - 1e-12


def test_links_join_each_column_with_the_one_before_all_the_way_to_the_image():
    probe, view = seen(NETS["avgpool and tanh"])
    paths = Tracer(probe).paths(view, 6)
    for side, digit in ((WINNER, paths.winner), (RIVAL, paths.rival)):
        reached = {Node(len(paths.columns) - 1, digit)}
        for column in reversed(range(1, len(paths.columns))):
            links = [link for link in paths.links if link.side == side and link.end.column == column]
            assert links
            assert {link.end for link in links} <= reached
            reached = {link.start for link in links}
            assert {node.column for node in reached} == {column - 1}


def test_at_most_so_many_links_lead_to_a_number():
    probe, view = seen(NETS["two hidden dense"])
    tracer = Tracer(probe)
    for most in (6, 8):
        paths = tracer.paths(view, most)
        last = len(paths.columns) - 1
        to_winner = [link for link in paths.links if link.end == Node(last, paths.winner)]
        assert len(to_winner) == most
        assert all(paths.sum_at(link.end).links <= most for link in paths.links)
        assert paths.sum_at(Node(last, paths.winner)).links == most
        assert paths.sum_at(Node(0, 0, (0, 0))) is None


def test_the_rival_is_second_or_the_true_digit_that_lost():
    probe, _ = seen(NETS["no hidden dense"])
    _, view = seen(NETS["no hidden dense"])
    tracer, met = Tracer(probe), set()
    for sample in range(8):
        here = View(view.timeline, view.choices.of_source("validation", sample))
        paths = tracer.paths(here, 6)
        order = np.argsort(-paths.probabilities)
        assert paths.winner == order[0]
        assert paths.label == probe.setup.digits.validation.labels[sample]
        if paths.label == paths.winner:
            assert paths.rival == order[1]
            met.add("right")
        else:
            assert paths.rival == paths.label
            met.add("wrong")
    assert "wrong" in met


def test_functions_share_a_column_with_what_they_are_functions_of():
    net = ConvNet(NETS["two hidden dense"], (1, SIDE, SIDE))
    names = [(net.layers[stage.by].name, net.layers[stage.out].name) for stage in stages(net)]
    assert names == [
        ("conv 1", "relu 1"),
        ("dense 1", "relu 2"),
        ("dense 2", "sigmoid 1"),
        ("dense 3", "dense 3"),
    ]


def test_the_page_shows_paths_and_the_list_of_reasons():
    probe, view = seen(NETS["no hidden dense"])
    shown = page(probe)
    assert (shown.name, shown.title) == ("paths", "Paths")
    paths = Tracer(probe).paths(view, 6)
    assert f"read as {paths.winner}" in shown.panels[0].value(view)
    assert shown.panels[1].value(view) == f"{paths.winner} and not {paths.rival}"
