"""Fit: whether a share of worlds bears out the word that a text uses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, Literal

from kautilya.credence.hedge import AT_LEAST_POSSIBLE, Hedge, HedgeKind

__all__ = [
    "Fit",
    "Hedge",
    "HedgeKind",
    "edges",
    "fit_irrelevant",
    "fit_of",
    "fit_over",
    "near_edge",
    "passes",
    "wilson",
]

_MIDDLE_LOW: Final = 0.20
_MIDDLE_HIGH: Final = 0.80
_ROUNDING: Final = 1e-12  # a difference of two shares may miss the true fraction by this much

_Side = Literal["above", "middle", "below"]


class Fit(StrEnum):
    """How a computed share stands to the word that the text uses.

    - ``contradicted``: it lies on the other side of one half, or at one half.
    - ``contested``: it lies outside the word's band, on the same side of one half.
    - ``as stated``: it lies in the band.
    - ``understated``: it lies beyond the band's edge away from one half; the text could have said
      more.
    - ``underdetermined``: the answer depends on the shape of the draws.
    """

    CONTRADICTED = "contradicted"
    CONTESTED = "contested"
    AS_STATED = "as stated"
    UNDERSTATED = "understated"
    UNDERDETERMINED = "underdetermined"


def passes(fit: Fit) -> bool:
    """Whether the claim holds: as stated, or understated.

    Examples
    --------
    >>> passes(Fit.UNDERSTATED), passes(Fit.CONTESTED)
    (True, False)
    """
    return fit in (Fit.AS_STATED, Fit.UNDERSTATED)


def fit_of(share: float, hedge: Hedge) -> Fit:
    """Hold one share against a hedge, by the point estimate, for one shape of draw.

    A band wholly above one half is contradicted at or below one half, contested between one half
    and the band, understated beyond the band; a band wholly below one half the other way round.
    A band that holds one half (*roughly even*), and a word of the middle (*realistic
    possibility*), is contested from 0.20 up to the band and from the band to below 0.80, and
    contradicted farther out. A share beyond the band of a nested yardstick is contested.
    *Could*, *may* and *not necessarily* are as stated or contradicted.

    Parameters
    ----------
    share
        Share of worlds in which the claim holds, in [0, 1]; of the claim itself also for *not
        necessarily*. Given as count / n it meets the edges exactly.
    hedge
        What the text claims.

    Returns
    -------
    Fit
        Never ``underdetermined``: that takes several shapes.

    Raises
    ------
    ValueError
        If the share is not a number in [0, 1], as where no world was counted.

    See Also
    --------
    fit_over : the fit over all shapes of draw.

    Examples
    --------
    >>> from kautilya.credence import hedge_of, yardstick
    >>> likely = hedge_of("likely", yardstick("ICD 203"))
    >>> [str(fit_of(share, likely)) for share in (0.5, 0.52, 0.55, 0.80)]
    ['contradicted', 'contested', 'as stated', 'understated']
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"a share lies within 0 and 1, not {share}; were any worlds counted?")
    if hedge.band.contains(share):
        return Fit.AS_STATED
    if hedge.kind != "band":
        return Fit.CONTRADICTED
    side = _side(hedge)
    if side == "middle":
        return Fit.CONTESTED if _MIDDLE_LOW <= share < _MIDDLE_HIGH else Fit.CONTRADICTED
    same_side = share > 0.5 if side == "above" else share < 0.5
    if not same_side:
        return Fit.CONTRADICTED
    beyond = share >= hedge.band.high if side == "above" else share <= hedge.band.low
    return Fit.UNDERSTATED if beyond and not hedge.nested else Fit.CONTESTED


def fit_over(shares: Mapping[Any, float], hedge: Hedge) -> Fit:
    """Hold the shares under several shapes of draw against a hedge.

    The fit if all shapes agree; *as stated* if every shape passes; else *underdetermined*.

    Parameters
    ----------
    shares
        Share of worlds for each shape of draw.
    hedge
        What the text claims.

    Returns
    -------
    Fit
        One of the five.

    Raises
    ------
    ValueError
        If there is no share, or one is not in [0, 1].

    Examples
    --------
    >>> from kautilya.credence import hedge_of, yardstick
    >>> likely = hedge_of("likely", yardstick("ICD 203"))
    >>> str(fit_over({"authored": 0.7, "edges": 0.85}, likely))
    'as stated'
    >>> str(fit_over({"authored": 0.7, "edges": 0.52}, likely))
    'underdetermined'
    """
    if not shares:
        raise ValueError("a fit needs the share of at least one shape of draw")
    return _together({fit_of(share, hedge) for share in shares.values()})


def fit_irrelevant(difference: float | Mapping[Any, float]) -> Fit:
    """Say whether a premise is as irrelevant as the text says.

    As stated where the share at the premise's low end and at its high end, on the same worlds,
    differ by less than 0.05; else contradicted. Over several shapes of draw: as in `fit_over`.

    Parameters
    ----------
    difference
        Share at the low end minus share at the high end, in [-1, 1]; or that for each shape.

    Returns
    -------
    Fit
        ``as stated`` or ``contradicted``; over several shapes also ``underdetermined``.

    Raises
    ------
    ValueError
        If a difference is not in [-1, 1], or none is given.

    Examples
    --------
    >>> str(fit_irrelevant(0.04)), str(fit_irrelevant(-0.05))
    ('as stated', 'contradicted')
    """
    differences = difference.values() if isinstance(difference, Mapping) else (difference,)
    if not differences:
        raise ValueError("a fit needs the difference of at least one shape of draw")
    return _together({_irrelevant(value) for value in differences})


def edges(hedge: Hedge) -> tuple[float, ...]:
    """Shares at which the fit changes, in rising order.

    Parameters
    ----------
    hedge
        What the text claims.

    Returns
    -------
    tuple of float
        Empty for a hedge that every share bears out.

    Examples
    --------
    >>> from kautilya.credence import hedge_of, yardstick
    >>> edges(hedge_of("likely", yardstick("ICD 203")))
    (0.5, 0.55, 0.8)
    >>> edges(hedge_of("could", yardstick("ICD 203")))
    (0.05,)
    """
    band = hedge.band
    found = set()
    if band.low > 0.0 or band.open_low:
        found.add(band.low)
    if band.high < 1.0 or not band.closed_high:
        found.add(band.high)
    if hedge.kind == "band":
        if _side(hedge) != "middle":
            found.add(0.5)
        else:
            found |= {_MIDDLE_LOW} if band.low > _MIDDLE_LOW else set()
            found |= {_MIDDLE_HIGH} if band.high < _MIDDLE_HIGH else set()
    return tuple(sorted(found))


def near_edge(count: float, n: float, hedge: Hedge) -> bool:
    """Whether the Monte Carlo error of a share reaches an edge at which the fit changes.

    The error is the Wilson interval at 95%.

    Parameters
    ----------
    count, n
        Worlds in which the claim holds, of worlds counted.
    hedge
        What the text claims.

    Returns
    -------
    bool
        True where the verdict is to be marked *near the edge*.

    Examples
    --------
    >>> from kautilya.credence import hedge_of, yardstick
    >>> likely = hedge_of("likely", yardstick("ICD 203"))
    >>> near_edge(1350, 2000, likely), near_edge(1590, 2000, likely)
    (False, True)
    """
    low, high = wilson(count, n)
    return any(low <= edge <= high for edge in edges(hedge))


def wilson(count: float, n: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """Interval for a share that was counted in a sample: the Monte Carlo error of a share.

    The Wilson score interval: all shares p for which ``|count/n - p|`` is at most
    ``z sqrt(p (1 - p) / n)``.

    Parameters
    ----------
    count, n
        Successes and trials; need not be whole, for an effective number of worlds.
    z
        Standard normal quantile; the default gives 95%.

    Returns
    -------
    tuple of float
        Lower and upper end, within [0, 1]; (0, 1) where nothing was counted.

    Raises
    ------
    ValueError
        If not 0 <= count <= n, or z is not a positive number.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = wilson(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    if not (0 <= count <= n and math.isfinite(n)):
        raise ValueError(f"a count lies between 0 and the number counted, not {count} of {n}")
    if not (z > 0 and math.isfinite(z)):
        raise ValueError(f"z is a positive number, not {z}")
    if n == 0:
        return 0.0, 1.0
    share = count / n
    spread = z * z / n
    centre = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    # At the ends the formula gives 0 and 1 but for rounding.
    low = 0.0 if count == 0 else max(0.0, (centre - half) / (1 + spread))
    high = 1.0 if count == n else min(1.0, (centre + half) / (1 + spread))
    return low, high


def _side(hedge: Hedge) -> _Side:
    """On which side of one half a band lies."""
    band = hedge.band
    if hedge.middle or band.low < 0.5 < band.high or band.low == band.high == 0.5:
        return "middle"
    return "above" if band.low >= 0.5 else "below"


def _irrelevant(difference: float) -> Fit:
    """Fit of one difference of shares."""
    if not abs(difference) <= 1.0:
        raise ValueError(f"shares differ by at most 1, not {difference}; were any worlds counted?")
    small = abs(difference) < AT_LEAST_POSSIBLE - _ROUNDING
    return Fit.AS_STATED if small else Fit.CONTRADICTED


def _together(fits: set[Fit]) -> Fit:
    """One fit for several shapes of draw."""
    if len(fits) == 1:
        return next(iter(fits))
    return Fit.AS_STATED if all(passes(fit) for fit in fits) else Fit.UNDERDETERMINED
