"""The graph of better responses of a small game: its sinks, its cycles, and what today can reach.

See `response_paths` for the terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve.inputs import check_pinned, lanes_from, world_count
from kautilya.solve.lanes import PayoffTable, payoffs_of_choices, profile_codes, tables_of
from kautilya.solve.limits import TooLarge
from kautilya.terms import DEFAULT_EPSILON, FloatArray, IntArray

__all__ = ["ResponseGraph", "response_graph"]

_MOST_PROFILES = 50_000
_MOST_MOVES = 5_000_000


@dataclass(frozen=True, eq=False)
class ResponseGraph:
    """Where better responses lead, in one world.

    Parameters
    ----------
    profiles : IntArray, shape (P, D)
        The profiles that respect the pins, in file order, the last decision varying fastest.
    component : IntArray, shape (P,)
        For each profile the number of its component: profiles that reach one another.
    sinks : tuple of int
        Components that nothing leads out of, by their first profile.
    starts, ends : IntArray, shape (M,)
        For each better response the place of the profile that it leaves and of the one it makes.
    """

    profiles: IntArray
    component: IntArray
    sinks: tuple[int, ...]
    starts: IntArray
    ends: IntArray

    def members(self, component: int) -> tuple[Profile, ...]:
        """Return the profiles of a component, in file order."""
        chosen = self.profiles[self.component == component]
        return tuple(tuple(row) for row in chosen.tolist())

    @property
    def equilibria(self) -> tuple[Profile, ...]:
        """The sinks of one profile: the pure equilibria."""
        each = (self.members(sink) for sink in self.sinks)
        return tuple(members[0] for members in each if len(members) == 1)

    @property
    def cycles(self) -> tuple[tuple[Profile, ...], ...]:
        """All components of more than one profile, by their first: where responses can go round."""
        first, sizes = np.unique(self.component, return_index=True, return_counts=True)[1:]
        many = np.sort(first[sizes > 1])
        return tuple(self.members(int(self.component[place])) for place in many)

    @property
    def acyclic(self) -> bool:
        """Whether no better responses go round: the finite improvement property."""
        return int(self.component.max()) + 1 == self.component.size

    @property
    def weakly_acyclic(self) -> bool:
        """Whether from every profile some better responses lead to a pure equilibrium."""
        sizes = np.bincount(self.component)
        alone = np.isin(self.component, [sink for sink in self.sinks if sizes[sink] == 1])
        # Backwards from all of them at once: from one more place that leads to each.
        count = self.component.size
        stable = np.flatnonzero(alone)
        back = _relation(
            np.concatenate([self.ends, np.full(stable.size, count)]),
            np.concatenate([self.starts, stable]),
            count + 1,
        )
        return _reached(back, count).size == count + 1

    def sinks_from(self, profile: Sequence[int]) -> tuple[tuple[Profile, ...], ...]:
        """Return the sinks that better responses can lead to from a profile.

        Raises
        ------
        ValueError
            If the profile is none of these.
        """
        place = np.flatnonzero((self.profiles == np.asarray(profile)).all(axis=1))
        if not place.size:
            raise ValueError(f"{tuple(profile)} is no profile of this graph")
        forward = _relation(self.starts, self.ends, self.component.size)
        reached = set(self.component[_reached(forward, int(place[0]))].tolist())
        return tuple(self.members(sink) for sink in self.sinks if sink in reached)


def response_graph(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    world: int = 0,
    pinned: Mapping[int, int] | None = None,
    epsilon: float = DEFAULT_EPSILON,
    *,
    best_only: bool = False,
) -> ResponseGraph:
    """Return the graph of better responses in one world.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it. An actor without payoffs never moves.
    world : int, default 0
        Which world.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.
    epsilon : float, default 1e-4
        Gains up to this move nobody.
    best_only : bool, default False
        Whether an actor moves only to joint choices within epsilon of its best; those that gain it
        more than epsilon, all the same.

    Returns
    -------
    ResponseGraph

    Raises
    ------
    ValueError
        If the world is none, or shapes do not fit.
    TooLarge
        If there are more than 50,000 profiles, or more than 5 million moves.

    Examples
    --------
    In matching pennies everything is one cycle; a coordination game has two sinks, and from a
    profile where the two miss each other both can be reached.

    >>> import numpy as np
    >>> from kautilya.payoffs import ProfileSpace
    >>> space = ProfileSpace(
    ...     ("ann.x", "bob.x"), (("heads", "tails"), ("heads", "tails")), ("ann", "bob"), (0, 0)
    ... )
    >>> same = np.array([[1.0, 0.0], [0.0, 1.0]])[..., None]
    >>> response_graph(space, {"ann": same, "bob": 1 - same}).cycles
    (((0, 0), (0, 1), (1, 0), (1, 1)),)
    >>> graph = response_graph(space, {"ann": same, "bob": same})
    >>> graph.equilibria, graph.acyclic, graph.sinks_from((0, 1))
    (((0, 0), (1, 1)), True, (((0, 0),), ((1, 1),)))
    """
    pins = check_pinned(space, pinned)
    worlds = world_count(payoffs, space.now)
    if not 0 <= world < worlds:
        raise ValueError(f"no world {world}; worlds are numbered 0 to {worlds - 1}")
    free = [axis for axis in range(len(space.shape)) if axis not in pins]
    count = prod(space.shape[axis] for axis in free)
    if count > _MOST_PROFILES:
        raise TooLarge(
            f"{count} profiles; the graph of better responses is drawn for up to {_MOST_PROFILES}: "
            "pin some decisions, or follow single paths with response_path"
        )
    lanes = lanes_from(space, space.now, pins, count)
    lanes[free] = np.indices([space.shape[axis] for axis in free]).reshape(len(free), count)
    tables = tables_of(space, payoffs, pins)
    moves = sum(count * table.offsets.size for table in tables.values())
    if moves > _MOST_MOVES:
        raise TooLarge(
            f"{moves} moves; the graph of better responses is drawn for up to {_MOST_MOVES}: pin "
            "some decisions, or follow single paths with response_path"
        )
    codes = profile_codes(space, lanes)
    pairs = [
        _responses(space, table, lanes, codes, world, epsilon, best_only)
        for table in tables.values()
        if table.axes
    ]
    starts = np.concatenate([start for start, _ in pairs] or [np.empty(0, dtype=np.int64)])
    ends = np.concatenate([end for _, end in pairs] or [np.empty(0, dtype=np.int64)])
    return _graph(lanes.T, starts, ends)


def _responses(
    space: ProfileSpace,
    table: PayoffTable,
    lanes: IntArray,
    codes: IntArray,
    world: int,
    epsilon: float,
    best_only: bool,
) -> tuple[IntArray, IntArray]:
    """One actor's responses: the places of the profiles that it leaves and those that it makes."""
    values = payoffs_of_choices(table, lanes, np.full(codes.size, world))
    steps = np.array([prod(space.shape[axis + 1 :]) for axis in table.axes], dtype=np.int64)
    own_codes = steps @ table.choices  # (K,)
    made = codes - steps @ lanes[list(table.axes)] + own_codes[:, np.newaxis]  # (K, P)
    present = np.take_along_axis(values, (made == codes).argmax(axis=0)[np.newaxis], axis=0)
    wanted = values - present > epsilon
    if best_only:
        wanted &= values.max(axis=0) - values <= epsilon
    choice, start = np.nonzero(wanted)
    return start, np.searchsorted(codes, made[choice, start])


def _graph(profiles: IntArray, starts: IntArray, ends: IntArray) -> ResponseGraph:
    """The graph, with its components and sinks."""
    count = profiles.shape[0]
    forward = _relation(starts, ends, count)
    number, component = connected_components(forward, directed=True, connection="strong")
    component = component.astype(np.int64)
    open_ended = np.ones(number, dtype=np.bool_)
    leaving = component[starts] != component[ends]
    open_ended[component[starts[leaving]]] = False
    firsts = np.unique(component, return_index=True)[1]
    sinks = sorted(np.flatnonzero(open_ended).tolist(), key=lambda sink: int(firsts[sink]))
    return ResponseGraph(profiles, component, tuple(sinks), starts, ends)


def _relation(starts: IntArray, ends: IntArray, count: int) -> csr_array:
    """A graph as a sparse matrix."""
    return csr_array((np.ones(starts.size, dtype=np.int8), (starts, ends)), shape=(count, count))


def _reached(graph: csr_array, place: int) -> IntArray:
    """All that can be reached from a place, itself included."""
    found: IntArray = breadth_first_order(graph, place, directed=True, return_predecessors=False)
    return found
