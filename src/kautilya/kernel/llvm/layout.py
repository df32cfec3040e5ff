"""Where every value of a program lives: by the decisions that it depends on.

A *group* holds everything that depends on the same axes of the arrangement. What a group reads
depends on no more axes than the group does, so groups run one after another, the fewest axes
first, each over its own combinations of options. Inside a group values stay in registers; what
another group or a later phase reads is kept in a record of *slots*, one record for each
combination.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kautilya.kernel.program import Program
from kautilya.model.graph import State

Axes = tuple[int, ...]
Slot = tuple[str, int]
"""What a slot holds: ``node``, ``state``, ``sum``, ``mean``, ``peak``, ``final`` or ``status``."""

STATUS: Slot = ("status", -1)
"""For each world 0 while every value that was looked at is finite; otherwise not a number."""


@dataclass(frozen=True)
class Wanted:
    """What is kept of a run, by node.

    Parameters
    ----------
    sums
        Nodes whose discounted sum is wanted.
    means, peaks, finals
        Nodes whose average, highest or last level is wanted.
    """

    sums: tuple[int, ...] = ()
    means: tuple[int, ...] = ()
    peaks: tuple[int, ...] = ()
    finals: tuple[int, ...] = ()

    def outputs(self) -> Iterator[Slot]:
        """Every slot whose content is a result."""
        for kind, nodes in (
            ("sum", self.sums),
            ("mean", self.means),
            ("peak", self.peaks),
            ("final", self.finals),
        ):
            yield from ((kind, node) for node in nodes)


@dataclass
class Group:
    """Everything that depends on the same axes.

    Parameters
    ----------
    axes
        Axes of the arrangement.
    """

    axes: Axes
    varying: list[int] = field(default_factory=list)
    """Inputs with a value for each world."""
    uniform: list[int] = field(default_factory=list)
    """Inputs with one value for all worlds."""
    fixed: list[int] = field(default_factory=list)
    monthly: list[int] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    slots: dict[Slot, int] = field(default_factory=dict)
    outputs: list[Slot] = field(default_factory=list)

    def slot(self, what: Slot) -> None:
        """Keep something in the group's records."""
        self.slots.setdefault(what, len(self.slots))


@dataclass(frozen=True)
class Layout:
    """A program laid out.

    Parameters
    ----------
    program
        The steps.
    groups
        The fewest axes first; the first has none.
    home
        Group of every node and of the state nodes.
    state_node
        Node of each state.
    wanted
        What is kept.
    """

    program: Program
    groups: tuple[Group, ...]
    home: Mapping[int, int]
    state_node: Mapping[str, int]
    wanted: Wanted

    @property
    def places(self) -> int:
        """Number of axes that lengths are needed for."""
        return 1 + max((axis for group in self.groups for axis in group.axes), default=-1)


def lay_out(
    program: Program,
    wanted: Wanted,
    axes: Mapping[int, Axes],
    uniform: frozenset[int] = frozenset(),
) -> Layout:
    """Lay a program out.

    Parameters
    ----------
    program
        The steps.
    wanted
        What is kept, by nodes that stand for themselves (`Program.resolve`).
    axes
        Axes that each input depends on.
    uniform
        Inputs that are the same in all worlds.
    """
    state_node = {
        node.name: number for number, node in enumerate(program.graph.nodes) if node.op == "state"
    }
    depends = _dependence(program, axes, state_node)
    found = {(), *depends.values()}
    order = sorted(found, key=lambda a: (len(a), a))
    groups = [Group(a) for a in order]
    home = {node: order.index(a) for node, a in depends.items()}
    groups[0].slot(STATUS)
    groups[0].outputs.append(STATUS)
    for node in program.inputs:
        group = groups[home[node]]
        (group.uniform if node in uniform else group.varying).append(node)
    for phase in ("fixed", "monthly", "closing"):
        for node in getattr(program, phase):
            getattr(groups[home[node]], phase).append(node)
    for state in program.states:
        group = groups[home[state_node[state.name]]]
        group.states.append(state)
        group.slot(("state", state_node[state.name]))
    for what in wanted.outputs():
        group = groups[home.get(what[1], 0)]
        group.slot(what)
        group.outputs.append(what)
    layout = Layout(program, tuple(groups), home, state_node, wanted)
    for node in _crossing(layout):
        groups[home[node]].slot(("node", node))
    return layout


def _dependence(
    program: Program, axes: Mapping[int, Axes], state_node: Mapping[str, int]
) -> dict[int, Axes]:
    """Axes of every node, through the states, by iteration until nothing changes."""
    sets: dict[int, frozenset[int]] = {n: frozenset(axes.get(n, ())) for n in program.inputs}
    sets.update({state_node[state.name]: frozenset() for state in program.states})
    while True:
        for node in (*program.fixed, *program.monthly):
            sets[node] = _union(program, sets, program.graph.nodes[node].args)
        changed = False
        for state in program.states:
            number = state_node[state.name]
            grown = sets[number] | _union(program, sets, (state.start, state.next))
            changed |= grown != sets[number]
            sets[number] = grown
        if not changed:
            return {node: tuple(sorted(found)) for node, found in sets.items()}


def _union(
    program: Program, sets: Mapping[int, frozenset[int]], nodes: Iterable[int]
) -> frozenset[int]:
    none: frozenset[int] = frozenset()
    return none.union(*(sets.get(program.resolve(node), none) for node in nodes))


def _crossing(layout: Layout) -> list[int]:
    """Nodes that are read outside the loop that computes them, in a lasting order."""
    program, home = layout.program, layout.home
    nodes = program.graph.nodes
    fixed = set(program.fixed)
    stepped = fixed | set(program.monthly) | set(layout.state_node.values())
    found: dict[int, None] = {}

    def read(node: int, group: int, *, at_start: bool) -> None:
        node = program.resolve(node)
        if node in stepped and node in home:
            elsewhere = home[node] != group or (node in fixed) != at_start
            if elsewhere:
                found[node] = None

    for number in program.fixed:
        for argument in nodes[number].args:
            read(argument, home[number], at_start=True)
    for number in program.monthly:
        for argument in nodes[number].args:
            read(argument, home[number], at_start=False)
    for state in program.states:
        group = home[layout.state_node[state.name]]
        read(state.start, group, at_start=True)
        read(state.next, group, at_start=False)
    for _, node in layout.wanted.outputs():
        read(node, home.get(node, 0), at_start=False)
    return list(found)
