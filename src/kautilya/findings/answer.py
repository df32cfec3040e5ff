"""What a claim answers, world by world, and where it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from kautilya.findings.declared import Declared
from kautilya.findings.table import Pinned
from kautilya.payoffs import Profile
from kautilya.solve import Agreement, Choice
from kautilya.terms import BoolArray, FloatArray


class NotFiniteClaim(ArithmeticError):
    """A claim whose arithmetic has no finite number, with the place in its text."""

    def __init__(self, at: int, length: int) -> None:
        super().__init__("a value in the claim is not finite")
        self.at, self.length = at, length

    def __reduce__(self) -> tuple[object, ...]:
        """Travels between processes whole, with its notes."""
        return type(self), (self.at, self.length), self.__dict__


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
    declared
        What queries read of the case beside payoffs.
    """

    start: Profile
    held: Pinned
    voice: str | None
    agreements: tuple[Agreement, ...]
    epsilon: float
    horizon: int
    order: tuple[str, ...] | None = None
    declared: Declared = field(default_factory=Declared)
