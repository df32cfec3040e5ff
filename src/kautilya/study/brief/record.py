"""A brief, frozen: sentences with where each comes from, tables and figures as data.

A renderer lays it out and changes no word. Nothing in it is markup: every text is plain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kautilya.study.dossier import Dossier


@dataclass(frozen=True)
class Trace:
    """Where a sentence comes from.

    Parameters
    ----------
    found
        Its place in the results: names from the outermost inwards, with dots between them.
    line
        Line of the case file; 0 where it is about no single entry.
    sources
        What that entry cites, by paragraph.
    annex
        Number of the annex that has the rows; 0 where the entry itself is the trace.
    """

    found: str
    line: int = 0
    sources: tuple[str, ...] = ()
    annex: int = 0


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a few that belong together, and where they come from."""

    text: str
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Entry:
    """Something that is judged, and what is said of it.

    Parameters
    ----------
    lead
        What it is about, in the author's words.
    sentences
        What is said of it.
    mark
        ``pass``, ``contested``, ``underdetermined``, ``contradicted``, ``untested`` or empty.
    name
        Its name in the case.
    """

    lead: str
    sentences: tuple[Sentence, ...]
    mark: str = ""
    name: str = ""


@dataclass(frozen=True)
class Entries:
    """A list of things that are judged."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Parameters
    ----------
    cells
        Texts, one for each column.
    mark
        As for `Entry`.
    name
        What the row is about, by its name in the case; a figure leads there.
    """

    cells: tuple[str, ...]
    mark: str = ""
    name: str = ""


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    caption
        What it shows.
    head
        Titles of the columns.
    rows
        Its rows.
    widths
        Width of each column beside the others.
    numbers
        Columns of numbers, which stand to the right.
    note
        What a reader must know to read it.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure as data.

    Parameters
    ----------
    kind
        ``intervals``, ``choices``, ``carriers``, ``swings`` or ``tipping``: how it is drawn.
    caption
        What it shows.
    alt
        The same for a reader who cannot see it.
    rows
        The data.
    labels
        Titles of axes and the like, by name.
    """

    kind: str
    caption: str
    alt: str
    rows: tuple[Mapping[str, Any], ...]
    labels: Mapping[str, str] = field(default_factory=dict)


Block = Paragraph | Entries | Table | Figure


@dataclass(frozen=True)
class Section:
    """A part of a brief.

    Parameters
    ----------
    title
        Its title.
    blocks
        What it holds.
    number
        Of an annex, from 1; 0 in front.
    standard
        The tradecraft standard of ICD 203 that it answers to; empty where it answers to none.
    """

    title: str
    blocks: tuple[Block, ...]
    number: int = 0
    standard: str = ""


@dataclass(frozen=True)
class Brief:
    """A brief for somebody who decides.

    Made by `kautilya.study.brief.brief`.

    Parameters
    ----------
    title, subtitle, caution
        What stands at its head: the text's title; who published it, and which encoding this is;
        how it is to be read.
    front
        Two pages for the decision-maker.
    annexes
        One for each of the nine tradecraft standards of ICD 203, then the manifest.
    dossier
        The results, as data.
    """

    title: str
    subtitle: str
    caution: str
    front: tuple[Section, ...]
    annexes: tuple[Section, ...]
    dossier: Dossier

    @property
    def sections(self) -> tuple[Section, ...]:
        """All parts, in their order."""
        return (*self.front, *self.annexes)

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, those about entries of lists among them."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield from block.sentences
                elif isinstance(block, Entries):
                    for entry in block.entries:
                        yield from entry.sentences

    def __repr__(self) -> str:
        parts = f"{len(self.front)} parts and {len(self.annexes)} annexes"
        return f"<Brief {self.dossier.heading.case}: {parts}>"
