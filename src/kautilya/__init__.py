"""Kautilya makes a strategic assessment executable.

A case states premises, causal mechanisms, what each actor can do, wants and believes; the program
derives what follows in every admissible world and holds it against the text's own conclusions.

Examples
--------
>>> import kautilya
>>> study = kautilya.load("cases/first-steps")          # doctest: +SKIP
>>> study.test(worlds=200)                              # doctest: +SKIP
>>> study.solve(worlds=200)                             # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kautilya.case import Case
    from kautilya.diagnostics import CaseInvalid, Diagnostic
    from kautilya.findings import Finding
    from kautilya.study import Dossier, Strategic, Study, load, loads

__all__ = [
    "Case",
    "CaseInvalid",
    "Diagnostic",
    "Dossier",
    "Finding",
    "Strategic",
    "Study",
    "load",
    "loads",
]

_HOME = {
    "Case": "kautilya.case",
    "CaseInvalid": "kautilya.diagnostics",
    "Diagnostic": "kautilya.diagnostics",
    "Dossier": "kautilya.study",
    "Finding": "kautilya.findings",
    "Strategic": "kautilya.study",
    "Study": "kautilya.study",
    "load": "kautilya.study",
    "loads": "kautilya.study",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the command line starts at once."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'kautilya' has no attribute {name!r}")
