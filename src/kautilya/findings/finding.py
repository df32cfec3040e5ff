"""What was found: one record for each proposition, with all that a reader may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kautilya.credence import Fit
from kautilya.terms.html import table


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


SCARCELY = 0.1
"""Where a smaller share of worlds agrees with what was observed, the model is in doubt."""


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
    agreeing
        Worlds counted, of those that agree with what was observed, by shape of draw; empty where
        nothing was observed. The fit does not depend on them.
    agreeing_differences
        The differences on those worlds, for a test of irrelevance.
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
    agreeing: Mapping[str, Tally] = field(default_factory=dict)
    agreeing_differences: Mapping[str, float] = field(default_factory=dict)

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
        return _over_shapes(self.tallies, self.differences)

    @property
    def agreeing_share(self) -> float | None:
        """Share as authored of the worlds that agree with what was observed; None where none does.

        For a test of irrelevance, how far apart the shares at the premise's two ends lie.
        """
        if self.differences:
            apart = self.agreeing_differences.get("authored")
            return None if apart is None else abs(apart)
        tally = self.agreeing.get("authored")
        return tally.share if tally and tally.counted else None

    @property
    def agreeing_interval(self) -> tuple[float, float] | None:
        """The same of the worlds that agree with what was observed; None where there is none."""
        agreeing = {} if self.differences else self.agreeing
        return _over_shapes(agreeing, self.agreeing_differences)

    @property
    def passes(self) -> bool:
        """Whether the conclusion is at least as certain as the text says."""
        return self.fit in (Fit.AS_STATED, Fit.UNDERSTATED)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Paragraphs of the source that state it."""
        return tuple(s.partition("#")[2] for s in self.sources if "#" in s)

    def _repr_html_(self) -> str:
        fit = f"untested: {self.untested}" if self.fit is None else str(self.fit)
        shares = {
            shape: f"{tally.share:.1%} of {tally.counted:,} worlds"
            for shape, tally in self.tallies.items()
            if tally.counted
        }
        rows = {
            "says": self.says,
            "claim": self.claim,
            "stated": self.stated,
            "fit": fit,
            "standing": " ".join(filter(None, (str(self.standing), ", ".join(self.rests_on)))),
            **shares,
            "source": " ".join(self.sources),
            "written": f"{self.file}:{self.line}" if self.line else "",
        }
        return table(self.id, (), [(name, text) for name, text in rows.items() if text])


def _over_shapes(
    tallies: Mapping[str, Tally], differences: Mapping[str, float]
) -> tuple[float, float] | None:
    """Lowest and highest share, or size of a difference, over the shapes with any world."""
    if differences:
        shares = [abs(difference) for difference in differences.values()]
    else:
        shares = [t.share for t in tallies.values() if t.counted]
    return (min(shares), max(shares)) if shares else None


@dataclass(frozen=True)
class Observed:
    """What was seen to happen, and how many worlds agree with it.

    Parameters
    ----------
    says, expect
        Each observation in the author's words, and as a claim.
    sources, lines
        Where each is cited from, and its line in the case.
    alone
        Worlds as authored that agree with each one.
    kept, worlds
        Worlds that agree with all of them, and worlds drawn, by shape of draw.
    """

    says: tuple[str, ...]
    expect: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    alone: tuple[int, ...]
    kept: Mapping[str, int]
    worlds: Mapping[str, int]

    @property
    def share(self) -> float:
        """Share of the worlds as authored that agree: the effective number over all."""
        return self.kept["authored"] / max(1, self.worlds["authored"])

    @property
    def warns(self) -> bool:
        """Whether so few worlds agree that the model is in doubt."""
        return self.share < SCARCELY
