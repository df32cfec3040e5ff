"""From a file as read to the case that its author wrote.

All of an author's faults of shape are found in one run: an entry that is not of its shape is set
aside, its name stays known, and the rest is read on.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kautilya.case import schema
from kautilya.case.groups import expand
from kautilya.case.not_yet import take_out
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.case.shorthand import lacking, write_out
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.source import Path, SourceTree

SECTIONS: dict[str, type[BaseModel]] = {
    "sources": schema.Source,
    "actors": schema.Actor,
    "systems": schema.System,
    "premises": schema.Premise,
    "stocks": schema.Stock,
    "auxiliaries": schema.Auxiliary,
    "transfers": schema.Transfer,
    "mechanisms": schema.Mechanism,
    "events": schema.Event,
    "decisions": schema.Decision,
    "agreements": schema.Agreement,
    "states": schema.State,
    "preferences": schema.Preference,
    "published": schema.Published,
    "interests": schema.Interest,
    "beliefs": schema.Belief,
    "scenarios": schema.Scenario,
    "propositions": schema.Proposition,
    "hypotheses": schema.Hypothesis,
    "evidence": schema.Evidence,
}
"""Sections of a case and the kind of their entries."""

LISTS: dict[str, type[BaseModel]] = {"observed": schema.Observation}
"""Lists of a case and the kind of their members."""


@dataclass(frozen=True)
class Reading:
    """A case as far as it could be read.

    Parameters
    ----------
    case
        The case, or None where even its frame could not be read.
    places
        The way back to the file.
    diagnostics
        What is wrong with its shape.
    set_aside
        ``(section, name)`` of entries that were left out because of their shape: their names
        count as declared, so that one fault is not reported twice; ``("", key)`` for a part at the
        top of the file.
    """

    case: Case | None
    places: Places
    diagnostics: tuple[Diagnostic, ...]
    set_aside: frozenset[tuple[str, str]] = frozenset()


def from_source(tree: SourceTree) -> Reading:
    """Read a case from a file's plain data.

    Parameters
    ----------
    tree
        The file as read.

    Returns
    -------
    Reading
        The case with everything that could be read, and every fault of shape.
    """
    data = copy.deepcopy(cast("dict[str, Any]", tree.data))
    places = Places(tree, {})
    found = [_not_yet(places, path, key) for path, key in take_out(data)]
    expansion = expand(data)
    places = Places(tree, expansion.origin)
    found += [
        Diagnostic(
            "KC108",
            what,
            tree.value_span(path) if path[-1] == "for" else tree.key_span(path),
            why,
            mend,
        )
        for path, what, why, mend in expansion.faults
    ]
    written = write_out(expansion.data, places)
    places = Places(tree, {**expansion.origin, **written.origin})
    found += written.faults
    found += [_lacks(path, key, places) for path, key in lacking(expansion.data)]
    case, faults, aside = _validate(expansion.data, places)
    return Reading(case, places, (*found, *faults), frozenset(aside))


def _not_yet(places: Places, path: Path, key: str) -> Diagnostic:
    return Diagnostic(
        "KC901",
        f"not yet: '{key}' is not supported in this version",
        places.key(path),
        "a key that is not understood is never ignored in silence",
        f"take '{key}' out, or keep it as a comment until it is supported",
    )


def _validate(
    data: dict[str, Any], places: Places
) -> tuple[Case | None, list[Diagnostic], set[tuple[str, str]]]:
    """Validate, set aside what is not of its shape, and validate the rest."""
    found: list[Diagnostic] = []
    aside: set[tuple[str, str]] = set()
    for _ in range(3):
        try:
            # What only some cases need was looked at already, with the places at hand.
            return Case.model_validate(data, context=schema.IN_PARTS), found, aside
        except ValidationError as error:
            details = error.errors(include_url=False)
        found += _faults(details, data, places)
        data = dict(data)
        for detail in details:
            if not _set_aside(data, detail["loc"], aside):
                return None, found, aside
    return None, found, aside


def _set_aside(
    data: dict[str, Any], loc: tuple[str | int, ...], aside: set[tuple[str, str]]
) -> bool:
    """Take an entry out of ``data``; False where the frame of the case itself is wrong."""
    section = loc[0] if loc else ""
    entries = data.get(str(section))
    if len(loc) < 2 or not isinstance(entries, dict):
        if section in _STAND_INS:
            # A setting that is needed and wrong: read on with one that causes no further fault.
            data[str(section)] = _STAND_INS[str(section)]
            return True
        # An unknown key at the top can go, and a setting that has a default; a section that is no
        # mapping takes its names along, and what is needed cannot be made up.
        data.pop(str(section), None)
        aside.add(("", str(section)))
        return section not in Case.model_fields or (
            section in _OPTIONAL and section not in SECTIONS and section != "groups"
        )
    name = str(loc[1])
    if section == "interests" and len(loc) > 2 and isinstance(loc[2], int) and name in entries:
        rows = entries[name]
        if isinstance(rows, list) and loc[2] < len(rows) and isinstance(rows[loc[2]], dict):
            aside.add(("interests", f"{name}.{rows[loc[2]].get('id', '')}"))
            aside.add(("interests", name))
            data["interests"] = {k: v for k, v in entries.items() if k != name}
            return True
    if section == "beliefs" and len(loc) > 2:
        inner = entries.get(name)
        if isinstance(inner, dict):
            aside.add(("beliefs", f"{name}.{loc[2]}"))
            kept = {k: v for k, v in inner.items() if k != loc[2]}
            data["beliefs"] = {**entries, name: kept}
            return True
    aside.add((str(section), name))
    data[str(section)] = {k: v for k, v in entries.items() if k != name}
    return bool(data[str(section)]) or section not in ("actors",)


_STAND_INS: dict[str, Any] = {"language": 1, "case": "case", "horizon": 1200}
"""What a needed setting is read as where it is missing or wrong, so that the rest is checked."""

_OPTIONAL = frozenset(name for name, field in Case.model_fields.items() if not field.is_required())


def _faults(
    details: list[ErrorDetails], data: dict[str, Any], places: Places
) -> Iterator[Diagnostic]:
    seen: set[tuple[Path, str]] = set()
    for detail in details:
        path, rest = _existing(detail["loc"], data)
        fault = _fault(detail, path, rest, places)
        # The branches of a union all complain about one value: say it once.
        key = (path, fault.code if fault.code == "KC104" else fault.message)
        if key not in seen:
            seen.add(key)
            yield fault


def _existing(loc: tuple[str | int, ...], data: Any) -> tuple[Path, tuple[str | int, ...]]:
    """The part of a location that exists in the data, and the rest of it."""
    here = data
    path: Path = ()
    for number, step in enumerate(loc):
        if isinstance(here, list):
            inside = isinstance(step, int) and step < len(here)
        else:
            inside = isinstance(here, dict) and step in here
        if not inside:
            if (loc[0], step) in _SHORT and number == 2:
                continue  # what the key would hold stands in its place
            return path, loc[number:]
        here = here[step]
        path = (*path, step)
    return path, ()


_SHORT = (("preferences", "ranking"), ("states", "is"))
"""Keys of entries that may be left out."""


def _fault(
    detail: ErrorDetails, path: Path, rest: tuple[str | int, ...], places: Places
) -> Diagnostic:
    kind, what = detail["type"], _entry(path)
    if path[:1] == ("corr",) and kind in ("missing", "too_long", "tuple_type"):
        message = "pairs are listed as [premise, premise, rank correlation]"
        return Diagnostic("KC104", f"{what}: {message}", places.value(path), _PAIRS, _PAIR)
    if kind == "missing":
        return _lacks(path, str(detail["loc"][-1]), places)
    if kind == "extra_forbidden":
        field = str(path[-1])
        return Diagnostic(
            "KC102",
            f"{_entry(path[:-1])} has no key '{field}'",
            places.key(path),
            "a key that is not understood is never ignored in silence",
            did_you_mean(field, _keys(path[:-1])),
        )
    message = detail["msg"].removeprefix("Value error, ")
    beside = path[-2:] == ("persuades", "exposed")
    return Diagnostic(
        "KC104",
        f"{what}: {_plain(message, detail)}",
        places.value(path),
        _described(path[:-1], str(path[-1])) if path else "",
        "`persuades` names actors; write `exposed` beside it" if beside else "",
    )


_PAIRS = "`corr`: premises that vary together, [[premise, premise, rank correlation], ..]"
_PAIR = "for instance corr: [[rain, flood, 0.5]]"


def _lacks(path: Path, field: str, places: Places) -> Diagnostic:
    return Diagnostic(
        "KC101",
        f"{_entry(path)} lacks '{field}'",
        places.key(path) if path else places.value(path),
        _described(path, field),
        f"add `{field}:`",
    )


def _plain(message: str, detail: ErrorDetails) -> str:
    value = detail.get("input")
    shown = f"'{value}'" if isinstance(value, str | int | float | bool) else _kind(value)
    words = {
        "float_parsing": f"{shown} is no number",
        "float_type": f"{shown} is no number",
        "int_parsing": f"{shown} is no whole number",
        "int_from_float": f"{shown} is no whole number",
        "int_type": f"{shown} is no whole number",
        "string_type": f"{shown} stands where a text is needed",
        "dict_type": f"{shown} stands where keys and values are needed",
        "model_type": f"{shown} stands where keys and values are needed",
        "model_attributes_type": f"{shown} stands where keys and values are needed",
        "tuple_type": f"{shown} stands where a list is needed",
        "bool_parsing": f"{shown} is neither true nor false",
        "bool_type": f"{shown} is neither true nor false",
        "date_from_datetime_parsing": f"{shown} is no date: write YEAR-MONTH-DAY",
        "date_parsing": f"{shown} is no date: write YEAR-MONTH-DAY",
        "too_long": "a pair has two members, [low, high]",
        "literal_error": f"{shown} is none of {detail.get('ctx', {}).get('expected', '')}",
        "enum": f"{shown} is none of {detail.get('ctx', {}).get('expected', '')}",
    }
    if detail["type"] == "missing" or (detail["type"] == "too_short" and isinstance(value, list)):
        return "a pair has two members, [low, high]"
    return words.get(detail["type"], message[:1].lower() + message[1:])


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    return (
        "a list"
        if isinstance(value, list | tuple)
        else "a set of keys"
        if isinstance(value, dict)
        else repr(value)
    )


_SINGULAR = {
    "sources": "source",
    "actors": "actor",
    "systems": "system",
    "premises": "premise",
    "stocks": "stock",
    "auxiliaries": "auxiliary",
    "transfers": "transfer",
    "mechanisms": "mechanism",
    "events": "event",
    "decisions": "decision",
    "agreements": "agreement",
    "states": "state",
    "preferences": "preferences of",
    "published": "published answer",
    "irreversible": "irreversible",
    "moves": "moves of",
    "payoffs": "payoffs of",
    "misperceived": "misperceived by",
    "interests": "interests of",
    "beliefs": "beliefs of",
    "scenarios": "scenario",
    "propositions": "proposition",
    "hypotheses": "hypothesis",
    "evidence": "evidence",
    "groups": "group",
}


def _entry(path: Path) -> str:
    if not path:
        return "the case"
    if len(path) == 1:
        return f"'{path[0]}'"
    if path[0] in (*LISTS, "corr"):
        inside = (f"entry {p + 1}" if isinstance(p, int) else f"'{p}'" for p in path[1:])
        return ", ".join([f"'{path[0]}'", *inside])
    words = [f"the {_SINGULAR.get(str(path[0]), str(path[0]))} '{path[1]}'"]
    if len(path) >= 4 and path[0] == "decisions" and path[2] == "options":
        words.append(f"option '{path[3]}'")
        path = path[:2] + path[4:]
    if path[0] in ("interests", "beliefs") and len(path) > 2:
        words.append(f"entry {int(path[2]) + 1}" if isinstance(path[2], int) else f"'{path[2]}'")
        path = path[:2] + path[3:]
    if len(path) > 2:
        words.append(f"entry {path[2] + 1}" if isinstance(path[2], int) else f"'{path[2]}'")
    return ", ".join(words)


def _model(path: Path) -> type[BaseModel] | None:
    if not path:
        return Case
    if path[0] == "decisions" and len(path) == 4 and path[2] == "options":
        return schema.Option
    if path[0] in LISTS and len(path) == 2:
        return LISTS[str(path[0])]
    deep = 3 if path[0] in ("interests", "beliefs") else 2
    return SECTIONS.get(str(path[0])) if len(path) == deep else None


def _keys(path: Path) -> list[str]:
    model = _model(path)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _described(path: Path, key: str) -> str:
    model = _model(path)
    for name, field in (model.model_fields if model else {}).items():
        if key in (field.alias, name) and field.description:
            return f"`{key}`: {field.description[:1].lower()}{field.description[1:].rstrip('.')}"
    return ""
