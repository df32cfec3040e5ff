"""What a claim runs through, and where each element stands in its case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kautilya.case import Case
from kautilya.source import Path


@dataclass(frozen=True)
class Cause:
    """A mechanism, or what an option does, that a claim can depend on.

    Parameters
    ----------
    name, to, formula, says
        The mechanism, what it ends at, what it adds or scales by, and what it states.
    status, chance, sources
        Where it comes from, the chance that it is in force, or empty, and its citations.
    """

    name: str
    to: str
    formula: str
    says: str
    status: str
    chance: str
    sources: tuple[str, ...]


def causes_of(case: Case, reach: frozenset[str]) -> Iterator[Cause]:
    """Mechanisms in reach, then what options in reach do, in file order.

    Yields
    ------
    Cause
        Each with its formula and its citations.
    """
    for name, entry in case.mechanisms.items():
        if name in reach:
            adds = f"adds {entry.adds}" if entry.adds is not None else f"scales by {entry.scales}"
            chance = "" if entry.chance is None else str(entry.chance)
            status = str(entry.status or "")
            yield Cause(name, entry.to, adds, entry.says, status, chance, entry.source)
    for decision, choice in case.decisions.items():
        for option, does in choice.options.items():
            name = f"{decision}.{option}"
            if name in reach:
                adds = "; ".join(f"adds {formula}" for formula in does.does.values())
                status = str(does.status or "")
                to = ", ".join(does.does)
                yield Cause(name, to, adds, does.says, status, "", does.source)


def place_of(case: Case, name: str) -> Path:
    """Path in the case of a premise, mechanism, belief, interest or option; () for none of them.

    Beliefs are named ``ACTOR.believes.NAME``, interests ``ACTOR.ID``, options
    ``DECISION.OPTION``.
    """
    actor, believes, believed = name.partition(".believes.")
    if believes:
        return "beliefs", actor, believed
    for section in ("premises", "mechanisms"):
        if name in getattr(case, section):
            return section, name
    decision, _, option = name.rpartition(".")
    if decision in case.decisions:
        return "decisions", decision, "options", option
    rows = case.interests.get(decision, ())
    numbers = [number for number, row in enumerate(rows) if row.id == option]
    return ("interests", decision, numbers[0]) if numbers else ()
