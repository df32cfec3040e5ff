"""Entries written once for each member of a group: `for: a in allies`, `$a` in names.

Works on plain data, before the schema sees it, and keeps where in the file each part came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kautilya.diagnostics import did_you_mean, near_miss

Path = tuple[str | int, ...]

_LOOP = re.compile(r"^\s*([A-Za-z0-9]+)\s+in\s+([A-Za-z_][A-Za-z0-9_]*)\s*$")
_KEY = re.compile(r"^\s*\$([A-Za-z0-9]+)\s+for\s+(.+)$")
_DOLLAR = re.compile(r"\$([A-Za-z0-9]*)")

LOOPED = (
    "premises",
    "stocks",
    "auxiliaries",
    "transfers",
    "mechanisms",
    "events",
    "decisions",
    "agreements",
    "propositions",
)
"""Sections whose entries may carry `for`."""

KEYED = ("interests", "beliefs", "preferences", "misperceived")
"""Sections whose keys may read `$a for a in group`."""


@dataclass
class Expansion:
    """Data with every entry written out, and where each part stands in the file."""

    data: dict[str, Any]
    origin: dict[Path, Path] = field(default_factory=dict)
    faults: list[tuple[Path, str, str, str]] = field(default_factory=list)
    """Path, what, why, how to mend."""


def expand(data: dict[str, Any]) -> Expansion:
    """Write out what stands for every member of a group.

    Parameters
    ----------
    data
        The case as plain data.

    Returns
    -------
    Expansion
        The data written out in the group's order where the entry stood; for every part that came
        from a loop, its path in the file; and the faults found.

    Examples
    --------
    >>> data = {"groups": {"isles": ["holm", "skerry"]},
    ...         "stocks": {"school_$a": {"for": "a in isles", "start": 1}}}
    >>> list(expand(data).data["stocks"])
    ['school_holm', 'school_skerry']
    """
    work = _Work(data)
    out = dict(data)
    for section in LOOPED:
        if isinstance(data.get(section), dict):
            out[section] = work.entries((section,), data[section])
    for section in KEYED:
        if isinstance(data.get(section), dict):
            out[section] = work.keyed((section,), data[section])
    if isinstance(out.get("interests"), dict):
        for actor, rows in list(out["interests"].items()):
            if isinstance(rows, list):
                out["interests"][actor] = work.rows(("interests", actor), rows)
    work.result.data = out
    return work.result


class _Work:
    def __init__(self, data: dict[str, Any]) -> None:
        groups = data.get("groups")
        self.groups: dict[str, Any] = groups if isinstance(groups, dict) else {}
        self.result = Expansion(data)

    def entries(self, path: Path, section: dict[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, entry in section.items():
            here = (*path, key)
            if isinstance(entry, dict) and "for" in entry:
                loop = self._loop(entry["for"], (*here, "for"))
                rest = {k: v for k, v in entry.items() if k != "for"}
                for member in self._members(loop):
                    name = self._text(key, loop[0], member, here)
                    self._add(
                        out,
                        path,
                        name,
                        self._copy(rest, loop[0], member, here, (*path, name)),
                        here,
                    )
            else:
                if "$" in str(key):
                    self._fault(
                        here,
                        f"'{key}' has a $ but no `for`",
                        "",
                        "write `for: a in group` inside the entry",
                    )
                out[key] = entry
        return out

    def keyed(self, path: Path, section: dict[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, entry in section.items():
            match = _KEY.match(str(key))
            if match is None:
                out[key] = entry
                continue
            loop = self._loop(match.group(2), (*path, key))
            if loop[0] != match.group(1):
                self._fault(
                    (*path, key), f"'${match.group(1)}' is not the loop's name '{loop[0]}'", "", ""
                )
                continue
            for member in self._members(loop):
                copy = self._copy(entry, loop[0], member, (*path, key), (*path, member))
                self._add(out, path, member, copy, (*path, key))
        return out

    def rows(self, path: Path, rows: list[Any]) -> list[Any]:
        out: list[Any] = []
        base = self.result.origin.get(path, path)
        moved = any(isinstance(row, dict) and "for" in row for row in rows)
        for number, row in enumerate(rows):
            here = (*base, number)
            if isinstance(row, dict) and "for" in row:
                loop = self._loop(row["for"], (*here, "for"))
                rest = {k: v for k, v in row.items() if k != "for"}
                for member in self._members(loop):
                    out.append(self._copy(rest, loop[0], member, here, (*path, len(out))))
            else:
                out.append(self._copy(row, "", "", here, (*path, len(out))) if moved else row)
        return out

    def _add(self, out: dict[str, Any], path: Path, name: str, entry: Any, here: Path) -> None:
        if name in out and "$" not in name:
            self._fault(
                here,
                f"'{name}' is written out twice in {path[0]}",
                "two entries become one name when the group's members are put in",
                "put $ and the loop's name into the entry's name",
            )
        out[name] = entry

    def _loop(self, text: Any, path: Path) -> tuple[str, str, Path]:
        match = _LOOP.match(text) if isinstance(text, str) else None
        if match is None:
            self._fault(path, "a loop reads `NAME in GROUP`", "", "for instance `for: a in allies`")
            return "", "", path
        return match.group(1), match.group(2), path

    def _members(self, loop: tuple[str, str, Path]) -> list[str]:
        _, group, path = loop
        if group and group not in self.groups:
            mend = did_you_mean(group, map(str, self.groups))
            self._fault(path, f"'{group}' is not a declared group", "", mend)
            # Go on with the group that was probably meant, so that its entries stay declared.
            group = near_miss(group, map(str, self.groups)) or ""
        members = self.groups.get(group, [])
        members = [members] if isinstance(members, str) else members
        if not isinstance(members, list):
            return []
        return [str(member) for member in members]

    def _copy(self, value: Any, loop: str, member: str, source: Path, target: Path) -> Any:
        self.result.origin[target] = source
        if isinstance(value, str):
            return self._text(value, loop, member, source)
        if isinstance(value, list):
            return [
                self._copy(v, loop, member, (*source, n), (*target, n)) for n, v in enumerate(value)
            ]
        if isinstance(value, dict):
            copied = {}
            for key, inner in value.items():
                name = (
                    self._text(key, loop, member, (*source, key)) if isinstance(key, str) else key
                )
                copied[name] = self._copy(inner, loop, member, (*source, key), (*target, name))
            return copied
        return value

    def _text(self, text: str, loop: str, member: str, path: Path) -> str:
        def put(match: re.Match[str]) -> str:
            if match.group(1) == loop and loop:
                return member
            self._fault(
                path,
                f"'${match.group(1)}' is no loop's name here",
                f"the loop's name is '{loop}'" if loop else "the entry has no `for`",
                "",
            )
            return match.group(0)

        return _DOLLAR.sub(put, text) if "$" in text and loop else text

    def _fault(self, path: Path, what: str, why: str, mend: str) -> None:
        if (path, what, why, mend) not in self.result.faults:
            self.result.faults.append((path, what, why, mend))
