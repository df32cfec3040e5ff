"""From a file to a case that can be run, with every fault of its author found in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from kautilya.case import Case, Names, Places, from_source
from kautilya.case.check import check_case
from kautilya.case.lint import lint_case
from kautilya.diagnostics import CaseInvalid, Diagnostic, Severity, in_file_order
from kautilya.findings import Claims, read_claims
from kautilya.findings.hypotheses import Inference, read_inference
from kautilya.model import ModelGraph, from_case
from kautilya.model.units import check_units
from kautilya.source import Examined, SourceTree, examine_source, examine_text


@dataclass(frozen=True)
class Checked:
    """A case as far as it could be read and compiled, and what is wrong with it.

    Parameters
    ----------
    tree
        The file as read.
    case, names, places, graph, claims
        What came of it; None where it could not.
    diagnostics
        Every fault, by line.
    inference
        Its hypotheses and evidence, as claims.
    """

    tree: SourceTree
    case: Case | None
    names: Names | None
    places: Places | None
    graph: ModelGraph | None
    claims: Claims | None
    diagnostics: tuple[Diagnostic, ...]
    inference: Inference | None = None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Faults that keep the case from being run."""
        return tuple(d for d in self.diagnostics if d.severity == Severity.ERROR)


def check_tree(tree: SourceTree, *, advice: bool = False) -> Checked:
    """Check and compile a file as read; with `advice`, also how it is written."""
    reading = from_source(tree)
    if reading.case is None:
        return Checked(tree, None, None, reading.places, None, None, _sorted(reading.diagnostics))
    names = Names(reading.case, reading.set_aside)
    compiled = from_case(reading.case, names, reading.places)
    claims = read_claims(reading.case, names, reading.places)
    inference = read_inference(reading.case, names, reading.places)
    # That a conflict has no claims to test is told once.
    of_claims = () if reading.case.is_conflict else (*claims.diagnostics, *inference.diagnostics)
    found = [
        *reading.diagnostics,
        *check_case(reading),
        *compiled.diagnostics,
        *check_units(reading.case, names, reading.places),
        *of_claims,
        *(lint_case(reading) if advice else ()),
    ]
    return Checked(
        tree,
        reading.case,
        names,
        reading.places,
        compiled.graph,
        claims,
        _sorted(found),
        inference,
    )


def check_file(file: str | FilePath, *, advice: bool = False) -> Checked:
    """Read, check and compile a case folder or file; with `advice`, also how it is written.

    Raises
    ------
    CaseInvalid
        Where the file cannot be read far enough to be checked.
    """
    return _check(examine_source(file), advice=advice)


def check_text(text: str, file: str = "case.yaml", *, advice: bool = False) -> Checked:
    """Read, check and compile a case given as text.

    Raises
    ------
    CaseInvalid
        Where the text cannot be read far enough to be checked.
    """
    return _check(examine_text(text, file), advice=advice)


def diagnose(file: str | FilePath) -> tuple[Diagnostic, ...]:
    """Every fault of a case folder or file, and advice on how it is written, by line."""
    try:
        return check_file(file, advice=True).diagnostics
    except CaseInvalid as invalid:
        return invalid.diagnostics


def _check(examined: Examined, *, advice: bool) -> Checked:
    """Check what could be read; faults of reading and of the case are reported together."""
    if examined.tree is None:
        raise CaseInvalid(examined.diagnostics)
    checked = check_tree(examined.tree, advice=advice)
    return replace(checked, diagnostics=_sorted([*examined.diagnostics, *checked.diagnostics]))


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each fault once, in the order of the file."""
    return tuple(in_file_order(dict.fromkeys(found)))
