"""A brief as DOCX: a template with named styles, filled by docxtpl."""

from __future__ import annotations

import io
from typing import Any

from kautilya.report.brief.figures import png_of
from kautilya.report.brief.layout import Layout
from kautilya.report.brief.markdown import MARKS
from kautilya.study.brief import Brief

FAINT = "6B6B6B"
COLOURS = {
    "pass": "1D6F5C",
    "contested": "8A6108",
    "underdetermined": "6D5AA8",
    "contradicted": "B23A2E",
    "untested": "6B6B6B",
    "": "1C1C1C",
}
FONT, SIZE = "Georgia", 10
WIDEST = 15.5
"""Width of text and figures, in centimetres."""

MOST_TITLE = 255
"""Characters that the format has for the title in a document's properties."""


def brief_to_docx(brief: Brief) -> bytes:
    """A brief as DOCX, for whoever goes on writing in it.

    Headings, captions and tables have styles of their own, so that a house's template can be put
    over them.
    """
    from docx.shared import Cm
    from docxtpl import DocxTemplate, InlineImage

    template = DocxTemplate(io.BytesIO(template_bytes()))
    template.init_docx()
    layout = Layout(brief)
    pictures = [
        InlineImage(template, io.BytesIO(png_of(figure)), width=Cm(WIDEST))
        for figure in layout.figures
    ]
    sections = [_section(section, pictures) for section in layout.data["front"]]
    annexes = [_section(section, pictures) for section in layout.data["annexes"]]
    if annexes:
        annexes[0]["first"] = True
    context = {**layout.data, "sections": [*sections, *annexes]}
    template.render(context, autoescape=True)
    document: Any = template.docx
    document.core_properties.title = layout.data["title"][:MOST_TITLE]
    document.core_properties.author = document.core_properties.comments = ""
    _describe(
        document, [_alt(section) for section in layout.data["front"] + layout.data["annexes"]]
    )
    _widths(document, layout.data["front"] + layout.data["annexes"])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _alt(section: dict[str, Any]) -> list[str]:
    return [block["alt"] for block in section["blocks"] if block["kind"] == "figure"]


def _describe(document: Any, by_section: list[list[str]]) -> None:
    """Give each picture its description, for readers who cannot see it."""
    words = [text for texts in by_section for text in texts]
    for shape, text in zip(document.inline_shapes, words, strict=False):
        shape._inline.docPr.set("descr", text)


def _widths(document: Any, sections: list[dict[str, Any]]) -> None:
    """Set the columns of tables as the brief has them, and their heads to repeat."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    blocks = [b for s in sections for b in s["blocks"] if b["kind"] == "table"]
    for table, block in zip(document.tables, blocks, strict=True):
        widths = [0.5 if block["marked"] else 0.0, *block["widths"]]
        widths = widths if block["marked"] else widths[1:]
        unit = WIDEST / sum(widths)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=False):
                cell.width = Cm(width * unit)
        if any(block["head"]):
            head = table.rows[0]._tr.get_or_add_trPr()
            head.append(OxmlElement("w:tblHeader"))


def _section(section: dict[str, Any], pictures: list[Any]) -> dict[str, Any]:
    number = section["number"]
    title = f"Annex {number}. {section['title']}" if number else section["title"]
    return {
        "title": title,
        "standard": f"ICD 203: {section['standard']}." if section["standard"] else "",
        "first": False,
        "blocks": [_block(block, pictures) for block in section["blocks"]],
    }


def _block(block: dict[str, Any], pictures: list[Any]) -> dict[str, Any]:
    match block["kind"]:
        case "paragraph":
            return {"kind": "paragraph", "text": _running(block["sentences"])}
        case "entries":
            return {"kind": "entries", "entries": [_entry(entry) for entry in block["entries"]]}
        case "table":
            marked = block["marked"]
            head = ["", *block["head"]] if marked else block["head"]
            rows = [
                [*([MARKS.get(row["mark"], "")] if marked else []), *row["cells"]]
                for row in block["rows"]
            ]
            return {**block, "head": head, "rows": rows}
    caption = f"Figure {block['number']}. {block['caption']}. {block['said']}"
    return {"kind": "figure", "image": pictures[block["number"] - 1], "caption": caption}


def _running(sentences: list[dict[str, str]], text: Any = None) -> Any:
    """Sentences, each with its trace in a fainter type."""
    from docxtpl import RichText

    text = RichText() if text is None else text
    for sentence in sentences:
        text.add(f"{sentence['text']} ", font=FONT, size=2 * SIZE)
        if sentence["trace"]:
            text.add(f"[{sentence['trace']}] ", font=FONT, size=15, color=FAINT)
    return text


def _entry(entry: dict[str, Any]) -> Any:
    from docxtpl import RichText

    text = RichText()
    if entry["mark"]:
        mark = f"{MARKS[entry['mark']]} "
        text.add(mark, font=FONT, size=2 * SIZE, color=COLOURS[entry["mark"]], bold=True)
    text.add(f"{entry['lead']} ", font=FONT, size=2 * SIZE, bold=True)
    return _running(entry["sentences"], text)


# -- the template ---------------------------------------------------------------------------------


def template_bytes() -> bytes:
    """The template: a document with styles and the places that are filled in."""
    from docx import Document
    from docx.shared import Cm

    document: Any = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.7)
    page.top_margin = page.bottom_margin = Cm(2.2)
    _styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subtitle }}", style="Subtitle")
    document.add_paragraph("{{ caution }}", style="Caution")
    for text, style in _BODY:
        if text == "TABLE":
            _table(document)
        else:
            document.add_paragraph(text, style=style)
    page.footer.paragraphs[0].text = "{{ foot }}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


_BODY = (
    ("{%p for section in sections %}", "Normal"),
    ("{%p if section.first %}", "Normal"),
    ("{{ section.title }}", "Annexes"),
    ("{%p else %}", "Normal"),
    ("{{ section.title }}", "Heading 1"),
    ("{%p endif %}", "Normal"),
    ("{%p if section.standard %}", "Normal"),
    ("{{ section.standard }}", "Standard"),
    ("{%p endif %}", "Normal"),
    ("{%p for block in section.blocks %}", "Normal"),
    ("{%p if block.kind == 'paragraph' %}", "Normal"),
    ("{{r block.text }}", "Normal"),
    ("{%p elif block.kind == 'entries' %}", "Normal"),
    ("{%p for entry in block.entries %}", "Normal"),
    ("{{r entry }}", "Entry"),
    ("{%p endfor %}", "Normal"),
    ("{%p elif block.kind == 'table' %}", "Normal"),
    ("{{ block.caption }}", "Caption"),
    ("TABLE", ""),
    ("{{ block.note }}", "Standard"),
    ("{%p else %}", "Normal"),
    ("{{ block.image }}", "Normal"),
    ("{{ block.caption }}", "Standard"),
    ("{%p endif %}", "Normal"),
    ("{%p endfor %}", "Normal"),
    ("{%p endfor %}", "Normal"),
)
"""The places that are filled in, each with its style."""


def _table(document: Any) -> None:
    """A table whose columns and rows are repeated."""
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    _fill(table.rows[0], ("{%tc for title in block.head %}", "{{ title }}", "{%tc endfor %}"))
    table.rows[1].cells[0].text = "{%tr for row in block.rows %}"
    _fill(table.rows[2], ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"))
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].style = document.styles["Cell"]


def _fill(row: Any, texts: tuple[str, str, str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles = document.styles
    for name, size, faint, italic, after in (
        ("Normal", SIZE, False, False, 4),
        ("Title", 22, False, False, 4),
        ("Subtitle", 9, True, False, 6),
        ("Heading 1", 13, False, False, 3),
        ("Caption", 9, False, False, 2),
        ("Caution", 9, False, True, 6),
        ("Standard", 8.5, True, True, 4),
        ("Entry", SIZE, False, False, 4),
        ("Annexes", 13, False, False, 3),
        ("Cell", 8, False, False, 0),
    ):
        if name not in styles:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        style = styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), italic
        style.font.color.rgb = RGBColor.from_string(FAINT if faint else COLOURS[""])
        style.paragraph_format.space_after = Pt(after)
    for name in ("Heading 1", "Annexes", "Caption", "Title"):
        styles[name].font.bold = True
        styles[name].paragraph_format.keep_with_next = True
    styles["Annexes"].base_style = styles["Heading 1"]
    styles["Annexes"].paragraph_format.page_break_before = True
