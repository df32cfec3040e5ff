"""Where a proposition fails: the part of the space of worlds that holds its failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.case import Case, Places
from kautilya.explore.boxes import Box, Column, Restriction
from kautilya.explore.regions import Tested, region_of
from kautilya.explore.tree import Node, tree_of
from kautilya.study.asking import About, Progress, Unanswerable, about_of, asked_of
from kautilya.study.columns import columns_of, settled_columns
from kautilya.study.drivers import draws_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, Order
from kautilya.study.quantities import Kind, Quantity, quantity_of
from kautilya.study.study import Study
from kautilya.terms import BoolArray

__all__ = [
    "FEWEST_FAILING",
    "Box",
    "Clause",
    "FailingRegion",
    "Kind",
    "Node",
    "Quantity",
    "Restriction",
    "Rule",
    "Tested",
    "region",
    "rule_of",
]

FEWEST_FAILING = 25
"""Worlds in which a proposition must fail, and hold, for a region to be looked for."""


@dataclass(frozen=True)
class Clause:
    """One condition of a rule: what is restricted, how, and what speaks for it."""

    quantity: Quantity
    tested: Tested


@dataclass(frozen=True)
class Rule:
    """A region as a rule.

    Parameters
    ----------
    box
        The region: its coverage is the share of all failures that lie inside, its density the
        share of the worlds inside that fail.
    clauses
        Its conditions, the most telling first; none where no region stands out.
    trajectory
        Every box that the search went through, the whole space first.
    held_out
        Coverage and density on worlds that were not searched, on the mean over random halves; None
        where that was not tried.
    dropped
        Quantities that were restricted before the halves spoke against them.
    """

    box: Box
    clauses: tuple[Clause, ...]
    trajectory: tuple[Box, ...]
    held_out: tuple[float, float] | None
    dropped: tuple[str, ...]

    @property
    def stands_out(self) -> bool:
        """Whether there is a region at all."""
        return bool(self.clauses)


@dataclass(frozen=True)
class FailingRegion:
    """Where a proposition fails.

    Parameters
    ----------
    about
        The case and the worlds.
    proposition, says, claim, stated, source, line
        The proposition as the author wrote it, and where.
    worlds, counted
        Worlds as authored, and those of them in which the antecedent holds and there is an answer.
    quantities
        Everything that the search could restrict, by name.
    rule
        The region.
    tree
        The same as a shallow tree; None where it was not asked for.
    """

    about: About
    proposition: str
    says: str
    claim: str
    stated: str
    source: tuple[str, ...]
    line: int
    worlds: int
    counted: int
    quantities: Mapping[str, Quantity]
    rule: Rule
    tree: Node | None

    @property
    def failing(self) -> int:
        """Worlds in which it fails."""
        return self.rule.box.all_hits


def region(
    study: Study,
    proposition: str,
    *,
    worlds: int = 2000,
    seed: int = DEFAULT_SEED,
    scenario: str | None = None,
    threads: int = 2,
    choices: bool = False,
    tree: bool = False,
    progress: Progress | None = None,
) -> FailingRegion:
    """Find where in the space of worlds a proposition fails.

    Parameters
    ----------
    study
        The case.
    proposition
        Name of the proposition.
    worlds, seed, scenario, threads
        As for a test; worlds as authored alone.
    choices
        Whether a region may also be told by where decisions settle that the claim does not ask
        about.
    tree
        Whether to grow a shallow tree as well.
    progress
        Called with worlds done and worlds in all.

    Returns
    -------
    FailingRegion
        A box of premises, contested mechanisms, beliefs and weights by PRIM, with every box that
        the search went through and what speaks for each restriction.

    Raises
    ------
    UnknownName
        For a proposition or a scenario that the case does not have.
    Unanswerable
        Where the proposition is untested, or fails or holds in hardly any world.
    CaseInvalid
        Where the run meets a value that is not finite.
    DoesNotFit
        Where the run does not fit into the memory.

    See Also
    --------
    kautilya.explore.regions.region_of : how the box is found and chosen.
    """
    checked = study.checked
    check_asked(checked, [proposition], scenario)
    with told(checked):
        order = Order(worlds, seed, threads, scenario=scenario)
        asked = asked_of(checked, proposition, order)
        counted = asked.counted(threads, progress)
        counts, fails = counted.counts, np.asarray(counted.counts & ~counted.answer.holds)
        _check_enough(proposition, counts, fails)
        draws = draws_of(asked.case, asked.evaluator, asked.reach, asked.setting, asked.blocks)
        columns = columns_of(asked.case, draws)
        if choices:
            columns += settled_columns(asked.case, asked.evaluator, asked.trial, asked.blocks)
    if not columns:
        raise Unanswerable(f"nothing that '{proposition}' depends on differs between worlds")
    table, hits = [column.of(counts) for column in columns], fails[counts]
    rule = rule_of(asked.case, asked.places, table, hits, seed)
    entry, case = asked.case.propositions[proposition], asked.case
    return FailingRegion(
        about_of(checked, seed, asked.trial.scenario),
        proposition,
        entry.says,
        entry.claim or "",
        str(entry.stated),
        entry.source,
        asked.places.key(("propositions", proposition)).line,
        worlds,
        int(np.count_nonzero(counts)),
        {column.name: quantity_of(case, asked.places, column.name) for column in columns},
        rule,
        tree_of(table, hits) if tree else None,
    )


def rule_of(
    case: Case, places: Places, columns: Sequence[Column], fails: BoolArray, seed: int
) -> Rule:
    """The region where worlds fail, as a rule about the quantities of a case.

    Parameters
    ----------
    case, places
        What the author wrote.
    columns
        Everything that differs between worlds.
    fails
        Which worlds fail.
    seed
        Of the random halves.
    """
    found = region_of(columns, fails, seed=seed)
    clauses = tuple(
        Clause(quantity_of(case, places, each.restriction.name), each) for each in found.tested
    )
    return Rule(found.box, clauses, found.trajectory, found.held_out, found.dropped)


def _check_enough(name: str, counts: BoolArray, fails: BoolArray) -> None:
    """Refuse what has no failures to describe, or nothing else.

    Raises
    ------
    Unanswerable
        With the reason.
    """
    counted, failing = int(np.count_nonzero(counts)), int(np.count_nonzero(fails))
    if counted == 0:
        raise Unanswerable(
            f"'{name}' has an answer in no world: its antecedent never holds, or it always cycles"
        )
    if failing == 0:
        raise Unanswerable(
            f"'{name}' holds in all {counted:,} worlds that count, so there is no region where it "
            "fails"
        )
    if failing == counted:
        raise Unanswerable(
            f"'{name}' fails in all {counted:,} worlds that count, so no region is apart from the "
            "rest; `kautilya why` says whether it would hold without something"
        )
    if failing < FEWEST_FAILING:
        raise Unanswerable(
            f"'{name}' fails in {failing} of {counted:,} worlds, too few to tell where: at least "
            f"{FEWEST_FAILING} are needed, so ask for more --worlds"
        )
    if counted - failing < FEWEST_FAILING:
        raise Unanswerable(
            f"'{name}' holds in {counted - failing} of {counted:,} worlds, too few to tell apart: "
            f"at least {FEWEST_FAILING} are needed, so ask for more --worlds"
        )
