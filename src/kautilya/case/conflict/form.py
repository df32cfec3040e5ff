"""A conflict with every name, pattern and condition of its case resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

import numpy as np
from numpy.typing import NDArray

from kautilya.case.conflict.flaw import Flaw, Flaws
from kautilya.case.conflict.games import game_beside
from kautilya.case.conflict.grid import StateGrid
from kautilya.case.conflict.moves import Edges, edges_of, ladders_of, unseen_of
from kautilya.case.conflict.numbering import states_of
from kautilya.case.conflict.payoffs import payoffs_of
from kautilya.case.conflict.preferences import ranks_of
from kautilya.case.conflict.states import States
from kautilya.case.names import owner
from kautilya.case.profiles import profile_space
from kautilya.case.schema import Case
from kautilya.diagnostics import CaseInvalid, Diagnostic
from kautilya.payoffs import ProfileSpace
from kautilya.terms import BoolArray, IntArray

_TELLING = ("decisions", "states", "infeasible")
"""Sections that tell which states there are."""


@dataclass(frozen=True)
class Answer:
    """An answer in print.

    Parameters
    ----------
    name
        Its name in the case.
    concepts
        Solution concepts that it holds under.
    states
        The states that are equilibria, or stable for `actor`; None where only their number is told.
    number
        How many there are; None where it is not told.
    actor
        The actor whose stability it is about; None for equilibria.
    status, says, source, note
        As written.
    """

    name: str
    concepts: tuple[str, ...]
    states: tuple[int, ...] | None
    number: int | None
    actor: str | None
    status: str | None
    says: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, eq=False)
class ConflictForm:
    """A conflict as solvers take it: states by number, moves, ranks or payoffs.

    Parameters
    ----------
    grid
        The states and where they lie in the space of profiles; see `StateGrid` for labels.
    actors
        Those who own a decision, move, or have preferences; in file order.
    ladders
        For the axis of a decision that cannot be taken back, the level of each option: a move goes
        to the same level or a higher one.
    edges
        For each actor the states that its moves leave and reach; None where moves follow from the
        options.
    unseen
        For an actor that misperceives, the states that it moves neither from nor to, shape (V,).
    ranks
        For each actor with preferences the rank of each state, 1 best, shape (V,). Empty where the
        case has payoffs or a model over time.
    payoffs
        For each actor its payoffs as `fractions.Fraction`, shape of the space. Empty where the case
        has none.
    today
        The state of today; None where the case does not tell.
    published
        Answers in print.

    See Also
    --------
    kautilya.study.conflict.conflict_of : the conflict that is solved.

    Examples
    --------
    >>> from kautilya.case import Case
    >>> case = Case.model_validate({"language": 1, "case": "chicken", "actors": {"a": {}, "b": {}},
    ...     "decisions": {"a.car": {"options": ["swerve", "drive"]},
    ...                   "b.car": {"options": ["swerve", "drive"]}},
    ...     "states": {"crash": "11"},
    ...     "preferences": {"a": ["10", "00", "01", "crash"],
    ...                     "b": {"statements": ["not a.car is drive or not b.car is drive",
    ...                                          "a.car is swerve", "b.car is drive"]}}})
    >>> form = conflict_form(case)
    >>> form.grid.labels, form.ranks["a"], form.ranks["b"]
    (('00', '01', '10', 'crash'), array([2, 3, 1, 4]), array([2, 1, 3, 4]))
    """

    grid: StateGrid
    actors: tuple[str, ...]
    ladders: Mapping[int, tuple[int, ...]]
    edges: Mapping[str, Edges] | None
    unseen: Mapping[str, BoolArray]
    ranks: Mapping[str, IntArray]
    payoffs: Mapping[str, NDArray[np.object_]]
    today: int | None
    published: tuple[Answer, ...]

    @property
    def space(self) -> ProfileSpace | None:
        """The profiles; None for a conflict without decisions."""
        return self.grid.space

    @property
    def count(self) -> int:
        """Number V of states."""
        return self.grid.count


def conflict_form(case: Case, file: str | FilePath | None = None) -> ConflictForm:
    """Resolve a conflict.

    Parameters
    ----------
    case
        A case with preferences or payoffs; or one with a model over time, whose `infeasible`,
        `irreversible`, `states`, `moves` and `misperceived` shape the stability of its profiles.
    file
        Where the case was read, for a game in a file beside it.

    Returns
    -------
    ConflictForm
        Every name, pattern and condition as numbers of states.

    Raises
    ------
    CaseInvalid
        With everything that is wrong, without places; `kautilya.study.check_file` gives them.
    """
    form, flaws, others = resolve(case, file)
    if form is None or flaws or others:
        told = (Diagnostic(f.code, f.message, None, f.why, f.help) for f in flaws)
        raise CaseInvalid([*told, *others])
    return form


def resolve(
    case: Case, file: str | FilePath | None, aside: frozenset[tuple[str, str]] = frozenset()
) -> tuple[ConflictForm | None, tuple[Flaw, ...], tuple[Diagnostic, ...]]:
    """Resolve a conflict as far as it can be.

    Parameters
    ----------
    case, file
        As for `conflict_form`.
    aside
        Entries that could not be read, as `Reading.set_aside` has them.

    Returns
    -------
    tuple
        The conflict, None where its states cannot be told; what is wrong in the case; and what is
        wrong in the file of a game beside it.
    """
    sure = not any(part in _TELLING for pair in aside for part in pair)
    flaws = Flaws(frozenset(name for _, name in aside), sure=sure)
    game = game_beside(case, file, flaws)
    space = profile_space(case) if case.decisions else game.space
    grid = states_of(case, space, flaws)
    ladders = ladders_of(case, space, flaws)
    if grid is None:
        return None, tuple(flaws.found), game.diagnostics
    edges = edges_of(case, grid, flaws)
    form = ConflictForm(
        grid,
        _actors(case, grid),
        ladders,
        edges,
        unseen_of(case, grid, flaws),
        ranks_of(case, grid, flaws),
        game.payoffs(grid, flaws) if isinstance(case.payoffs, str) else _inline(case, grid, flaws),
        _today(case, grid, flaws),
        _published(case, grid, flaws),
    )
    return form, tuple(flaws.found), game.diagnostics


def _inline(case: Case, grid: StateGrid, flaws: Flaws) -> dict[str, NDArray[np.object_]]:
    return payoffs_of(case.payoffs, grid, flaws) if isinstance(case.payoffs, dict) else {}


def _actors(case: Case, grid: StateGrid) -> tuple[str, ...]:
    """Actors who take part, in file order."""
    part = {*map(owner, case.decisions), *case.moves, *case.preferences, *case.interests}
    if isinstance(case.payoffs, dict):
        part |= set(case.payoffs)
    if grid.space is not None:
        part |= set(grid.space.owners)
    return tuple(actor for actor in case.actors if actor in part)


def _today(case: Case, grid: StateGrid, flaws: Flaws) -> int | None:
    """The state of today; None where the case does not tell."""
    if case.today is not None:
        if grid.space is not None:
            flaws.add(
                Flaw(
                    "KC659",
                    "`today` is given, and the case has decisions",
                    ("today",),
                    "the state of today is the profile of every decision's `now`",
                    "take it out, and give every decision its `now`",
                    key=True,
                )
            )
            return None
        found = States(grid, flaws).named(case.today, ("today",))
        return None if found is None else int(found[0])
    if grid.space is None or not all(d.now for d in case.decisions.values()) or not case.decisions:
        return None
    state = grid.state_of(grid.space.now)
    if state is None and flaws.sure:
        first = next(iter(case.decisions))
        flaws.add(
            Flaw(
                "KC659",
                "what is in force today is no state: `infeasible` rules it out",
                ("decisions", first, "now"),
                "the state of today is the profile of every decision's `now`",
                "change `now` of a decision, or what rules it out",
            )
        )
    return state


def _published(case: Case, grid: StateGrid, flaws: Flaws) -> tuple[Answer, ...]:
    """Answers in print with their states as numbers."""
    states = States(grid, flaws)
    answers = []
    for name, entry in case.published.items():
        told: set[int] | None = None if entry.equilibria is None else set()
        for number, text in enumerate(entry.equilibria or ()):
            found = states.named(text, ("published", name, "equilibria", number))
            if found is not None and told is not None:
                told.update(found.tolist())
        answers.append(
            Answer(
                name,
                entry.concept,
                None if told is None else tuple(sorted(told)),
                entry.number,
                entry.actor,
                entry.status,
                entry.says,
                entry.source,
                entry.note,
            )
        )
    return tuple(answers)
