"""Small tables in HTML, as notebooks show them: every text is escaped, and nothing in them runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kautilya.terms.text import printable


def safe(text: object) -> str:
    """A text that HTML takes for nothing but text.

    Examples
    --------
    >>> safe("<b>ferry</b> & Co")
    '&lt;b&gt;ferry&lt;/b&gt; &amp; Co'
    """
    return escape(printable(str(text)), quote=True)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table.

    Parameters
    ----------
    caption
        What it shows.
    head
        Titles of the columns; where there are none, the first cell of each row is its title.
    rows
        Texts and numbers.
    """
    titled = not head
    top = "".join(f"<th style='text-align:left'>{safe(title)}</th>" for title in head)
    body = "".join(_row(row, titled=titled) for row in rows)
    start = f"<table><caption style='text-align:left'><b>{safe(caption)}</b></caption>"
    middle = f"<thead><tr>{top}</tr></thead>" if head else ""
    return f"{start}{middle}<tbody>{body}</tbody></table>"


def part(*fragments: str, note: str = "") -> str:
    """Fragments of HTML one after the other, and a note below them."""
    below = f"<p>{safe(note)}</p>" if note else ""
    return f"<div>{''.join(fragments)}{below}</div>"


def _row(row: Sequence[object], *, titled: bool) -> str:
    cells = [f"<td style='text-align:left'>{safe(cell)}</td>" for cell in row]
    if titled and row:
        cells[0] = f"<th style='text-align:left'>{safe(row[0])}</th>"
    return f"<tr>{''.join(cells)}</tr>"
