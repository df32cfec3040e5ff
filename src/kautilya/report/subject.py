"""What a question is asked about: the head of every answer but the board's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.study.deciding import Subject
from kautilya.study.wording import printable


def subject_lines(subject: Subject, paper: Paper) -> Iterator[Text]:
    """The case, the text that it encodes, and the worlds."""
    by = ", ".join(filter(None, (printable(subject.publisher), str(subject.year or ""))))
    title = printable(subject.title or subject.case)
    head = f'in this encoding of "{title}"' + (f" ({by})" if by else "")
    yield from paper.wrap(f"{head}   {subject.case}@{subject.case_hash[:7]}", hang=2)
    scenario = f"   scenario {subject.scenario}" if subject.scenario else ""
    run = f"seed {subject.seed}   {subject.worlds:,} worlds as authored{scenario}"
    yield from paper.wrap(Text(run, style="dim"), hang=2)


def place_of(line: int, source: tuple[str, ...]) -> str:
    """Where something stands: its citation and its line.

    Examples
    --------
    >>> place_of(12, ("hi#4",))
    'hi#4 line 12'
    """
    return " ".join((*source, f"line {line}"))


def record_to_data(record: Any) -> Any:
    """A record as plain data: tuples as lists, a number that is not finite as null.

    Examples
    --------
    >>> record_to_data({"share": float("nan"), "of": ("a", 1)})
    {'share': None, 'of': ['a', 1]}
    """
    if is_dataclass(record) and not isinstance(record, type):
        return {f.name: record_to_data(getattr(record, f.name)) for f in fields(record)}
    if isinstance(record, Mapping):
        return {str(key): record_to_data(value) for key, value in record.items()}
    if isinstance(record, tuple | list):
        return [record_to_data(value) for value in record]
    if isinstance(record, float):
        return record if isfinite(record) else None
    return record


def record_to_json(record: Any, schema: int) -> str:
    """A record as JSON text with the version of its layout, and a line break at its end."""
    data = {"schema": schema, **record_to_data(record)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
