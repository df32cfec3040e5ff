"""What a stress test found: which single assumptions, pairs and joint changes move a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kautilya.payoffs import Setting
from kautilya.study.wording import percent
from kautilya.terms.html import part, table

REMOVALS = frozenset({"mechanism", "option", "belief", "interest"})
"""Kinds of change that take one element away."""


@dataclass(frozen=True)
class Variant:
    """One change of what the argument assumes.

    Parameters
    ----------
    name
        In words, as printed: ``without lost_grip``, ``tie_gain at 0.1``.
    kind
        ``mechanism``, ``option``, ``belief``, ``interest`` (taken away), ``premise`` or ``held``
        (a premise or a belief at one end of its range), ``weights``, ``anchors``, ``time``
        (horizon or discount), ``order`` (of moving), ``paragraph`` (everything that cites it),
        ``pair`` or ``joint``.
    elements
        What it is about, by the names of the case.
    setting
        The change, but for horizon and order.
    horizon
        Months; the case's own where None.
    order
        Actors in the order in which they move; the case's own where None.
    """

    name: str
    kind: str
    elements: tuple[str, ...]
    setting: Setting = field(default_factory=Setting)
    horizon: int | None = None
    order: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Effect:
    """What one variant does to one proposition, on the same worlds.

    Parameters
    ----------
    variant, proposition
        By name.
    before, after
        Share of worlds in which it holds, without and with the change; for a test of irrelevance
        how far the ends of the premise lie apart.
    difference, error
        Paired difference and its standard error.
    worlds
        Worlds that were compared.
    flips
        Whether it passes on one side only, by more than twice the error.
    """

    variant: str
    proposition: str
    before: float
    after: float
    difference: float
    error: float
    worlds: int
    flips: bool


@dataclass(frozen=True)
class Cut:
    """The smallest set of removals found that overturns a verdict.

    Parameters
    ----------
    elements
        What is taken away together; empty where nothing that was tried overturns it.
    after
        Share of worlds in which the proposition then holds.
    tried
        How far the search went, in words.
    """

    elements: tuple[str, ...]
    after: float
    tried: str


@dataclass(frozen=True)
class Wide:
    """A proposition under many changes at once.

    Parameters
    ----------
    passes, trials
        In how many joint changes it passes, of how many.
    low, high
        Lowest and highest share among them.
    """

    passes: int
    trials: int
    low: float
    high: float


@dataclass(frozen=True)
class Tested:
    """A proposition and what the stress test did to it.

    Parameters
    ----------
    name, says, stated, source, line, system
        As the author wrote it, and where.
    share, passes
        Share of worlds in which it holds as authored, and whether it passes so.
    flips
        Single changes that turn the verdict, the largest first.
    pairs
        Pairs that turn it where neither member does alone.
    cut
        The smallest set of removals that overturns it; None where it fails as it is.
    wide
        Many changes at once.
    unneeded
        Paragraphs all of whose content can go without the verdict turning.
    needed
        Paragraphs without whose content it turns.
    """

    name: str
    says: str
    stated: str
    source: tuple[str, ...]
    line: int
    system: str | None
    share: float
    passes: bool
    flips: tuple[Effect, ...]
    pairs: tuple[Effect, ...]
    cut: Cut | None
    wide: Wide | None
    unneeded: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Carrier:
    """An element and the verdicts that turn on it.

    Parameters
    ----------
    element
        Its name in the case.
    line, source
        Where it stands, and what it cites.
    says
        What it states.
    turns
        Propositions whose verdict a change of it turns.
    """

    element: str
    line: int
    source: tuple[str, ...]
    says: str
    turns: tuple[str, ...]


@dataclass(frozen=True)
class Stress:
    """A stress test.

    Parameters
    ----------
    case, title, publisher, year, case_hash, file, seed, worlds
        What was tested, from which seed, on how many worlds.
    variants
        How many changes of each kind were tried.
    tested
        Each proposition.
    carriers
        Elements by the number of verdicts that turn on them.
    leading
        The six elements that were taken away in pairs.
    names
        What each variant is about, by the variant's name.
    whole
        Whether everything was run; False where the run was stopped before its end.
    """

    case: str
    title: str
    publisher: str
    year: int | None
    case_hash: str
    file: str
    seed: int
    worlds: int
    variants: Mapping[str, int]
    tested: tuple[Tested, ...]
    carriers: tuple[Carrier, ...]
    leading: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    whole: bool

    def _repr_html_(self) -> str:
        carriers = [
            (c.element, c.says, len(c.turns), ", ".join(c.turns), f"line {c.line}")
            for c in self.carriers
        ]
        tested = [
            (
                t.name,
                t.stated,
                percent(t.share),
                "passes" if t.passes else "fails",
                len(t.flips),
                " + ".join(t.cut.elements) if t.cut is not None else "",
            )
            for t in self.tested
        ]
        tried = sum(self.variants.values())
        return part(
            table(
                "What carries the argument", ("element", "says", "turns", "verdicts", ""), carriers
            ),
            table(
                "Propositions",
                ("proposition", "stated", "of worlds", "", "single changes that turn it", "cut"),
                tested,
            ),
            note=f"{tried:,} changes on {self.worlds:,} worlds of {self.case}, seed {self.seed}"
            + ("" if self.whole else "; stopped before its end"),
        )

    def to_pandas(self) -> Any:
        """Changes that turn a verdict as a table of pandas, one row for each with its effect."""
        from kautilya.study.frames import stress_frame

        return stress_frame(self)

    def to_xarray(self) -> Any:
        """Which elements turn which verdicts, as an array of xarray."""
        from kautilya.study.frames import stress_array

        return stress_array(self)

    def __repr__(self) -> str:
        turned = sum(bool(t.flips) for t in self.tested)
        return (
            f"<Stress {self.case}: {len(self.tested)} propositions, {turned} turned by one change>"
        )
