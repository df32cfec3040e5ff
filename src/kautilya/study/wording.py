"""How shares and standings are put into words, wherever a finding is shown."""

from __future__ import annotations

from collections.abc import Sequence

from kautilya.findings import Finding, Observed, Standing
from kautilya.terms.text import printable as printable

MOST_NAMES = 3
"""Names that a standing lists before it says how many more there are."""


def percent(share: float) -> str:
    """A share in whole per cent; 0% and 100% are said of no world and of every world alone.

    Examples
    --------
    >>> percent(0.614), percent(0.999), percent(1.0)
    ('61%', '99%', '100%')
    """
    return f"{_whole(share)}%"


def percent_range(low: float, high: float) -> str:
    """Two shares in whole per cent, once where they round to the same.

    Examples
    --------
    >>> percent_range(0.841, 0.92), percent_range(0.5, 0.503)
    ('84-92%', '50%')
    """
    one, other = _whole(low), _whole(high)
    return f"{one}%" if one == other else f"{one}-{other}%"


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """A few names, and how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c", "d"])
    'a, b, c and 1 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def standing_words(finding: Finding) -> str:
    """What a verdict rests on, in a few words."""
    names = listed(finding.rests_on)
    match finding.standing:
        case Standing.UNTESTED:
            return f"untested: {finding.untested}" if finding.untested else "untested"
        case Standing.UNKNOWN:
            return "standing not examined"
        case Standing.VACUOUS:
            return f"vacuous: {finding.vacuity}" if finding.vacuity else "vacuous"
        case Standing.RESTING:
            return f"rests on: {names}"
        case Standing.WOULD_HOLD:
            return f"would hold without: {names}"
        case Standing.ENTAILED:
            return "entailed: it restates one mechanism"
    return str(finding.standing)


def share_words(finding: Finding) -> str:
    """The interval of shares over the shapes of draw; empty where nothing was tested."""
    if finding.fit is None:
        return ""
    if is_irrelevance(finding):
        low, high = finding.interval or (0.0, 0.0)
        return f"moves {percent_range(low, high)}"
    interval = finding.interval
    return "no world" if interval is None else percent_range(*interval)


def is_irrelevance(finding: Finding) -> bool:
    """Whether the proposition states that a premise is irrelevant: its share is a difference."""
    return finding.stated.startswith("irrelevant:")


def fit_words(finding: Finding) -> str:
    """The fit, or `untested`."""
    return "untested" if finding.fit is None else str(finding.fit)


def flags(finding: Finding, actors: dict[str, str] | None = None) -> tuple[str, ...]:
    """What a reader must know beside the verdict.

    Parameters
    ----------
    finding
        The finding.
    actors
        Names of actors as printed.
    """
    found = []
    if finding.voice != "author":
        name = (actors or {}).get(finding.voice, finding.voice)
        found.append(f"as {printable(name)} sees it")
    if finding.scenario:
        found.append(f"in {finding.scenario}")
    if finding.saturated:
        found.append("saturated")
    if finding.near_edge:
        found.append("near the edge")
    if agreeing := agreeing_words(finding):
        found.append(f"given what was observed: {agreeing}")
    authored = finding.tallies.get("authored")
    if authored is not None and authored.missing:
        why = missing_words(finding)
        found.append(f"{authored.missing:,} of {authored.worlds:,} worlds left out: {why}")
    if authored is not None and authored.excluded:
        kept = (authored.counted + authored.missing) / authored.worlds
        found.append(f"its antecedent holds in {percent(kept)} of worlds")
    if finding.orders is not None and finding.base is not None:
        base, orders = percent(finding.base), percent_range(*finding.orders)
        if orders != base:
            found.append(f"other orders of moving: {orders}")
    extent = finding.extent
    if extent is not None and (extent.in_some or extent.without):
        found.append(f"pure equilibria: {extent_words(finding)}")
    return tuple(found)


def agreeing_words(finding: Finding) -> str:
    """The interval of shares of the worlds that agree with what was observed, or of differences.

    Empty where nothing was observed, or no world agrees with it.
    """
    interval = finding.agreeing_interval
    if interval is None:
        return ""
    words = percent_range(*interval)
    return f"moves {words}" if is_irrelevance(finding) else words


def missing_words(finding: Finding) -> str:
    """Why worlds are left out of a share."""
    asked = f"{finding.claim} {finding.given}"
    return "cycles, or nothing to take a share of" if "share_of(" in asked else "cycles"


def observed_words(observed: Observed) -> tuple[str, ...]:
    """How many worlds agree with what was observed, and what to think of it.

    Parameters
    ----------
    observed
        What was seen to happen.
    """
    kept, worlds = observed.kept["authored"], observed.worlds["authored"]
    if not any(observed.kept.values()):
        return (
            "no world agrees with what was observed: there is nothing to take a share of, and the "
            "case as encoded rules out what happened",
        )
    found = [
        f"{kept:,} of {worlds:,} worlds agree with what was observed ({percent(kept / worlds)})"
    ]
    if observed.warns:
        found.append(
            "so few worlds agree that the model itself is in doubt; shares given what was observed "
            "rest on few worlds"
        )
    return tuple(found)


def extent_words(finding: Finding) -> str:
    """Shares of worlds by how many of the pure equilibria the claim holds in."""
    if finding.extent is None:
        return ""
    words = {
        "all": "it holds in all in",
        "some": "in some in",
        "none": "in none in",
        "no equilibrium": "there is none in",
    }
    shares = finding.extent.shares().items()
    parts = [f"{words[name]} {percent(share)}" for name, share in shares if share]
    return f"{', '.join(parts)} of worlds"


def _whole(share: float) -> int:
    """Per cent, rounded half up; only none is 0 and only all is 100."""
    if share <= 0.0 or share >= 1.0:
        return 0 if share <= 0.0 else 100
    return min(max(int(100.0 * share + 0.5), 1), 99)
