"""What the mouse is told about paths: each number, and the sum that it comes from."""

from __future__ import annotations

from netviz.drawing.numbers import count, exact, number
from netviz.drawing.widgets import Hint
from netviz.panels.paths_data import RIVAL, Link, Node, Paths, Place


def name_of(paths: Paths, node: Node) -> str:
    """Return what a node is called, counted from 1: `relu 3 unit 17`, `maxpool 2 map 4`, `7` for a digit."""
    if node.column == len(paths.columns) - 1:
        return f"digit {node.unit}"
    column = paths.columns[node.column]
    if node.column == 0:
        return "image" if len(column.values) == 1 else f"image channel {node.unit + 1}"
    return f"{column.name} {'map' if column.maps else 'unit'} {node.unit + 1}"


def where(place: Place | None) -> str:
    """Return a place in a map, counted from 1."""
    return "" if place is None else f" at row {place[0] + 1}, column {place[1] + 1}"


def sum_of(paths: Paths, node: Node) -> str:
    """Return what a node's sum is called: a digit's is its logit, unless a function makes that of it."""
    column = paths.columns[node.column]
    return "logit" if node.column == len(paths.columns) - 1 and not column.function else "z"


def link_hint(paths: Paths, link: Link) -> Hint:
    """Return what one unit adds to a node, product by product where they are many."""
    total = paths.sum_at(link.end)
    of = sum_of(paths, link.end) + (f" {number(total.own)}" if total else "")
    amount = number(link.amount, signed=True)
    product = f"a {number(link.a)} × w {number(link.w)}"
    head = f"{name_of(paths, link.start)} → {name_of(paths, link.end)}{where(link.end.place)}"
    lines: tuple[str, ...]
    match link.kind:
        case "maxpool":
            lines = (f"the greatest of its window, {exact(link.a)}", f"found{where(link.start.place)}")
        case "avgpool":
            lines = (f"mean of {link.terms} numbers = {exact(link.amount)}",)
        case _ if link.terms == 1:
            lines = (f"{product} = {amount}  (of {of})", f"exactly {exact(link.amount)}")
        case _:
            lines = (
                f"Σ of {link.terms} products a·w = {amount}  (of {of})",
                f"strongest: {product} = {number(link.a * link.w, signed=True)}",
                f"          {where(link.start.place)}",
            )
    return Hint((head, *lines, f"on the way to {paths.rival if link.side == RIVAL else paths.winner}"))


def digit_hint(paths: Paths, digit: int) -> Hint:
    """Return a digit's logit and probability, and for winner and rival the sum that the logit is."""
    node = Node(len(paths.columns) - 1, digit)
    lines = [
        f"logit z = {exact(float(paths.logits[digit]))}",
        f"p = {exact(float(paths.probabilities[digit]))}",
        "p = exp(z) / Σ exp(z of all ten)",
    ]
    role = {paths.winner: ", the winner", paths.rival: ", the rival"}.get(digit, "")
    true = ", the true one" if digit == paths.label else ""
    return Hint((f"digit {digit}{role}{true}", *lines, *_sum_lines(paths, node)))


def node_hint(paths: Paths, node: Node) -> Hint:
    """Return one number of a column, and its sum if it is on a path."""
    column = paths.columns[node.column]
    value = float(column.values[(node.unit, *(node.place or (0, 0)))])
    if node.column == 0:
        return Hint((name_of(paths, node) + where(node.place), f"input = {exact(value)}"))
    head = name_of(paths, node) + where(node.place if column.maps else None)
    return Hint((head, f"a = {exact(value)}", *_sum_lines(paths, node)))


def _sum_lines(paths: Paths, node: Node) -> tuple[str, ...]:
    """Return how the bias and what the units before add make the network's own number."""
    total = paths.sum_at(node)
    if total is None or node.column == 0:
        return ()
    column, before = paths.columns[node.column], paths.columns[node.column - 1]
    if total.units == 1:
        return (f"{column.function}(z), z = {exact(total.own)}",) if column.function else ()
    what = "maps" if before.maps else "units"
    lines = [
        f"Σ a·w over {count(total.units)} {what} = {exact(total.amounts)}",
        f"         + bias {exact(total.bias)}",
        f"         = {exact(total.total)}",
        f"network: {sum_of(paths, node)} = {exact(total.own)}",
        f"the {total.links} links drawn add {number(total.shown, 4, signed=True)}",
    ]
    if column.function:
        lines.insert(0, f"a = {column.function}(z)")
    return tuple(lines)
