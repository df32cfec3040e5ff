"""What is left of a graph once some inputs are known: the steps of one evaluation.

Off-switches and pinned options are known before the first month; a branch that cannot be taken
falls away, and with it everything that only it needed. What does not change with the month is
computed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kautilya.model.graph import GIVEN, ModelGraph, Node, State


@dataclass(frozen=True)
class Program:
    """Steps of one evaluation.

    Parameters
    ----------
    graph
        The graph.
    alias
        For each node the node that stands for it, once branches not taken have fallen away.
    constants
        Nodes with a known number.
    inputs
        Premises, switches and options that the steps read.
    fixed, monthly
        Nodes to compute once, and each month, in order.
    closing
        Those of `monthly` that levels at the end of the horizon need.
    states
        States that the steps read.
    """

    graph: ModelGraph
    alias: Mapping[int, int]
    constants: Mapping[int, float]
    inputs: tuple[int, ...]
    fixed: tuple[int, ...]
    monthly: tuple[int, ...]
    closing: tuple[int, ...]
    states: tuple[State, ...]

    def resolve(self, node: int) -> int:
        """The node that stands for one."""
        return self.alias.get(node, node)


def specialise(
    graph: ModelGraph, known: Mapping[int, float], values: Iterable[int], levels: Iterable[int]
) -> Program:
    """The steps that give some nodes, where some inputs are known.

    Parameters
    ----------
    graph
        The graph.
    known
        Inputs with one number in every profile and world.
    values
        Nodes wanted each month.
    levels
        Nodes wanted each month and once more at the end of the horizon.
    """
    alias, constants = _fold(graph, known)
    level_roots = {alias.get(node, node) for node in levels}
    roots = {alias.get(node, node) for node in values} | level_roots
    needed, states = _needed(graph, roots, alias, constants)
    moving = _moving(graph, needed, alias, constants)
    operations = [n for n in sorted(needed) if graph.nodes[n].args and n not in constants]
    closing = _within(graph, level_roots, alias, constants)
    return Program(
        graph,
        alias,
        constants,
        tuple(n for n in sorted(needed) if n not in constants and graph.nodes[n].op in GIVEN),
        tuple(n for n in operations if n not in moving),
        tuple(n for n in operations if n in moving),
        tuple(n for n in operations if n in moving and n in closing),
        states,
    )


def _fold(graph: ModelGraph, known: Mapping[int, float]) -> tuple[dict[int, int], dict[int, float]]:
    """Carry known truths forward; only decisions between branches are folded, no arithmetic."""
    alias: dict[int, int] = {}
    constants: dict[int, float] = dict(known)
    for number, node in enumerate(graph.nodes):
        if node.op == "number":
            constants[number] = node.value
        elif node.op in ("if", "and", "or", "not", "ne", "number_of"):
            args = [alias.get(a, a) for a in node.args]
            truth = [constants.get(a) for a in args]
            _fold_one(number, node, args, truth, alias, constants)
    return alias, constants


def _fold_one(
    number: int,
    node: Node,
    args: list[int],
    truth: list[float | None],
    alias: dict[int, int],
    constants: dict[int, float],
) -> None:
    match node.op, truth[0]:
        case _, None:
            # A known right side: `x and 0` still reads x, whose errors count.
            other = truth[1] if node.op in ("and", "or") else None
            if other is not None and (node.op == "and") == bool(other):
                alias[number] = args[0]
        case "not", known:
            constants[number] = 0.0 if known else 1.0
        case "number_of", known:
            constants[number] = 1.0 if known else 0.0
        case "ne", known:
            if truth[1] is not None:
                constants[number] = float(known != truth[1])
        case (("and" | "or"), known):
            if bool(known) == (node.op == "or"):
                constants[number] = 1.0 if known else 0.0
            elif truth[1] is not None:
                constants[number] = 1.0 if truth[1] else 0.0
            else:
                alias[number] = args[1]
        case "if", known:
            branch = 1 if known else 2
            chosen = truth[branch]
            if chosen is not None:
                constants[number] = chosen
            else:
                alias[number] = args[branch]


def _needed(
    graph: ModelGraph, roots: set[int], alias: Mapping[int, int], constants: Mapping[int, float]
) -> tuple[set[int], tuple[State, ...]]:
    """Everything that the roots need, through the states that they read."""
    needed: set[int] = set()
    reached: dict[str, State] = {}
    stack = list(roots)
    while stack:
        number = stack.pop()
        if number in needed:
            continue
        needed.add(number)
        if number in constants:
            continue
        node = graph.nodes[number]
        stack.extend(alias.get(a, a) for a in node.args)
        if node.op == "state" and node.name not in reached:
            state = reached[node.name] = graph.state[node.name]
            stack.extend(alias.get(n, n) for n in (state.start, state.next))
    return needed, tuple(state for state in graph.states if state.name in reached)


def _moving(
    graph: ModelGraph, needed: set[int], alias: Mapping[int, int], constants: Mapping[int, float]
) -> set[int]:
    """Nodes that change with the month: they read a state."""
    moving: set[int] = set()
    for number in sorted(needed):
        node = graph.nodes[number]
        if number not in constants and (
            node.op == "state" or any(alias.get(a, a) in moving for a in node.args)
        ):
            moving.add(number)
    return moving


def _within(
    graph: ModelGraph, roots: set[int], alias: Mapping[int, int], constants: Mapping[int, float]
) -> set[int]:
    """Everything that the roots need within the month."""
    seen: set[int] = set()
    stack = list(roots)
    while stack:
        number = stack.pop()
        if number not in seen:
            seen.add(number)
            if number not in constants:
                stack.extend(alias.get(a, a) for a in graph.nodes[number].args)
    return seen
