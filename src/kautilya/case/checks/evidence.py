"""What hypotheses and evidence name, and the bands that stand in them (KC615-KC618)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kautilya.case.checks.hedges import named_yardstick
from kautilya.case.evidence_records import Evidence
from kautilya.case.likelihoods import band_of, even_prior
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.credence import UnknownHedge, Yardstick
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import Path

_FORMS = (
    "evidence has `expect`, a claim whose likelihood follows from the worlds of each hypothesis, "
    "or `likelihood`, bands set by hand"
)


def check_evidence(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Evidence about hypotheses that there are not, with bands that are none, or without a form."""
    by = named_yardstick(case)
    known = names.of("hypotheses")
    for name, item in case.evidence.items():
        path: Path = ("evidence", name, "likelihood")
        for hypothesis, band in item.likelihood.items():
            if hypothesis not in known:
                yield Diagnostic(
                    "KC615",
                    f"the evidence '{name}' speaks of a hypothesis that is not declared: "
                    f"'{hypothesis}'",
                    places.key((*path, hypothesis)),
                    "`likelihood` gives a band to hypotheses of the case",
                    did_you_mean(hypothesis, known) or "the case declares no hypothesis",
                )
            what = f"the likelihood of '{name}' under '{hypothesis}'"
            yield from _band(by, band, what, (*path, hypothesis), places)
        yield from _form(case, names, places, name, item)


def _form(
    case: Case, names: Names, places: Places, name: str, item: Evidence
) -> Iterator[Diagnostic]:
    """Evidence without a likelihood for some hypothesis, or with two."""
    if item.expect is None and not item.likelihood:
        yield Diagnostic(
            "KC617",
            f"the evidence '{name}' has neither `expect` nor `likelihood`",
            places.key(("evidence", name)),
            _FORMS,
            "add `expect:` with a claim, or `likelihood:` with a band for each hypothesis",
        )
        return
    by_hand = [h for h, entry in case.hypotheses.items() if item.expect is None or not entry.when]
    for hypothesis in item.likelihood:
        if hypothesis in case.hypotheses and hypothesis not in by_hand:
            yield Diagnostic(
                "KC617",
                f"the evidence '{name}' has two likelihoods under '{hypothesis}': by `expect`, and "
                "by hand",
                places.key(("evidence", name, "likelihood", hypothesis)),
                "a hypothesis with `when` has worlds, and they say how often the claim holds",
                f"take the band of '{hypothesis}' out, or `expect`",
            )
    lacking = [h for h in by_hand if h not in item.likelihood]
    if lacking:
        yield Diagnostic(
            "KC618",
            f"the evidence '{name}' has no likelihood under {_listed(lacking)}",
            places.key(("evidence", name)),
            "under a hypothesis without `when`, which has no worlds, a likelihood is set by hand"
            if item.expect is not None
            else "likelihoods that are set by hand are set for every hypothesis",
            f"add `likelihood: {{{lacking[0]}: [low, high]}}`",
        )


def check_priors(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Bands of priors that are none, or that no priors fit into."""
    by, faulty = named_yardstick(case), False
    for name, hypothesis in case.hypotheses.items():
        if hypothesis.prior is not None:
            path: Path = ("hypotheses", name, "prior")
            found = list(_band(by, hypothesis.prior, f"the prior of '{name}'", path, places))
            yield from found
            faulty = faulty or bool(found)
    stated = {n: h.prior for n, h in case.hypotheses.items() if h.prior is not None}
    if faulty or not stated or by is None or any(s == "hypotheses" for s, _ in names.set_aside):
        return
    number = len(case.hypotheses)
    bands = [
        band_of(h.prior, by) if h.prior is not None else even_prior(number)
        for h in case.hypotheses.values()
    ]
    low, high = math.fsum(b[0] for b in bands), math.fsum(b[1] for b in bands)
    if low > 1.0 + 1e-9 or high < 1.0 - 1e-9:
        yield Diagnostic(
            "KC616",
            f"no priors fit into the bands: they sum to {low:.3g} at least"
            if low > 1.0
            else f"no priors fit into the bands: they sum to {high:.3g} at most",
            places.value(("hypotheses", next(iter(stated)), "prior")),
            "priors of rival hypotheses sum to 1; one without a band has from half to twice an "
            "even share",
            "widen a band",
        )


def _band(
    by: Yardstick | None, band: object, what: str, path: Path, places: Places
) -> Iterator[Diagnostic]:
    """A band outside of 0 to 1 or upside down, or a word that the yardstick lacks."""
    why = "a band is [low, high] within 0 and 1, or a hedge word of the case's yardstick"
    if isinstance(band, str):
        if by is None:
            return
        try:
            band_of(band, by)
        except UnknownHedge as unknown:
            yield Diagnostic(
                "KC616",
                f"{what}, '{band}', is not a word of the yardstick {by.name}",
                places.value(path),
                why,
                f"did you mean '{unknown.near}'?" if unknown.near else "write [low, high]",
            )
        return
    assert isinstance(band, tuple)
    low, high = band
    if not (0.0 <= low <= 1.0 and 0.0 <= high <= 1.0):
        percent = 2.0 <= max(low, high) <= 100.0 and min(low, high) >= 0.0
        yield Diagnostic(
            "KC616",
            f"{what} is [{low:g}, {high:g}]: not within 0 and 1",
            places.value(path),
            why,
            f"write [{low / 100:g}, {high / 100:g}] for per cent"
            if percent
            else "0 is never and 1 is always",
        )
    elif low > high:
        yield Diagnostic(
            "KC616",
            f"{what} is upside down: {low:g} is above {high:g}",
            places.value(path),
            why,
            f"write [{high:g}, {low:g}]",
        )


def _listed(names: list[str]) -> str:
    """Names in quotation marks."""
    quoted = [f"'{name}'" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
