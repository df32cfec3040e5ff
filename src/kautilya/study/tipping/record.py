"""What a sweep found: where along a premise a choice or a verdict turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.study.deciding import Subject


@dataclass(frozen=True)
class Swept:
    """A premise or a belief that is held at one value after another.

    Parameters
    ----------
    name
        The premise, or ``ACTOR.believes.NAME``.
    says, status, unit, sources, line
        As the author wrote it, and where.
    low, high
        From where to where it is held.
    declared
        Its range as declared; None where it has none.
    today
        What it is taken to be today: the likeliest value, else the middle of its range; for a fact
        that is so or not, the middle of the band of its chance.
    today_is
        How `today` was found, in words.
    is_chance
        Whether it is so or not in each world. Its chance is then what is moved from 0 to 1.
    believed_by
        Actors that take it to be something of their own, so that the fact does not move them.
    tied
        Other premises whose draws are tied to it by `corr`; they stay as drawn.
    """

    name: str
    says: str
    status: str
    unit: str
    sources: tuple[str, ...]
    line: int
    low: float
    high: float
    declared: tuple[float, float] | None
    today: float
    today_is: str
    is_chance: bool
    believed_by: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()

    @property
    def is_beyond(self) -> bool:
        """Whether the values go beyond the declared range."""
        return self.declared is not None and (
            self.low < self.declared[0] or self.high > self.declared[1]
        )

    @property
    def unit_of_distance(self) -> float:
        """The length of its range; of the values swept where it has none."""
        low, high = self.declared if self.declared is not None else (self.low, self.high)
        return high - low


@dataclass(frozen=True)
class Flip:
    """A value at which the choice of most worlds changes, or the verdict.

    Parameters
    ----------
    at
        The value; for a fact that is so or not, its chance.
    before, after
        The option, or ``passes`` and ``fails``, below and above it.
    error
        Monte Carlo error, 95%, by the paired bootstrap of worlds; within the values swept.
    error_open
        Whether the error goes on below the lowest and above the highest value swept.
    worlds
        From the 5th to the 95th of a hundred single worlds that flip so; None where single worlds
        do not flip at a value: for a fact that is so or not, and in a test of irrelevance.
    flipping
        Share of worlds that flip so somewhere along the values; None in a test of irrelevance.
    today
        Where it stands today: as `Swept.today`, unless the proposition's scenario sets it.
    distance
        From today to the flip in units of the premise's range, positive above today.
    """

    at: float
    before: str
    after: str
    error: tuple[float, float]
    error_open: tuple[bool, bool]
    worlds: tuple[float, float] | None
    flipping: float | None
    today: float
    distance: float


@dataclass(frozen=True)
class Course:
    """One question along a premise.

    Parameters
    ----------
    name
        The proposition, or the choice: ``foresees(board.dredging)``.
    decision, by, owner
        For a choice, the decision, ``best`` or ``foresees``, and who chooses as printed; empty for
        a proposition.
    says, stated, scenario, sources, line
        As the author wrote it, and where.
    values
        Values that were asked, rising.
    answers
        The option, or ``passes`` and ``fails``, at each value.
    shares
        Share of worlds at each value by option; for a proposition under ``holds``. In a test of
        irrelevance the difference between the ends of the premise that is called irrelevant.
        None where no world counts.
    authored
        The same with the premise drawn as authored.
    authored_answer
        The option, or ``passes`` and ``fails``, with the premise drawn as authored.
    left_out
        Largest share of worlds without an answer at any of the values.
    flips
        Every place where the answer turns, in rising order.
    """

    name: str
    decision: str
    by: str
    owner: str
    says: str
    stated: str
    scenario: str | None
    sources: tuple[str, ...]
    line: int
    values: tuple[float, ...]
    answers: tuple[str, ...]
    shares: Mapping[str, tuple[float | None, ...]]
    authored: Mapping[str, float | None]
    authored_answer: str
    left_out: float
    flips: tuple[Flip, ...]

    @property
    def moves(self) -> tuple[float, float]:
        """Lowest and highest share along the values, of whatever moves most."""
        spans = []
        for shares in self.shares.values():
            known = [share for share in shares if share is not None]
            if known:
                spans.append((min(known), max(known)))
        return max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))


@dataclass(frozen=True)
class Tipping:
    """Where along one premise what turns.

    Parameters
    ----------
    subject
        The case, seed and worlds.
    swept
        The premise.
    grid
        Values at which everything was asked, rising.
    courses
        The questions: choices first, then propositions in the order of the file.
    unmoved
        How many questions were left aside because they do not depend on the premise.
    """

    subject: Subject
    swept: Swept
    grid: tuple[float, ...]
    courses: tuple[Course, ...]
    unmoved: int


@dataclass(frozen=True)
class NearestOther:
    """The nearest place on a map with another answer than today's.

    Parameters
    ----------
    first, second
        The values.
    answer
        What is answered there.
    distances
        The way from today in units of each premise's range.
    """

    first: float
    second: float
    answer: str
    distances: tuple[float, float]


@dataclass(frozen=True)
class Plan:
    """One question over two premises.

    Parameters
    ----------
    name, decision, by, owner, says, stated, scenario, sources, line
        As for `Course`.
    answers
        The option, or ``passes`` and ``fails``: a row for each value of the second premise, rising,
        in it one for each value of the first.
    shares
        Share of worlds that give that option; for a proposition in which it holds. Rows as above.
    here
        The answer with both premises as they are today.
    nearest
        The nearest place with another answer; None where all of the map answers alike.
    """

    name: str
    decision: str
    by: str
    owner: str
    says: str
    stated: str
    scenario: str | None
    sources: tuple[str, ...]
    line: int
    answers: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[float | None, ...], ...]
    here: str
    nearest: NearestOther | None


@dataclass(frozen=True)
class TippingMap:
    """Where over two premises what turns.

    Parameters
    ----------
    subject
        The case, seed and worlds.
    first, second
        The premises.
    first_values, second_values
        Values at which they were held, rising; today's values are among them.
    plans
        The questions.
    unmoved
        How many questions were left aside because they depend on neither premise.
    """

    subject: Subject
    first: Swept
    second: Swept
    first_values: tuple[float, ...]
    second_values: tuple[float, ...]
    plans: tuple[Plan, ...]
    unmoved: int
