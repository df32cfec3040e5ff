"""What learning each thing would be expected to do to the share of each proposition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from kautilya.case import Case
from kautilya.credence import Yardstick, fit_of, hedge_of, passes
from kautilya.explore.cells import cells_of
from kautilya.explore.resolution import Moves, expected_moves
from kautilya.findings.claims import Claims
from kautilya.findings.examine import Counted, Laboratory, joined
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import Trial, grouped, trials_of
from kautilya.kernel import ArrayEvaluator, evaluator_for, yardstick_of
from kautilya.payoffs import Block, Setting
from kautilya.study.check import Checked
from kautilya.study.drivers import draws_of
from kautilya.study.learnable import Learnable, learnables
from kautilya.study.pipeline import block_size, in_scenario
from kautilya.terms import FloatArray

WORLDS_IN_CELL = 100
"""Worlds that a cell has at least, where there are enough for two."""

MOST_CELLS = 8
"""Cells that a quantity is cut into."""


@dataclass(frozen=True)
class Turning:
    """What learning one thing would be expected to do to one proposition.

    Parameters
    ----------
    what
        What would be learnt.
    moves
        How far its share would be expected to move.
    """

    what: Learnable
    moves: Moves


@dataclass(frozen=True)
class Asked:
    """A proposition, and what would move its share.

    Parameters
    ----------
    name, says, stated, source, line
        As the author wrote it, and where.
    share, passes
        Share of worlds in which it holds, as authored, and whether it passes so.
    worlds
        Worlds that count.
    turning
        What would move it beyond what chance makes of it, the most first.
    """

    name: str
    says: str
    stated: str
    source: tuple[str, ...]
    line: int
    share: float
    passes: bool
    worlds: int
    turning: tuple[Turning, ...]


@dataclass(frozen=True)
class Finding:
    """Something that is worth finding out, over all the propositions that were asked about.

    Parameters
    ----------
    what
        What would be learnt.
    moved
        Propositions whose share it would be expected to move.
    points
        Sum of the expected moves, as shares.
    turned
        Propositions whose verdict it may turn, and the share of worlds in which it would.
    """

    what: Learnable
    moved: tuple[str, ...]
    points: float
    turned: Mapping[str, float]


@dataclass(frozen=True)
class ReaderWorth:
    """What is worth finding out for whoever wants to know whether the propositions hold.

    Parameters
    ----------
    asked
        The propositions, in file order; tests of irrelevance are left out.
    found
        What is worth finding out: what may turn most verdicts first, then what moves most.
    left_out
        Propositions that no world counts for, or that state that a premise is irrelevant.
    """

    asked: tuple[Asked, ...]
    found: tuple[Finding, ...]
    left_out: tuple[str, ...]


def reader_worth(
    checked: Checked,
    names: Sequence[str],
    worlds: int,
    seed: int,
    scenario: str | None,
    yardstick: str | None,
    threads: int,
) -> ReaderWorth:
    """Find how far each thing would be expected to move the share of each proposition."""
    case, graph, claims = checked.case, checked.graph, checked.claims
    assert case and graph and claims and checked.places
    if scenario is not None:
        case = in_scenario(case, scenario)
    evaluator = evaluator_for(case, graph, seed)
    trials = _trials(case, claims, evaluator, names)
    laboratory = Laboratory(evaluator, block_size(evaluator.space.size), trials)
    answers = _answers(laboratory, trials, worlds, threads)
    blocks = laboratory.blocks(worlds)
    by = yardstick_of(case, yardstick)
    draws = _Draws(case, evaluator, trials, blocks)
    known = learnables(case, checked.places, draws.names)
    asked = []
    for trial in trials:
        found = _asked(case, by, trial, answers[trial.name], draws, known, seed)
        if found is not None:
            line = checked.places.key(("propositions", trial.name)).line
            asked.append(replace(found, line=line))
    tested = {one.name for one in asked}
    return ReaderWorth(tuple(asked), _found(asked), tuple(n for n in names if n not in tested))


def _trials(
    case: Case, claims: Claims, evaluator: ArrayEvaluator, names: Sequence[str]
) -> list[Trial]:
    """Propositions with a word between their share and a verdict."""
    return [
        trial
        for trial in trials_of(case, claims, evaluator.space)
        if trial.name in names and isinstance(case.propositions[trial.name].stated, str)
    ]


def _answers(
    laboratory: Laboratory, trials: Sequence[Trial], worlds: int, threads: int
) -> dict[str, Counted]:
    """Where each proposition holds."""
    tasks = [
        (tuple(group), block)
        for group in grouped(trials).values()
        for block in laboratory.blocks(worlds, group)
    ]

    def answer(task: tuple[tuple[Trial, ...], Block]) -> dict[str, Counted]:
        group, block = task
        return laboratory.answer_block(group, Setting(group[0].scenario), block, worlds)

    parts: dict[str, list[Counted]] = {}
    with ThreadPoolExecutor(threads) as pool:
        for found in pool.map(answer, tasks):
            for name, counted in found.items():
                parts.setdefault(name, []).append(counted)
    return {name: joined(found) for name, found in parts.items()}


class _Draws:
    """What differs between worlds, by scenario."""

    def __init__(
        self,
        case: Case,
        evaluator: ArrayEvaluator,
        trials: Sequence[Trial],
        blocks: Sequence[Block],
    ) -> None:
        self.reach = {trial.name: bearing(case, evaluator, trial) for trial in trials}
        self._by_scenario: dict[str | None, dict[str, FloatArray]] = {}
        for scenario in dict.fromkeys(trial.scenario for trial in trials):
            names = frozenset[str]().union(
                *(self.reach[t.name] for t in trials if t.scenario == scenario)
            )
            self._by_scenario[scenario] = draws_of(
                case, evaluator, names, Setting(scenario), blocks
            )

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that differs between worlds."""
        return tuple(dict.fromkeys(n for found in self._by_scenario.values() for n in found))

    def of(self, trial: Trial) -> dict[str, FloatArray]:
        """What differs between worlds and bears on a proposition."""
        found = self._by_scenario[trial.scenario]
        return {name: row for name, row in found.items() if name in self.reach[trial.name]}


def _asked(
    case: Case,
    by: Yardstick,
    trial: Trial,
    counted: Counted,
    draws: _Draws,
    known: Mapping[str, Learnable],
    seed: int,
) -> Asked | None:
    """One proposition and what would move it; None where no world counts."""
    counts = counted.counts
    worlds = int(np.count_nonzero(counts))
    if not worlds:
        return None
    entry = case.propositions[trial.name]
    hedge = hedge_of(str(entry.stated), by)
    holds = np.asarray(counted.answer.holds[counts])
    share = float(holds.mean())

    def passing(at: float) -> bool:
        return passes(fit_of(min(1.0, max(0.0, at)), hedge))

    most = max(2, min(MOST_CELLS, worlds // WORLDS_IN_CELL))
    mirrored = _mirrored(case)
    rows = {name: row[counts] for name, row in draws.of(trial).items() if name not in mirrored}
    cells = {name: cells_of(row, most) for name, row in rows.items() if np.ptp(row) > 0.0}
    found = expected_moves(
        holds, cells, passing, np.random.default_rng([seed, crc32(trial.name.encode())])
    )
    turning = [Turning(known[name], moves) for name, moves in found.items() if moves.beyond]
    turning.sort(key=lambda one: (-one.moves.expected, one.what.name))
    return Asked(
        trial.name,
        entry.says,
        str(entry.stated),
        entry.source,
        0,
        share,
        passing(share),
        worlds,
        tuple(turning),
    )


def _mirrored(case: Case) -> frozenset[str]:
    """The second of two interests: its weight is 1 less that of the first, and tells the same."""
    return frozenset(
        f"{actor}.{rows[1].id}" for actor, rows in case.interests.items() if len(rows) == 2
    )


def _found(asked: Sequence[Asked]) -> tuple[Finding, ...]:
    """What is worth finding out over all propositions."""
    learnt: dict[str, Learnable] = {}
    moved: dict[str, list[tuple[str, Moves]]] = {}
    for one in asked:
        for turning in one.turning:
            learnt[turning.what.name] = turning.what
            moved.setdefault(turning.what.name, []).append((one.name, turning.moves))
    found = [
        Finding(
            learnt[name],
            tuple(proposition for proposition, _ in parts),
            sum(moves.expected for _, moves in parts),
            {p: moves.turns for p, moves in parts if moves.turns > 0.0},
        )
        for name, parts in moved.items()
    ]
    found.sort(key=lambda one: (-sum(one.turned.values()), -one.points, one.what.name))
    return tuple(found)
