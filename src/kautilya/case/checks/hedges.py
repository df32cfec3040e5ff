"""Hedge words and the yardstick that they are read in (KC503, KC606)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.checks.common import undeclared
from kautilya.case.entries import belief_part, beliefs, options
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case, Premise
from kautilya.credence import (
    Band,
    UnknownHedge,
    UnknownYardstick,
    Yardstick,
    YardstickInvalid,
    hedge_of,
    yardstick,
    yardstick_from_table,
    yardstick_names,
)
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import Path


def check_yardsticks(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """The yardstick that a case names, and the tables of its author."""
    if case.yardstick not in case.yardsticks:
        try:
            yardstick(case.yardstick)
        except UnknownYardstick:
            known = [*case.yardsticks, *yardstick_names()]
            yield Diagnostic(
                "KC503",
                f"no yardstick is called '{case.yardstick}'",
                places.value(("yardstick",)),
                "a yardstick says which share of worlds a hedge word stands for",
                did_you_mean(case.yardstick, known),
            )
    for name, table in case.yardsticks.items():
        try:
            yardstick_from_table(name, table)
        except YardstickInvalid as invalid:
            for word, problem in invalid.problems:
                path: Path = ("yardsticks", name, word) if word else ("yardsticks", name)
                yield Diagnostic(
                    "KC503",
                    f"the yardstick '{name}' cannot be used: "
                    + (f"'{word}': {problem}" if word else problem),
                    places.key(path),
                    "a table gives each hedge word its band of shares, [low, high] within 0 and 1",
                )


def check_chances(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Chances of premises, mechanisms and beliefs that no draw can be made from."""
    by = named_yardstick(case)
    for path, label, chance in _chances(case, places):
        if isinstance(chance, str):
            yield from _word(by, chance, "KC503", f"the chance of {label}", path, places)
        elif not 0 <= chance <= 1:
            yield Diagnostic(
                "KC503",
                f"the chance of {label} is {chance:g}",
                places.value(path),
                "a chance is a hedge word or a number from 0 to 1",
                f"write {chance / 100:g} for {chance:g} per cent"
                if 1 < chance <= 100
                else "0 is never and 1 is always",
            )


def check_stated(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """What propositions state: a hedge word, or that a premise is irrelevant."""
    by = named_yardstick(case)
    for name, proposition in case.propositions.items():
        path: Path = ("propositions", name, "stated")
        stated = proposition.stated
        if isinstance(stated, str):
            yield from _word(
                by, stated, "KC606", f"what the proposition '{name}' states", path, places
            )
        elif list(stated) != ["irrelevant"]:
            keys = ", ".join(stated) or "nothing"
            yield Diagnostic(
                "KC606",
                f"the proposition '{name}' states something that cannot be tested: {keys}",
                places.value(path),
                "`stated` is a hedge word, or `{irrelevant: PREMISE}`",
                "sizes such as `decisive` or `minimises` are no hedges: write them into the claim",
            )
        else:
            yield from _irrelevant(case, names, places, name, stated["irrelevant"])


def _irrelevant(
    case: Case, names: Names, places: Places, name: str, premise: str
) -> Iterator[Diagnostic]:
    path: Path = ("propositions", name, "stated", "irrelevant")
    if premise not in names.of("premises"):
        yield undeclared(
            names,
            premise,
            f"the proposition '{name}' states the irrelevance of",
            "a premise",
            names.of("premises"),
            places.value(path),
            "the share of worlds is compared at the two ends of a premise",
        )
        return
    entry = case.premises.get(premise)
    if entry is not None and not _has_ends(entry):
        yield Diagnostic(
            "KC606",
            f"the proposition '{name}' states the irrelevance of '{premise}', which has one "
            "value alone",
            places.value(path),
            "the share of worlds is compared at the low and at the high end of the premise",
            f"give '{premise}' a range, or a chance",
        )


def _has_ends(premise: Premise) -> bool:
    """Whether a premise has a low and a high end; one without any form has its own fault."""
    return premise.range is not None or premise.chance is not None or premise.value is None


def _word(
    by: Yardstick | None, word: str, code: str, what: str, path: Path, places: Places
) -> Iterator[Diagnostic]:
    """Fault of a word that the yardstick lacks; none where there is no yardstick to ask."""
    if by is None:
        return
    try:
        hedge_of(word, by)
    except UnknownHedge as unknown:
        yield Diagnostic(
            code,
            f"{what}, '{word}', is not a word of the yardstick {by.name}",
            places.value(path),
            "a hedge word stands for a band of shares, by the yardstick that the case names",
            f"did you mean '{unknown.near}'?" if unknown.near else _listed(by),
        )


def _listed(by: Yardstick) -> str:
    """The words of a yardstick, the first of those that share a band."""
    first: dict[Band, str] = {}
    for word, band in by.words.items():
        first.setdefault(band, word)
    return f"words of {by.name}: {', '.join(first.values())}"


def _chances(case: Case, places: Places) -> Iterator[tuple[Path, str, str | float]]:
    """Every chance of a case: path, label, word or number."""
    for section, kind in (("premises", "premise"), ("mechanisms", "mechanism")):
        for name, entry in getattr(case, section).items():
            if entry.chance is not None:
                yield (section, name, "chance"), f"the {kind} '{name}'", entry.chance
    for held in beliefs(case):
        if held.belief.chance is not None:
            yield belief_part(places, held.path, "chance"), held.label, held.belief.chance
    for decision, option, entry in options(case):
        if entry.exposed is not None:
            path: Path = ("decisions", decision, "options", option, "exposed")
            yield path, f"exposure of '{decision}.{option}'", entry.exposed


def named_yardstick(case: Case) -> Yardstick | None:
    """The table that the case names; None where it cannot be used."""
    try:
        if case.yardstick in case.yardsticks:
            return yardstick_from_table(case.yardstick, case.yardsticks[case.yardstick])
        return yardstick(case.yardstick)
    except (UnknownYardstick, YardstickInvalid):
        return None
