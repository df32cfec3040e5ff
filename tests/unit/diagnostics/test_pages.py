"""Every code that the program can report has a page, and every page is of such a code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kautilya.diagnostics
from kautilya.diagnostics import Rule, rules

PACKAGE = Path(kautilya.diagnostics.__file__).resolve().parents[1]
PAGES = PACKAGE / "diagnostics" / "rules"


AWAITED = {"KC804"}
"""Pages that are written before the verbs that report them."""


def reported() -> set[str]:
    """Codes that stand in the code as texts of their own, outside of the pages."""
    return {
        node.value
        for module in PACKAGE.rglob("*.py")
        if PAGES not in module.parents
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"KC\d{3}", node.value)
    }


@pytest.mark.slow
def test_every_code_that_is_reported_has_a_page() -> None:
    assert sorted(reported() - set(rules())) == []


@pytest.mark.slow
def test_every_page_is_of_a_code_that_is_reported() -> None:
    assert sorted(set(rules()) - reported() - AWAITED) == []


@pytest.mark.parametrize("rule", list(rules().values()), ids=list(rules()))
def test_a_page_says_what_is_bad_and_how_to_mend_it(rule: Rule) -> None:
    first, _, rest = rule.page.partition("\n")
    assert first == f"{rule.code}: {rule.title}."
    bad, mended = re.search(r"^Bad\b", rest, re.M), re.search(r"^Mended\b", rest, re.M)
    assert bad and mended and bad.start() < mended.start()
    said = rest[: bad.start()].strip()
    assert len(said.split()) >= 8, "a page explains the rule before its example"


@pytest.mark.parametrize("rule", list(rules().values()), ids=list(rules()))
def test_a_page_fits_a_terminal_of_a_hundred_cells(rule: Rule) -> None:
    assert max(map(len, rule.page.splitlines())) <= 100


def test_files_are_named_by_their_codes() -> None:
    for path in [*PAGES.glob("kc*.py"), *(PACKAGE / "case" / "lint").glob("kc*.py")]:
        text = path.read_text(encoding="utf-8")
        assert f'CODE = "{path.stem[:5].upper()}"' in text
