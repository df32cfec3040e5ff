"""One world, one profile, plain Python: slow, obvious, and the oracle of the fast evaluators.

It can trace every term of every month, which is what ``why`` shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kautilya.kernel.faults import NotFinite, cause
from kautilya.model.graph import ModelGraph
from kautilya.payoffs import Profile


@dataclass(frozen=True)
class OneWorld:
    """What is so in one world, as one viewer has it.

    Parameters
    ----------
    premises, switches
        Value of every premise, and 1 or 0 for every off-switch.
    number
        Number of the world, for errors.
    forced
        Options (``DECISION.OPTION``) whose `if` is taken as true in every month.
    """

    premises: Mapping[str, float]
    switches: Mapping[str, float]
    number: int = 0
    forced: frozenset[str] = frozenset()


@dataclass
class Months:
    """A run of one world.

    Parameters
    ----------
    values
        For each month t = 0..H-1 the value of each interest, in [0, 1].
    levels
        For each month t = 0..H every level.
    terms
        For each month every node that was computed, where a trace was asked for.
    """

    values: list[dict[str, float]] = field(default_factory=list)
    levels: list[dict[str, float]] = field(default_factory=list)
    terms: list[dict[int, float]] = field(default_factory=list)

    def payoff(self, interest: str, monthly_discount: float) -> float:
        """Discounted mean of an interest's value: Σ δ^t v_t / Σ δ^t."""
        factors = [monthly_discount**t for t in range(len(self.values))]
        weighted = math.fsum(f * v[interest] for f, v in zip(factors, self.values, strict=True))
        return weighted / math.fsum(factors)

    def final(self, name: str) -> float:
        """Level after the last month's update."""
        return self.levels[-1][name]

    def average(self, name: str) -> float:
        """Undiscounted mean over t = 0..H-1."""
        return math.fsum(month[name] for month in self.levels[:-1]) / (len(self.levels) - 1)

    def peak(self, name: str) -> float:
        """Highest level over t = 0..H."""
        return max(month[name] for month in self.levels)


def interpret(
    graph: ModelGraph,
    profile: Profile,
    world: OneWorld,
    horizon: int | None = None,
    *,
    trace: bool = False,
) -> Months:
    """Run one world under one profile.

    Parameters
    ----------
    graph
        The model.
    profile
        One option for every decision.
    world
        What is so.
    horizon
        Months; the graph's own where None.
    trace
        Whether to keep every term of every month.

    Returns
    -------
    Months
        Values and levels, month by month.

    Raises
    ------
    NotFinite
        Where a value that counts is not finite.
    """
    length = graph.horizon if horizon is None else horizon
    states = _Month(graph, profile, world, {}, 0)
    state = {s.name: states.number(s.start) for s in graph.states}
    run = Months()
    for month in range(length + 1):
        now = _Month(graph, profile, world, state, month)
        run.levels.append({name: now.number(node) for name, node in graph.levels.items()})
        if month < length:
            run.values.append({v.interest: now.number(v.clipped) for v in graph.values})
            fresh = {s.name: now.number(s.next) for s in graph.states}
            for s in graph.states:
                if s.bounds is not None:
                    fresh[s.name] = min(max(fresh[s.name], s.bounds[0]), s.bounds[1])
            state = fresh
        if trace:
            run.terms.append(dict(now.known))
    return run


class _Month:
    """One month: nodes are computed when they are asked for, so only what counts is."""

    def __init__(
        self,
        graph: ModelGraph,
        profile: Profile,
        world: OneWorld,
        state: Mapping[str, float],
        month: int,
    ) -> None:
        self.graph, self.profile, self.world = graph, profile, world
        self.state, self.month = state, month
        self.known: dict[int, float] = {}

    def number(self, node: int) -> float:
        """Value of a node."""
        if node not in self.known:
            self.known[node] = self._compute(node)
        return self.known[node]

    def _compute(self, number: int) -> float:
        node = self.graph.nodes[number]
        match node.op:
            case "number":
                return node.value
            case "premise":
                return self.world.premises[node.name]
            case "switch":
                return self.world.switches[node.name]
            case "anchor":
                return 1.0 - node.value
            case "forced":
                return float(node.name in self.world.forced)
            case "state":
                return self.state[node.name]
            case "chosen":
                axis = self.graph.space.axis[node.name]
                return 1.0 if self.profile[axis] == int(node.value) else 0.0
            case "if":
                condition, then, other = node.args
                return self.number(then if self.number(condition) else other)
            case "and":
                return float(bool(self.number(node.args[0]) and self.number(node.args[1])))
            case "or":
                return float(bool(self.number(node.args[0]) or self.number(node.args[1])))
            case "pow":
                return self._finite(number, lambda x: x**node.value, self.number(node.args[0]))
        return self._finite(number, _OPERATIONS[node.op], *(self.number(a) for a in node.args))

    def _finite(self, number: int, operation: Callable[..., float], *args: float) -> float:
        try:
            result = operation(*args)
            if isinstance(result, complex) or not math.isfinite(result):
                raise ValueError
        except (ArithmeticError, ValueError):
            raise NotFinite(
                self.graph.origin[number],
                cause(self.graph.nodes[number].op),
                self.month,
                self.profile,
                self.world.number,
            ) from None
        return float(result)


def _logistic(x: float) -> float:
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    small = math.exp(x)
    return small / (1.0 + small)


_OPERATIONS: Mapping[str, Callable[..., float]] = {
    "neg": lambda a: -a,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "min": min,
    "max": max,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "logistic": _logistic,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "not": lambda a: not a,
    "number_of": lambda a: 1.0 if a else 0.0,
}
