"""Every command of the documents prints what they say, and every place that they name is there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from support.documents import ROOT, WRITE, agrees, blocks, commands, walk

WALKED = [
    "README.md",
    "docs/language.md",
    "docs/results.md",
    "docs/solve.md",
    "docs/stress/tipping.md",
    "docs/stress/watch.md",
    "docs/stress/weights.md",
    "docs/stress/worth.md",
    "docs/stress/evidence.md",
    "docs/stress/attribution.md",
    "docs/stress/regions.md",
    "docs/stress/sensitivity.md",
]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")],
    key=str,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", WALKED)
def test_every_command_prints_what_the_document_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in ("first-steps", "river-toll", "textbook"):
        shutil.copytree(ROOT / "cases" / case, tmp_path / "cases" / case)
    monkeypatch.chdir(tmp_path)
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    assert any(list(commands(block.body)) for block in blocks(text) if block.kind == "console")
    fresh = walk(text, tmp_path)
    if WRITE:
        page.write_text(fresh, encoding="utf-8")
    assert fresh == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.S)
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)", prose):
        if not link.startswith("https://") and "NNNN" not in link:
            assert (page.parent / link).exists(), link


@pytest.mark.parametrize(
    ("expected", "same"),
    [("a\nb\n", True), ("a\n...\n", True), ("...\nb\n", True), ("a\n", False), ("a\nc\n", False)],
)
def test_an_output_is_told_from_another(expected: str, same: bool) -> None:
    assert agrees(expected, "a\nb\n") is same
