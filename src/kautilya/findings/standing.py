"""What a verdict rests on, found by taking things away.

Every removal runs on the same worlds as the plain case, so that a difference is the removal's and
not the draw's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from kautilya.findings.finding import Removal, Standing, Tally
from kautilya.findings.job import Sample

SCARCE = 0.05
"""An antecedent that holds in a smaller share of worlds makes a claim vacuous."""


def paired(name: str, base: Sample, without: Sample, passes: Callable[[float], bool]) -> Removal:
    """Compare a claim with and without something, on the worlds where both have an answer.

    Parameters
    ----------
    name
        What was taken away.
    base, without
        What the claim gives in the same worlds, plain and with the removal.
    passes
        Whether a share passes.
    """
    both = base.counts & without.counts
    count = int(np.count_nonzero(both))
    change = without.value[both] - base.value[both]
    error = float(np.std(change)) / math.sqrt(count) if count else math.inf
    difference = float(np.mean(change)) if count else 0.0
    before = bool(np.any(base.counts)) and passes(base.mean)
    after = bool(np.any(without.counts)) and passes(without.mean)
    flips = before != after and abs(difference) > 2.0 * error
    return Removal(name, without.mean, difference, error, after, flips)


def standing_of(
    *,
    passed: bool,
    as_authored: bool,
    tally: Tally,
    all_reasons: Removal | None,
    removals: Sequence[Removal],
    restated: bool,
    has_given: bool,
) -> tuple[Standing, tuple[str, ...], str]:
    """The standing of a tested proposition, what it names, and why it is vacuous.

    The first that applies: vacuous, entailed, robust, resting on; for one that fails: would hold
    without, or fails in all.

    Parameters
    ----------
    passed
        Whether the proposition passes.
    as_authored
        Whether it passes as authored on the worlds of the removals: one that does and fails all
        the same is underdetermined, and no removal tells why.
    tally
        The worlds of the removals, counted.
    all_reasons
        Removal of every reason that the text gives, at once; None where it gives none.
    removals
        Single removals.
    restated
        Whether the claim restates one mechanism.
    has_given
        Whether it has an antecedent.
    """
    if has_given and tally.counted + tally.missing < SCARCE * tally.worlds:
        return Standing.VACUOUS, (), "its antecedent hardly ever holds"
    if passed and all_reasons is not None and all_reasons.passes:
        return Standing.VACUOUS, (), "it passes with its reasons removed"
    flipping = [removal for removal in ranked(removals) if removal.flips]
    if not passed and as_authored:
        return Standing.SHAPE, (), ""
    if not passed:
        helping = tuple(r.name for r in flipping if r.passes)
        return (Standing.WOULD_HOLD, helping, "") if helping else (Standing.FAILS, (), "")
    if restated:
        return Standing.ENTAILED, (), ""
    resting = tuple(r.name for r in flipping if not r.passes)
    return (Standing.RESTING, resting, "") if resting else (Standing.ROBUST, (), "")


def ranked(removals: Iterable[Removal]) -> list[Removal]:
    """Removals by the size of what they change, the largest first."""
    return sorted(removals, key=lambda r: (-abs(r.difference), r.name))


def carriers(resting: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Elements on which most passing propositions rest, the most loaded first.

    Examples
    --------
    >>> carriers({"a": ["grip", "aid"], "b": ["grip"]})
    ('grip', 'aid')
    """
    load: dict[str, int] = {}
    for names in resting.values():
        for name in names:
            load[name] = load.get(name, 0) + 1
    return tuple(sorted(load, key=lambda name: (-load[name], name)))
