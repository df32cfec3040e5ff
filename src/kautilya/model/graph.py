"""The intermediate representation: a case as one graph of numbers, month by month.

A node is an operation on earlier nodes; equal nodes are one node (hash-consing), so a common
subexpression is evaluated once. The graph serves every evaluator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kautilya.payoffs import ProfileSpace

Path = tuple[str | int, ...]

TRUTH_OPS = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"})
"""Operations whose result is true or false, until `number_of` makes it 1 or 0."""

INPUTS = frozenset({"number", "premise", "switch", "chosen", "anchor", "forced", "state"})
"""Nodes that take no earlier nodes."""

GIVEN = frozenset({"premise", "switch", "chosen", "anchor", "forced"})
"""Inputs that come from outside: from the world, the profile, or the question."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation.

    Parameters
    ----------
    op
        ``number`` (its `value`), ``premise``, ``switch`` (1 where the mechanism `name` is in
        force), ``chosen`` (1 where decision `name` has the option numbered `value`), ``anchor``
        (what the ratio of interest `name` is multiplied by, `value` 0, or what is added, `value`
        1: 1 and 0 unless its anchors are moved), ``forced`` (1 where the `if` of the option
        `name` is taken as true), ``state`` (of the stock or event `name` at the month's start),
        ``pow`` (exponent `value`),
        ``number_of`` (a truth as 1 or 0), or one of ``neg add sub mul div min max exp log sqrt
        tanh logistic lt le gt ge eq ne and or not if``.
    args
        Earlier nodes.
    value, name
        What the operation needs besides.
    """

    op: str
    args: tuple[int, ...] = ()
    value: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Something that is carried from month to month: a stock, or an event's probability.

    Parameters
    ----------
    name
        Name of the stock or event.
    start
        Node of its value at t = 0, which depends on premises alone.
    next
        Node of its value a month on, before the bounds.
    bounds
        Limits that the value is held within after the update, or None.
    """

    name: str
    start: int
    next: int
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An interest's monthly value.

    Parameters
    ----------
    interest
        ``ACTOR.ID``.
    ratio
        Node of (value - worst) / (best - worst).
    clipped
        Node of the ratio held within 0 and 1.
    """

    interest: str
    ratio: int
    clipped: int


@dataclass(frozen=True)
class ModelGraph:
    """A case compiled: what every evaluator runs.

    Parameters
    ----------
    nodes
        In an order in which every node stands behind its arguments.
    origin
        For each node the part of the case that first asked for it.
    space
        The profiles.
    states
        Stocks and events, in file order.
    levels
        Node of every premise, stock, auxiliary, transfer and event.
    values
        Interests, in file order.
    horizon, discount
        Months, and discount a year.
    premises, switches
        Names of the premises and of everything with an off-switch.
    """

    nodes: tuple[Node, ...]
    origin: tuple[Path, ...]
    space: ProfileSpace
    states: tuple[State, ...]
    levels: Mapping[str, int]
    values: tuple[Value, ...]
    horizon: int
    discount: float
    premises: tuple[str, ...]
    switches: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def monthly_discount(self) -> float:
        """δ = (1 + discount)^(-1/12)."""
        return monthly(self.discount)

    @cached_property
    def state(self) -> Mapping[str, State]:
        """States by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def value(self) -> Mapping[str, Value]:
        """Interests' values by ``ACTOR.ID``."""
        return {value.interest: value for value in self.values}

    def equations(self) -> int:
        """Number of scalar equations a month: nodes that are not inputs."""
        return sum(node.op not in INPUTS for node in self.nodes)

    @cached_property
    def _reach(self) -> tuple[frozenset[str], ...]:
        """For each node the inputs that it depends on, through time."""
        sets: list[frozenset[str]] = [frozenset()] * len(self.nodes)
        through: dict[str, frozenset[str]] = {state.name: frozenset() for state in self.states}
        while True:
            for number, node in enumerate(self.nodes):
                sets[number] = self._direct(node, through).union(*(sets[a] for a in node.args))
            fresh = {
                state.name: sets[state.start] | sets[state.next] | {state.name}
                for state in self.states
            }
            if fresh == through:
                return tuple(sets)
            through = fresh

    @staticmethod
    def _direct(node: Node, through: Mapping[str, frozenset[str]]) -> frozenset[str]:
        if node.op in ("premise", "switch", "chosen", "forced"):
            return frozenset({node.name})
        if node.op == "anchor":
            return frozenset({f"{node.name}.anchors"})
        return through[node.name] if node.op == "state" else frozenset()

    def reach(self, name: str) -> frozenset[str]:
        """What a level or an interest depends on, through time.

        Returns
        -------
        frozenset of str
            Premises, off-switches, decisions, stocks, events, and of an interest its own anchors
            (``ACTOR.ID.anchors``).
        """
        node = self.value[name].ratio if name in self.value else self.levels[name]
        return self._reach[node]

    def terms(self, node: int) -> Iterator[int]:
        """Every node that one depends on within a month, itself last."""
        seen: set[int] = set()
        stack = [node]
        while stack:
            number = stack.pop()
            if number not in seen:
                seen.add(number)
                stack.extend(self.nodes[number].args)
        yield from sorted(seen)


def monthly(discount: float) -> float:
    """Discount of one month, δ = (1 + discount)^(-1/12), from that of a year.

    Examples
    --------
    >>> monthly(0.0), round(monthly(0.05), 6)
    (1.0, 0.995942)
    """
    return float((1.0 + discount) ** (-1.0 / 12.0))


class GraphBuilder:
    """Collects nodes, each different one once, while a case is compiled."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.origin: list[Path] = []
        self._known: dict[Node, int] = {}

    def add(self, node: Node, origin: Path) -> int:
        """Number of a node, which is added where it is new."""
        number = self._known.get(node)
        if number is None:
            number = self._known[node] = len(self.nodes)
            self.nodes.append(node)
            self.origin.append(origin)
        return number

    def number(self, value: float, origin: Path = ()) -> int:
        """A constant."""
        return self.add(Node("number", value=float(value)), origin)

    def op(self, op: str, *args: int, origin: Path, value: float = 0.0) -> int:
        """An operation; truths that arithmetic reads become 1 and 0."""
        if op in ("and", "or", "not"):
            args = tuple(self.truth(a, origin) for a in args)
        elif op == "if":
            args = (self.truth(args[0], origin), *(self.numeric(a, origin) for a in args[1:]))
        else:
            args = tuple(self.numeric(a, origin) for a in args)
        simple = self._simplify(op, args)
        return simple if simple is not None else self.add(Node(op, args, value), origin)

    def _simplify(self, op: str, args: tuple[int, ...]) -> int | None:
        """Identities that hold for every finite number, so that plain sums stay short."""
        constant = [self.nodes[a].value if self.nodes[a].op == "number" else None for a in args]
        if op == "neg" and constant[0] is not None:
            return self.number(-constant[0])
        if op == "add" and constant[0] == 0.0:
            return args[1]
        if op in ("add", "sub") and constant[1] == 0.0:
            return args[0]
        if op == "mul" and constant[0] == 1.0:
            return args[1]
        if op in ("mul", "div") and constant[1] == 1.0:
            return args[0]
        return None

    def numeric(self, node: int, origin: Path) -> int:
        """A node as a number."""
        if self.nodes[node].op in TRUTH_OPS:
            return self.add(Node("number_of", (node,)), origin)
        return node

    def truth(self, node: int, origin: Path) -> int:
        """A node as true or false: a number is true unless it is 0."""
        found = self.nodes[node]
        if found.op in TRUTH_OPS:
            return node
        if found.op == "number_of":
            return found.args[0]
        return self.add(Node("ne", (node, self.number(0.0))), origin)
