"""The evaluator that the rest of the program is handed: a graph, its worlds, and views of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.case import Case
from kautilya.kernel.array import ArrayRun, Totals
from kautilya.kernel.faults import NotFinite
from kautilya.kernel.program import Program, specialise
from kautilya.kernel.worlds import Draw, View, Worlds
from kautilya.model.graph import GIVEN, ModelGraph, monthly
from kautilya.payoffs import Arrangement, Block, Outcome, ProfileSpace, Request, Setting
from kautilya.terms import FACTS, FloatArray

Array = NDArray[Any]


class ArrayEvaluator:
    """Payoffs and levels of a case over worlds, by NumPy.

    Parameters
    ----------
    case
        The case.
    graph
        Its graph.
    seed
        Seed of the worlds.
    """

    def __init__(self, case: Case, graph: ModelGraph, seed: int) -> None:
        self.case, self.graph = case, graph
        self.worlds = Worlds(case, seed)
        self.served_by = "NumPy"
        self._programs: dict[object, Program] = {}
        self._reach: dict[tuple[str, str], frozenset[str]] = {}
        self._exposed = frozenset(
            (actor, name)
            for decision in case.decisions.values()
            for option in decision.options.values()
            if option.exposed is not None
            for actor, held in option.persuades.items()
            for name in held
        )
        self._inputs = tuple(n for n, node in enumerate(graph.nodes) if node.op in GIVEN)

    @property
    def space(self) -> ProfileSpace:
        """The profiles."""
        return self.graph.space

    @property
    def horizon(self) -> int:
        """Months that the case looks ahead."""
        return self.graph.horizon

    @property
    def interests(self) -> Mapping[str, tuple[str, ...]]:
        """Each actor with interests, and those interests (``ACTOR.ID``), in file order."""
        return {
            actor: tuple(f"{actor}.{row.id}" for row in rows)
            for actor, rows in self.case.interests.items()
            if rows
        }

    def weights(self, actor: str, setting: Setting, block: Block) -> FloatArray:
        """Weights of an actor's interests, shape (interest, world); they sum to one."""
        return self.worlds.weights(actor, setting, block)

    def premise(self, name: str, view: str, setting: Setting, block: Block) -> FloatArray:
        """Value of a premise in each world, as a viewer takes it to be."""
        return self.worlds.premise(name, view, setting, block)

    def viewer(self, actor: str, setting: Setting) -> str:
        """The view that an actor has: its own, or ``facts`` where it believes nothing apart."""
        believes = any(
            f"{actor}.believes.{name}" not in setting.removed
            for name in self.case.beliefs.get(actor, {})
        )
        persuaded = any(
            actor in option.persuades
            for decision in self.case.decisions.values()
            for option in decision.options.values()
        )
        return actor if believes or persuaded else FACTS

    def believes(self, view: str, name: str, setting: Setting) -> bool:
        """Whether a viewer has a belief of its own about a premise, whatever is chosen.

        One who may be persuaded by an option that may be exposed then goes by the fact.
        """
        held = view != FACTS and name in self.case.beliefs.get(view, {})
        return (
            held
            and f"{view}.believes.{name}" not in setting.removed
            and (view, name) not in self._exposed
        )

    def reach(self, name: str, view: str) -> frozenset[str]:
        """What an interest or a variable depends on, as a viewer sees it.

        An actor's view depends besides on the beliefs that replace what it would depend on.
        """
        known = self._reach.get((name, view))
        if known is None:
            known = self._reach[name, view] = self._reach_of(name, view)
        return known

    def telling(
        self, premises: tuple[str, ...], name: str, view: str, setting: Setting
    ) -> dict[str, bool]:
        """Premises whose value in a world tells something of an interest, as a viewer sees it.

        Each with whether it is drawn as 0 or 1, and not from a range. A premise tells nothing
        where it is held at a value, where the viewer goes by a belief of its own, or where the
        interest depends neither on it nor on what it is tied to.
        """
        reach = self.reach(name, view)
        fixed = {pinned for pinned, _ in setting.pinned}
        if setting.scenario is not None:
            fixed |= set(self.case.scenarios[setting.scenario].set)

        def counts(premise: str) -> bool:
            own = self.believes(view, premise, setting)
            return premise in reach and premise not in fixed and not own

        return {
            premise: self.case.premises[premise].chance is not None
            for premise in dict.fromkeys(premises)
            if premise not in fixed
            and self.worlds.is_drawn(premise)
            and any(counts(other) for other in self.tied(premise))
        }

    def tied(self, premise: str) -> tuple[str, ...]:
        """A premise and those whose draws move with its own."""
        return self.worlds.tied_to(premise)

    def _reach_of(self, name: str, view: str) -> frozenset[str]:
        direct = self.graph.reach(name)
        if view == FACTS:
            return direct
        held = {f"{view}.believes.{b}" for b in self.case.beliefs.get(view, {}) if b in direct}
        persuading = {
            f"{decision}"
            for decision, entry in self.case.decisions.items()
            for option in entry.options.values()
            if any(name in direct for name in option.persuades.get(view, {}))
        }
        return direct | held | persuading

    def evaluate(self, request: Request) -> Outcome:
        """Run the model for every profile and world of a request.

        Raises
        ------
        NotFinite
            Where a value that counts is not finite.
        """
        view = self.worlds.view(request.view, request.setting, request.block)
        inputs = self._bind(view, request.arrangement, request.setting)
        program, totals = self._run(request, inputs)
        return self._outcome(request, program, totals)

    def _run(self, request: Request, inputs: Mapping[int, Array]) -> tuple[Program, Totals]:
        """The months in every profile and world, and the program whose nodes name the totals."""
        program = self._program(request, inputs)
        run = ArrayRun(
            program,
            {n: inputs[n] for n in program.inputs},
            request.block.first,
            self._discount(request.setting),
        )
        values = {
            self.graph.value[name].clipped: self.graph.value[name].ratio
            for name in request.interests
        }
        try:
            totals = run.run(request.horizon, values, request.levels, audit=request.audit)
        except NotFinite as fault:
            profile = _profile_at(request.arrangement, fault.profile)
            world = request.block.number(fault.world - request.block.first)
            raise NotFinite(fault.path, fault.why, fault.month, profile, world) from None
        return program, totals

    def _discount(self, setting: Setting) -> float:
        """Discount of one month."""
        if setting.discount is None:
            return self.graph.monthly_discount
        return monthly(setting.discount)

    def _bind(self, view: View, arrangement: Arrangement, setting: Setting) -> dict[int, Array]:
        """Array of every input, with the worlds on the last axis."""
        inputs: dict[int, Array] = {}
        moved = {name: _affine(worst, best) for name, worst, best in setting.anchors}
        for number in self._inputs:
            node = self.graph.nodes[number]
            if node.op == "anchor":
                pair = moved.get(node.name, (1.0, 0.0))
                inputs[number] = np.asarray(pair[int(node.value)])
            elif node.op == "forced":
                inputs[number] = np.asarray(float(node.name in setting.forced))
            elif node.op == "chosen":
                choice = arrangement.choices[self.space.axis[node.name]]
                inputs[number] = (choice == int(node.value)).astype(np.float64)[..., None]
            else:
                source = view.premises if node.op == "premise" else view.switches
                inputs[number] = _believed(source[node.name], node.name, view, arrangement)
        return inputs

    def _program(self, request: Request, inputs: Mapping[int, Array]) -> Program:
        known = {
            number: float(value.reshape(-1)[0])
            for number, value in inputs.items()
            if value.size == 1 and self.graph.nodes[number].op != "premise"
        }
        key = (tuple(sorted(known.items())), request.interests, request.levels)
        program = self._programs.get(key)
        if program is None:
            values = [self.graph.value[name] for name in request.interests]
            program = specialise(
                self.graph,
                known,
                [n for value in values for n in (value.clipped, value.ratio)],
                [self.graph.levels[level.name] for level in request.levels],
            )
            self._programs[key] = program
        return program

    def _outcome(self, request: Request, program: Program, totals: Totals) -> Outcome:
        # A view shaped like the arrangement, so that every array broadcasts to it.
        axes = len(request.arrangement.shape) + 1
        interests, clipped = {}, {}
        for name in request.interests:
            node = self.graph.value[name].clipped
            interests[name] = _widen(totals.discounted[node] / totals.weight, axes)
            if node in totals.outside:
                clipped[name] = totals.outside[node]
        levels = {}
        for level in request.levels:
            node = program.resolve(self.graph.levels[level.name])
            kept = {"final": totals.final, "average": totals.summed, "peak": totals.highest}
            levels[level] = _widen(kept[level.kind][node], axes)
        return Outcome(interests, levels, clipped, totals.clamped)


def _believed(value: Draw, name: str, view: View, arrangement: Arrangement) -> Array:
    """A view's value of a name, where options may persuade it otherwise."""
    result: Array = np.asarray(value, dtype=np.float64)
    for persuasion in view.persuasions:
        if persuasion.name == name:
            chosen = (arrangement.choices[persuasion.decision] == persuasion.option)[..., None]
            result = np.where(chosen, persuasion.value, result)
    return result


def _affine(worst: float, best: float) -> tuple[float, float]:
    """What a ratio between two anchors is multiplied by, and what is added, once they moved."""
    length = 1.0 + best - worst
    if length <= 0.0:
        raise ValueError("the best anchor may not be moved onto or beyond the worst")
    return 1.0 / length, -worst / length


def _profile_at(arrangement: Arrangement, place: Sequence[int]) -> tuple[int, ...]:
    """The profile at a place of an array that broadcasts to the arrangement.

    Where the array does not depend on a decision, the place names the first option that it has in
    the arrangement: every other would do.
    """
    axes = len(arrangement.shape)
    full = (0,) * (axes - len(place)) + tuple(place)
    return tuple(
        int(choice[tuple(0 if n == 1 else i for i, n in zip(full, choice.shape, strict=True))])
        for choice in arrangement.choices
    )


def _widen(value: FloatArray, axes: int) -> FloatArray:
    """An array with leading axes of length 1, so that its axes match the arrangement's."""
    array = np.asarray(value, dtype=np.float64)
    return array.reshape((1,) * (axes - array.ndim) + array.shape)
