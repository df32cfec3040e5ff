"""Keys of the language that this version refuses by name, and never ignores in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

TOP = ("timeline", "hypotheses", "evidence", "observed", "corr", "decide")
"""Sections and settings of a later version."""

INSIDE = {
    "mechanisms": ("lag", "decide"),
    "premises": ("corr", "off"),
    "decisions": ("decide",),
    "events": ("lag",),
}
"""Keys of entries of a later version."""


def take_out(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Remove what is not supported yet from ``data`` and name it.

    Yields
    ------
    tuple
        The path of the key and the key itself.
    """
    for key in TOP:
        if key in data:
            del data[key]
            yield (key,), key
    for section, keys in INSIDE.items():
        entries = data.get(section)
        if not isinstance(entries, dict):
            continue
        for name, entry in entries.items():
            if not isinstance(entry, dict):
                continue
            for key in keys:
                if key in entry:
                    entries[name] = entry = {k: v for k, v in entry.items() if k != key}
                    yield (section, name, key), key
    yield from _options(data.get("decisions"))


def _options(decisions: Any) -> Iterator[tuple[Path, str]]:
    if not isinstance(decisions, dict):
        return
    for name, decision in decisions.items():
        options = decision.get("options") if isinstance(decision, dict) else None
        if not isinstance(options, dict):
            continue
        for option, entry in options.items():
            if not isinstance(entry, dict):
                continue
            for key in ("exposed", "keeps"):
                if key in entry:
                    del entry[key]
                    yield ("decisions", name, "options", option, key), key
            persuades = entry.get("persuades")
            if isinstance(persuades, dict) and "exposed" in persuades:
                del persuades["exposed"]
                yield ("decisions", name, "options", option, "persuades", "exposed"), "exposed"
