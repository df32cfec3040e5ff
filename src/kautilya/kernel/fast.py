"""The evaluator by machine code; what that cannot decide is left to the one over arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.case import Case
from kautilya.codegen import Machine, Shelf, host
from kautilya.kernel.array import Totals
from kautilya.kernel.evaluate import ArrayEvaluator
from kautilya.kernel.faults import NotFinite
from kautilya.kernel.llvm import Kept, Kernel, Wanted, discounts, lay_out
from kautilya.kernel.llvm.layout import Axes
from kautilya.kernel.program import Program, specialise
from kautilya.model.graph import ModelGraph
from kautilya.payoffs import Block, Request
from kautilya.terms import IntArray

Array = NDArray[Any]

MOST_KERNELS = 160
"""Compiled programs that are kept; the least recently used is let go."""

_UNIFORM = frozenset({"chosen", "anchor", "forced"})
"""Inputs that are the same in every world."""


class CompiledEvaluator(ArrayEvaluator):
    """Payoffs and levels of a case over worlds, by machine code made for the case.

    It gives what `ArrayEvaluator` gives, within rounding. Worlds in which some value was not
    finite are run again by that evaluator, which knows whether the value counts.

    Parameters
    ----------
    case, graph, seed
        As for `ArrayEvaluator`.
    machine
        The processor.
    width, block
        Doubles in a vector and worlds in a block; the machine's own where None.
    """

    def __init__(
        self,
        case: Case,
        graph: ModelGraph,
        seed: int,
        machine: Machine,
        width: int | None = None,
        block: int | None = None,
    ) -> None:
        super().__init__(case, graph, seed)
        self.machine, self.width, self.block = machine, width, block
        lanes = width or machine.width
        self.served_by = f"machine code for {machine.name}, {lanes} worlds at a time"
        self._kernels = Shelf(MOST_KERNELS)

    def _run(self, request: Request, inputs: Mapping[int, Array]) -> tuple[Program, Totals]:
        if request.audit or not (request.interests or request.levels):
            return super()._run(request, inputs)
        kernel = self._kernel(request, inputs)
        program = kernel.layout.program
        kept = kernel.run(
            {n: inputs[n] for n in program.inputs},
            request.arrangement.shape,
            request.block.count,
            request.horizon,
            self._discount(request.setting),
        )
        if kept is None or kept.doubtful.all():
            return super()._run(request, inputs)
        totals = self._gathered(request, program, kept)
        doubtful = np.flatnonzero(kept.doubtful)
        if len(doubtful):
            self._again(request, inputs, program, totals, doubtful)
        return program, totals

    # -- kernels ----------------------------------------------------------------------------------

    def _kernel(self, request: Request, inputs: Mapping[int, Array]) -> Kernel:
        """Machine code for a request.

        Switches and choices are read as the request has them, though some are known: code that
        knows them is a tenth faster, but each removal would cost a compilation.
        """
        axes = {n: self._axes(n, value, request) for n, value in inputs.items()}
        key = (request.interests, request.levels, tuple(axes.values()))
        kernel: Kernel = self._kernels.get(key, lambda: self._compiled(request, axes))
        return kernel

    def _axes(self, number: int, value: Array, request: Request) -> Axes:
        """Axes that an input may depend on; those of a choice do not change with what is held."""
        shape = request.arrangement.shape
        node = self.graph.nodes[number]
        if node.op == "chosen" and len(shape) == 1:
            return (0,)
        found = tuple(axis for axis, length in enumerate(value.shape[:-1]) if length > 1)
        if node.op == "chosen" and not found and len(shape) == len(self.space.decisions):
            return (self.space.axis[node.name],)
        return found

    def _compiled(self, request: Request, axes: Mapping[int, Axes]) -> Kernel:
        graph = self.graph
        values = [graph.value[name].clipped for name in request.interests]
        levels = [graph.levels[level.name] for level in request.levels]
        program = specialise(graph, {}, values, levels)

        def of_kind(kind: str) -> tuple[int, ...]:
            nodes = [graph.levels[level.name] for level in request.levels if level.kind == kind]
            return tuple(dict.fromkeys(program.resolve(node) for node in nodes))

        wanted = Wanted(
            tuple(dict.fromkeys(program.resolve(node) for node in values)),
            of_kind("average"),
            of_kind("peak"),
            of_kind("final"),
        )
        uniform = frozenset(n for n in program.inputs if graph.nodes[n].op in _UNIFORM)
        layout = lay_out(program, wanted, axes, uniform)
        return Kernel(layout, self.machine, self.width, self.block)

    # -- results ----------------------------------------------------------------------------------

    def _gathered(self, request: Request, program: Program, kept: Kept) -> Totals:
        """Results by the names that totals have."""
        totals = Totals(
            weight=float(sum(discounts(request.horizon, self._discount(request.setting))))
        )
        for name in request.interests:
            node = self.graph.value[name].clipped
            totals.discounted[node] = kept.results["sum", program.resolve(node)]
        tables = {"mean": totals.summed, "peak": totals.highest, "final": totals.final}
        for (kind, node), array in kept.results.items():
            if kind in tables:
                tables[kind][node] = array
        return totals

    def _again(
        self,
        request: Request,
        inputs: Mapping[int, Array],
        program: Program,
        totals: Totals,
        worlds: IntArray,
    ) -> None:
        """Run some worlds by the evaluator over arrays, and put what it gives in their places."""
        count = request.block.count
        few = replace(request, block=Block(request.block.first, len(worlds)))
        given = {
            n: value[..., worlds] if value.ndim and value.shape[-1] == count > 1 else value
            for n, value in inputs.items()
        }
        try:
            other, careful = super()._run(few, given)
        except NotFinite as fault:
            world = request.block.number(int(worlds[fault.world - request.block.first]))
            raise NotFinite(fault.path, fault.why, fault.month, fault.profile, world) from None
        for name in request.interests:
            node = self.graph.value[name].clipped
            totals.discounted[node][..., worlds] = careful.discounted[node]
        pairs = {
            "average": (totals.summed, careful.summed),
            "peak": (totals.highest, careful.highest),
            "final": (totals.final, careful.final),
        }
        for level in request.levels:
            into, source = pairs[level.kind]
            node = self.graph.levels[level.name]
            into[program.resolve(node)][..., worlds] = source[other.resolve(node)]


def evaluator_for(case: Case, graph: ModelGraph, seed: int) -> ArrayEvaluator:
    """The fastest evaluator that this machine has."""
    machine = host()
    if isinstance(machine, Machine):
        return CompiledEvaluator(case, graph, seed, machine)
    evaluator = ArrayEvaluator(case, graph, seed)
    evaluator.served_by = f"NumPy ({machine})"
    return evaluator
