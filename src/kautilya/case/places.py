"""Where each part of a case stands in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.diagnostics import Span
from kautilya.source import Path, SourceTree


@dataclass(frozen=True)
class Places:
    """The way back from a part of a case to its place in the file.

    Parameters
    ----------
    tree
        The file as read.
    origin
        For parts written out from a loop, the path in the file.
    """

    tree: SourceTree
    origin: Mapping[Path, Path]

    def source_path(self, path: Path) -> Path:
        """Path in the file of a part of the case."""
        for cut in range(len(path), 0, -1):
            known = self.origin.get(path[:cut])
            if known is not None:
                return (*known, *path[cut:])
        return path

    def key(self, path: Path) -> Span:
        """Place of an entry's name."""
        return self.tree.key_span(self.source_path(path))

    def value(self, path: Path) -> Span:
        """Place of a value."""
        return self.tree.value_span(self.source_path(path))

    def inside(self, path: Path, text: str, at: int, length: int) -> Span:
        """Place of a piece of a formula; the whole value where a loop changed its text."""
        where = self.source_path(path)
        if self.tree.raw(where) == text:
            return self.tree.inside(where, at, length)
        return self.tree.value_span(where)
