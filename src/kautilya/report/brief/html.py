"""A brief as one HTML file that opens without a network and carries its results as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import Any

from kautilya.report.brief.figures import alternative, svg_of
from kautilya.report.brief.markdown import MARKS
from kautilya.report.brief.traces import found_words, trace_words
from kautilya.report.data import dossier_to_data
from kautilya.report.subject import record_to_data
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

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may do: nothing but show itself."""

_SPACE = re.compile(r"\s+(xmlns:?\w*)=\"[^\"]*\"")


def brief_to_html(brief: Brief) -> str:
    """A brief as one HTML file.

    Parameters
    ----------
    brief
        The brief.

    Returns
    -------
    str
        The whole page. It asks for nothing from anywhere; figures are pictures in it, made live by
        a small script; the results stand in it as JSON, under the ids ``results`` and ``traces``.
    """
    page = _Page()
    body = [
        '<p class="over">Brief</p>',
        f"<h1>{_safe(brief.title)}</h1>",
        f'<p class="sub">{_safe(brief.subtitle)}</p>',
        f'<p class="caution">{_safe(brief.caution)}</p>',
    ]
    for section in brief.front:
        body += page.section(section, _safe(section.title))
    for section in brief.annexes:
        body += page.section(section, f"Annex {section.number}. {_safe(section.title)}")
    data = {"results": dossier_to_data(brief.dossier), "traces": _traces(brief)}
    scripts = [
        f'<script type="application/json" id="{name}">{_json(found)}</script>'
        for name, found in data.items()
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY, quote=True)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(brief.title)}</title>",
            f"<style>{_resource('brief.css')}</style>",
            "</head>",
            "<body>",
            "<main>",
            *body,
            "</main>",
            *scripts,
            f"<script>{_resource('brief.js')}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


class _Page:
    """Writes parts of the page; counts figures and remembers which names are anchors already."""

    def __init__(self) -> None:
        self._figures = 0
        self._anchored: set[str] = set()

    def section(self, section: Section, title: str) -> Iterator[str]:
        """A part with its heading."""
        anchor = f' id="annex-{section.number}"' if section.number else ""
        yield f"<section{anchor}><h2>{title}</h2>"
        if section.standard:
            yield f'<p class="standard">ICD 203: {_safe(section.standard)}.</p>'
        for block in section.blocks:
            yield from self._block(block, anchors=section.number == 2)
        yield "</section>"

    def _block(self, block: Block, *, anchors: bool) -> Iterator[str]:
        match block:
            case Paragraph():
                yield f"<p>{_running(block.sentences)}</p>"
            case Entries():
                yield '<ul class="entries">'
                yield from (_entry(entry) for entry in block.entries)
                yield "</ul>"
            case Table():
                yield from self._table(block, anchors=anchors)
            case Figure():
                yield self._figure(block)

    def _table(self, table: Table, *, anchors: bool) -> Iterator[str]:
        """A table; its rows are what figures lead to where `anchors`."""
        marked = any(row.mark for row in table.rows)
        kind = " data-marked" if marked else ""
        yield f'<div class="scroll"><table{kind}><caption>{_safe(table.caption)}</caption>'
        if any(table.head):
            head = ["<th></th>"] if marked else []
            head += [f"<th{_number(table, n)}>{_safe(h)}</th>" for n, h in enumerate(table.head)]
            yield f"<thead><tr>{''.join(head)}</tr></thead>"
        yield "<tbody>"
        for row in table.rows:
            about = ""
            if row.name:
                name = f"c-{row.name}"
                about = f' data-of="{_safe(name)}"'
                if anchors and name not in self._anchored:
                    self._anchored.add(name)
                    about += f' id="{_safe(name)}"'
            if row.mark:
                about += f' data-mark="{_safe(row.mark)}"'
            cells = [f"<td>{_mark(row.mark)}</td>"] if marked else []
            cells += [f"<td{_number(table, n)}>{_safe(c)}</td>" for n, c in enumerate(row.cells)]
            yield f"<tr{about}>{''.join(cells)}</tr>"
        yield "</tbody></table></div>"
        if table.note:
            yield f'<p class="note">{_safe(table.note)}</p>'

    def _figure(self, figure: Figure) -> str:
        self._figures += 1
        caption = f"Figure {self._figures}. {alternative(figure)}"
        return (
            f'<figure role="group" aria-label="{_safe(alternative(figure))}">'
            f"{_inline(svg_of(figure), self._figures)}"
            f"<figcaption>{_safe(caption)}</figcaption></figure>"
        )


def _entry(entry: Entry) -> str:
    about = f' data-of="{_safe(f"c-{entry.name}")}"' if entry.name else ""
    lead = f"<strong>{_safe(entry.lead)}</strong>"
    return f"<li{about}>{_mark(entry.mark)}{lead} {_running(entry.sentences)}</li>"


def _running(sentences: tuple[Sentence, ...]) -> str:
    parts = []
    for number, sentence in enumerate(sentences):
        words = trace_words(sentence)
        after = sentences[number + 1 :]
        found = _safe(found_words(sentence.traces))
        text = (
            f'<span data-found="{found}">{_safe(sentence.text)}</span>'
            if found
            else _safe(sentence.text)
        )
        if words and not (after and trace_words(after[0]) == words):
            text += f' <span class="trace">[{_linked(words)}]</span>'
        parts.append(text)
    return " ".join(parts)


def _linked(words: str) -> str:
    """A trace, with annexes as links."""
    return re.sub(r"annex (\d+)", r'<a href="#annex-\1">annex \1</a>', _safe(words))


def _mark(mark: str) -> str:
    if not mark:
        return ""
    sign = _safe(MARKS[mark])
    return f'<span class="mark mark-{mark}" role="img" aria-label="{mark}">{sign}</span>'


def _number(table: Table, column: int) -> str:
    return ' class="number"' if column in table.numbers else ""


def _inline(svg: str, number: int) -> str:
    """A picture as a part of the page: without names of its own that could meet another's."""
    flat = _SPACE.sub("", svg[svg.index("<svg") :])
    flat = re.sub(r'\bid="([^"]+)"', rf'id="f{number}-\1"', flat)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#f{number}-\1)", flat)


def _traces(brief: Brief) -> list[dict[str, Any]]:
    """Every sentence that has a trace, as data."""
    return [
        {"text": sentence.text, "traces": record_to_data(sentence.traces)}
        for sentence in brief.sentences()
        if sentence.traces
    ]


def _json(data: Any) -> str:
    """JSON that no page takes for the end of a script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8").strip()


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)
