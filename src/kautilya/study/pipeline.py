"""The pipeline, from a case to its dossier; it reads like the drawing in the architecture.

case.yaml -> SourceTree -> Case -> ModelGraph -> evaluator -> payoffs -> findings -> Dossier
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kautilya.case import Case
from kautilya.findings import Board, Plan
from kautilya.findings.runner import Runner
from kautilya.kernel import ArrayEvaluator, evaluator_for, yardstick_of
from kautilya.payoffs import Arrangement, Block, Evaluator, Request, Setting, grid
from kautilya.study.check import Checked
from kautilya.study.choices import focal_choices
from kautilya.study.dossier import Audit, Dossier, Heading, case_hash
from kautilya.study.memory import demand_of, fitting_size
from kautilya.study.version import VERSION
from kautilya.terms import FACTS

DEFAULT_SEED = 20241203
"""Seed where none is asked for."""

AUDIT_WORLDS = 100
"""Worlds on which clipped and clamped months are counted."""

LANES = 220_000
"""Profiles times worlds that are evaluated at once, so that arrays stay in the cache."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What a run is asked to do.

    Parameters
    ----------
    worlds, seed, threads
        How many worlds, drawn from which seed, evaluated by how many threads.
    yardstick
        Table that conclusions are read by; the case's own where None.
    scenario
        Scenario in which propositions that name none are asked.
    only
        Propositions to test; all where None.
    removals
        Whether to find what each verdict rests on.
    memory
        Bytes that the run may use; what this machine has free where None. The result does not
        depend on it.
    """

    worlds: int = 2000
    seed: int = DEFAULT_SEED
    threads: int = 2
    yardstick: str | None = None
    scenario: str | None = None
    only: tuple[str, ...] | None = None
    removals: bool = True
    memory: int | None = None


class Workers(Protocol):
    """Whoever runs the jobs of a board in place of the threads of this process."""

    def runner(self, checked: Checked, order: Order, size: int) -> Runner:
        """A runner of the jobs of one run, which evaluates `size` worlds at once."""
        ...


def run(
    checked: Checked,
    order: Order,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> Dossier:
    """Run a case that was checked.

    Parameters
    ----------
    checked
        A case without errors.
    order
        What to do.
    progress
        Called with worlds done and worlds in all.
    workers
        Run the jobs; threads of this process where None.

    Returns
    -------
    Dossier
        Everything that was found.
    """
    size = planned_size(checked, order)
    board = board_of(checked, order, size)
    case, evaluator, yardstick = board.case, board.evaluator, board.yardstick
    runner = None if workers is None else workers.runner(checked, order, size)
    outcome = board.outcome(progress, runner)
    blocks = board.schedule.laboratory.blocks(min(order.worlds, 500))
    return Dossier(
        _heading(checked, case, order, yardstick.name, yardstick.version, evaluator.space.size),
        outcome.findings,
        focal_choices(case, evaluator, blocks, order.scenario),
        _audit(case, evaluator, min(order.worlds, AUDIT_WORLDS), size, order.scenario),
        outcome.observed,
    )


def board_of(checked: Checked, order: Order, size: int) -> Board:
    """The board of a run that evaluates `size` worlds at once; nothing is run yet."""
    case, names, places, claims = checked.case, checked.names, checked.places, checked.claims
    assert case and names and places and claims
    if order.scenario is not None:
        case = in_scenario(case, order.scenario)
        names = replace(names, case=case)
    evaluator = evaluator_of(checked, case, order.seed)
    yardstick = yardstick_of(case, order.yardstick)
    plan = Plan(order.worlds, order.threads, size, order.removals)
    return Board(case, names, places, claims, evaluator, yardstick, plan, order.only)


def evaluator_of(checked: Checked, case: Case, seed: int) -> ArrayEvaluator:
    """What runs the model of a case."""
    assert checked.graph is not None
    return evaluator_for(case, checked.graph, seed)


def planned_size(checked: Checked, order: Order) -> int:
    """Worlds evaluated at once in a run: as many as are quick, and as fit into the memory.

    Raises
    ------
    DoesNotFit
        Where the memory is too small, however the worlds are cut into blocks.
    """
    assert checked.case is not None and checked.graph is not None
    quick = block_size(checked.graph.space.size)
    demand = demand_of(checked.case, checked.graph, order.threads, order.worlds)
    return fitting_size(demand, quick, order.memory)


def block_size(profiles: int) -> int:
    """Worlds evaluated at once over all profiles, a divisor of the worlds of removals.

    So the blocks of a removal are those of the plain case, and what it does not reach is shared.

    Examples
    --------
    >>> block_size(432), block_size(6)
    (500, 500)
    """
    fits = max(20, LANES // max(1, profiles))
    return max(size for size in (20, 25, 50, 100, 125, 250, 500) if size <= fits)


def in_scenario(case: Case, scenario: str) -> Case:
    """The case with propositions that name no scenario asked in one."""
    propositions = {
        name: entry if entry.in_ else entry.model_copy(update={"in_": scenario})
        for name, entry in case.propositions.items()
    }
    return case.model_copy(update={"propositions": propositions})


def _heading(
    checked: Checked, case: Case, order: Order, yardstick: str, version: str, profiles: int
) -> Heading:
    first = next(iter(case.sources.values()), None)
    return Heading(
        case.case,
        case.title,
        case.question,
        first.publisher if first else "",
        first.year if first else None,
        case_hash(checked.tree.data),
        checked.tree.file,
        order.seed,
        yardstick,
        version,
        order.worlds,
        max(1, order.worlds // 4),
        profiles,
        counts_of(case),
        VERSION,
        order.scenario,
        {name: entry.title or name for name, entry in case.systems.items()},
        {name: entry.name or name for name, entry in case.actors.items()},
    )


def counts_of(case: Case) -> dict[str, Mapping[str, int]]:
    """How many entries of each kind a case has, and how many of each status."""
    sections = (
        "actors",
        "decisions",
        "premises",
        "mechanisms",
        "events",
        "agreements",
        "scenarios",
        "propositions",
    )
    counts: dict[str, Mapping[str, int]] = {}
    for section in sections:
        entries = getattr(case, section).values()
        by_status = Counter(str(e.status) for e in entries if getattr(e, "status", None))
        counts[section] = {"all": len(entries), **by_status}
    return counts


def _audit(case: Case, evaluator: Evaluator, worlds: int, size: int, scenario: str | None) -> Audit:
    """Months in which values are clipped or stocks held at a bound, over every profile."""
    interests = tuple(i for rows in evaluator.interests.values() for i in rows)
    arrangement: Arrangement = grid(evaluator.space)
    clipped: dict[str, float] = {}
    clamped: Counter[str] = Counter()
    for first in range(0, worlds, size):
        block = Block(first, min(size, worlds - first))
        outcome = evaluator.evaluate(
            Request(
                Setting(scenario), block, FACTS, arrangement, case.horizon, interests, audit=True
            )
        )
        for name, share in outcome.clipped.items():
            clipped[name] = clipped.get(name, 0.0) + share * block.count / worlds
        clamped.update(outcome.clamped)
    months = evaluator.space.size * worlds * case.horizon
    return Audit(
        {name: share for name, share in clipped.items() if share > 0.01},
        {name: n for name, n in clamped.items() if n},
        months,
        judged_of(case),
    )


def judged_of(case: Case) -> tuple[str, ...]:
    """Judged items that cite nothing."""
    sections: Sequence[str] = (
        "premises",
        "mechanisms",
        "stocks",
        "auxiliaries",
        "transfers",
        "events",
    )
    return tuple(
        name
        for section in sections
        for name, entry in getattr(case, section).items()
        if entry.status == "judged" and not entry.source
    )
