"""Yardsticks: which share of worlds a hedge word stands for."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kautilya.credence.tables import TABLES, Table
from kautilya.diagnostics import near_miss


@dataclass(frozen=True, slots=True)
class Band:
    """The shares that a word stands for: an interval within [0, 1].

    Parameters
    ----------
    low, high
        Ends of the interval, as shares.
    closed_high
        Whether `high` itself belongs to the band.
    open_low
        Whether `low` itself is left out of it; seldom, as in *more likely than not*.

    Raises
    ------
    ValueError
        If the interval is empty or leaves [0, 1].

    Examples
    --------
    >>> likely = Band(0.55, 0.80, closed_high=False)
    >>> likely.contains(0.55), likely.contains(0.80)
    (True, False)
    """

    low: float
    high: float
    closed_high: bool
    open_low: bool = False

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.high <= 1.0:
            raise ValueError(
                f"a band lies within 0 and 1, low end first: {self.low} to {self.high}"
            )
        if self.low == self.high and (self.open_low or not self.closed_high):
            raise ValueError(f"a band of one share, {self.low}, holds that share")

    def contains(self, share: float) -> bool:
        """Whether a share lies in the band, its ends taken as they belong."""
        above_low = share > self.low if self.open_low else share >= self.low
        below_high = share <= self.high if self.closed_high else share < self.high
        return above_low and below_high


@dataclass(frozen=True)
class Yardstick:
    """A table between hedge words and bands of shares.

    Parameters
    ----------
    name, version, source
        What it is called, which edition this is, and where it is published.
    words
        The band of each word. Words are in lower case with single blanks.
    nested
        Whether wider words take in narrower ones. A share then never lies beyond a word's band on
        the side of certainty, so no claim can be *understated*.
    middle
        Words that claim odds of the middle although their band does not hold one half, as
        *realistic possibility* does in PHIA. They cannot be understated either.

    Notes
    -----
    A yardstick may have gaps, as PHIA has. A share in a gap is in neither word's band. For the
    word that is claimed its own nearest edge then decides, as everywhere: a share beyond the edge
    away from one half is understated, one short of the edge on the near side contested. So 0.77
    understates *likely* (0.55 to 0.75) and contests *highly likely* (0.80 to 0.90).

    See Also
    --------
    kautilya.credence.hedge_of : what a word claims, with the words that every yardstick shares.
    """

    name: str
    version: str
    source: str
    words: Mapping[str, Band]
    nested: bool
    middle: frozenset[str] = frozenset()


class UnknownYardstick(LookupError):
    """A yardstick that is not shipped; `near` is the one that was probably meant."""

    def __init__(self, name: str, near: str | None) -> None:
        self.name = name
        self.near = near
        mend = f"did you mean '{near}'?" if near else f"there are: {', '.join(yardstick_names())}"
        super().__init__(f"no yardstick is called '{name}'; {mend}")


class YardstickInvalid(ValueError):
    """An author's table that cannot be read; `problems` holds (word, what is wrong) for each."""

    def __init__(self, name: str, problems: Sequence[tuple[str, str]]) -> None:
        self.name = name
        self.problems = tuple(problems)
        listed = "; ".join(f"'{word}': {what}" if word else what for word, what in problems)
        super().__init__(f"the yardstick '{name}' cannot be used: {listed}")


def plain_word(word: str) -> str:
    """Bring a hedge word into the form that tables use: lower case, single blanks.

    Examples
    --------
    >>> plain_word("Very_Likely")
    'very likely'
    """
    return " ".join(re.split(r"[\s_-]+", word.strip().casefold()))


def yardstick_names() -> tuple[str, ...]:
    """Names of the yardsticks that are shipped.

    Examples
    --------
    >>> yardstick_names()
    ('ICD 203', 'PHIA', 'IPCC AR5')
    """
    return tuple(table.name for table in TABLES)


def yardstick(name: str) -> Yardstick:
    """Find a shipped yardstick by its name.

    Capitals, blanks and hyphens do not count.

    Parameters
    ----------
    name
        One of `yardstick_names`.

    Returns
    -------
    Yardstick
        The table, with its synonyms.

    Raises
    ------
    UnknownYardstick
        If none has that name.

    Examples
    --------
    >>> yardstick("icd 203").words["very likely"]
    Band(low=0.8, high=0.95, closed_high=False, open_low=False)
    """
    for table in TABLES:
        if _key(table.name) == _key(name):
            return _from_printed(table)
    raise UnknownYardstick(name, near_miss(name, yardstick_names()))


def yardstick_from_table(
    name: str, table: Mapping[str, Sequence[float]], *, nested: bool | None = None
) -> Yardstick:
    """Make a yardstick of an author's own table.

    An upper end belongs to its band unless the band of another word begins there; a lower end
    always does. The table counts as nested where one band lies within another and both reach the
    same end of the scale, as *very likely* from 0.90 to 1 lies within *likely* from 0.66 to 1.

    Parameters
    ----------
    name
        What the author calls it.
    table
        For each word its lowest and highest share, ``[low, high]``.
    nested
        Says outright whether the table is nested, in place of the rule above.

    Returns
    -------
    Yardstick
        With version ``author``.

    Raises
    ------
    YardstickInvalid
        With every problem of the table, not only the first.

    Examples
    --------
    >>> own = yardstick_from_table("ours", {"doubtful": [0, 0.5], "expected": [0.5, 1]})
    >>> own.words["doubtful"].closed_high, own.words["expected"].closed_high, own.nested
    (False, True, False)
    """
    pairs = _checked(name, table)
    beginnings = {low for low, high in pairs.values() if low < high}
    bands = {
        word: Band(low, high, closed_high=low == high or high == 1.0 or high not in beginnings)
        for word, (low, high) in pairs.items()
    }
    if nested is None:
        nested = any(_nests(wide, narrow) for wide in pairs.values() for narrow in pairs.values())
    return Yardstick(name, "author", "the case's own table", MappingProxyType(bands), nested)


def _key(name: str) -> str:
    """Take away what does not count in a yardstick's name."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _from_printed(table: Table) -> Yardstick:
    """Spread a printed table out to one band for each word."""
    bands = {
        word: Band(low, high, closed_high=edges.endswith("]"), open_low=edges.startswith("("))
        for words, low, high, edges in table.rows
        for word in words
    }
    return Yardstick(
        table.name,
        table.version,
        table.source,
        MappingProxyType(bands),
        table.nested,
        frozenset(table.middle),
    )


def _checked(name: str, table: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, float]]:
    """Read the pairs of an author's table, or refuse it with all that is wrong."""
    pairs: dict[str, tuple[float, float]] = {}
    problems: list[tuple[str, str]] = []
    if not table:
        problems.append(("", "it has no words"))
    for written, ends in table.items():
        word = plain_word(written)
        wrong = _what_is_wrong(ends)
        if not word:
            problems.append((written, "a word is needed"))
        elif word in pairs:
            problems.append((written, "the word stands there twice"))
        elif wrong:
            problems.append((written, wrong))
        else:
            pairs[word] = (float(ends[0]), float(ends[1]))
    if problems:
        raise YardstickInvalid(name, problems)
    return pairs


def _what_is_wrong(ends: object) -> str:
    """Say why something is not a band, or nothing where it is one."""
    if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
        return "a band is two shares, [low, high]"
    if not all(
        isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end)
        for end in ends
    ):
        return "the ends of a band are numbers"
    low, high = ends
    if not (0 <= low <= 1 and 0 <= high <= 1):
        return f"shares lie within 0 and 1, and the band runs from {low} to {high}"
    return "" if low <= high else f"the low end comes first, and {low} is above {high}"


def _nests(wide: tuple[float, float], narrow: tuple[float, float]) -> bool:
    """Whether one band takes in another on the way to the same end of the scale."""
    inside = wide[0] <= narrow[0] and narrow[1] <= wide[1] and wide != narrow
    return inside and (wide[1] == narrow[1] == 1.0 or wide[0] == narrow[0] == 0.0)
