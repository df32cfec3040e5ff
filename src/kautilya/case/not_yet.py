"""Keys of the language that this version refuses by name, and never ignores in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

TOP = ("timeline", "decide")
"""Sections and settings of a later version."""

INSIDE = {
    "mechanisms": ("lag", "decide"),
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
