"""The answer of a claim, world by world.

A world in which a claim needs a value that is `cycles` has no answer; whether it needs it follows
the logic of three values: `false and cycles` is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from kautilya.case.expression import Apply, Expression, Is, Name, Number, Query
from kautilya.findings.answer import Amounts, Answer, NotFiniteClaim, Options, Result, Situation
from kautilya.findings.posed import Tables
from kautilya.findings.query import Asked
from kautilya.findings.table import Table
from kautilya.payoffs import Change
from kautilya.solve import Choice
from kautilya.terms import BoolArray, FloatArray


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
    tables
        Gives the bench of what a query changes and knows; where None, `bench` under the change,
        and no query may ask for a choice that knows less than everything.
    """

    def __init__(
        self,
        bench: Table,
        situation: Situation,
        worlds: int,
        tables: Tables | None = None,
    ) -> None:
        self.bench, self.situation, self.worlds = bench, situation, worlds
        self._tables = self._of_bench if tables is None else tables
        self._broken = np.zeros(worlds, dtype=bool)
        self._place = (0, 1)

    def claim(self, tree: Expression) -> Answer:
        """Answer of a whole claim.

        Raises
        ------
        NotFiniteClaim
            Where the answer needs a value that is not finite; a branch that is not taken, and the
            rest of an `and` that is false already, break nothing.
        """
        answer = self._truth(self.result(tree))
        if np.any(self._broken & answer.missing):
            raise NotFiniteClaim(*self._place)
        return answer

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
            return Amounts(power, self._unknown(tree, power, base.missing))
        args = [self._number(self.result(a)) for a in tree.args]
        missing = np.logical_or.reduce([a.missing for a in args])
        with np.errstate(all="ignore"):
            value = _OPERATIONS[tree.op](*(a.value for a in args))
        missing = self._unknown(tree, value, missing)
        if np.asarray(value).dtype == np.bool_:
            return Answer(np.logical_and(value, ~missing), missing)
        return Amounts(value, missing)

    def _unknown(self, tree: Apply, value: FloatArray, missing: BoolArray) -> BoolArray:
        """Where a value is missing: where it was, and where it is not finite."""
        broken = ~np.isfinite(value) & ~missing
        if np.any(broken):
            if not np.any(self._broken):
                self._place = (tree.at, tree.length)
            self._broken = self._broken | broken
        return missing | broken

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
        return self._spread(Asked(self.situation, self._tables, query).answer())

    def _of_bench(self, change: Change, knowing: tuple[str, ...] | None) -> Table:
        if knowing is not None:
            raise TypeError("what is known is asked of other worlds than those of one bench")
        return self.bench.under(change)

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
