"""The evaluator over whole arrays of worlds: NumPy, with nothing to compile.

An array carries an axis only for the decisions that it depends on (other axes have length 1), and
the worlds last. A value that is not finite is an error with its place, never a silent number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.kernel.faults import NotFinite
from kautilya.kernel.liveness import first_fault
from kautilya.kernel.program import Program
from kautilya.payoffs import Level
from kautilya.terms import FloatArray

Array = NDArray[Any]
Step = Callable[..., Array]


def _if(condition: Array, then: Array, other: Array, out: Array | None = None) -> Array:
    if out is None:
        return np.where(condition, then, other)
    np.copyto(out, other)
    np.copyto(out, then, where=condition)
    return out


def _number_of(truth: Array, out: Array | None = None) -> Array:
    if out is None:
        return np.asarray(truth, dtype=np.float64)
    np.copyto(out, truth)
    return out


def _logistic(x: Array, out: Array | None = None) -> Array:
    """1/(1 + e^-x), by e^-|x| so that no exponential overflows."""
    small = np.exp(np.negative(np.abs(x)))
    top = np.where(x >= 0.0, 1.0, small)
    return np.divide(top, small + 1.0, out=out)


OPERATIONS: Mapping[str, Step] = {
    "neg": np.negative,
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "min": np.minimum,
    "max": np.maximum,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "logistic": _logistic,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "if": _if,
    "number_of": _number_of,
}
"""The array operation of each node."""


@dataclass
class Totals:
    """What is kept of a run: sums and extremes by node."""

    discounted: dict[int, FloatArray] = field(default_factory=dict)
    summed: dict[int, FloatArray] = field(default_factory=dict)
    highest: dict[int, FloatArray] = field(default_factory=dict)
    final: dict[int, FloatArray] = field(default_factory=dict)
    outside: dict[int, float] = field(default_factory=dict)
    clamped: dict[str, int] = field(default_factory=dict)
    weight: float = 0.0


class ArrayRun:
    """One evaluation of a program over arrays.

    Parameters
    ----------
    program
        The steps.
    inputs
        Array or number of each input node that is not a constant.
    first_world
        Number of the first world, for errors.
    discount
        Discount of one month; the graph's own where None.
    """

    def __init__(
        self,
        program: Program,
        inputs: Mapping[int, Array],
        first_world: int = 0,
        discount: float | None = None,
    ) -> None:
        self.program = program
        self.graph = program.graph
        self.first_world = first_world
        self.discount = self.graph.monthly_discount if discount is None else discount
        self.values: dict[int, Array] = {
            n: np.asarray(value) for n, value in program.constants.items()
        }
        self.values.update(inputs)
        self.buffers: dict[int, Array] = {}
        self.state_nodes = {
            node.name: number for number, node in enumerate(self.graph.nodes) if node.op == "state"
        }

    def run(
        self,
        horizon: int,
        values: Mapping[int, int],
        levels: tuple[Level, ...],
        *,
        audit: bool = False,
    ) -> Totals:
        """Run the months.

        Parameters
        ----------
        horizon
            Number of months.
        values
            Node of each interest's value, and the node of its unclipped ratio.
        levels
            Levels to keep.
        audit
            Whether to count clipped and clamped months.

        Raises
        ------
        NotFinite
            Where a value that counts is not finite.
        """
        try:
            with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
                return self._months(horizon, values, levels, audit=audit, careful=False)
        except FloatingPointError:
            # A flag was raised somewhere, perhaps in a branch that is not taken: look closely.
            self.buffers.clear()
            with np.errstate(all="ignore"):
                return self._months(horizon, values, levels, audit=audit, careful=True)

    def _months(
        self,
        horizon: int,
        values: Mapping[int, int],
        levels: tuple[Level, ...],
        *,
        audit: bool,
        careful: bool,
    ) -> Totals:
        program, totals = self.program, Totals()
        self._steps(program.fixed)
        for state in program.states:
            self._put(state.name, self._value(state.start))
        nodes = {
            kind: {self._level_node(level) for level in levels if level.kind == kind}
            for kind in ("final", "average", "peak")
        }
        factor, shapes, stable = 1.0, None, False
        for month in range(horizon):
            if not stable:
                now = tuple(self._state(s.name).shape for s in program.states)
                stable = now == shapes
                shapes = now
                if stable and not careful:
                    self._plan(values, levels)
            self._steps(program.monthly)
            if careful:
                starts = [program.resolve(s.start) for s in program.states] if month == 0 else []
                roots = self._roots(values, levels) + starts
                self._check((*program.fixed, *program.monthly), month, roots)
            for node, ratio in values.items():
                _accumulate(totals.discounted, node, self._value(node), factor)
                if audit:
                    raw = self._value(ratio)
                    share = float(np.mean((raw < 0.0) | (raw > 1.0)))
                    totals.outside[node] = totals.outside.get(node, 0.0) + share / horizon
            for node in nodes["average"]:
                _accumulate(totals.summed, node, self._value(node), 1.0 / horizon)
            for node in nodes["peak"]:
                _raise(totals.highest, node, self._value(node))
            totals.weight += factor
            factor *= self.discount
            self._advance(totals, audit=audit)
        self._steps(program.closing)
        if careful:
            ends = [self._level_node(level) for level in levels]
            self._check((*program.fixed, *program.closing), horizon, ends)
        for node in nodes["peak"]:
            _raise(totals.highest, node, self._value(node))
        for node in nodes["final"]:
            totals.final[node] = np.array(self._value(node), dtype=np.float64)
        return totals

    # -- values -----------------------------------------------------------------------------------

    def _value(self, node: int) -> Array:
        return self.values[self.program.resolve(node)]

    def _level_node(self, level: Level) -> int:
        return self.program.resolve(self.graph.levels[level.name])

    def _state(self, name: str) -> Array:
        return self.values[self.state_nodes[name]]

    def _put(self, name: str, value: Array) -> None:
        """Keep a state in storage of its own, apart from the steps' buffers."""
        node = self.state_nodes[name]
        held = self.values.get(node)
        value = np.asarray(value, dtype=np.float64)
        if held is not None and held.shape == value.shape and held.flags.writeable:
            np.copyto(held, value)
        else:
            self.values[node] = np.array(value)

    def _steps(self, steps: tuple[int, ...]) -> None:
        nodes, values, alias, buffers = (
            self.graph.nodes,
            self.values,
            self.program.alias,
            self.buffers,
        )
        for number in steps:
            node = nodes[number]
            args = [values[alias.get(a, a)] for a in node.args]
            out = buffers.get(number)
            if node.op == "pow":
                values[number] = np.power(args[0], node.value, out=out)
            else:
                values[number] = OPERATIONS[node.op](*args, out=out)

    def _advance(self, totals: Totals, *, audit: bool) -> None:
        """Update all stocks and events at once."""
        fresh = []
        for state in self.program.states:
            value = self._value(state.next)
            if state.bounds is not None:
                low, high = state.bounds
                held = np.clip(value, low, high)
                if audit:
                    count = int(np.count_nonzero(held != value))
                    totals.clamped[state.name] = totals.clamped.get(state.name, 0) + count
                value = held
            elif self.program.resolve(state.next) in self.state_nodes.values():
                value = np.array(value)
            fresh.append((state.name, value))
        for name, value in fresh:
            self._put(name, value)

    # -- storage ----------------------------------------------------------------------------------

    def _plan(self, values: Mapping[int, int], levels: tuple[Level, ...]) -> None:
        """Give each step a buffer, taken over from values that nothing reads any more."""
        program, nodes = self.program, self.graph.nodes
        kept = set(self._roots(values, levels)) | {program.resolve(v) for v in values.values()}
        last: dict[int, int] = {}
        for number in program.monthly:
            for argument in nodes[number].args:
                last[program.resolve(argument)] = number
        free: dict[tuple[tuple[int, ...], Any], list[Array]] = {}
        moving = set(program.monthly)
        for number in program.monthly:
            made = np.asarray(self.values[number])
            kind = (made.shape, made.dtype)
            pool = free.setdefault(kind, [])
            self.buffers[number] = pool.pop() if pool else np.empty(made.shape, made.dtype)
            for argument in {program.resolve(a) for a in nodes[number].args}:
                if argument in moving and argument not in kept and last[argument] == number:
                    buffer = self.buffers[argument]
                    free.setdefault((buffer.shape, buffer.dtype), []).append(buffer)

    def _roots(self, values: Mapping[int, int], levels: tuple[Level, ...]) -> list[int]:
        resolve = self.program.resolve
        return [
            *(resolve(node) for node in values),
            *(self._level_node(level) for level in levels),
            *(resolve(state.next) for state in self.program.states),
        ]

    def _check(self, steps: tuple[int, ...], month: int, roots: list[int]) -> None:
        fault = first_fault(self.program, self.values, steps, roots)
        if fault is not None:
            node, why, place = fault
            raise NotFinite(
                self.graph.origin[node],
                why,
                month,
                place[:-1],
                self.first_world + (place[-1] if place else 0),
            )


def _accumulate(into: dict[int, FloatArray], node: int, value: Array, factor: float) -> None:
    held = into.get(node)
    term = np.multiply(value, factor)
    if held is None:
        into[node] = np.array(term, dtype=np.float64)
    elif held.shape == np.shape(term):
        np.add(held, term, out=held)
    else:
        into[node] = held + term


def _raise(into: dict[int, FloatArray], node: int, value: Array) -> None:
    held = into.get(node)
    into[node] = np.array(value, dtype=np.float64) if held is None else np.maximum(held, value)
