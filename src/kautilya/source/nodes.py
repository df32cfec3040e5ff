"""What a file holds, with the place of every key and value.

The nodes are built once, by `kautilya.source.build`, and only read afterwards. Places are offsets
into the text of the file. An alias shares the node of its anchor, so a node may be reached by
several paths; the slot that leads to it keeps the place of the alias.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Scalar:
    """A single value: its text as resolved by YAML, its style and what it means as plain data."""

    start: int
    end: int
    text: str
    style: str | None  # None for plain, else one of ' " | >
    value: Any


@dataclass(slots=True)
class Mapping:
    """Keys and their values, in the order of the file."""

    start: int
    end: int
    slots: dict[str, "Slot"] = field(default_factory=dict)
    value: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Sequence:
    """Items in order."""

    start: int
    end: int
    slots: list["Slot"] = field(default_factory=list)
    value: list[Any] = field(default_factory=list)


Node = Scalar | Mapping | Sequence


@dataclass(slots=True)
class Slot:
    """Where a node stands: the place of its key (for an item, its own) and of its value."""

    key_start: int
    key_end: int
    start: int
    end: int
    node: Node
