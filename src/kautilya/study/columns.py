"""Worlds as a table: one row for each world, one column for each thing that differs in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.case import Case
from kautilya.case.expression import CHOICE_QUERIES, Name
from kautilya.explore.boxes import Column
from kautilya.findings import Bench
from kautilya.findings.trial import Trial
from kautilya.kernel import ArrayEvaluator
from kautilya.payoffs import Block, Setting
from kautilya.solve import settle
from kautilya.terms import FloatArray, IntArray

__all__ = ["IN_FORCE", "SO", "columns_of", "settled_columns"]

IN_FORCE = ("not in force", "in force")
"""What a contested mechanism is."""

SO = ("not so", "so")
"""What a fact with a chance is."""

CYCLES = "cycles"


def columns_of(case: Case, draws: Mapping[str, FloatArray]) -> list[Column]:
    """Columns of what is drawn.

    Parameters
    ----------
    case
        The case.
    draws
        Everything that differs between worlds, as from `drivers.draws_of`.

    Returns
    -------
    list of Column
        Numbers as they are; what has a chance as two categories. Of the weights of an actor with
        two interests, which sum to one, the first alone.
    """
    return [
        Column(name, values, _categories(case, name))
        for name, values in draws.items()
        if not _is_second_of_two(case, name)
    ]


def _categories(case: Case, name: str) -> tuple[str, ...]:
    actor, believes, believed = name.partition(".believes.")
    if believes:
        about_mechanism = believed in case.mechanisms
        chance = case.beliefs[actor][believed].chance
        return () if chance is None else IN_FORCE if about_mechanism else SO
    if name in case.mechanisms:
        return IN_FORCE
    return SO if name in case.premises and case.premises[name].chance is not None else ()


def _is_second_of_two(case: Case, name: str) -> bool:
    actor, _, interest = name.partition(".")
    rows = case.interests.get(actor, ())
    return len(rows) == 2 and rows[1].id == interest


def settled_columns(
    case: Case, evaluator: ArrayEvaluator, trial: Trial, blocks: Sequence[Block]
) -> list[Column]:
    """Columns of where decisions settle, but for those that the claim itself is about.

    Parameters
    ----------
    case, evaluator
        The case, and what runs it.
    trial
        The proposition: its scenario, what it holds, and by whose lights.
    blocks
        The worlds.
    """
    space, situation = evaluator.space, trial.situation
    about = _about(trial)
    parts: list[IntArray] = []
    for block in blocks:
        bench = Bench(evaluator, Setting(trial.scenario), block)
        payoffs = bench.grid_payoffs(situation.voice, situation.horizon, situation.held)
        order = tuple(actor for actor in situation.order or () if actor in payoffs)
        settlement = settle(
            space,
            payoffs,
            situation.start,
            situation.held,
            situation.agreements,
            situation.epsilon,
            order or None,
        )
        parts.append(np.broadcast_to(settlement.profile, (len(space.decisions), block.count)))
    settled = np.concatenate(parts, axis=1)
    columns = []
    for axis, decision in enumerate(space.decisions):
        if decision in about or axis in situation.held or np.ptp(settled[axis]) == 0:
            continue
        options = (*space.options[axis], CYCLES)
        codes = np.where(settled[axis] < 0, len(options) - 1, settled[axis]).astype(np.float64)
        columns.append(Column(decision, codes, options))
    return columns


def _about(trial: Trial) -> set[str]:
    """Decisions that a claim or its antecedent asks about, or puts in place itself."""
    found: set[str] = set()
    for query in (*trial.claim.queries, *(trial.given.queries if trial.given else ())):
        if query.kind in (*CHOICE_QUERIES, "acts", "cycles"):
            found.add(query.subject.name)
        for condition in (*query.conditions, *query.to, *query.instead_of):
            if isinstance(condition.subject, Name):
                found.add(condition.subject.name)
    return found
