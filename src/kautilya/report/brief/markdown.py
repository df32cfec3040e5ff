"""A brief as Markdown: everything that an author wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kautilya.report.brief.traces import capital, traced
from kautilya.study.brief import (
    Block,
    Brief,
    Entries,
    Entry,
    Figure,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from kautilya.study.wording import printable

MARKS = {
    "pass": "✔",
    "contested": "~",
    "underdetermined": "?",
    "contradicted": "✘",
    "untested": "·",
}
"""The mark of each verdict, in text."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&])")
_LEADING = re.compile(r"^(\s*)([#+\-=>]|\d+[.)](?=\s|$))")


def brief_to_markdown(brief: Brief) -> str:
    """A brief as Markdown, with a line break at its end.

    Parameters
    ----------
    brief
        The brief.
    """
    lines = [
        f"# {safe(brief.title)}",
        "",
        safe(brief.subtitle),
        "",
        f"*{safe(brief.caution)}*",
        "",
    ]
    for section in brief.front:
        lines += _section(section, f"## {safe(section.title)}")
    for section in brief.annexes:
        lines += _section(section, f"## Annex {section.number}. {safe(section.title)}")
    return "\n".join(lines).rstrip() + "\n"


def safe(text: str) -> str:
    r"""A text that Markdown and HTML take for nothing but text.

    Examples
    --------
    >>> print(safe("<b>*it*</b> [x](y)"), safe("# 1"))
    \<b\>\*it\*\</b\> \[x\](y) \# 1
    """
    escaped = _SPECIAL.sub(r"\\\1", printable(text))
    found = _LEADING.match(escaped)
    if found is None:
        return escaped
    at = found.end() - 1
    return f"{escaped[:at]}\\{escaped[at:]}"


def _section(section: Section, heading: str) -> Iterator[str]:
    yield heading
    yield ""
    if section.standard:
        yield f"*ICD 203: {safe(section.standard)}.*"
        yield ""
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _running(block.sentences)
        case Entries():
            for entry in block.entries:
                yield _entry(entry)
        case Table():
            yield from _table(block)
        case Figure():
            yield from _figure(block)


def _entry(entry: Entry) -> str:
    mark = f"{MARKS[entry.mark]} " if entry.mark else ""
    name = f" ({safe(entry.name)})" if entry.name else ""
    return f"- {mark}**{safe(entry.lead)}**{name} {_running(entry.sentences)}"


def _running(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(
        safe(text) + (f" \\[{safe(words)}\\]" if words else "") for text, words in traced(sentences)
    )


def _table(table: Table) -> Iterator[str]:
    yield f"**{safe(table.caption)}**"
    yield ""
    marked = any(row.mark for row in table.rows)
    head = ["", *table.head] if marked else list(table.head)
    first = 1 if marked else 0
    rule = ["---:" if n - first in table.numbers else "---" for n in range(len(head))]
    yield _cells(map(safe, head))
    yield _cells(rule)
    for row in table.rows:
        mark = [MARKS.get(row.mark, "")] if marked else []
        yield _cells([*mark, *map(safe, row.cells)])
    if table.note:
        yield ""
        yield safe(table.note)


def _cells(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _figure(figure: Figure) -> Iterator[str]:
    """A figure in words and as its data: Markdown has no pictures of its own."""
    yield f"**Figure: {safe(figure.caption)}.** {safe(capital(figure.alt.rstrip('.')))}."
