"""KC707: a name that nothing uses.

A premise or an auxiliary that no formula, no interest and no claim reads moves nothing, however
carefully it is sourced; a source that nothing cites, a system without entries and a group without
a loop are most often left over. Take it out, or use it.

Bad::

    premises:
      ice: {says: weeks of ice, value: 0.4}
    mechanisms:
      frost_blocks: {to: trade, adds: "-0.4"}

Mended::

    premises:
      ice: {says: weeks of ice, value: 0.4}
    mechanisms:
      frost_blocks: {to: trade, adds: -ice}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kautilya.case.claim_rows import ClaimRow
from kautilya.case.entries import SINGULAR, entries
from kautilya.case.formulas import claims as claims_of
from kautilya.case.formulas import formulas, named
from kautilya.case.names import Names
from kautilya.case.not_yet import TOP
from kautilya.case.places import Places
from kautilya.case.schema import Case, Entry
from kautilya.diagnostics import Diagnostic, Severity

CODE = "KC707"
TITLE = "a name that nothing uses"

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check(
    case: Case, names: Names, places: Places, claims: Sequence[ClaimRow]
) -> Iterator[Diagnostic]:
    """Premises, auxiliaries, sources, systems and groups that nothing names."""
    if names.set_aside:
        return  # what could not be read may name anything
    later = _words({key: places.tree.data.get(key) for key in TOP})
    used: dict[str, set[str]] = {
        "premises": _read(case) | later,
        "auxiliaries": _read(case) | later,
        "sources": {c.partition("#")[0].strip() for f in entries(case) for c in f.entry.source},
        "systems": {str(f.entry.system) for f in entries(case) if isinstance(f.entry, Entry)},
        "groups": _words(places.tree.data, loops=True),
    }
    for section, found in used.items():
        for name in getattr(case, section):
            if name not in found:
                yield Diagnostic(
                    CODE,
                    f"nothing {_VERBS.get(section, 'names')} the {SINGULAR[section]} '{name}'",
                    places.key((section, name)),
                    _WHY[section],
                    "take it out, or use it",
                    Severity.ADVICE,
                )


_VERBS = {"sources": "cites", "systems": "belongs to", "groups": "is written out for"}

_WHY = {
    "premises": "no formula, interest or claim reads it, so it moves nothing",
    "auxiliaries": "no formula, interest or claim reads it, so it moves nothing",
    "sources": "a source is declared to be cited, as SOURCE#PARAGRAPH",
    "systems": "a system is a part of the subject, shown with the entries that name it",
    "groups": "a group is declared for loops, `for: a in GROUP`",
}


def _read(case: Case) -> set[str]:
    """Names that a formula, a claim or the map reads."""
    found: set[str] = set()
    for _, text in (*formulas(case), *claims_of(case)):
        found |= named(text)
    for mechanism in case.mechanisms.values():
        found.update(mechanism.from_)
    for proposition in case.propositions.values():
        if isinstance(proposition.stated, dict):
            found.update(proposition.stated.values())
    return found


def _words(data: Any, *, loops: bool = False) -> set[str]:
    """Every word of plain data; with ``loops``, only those of loops, `a in GROUP`."""
    if isinstance(data, dict):
        found: set[str] = set()
        for key, value in data.items():
            if not loops or "$" in str(key):
                found |= set(_WORD.findall(str(key)))
            if loops and key == "for":
                found |= set(_WORD.findall(str(value)))
            found |= _words(value, loops=loops)
        return found
    if isinstance(data, list):
        return set().union(*(_words(value, loops=loops) for value in data)) if data else set()
    return set(_WORD.findall(data)) if isinstance(data, str) and not loops else set()
