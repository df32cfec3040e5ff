"""What was found: one record for each proposition, with all that a reader may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kautilya.credence import Fit


class Standing(StrEnum):
    """What a verdict rests on."""

    UNTESTED = "untested"
    UNKNOWN = "not examined"
    VACUOUS = "vacuous"
    ENTAILED = "entailed"
    ROBUST = "robust"
    RESTING = "resting on"
    FAILS = "fails in all"
    WOULD_HOLD = "would hold without"
    SHAPE = "the shape of draw decides"


@dataclass(frozen=True)
class Tally:
    """Worlds counted under one shape of draw.

    Parameters
    ----------
    holds
        Worlds in which the claim holds, of those counted.
    counted
        Worlds in which the antecedent holds and the claim has an answer.
    missing
        Worlds left out because the claim needs a value that `cycles`.
    excluded
        Worlds left out because the antecedent does not hold.
    """

    holds: int = 0
    counted: int = 0
    missing: int = 0
    excluded: int = 0

    @property
    def share(self) -> float:
        """Share of the counted worlds in which the claim holds; 0 where none is counted."""
        return self.holds / self.counted if self.counted else 0.0

    @property
    def worlds(self) -> int:
        """All worlds."""
        return self.counted + self.missing + self.excluded

    def __add__(self, other: Tally) -> Tally:
        """Both runs of worlds together."""
        return Tally(
            self.holds + other.holds,
            self.counted + other.counted,
            self.missing + other.missing,
            self.excluded + other.excluded,
        )


@dataclass(frozen=True)
class Extent:
    """In how many worlds a claim holds in all equilibria, in some, in none, or has none.

    Parameters
    ----------
    in_all, in_some, in_none
        Worlds with equilibria, by where the claim holds.
    without
        Worlds without a pure equilibrium.
    """

    in_all: int = 0
    in_some: int = 0
    in_none: int = 0
    without: int = 0

    @property
    def worlds(self) -> int:
        """All worlds that were looked at."""
        return self.in_all + self.in_some + self.in_none + self.without

    def shares(self) -> dict[str, float]:
        """Each number as a share of worlds."""
        total = max(1, self.worlds)
        return {
            "all": self.in_all / total,
            "some": self.in_some / total,
            "none": self.in_none / total,
            "no equilibrium": self.without / total,
        }

    def __add__(self, other: Extent) -> Extent:
        """Both runs of worlds together."""
        return Extent(
            self.in_all + other.in_all,
            self.in_some + other.in_some,
            self.in_none + other.in_none,
            self.without + other.without,
        )


@dataclass(frozen=True)
class Removal:
    """What one removal does to a claim, on the same worlds.

    Parameters
    ----------
    name
        What is taken away.
    share
        Share without it.
    difference, error
        Paired difference of shares and its standard error.
    passes
        Whether the claim passes without it.
    flips
        Whether passing changes and the difference exceeds twice its error.
    """

    name: str
    share: float
    difference: float
    error: float
    passes: bool
    flips: bool


@dataclass(frozen=True)
class Finding:
    """The verdict on one proposition.

    Parameters
    ----------
    id, says, system, voice, rows, sources, stated, claim, given, scenario, hold, because
        The proposition as the author wrote it.
    untested
        Why there is no test, or empty.
    tallies
        Worlds counted, by shape of draw.
    fit, standing, rests_on
        The verdict on both axes, and the elements that `standing` names.
    removals
        Every removal that was tried, the most telling first.
    error
        95% interval (Wilson) of the share as authored.
    saturated, near_edge
        Whether the share is 0 or 1; whether the Monte Carlo error crosses an edge of the band.
    orders
        Lowest and highest share under other orders of moving, where the claim asks for a settling.
    extent
        Where the actors could come to rest otherwise: the share of worlds in which the claim holds
        in all pure equilibria, in some, in none. None where the claim asks for no settling.
    base
        Share as authored on the worlds of the removals.
    file, line
        Where the proposition stands.
    reply
        The author's answer.
    differences
        For a test of irrelevance, by shape of draw: the share at the premise's low end less that
        at its high end, on the same worlds.
    """

    id: str
    says: str
    system: str | None
    voice: str
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    stated: str
    claim: str
    given: str
    scenario: str | None
    hold: tuple[str, ...]
    because: tuple[str, ...]
    untested: str
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    fit: Fit | None = None
    standing: Standing = Standing.UNTESTED
    rests_on: tuple[str, ...] = ()
    removals: tuple[Removal, ...] = ()
    error: tuple[float, float] = (0.0, 1.0)
    saturated: bool = False
    near_edge: bool = False
    orders: tuple[float, float] | None = None
    extent: Extent | None = None
    base: float | None = None
    vacuity: str = ""
    file: str = ""
    line: int = 0
    reply: str = ""
    differences: Mapping[str, float] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Worlds counted as authored."""
        tally = self.tallies.get("authored")
        return tally.counted if tally else 0

    @property
    def share(self) -> float | None:
        """Share as authored; None where nothing was tested.

        For a test of irrelevance, how far apart the shares at the premise's two ends lie.
        """
        if self.differences:
            return abs(self.differences["authored"])
        tally = self.tallies.get("authored")
        return tally.share if tally and tally.counted else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lowest and highest share over the shapes of draw."""
        if self.differences:
            apart = [abs(difference) for difference in self.differences.values()]
            return min(apart), max(apart)
        shares = [t.share for t in self.tallies.values() if t.counted]
        return (min(shares), max(shares)) if shares else None

    @property
    def passes(self) -> bool:
        """Whether the conclusion is at least as certain as the text says."""
        return self.fit in (Fit.AS_STATED, Fit.UNDERSTATED)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Paragraphs of the source that state it."""
        return tuple(s.partition("#")[2] for s in self.sources if "#" in s)
