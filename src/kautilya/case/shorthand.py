"""Short forms of a conflict that are written out before the schema sees the data.

A list of names becomes a mapping whose keys keep their places in the file; a number that YAML read
where a pattern was meant becomes the text that the author wrote, and is reported; so does an exact
number, which is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kautilya.case.conflict.selection import is_pattern
from kautilya.case.places import Places
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path

PATTERNED = (
    "states",
    "infeasible",
    "moves",
    "today",
    "preferences",
    "misperceived",
    "published",
)
"""Sections in which patterns stand."""

_SINGLE = ("infeasible", "today")
"""Those that may be one pattern."""

LONGEST_HORIZON = 1200
"""Months; what a missing horizon is read as, so that it causes no further fault."""

_NUMBERS = ("number",)
"""Keys of these sections whose values are numbers."""


@dataclass
class Written:
    """What was found on the way: places of keys that were list items, and faults."""

    origin: dict[Path, Path] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)


def write_out(data: dict[str, Any], places: Places) -> Written:
    """Write short forms out, in place.

    Parameters
    ----------
    data
        The case as plain data that nobody else holds, loops written out.
    places
        The way back to the file.

    Returns
    -------
    Written
        Places of what moved, and what is wrong with it.
    """
    found = Written()
    decisions = data.get("decisions")
    if isinstance(decisions, dict):
        for name, decision in decisions.items():
            if isinstance(decision, dict) and isinstance(decision.get("options"), list):
                path: Path = ("decisions", name, "options")
                decision["options"] = _named(decision["options"], path, places, found, "options")
    if isinstance(data.get("states"), list):
        data["states"] = _named(data["states"], ("states",), places, found, "states")
    moved = Places(places.tree, {**places.origin, **found.origin})
    for section in PATTERNED:
        if isinstance(data.get(section), dict | list) or (section in data and section in _SINGLE):
            read = _pattern(moved, found.faults)
            data[section] = _leaves(data[section], (section,), read)
    if isinstance(data.get("payoffs"), dict):
        data["payoffs"] = _leaves(data["payoffs"], ("payoffs",), _exact(moved))
    return found


def _named(names: list[Any], path: Path, places: Places, found: Written, what: str) -> Any:
    """A list of names as a mapping; the list itself where it holds anything else."""
    words = [_word(name, (*path, n), places) for n, name in enumerate(names)]
    out: dict[str, Any] = {}
    for number, word in enumerate(words):
        if word is None:
            return names
        here = places.source_path((*path, number))
        if word in out:
            found.faults.append(
                Diagnostic(
                    "KC105",
                    f"'{word}' stands twice in a list of {what}",
                    places.value((*path, number)),
                    f"each of the {what} has a name of its own",
                    "take one of the two out, or give it another name",
                )
            )
            continue
        out[word] = {}
        found.origin[(*path, word)] = here
    return out


def _word(value: Any, path: Path, places: Places) -> str | None:
    """A member of a list as a name; numbers are refused as names later."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return value if isinstance(value, str) else _raw(value, path, places)


def _raw(value: int | float, path: Path, places: Places) -> str:
    """A number as the author wrote it."""
    return places.tree.raw(places.source_path(path)) or repr(value)


Read = Callable[[Any, Path], Any]


def _leaves(value: Any, path: Path, read: Read) -> Any:
    """Plain data with every number read anew."""
    if isinstance(value, dict):
        return {
            key: inner if key in _NUMBERS else _leaves(inner, (*path, key), read)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_leaves(inner, (*path, number), read) for number, inner in enumerate(value)]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return read(value, path)


def _pattern(places: Places, faults: list[Diagnostic]) -> Read:
    """Numbers where patterns are meant: the text, and the fault."""

    def read(value: int | float, path: Path) -> Any:
        text = _raw(value, path, places)
        if not is_pattern(text):
            return value
        faults.append(
            Diagnostic(
                "KC104",
                f"{text} stands where a state is named, and is read as the number {value!r}",
                places.value(path),
                "a pattern is a text of one character a decision",
                f'put it in quotes: "{text}"',
            )
        )
        return text

    return read


def _exact(places: Places) -> Read:
    """Payoffs as they were written, so that no digit is lost."""

    def read(value: int | float, path: Path) -> Any:
        return value if isinstance(value, int) else _raw(value, path, places)

    return read


def lacking(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Keys that only a conflict may leave out, and that this case needs; stand-ins are put in.

    Yields
    ------
    tuple
        Path of the entry that lacks a key, and the key.
    """
    conflict = data.get("preferences", {}) != {} or data.get("payoffs") is not None
    decisions = data.get("decisions")
    entries = decisions if isinstance(decisions, dict) else {}
    without = [n for n, d in entries.items() if isinstance(d, dict) and "now" not in d]
    # In a conflict, today is told for all decisions or for none.
    if not conflict or len(without) < len(entries):
        for name in without:
            yield ("decisions", name), "now"
            options = entries[name].get("options")
            first = next(iter(options), "") if isinstance(options, dict) else ""
            entries[name]["now"] = first or "?"
    if not conflict and "horizon" not in data:
        yield (), "horizon"
        data["horizon"] = LONGEST_HORIZON
