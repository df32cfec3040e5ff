"""A brief as HTML in a real browser, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kautilya.report.brief.html import brief_to_html
from support.briefs import ferry_brief, hostile_brief

pytestmark = pytest.mark.slow

HOSTILE = '<img src=x onerror=alert(1)></script><script>alert(2)</script>"onmouseover="alert(3)'


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a brief from a file, with the network off; nothing may complain in the end."""
    complaints: list[str] = []
    context = browser.new_context(offline=True)

    def begin(brief: Any, **size: int) -> Any:
        file = tmp_path / "brief.html"
        file.write_text(brief_to_html(brief), encoding="utf-8")
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda asked: _only_files(asked.url, complaints))
        if size:
            page.set_viewport_size(size)
        page.goto(file.as_uri())
        return page

    yield begin
    context.close()
    assert complaints == []


def _only_files(url: str, complaints: list[str]) -> None:
    if not url.startswith("file:"):
        complaints.append(url)


def test_its_figures_are_alive(opened: Any) -> None:
    page = opened(ferry_brief())
    mark = page.locator("figure svg path.live[aria-label^='limit: above']").last
    mark.hover(force=True)
    tip = page.locator(".tip")
    assert "of worlds" in tip.inner_text()
    assert page.locator("tr.lit[data-of='c-limit']").count() > 0
    mark.click(force=True)
    assert page.url.endswith("#c-limit")


def test_its_verdicts_can_be_filtered(opened: Any) -> None:
    page = opened(ferry_brief())
    rows = page.locator("#annex-2 tbody tr:visible")
    assert rows.count() == 8
    page.get_by_role("button", name="contradicted 1").click()
    assert rows.count() == 1


def test_it_is_not_wider_than_a_telephone(opened: Any) -> None:
    page = opened(ferry_brief(), width=360, height=700)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_hostile_words_run_nothing(opened: Any) -> None:
    page = opened(hostile_brief(HOSTILE))
    page.mouse.move(200, 200)
    page.wait_for_timeout(200)
    assert page.locator("img").count() == 0
    assert page.evaluate("JSON.parse(document.getElementById('results').textContent).heading.case")
