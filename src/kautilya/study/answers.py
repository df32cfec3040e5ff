"""Answers that were found before: whole records, kept beside the registry of runs.

Each is a JSON file named by the question and by a hash of all that the answer depends on. It is
read back by the types of its record's fields, so that nothing in such a file can run. What cannot
be kept or read is found anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kautilya.study.check import Checked
from kautilya.study.files import write_whole
from kautilya.study.version import VERSION

T = TypeVar("T")

FOLDER = "answers"
FORMAT = 1
"""Version of the files."""

MOST = 200
"""Files that are kept; the oldest go first."""


def answer_mark(
    checked: Checked, worlds: int, seed: int, scenario: str | None, yardstick: str | None
) -> str:
    """A hash of the case as it stands in its file, of what was asked, and of the program's version.

    Parameters
    ----------
    checked
        The case. Comments and layout count, since an answer names lines.
    worlds, seed, scenario, yardstick
        What was asked; the case's own yardstick where None.
    """
    assert checked.case is not None
    by = yardstick or checked.case.yardstick
    content = [FORMAT, VERSION, checked.tree.text, worlds, seed, scenario, by]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]


def keep(home: Path | None, kind: str, mark: str, record: Any) -> None:
    """Keep an answer; where it cannot be kept, nothing happens."""
    if home is None:
        return
    folder = home / FOLDER
    with suppress(OSError, TypeError, ValueError):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{kind}-{mark}.json", json.dumps(plain(record), ensure_ascii=False))
        files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in files[:-MOST]:
            old.unlink(missing_ok=True)


def known(home: Path | None, kind: str, mark: str, record: type[T]) -> T | None:
    """An answer that was kept, or None."""
    if home is None:
        return None
    try:
        text = (home / FOLDER / f"{kind}-{mark}.json").read_text(encoding="utf-8")
        found = filled(record, json.loads(text))
    except (OSError, TypeError, ValueError, LookupError):
        return None
    return found if isinstance(found, record) else None


def plain(value: Any) -> Any:
    """A record as plain data.

    Examples
    --------
    >>> from kautilya.findings import Tally
    >>> plain((Tally(1, 2), None))
    [{'holds': 1, 'counted': 2, 'missing': 0, 'excluded': 0}, None]
    """
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value


def filled(kind: Any, data: Any) -> Any:
    """The record of a kind that plain data stand for.

    Raises
    ------
    TypeError, ValueError, LookupError
        Where they stand for none.

    Examples
    --------
    >>> from kautilya.findings import Tally
    >>> filled(tuple[Tally, ...], [{"holds": 1, "counted": 2, "missing": 0, "excluded": 0}])
    (Tally(holds=1, counted=2, missing=0, excluded=0),)
    """
    return _Reader().read(kind, data)


class _Reader:
    """Plain data into records; remembers the types of fields while it reads."""

    def __init__(self) -> None:
        self._hints: dict[type, dict[str, Any]] = {}

    def read(self, kind: Any, data: Any) -> Any:
        """The value of a kind that the data stand for."""
        origin, inner = get_origin(kind), get_args(kind)
        if kind is Any:
            return data
        if origin in (Union, UnionType):
            return self._one_of(inner, data)
        if origin in (tuple, frozenset, list):
            return self._collected(origin, inner, _same(data, list))
        if origin is not None and issubclass(origin, Mapping):
            entries = _same(data, dict).items()
            return {self.read(inner[0], k): self.read(inner[1], v) for k, v in entries}
        if isinstance(kind, type) and is_dataclass(kind):
            return self._record(kind, _same(data, dict))
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(data)
        return float(_same(data, int, float)) if kind is float else _same(data, kind)

    def _record(self, kind: type, data: dict[str, Any]) -> Any:
        if kind not in self._hints:
            self._hints[kind] = get_type_hints(kind)
        hints = self._hints[kind]
        return kind(**{name: self.read(hints[name], value) for name, value in data.items()})

    def _one_of(self, kinds: tuple[Any, ...], data: Any) -> Any:
        """The first of several kinds that the data stand for."""
        for kind in kinds:
            with suppress(TypeError, ValueError, LookupError):
                return self.read(kind, data)
        raise TypeError(f"none of {kinds}")

    def _collected(self, origin: Any, inner: tuple[Any, ...], data: list[Any]) -> Any:
        if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
            return tuple(self.read(kind, value) for kind, value in zip(inner, data, strict=True))
        return origin(self.read(inner[0], value) for value in data)


def _same(data: Any, *kinds: type) -> Any:
    if isinstance(data, bool) and bool not in kinds:
        raise TypeError("true and false are no numbers")
    if not isinstance(data, kinds):
        raise TypeError(f"{type(data).__name__} in place of {kinds}")
    return data
