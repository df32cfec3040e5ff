"""Moves in option form: whoever owns a decision can choose another of its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from kautilya.solve.stability.cells import levels_of
from kautilya.solve.stability.engine import Engine, least_under
from kautilya.solve.stability.moves import Rule, check_actor, check_rule, check_state
from kautilya.solve.stability.native_lists import ListMoves
from kautilya.solve.stability.native_masks import MaskedMoves
from kautilya.solve.stability.option_checks import check_decisions, over_worlds
from kautilya.solve.stability.option_engine import machine_code
from kautilya.solve.stability.option_margins import FreeForm, blocks_of_worlds, margins_in
from kautilya.solve.stability.records import GRAPH_CONCEPTS, Concept
from kautilya.solve.stability.sweeps import SweptMoves
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["OptionMoves"]

_WORTH_COMPILING = 1 << 11
"""From this many numbers on, machine code is worth the time that it takes to make it."""


@dataclass(frozen=True, eq=False)
class OptionMoves:
    """The moves of all actors between profiles of options.

    A state is a feasible profile; states are numbered in C order of the profiles, the last
    decision varying fastest. By one move an actor sets all its decisions at once, to any options
    that its ladders allow: so a move may jump over profiles that are not feasible, and what takes
    an actor two moves in succession it can also do in one.

    Parameters
    ----------
    shape : tuple of int
        Number of options in each decision.
    owners : tuple of str
        Who owns each decision. The actors are the owners, in order of their first decision.
    ladders : mapping of int to tuple of int, optional
        For decisions that cannot be moved back at will: the level of each option. A move from
        one option to another needs a level at least as high.
    feasible : BoolArray, shape `shape`, optional
        Which profiles are states; by default all.
    unperceived : mapping of str to BoolArray, shape (V,), optional
        For an actor that misperceives the conflict, the states that it can move neither from nor
        to. An actor that owns no decision may be named, and is left out.
    held : frozenset of int, optional
        Decisions that nobody can move.

    Raises
    ------
    ValueError
        If a decision has no option, an owner or the level of an option is missing, a decision is
        named that there is not, an array has the wrong shape, no profile is feasible, or there
        are more profiles than can be numbered.

    See Also
    --------
    kautilya.solve.stability.listed_moves.ListedMoves : where moves follow no rule of options.

    Examples
    --------
    Ann can strike, but not take that back; bob can withdraw or return as he likes.

    >>> moves = OptionMoves((2, 2), ("ann", "bob"), ladders={0: (0, 1)})
    >>> moves.actors, moves.states
    (('ann', 'bob'), 4)
    >>> moves.reach("ann", 0), moves.reach("ann", 2), moves.reach("bob", 2)
    (array([2]), array([], dtype=int64), array([3]))
    >>> moves.profile_of(2), moves.state_of((1, 0))
    ((1, 0), 2)

    Once she has struck, nothing that the two do leads back.

    >>> moves.answer_min(("ann", "bob"), np.array([0.0, 1.0, 2.0, 3.0]))
    array([1., 0., 3., 2.])
    """

    shape: tuple[int, ...]
    owners: tuple[str, ...]
    ladders: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    feasible: BoolArray | None = None
    unperceived: Mapping[str, BoolArray] = field(default_factory=dict)
    held: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        check_decisions(self.shape, self.owners, self.ladders, self.held)
        if self.feasible is not None and np.shape(self.feasible) != self.shape:
            raise ValueError(
                f"feasible has shape {np.shape(self.feasible)}, but the decisions have {self.shape}"
            )
        if not self.states:
            raise ValueError("no profile is feasible, so there is no state")
        for actor, hidden in self.unperceived.items():
            if np.shape(hidden) != (self.states,):
                raise ValueError(
                    f"what {actor} does not perceive has shape {np.shape(hidden)}, but there are "
                    f"{self.states} states"
                )

    def __getstate__(self) -> dict[str, Any]:
        """What a copy elsewhere starts from: the description, and nothing that was made of it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    # -- states and actors -------------------------------------------------------------------------

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Names of the actors, in the order of their first decision."""
        return tuple(dict.fromkeys(self.owners))

    @cached_property
    def states(self) -> int:
        """Number V of states."""
        return prod(self.shape) if self._places is None else self._places.size

    def profile_of(self, state: int) -> tuple[int, ...]:
        """Return the option that a state has in each decision."""
        check_state(self, state)
        place = state if self._places is None else self._places[state]
        return tuple(int(option) for option in np.unravel_index(place, self.shape))

    def state_of(self, profile: tuple[int, ...]) -> int | None:
        """Return the state with these options, None where they are not feasible together.

        Raises
        ------
        ValueError
            If the profile has not one option for each decision.
        """
        fits = len(profile) == len(self.shape)
        if not fits or any(not 0 <= o < n for o, n in zip(profile, self.shape, strict=True)):
            raise ValueError(f"{profile} is no profile of decisions with {self.shape} options")
        place = int(np.ravel_multi_index(profile, self.shape)) if profile else 0
        if self._places is None:
            return place
        state = int(np.searchsorted(self._places, place))
        return state if state < self.states and self._places[state] == place else None

    # -- moves -------------------------------------------------------------------------------------

    def reach(self, actor: str, state: int) -> IntArray:
        """Return the states that an actor reaches by one move: ascending, never `state` itself."""
        check_actor(self, actor)
        hidden = self.unperceived.get(actor)
        profile = self.profile_of(state)
        if hidden is not None and hidden[state]:
            return np.empty(0, dtype=np.int64)
        places = np.zeros(1, dtype=np.int64)
        own = self._own[self.actors.index(actor)]
        for axis, (size, option) in enumerate(zip(self.shape, profile, strict=True)):
            options = np.array([option])
            if axis in own:
                levels = levels_of(size, self.ladders.get(axis))
                options = np.flatnonzero(levels >= levels[option])
            places = (places[:, None] * size + options).reshape(-1)
        reached = places
        if self._places is not None:
            found = np.minimum(np.searchsorted(self._places, places), self.states - 1)
            reached = found[self._places[found] == places]
        if hidden is not None:
            reached = reached[~hidden[reached]]
        others: IntArray = reached[reached != state]
        return others

    def has_move(self, actor: str) -> BoolArray:
        """Return in which states an actor has a move."""
        some: BoolArray = self.reach_max(actor, np.zeros(self.states)) > -np.inf
        return some

    def reach_max(self, actor: str, values: FloatArray) -> FloatArray:
        """Return, for each state, the highest value one move away; -inf where there is no move."""
        check_actor(self, actor)
        given = self._checked(values)
        return self._engine().highest(self.actors.index(actor), given)

    def answer_min(
        self,
        movers: tuple[str, ...],
        floor: FloatArray,
        *,
        improving: Mapping[str, FloatArray] | None = None,
        epsilon: float = 0.0,
        rule: Rule = "any",
    ) -> FloatArray:
        """Return, for each state, the least `floor` at the end of a legal sequence of a group.

        Parameters
        ----------
        movers : tuple of str
            The group.
        floor : FloatArray, shape (V,)
            What is to be as low as can be.
        improving : mapping of str to FloatArray, shape (V,), optional
            The movers' values; if given, each move must gain its mover more than `epsilon`.
        epsilon : float, default 0
            Gains up to this do not count; used with `improving` alone.
        rule : {"any", "once", "single"}
            Which sequences count.

        Returns
        -------
        FloatArray, shape (V,)
            +inf where the group has no such sequence.

        Raises
        ------
        ValueError
            If a mover or the rule is unknown, a mover has no values to improve, or an array has
            the wrong shape.

        Notes
        -----
        The cost is that of a few passes over the states for each mover, not of the number of
        moves; "once" takes as many for each set of movers.
        """
        check_rule(rule)
        for mover in movers:
            check_actor(self, mover)
        group = [k for k in self._movable if self.actors[k] in movers]
        engine, given = self._engine(), self._checked(floor)
        better = None
        if improving is not None:
            without = [self.actors[k] for k in group if self.actors[k] not in improving]
            if without:
                raise ValueError(f"no values for {', '.join(without)}, who would improve on them")
            laid = {k: engine.lay(self._checked(improving[self.actors[k]])) for k in group}
            better = engine.better(laid, epsilon)
        return least_under(rule, engine, group, engine.lay(given), given, better)

    def margins(
        self,
        values: Mapping[str, FloatArray],
        concepts: Sequence[Concept] = GRAPH_CONCEPTS,
        *,
        epsilon: float = 0.0,
        rule: Rule = "any",
    ) -> dict[Concept, dict[str, FloatArray]]:
        """Return how much payoff each actor's stability has to spare, concept by concept.

        It gives what the concepts' own functions give, but does only once what several actors,
        concepts or worlds need.

        Parameters
        ----------
        values : mapping of str to FloatArray, shape (V,), (V, 1) or (V, W)
            Each actor's values.
        concepts : sequence of {"nash", "gmr", "smr", "seq"}
            Which concepts.
        epsilon : float, default 0
            Gains up to this are no improvements.
        rule : {"any", "once", "single"}
            Which sequences of the opponents' moves count.

        Returns
        -------
        dict of concept to dict of str to FloatArray, shape (V, W)
            +inf where the actor has no move.

        Raises
        ------
        ValueError
            If a concept or the rule is unknown, or values are missing or have the wrong shape.

        Examples
        --------
        >>> moves = OptionMoves((2, 2), ("ann", "bob"))
        >>> values = {"ann": np.array([3.0, 1.0, 4.0, 2.0]), "bob": np.array([3.0, 4.0, 1.0, 2.0])}
        >>> moves.margins(values, ["gmr"])["gmr"]["ann"][:, 0]
        array([ 1., -1.,  3.,  1.])
        """
        check_rule(rule)
        for concept in concepts:
            if concept not in GRAPH_CONCEPTS:
                raise ValueError(
                    f"no margins of {concept!r} here; there are {', '.join(GRAPH_CONCEPTS)}"
                )
        given = over_worlds(values, self.actors, self.states)
        worlds = max((each.shape[1] for each in given), default=1)
        engine = self._engine(worlds)
        free = self._free if rule == "any" else None
        found: dict[Concept, list[FloatArray]] = {}
        for block, here in blocks_of_worlds(
            given, worlds, self.states, together=engine.many_worlds
        ):
            margins = margins_in(engine, here, self._movable, concepts, epsilon, rule, free)
            for concept, of_actors in margins.items():
                rows = [margin.reshape(self.states, -1).T for margin in of_actors]
                if worlds == 1:
                    found[concept] = rows
                    continue
                if concept not in found:  # one world's margins side by side
                    found[concept] = [np.empty((worlds, self.states)) for _ in rows]
                for into, row in zip(found[concept], rows, strict=True):
                    into[block] = row
        return {
            concept: {a: rows.T for a, rows in zip(self.actors, of_actors, strict=True)}
            for concept, of_actors in found.items()
        }

    # -- how it is done ----------------------------------------------------------------------------

    @cached_property
    def _places(self) -> IntArray | None:
        """Where each state's profile stands among all profiles; None where all are states."""
        if self.feasible is None or bool(np.all(self.feasible)):
            return None
        return np.flatnonzero(self.feasible)

    @cached_property
    def _own(self) -> list[list[int]]:
        """For each actor, the decisions that it can move."""
        return [
            [a for a, owner in enumerate(self.owners) if owner == actor and a not in self.held]
            for actor in self.actors
        ]

    @cached_property
    def _movable(self) -> list[int]:
        """The actors that have a choice at all."""
        return [k for k, own in enumerate(self._own) if prod(self.shape[a] for a in own) > 1]

    @cached_property
    def _hidden(self) -> list[BoolArray | None]:
        """For each actor, the states that it can move neither from nor to, if there are any."""
        hidden = [self.unperceived.get(actor) for actor in self.actors]
        return [each if each is not None and np.any(each) else None for each in hidden]

    @cached_property
    def _free(self) -> FreeForm | None:
        """The decisions, if every move is free and every profile is a state."""
        stepped = any(len({*levels}) > 1 for levels in self.ladders.values())
        hidden = any(each is not None for each in self._hidden)
        held = any(self.shape[axis] > 1 for axis in self.held)
        if self._places is not None or stepped or hidden or held:
            return None
        axes = range(len(self.shape))
        return FreeForm(self.shape, tuple(tuple(a in own for a in axes) for own in self._own))

    @cached_property
    def _swept(self) -> SweptMoves:
        """NumPy."""
        return SweptMoves(self.shape, self._own, self.ladders, self._places, self._hidden)

    @cached_property
    def _native(self) -> MaskedMoves | ListMoves | None:
        """Machine code, if it can serve."""
        feasible = None if self._places is None else self.feasible
        return machine_code(
            self.shape, self._own, self.ladders, feasible, self._places, self._hidden
        )

    def _engine(self, worlds: int = 1) -> Engine[Any, Any]:
        """Who answers a question about so many worlds; the answers are the same."""
        if prod(self.shape) * worlds < _WORTH_COMPILING or self._native is None:
            return self._swept
        return self._native

    def _checked(self, values: FloatArray) -> FloatArray:
        """Values of one world, if there is one for each state."""
        given = np.asarray(values, dtype=np.float64)
        if given.shape != (self.states,):
            raise ValueError(f"values have shape {given.shape}, but there are {self.states} states")
        return given
