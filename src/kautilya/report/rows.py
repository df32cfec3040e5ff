"""One row for each proposition, laid out for the width that there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text

from kautilya.report.paper import Glyphs, Paper, joined, side_by_side
from kautilya.study import Dossier, Finding, Fit, Standing
from kautilya.study.wording import fit_words, flags, printable, share_words, standing_words

GAP = 2
"""Blanks between two columns."""

MARGIN = 4
"""Cells before the name of a proposition: two blanks, the mark, one blank."""

FIT = len("underdetermined")
SHARE = len("moves 12%")

WIDEST_ID = 26
WIDEST_SOURCE = 12
WIDEST_SAYS = 64

ROOMY = 74
"""Cells that the sentence and its standing need together to stand in one row."""

TIGHT = 36
"""Cells that a sentence needs beside its verdict; with fewer it stands below."""


@dataclass(frozen=True)
class Row:
    """What the board says of one proposition, ready to be laid out."""

    mark: str
    style: str
    id: str
    source: str
    says: str
    fit: str
    share: str
    stated: str
    standing: str
    flags: tuple[str, ...]


Layout = Callable[[Finding], list[Text]]


def rows_of(dossier: Dossier, paper: Paper) -> Layout:
    """How findings of a dossier become lines on some paper.

    Wide paper holds everything in one row; narrower paper puts the standing below, and narrow
    paper the sentence as well. The verdict is never cut.
    """
    actors = dict(dossier.heading.actors)
    rows = {f.id: row_of(f, paper.glyphs, actors) for f in dossier.findings}
    ids = min(WIDEST_ID, max((cell_len(row.id) for row in rows.values()), default=0))
    sources = max((cell_len(row.source) for row in rows.values()), default=0)
    stated = max((cell_len(row.stated) for row in rows.values()), default=0)
    fixed = MARGIN + ids + GAP + (sources + GAP if sources else 0) + FIT + SHARE + 3 * GAP
    rest = paper.width - fixed

    def wide(finding: Finding) -> list[Text]:
        row = rows[finding.id]
        room = rest - stated - GAP
        says = room * 9 // 20
        below = _notes(replace(row, stated=""), paper)
        tail = [(Text(row.stated), stated), (below, room - says - GAP)]
        return _row(row, ids, sources, [(Text(row.says), says), *_verdict(row), *tail])

    def medium(finding: Finding) -> list[Text]:
        row = rows[finding.id]
        says = min(rest, WIDEST_SAYS)
        lines = _row(row, ids, sources, [(Text(row.says), says), *_verdict(row)])
        indent = MARGIN + ids + GAP + (sources + GAP if sources else 0)
        return lines + paper.wrap(_notes(row, paper), indent)

    def stacked(finding: Finding) -> list[Text]:
        row = rows[finding.id]
        lines = _row(row, ids, sources, _verdict(row))
        lines += paper.wrap(row.says, MARGIN + 2)
        return lines + paper.wrap(_notes(row, paper), MARGIN + 2)

    if rest - stated - GAP >= ROOMY:
        return wide
    return medium if rest >= TIGHT else stacked


def row_of(finding: Finding, glyphs: Glyphs, actors: dict[str, str] | None = None) -> Row:
    """What the board says of a finding."""
    mark, style = mark_of(finding, glyphs)
    return Row(
        mark,
        style,
        printable(finding.id),
        sources_of(finding.sources),
        printable(finding.says or finding.claim),
        fit_words(finding),
        share_words(finding),
        "" if finding.fit is None else f"stated: {printable(finding.stated)}",
        "" if finding.standing == Standing.UNKNOWN else printable(standing_words(finding)),
        flags(finding, actors),
    )


def mark_of(finding: Finding, glyphs: Glyphs) -> tuple[str, str]:
    """The mark of a finding and its colour."""
    if finding.passes:
        return glyphs.passes, "green"
    match finding.fit:
        case Fit.CONTESTED:
            return glyphs.contested, "yellow"
        case Fit.UNDERDETERMINED:
            return glyphs.underdetermined, "magenta"
        case Fit.CONTRADICTED:
            return glyphs.contradicted, "red"
    return glyphs.untested, "dim"


def sources_of(sources: Sequence[str]) -> str:
    """Citations in little room: paragraphs of one source together, what is over only counted.

    Examples
    --------
    >>> sources_of(("osw#12", "osw#17")), sources_of(("osw#1", "osw#2", "osw#3", "osw#104"))
    ('osw#12,17', 'osw#1,2,3 +1')
    """
    shown, last = "", ""
    for number, source in enumerate(sources):
        name, _, paragraph = source.partition("#")
        part = f",{paragraph}" if name == last else f"{' ' if shown else ''}{source}"
        left = len(sources) - number - 1
        room = WIDEST_SOURCE - (len(f" +{left}") if left else 0)
        if shown and cell_len(shown + part) > room:
            return printable(f"{shown} +{left + 1}")
        shown, last = shown + part, name
    return printable(shown)


def _verdict(row: Row) -> list[tuple[Text, int]]:
    return [(Text(row.fit, row.style), FIT), (Text(row.share), SHARE)]


def _row(row: Row, ids: int, sources: int, cells: list[tuple[Text, int]]) -> list[Text]:
    """Mark, name and citation before some cells; a long name stands on a line of its own."""
    lead = Text.assemble("  ", (row.mark, row.style), " ")
    name = Text(row.id, "bold")
    lines = []
    if cell_len(row.id) > ids:
        lines.append(Text.assemble(lead, name))
        lead, name = Text(" " * MARGIN), Text("")
    cited = [(Text(row.source, "cyan"), sources)] if sources else []
    table = side_by_side([(name, ids), *cited, *cells], GAP)
    blank = Text(" " * MARGIN)
    lines += [Text.assemble(lead if n == 0 else blank, line) for n, line in enumerate(table)]
    return lines


def _standing(row: Row) -> Text:
    loud = row.standing.startswith(("vacuous", "rests on", "would hold"))
    return Text(row.standing, "" if loud else "dim")


def _notes(row: Row, paper: Paper) -> Text:
    """What stands below a sentence: the hedge, the standing and the flags."""
    parts = [Text(row.stated, "dim"), _standing(row), *(Text(flag, "dim") for flag in row.flags)]
    return joined([part for part in parts if part.plain], _dot(paper))


def _dot(paper: Paper) -> str:
    return f" {paper.glyphs.dot} "
