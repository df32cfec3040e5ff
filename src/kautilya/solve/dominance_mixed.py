"""Whether a mixture of strategies dominates one: by linear programming, then checked exactly.

The program is solved in floating point; its solution is rounded to fractions, and what counts is
only what these prove. A mixture that dominates in exact arithmetic proves dominance. Weights on the
others' choices under which no strategy gains enough on average prove that nothing dominates. What
neither proves is left undecided, with its margin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from kautilya.terms import FloatArray

__all__ = ["Mixture", "Verdict", "dominating_mixture"]

_Exact = list[list[Fraction]]

_DENOMINATOR = 10**6
_NEAR = 1e-9


@dataclass(frozen=True)
class Mixture:
    """A mixture of strategies, with what it gains; exact.

    Parameters
    ----------
    weights : mapping of int to Fraction
        Strategy to probability; all above 0, with sum 1.
    least, most : Fraction
        What it gains at least and at most on the dominated strategy, over all choices that are left
        to the others.
    """

    weights: Mapping[int, Fraction]
    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class Verdict:
    """Whether a mixture dominates a strategy.

    Parameters
    ----------
    mixture : Mixture or None
        One that does, checked in exact arithmetic; None if none was found.
    margin : float or None
        None if it is proven either way; else by how much the best mixture found seemed to exceed
        what is needed, in floating point.
    """

    mixture: Mixture | None
    margin: float | None = None


def dominating_mixture(
    table: NDArray[Any], strategy: int, pool: Sequence[int], epsilon: float, weak: bool
) -> Verdict:
    """Look for a mixture of some strategies that dominates another strategy.

    Parameters
    ----------
    table : array, shape (K, R)
        An actor's payoffs: own strategy by joint choice of the others; floats or fractions.
    strategy : int
        The strategy that may be dominated.
    pool : sequence of int
        The strategies that may be mixed; `strategy` itself is left out.
    epsilon : float
        Differences in payoff up to this are ties.
    weak : bool
        Whether weak dominance is enough: never worse by more than epsilon, and once better by more.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> table = np.array([[3.0, 0.0], [1.0, 1.0], [0.0, 3.0]])
    >>> dominating_mixture(table, 1, [0, 1, 2], 0.0, weak=False).mixture
    Mixture(weights={0: Fraction(1, 2), 2: Fraction(1, 2)}, least=Fraction(1, 2),
            most=Fraction(1, 2))
    >>> dominating_mixture(table, 0, [0, 1, 2], 0.0, weak=False)
    Verdict(mixture=None, margin=None)
    """
    others = [each for each in pool if each != strategy]
    if not others:
        return Verdict(None)
    base = [Fraction(payoff) for payoff in table[strategy].tolist()]
    gains = [
        [Fraction(payoff) - low for payoff, low in zip(table[each].tolist(), base, strict=True)]
        for each in others
    ]
    question = _Question(others, gains, Fraction(epsilon))
    return question.weakly() if weak else question.strictly()


@dataclass(frozen=True)
class _Question:
    """What each strategy of a pool gains on another one, for each joint choice of the others."""

    pool: Sequence[int]
    gains: _Exact
    epsilon: Fraction

    def strictly(self) -> Verdict:
        """Whether a mixture gains more than epsilon throughout."""
        found = self._surest()
        if found.status != 0:
            return Verdict(None, float("nan"))
        mixture = self._proven(found, lambda least, most: least > self.epsilon)
        if mixture is not None:
            return Verdict(mixture)
        if any(self._best_against(belief) <= self.epsilon for belief in self._beliefs(found)):
            return Verdict(None)
        return Verdict(None, -float(found.fun) - float(self.epsilon))

    def weakly(self) -> Verdict:
        """Whether a mixture never loses more than epsilon and once gains more."""
        found = self._surest()
        if found.status == 0 and any(
            self._best_against(belief) < -self.epsilon for belief in self._beliefs(found)
        ):
            return Verdict(None)
        surest = float("nan") if found.status != 0 else -float(found.fun) + float(self.epsilon)
        margins: list[float] = []
        for column in range(len(self.gains[0])):
            verdict = self._weakly_by(column, surest)
            if verdict.mixture is not None:
                return verdict
            if verdict.margin is not None:
                margins.append(verdict.margin)
        return Verdict(None, max(margins)) if margins else Verdict(None)

    def _surest(self) -> Any:
        """The mixture whose least gain is highest, in floating point."""
        gains = self._floats
        count, columns = gains.shape
        return linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=np.hstack([-gains.T, np.ones((columns, 1))]),
            b_ub=np.zeros(columns),
            A_eq=np.append(np.ones(count), 0.0)[np.newaxis],
            b_eq=[1.0],
            bounds=[(0, None)] * count + [(None, None)],
            method="highs-ds",
        )

    def _weakly_by(self, column: int, surest: float) -> Verdict:
        """Whether a mixture gains more than epsilon in a column and nowhere loses more."""
        gains, slack = self._floats, float(self.epsilon)
        count, columns = gains.shape
        found = linprog(
            -gains[:, column],
            A_ub=-gains.T,
            b_ub=np.full(columns, slack),
            A_eq=np.ones((1, count)),
            b_eq=[1.0],
            bounds=(0, None),
            method="highs-ds",
        )
        if found.status != 0:
            return Verdict(None, surest)
        mixture = self._proven(
            found, lambda least, most: least >= -self.epsilon and most > self.epsilon
        )
        if mixture is not None:
            return Verdict(mixture)
        if any(
            self._most_in(column, prices) <= self.epsilon for prices in self._prices(found, column)
        ):
            return Verdict(None)
        return Verdict(None, -float(found.fun) - slack)

    @property
    def _floats(self) -> FloatArray:
        """The gains in floating point."""
        return np.array(self.gains, dtype=np.float64)

    def _proven(self, found: Any, enough: Callable[[Fraction, Fraction], bool]) -> Mixture | None:
        """The mixture found, as fractions, if it gains enough in exact arithmetic."""
        weights = np.maximum(found.x[: len(self.pool)], 0.0)
        used = np.flatnonzero(weights > _NEAR).tolist()
        tight = np.flatnonzero(found.slack < _NEAR).tolist()
        # Where the gain is tight it is one number: the least, or minus epsilon.
        rows = [[*(self.gains[each][column] for each in used), Fraction(-1)] for column in tight]
        equations = [([*row], Fraction(0)) for row in rows]
        if found.x.size == len(self.pool):
            equations = [(row[:-1], -self.epsilon) for row in rows]
        sum_to_one = [Fraction(1)] * len(used) + [Fraction(0)] * (found.x.size - len(self.pool))
        equations.append((sum_to_one, Fraction(1)))
        for shares in _as_fractions(weights[used], equations):
            total = sum(shares)
            if total <= 0 or min(shares) < 0:
                continue
            mixed = [share / total for share in shares]
            gains = [
                _dot([self.gains[each][column] for each in used], mixed)
                for column in range(len(self.gains[0]))
            ]
            if enough(min(gains), max(gains)):
                named = {
                    self.pool[each]: share for each, share in zip(used, mixed, strict=True) if share
                }
                return Mixture(named, min(gains), max(gains))
        return None

    def _beliefs(self, found: Any) -> Iterator[list[Fraction]]:
        """Weights on the columns against which no strategy should gain more than the surest."""
        prices = np.maximum(-found.ineqlin.marginals, 0.0)
        columns = np.flatnonzero(prices > _NEAR).tolist()
        used = np.flatnonzero(found.x[:-1] > _NEAR).tolist()
        equations = [
            ([*(self.gains[each][column] for column in columns), Fraction(-1)], Fraction(0))
            for each in used
        ]
        equations.append(([Fraction(1)] * len(columns) + [Fraction(0)], Fraction(1)))
        for shares in _as_fractions(prices[columns], equations):
            total = sum(shares)
            if total > 0 and min(shares) >= 0:
                yield self._spread(columns, [share / total for share in shares])

    def _prices(self, found: Any, column: int) -> Iterator[list[Fraction]]:
        """Prices of the columns at which no strategy should be worth more than the best found."""
        prices = np.maximum(-found.ineqlin.marginals, 0.0)
        columns = np.flatnonzero(prices > _NEAR).tolist()
        used = np.flatnonzero(found.x > _NEAR).tolist()
        equations = [
            (
                [*(self.gains[each][other] + self.epsilon for other in columns), Fraction(-1)],
                -self.gains[each][column],
            )
            for each in used
        ]
        for shares in _as_fractions(prices[columns], equations):
            if not shares or min(shares) >= 0:
                yield self._spread(columns, shares)

    def _spread(self, columns: Sequence[int], shares: Sequence[Fraction]) -> list[Fraction]:
        """Numbers for some columns, as numbers for all, 0 elsewhere."""
        known = dict(zip(columns, shares, strict=True))
        return [known.get(column, Fraction(0)) for column in range(len(self.gains[0]))]

    def _best_against(self, belief: Sequence[Fraction]) -> Fraction:
        """The most that a strategy gains on average; no mixture gains more throughout."""
        return max(_dot(own, belief) for own in self.gains)

    def _most_in(self, column: int, prices: Sequence[Fraction]) -> Fraction:
        """A bound on what a mixture gains in a column if it nowhere loses more than epsilon."""
        return max(
            own[column] + _dot([gain + self.epsilon for gain in own], prices) for own in self.gains
        )


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    """The sum of products."""
    return sum((a * b for a, b in zip(one, other, strict=True) if b), Fraction(0))


def _as_fractions(
    numbers: FloatArray, equations: Sequence[tuple[list[Fraction], Fraction]]
) -> Iterator[list[Fraction]]:
    """Fractions that floats may stand for: simple ones, exact ones, and what equations say.

    The equations speak of the numbers first, and then perhaps of one more.
    """
    exact = [Fraction(number) for number in numbers.tolist()]
    yield [number.limit_denominator(_DENOMINATOR) for number in exact]
    yield exact
    solved = _solved(equations)
    if solved is not None:
        yield solved[: len(exact)]


def _solved(equations: Sequence[tuple[list[Fraction], Fraction]]) -> list[Fraction] | None:
    """The only solution of linear equations; None if there is none or more than one."""
    rows = [[*left, right] for left, right in equations]
    unknowns = len(rows[0]) - 1 if rows else 0
    for place in range(unknowns):
        pivot = next((row for row in range(place, len(rows)) if rows[row][place]), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        head = rows[place]
        scale = head[place]
        rows[place] = head = [entry / scale for entry in head]
        for number, row in enumerate(rows):
            if number != place and row[place]:
                rows[number] = [
                    entry - row[place] * above for entry, above in zip(row, head, strict=True)
                ]
    if any(row[-1] for row in rows[unknowns:]):
        return None
    return [row[-1] for row in rows[:unknowns]]
