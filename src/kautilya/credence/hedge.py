"""Hedges: what a hedge word claims, by a yardstick and by the words that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kautilya.credence.yardstick import Band, Yardstick, plain_word, yardstick, yardstick_names
from kautilya.diagnostics import near_miss

HedgeKind = Literal["band", "possible", "not_necessarily"]

AT_LEAST_POSSIBLE: Final = 0.05
"""The share from which on a thing counts as possible."""

_FLAT: Final = ("flat", "flat assertion", "must", "inevitably")
_POSSIBLE: Final = ("could", "may")
_AS_LIKELY: Final = ("seems", "appears", "reportedly")
_NOT_NECESSARILY: Final = "not necessarily"

_FLAT_BAND: Final = Band(0.95, 1.0, closed_high=True)
_POSSIBLE_BAND: Final = Band(AT_LEAST_POSSIBLE, 1.0, closed_high=True)
_NOT_NECESSARILY_BAND: Final = Band(0.0, 1.0 - AT_LEAST_POSSIBLE, closed_high=True)

# Words that texts use and no table holds, with the common word that says the same.
_KIN: Final = {
    "might": "may",
    "can": "could",
    "possible": "could",
    "possibly": "may",
    "will": "flat",
    "certain": "flat",
    "certainly": "flat",
    "inevitable": "inevitably",
    "apparently": "appears",
    "seemingly": "seems",
}


@dataclass(frozen=True, slots=True)
class Hedge:
    """What a text claims about a share, by one word.

    Parameters
    ----------
    word
        The word, in lower case.
    kind
        ``band``: the share lies in the band. ``possible`` (*could*, *may*): it is not
        negligible, with no upper edge. ``not_necessarily``: its opposite is not negligible.
    band
        Shares of the claim that bear the word out. It is also the band from which the chance of
        a premise with this word is drawn.
    nested
        Whether the yardstick nests, so that nothing is understated.
    middle
        Whether the word claims odds of the middle although its band does not hold one half.
    """

    word: str
    kind: HedgeKind
    band: Band
    nested: bool = False
    middle: bool = False


class UnknownHedge(LookupError):
    """A word that the yardstick lacks.

    Parameters
    ----------
    word
        What was written.
    near
        The word of this yardstick that comes nearest, by meaning where another standard has the
        word, else by spelling; None when nothing is near.
    yardstick
        Name of the yardstick, for the message.
    """

    def __init__(self, word: str, near: str | None, yardstick: str = "") -> None:
        self.word = word
        self.near = near
        self.yardstick = yardstick
        of = f" of the yardstick {yardstick}" if yardstick else ""
        mend = f"; the near one is '{near}'" if near else ""
        super().__init__(f"'{word}' is not a word{of}{mend}")


def common_words() -> tuple[str, ...]:
    """Words that mean the same under every yardstick, unless an author's table defines them.

    Examples
    --------
    >>> "could" in common_words(), "likely" in common_words()
    (True, False)
    """
    return (*_FLAT, *_POSSIBLE, *_AS_LIKELY, _NOT_NECESSARILY)


def hedge_of(word: str, by: Yardstick) -> Hedge:
    """Read what a hedge word claims.

    The yardstick's own words come first. Words common to all: a flat assertion (``flat``),
    *must* and *inevitably* claim a share of at least 0.95; *could* and *may* one of at least
    0.05; *seems*, *appears* and *reportedly* claim what *likely* does; *not necessarily* claims
    that the opposite has a share of at least 0.05.

    Parameters
    ----------
    word
        The word; capitals do not count, and ``_`` and ``-`` stand for a blank.
    by
        The yardstick to read it in.

    Returns
    -------
    Hedge
        The claim.

    Raises
    ------
    UnknownHedge
        If neither the yardstick nor the common words have it, or if it is read as *likely* and
        the yardstick has no *likely*.

    Examples
    --------
    >>> hedge_of("highly probable", yardstick("ICD 203")).band
    Band(low=0.8, high=0.95, closed_high=False, open_low=False)
    >>> try:
    ...     hedge_of("highly likely", yardstick("ICD 203"))
    ... except UnknownHedge as problem:
    ...     print(problem)
    'highly likely' is not a word of the yardstick ICD 203; the near one is 'very likely'
    """
    plain = plain_word(word)
    if plain in by.words:
        return Hedge(plain, "band", by.words[plain], by.nested, plain in by.middle)
    if plain in _FLAT:
        return Hedge(plain, "band", _FLAT_BAND)
    if plain in _POSSIBLE:
        return Hedge(plain, "possible", _POSSIBLE_BAND)
    if plain == _NOT_NECESSARILY:
        return Hedge(plain, "not_necessarily", _NOT_NECESSARILY_BAND)
    if plain in _AS_LIKELY and "likely" in by.words:
        return Hedge(plain, "band", by.words["likely"], by.nested, "likely" in by.middle)
    raise UnknownHedge(word, _near(plain, by), by.name)


def _near(word: str, by: Yardstick) -> str | None:
    """The word to write instead: by meaning where another table has the word, else by spelling."""
    if word in _AS_LIKELY:
        return _nearest_band(yardstick("ICD 203").words["likely"], by)
    for name in yardstick_names():
        band = yardstick(name).words.get(word)
        if band is not None:
            return _nearest_band(band, by)
    return _KIN.get(word) or near_miss(word, (*by.words, *common_words()))


def _nearest_band(band: Band, by: Yardstick) -> str:
    """The word whose band has its ends nearest; the first of the table among equals."""
    return min(
        by.words,
        key=lambda word: abs(by.words[word].low - band.low) + abs(by.words[word].high - band.high),
    )
