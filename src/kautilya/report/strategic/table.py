"""Tables of the strategic picture: one column gives way where the paper is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.text import Text

from kautilya.report.paper import Paper, side_by_side

GAP = 2
"""Blanks between two columns."""

LEAST = 18
"""Cells that the column of words needs; with fewer it stands on lines of its own."""

Cells = Sequence[Text | str]


def table(
    paper: Paper,
    head: Cells,
    rows: Sequence[Cells],
    *,
    words: int = 1,
    right: frozenset[int] = frozenset(),
    indent: int = 2,
) -> list[Text]:
    """Rows below a head, each column as wide as its widest cell.

    The column `words` takes the room that is left and wraps; where that is too little, its cells
    stand on lines of their own above the rest.

    Parameters
    ----------
    paper
        How wide.
    head, rows
        What stands in the columns.
    words
        The column that gives way.
    right
        Columns whose cells stand at the right edge.
    indent
        Blanks before each line.
    """
    texts = [[_text(cell) for cell in row] for row in (head, *rows)]
    widths = [max(cell_len(row[n].plain) for row in texts) for n in range(len(head))]
    fixed = sum(w for n, w in enumerate(widths) if n != words) + GAP * (len(widths) - 1)
    room = paper.width - indent - fixed
    if room >= min(LEAST, widths[words]):
        widths[words] = min(widths[words], room)
        lines = [_line(row, widths, right) for row in texts]
    else:
        lines = [_stacked(paper, row, widths, words, right, indent) for row in texts]
    found = [Text.assemble(" " * indent, line) for part in lines for line in part]
    for line in found[: len(lines[0])]:
        line.stylize("dim")
    return found


def _line(row: Sequence[Text], widths: Sequence[int], right: frozenset[int]) -> list[Text]:
    cells = [
        _placed(cell, width, n in right)
        for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return side_by_side(cells, GAP)


def _stacked(
    paper: Paper,
    row: Sequence[Text],
    widths: Sequence[int],
    words: int,
    right: frozenset[int],
    indent: int,
) -> list[Text]:
    """The words on lines of their own, what stood before them in front; the rest below."""
    before = Text("")
    for cell in row[:words]:
        if cell.plain:
            before = Text.assemble(before, cell, "  ")
    inner = replace(paper, width=paper.width - indent)
    above = inner.wrap(Text.assemble(before, row[words]), 0, cell_len(before.plain))
    rest = [(n, cell) for n, cell in enumerate(row) if n > words]
    per_line = _fitting([widths[n] for n, _ in rest], paper.width - indent - GAP)
    lines = [line for line in above if line.plain.strip()]
    for group in per_line:
        part = [_placed(rest[k][1], widths[rest[k][0]], rest[k][0] in right) for k in group]
        lines += [Text.assemble("  ", line) for line in side_by_side(part, GAP)]
    return lines


def _fitting(widths: Sequence[int], room: int) -> list[list[int]]:
    """Columns cut into lines that fit."""
    groups: list[list[int]] = []
    used = room + 1
    for number, width in enumerate(widths):
        if used + GAP + width > room:
            groups.append([])
            used = -GAP
        groups[-1].append(number)
        used += GAP + width
    return groups


def _placed(cell: Text, width: int, at_right: bool) -> tuple[Text, int]:
    return (_at_right(cell, width) if at_right else cell, width)


def _at_right(cell: Text, width: int) -> Text:
    blank = width - cell_len(cell.plain)
    return Text.assemble(" " * blank, cell) if blank > 0 else cell


def _text(cell: Text | str) -> Text:
    return Text(cell) if isinstance(cell, str) else cell
