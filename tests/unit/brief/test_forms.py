"""The same brief as Markdown, HTML, PDF and DOCX: opened again and held against the results."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser

import pytest

from kautilya.report.brief.docx import brief_to_docx
from kautilya.report.brief.html import brief_to_html
from kautilya.report.brief.markdown import brief_to_markdown
from kautilya.report.brief.pdf import brief_to_pages, brief_to_pdf
from kautilya.report.data import dossier_to_data
from kautilya.study.brief import Table
from support.briefs import ferry_brief, hostile_brief
from support.reports import ferry_dossier

HEAD = "</script><script>alert(1)</script>"
HOSTILE = f'{HEAD} #image("x") $x^2$ *b* _i_ @ref <l> {{{{ 7*7 }}}} {{% x %}} [a](b) & “'


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("\u00ad", "").replace("\u200b", "")


@lru_cache(maxsize=2)
def pdf_text(words: str = "") -> tuple[str, ...]:
    import pypdf

    brief = hostile_brief(words) if words else ferry_brief()
    reader = pypdf.PdfReader(io.BytesIO(brief_to_pdf(brief)))
    return tuple(page.extract_text() for page in reader.pages)


@lru_cache(maxsize=1)
def html() -> str:
    return brief_to_html(ferry_brief())


def shares() -> Iterator[str]:
    (table,) = (b for b in ferry_brief().annexes[1].blocks if isinstance(b, Table))
    yield from (row.cells[2] for row in table.rows if "%" in row.cells[2])


@pytest.mark.slow
def test_the_pdf_says_what_was_found() -> None:
    whole = flat("".join(pdf_text()))
    for share in shares():
        assert flat(share) in whole
    front = flat("".join(pdf_text()[:2]))
    assert "Annex1." not in front and "Annex1." in flat(pdf_text()[2])
    for section in ferry_brief().sections:
        assert flat(section.title) in whole


@pytest.mark.slow
def test_pages_are_as_many_as_the_pdf_has() -> None:
    pages = brief_to_pages(ferry_brief(), ppi=20)
    assert len(pages) == len(pdf_text())
    assert all(page.startswith(b"\x89PNG") for page in pages)


@pytest.mark.slow
def test_the_docx_says_what_was_found() -> None:
    import docx

    document = docx.Document(io.BytesIO(brief_to_docx(ferry_brief())))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for share in shares():
        assert share in cells
    titles = [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Annexes")]
    assert [t.partition(". ")[2] or t for t in titles] == [s.title for s in ferry_brief().sections]
    assert all(s._inline.docPr.get("descr") for s in document.inline_shapes)
    assert document.core_properties.author == ""
    assert "{" not in "".join(p.text for p in document.paragraphs)


class Seen(HTMLParser):
    """Every tag of a page, its attributes, and the scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, str] = {}
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._script = str(dict(attrs).get("id") or "") if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script:
            self.data[self._script] = self.data.get(self._script, "") + data


def seen(text: str) -> Seen:
    parser = Seen()
    parser.feed(text)
    return parser


@pytest.mark.slow
def test_the_html_asks_for_nothing_and_carries_its_results() -> None:
    page = seen(html())
    for tag, attributes in page.tags:
        assert tag not in ("link", "iframe", "img", "object", "embed", "base")
        for name in ("src", "href", "xlink:href", "action", "data", "srcset"):
            assert str(attributes.get(name) or "#").startswith("#")
    assert "//" not in re.sub(r"//[^\n]*\n", "\n", html().split("<style>")[1].split("</style>")[0])
    assert not re.search(r"https?://", html())
    assert json.loads(page.data["results"]) == json.loads(
        json.dumps(dossier_to_data(ferry_brief().dossier))
    )
    told = json.loads(page.data["traces"])
    assert [t["text"] for t in told] == [s.text for s in ferry_brief().sentences() if s.traces]
    assert len(html()) < 3_000_000


@pytest.mark.slow
def test_figures_lead_to_rows_that_are_there() -> None:
    page = seen(html())
    names = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    assert len(names) == len(set(names))
    assert {f"c-{finding.id}" for finding in ferry_dossier().findings} <= set(names)
    labels = [str(attributes.get("aria-label") or "") for _, attributes in page.tags]
    assert any(label.startswith("keeps: ") for label in labels)


@pytest.mark.slow
def test_hostile_words_stay_words() -> None:
    brief = hostile_brief(HOSTILE)
    page = seen(brief_to_html(brief))
    kinds = [attributes.get("type") for tag, attributes in page.tags if tag == "script"]
    assert kinds == ["application/json", "application/json", None]
    assert HEAD in json.dumps(json.loads(page.data["results"]))
    markdown = brief_to_markdown(brief)
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert flat("</script><script>alert(1)</script>#image") in flat("".join(pdf_text(HOSTILE)))


@pytest.mark.slow
def test_hostile_words_stay_words_in_docx() -> None:
    import docx

    document = docx.Document(io.BytesIO(brief_to_docx(hostile_brief(HOSTILE))))
    text = "\n".join(p.text for p in document.paragraphs)
    assert HEAD in text and "{{ 7*7 }}" in text


@pytest.mark.slow
def test_long_names_are_laid_out() -> None:
    long = "an island whose name goes on and on " * 12
    assert len(pdf_text(long.strip())) >= 5


@pytest.mark.slow
def test_a_title_longer_than_a_document_takes_is_cut_in_its_properties_alone() -> None:
    import docx

    long = "an island " * 40
    document = docx.Document(io.BytesIO(brief_to_docx(replace(ferry_brief(), title=long))))
    assert document.paragraphs[0].text.strip() == long.strip()
    assert document.core_properties.title == long[:255]
