"""A file that was read: its plain data and the place of every key and value."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kautilya.diagnostics import Diagnostic, Span
from kautilya.source.nodes import Mapping, Node, Scalar, Slot
from kautilya.source.positions import places_of
from kautilya.source.text import SourceText

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class SourceTree:
    r"""A case file as plain data, with the way back from each entry to its place in the text.

    A *path* leads to an entry: keys of mappings and numbers of list items, from the top. A path
    that leads nowhere is followed as far as it goes, so a place is always found.

    Parameters
    ----------
    file : str
        The file as the user named it.
    text : str
        Its text, without a byte order mark.
    data : Any
        Plain dict, list, str, int, float, bool and None by the core schema of YAML 1.2. Keys are
        always text, as written. Where an alias repeats an entry the same object stands twice, so
        treat the data as read only.
    root : Mapping or Sequence or Scalar
        The same with places; used by the methods.
    diagnostics : tuple of Diagnostic
        What is wrong with the file although it could be read: warnings, and for a tree from
        `examine_source` errors too.

    See Also
    --------
    kautilya.source.read_source : reads a file.

    Examples
    --------
    >>> from kautilya.source import parse_source
    >>> tree = parse_source("stocks:\n  water: {start: 0.50}\n", "case.yaml")
    >>> tree.data
    {'stocks': {'water': {'start': 0.5}}}
    >>> str(tree.value_span(("stocks", "water", "start"))), tree.raw(("stocks", "water", "start"))
    ('case.yaml:2:18', '0.50')
    """

    file: str
    text: str
    data: Any
    root: Node = field(repr=False, compare=False)
    diagnostics: tuple[Diagnostic, ...] = ()

    def key_span(self, path: Path) -> Span:
        """Return the place of the key that a path ends at; of a list item, where it begins.

        Where the path leads nowhere, the place of the nearest entry around it.
        """
        slot = self._follow(path)[0]
        if slot is None:
            return self._source.span(self.root.start, self._first_line_end(self.root))
        if slot.key_start == slot.start:
            return self._value_of(slot)
        return self._source.span(slot.key_start, slot.key_end)

    def value_span(self, path: Path) -> Span:
        """Return the place of the value that a path ends at, its first line only.

        Where the path leads nowhere, the place of the key of the nearest entry around it; where
        the value is empty, the place of its own key.
        """
        slot, found = self._follow(path)
        if slot is None or not found:
            return self.key_span(path)
        return self._value_of(slot)

    def inside(self, path: Path, offset: int, length: int) -> Span:
        """Return the place of a piece of a single value.

        Parameters
        ----------
        path : Path
            Leads to the value.
        offset, length : int
            The piece, counted in the value as resolved: folded lines, halved quotes and escapes
            replaced. See `raw`.

        Returns
        -------
        Span
            The piece as it stands in the file, up to the end of the line that it begins in. The
            whole value where the path does not lead to a single value.
        """
        slot, found = self._follow(path)
        if slot is None or not found or not isinstance(slot.node, Scalar):
            return self.value_span(path)
        node = slot.node
        places = places_of(self.text, node)
        if not places:
            return self.value_span(path)
        first = min(max(offset, 0), len(places) - 1)
        last = min(max(offset + length - 1, first), len(places) - 1)
        if offset >= len(places):  # just after the end: where a missing piece would stand
            after = places[-1][1]
            return self._source.span(after, after + 1)
        return self._source.span(places[first][0], places[last][1])

    def raw(self, path: Path) -> str | None:
        """Return a single value as written, numbers too; None for a collection or no value.

        Quotes are taken away, folded lines joined and escapes replaced, so that offsets into this
        text are those that `inside` takes.
        """
        slot, found = self._follow(path)
        if slot is None or not found or not isinstance(slot.node, Scalar):
            return None
        return slot.node.text

    @cached_property
    def _source(self) -> SourceText:
        """The text with its table of lines."""
        return SourceText(self.file, self.text)

    def _follow(self, path: Path) -> tuple[Slot | None, bool]:
        """Follow a path as far as it goes: the last slot reached, and whether all was followed."""
        slot: Slot | None = None
        node: Node = self.root
        for step in path:
            following = _step(node, step)
            if following is None:
                return slot, False
            slot, node = following, following.node
        return slot, True

    def _value_of(self, slot: Slot) -> Span:
        """Return the place of a slot's value."""
        node = slot.node
        if slot.end <= slot.start:
            return self._source.span(slot.key_start, slot.key_end)
        if slot.start != node.start:  # an alias stands here
            return self._source.span(slot.start, slot.end)
        return self._source.span(node.start, self._first_line_end(node))

    def _first_line_end(self, node: Node) -> int:
        """Return where the first line of a value ends, without a comment that follows it."""
        end = self._source.line_end(node.start)
        if node.end <= end or isinstance(node, Scalar):
            return min(node.end, end)
        slots = node.slots.values() if isinstance(node, Mapping) else node.slots
        reached = node.start + 1
        for slot in slots:
            if not node.start <= slot.key_start < end:
                break
            reached = max(reached, slot.key_end)
            if slot.start == slot.node.start and slot.start < end:
                reached = max(reached, self._first_line_end(slot.node))
        return reached


def _step(node: Node, step: str | int) -> Slot | None:
    """Take one step of a path."""
    if isinstance(node, Scalar):
        return None
    if isinstance(node, Mapping):
        return node.slots.get(step) if isinstance(step, str) else None
    if isinstance(step, int) and 0 <= step < len(node.slots):
        return node.slots[step]
    return None
