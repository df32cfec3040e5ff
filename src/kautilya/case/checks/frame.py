"""The frame of a case: its language (KC109)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic

LANGUAGE = 1
"""Version of the case language that is read here."""


def check_language(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """A case written in another version of the language."""
    if case.language != LANGUAGE:
        yield Diagnostic(
            "KC109",
            f"the case is written in version {case.language} of the case language",
            places.value(("language",)),
            f"this version of the program reads version {LANGUAGE}",
            f"write `language: {LANGUAGE}`, or use the version of the program that reads it",
        )
