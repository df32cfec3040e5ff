"""What can be found out: everything that differs between worlds, and where the author wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kautilya.case import Case, Places
from kautilya.study.causes import place_of
from kautilya.study.stress.variants import entry_of


@dataclass(frozen=True)
class Learnable:
    """Something that is uncertain, and so could be learnt.

    Parameters
    ----------
    name
        A premise, a contested mechanism, a belief (``ACTOR.believes.NAME``) or an interest
        (``ACTOR.ID``), whose weight is meant.
    kind
        ``premise``, ``mechanism``, ``belief`` or ``weight``.
    says, source, line
        What the author wrote, what it cites, and its line in the case.
    """

    name: str
    kind: str
    says: str
    source: tuple[str, ...]
    line: int


def learnables(case: Case, places: Places, names: Iterable[str]) -> dict[str, Learnable]:
    """Things that can be learnt, by name."""
    return {name: _learnable(case, places, name) for name in names}


def _learnable(case: Case, places: Places, name: str) -> Learnable:
    entry = entry_of(case, name)
    says = str(getattr(entry, "says", "") or getattr(entry, "name", ""))
    source = tuple(getattr(entry, "source", ()))
    line = places.key(place_of(case, name)).line
    return Learnable(name, _kind(case, name), says, source, line)


def _kind(case: Case, name: str) -> str:
    if ".believes." in name:
        return "belief"
    if name in case.premises:
        return "premise"
    return "mechanism" if name in case.mechanisms else "weight"
