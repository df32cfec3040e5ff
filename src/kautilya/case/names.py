"""The names that a case declares, and what each stands for."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path

VARIABLES = ("premises", "stocks", "auxiliaries", "transfers", "events")
"""Sections whose names may stand in formulas."""

TARGETS = ("stocks", "auxiliaries", "transfers", "events")
"""Sections at whose entries a mechanism may end."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(frozen=True)
class Names:
    """Every declared name of a case.

    Parameters
    ----------
    case
        The case.
    set_aside
        ``(section, name)`` of entries that could not be read; their names count as declared.
    """

    case: Case
    set_aside: frozenset[tuple[str, str]] = frozenset()

    def of(self, section: str) -> tuple[str, ...]:
        """Names declared in a section, those set aside behind the others."""
        declared = tuple(getattr(self.case, section))
        return declared + tuple(n for s, n in sorted(self.set_aside) if s == section)

    @cached_property
    def variables(self) -> Mapping[str, str]:
        """Each name that may stand in a formula, and its section."""
        return {name: section for section in VARIABLES for name in self.of(section)}

    @cached_property
    def unknowable(self) -> frozenset[str]:
        """Names of entries that could not be read."""
        return frozenset(name for _, name in self.set_aside)

    @cached_property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Each decision and its options, in file order."""
        return {name: tuple(d.options) for name, d in self.case.decisions.items()}

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """Everything with an off-switch: mechanisms, and options with `does`."""
        does = (
            f"{decision}.{option}"
            for decision, entry in self.case.decisions.items()
            for option, o in entry.options.items()
            if o.does
        )
        return (*self.of("mechanisms"), *does)

    @cached_property
    def interests(self) -> Mapping[str, tuple[str, ...]]:
        """Each actor with interests, and those interests as ``ACTOR.ID``."""
        return {
            actor: tuple(f"{actor}.{interest.id}" for interest in rows)
            for actor, rows in self.case.interests.items()
            if rows
        }

    @cached_property
    def beliefs(self) -> tuple[str, ...]:
        """Every belief as ``ACTOR.believes.NAME``."""
        return tuple(
            f"{actor}.believes.{name}" for actor, held in self.case.beliefs.items() for name in held
        )


def owner(decision: str) -> str:
    """The actor who takes a decision: what stands before the dot."""
    return decision.partition(".")[0]


def check_names(case: Case, places: Places) -> Iterator[Diagnostic]:
    """Names that cannot be used, or stand for two things.

    Yields
    ------
    Diagnostic
        KC106 for a name that is no name, KC105 for one that is declared twice.
    """
    first: dict[str, str] = {}
    for section in (*VARIABLES, "mechanisms"):
        for name in getattr(case, section):
            path: Path = (section, name)
            yield from _check_plain(name, path, places)
            if name in first:
                yield Diagnostic(
                    "KC105",
                    f"'{name}' is declared twice: in {first[name]} and in {section}",
                    places.key(path),
                    "one name stands for one thing in formulas, off-switches and reasons",
                    "give one of the two another name",
                )
            first.setdefault(name, section)
    for section in (
        "actors",
        "systems",
        "sources",
        "groups",
        "agreements",
        "states",
        "published",
        "scenarios",
        "propositions",
        "hypotheses",
        "evidence",
    ):
        for name in getattr(case, section):
            words = section in ("actors", "states")
            yield from _check_plain(name, (section, name), places, words=words)
    for name, decision in case.decisions.items():
        path = ("decisions", name)
        if name.count(".") != 1:
            yield Diagnostic(
                "KC106",
                f"the decision '{name}' is not named ACTOR.NAME",
                places.key(path),
                "a decision belongs to one actor",
                "for instance china.stance",
            )
        for word in name.split("."):
            yield from _check_plain(word, path, places)
        for option in decision.options:
            yield from _check_plain(option, (*path, "options", option), places)
    for actor, rows in case.interests.items():
        seen: set[str] = set()
        for number, interest in enumerate(rows):
            path = ("interests", actor, number, "id")
            if not _PLAIN.match(interest.id) or keyword.iskeyword(interest.id):
                yield _no_name(interest.id, places.value(path))
            if interest.id in seen:
                yield Diagnostic(
                    "KC105",
                    f"{actor} has two interests '{interest.id}'",
                    places.value(path),
                    "an interest is named ACTOR.ID",
                    "give one of the two another id",
                )
            seen.add(interest.id)


def _check_plain(
    name: str, path: Path, places: Places, *, words: bool = True
) -> Iterator[Diagnostic]:
    plain = _PLAIN.match(name) if words else re.match(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z", name)
    if not plain or (words and keyword.iskeyword(name)):
        yield _no_name(name, places.key(path))


def _no_name(name: str, span: object) -> Diagnostic:
    reserved = keyword.iskeyword(name)
    return Diagnostic(
        "KC106",
        f"'{name}' cannot be a name",
        span,  # type: ignore[arg-type]
        "it is a word of the grammar of formulas"
        if reserved
        else "names are letters, digits and underscores and begin with no digit",
        f"for instance {name}_" if reserved else "",
    )
