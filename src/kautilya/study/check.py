"""From a file to a case that can be run, with every fault of its author found in one go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from kautilya.case import Case, Names, Places, from_source
from kautilya.case.check import check_case
from kautilya.diagnostics import CaseInvalid, Diagnostic, Severity
from kautilya.findings import Claims, read_claims
from kautilya.model import ModelGraph, from_case
from kautilya.model.units import check_units
from kautilya.source import SourceTree, parse_source, read_source


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
    """

    tree: SourceTree
    case: Case | None
    names: Names | None
    places: Places | None
    graph: ModelGraph | None
    claims: Claims | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Faults that keep the case from being run."""
        return tuple(d for d in self.diagnostics if d.severity == Severity.ERROR)


def check_tree(tree: SourceTree) -> Checked:
    """Check and compile a file as read."""
    reading = from_source(tree)
    if reading.case is None:
        return Checked(tree, None, None, reading.places, None, None, _sorted(reading.diagnostics))
    names = Names(reading.case, reading.set_aside)
    compiled = from_case(reading.case, names, reading.places)
    claims = read_claims(reading.case, names, reading.places)
    found = [
        *reading.diagnostics,
        *check_case(reading),
        *compiled.diagnostics,
        *check_units(reading.case, names, reading.places),
        *claims.diagnostics,
    ]
    return Checked(
        tree, reading.case, names, reading.places, compiled.graph, claims, _sorted(found)
    )


def check_file(file: str | FilePath) -> Checked:
    """Read, check and compile a case folder or file.

    Raises
    ------
    CaseInvalid
        Where the file itself cannot be read.
    """
    return check_tree(read_source(file))


def check_text(text: str, file: str = "case.yaml") -> Checked:
    """Read, check and compile a case given as text."""
    return check_tree(parse_source(text, file))


def diagnose(file: str | FilePath) -> tuple[Diagnostic, ...]:
    """Every fault of a case folder or file, by line."""
    try:
        return check_file(file).diagnostics
    except CaseInvalid as invalid:
        return invalid.diagnostics


def _sorted(found: list[Diagnostic] | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Each fault once, in the order of the file."""
    once = dict.fromkeys(found)
    return tuple(sorted(once, key=lambda d: (d.span.line, d.span.column) if d.span else (0, 0)))
