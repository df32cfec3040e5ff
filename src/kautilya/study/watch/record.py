"""What to watch: observable signs that a verdict or the central choice is about to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.study.deciding import Subject


@dataclass(frozen=True)
class Consequence:
    """A verdict or a choice that a sign would change.

    Parameters
    ----------
    name
        The proposition, or the choice: ``foresees(board.dredging)``.
    decision, by, owner
        For a choice, the decision, ``best`` or ``foresees``, and who chooses as printed; empty for
        a proposition.
    says, stated, scenario, sources, line, system, actors
        As the author wrote it, and where; and whose choice, payoff or view it is about.
    level
        The level at which it changes; for what is so or not, the chance at which it would. None
        where it has changed already at today's level, and holds as authored only because the level
        is open.
    distance
        From today to the level, in units of the range; never negative.
    before, after
        ``passes`` and ``fails``, or the option that most worlds choose: as authored, and with the
        sign.
    shares
        For a proposition the share of worlds in which it holds, as authored and with the sign; in
        a test of irrelevance the difference between the ends of the premise that is called
        irrelevant. For a choice the share that chooses `after`.
    at_edge
        Whether the answer as authored stands so near an edge that other draws of as many worlds
        could have another: then nearly anything changes it.
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
    system: str | None
    actors: tuple[str, ...]
    level: float | None
    distance: float
    before: str
    after: str
    shares: tuple[float, float]
    at_edge: bool


@dataclass(frozen=True)
class Indicator:
    """Something to watch.

    Parameters
    ----------
    name, kind
        A ``premise``, a ``belief`` (``ACTOR.believes.NAME``), a ``mechanism`` or a ``stock``.
    says, status, unit, sources, line, system
        As the author wrote it, and where.
    sign
        What to watch for: ``above`` or ``below`` a level; ``so`` or ``not so``; ``in force`` or
        ``not in force``.
    observable
        Whether it can be seen before it has to be judged: it is on record or stated in the text, it
        is a fact that is so or not, a quantity with a physical unit, or a stock.
    level
        The nearest level at which something changes; None for what is so or not.
    today
        Where it stands today; for what is so or not, the chance that it is so.
    today_is
        How that was found, in words.
    span
        Its range; for a stock from the 5th to the 95th of a hundred worlds.
    end
        The level with which the shares of the consequences were found; None for what is so or not.
    months
        For a stock, after how many months it is looked at.
    distance
        From today to the nearest change, in units of the range; of answers that do not stand at an
        edge, where there are any.
    consequences
        What it would change, the nearest first.
    """

    name: str
    kind: str
    says: str
    status: str
    unit: str
    sources: tuple[str, ...]
    line: int
    system: str | None
    sign: str
    observable: bool
    level: float | None
    today: float
    today_is: str
    span: tuple[float, float]
    end: float | None
    months: int | None
    distance: float
    consequences: tuple[Consequence, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        """Whose choice, payoff or view its consequences are about."""
        return tuple(dict.fromkeys(a for c in self.consequences for a in c.actors))

    @property
    def firm(self) -> tuple[Consequence, ...]:
        """Consequences for answers that do not stand at an edge as authored."""
        return tuple(c for c in self.consequences if not c.at_edge)


@dataclass(frozen=True)
class ChoiceToday:
    """What is chosen as authored.

    Parameters
    ----------
    name, decision, by, owner
        As for `Consequence`.
    shares
        Share of worlds by option.
    """

    name: str
    decision: str
    by: str
    owner: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class WatchList:
    """What to watch, ranked.

    Parameters
    ----------
    subject
        The case, seed and worlds.
    choices
        The focal choice as authored; none where the case names none.
    propositions
        How many verdicts were watched.
    tried
        How many premises, beliefs, mechanisms and stocks were looked at, by kind.
    indicators
        What to watch: what can be observed, then stocks, then what has to be judged; in each part
        by how much it would change of what does not stand at an edge, then by how near it is.
    at_edge
        Verdicts and choices that stand at an edge as authored, so that nearly anything changes
        them. Changes of premises, beliefs and mechanisms are not tried on them.
    systems, actors
        Titles and names as printed.
    whole
        Whether everything was tried; False where it was stopped before its end.
    """

    subject: Subject
    choices: tuple[ChoiceToday, ...]
    propositions: int
    tried: Mapping[str, int]
    indicators: tuple[Indicator, ...]
    at_edge: tuple[str, ...]
    systems: Mapping[str, str]
    actors: Mapping[str, str]
    whole: bool
