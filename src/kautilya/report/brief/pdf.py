"""A brief as PDF, set by typst. The texts go in as data, so that none is read as markup."""

from __future__ import annotations

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from kautilya.report.brief.figures import pdf_of
from kautilya.report.brief.layout import Layout
from kautilya.study.brief import Brief

SIZES = (10.0, 9.5, 9.0, 8.5)
"""Sizes of type that are tried until the front takes up two pages."""

FRONT_PAGES = 2


def brief_to_pdf(brief: Brief) -> bytes:
    """A brief as PDF.

    The first two pages are for whoever decides: the type is made a little smaller where they would
    not hold it.
    """
    with tempfile.TemporaryDirectory(prefix="kautilya-brief-") as folder:
        return bytes(_compiled(brief, Path(folder), "pdf"))


def brief_to_pages(brief: Brief, ppi: float = 80.0) -> list[bytes]:
    """The pages of the same as PNG, to look at."""
    with tempfile.TemporaryDirectory(prefix="kautilya-brief-") as folder:
        found = _compiled(brief, Path(folder), "png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _compiled(brief: Brief, folder: Path, form: Literal["pdf", "png"], **more: Any) -> Any:
    """Lay everything out in a folder, and set it."""
    import typst

    layout = Layout(brief)
    main = folder / "brief.typ"
    main.write_text(template(), encoding="utf-8")
    text = json.dumps(layout.data, ensure_ascii=False)
    (folder / "brief.json").write_text(text, encoding="utf-8")
    for number, figure in enumerate(layout.figures, start=1):
        (folder / f"figure-{number}.pdf").write_bytes(pdf_of(figure))
    fonts = typst.Fonts()
    for size in SIZES:
        inputs = {"size": f"{size:g}"}
        compiler = typst.Compiler(str(main), root=str(folder), font_paths=fonts, sys_inputs=inputs)
        if json.loads(compiler.query("<front-end>", field="value"))[0] <= FRONT_PAGES:
            break
    return compiler.compile(format=form, **more)


def template() -> str:
    """The template, which holds no word of any case."""
    return resources.files(__package__).joinpath("brief.typ").read_text("utf-8")
