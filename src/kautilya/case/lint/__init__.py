"""Advice on how a case is written: one rule a file, its docstring the page of the rule.

A rule is a module with a ``CODE``, a ``TITLE`` and a function ``check``, which takes the case, its
names, its places and the list of claims beside it. To add a rule, add a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from typing import Protocol, cast

from kautilya.case.claim_rows import ClaimRow, claims_beside
from kautilya.case.from_source import Reading
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic, in_file_order

__all__ = ["Rule", "lint_case"]


class Rule(Protocol):
    """What a module of this package has."""

    CODE: str
    TITLE: str

    def check(
        self, case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
    ) -> Iterator[Diagnostic]:
        """Yield what could be written better."""
        ...


def lint_case(reading: Reading) -> tuple[Diagnostic, ...]:
    r"""Advice on how a case is written, in the order of the file.

    Parameters
    ----------
    reading
        The case as far as it could be read. A list of claims, ``claims.tsv``, is read beside its
        file where there is one.

    Returns
    -------
    tuple of Diagnostic
        Warnings and advice, never errors; none for a case whose frame could not be read.

    See Also
    --------
    kautilya.case.check.check_case : what is wrong with a case.

    Examples
    --------
    >>> from kautilya.case import from_source
    >>> from kautilya.source import parse_source
    >>> text = "language: 1\ncase: x\nhorizon: 6\nactors: {town: {}}\npremises: {ice: {value: 1}}\n"
    >>> [found.message for found in lint_case(from_source(parse_source(text, "case.yaml")))]
    ["nothing names the premise 'ice'"]
    """
    case = reading.case
    if case is None:
        return ()
    names = Names(case, reading.set_aside)
    claims = claims_beside(reading.places.tree.file)
    return in_file_order(
        found for rule in _rules() for found in rule.check(case, names, reading.places, claims)
    )


def _rules() -> Iterator[Rule]:
    """Every rule, in the order of the files."""
    for entry in pkgutil.iter_modules(__path__, f"{__name__}."):
        yield cast(Rule, importlib.import_module(entry.name))
