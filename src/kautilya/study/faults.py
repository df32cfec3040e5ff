"""What can go wrong while a case runs, told as faults of the case, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import prod

from kautilya.case import Case
from kautilya.credence import (
    UnknownHedge,
    UnknownYardstick,
    WeightsRejected,
    hedge_of,
    yardstick_names,
)
from kautilya.diagnostics import CaseInvalid, Diagnostic, Span, did_you_mean
from kautilya.findings import NotFiniteClaim
from kautilya.findings.hypotheses import place_of_trial
from kautilya.findings.trial import OBSERVED
from kautilya.kernel import NotFinite, yardstick_of
from kautilya.source import Path
from kautilya.study.check import Checked


class UnknownName(LookupError):
    """Something was asked for by a name that the case does not have.

    Parameters
    ----------
    kind
        What it should have been: proposition, scenario, system, yardstick.
    name
        What was asked for.
    known
        What there is.

    Examples
    --------
    >>> print(UnknownName("scenario", "dael", ["deal"]))
    there is no scenario 'dael'; did you mean 'deal'?
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        mend = did_you_mean(name, self.known) or f"the case declares no {kind}"
        super().__init__(f"there is no {kind} '{name}'; {mend}")

    def __str__(self) -> str:
        """The message, without the quotes that a `LookupError` adds."""
        return str(self.args[0])


MOST_PROFILES = 250_000
"""Profiles that a case may have: each is run in every world."""


@contextmanager
def told(checked: Checked) -> Iterator[None]:
    """Turn what stops a run into faults of the case.

    Raises
    ------
    CaseInvalid
        With KC801 where a value is not finite, naming its line, month, profile and world; with
        KC802 where weights cannot be drawn.
    """
    try:
        yield
    except NotFinite as error:
        raise CaseInvalid([_not_finite(checked, error)]) from error
    except NotFiniteClaim as error:
        raise CaseInvalid([_claim_not_finite(checked, error)]) from error
    except WeightsRejected as error:
        raise CaseInvalid([_weights_rejected(checked, error)]) from error


def check_asked(
    checked: Checked,
    only: Iterable[str] | None = None,
    scenario: str | None = None,
    yardstick: str | None = None,
) -> None:
    """Refuse a run that asks for what the case does not have.

    Raises
    ------
    UnknownName
        For a proposition, a scenario or a yardstick that does not exist.
    CaseInvalid
        Where the case has too many profiles, or the yardstick lacks words that the propositions
        use.
    """
    case = checked.case
    assert case is not None
    _check_size(checked)
    for name in only or ():
        if name not in case.propositions:
            raise UnknownName("proposition", name, case.propositions)
    if scenario is not None and scenario not in case.scenarios:
        raise UnknownName("scenario", scenario, case.scenarios)
    if yardstick is not None:
        words = tuple(_words_lacking(checked, case, yardstick))
        if words:
            raise CaseInvalid(words)


def _check_size(checked: Checked) -> None:
    """Refuse a case whose profiles no memory holds."""
    assert checked.graph is not None
    size = prod(checked.graph.space.shape)
    if size > MOST_PROFILES:
        raise CaseInvalid(
            [
                Diagnostic(
                    "KC803",
                    f"the decisions make {size:,} profiles, more than {MOST_PROFILES:,}",
                    checked.places.key(("decisions",)) if checked.places is not None else None,
                    "a profile gives one option to every decision, and each is run in every world",
                    "take out options that nobody would choose, or hold decisions in a scenario",
                )
            ]
        )


def _words_lacking(checked: Checked, case: Case, name: str) -> Iterator[Diagnostic]:
    """Words of propositions that another yardstick does not have."""
    try:
        by = yardstick_of(case, name)
    except UnknownYardstick:
        raise UnknownName("yardstick", name, [*case.yardsticks, *yardstick_names()]) from None
    for proposition, entry in case.propositions.items():
        if not isinstance(entry.stated, str):
            continue
        try:
            hedge_of(entry.stated, by)
        except UnknownHedge as unknown:
            near = f"; its near word is '{unknown.near}'" if unknown.near else ""
            yield Diagnostic(
                "KC606",
                f"'{proposition}' is stated as '{entry.stated}', no word of {by.name}",
                _value(checked, ("propositions", proposition, "stated")),
                "conclusions are read by the yardstick that was asked for",
                f"choose a yardstick that has the word{near}",
            )


def _not_finite(checked: Checked, error: NotFinite) -> Diagnostic:
    return Diagnostic(
        "KC801",
        f"no finite value: {error.why} in month {error.month} of world {error.world}",
        _value(checked, error.path),
        _profile(checked, error),
        "guard the formula, for instance with max(x, 0.001), or narrow the range of a premise",
    )


def _profile(checked: Checked, error: NotFinite) -> str:
    """What was chosen, in words; what cannot be told for certain is not said."""
    assert checked.graph is not None
    space = checked.graph.space
    if not error.profile:
        return "it does so whatever is chosen"
    if len(error.profile) != len(space.decisions):
        return "it does so under some profiles"
    return f"the profile was {space.label(error.profile).replace(',', ', ')}"


def _claim_not_finite(checked: Checked, error: NotFiniteClaim) -> Diagnostic:
    name = next(iter(getattr(error, "__notes__", ())), "")
    seen = name.removeprefix(OBSERVED) if name.startswith(OBSERVED) else ""
    what = f"observation {seen}" if seen else f"the claim of '{name}'"
    where = place_of_trial(name)
    what = what if where is None else f"`{where[-1]}` of '{where[1]}'"
    return Diagnostic(
        "KC801",
        f"no finite value in {what}",
        _claim_span(checked, name, error.at, error.length),
        "a claim is arithmetic with finite numbers in every world",
        "guard a division or a logarithm, for instance with max(x, 0.001)",
    )


def _claim_span(checked: Checked, name: str, at: int, length: int) -> Span | None:
    """The piece of the claim, or of the antecedent where the claim is shorter."""
    if checked.case is None or checked.places is None:
        return None
    if name.startswith(OBSERVED):
        number = int(name.removeprefix(OBSERVED)) - 1
        text = checked.case.observed[number].expect
        return checked.places.inside(("observed", number, "expect"), text, at, length)
    if (where := place_of_trial(name)) is not None:
        section, inner, key = where
        text = str(getattr(getattr(checked.case, str(section))[inner], str(key)))
        return checked.places.inside(where, text, at, length)
    if name not in checked.case.propositions:
        return None
    entry = checked.case.propositions[name]
    texts = {"claim": entry.claim or "", "given": entry.given or ""}
    key = "claim" if at + length <= len(texts["claim"]) or not texts["given"] else "given"
    return checked.places.inside(("propositions", name, key), texts[key], at, length)


def _weights_rejected(checked: Checked, error: WeightsRejected) -> Diagnostic:
    span = checked.places.key(("interests", error.actor)) if checked.places else None
    return Diagnostic(
        "KC802",
        f"no weights for the interests of {error.actor}: {error.acceptance:.1%} of the draws "
        "give the absolute ones half of the weight",
        span,
        "weights are drawn among those that respect the tiers; at least 1% must be admissible",
        "raise the tier of the absolute interests, mark fewer as absolute, or give weights",
    )


def _value(checked: Checked, path: Path) -> Span | None:
    return checked.places.value(path) if checked.places is not None else None
