"""Edits: entries that two versions write otherwise, each as something that can be done alone."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kautilya.study.diff.record import Edit
from kautilya.study.stress.cache import PROSE

SECTIONS = {
    "premises": "premise",
    "stocks": "stock",
    "auxiliaries": "auxiliary",
    "transfers": "transfer",
    "mechanisms": "mechanism",
    "events": "event",
    "decisions": "decision",
    "agreements": "agreement",
    "interests": "interests of",
    "beliefs": "beliefs of",
    "scenarios": "scenario",
    "hypotheses": "hypothesis",
    "evidence": "evidence",
    "groups": "group",
    "yardsticks": "yardstick",
    "set": "the scenario sets",
    "start": "the scenario starts with",
    "off": "the scenario turns off",
    "hold": "the scenario holds",
}
"""Sections of named entries, the parts of a scenario among them, and how an entry is called."""

SETTINGS = ("horizon", "discount", "epsilon", "yardstick", "focal", "corr", "observed")
"""Parts of a case that are no named entries and that results depend on."""

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
LONGEST = 60


@dataclass(frozen=True)
class Place:
    """Where an edit is made: a section and a name, or a setting."""

    section: str
    name: str = ""

    @property
    def words(self) -> str:
        """As printed."""
        return f"{SECTIONS[self.section]} {self.name}" if self.name else self.section


def places_apart(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Place]:
    """Entries and settings that differ in more than prose, in the order of the file."""
    found = [Place(key) for key in SETTINGS if bare(before.get(key)) != bare(after.get(key))]
    for section in SECTIONS:
        one, other = before.get(section) or {}, after.get(section) or {}
        found += [
            Place(section, name)
            for name in dict.fromkeys([*one, *other])
            if bare(one.get(name)) != bare(other.get(name))
        ]
    return found


def bare(value: Any) -> Any:
    """An entry without its prose."""
    if isinstance(value, Mapping):
        return {k: bare(v) for k, v in value.items() if k not in PROSE}
    if isinstance(value, list | tuple):
        return [bare(v) for v in value]
    return value


def with_edits(
    before: Mapping[str, Any], after: Mapping[str, Any], places: Iterable[Place]
) -> dict[str, Any]:
    """The first version with some of the edits made."""
    data = dict(copy.deepcopy(dict(before)))
    for place in places:
        if not place.name:
            _put(data, place.section, after.get(place.section))
            continue
        section = dict(data.get(place.section) or {})
        _put(section, place.name, (after.get(place.section) or {}).get(place.name))
        _put(data, place.section, section or None)
    return data


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        data.pop(key, None)
    else:
        data[key] = copy.deepcopy(value)


def needed_with(
    places: list[Place], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[Place, frozenset[Place]]:
    """For each edit those that it cannot be made without.

    What an added or changed entry newly speaks of must be there; what is taken out must be spoken
    of no more.
    """
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(place.name, []).append(place)
    direct: dict[Place, set[Place]] = {place: set() for place in places}
    for place in places:
        one, other = _entry(before, place), _entry(after, place)
        for word in _words(other) - _words(one):
            for named in _named(word, by_name):
                if _entry(before, named) is None:
                    direct[place].add(named)
        for word in _words(one) - _words(other):
            for named in _named(word, by_name):
                if _entry(after, named) is None:
                    direct[named].add(place)
    return {place: _closure(place, direct) for place in places}


def _named(word: str, by_name: Mapping[str, list[Place]]) -> list[Place]:
    """Edits of what a word may name: `a.b` names the decision `a.b` and the interests of `a`."""
    return [*by_name.get(word, ()), *by_name.get(word.partition(".")[0], ())]


def _closure(place: Place, direct: Mapping[Place, set[Place]]) -> frozenset[Place]:
    found, stack = set(), [place]
    while stack:
        for other in direct[stack.pop()]:
            if other not in found and other != place:
                found.add(other)
                stack.append(other)
    return frozenset(found)


def _entry(data: Mapping[str, Any], place: Place) -> Any:
    if not place.name:
        return data.get(place.section)
    return (data.get(place.section) or {}).get(place.name)


def _words(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*(_words(k) | _words(v) for k, v in bare(value).items()))
    if isinstance(value, list | tuple):
        return set().union(*map(_words, value))
    return set(WORD.findall(value)) if isinstance(value, str) else set()


def told(
    place: Place,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    needed: frozenset[Place],
) -> Edit:
    """An edit in words."""
    one, other = _entry(before, place), _entry(after, place)
    kind = "added" if one is None else "removed" if other is None else "changed"
    left, right = _apart(bare(one), bare(other)) if kind == "changed" else (one, other)
    return Edit(
        place.words,
        kind,
        _short(bare(left)) if one is not None else "",
        _short(bare(right)) if other is not None else "",
        tuple(sorted(p.words for p in needed)),
    )


def _apart(one: Any, other: Any) -> tuple[Any, Any]:
    """The parts of two entries that differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = [k for k in dict.fromkeys([*one, *other]) if one.get(k) != other.get(k)]
        if len(keys) == 1 and keys[0] in one and keys[0] in other:
            left, right = _apart(one[keys[0]], other[keys[0]])
            return {keys[0]: left}, {keys[0]: right}
        return {k: one[k] for k in keys if k in one}, {k: other[k] for k in keys if k in other}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        if len(pairs) == 1 and isinstance(pairs[0][0], Mapping):
            left, right = _apart(*pairs[0])
            name = pairs[0][0].get("id")
            return ({name: left}, {name: right}) if name else (left, right)
    return one, other


def _short(value: Any) -> str:
    """A value on one short line."""
    if isinstance(value, Mapping):
        text = ", ".join(f"{k}: {_short(v)}" for k, v in value.items())
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(_short, value)) + "]"
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
