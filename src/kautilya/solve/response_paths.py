"""Paths of best and better responses, where they end, and the graph that they run in.

A *response path* lets the actors move in turn, one at a time, each to what gains it more than
epsilon: its best joint choice, or the first that is better. It ends where nobody moves for a whole
round, or it comes back to where it was with the same actor to move, and then cycles for ever.

The *better-response graph* leads from a profile to all profiles that one actor alone can reach with
a gain of more than epsilon. Its *sinks* are the sets of profiles that reach one another and nothing
else: a sink of one profile is a pure equilibrium, a larger one holds what can go on for ever. Every
path of better responses, however long and whoever moves, ends up in a sink if it may go any way.

Not to be confused with `settle`, which tries agreements as well and keeps no record of moves;
without agreements a best-response path ends where `settle` ends. Nor with what the actors foresee:
everyone here moves as if the others stood still.

Sources: D. Monderer and L. S. Shapley, "Potential games", Games and Economic Behavior 14 (1996),
for improvement paths; M. Goemans, V. Mirrokni and A. Vetta, "Sink equilibria and convergence", FOCS
(2005), for sinks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve.inputs import check_pinned, lanes_from, ordered, world_count
from kautilya.solve.lanes import (
    PayoffTable,
    payoff_at,
    payoffs_of_choices,
    preferred,
    set_choice,
    tables_of,
)
from kautilya.terms import DEFAULT_EPSILON, FloatArray, IntArray

__all__ = ["Response", "ResponseKind", "ResponsePath", "response_path"]

ResponseKind = Literal["best", "better"]


@dataclass(frozen=True, slots=True)
class Response:
    """One move of a response path.

    Parameters
    ----------
    actor : str
        Who moves.
    profile : tuple of int
        The profile that it makes.
    gain : float
        What the actor gains by it, by its own payoffs; more than epsilon.
    """

    actor: str
    profile: Profile
    gain: float


@dataclass(frozen=True)
class ResponsePath:
    """Responses in turn, up to a profile that nobody leaves or a cycle.

    Parameters
    ----------
    start : tuple of int
        The profile that it begins in.
    responses : tuple of Response
        The moves, in order; those of a cycle once.
    end : tuple of int or None
        The profile that nobody leaves; None if the path cycles.
    cycle : tuple of Response
        The last of the responses, which repeat for ever; empty if there is an end.
    """

    start: Profile
    responses: tuple[Response, ...]
    end: Profile | None
    cycle: tuple[Response, ...] = ()


def response_path(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    start: Sequence[int] | IntArray,
    world: int = 0,
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
    *,
    kind: ResponseKind = "best",
    order: Sequence[str] | None = None,
) -> ResponsePath:
    """Return the path of responses from a profile, the actors moving in turn.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options, owners and present options.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it. The order of the keys is the order of moves.
    start : sequence of int or IntArray, shape (D,)
        Where the path begins.
    world : int, default 0
        In which world.
    pinned : mapping of int to int, optional
        Decisions that stay fixed throughout; overrides the start.
    epsilon : float, default 1e-4
        Gains up to this move nobody.
    kind : {"best", "better"}
        Whether an actor moves to its joint target (see `joint_target`) or to the first of its joint
        choices, in file order, that gains more than epsilon.
    order : sequence of str, optional
        Another order of moves; must name each actor of `payoffs` once.

    Returns
    -------
    ResponsePath

    Raises
    ------
    ValueError
        If the kind, the world or the order is none, or shapes do not fit.

    See Also
    --------
    kautilya.solve.settle.settle : where a path of best responses ends, in many worlds at once.
    kautilya.solve.response_graph.response_graph : all that better responses can lead to.

    Examples
    --------
    Matching pennies goes round for ever; a stag hunt from hare and stag is over in one move.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     ("ann.x", "bob.x"), (("heads", "tails"), ("heads", "tails")), ("ann", "bob"), (0, 0)
    ... )
    >>> same = np.array([[1.0, 0.0], [0.0, 1.0]])[..., None]
    >>> path = response_path(space, {"ann": same, "bob": 1 - same}, (0, 0))
    >>> [(each.actor, each.profile) for each in path.cycle]
    [('bob', (0, 1)), ('ann', (1, 1)), ('bob', (1, 0)), ('ann', (0, 0))]
    >>> ann = np.array([[0.9, 0.0], [0.5, 0.5]])[..., None]
    >>> hunt = {"ann": ann, "bob": ann.transpose(1, 0, 2)}
    >>> response_path(space, hunt, (1, 0))
    ResponsePath(start=(1, 0), responses=(Response(actor='ann', profile=(0, 0), gain=0.4),),
                 end=(0, 0), cycle=())
    """
    if kind not in get_args(ResponseKind):
        raise ValueError(
            f"no kind of response {kind!r}; there are {', '.join(get_args(ResponseKind))}"
        )
    pins = check_pinned(space, pinned)
    worlds = world_count(payoffs, space.now)
    if not 0 <= world < worlds:
        raise ValueError(f"no world {world}; worlds are numbered 0 to {worlds - 1}")
    lane = lanes_from(space, start, pins, 1)
    tables = tables_of(space, ordered(payoffs, order), pins)
    movers = [(actor, table) for actor, table in tables.items() if table.axes]
    here = np.array([world])
    first = _profile(lane)
    responses: list[Response] = []
    seen = {(first, 0): 0}
    quiet = turn = 0
    while quiet < len(movers):
        actor, table = movers[turn]
        gain = _respond(table, lane, here, epsilon, kind)
        quiet = 0 if gain is not None else quiet + 1
        if gain is not None:
            responses.append(Response(actor, _profile(lane), gain))
        turn = (turn + 1) % len(movers)
        place = (_profile(lane), turn)
        if gain is not None and place in seen:
            cycle = tuple(responses[seen[place] :])
            return ResponsePath(first, tuple(responses), None, cycle)
        seen.setdefault(place, len(responses))
    return ResponsePath(first, tuple(responses), _profile(lane))


def _respond(
    table: PayoffTable, lane: IntArray, world: IntArray, epsilon: float, kind: ResponseKind
) -> float | None:
    """Let an actor move, in place; return its gain, or None if it stays."""
    present = payoff_at(table, lane, world)
    values = payoffs_of_choices(table, lane, world)
    if kind == "best":
        row, value, _ = preferred(values, table.present, epsilon)
    else:
        row = (values - present > epsilon).argmax(axis=0)
        value = values[row, [0]]
    gain = float(value[0] - present[0])
    if not gain > epsilon:
        return None
    set_choice(lane, table, row, np.ones(1, dtype=np.bool_))
    return gain


def _profile(lane: IntArray) -> Profile:
    """The profile of one lane."""
    return tuple(lane[:, 0].tolist())
