"""Every panel on the first case, which is large; and what the page weighs."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.documents import ROOT
from support.opened import opened
from support.page import BUILT, PANELS, Reader, need_page

pytestmark = pytest.mark.slow

FIRST, ALL = 180_000, 450_000  # bytes, compressed


def weight(files: list[Path]) -> int:
    """Bytes that a browser is sent."""
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def test_the_page_is_light() -> None:
    need_page()
    files = [file for file in BUILT.rglob("*") if file.is_file()]
    assert weight(files) <= ALL
    later = re.compile(r"(chart|drawn)-")  # Observable Plot and Cytoscape: when first shown
    assert sum(bool(later.match(file.name)) for file in files) == 2
    assert weight([file for file in files if not later.match(file.name)]) <= FIRST


def test_nothing_in_the_page_points_elsewhere() -> None:
    need_page()
    html = (BUILT / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"https?://", html) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert "style=" not in html and "<style" not in html


def test_every_panel_of_the_first_case_is_there(
    reads: Callable[..., Reader], tmp_path: Path
) -> None:
    need_page()
    folder = shutil.copytree(ROOT / "cases" / "beijing-acceptance", tmp_path / "first")
    program = opened(folder)
    try:
        reader = reads(program)
        reader.go("verdicts")
        reader.sees("as stated")
        claims = reader.page.locator("li.row").count()
        assert claims > 60
        for panel in PANELS:
            page = reader.go(panel)
            page.locator("h1#title").wait_for()
            assert len(reader.text()) > 100
            assert page.evaluate("document.documentElement.scrollWidth") <= 1180
            if panel == "map":
                page.locator(".drawing canvas").first.wait_for()
            if panel == "premises":
                assert page.locator("input[type=range]").count() > 60
    finally:
        program.kill()
