"""What can come of today: ways to equilibria, agreements, and what groups could gain together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kautilya.case import Case
from kautilya.case.conflict import ConflictForm
from kautilya.findings.claims import conditions_of
from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.coalition_witness import (
    CoalitionImprovement,
    coalition_improvements_unanswered,
)
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.status_quo import Evolution, evolution
from kautilya.solve.stability.status_quo import Joint as JointMove
from kautilya.study.strategic.record_answers import FromToday, Joint, Path, Way
from kautilya.study.strategic.single import MOST_GROUPED as MOST_STATES

MOST_TOGETHER = 4
"""Groups that could gain together: so many are named."""

MOST_MOVES = 1_000_000
"""Moves of the largest conflict in which ways are followed, and SIM is found unasked."""

MOST_GROUPED = 8
"""With more actors than that, groups are not looked at."""


def from_today(
    case: Case | None,
    form: ConflictForm,
    conflict: Conflict,
    goals: Sequence[int],
    path: Path | None,
) -> tuple[FromToday | None, tuple[str, ...]]:
    """What can come of today in one world.

    Parameters
    ----------
    case
        The case, for its agreements; None for a bare game.
    form, conflict
        The conflict, and its values in one world.
    goals
        States to which ways are sought.
    path
        Best responses in turn, if they were followed.

    Returns
    -------
    tuple
        What can come of it, None where the case has no today; and what was left out, and why.
    """
    today = conflict.today
    if today is None:
        return None, ()
    pacts = [] if case is None else agreements(case, form, conflict)
    joint = [_pact(conflict, move, target) for move, target in pacts]
    found: list[Way] = []
    left_out: list[str] = []
    moves = moves_of(form)
    if moves > MOST_MOVES:
        left_out.append(
            f"ways from today (KC805): {moves:,} moves; up to {MOST_MOVES:,} are followed"
        )
    else:
        found = _ways(conflict, today, [move for move, _ in pacts], goals)
    if conflict.states > MOST_STATES:
        left_out.append(f"what groups could gain together: more than {MOST_STATES:,} states")
    elif len(conflict.actors) > MOST_GROUPED:
        left_out.append(f"groups of more than {MOST_GROUPED} actors are not looked at")
    else:
        try:
            joint += [_group(each) for each in together(conflict, today)]
        except TooLarge as error:
            left_out.append(f"what groups could gain together: {error}")
    lead = [way for way in found if way.any is not None or way.improving is not None]
    beyond = tuple(way.state for way in found if way not in lead)
    return FromToday(today, path, tuple(lead), beyond, tuple(joint)), tuple(left_out)


def moves_of(form: ConflictForm) -> int:
    """How many moves there are at most, of all actors from all states."""
    if form.edges is not None:
        return sum(starts.size for starts, _ in form.edges.values())
    space = form.grid.space
    if space is None:
        return 0
    of_actor = dict.fromkeys(space.owners, 1)
    for owner, options in zip(space.owners, space.shape, strict=True):
        of_actor[owner] *= options
    return form.count * sum(choices - 1 for choices in of_actor.values())


def _ways(
    conflict: Conflict, today: int, pacts: Sequence[JointMove], goals: Sequence[int]
) -> list[Way]:
    """The shortest ways to some states, by paying moves and by any; both None where there is none.

    Agreements are among the paying moves alone: they are formed where all parties gain.
    """
    paying = evolution(conflict, today, improving=True, joints=pacts)
    free = evolution(conflict, today)
    return [Way(goal, _steps(paying, goal), _steps(free, goal)) for goal in goals if goal != today]


def agreements(
    case: Case, form: ConflictForm, conflict: Conflict
) -> list[tuple[JointMove, int | None]]:
    """The agreements as joint moves from every state, and where each leads from today."""
    grid, today = form.grid, conflict.today
    if grid.space is None:
        return []
    found = []
    for name, entry in case.agreements.items():
        if not set(entry.parties) <= set(conflict.actors):
            continue  # a party without moves or payoffs: it is never formed
        places = list(np.unravel_index(grid.firsts, grid.space.shape))
        for decision, option in conditions_of(entry.when).items():
            axis = grid.space.axis[decision]
            places[axis] = np.full_like(places[axis], grid.space.option(decision, option))
        ends = grid.numbers[tuple(places)]
        starts = np.arange(grid.count)
        leads = (ends >= 0) & (ends != starts)
        target = None if today is None or ends[today] < 0 else int(ends[today])
        move = JointMove(name, tuple(entry.parties), (starts[leads], ends[leads]))
        found.append((move, target))
    return found


def together(conflict: Conflict, today: int) -> list[CoalitionImprovement]:
    """What groups could gain that no part of them could: for each its best, by its least gain."""
    every = coalition_improvements_unanswered(conflict, today, "nash")
    able = {frozenset(found.coalition) for found in every}
    best: dict[frozenset[str], CoalitionImprovement] = {}
    for found in every:
        group = frozenset(found.coalition)
        if len(group) < 2 or any(part < group for part in able):
            continue
        known = best.get(group)
        if known is None or min(found.gains.values()) > min(known.gains.values()):
            best[group] = found
    ordered = sorted(best.values(), key=lambda f: (len(f.coalition), -min(f.gains.values())))
    return ordered[:MOST_TOGETHER]


def _steps(evolved: Evolution, goal: int) -> tuple[tuple[str, int], ...] | None:
    path = evolved.path(goal)
    return None if path is None else tuple((step.mover, step.state) for step in path)


def _pact(conflict: Conflict, move: JointMove, target: int | None) -> Joint:
    """An agreement as a move from today."""
    if target is None or conflict.today is None:
        return Joint(move.name, move.parties, None, {}, False)
    gains = {}
    for party in move.parties:
        values = conflict.values_in(party)
        gains[party] = float(values[target] - values[conflict.today])
    gain = all(value > conflict.epsilon for value in gains.values())
    return Joint(move.name, move.parties, target, gains, gain)


def _group(found: CoalitionImprovement) -> Joint:
    return Joint("", tuple(found.coalition), found.end, dict(found.gains), True)


def best_responses(conflict: Conflict, order: Sequence[str]) -> Path | None:
    """Best responses in turn from today, each actor by its moves; None without a today.

    An actor moves to the best state that it reaches, the first of several, if that gains it more
    than epsilon. The path ends where nobody has moved for a round, or cycles once a state comes
    back with the same actor to move.
    """
    state = conflict.today
    if state is None:
        return None
    movers = [actor for actor in order if actor in conflict.actors]
    values = {actor: conflict.values_in(actor) for actor in movers}
    steps: list[tuple[str, int]] = []
    seen = {(state, 0): 0}
    quiet = turn = 0
    while quiet < len(movers):
        actor = movers[turn]
        turn = (turn + 1) % len(movers)
        reached = conflict.moves.reach(actor, state)
        gains = values[actor][reached] - values[actor][state]
        if not reached.size or gains.max() <= conflict.epsilon:
            quiet += 1
            continue
        quiet = 0
        state = int(reached[int(np.argmax(gains))])
        steps.append((actor, state))
        if (state, turn) in seen:
            cycle = tuple(place for _, place in steps[seen[state, turn] :])
            return Path(tuple(steps), None, cycle)
        seen[state, turn] = len(steps)
    return Path(tuple(steps), state)
