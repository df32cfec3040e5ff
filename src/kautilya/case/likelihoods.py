"""Bands of probabilities that an author sets by hand, as numbers."""

from __future__ import annotations

from kautilya.credence import Yardstick, hedge_of

Band = tuple[float, float]


def band_of(band: str | Band, by: Yardstick) -> Band:
    """A band as its two ends; a hedge word by the yardstick.

    Parameters
    ----------
    band
        As the author wrote it.
    by
        The yardstick of the case.

    Raises
    ------
    UnknownHedge
        For a word that the yardstick lacks.

    Examples
    --------
    >>> from kautilya.credence import yardstick
    >>> band_of("likely", yardstick("ICD 203")), band_of((0.1, 0.3), yardstick("ICD 203"))
    ((0.55, 0.8), (0.1, 0.3))
    """
    if not isinstance(band, str):
        return band
    found = hedge_of(band, by).band
    return found.low, found.high


def even_prior(number: int) -> Band:
    """The band of priors of a hypothesis that states none: from half to twice an even share.

    Examples
    --------
    >>> even_prior(5), even_prior(2)
    ((0.1, 0.4), (0.25, 1.0))
    """
    share = 1.0 / max(1, number)
    return share / 2.0, min(1.0, 2.0 * share)
