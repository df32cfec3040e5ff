"""Status quo analysis: where a conflict can go from today, by whose moves, and how soon.

A state can be *reached* if a legal sequence of moves leads to it: nobody moves twice in succession.
With improvements only, every move must gain the one who makes it, seen from where it stands. An
agreement is a joint move: it is taken only if it gains all its parties, whatever else may be moved,
and it is not taken twice in succession; its parties may move before it and after it.

Not to be confused with stability, which asks whether anybody would leave a state, not whether the
conflict gets there: an equilibrium may be out of reach. Nor with settling (`settle`), which follows
one order of moves: here everyone may move at any time.

Source: K. W. Li, D. M. Kilgour and K. W. Hipel, "Status quo analysis in the graph model for
conflict resolution", Journal of the Operational Research Society 56 (2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kautilya.solve.records import Agreement
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import listed
from kautilya.solve.stability.moves import check_actor, check_state
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.records import Step
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["NEVER", "Evolution", "Joint", "evolution", "joint_of"]

NEVER = -1
"""The step that stands where a state is not reached."""


@dataclass(frozen=True, eq=False)
class Joint:
    """A joint move that no actor can make alone: an agreement.

    Parameters
    ----------
    name : str
        How the case calls it; differs from every actor's name.
    parties : tuple of str
        Those who move together, each of whom must gain more than epsilon.
    edges : pair of IntArray, shape (E,)
        The states that it leaves and those that it reaches.

    Raises
    ------
    ValueError
        If it has no party, names one twice, or leads from a state to itself.
    """

    name: str
    parties: tuple[str, ...]
    edges: tuple[IntArray, IntArray]

    def __post_init__(self) -> None:
        """Refuse an agreement of nobody, or one that changes nothing."""
        if not self.parties:
            raise ValueError(f"agreement '{self.name}' has no parties: name the actors that agree")
        if len(set(self.parties)) != len(self.parties):
            raise ValueError(f"agreement '{self.name}' names a party twice")
        starts, ends = (np.asarray(states, dtype=np.int64) for states in self.edges)
        if starts.ndim != 1 or starts.shape != ends.shape:
            raise ValueError(
                f"agreement '{self.name}' has moves of shapes {starts.shape} and {ends.shape}; "
                "they need two arrays of the same length"
            )
        if (starts == ends).any():
            state = int(starts[starts == ends][0])
            raise ValueError(f"agreement '{self.name}' leads from state {state} to itself")
        object.__setattr__(self, "edges", (starts, ends))


def joint_of(moves: OptionMoves, agreement: Agreement) -> Joint:
    """Return an agreement about options as a joint move from every state where it changes any.

    Decisions move as they could at all: not down a ladder, not where they are held, only to a
    state, and neither from nor to one that a party does not perceive.

    Parameters
    ----------
    moves : OptionMoves
        The conflict's moves; the agreement's axes are its decisions.
    agreement : Agreement
        Who agrees, and what holds then.

    Returns
    -------
    Joint

    Raises
    ------
    ValueError
        If the agreement sets a decision or an option that is not there.

    Examples
    --------
    >>> from kautilya.solve.records import Agreement
    >>> moves = OptionMoves((2, 2), ("ann", "bob"), ladders={1: (0, 1)})
    >>> joint_of(moves, Agreement("truce", ("ann", "bob"), {0: 0, 1: 0})).edges
    (array([2]), array([0]))
    """
    for axis, option in agreement.when.items():
        if not (0 <= axis < len(moves.shape) and 0 <= option < moves.shape[axis]):
            raise ValueError(
                f"agreement '{agreement.name}' sets option {option} of decision {axis}, which "
                "there is not"
            )
    pairs = [
        (state, end)
        for state in range(moves.states)
        if (end := _agreed(moves, agreement, state)) is not None
    ]
    starts, ends = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return Joint(agreement.name, agreement.parties, (starts, ends))


def _agreed(moves: OptionMoves, agreement: Agreement, state: int) -> int | None:
    """The state that an agreement makes of another; None if it makes none."""
    profile = list(moves.profile_of(state))
    for axis, option in agreement.when.items():
        levels = moves.ladders.get(axis)
        falls = levels is not None and levels[option] < levels[profile[axis]]
        if profile[axis] != option and (falls or axis in moves.held):
            return None
        profile[axis] = option
    end = moves.state_of(tuple(profile))
    if end is None or end == state:
        return None
    hidden = (moves.unperceived.get(party) for party in agreement.parties)
    if any(each is not None and (each[state] or each[end]) for each in hidden):
        return None
    return end


@dataclass(frozen=True, eq=False)
class Evolution:
    """How a conflict can evolve from one state.

    Parameters
    ----------
    start : int
        Where it begins.
    movers : tuple of str
        Who may move, in file order, and then the agreements.
    arrival : IntArray, shape (M, V, W)
        For each mover and state, the earliest step at which a move of that mover leads there: 1 is
        the first move; -1 never. W is 1 where all worlds are alike.
    """

    start: int
    movers: tuple[str, ...]
    arrival: IntArray
    _ways: tuple[_Way, ...] = field(repr=False)

    @property
    def worlds(self) -> int:
        """Number of worlds told apart; 1 where values do not matter."""
        return int(self.arrival.shape[2])

    @property
    def steps(self) -> IntArray:
        """The earliest step at which each state is reached: 0 at the start; -1 never; (V, W)."""
        late = np.iinfo(np.int64).max
        arrival = np.where(self.arrival == NEVER, late, self.arrival)
        earliest: IntArray = np.min(arrival, axis=0, initial=late)
        earliest[self.start] = 0
        earliest[earliest == late] = NEVER
        return earliest

    @property
    def reached(self) -> BoolArray:
        """Whether each state is reached, the start included; shape (V, W)."""
        reached: BoolArray = self.steps != NEVER
        return reached

    def last_movers(self, state: int, world: int = 0) -> tuple[str, ...]:
        """Return whose moves can bring a state about at its earliest step; none for the start."""
        column = self.arrival[:, state, self._world(world)]
        if state == self.start or (column == NEVER).all():
            return ()
        soonest = column[column != NEVER].min()
        return tuple(
            mover for mover, step in zip(self.movers, column, strict=True) if step == soonest
        )

    def layers(self, world: int = 0) -> tuple[tuple[int, ...], ...]:
        """Return the states by their earliest step: the start, those one move away, and so on."""
        steps = self.steps[:, self._world(world)]
        last = int(steps.max())
        return tuple(tuple(np.flatnonzero(steps == step).tolist()) for step in range(last + 1))

    def path(self, state: int, world: int = 0) -> tuple[Step, ...] | None:
        """Return a shortest legal sequence from the start to a state.

        Parameters
        ----------
        state : int
            Where it is to end.
        world : int, default 0
            Which world.

        Returns
        -------
        tuple of Step, or None
            Who moves and to which state; empty for the start; None if it is not reached. Among
            several, the one whose last mover, and before it each earlier one, comes first.
        """
        chosen = self._world(world)
        if not 0 <= state < self.arrival.shape[1]:
            raise ValueError(f"no state {state}; up to {self.arrival.shape[1] - 1} are numbered")
        if state == self.start:
            return ()
        movers = self.last_movers(state, world)
        if not movers:
            return None
        mover = self.movers.index(movers[0])
        step = int(self.arrival[mover, state, chosen])
        steps = [Step(movers[0], state)]
        while step > 1:
            mover, state = self._before(mover, state, step, chosen)
            step -= 1
            steps.append(Step(self.movers[mover], state))
        return tuple(reversed(steps))

    def _before(self, mover: int, state: int, step: int, world: int) -> tuple[int, int]:
        """An arrival one step earlier, by another mover, from which a mover came to a state."""
        sources = self._ways[mover].sources(state, world)
        for other in range(len(self.movers)):
            if other != mover:
                fitting = sources[self.arrival[other, sources, world] == step - 1]
                if fitting.size:
                    return other, int(fitting[0])
        raise AssertionError("an arrival after the first step has one before it")

    def _world(self, world: int) -> int:
        """A world's place in the arrays."""
        if self.worlds == 1 and world >= 0:
            return 0
        if not 0 <= world < self.worlds:
            raise ValueError(f"no world {world}; worlds are numbered 0 to {self.worlds - 1}")
        return world


def evolution(
    conflict: Conflict,
    start: int | None = None,
    *,
    improving: bool = False,
    movers: Sequence[str] | None = None,
    joints: Sequence[Joint] = (),
) -> Evolution:
    """Return how a conflict can evolve from today, step by step and world by world.

    Parameters
    ----------
    conflict : Conflict
        Moves and values.
    start : int, optional
        Where it begins; today's state if not given.
    improving : bool, default False
        Whether every move must gain its mover more than epsilon.
    movers : sequence of str, optional
        Who may move; by default all actors.
    joints : sequence of Joint, optional
        Agreements that may be taken as well, where all parties gain.

    Returns
    -------
    Evolution

    Raises
    ------
    ValueError
        If there is no state to start from, a mover or a party is unknown, an agreement's move is
        from or to no state, or two movers share a name.

    Examples
    --------
    From both talking (state 3) of the prisoners' dilemma no improvement leads away, all moves lead
    everywhere, and an agreement leads to silence (state 0), from where each would break it.

    >>> import numpy as np
    >>> from kautilya.solve.stability.listed_moves import ListedMoves
    >>> moves = ListedMoves(
    ...     4,
    ...     {
    ...         "ann": (np.array([0, 1, 2, 3]), np.array([2, 3, 0, 1])),
    ...         "bob": (np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2])),
    ...     },
    ... )
    >>> values = {"ann": np.array([3.0, 1.0, 4.0, 2.0]), "bob": np.array([3.0, 4.0, 1.0, 2.0])}
    >>> dilemma = Conflict(moves, values, today=3)
    >>> evolution(dilemma, improving=True).layers()
    ((3,),)
    >>> anyhow = evolution(dilemma)
    >>> anyhow.layers(), anyhow.last_movers(0)
    (((3,), (1, 2), (0,)), ('ann', 'bob'))
    >>> [(step.mover, step.state) for step in anyhow.path(0)]
    [('bob', 2), ('ann', 0)]
    >>> pact = Joint("pact", ("ann", "bob"), (np.array([3]), np.array([0])))
    >>> evolution(dilemma, improving=True, joints=[pact]).layers()
    ((3,), (0,), (1, 2))
    """
    if start is None:
        start = conflict.today
    if start is None:
        raise ValueError("the conflict names no state of today: say where the evolution begins")
    check_state(conflict.moves, start)
    who = tuple(conflict.actors if movers is None else dict.fromkeys(movers))
    for actor in who:
        check_actor(conflict.moves, actor)
    edges = listed(conflict.moves).edges
    ways = [_way(conflict, actor, edges[actor], (actor,) if improving else ()) for actor in who]
    for joint in joints:
        _check_joint(conflict, joint)
        ways.append(_way(conflict, joint.name, joint.edges, joint.parties))
    names = (*who, *(joint.name for joint in joints))
    if len(set(names)) != len(names):
        raise ValueError(f"two movers have the same name: {', '.join(names)}")
    worlds = max((way.open.shape[1] for way in ways), default=1)
    arrival = _arrivals(ways, start, conflict.states, worlds)
    return Evolution(start, names, arrival, tuple(ways))


@dataclass(frozen=True, eq=False)
class _Way:
    """One mover's moves, sorted by where they lead, and in which worlds it would make them."""

    starts: IntArray  # (E,)
    ends: IntArray  # (E,)
    firsts: IntArray  # the first move to each state that is reached at all
    open: BoolArray  # (E, W or 1)

    def sources(self, state: int, world: int) -> IntArray:
        """From where a move leads to a state, ascending."""
        first, stop = np.searchsorted(self.ends, [state, state + 1])
        column = world if self.open.shape[1] > 1 else 0
        return self.starts[first:stop][self.open[first:stop, column]]


def _way(
    conflict: Conflict, name: str, edges: tuple[IntArray, IntArray], gaining: Sequence[str]
) -> _Way:
    """One mover's moves that gain each of some actors."""
    order = np.lexsort(edges)
    starts, ends = edges[0][order], edges[1][order]
    allowed: BoolArray = np.ones((starts.size, 1), dtype=np.bool_)
    for actor in gaining:
        values = _columns(conflict.values[actor])
        allowed = allowed & (values[ends] - values[starts] > conflict.epsilon)
    firsts = np.flatnonzero(np.diff(ends, prepend=-1))
    return _Way(starts, ends, firsts, allowed)


def _columns(values: FloatArray) -> FloatArray:
    """Values with an axis for worlds."""
    array = np.asarray(values, dtype=np.float64)
    return array[:, np.newaxis] if array.ndim == 1 else array


def _arrivals(ways: Sequence[_Way], start: int, states: int, worlds: int) -> IntArray:
    """The earliest arrival by each mover at each state in each world."""
    arrival = np.full((len(ways), states, worlds), NEVER, dtype=np.int64)
    front = np.zeros(arrival.shape, dtype=np.bool_)
    step = 0
    while step == 0 or front.any():
        step += 1
        if step == 1:
            ready = np.zeros(arrival.shape, dtype=np.bool_)
            ready[:, start] = True
        else:
            # Where somebody else has just arrived.
            ready = front.sum(axis=0, dtype=np.int64) > front
        front = np.zeros(arrival.shape, dtype=np.bool_)
        for number, way in enumerate(ways):
            if way.firsts.size:
                taken = ready[number, way.starts] & way.open
                led = np.logical_or.reduceat(taken, way.firsts, axis=0)
                front[number, way.ends[way.firsts]] = led
        front &= arrival == NEVER
        arrival[front] = step
    return arrival


def _check_joint(conflict: Conflict, joint: Joint) -> None:
    """Raise ValueError unless an agreement is between actors and states of the conflict."""
    for party in joint.parties:
        check_actor(conflict.moves, party)
    for states in joint.edges:
        for state in states.tolist():
            check_state(conflict.moves, state)
