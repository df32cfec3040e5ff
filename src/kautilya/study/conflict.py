"""From a case to the conflict that is solved: its states, its moves, what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kautilya.case.conflict import ConflictForm
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import ListedMoves, merged
from kautilya.solve.stability.moves import Moves
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.terms import FloatArray

LABELLED = 1 << 16
"""States of the largest conflict whose labels are written out; `form.grid.label` gives others."""


def conflict_of(form: ConflictForm) -> Conflict:
    """The conflict of a case with preferences or exact payoffs, in one world.

    An actor's value of a state is minus its rank, or its payoff as the nearest floating-point
    number. Where two different payoffs have the same nearest number, their places among all payoffs
    of the actor stand in for them, so that no difference becomes a tie.

    Parameters
    ----------
    form
        The case, resolved.

    Returns
    -------
    Conflict
        Values of shape (V,), no difference is a tie.

    Raises
    ------
    ValueError
        If the form has neither ranks nor payoffs.

    Examples
    --------
    >>> from kautilya.case import Case
    >>> from kautilya.case.conflict import conflict_form
    >>> case = Case.model_validate({"language": 1, "case": "dam", "actors": {"up": {}, "down": {}},
    ...     "decisions": {"up.gate": {"now": "shut", "options": ["shut", "open"]}},
    ...     "preferences": {"up": ["0", "1"], "down": ["1", "0"]}})
    >>> conflict = conflict_of(conflict_form(case))
    >>> conflict.actors, conflict.values["up"], conflict.today
    (('up',), array([-1., -2.]), 0)
    """
    if form.ranks:
        values = {actor: -ranks.astype(np.float64) for actor, ranks in form.ranks.items()}
    elif form.payoffs:
        places = form.grid.firsts
        values = {actor: _as_floats(table.ravel()[places]) for actor, table in form.payoffs.items()}
    else:
        raise ValueError("the case has neither preferences nor payoffs")
    return _conflict(form, values, 0.0, form.today)


def dynamic_conflict(
    form: ConflictForm,
    payoffs: Mapping[str, FloatArray],
    epsilon: float,
    today: int | None = None,
) -> Conflict:
    """The conflict of a case with a model over time, in many worlds.

    Parameters
    ----------
    form
        The case, resolved.
    payoffs
        Each actor's payoffs by its own beliefs, one axis for each decision, then worlds.
    epsilon
        Differences of a payoff within it are ties.
    today
        The state of today, where it is another than that of every decision's `now`.

    Returns
    -------
    Conflict
        Values of shape (V, W): the payoffs of the profiles that can be.

    Raises
    ------
    ValueError
        If payoffs are not of the shape of the space, or states are merged.
    """
    if form.space is None or form.grid.merged:
        raise ValueError("payoffs over worlds belong to profiles, each a state of its own")
    values = {}
    for actor, table in payoffs.items():
        if table.shape[:-1] != form.space.shape:
            raise ValueError(
                f"payoffs of {actor} have shape {table.shape}; one axis for each decision and one "
                f"of worlds are {(*form.space.shape, 'W')}"
            )
        values[actor] = np.ascontiguousarray(
            table.reshape(form.space.size, -1)[form.grid.firsts], dtype=np.float64
        )
    return _conflict(form, values, epsilon, form.today if today is None else today)


def moves_of(form: ConflictForm) -> Moves:
    """Who can move where: as listed, else as the options allow.

    Whoever has neither listed moves nor, without a list, a decision is no actor of the conflict.
    """
    grid = form.grid
    if form.edges is not None or grid.space is None:
        edges = {}
        for actor, (starts, ends) in (form.edges or {}).items():
            hidden = form.unseen.get(actor, np.zeros(grid.count, dtype=np.bool_))
            seen = ~(hidden[starts] | hidden[ends])
            edges[actor] = (starts[seen], ends[seen])
        return ListedMoves(grid.count, edges)
    # One state for each feasible profile; those of a merged state come together afterwards.
    states = grid.numbers[grid.feasible]
    moves: Moves = OptionMoves(
        grid.space.shape,
        grid.space.owners,
        dict(form.ladders),
        None if grid.feasible.all() else grid.feasible,
        {actor: hidden[states] for actor, hidden in form.unseen.items()},
    )
    if not grid.merged:
        return moves
    members: list[list[int]] = [[] for _ in range(grid.count)]
    for profile, state in enumerate(states.tolist()):
        members[state].append(profile)
    return merged(moves, members)


def _conflict(
    form: ConflictForm, values: Mapping[str, FloatArray], epsilon: float, today: int | None
) -> Conflict:
    """The conflict of those who can move."""
    moves = moves_of(form)
    return Conflict(
        moves,
        {actor: values[actor] for actor in moves.actors if actor in values},
        epsilon,
        today,
        form.grid.labels if form.count <= LABELLED else None,
    )


def _as_floats(exact: NDArray[Any]) -> FloatArray:
    """Exact payoffs as floats in the same order; their ranks where floats cannot keep it."""
    distinct = sorted(set(exact.tolist()))
    try:
        as_floats = [float(value) for value in distinct]
    except OverflowError:
        as_floats = []
    if len(set(as_floats)) < len(distinct):
        as_floats = [float(number) for number in range(len(distinct))]
    place = {value: number for value, number in zip(distinct, as_floats, strict=True)}
    return np.array([place[value] for value in exact.tolist()], dtype=np.float64)
