"""What a reader changes on the page, and what others do to the file meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.documents import ROOT
from support.opened import Program, opened
from support.page import Reader, need_page, rewritten

pytestmark = pytest.mark.slow

Reads = Callable[..., Reader]


def test_a_slider_moves_a_verdict_and_is_saved_as_a_scenario(reads: Reads, own: Program) -> None:
    reader = reads(own)
    page = reader.go("premises")
    reader.sees("Nothing is changed.")
    slider = page.get_by_label("what the line would earn elsewhere")
    slider.fill("0.58")
    reader.sees("1 verdict turns")
    reader.sees("2,000 worlds, settled")
    assert "93% → 61%" in reader.text()
    reader.picture("premises")

    before = (own.folder / "case.yaml").read_text(encoding="utf-8")
    page.get_by_label("name").fill("wet_years")
    page.get_by_role("button", name="Save as scenario").click()
    reader.sees("there is a scenario 'wet_years' already")
    assert (own.folder / "case.yaml").read_text(encoding="utf-8") == before
    reader.complaints.clear()  # a browser notes each refusal

    page.get_by_label("name").fill("rich_port")
    page.get_by_label("what it is").fill("another port pays well: see # 4")
    page.get_by_role("button", name="Save as scenario").click()
    reader.sees("Saved as rich_port")
    after = (own.folder / "case.yaml").read_text(encoding="utf-8")
    line = '  rich_port: {says: "another port pays well: see # 4", set: {other_port: 0.58}}\n'
    assert after.replace(line, "") == before
    page.get_by_role("link", name="Compare it with the case as written").click()
    reader.ask()
    reader.sees("the scenario sets other_port")


def test_a_switch_takes_a_mechanism_away(reads: Reads, program: Program) -> None:
    reader = reads(program)
    page = reader.go("premises?find=road_brings")
    page.get_by_label("road brings them too").uncheck()
    reader.sees("1 verdict turns")
    page.get_by_role("button", name="All as written").click()
    reader.sees("Nothing is changed.")
    assert page.get_by_label("road brings them too").is_checked()


def test_a_fault_is_shown_at_its_line_and_goes_when_it_is_mended(
    reads: Reads, own: Program
) -> None:
    reader = reads(own)
    page = reader.go("verdicts")
    reader.sees("68–71%")
    file = own.folder / "case.yaml"
    rewritten(file, "to: silt, scales: 0.8", "to: silk, scales: 0.8")
    reader.sees("case.yaml has 1 fault.")
    fault = page.locator('.line.fault[data-line="30"]')
    fault.wait_for()
    assert "storms_scour" in fault.inner_text()
    assert "did you mean" in page.get_by_role("alert").inner_text()
    assert page.locator("li.row").count() == 6, "what was found before stays in sight"
    reader.picture("fault")
    rewritten(file, "to: silk, scales: 0.8", "to: silt, scales: 0.2")
    page.get_by_role("alert").wait_for(state="detached", timeout=60_000)
    page.wait_for_function("() => !document.body.innerText.includes('68–71%')", timeout=60_000)


def test_the_keyboard_is_enough(reads: Reads, program: Program) -> None:
    reader = reads(program)
    page = reader.go("overview")
    reader.sees("over 2,000 worlds")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the panel"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "title"

    def tab_to(text: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "document.activeElement.getAttribute('aria-labelledby')"
                " ? document.getElementById(document.activeElement.getAttribute("
                "'aria-labelledby')).textContent : document.activeElement.textContent"
            )
            if found.strip() == text:
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", "where the keyboard is can be seen"
                return
        raise AssertionError(f"'{text}' cannot be reached")

    page.reload()
    page.wait_for_selector("#title")
    tab_to("Premises")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'title'")
    assert page.locator("#title").inner_text() == "Premises"
    tab_to("what the line would earn elsewhere")
    page.keyboard.press("End")
    reader.sees("verdict turns")


def test_the_theme_is_kept_as_the_reader_chose_it(reads: Reads, program: Program) -> None:
    reader = reads(program)
    page = reader.go("run")
    page.get_by_role("button", name="dark").click()
    page.reload()
    page.wait_for_selector("#title")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_conflict_shows_who_could_stay_where(reads: Reads, tmp_path: Path) -> None:
    need_page()
    shutil.copy(ROOT / "cases" / "textbook" / "elmira.yaml", tmp_path / "case.yaml")
    program = opened(tmp_path)
    try:
        reader = reads(program)
        reader.go("overview")
        reader.sees("This case has no conclusions")
        page = reader.go("choices")
        reader.ask()
        reader.sees("From today")
        assert page.locator("tr", has_text="s5").first.locator("td", has_text="yes").count() == 4
        assert "worlds" not in page.locator("caption", has_text="nobody leaves").inner_text()
    finally:
        program.kill()
