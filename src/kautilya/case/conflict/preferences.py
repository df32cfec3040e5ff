"""How actors rank the states: rankings as written, and those that follow from statements."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kautilya.case.conflict.flaw import Flaw, Flaws
from kautilya.case.conflict.grid import StateGrid
from kautilya.case.conflict.selection import select
from kautilya.case.conflict.states import States
from kautilya.case.schema import Case
from kautilya.source import Path
from kautilya.terms import BoolArray, IntArray

_SHOWN = 5  # states that a message lists

_BITS = 40  # statements that are counted before the ranks are made small again


def ranks_of(case: Case, grid: StateGrid, flaws: Flaws) -> dict[str, IntArray]:
    """The rank of each state for each actor: 1 is best, equal ranks are ties; shape (V,)."""
    ranks: dict[str, IntArray] = {}
    for actor, preference in case.preferences.items():
        found = (
            _ranking(actor, preference.ranking, grid, flaws)
            if preference.ranking
            else _statements(actor, preference.statements, grid, flaws)
        )
        if found is not None:
            ranks[actor] = found
    return ranks


def _ranking(
    actor: str, ranking: tuple[tuple[str, ...], ...], grid: StateGrid, flaws: Flaws
) -> IntArray | None:
    """The ranks that a list gives, the best first."""
    states = States(grid, flaws)
    ranks = np.zeros(grid.count, dtype=np.int64)
    known = len(flaws.found)
    whole = True
    for place, group in enumerate(ranking):
        for number, text in enumerate(group):
            path: Path = ("preferences", actor, "ranking", place, number)
            found = states.named(text, path)
            if found is None:
                whole = False
                continue
            again = found[ranks[found] > 0]
            if again.size:
                flaws.add(_repeated(actor, text, again, grid, path))
            ranks[found[ranks[found] == 0]] = place + 1
    omitted = np.flatnonzero(ranks == 0)
    if omitted.size and whole and flaws.sure:
        flaws.add(
            Flaw(
                "KC651",
                f"the ranking of {actor} omits {_some(omitted, grid)}",
                ("preferences", actor),
                "a ranking has every state once; states between which an actor is indifferent "
                "stand together in brackets",
                f"put {_it(omitted.size)} where {actor} would, or rule {_it(omitted.size)} out by "
                "`infeasible`",
                key=True,
            )
        )
    return ranks if len(flaws.found) == known and not omitted.size else None


def _repeated(actor: str, text: str, again: IntArray, grid: StateGrid, path: Path) -> Flaw:
    listed = _some(again, grid)
    return Flaw(
        "KC651",
        f"the ranking of {actor} has {listed} twice"
        if listed == f"'{text}'"
        else f"'{text}' repeats {listed} in the ranking of {actor}",
        path,
        "a ranking has every state once",
        f"take {_it(again.size)} out of one of the two places",
    )


def _some(states: IntArray, grid: StateGrid) -> str:
    """The first few of several states."""
    listed = ", ".join(f"'{grid.label(int(state))}'" for state in states[:_SHOWN])
    more = len(states) - _SHOWN
    return listed + (f" and {more} more" if more > 0 else "")


def _it(number: int) -> str:
    return "it" if number == 1 else "them"


def _statements(
    actor: str, statements: tuple[str, ...], grid: StateGrid, flaws: Flaws
) -> IntArray | None:
    """The ranks that follow from statements, the most important first."""
    if grid.space is None:
        flaws.add(
            Flaw(
                "KC652",
                f"the preferences of {actor} are statements, and the case has no decisions",
                ("preferences", actor, "statements", 0),
                "a statement is about the options that are chosen",
                "write a ranking of the states: [best, [tied, tied], worst]",
            )
        )
        return None
    truths: list[BoolArray] = []
    for number, text in enumerate(statements):
        path: Path = ("preferences", actor, "statements", number)
        chosen = select(grid.space, text, path, flaws)
        if chosen is None:
            continue
        numbers = chosen.of(grid.numbers)
        counts = np.bincount(numbers[numbers >= 0], minlength=grid.count)
        cut = np.flatnonzero((counts > 0) & (counts < grid.sizes))
        if cut.size:
            flaws.add(_half_true(text, grid.label(int(cut[0])), path))
            continue
        truths.append(counts > 0)
    return _lexicographic(truths, grid.count) if len(truths) == len(statements) else None


def _half_true(text: str, name: str, path: Path) -> Flaw:
    return Flaw(
        "KC652",
        f"'{text}' holds in a part of the state '{name}'",
        path,
        "several profiles under one name are one state, of which a statement holds or does not",
        "write a ranking, or say in the statement how the whole state counts",
    )


def _lexicographic(truths: Iterable[BoolArray], count: int) -> IntArray:
    """Ranks by the first statement that tells two states apart.

    The score of a state is the sum of 2^(k - j) over the statements j = 1..k that hold in it;
    the highest score has rank 1.
    """
    score = np.zeros(count, dtype=np.int64)
    for number, truth in enumerate(truths, start=1):
        score = 2 * score + truth
        if number % _BITS == 0:
            score = _dense(score)
    return 1 + _dense(-score)


def _dense(values: IntArray) -> IntArray:
    """The place of each value among all that occur."""
    found: IntArray = np.unique(values, return_inverse=True)[1].reshape(values.shape)
    return found.astype(np.int64)
