"""The answer of a claim, world by world.

Definitions: semantics, "Queries". A world in which a claim needs a value that is `cycles` has no
answer; whether it needs it follows the logic of three values: `false and cycles` is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kautilya.case.expression import Apply, Expression, Is, Name, Number, Query
from kautilya.findings.bench import Pinned, Table
from kautilya.payoffs import Level, Profile, ProfileSpace
from kautilya.solve import (
    Agreement,
    Choice,
    Foresight,
    Settlement,
    acts,
    best,
    foresees,
    settle,
)
from kautilya.terms import BoolArray, FloatArray


class NotFiniteClaim(ArithmeticError):
    """A claim whose arithmetic has no finite number, with the place in its text."""

    def __init__(self, at: int, length: int) -> None:
        super().__init__("a value in the claim is not finite")
        self.at, self.length = at, length


@dataclass(frozen=True)
class Answer:
    """Yes, no, or no answer, in each world.

    Parameters
    ----------
    holds
        True where the claim holds.
    missing
        True where it needs a value that is `cycles`.
    """

    holds: BoolArray
    missing: BoolArray


@dataclass(frozen=True)
class Amounts:
    """A number in each world, and where it is missing."""

    value: FloatArray
    missing: BoolArray


@dataclass(frozen=True)
class Options:
    """An option in each world (-1 where it `cycles`) of one decision."""

    decision: str
    choice: Choice


Result = Answer | Amounts | Options


@dataclass(frozen=True)
class Situation:
    """Where a claim is asked.

    Parameters
    ----------
    start
        The profile before the query's conditions: `now`, then the scenario's `start`, then `hold`.
    held
        Decisions that `hold` pins.
    voice
        Whose view replaces every mover's and owner's in queries that name none; None for their own.
    agreements
        In file order.
    epsilon
        Differences within it are ties.
    horizon
        Months of the case.
    order
        Actors in the order in which they move; None for file order.
    """

    start: Profile
    held: Pinned
    voice: str | None
    agreements: tuple[Agreement, ...]
    epsilon: float
    horizon: int
    order: tuple[str, ...] | None = None


class Examiner:
    """Answers claims on one bench in one situation.

    Parameters
    ----------
    bench
        Where payoffs and levels are found.
    situation
        Where the claim is asked.
    worlds
        Number of worlds of the answer.
    ex_ante
        Gives the bench of mean payoffs, for `knowing=nothing`.
    """

    def __init__(
        self,
        bench: Table,
        situation: Situation,
        worlds: int,
        ex_ante: Callable[[], Table] | None = None,
    ) -> None:
        self.bench, self.situation, self.worlds = bench, situation, worlds
        self._ex_ante = ex_ante

    def claim(self, tree: Expression) -> Answer:
        """Answer of a whole claim."""
        return self._truth(self.result(tree))

    def result(self, tree: Expression) -> Result:
        """Answer, number or option of any part of a claim."""
        match tree:
            case Number():
                return self._amounts(np.full(self.worlds, tree.value))
            case Name():
                return self._amounts(self.bench.premise(tree.name, self.situation.voice))
            case Is():
                return self._is(tree)
            case Query():
                return self._query(tree)
        return self._apply(tree)

    # -- logic and arithmetic ---------------------------------------------------------------------

    def _apply(self, tree: Apply) -> Result:
        if tree.op in ("and", "or", "not"):
            return self._logic(tree.op, [self._truth(self.result(a)) for a in tree.args])
        if tree.op == "if":
            return self._branch(tree)
        if tree.op == "pow":
            base = self._number(self.result(tree.args[0]))
            exponent = tree.args[1]
            assert isinstance(exponent, Number)
            with np.errstate(all="ignore"):
                power = np.power(base.value, exponent.value)
            if not np.all(np.isfinite(power) | base.missing):
                raise NotFiniteClaim(tree.at, tree.length)
            return Amounts(power, base.missing)
        args = [self._number(self.result(a)) for a in tree.args]
        missing = np.logical_or.reduce([a.missing for a in args])
        with np.errstate(all="ignore"):
            value = _OPERATIONS[tree.op](*(a.value for a in args))
        if not np.all(np.isfinite(value) | missing):
            raise NotFiniteClaim(tree.at, tree.length)
        if np.asarray(value).dtype == np.bool_:
            return Answer(value & ~missing, missing)
        return Amounts(value, missing)

    def _logic(self, op: str, args: list[Answer]) -> Answer:
        if op == "not":
            (only,) = args
            return Answer(~only.holds & ~only.missing, only.missing)
        if op == "or":
            holds = np.logical_or.reduce([a.holds for a in args])
            return Answer(holds, ~holds & np.logical_or.reduce([a.missing for a in args]))
        fails = np.logical_or.reduce([~a.holds & ~a.missing for a in args])
        missing = ~fails & np.logical_or.reduce([a.missing for a in args])
        return Answer(~fails & ~missing, missing)

    def _branch(self, tree: Apply) -> Result:
        condition, then, other = (self.result(a) for a in tree.args)
        asked = self._truth(condition)
        if isinstance(then, Answer) and isinstance(other, Answer):
            missing = asked.missing | np.where(asked.holds, then.missing, other.missing)
            return Answer(np.where(asked.holds, then.holds, other.holds) & ~missing, missing)
        left, right = self._number(then), self._number(other)
        missing = asked.missing | np.where(asked.holds, left.missing, right.missing)
        return Amounts(np.where(asked.holds, left.value, right.value), missing)

    def _amounts(self, value: FloatArray) -> Amounts:
        full = np.broadcast_to(np.asarray(value, dtype=np.float64), (self.worlds,))
        return Amounts(full, np.zeros(self.worlds, dtype=bool))

    def _truth(self, result: Result) -> Answer:
        if isinstance(result, Amounts):
            return Answer((result.value != 0.0) & ~result.missing, result.missing)
        if isinstance(result, Options):
            raise TypeError("an option is no truth")
        return result

    def _number(self, result: Result) -> Amounts:
        if isinstance(result, Answer):
            return Amounts(result.holds.astype(np.float64), result.missing)
        if isinstance(result, Options):
            raise TypeError("an option is no number")
        return result

    # -- queries ----------------------------------------------------------------------------------

    def _is(self, tree: Is) -> Answer:
        assert isinstance(tree.subject, Query)
        found = self._query(tree.subject)
        assert isinstance(found, Options)
        space = self.bench.space
        wanted = [space.option(found.decision, option.name) for option in tree.options]
        missing = found.choice.cycles
        holds = np.isin(found.choice.option, wanted) != tree.negated
        return Answer(holds & ~missing, missing)

    def _query(self, query: Query) -> Result:
        horizon = query.within or self.situation.horizon
        seen_by = query.seen_by.name if query.seen_by is not None else self.situation.voice
        bench = self.bench
        if query.knowing == "nothing" and self._ex_ante is not None:
            bench = self._ex_ante()
        asked = _Asked(self, bench, query, seen_by, horizon)
        return self._spread(getattr(asked, query.kind)())

    def _spread(self, result: Result) -> Result:
        """An ex-ante answer is one for all worlds."""
        if isinstance(result, Options):
            option = np.broadcast_to(result.choice.option, (self.worlds,))
            tied = np.broadcast_to(result.choice.tied, (self.worlds,))
            return Options(result.decision, Choice(option, tied))
        missing = np.broadcast_to(result.missing, (self.worlds,))
        if isinstance(result, Answer):
            return Answer(np.broadcast_to(result.holds, (self.worlds,)), missing)
        return Amounts(np.broadcast_to(result.value, (self.worlds,)), missing)


class _Asked:
    """One query, with its profile and pins worked out."""

    def __init__(
        self, examiner: Examiner, bench: Table, query: Query, seen_by: str | None, horizon: int
    ) -> None:
        self.situation, self.bench, self.query = examiner.situation, bench, query
        self.seen_by, self.horizon = seen_by, horizon
        self.space: ProfileSpace = bench.space
        self.conditions = _pins(self.space, query.conditions)

    # -- numbers ----------------------------------------------------------------------------------

    def payoff(self) -> Result:
        """Discounted mean of weighted values at the profile."""
        return self._amounts(self._payoffs([self._profile()])[0])

    def gain(self) -> Result:
        """payoff(C) - payoff(D), other conditions on both sides."""
        to = self._profile(_pins(self.space, self.query.to))
        other = self._profile(_pins(self.space, self.query.instead_of))
        there, here = self._payoffs([to, other])
        return self._amounts(there - here)

    def final(self) -> Result:
        """Level after the last update."""
        return self._level("final")

    def average(self) -> Result:
        """Undiscounted mean of a level."""
        return self._level("average")

    def peak(self) -> Result:
        """Highest level."""
        return self._level("peak")

    def _level(self, kind: str) -> Result:
        level = Level(kind, self.query.subject.name)
        return self._amounts(
            self.bench.level_at(level, self.seen_by, self.horizon, self._profile())
        )

    # -- truths -----------------------------------------------------------------------------------

    def likes(self) -> Result:
        """Better off with the first condition than with each other option of its decision."""
        (axis, option), *others = self.conditions.items()
        rest = dict(others)
        outcome = self._profile({axis: option, **rest}, own=False)
        instead = _pins(self.space, self.query.instead_of)
        if instead:
            rivals = [self._profile({**rest, **instead}, own=False)]
        else:
            rivals = [
                self._profile({**rest, axis: other}, own=False)
                for other in range(self.space.shape[axis])
                if other != option
            ]
        here, *there = self._payoffs([outcome, *rivals])
        holds = (
            np.logical_and.reduce([here - other > self.situation.epsilon for other in there])
            if there
            else np.ones(here.shape, dtype=bool)
        )
        return Answer(np.asarray(holds), np.zeros(here.shape, dtype=bool))

    def acts(self) -> Result:
        """Some option other than `now` beats `now` once the others have settled around it."""
        truth = acts(self.space, self._axis(), self._foresight(), self.situation.epsilon)
        return Answer(truth.holds & ~truth.cycles, truth.cycles)

    def cycles(self) -> Result:
        """The settling never comes to rest."""
        found = self._settlement().cycles
        return Answer(found, np.zeros_like(found))

    # -- options ----------------------------------------------------------------------------------

    def best(self) -> Result:
        """The owner's best option, all others held."""
        axis = self._axis()
        owner = self.space.owners[axis]
        profile = self._profile()
        variants = [
            (*profile[:axis], option, *profile[axis + 1 :])
            for option in range(self.space.shape[axis])
        ]
        payoffs = self.bench.payoffs_at(owner, self.seen_by, self.horizon, variants)
        pinned = {a: o for a, o in enumerate(profile) if a != axis}
        shape = [1] * len(self.space.shape)
        shape[axis] = len(variants)
        table = payoffs.reshape(*shape, payoffs.shape[-1])
        choice = best(self.space, {owner: table}, axis, profile, pinned, self.situation.epsilon)
        return Options(self.query.subject.name, choice)

    def settled(self) -> Result:
        """Where the decision comes to rest."""
        settlement = self._settlement()
        option = settlement.profile[self._axis()]
        tied = np.zeros(option.shape, dtype=bool)
        return Options(self.query.subject.name, Choice(option, tied))

    def foresees(self) -> Result:
        """The option that is best once the others have settled around it."""
        return Options(self.query.subject.name, self._foresight().choice)

    def _settlement(self) -> Settlement:
        s = self.situation
        return settle(
            self.space,
            self._tensor(),
            self._profile(),
            self._pinned(),
            s.agreements,
            s.epsilon,
            s.order,
        )

    def _foresight(self) -> Foresight:
        s = self.situation
        return foresees(
            self.space,
            self._tensor(),
            self._axis(),
            self._profile(),
            self._pinned(),
            s.agreements,
            s.epsilon,
            s.order,
        )

    # -- profiles and payoffs ---------------------------------------------------------------------

    def _axis(self) -> int:
        return self.space.axis[self.query.subject.name]

    def _pinned(self) -> dict[int, int]:
        return {**self.conditions, **self.situation.held}

    def _profile(self, more: Mapping[int, int] | None = None, *, own: bool = True) -> Profile:
        """`now`, then `start`, then the conditions, then `hold`."""
        profile = list(self.situation.start)
        pins = {**(self.conditions if own else {}), **(more or {}), **self.situation.held}
        for axis, option in pins.items():
            profile[axis] = option
        return tuple(profile)

    def _tensor(self) -> dict[str, FloatArray]:
        return self.bench.grid_payoffs(self.seen_by, self.horizon, self._pinned())

    def _payoffs(self, profiles: list[Profile]) -> FloatArray:
        return self.bench.payoffs_at(self.query.subject.name, self.seen_by, self.horizon, profiles)

    def _amounts(self, value: FloatArray) -> Amounts:
        return Amounts(value, np.zeros(value.shape, dtype=bool))


def _pins(space: ProfileSpace, conditions: tuple[Is, ...]) -> dict[int, int]:
    pins: dict[int, int] = {}
    for condition in conditions:
        assert isinstance(condition.subject, Name)
        decision = condition.subject.name
        pins[space.axis[decision]] = space.option(decision, condition.options[0].name)
    return pins


_OPERATIONS: Mapping[str, Callable[..., FloatArray]] = {
    "neg": np.negative,
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "min": lambda *a: np.minimum.reduce(a),
    "max": lambda *a: np.maximum.reduce(a),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "logistic": lambda x: 1.0 / (1.0 + np.exp(-x)),
    "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "step": lambda x: x >= 0.0,
}
