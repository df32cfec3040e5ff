"""Every panel of the page on a small case, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.opened import Program
from support.page import PANELS, Reader, barriers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader(browser: Any, program: Program) -> Iterator[Reader]:
    """Somebody who goes from panel to panel."""
    found = Reader(browser, program.port)
    found.go("overview")
    found.sees("over 2,000 worlds that the case admits")
    yield found
    found.close()


@pytest.fixture(autouse=True)
def nothing_goes_wrong(reader: Reader) -> Iterator[None]:
    """No error in the console, in any test."""
    reader.complaints.clear()
    yield
    assert reader.complaints == []


def opened_at(reader: Reader, panel: str) -> Any:
    """A panel with all its answers."""
    page = reader.go(panel)
    reader.ask()
    return page


def test_the_overview_tells_a_newcomer_what_is_weakest_why_and_what_would_change_it(
    reader: Reader,
) -> None:
    opened_at(reader, "overview")
    reader.sees("It would hold without")
    words = reader.text()
    assert "5 of 6 conclusions hold as the text says" in words
    weakest = words.partition("The weakest conclusion")[2]
    assert weakest.strip().startswith("without the ferry the town would lose more than half")
    assert "contradicted: it holds in 33–47% of worlds" in weakest
    assert "which takes 95% of worlds or more" in weakest
    assert "road brings them too (line 31): then it holds in 100% of worlds" in weakest
    assert "not 43%" in weakest and "of the same 500 worlds" in weakest
    reader.picture("overview")


def test_verdicts_are_the_board_and_can_be_filtered(reader: Reader) -> None:
    page = opened_at(reader, "verdicts")
    assert page.locator("li.row").count() == 6
    page.get_by_label("1 contradicted").check()
    assert page.locator("li.row").count() == 1
    assert "show=contradicted" in page.url
    reader.sees("33–47%")
    page.get_by_label("1 contradicted").uncheck()
    page.get_by_label("find").fill("captains")
    assert page.locator("li.row").count() == 1
    page.get_by_label("find").fill("")
    assert page.locator("li.row").count() == 6
    reader.picture("verdicts")


def test_the_argument_follows_the_paragraphs_and_leads_to_lines_of_the_case(reader: Reader) -> None:
    page = opened_at(reader, "argument")
    numbers = [each.strip() for each in page.locator("h2.no").all_inner_texts()]
    assert numbers == ["sg#1", "sg#3", "sg#4", "sg#5"]
    page.get_by_role("button", name="line 60").click()
    marked = page.locator(".line.marked")
    marked.wait_for()
    assert "town_needs_ferry" in marked.inner_text()
    reader.picture("argument")


def test_the_map_shows_what_acts_on_what_and_what_a_claim_rests_on(reader: Reader) -> None:
    page = opened_at(reader, "map")
    page.locator(".drawing canvas").first.wait_for()
    assert page.locator(".words li").count() == 7
    reader.picture("map")
    page.get_by_label("conclusion").select_option("silts_up")
    reader.ask()
    page.wait_for_function("() => document.querySelectorAll('.words li').length < 4")
    page.get_by_role("button", name="storms scour").click()
    assert page.get_by_role("button", name="storms scour").get_attribute("aria-pressed") == "true"


def test_choices_show_payoffs_best_replies_and_where_all_could_stay(reader: Reader) -> None:
    opened_at(reader, "choices")
    reader.sees("Who would leave, and what that turns on")
    words = reader.text()
    for told in ("The others as they stand", "0.700, 0.625", "pure Nash equilibria: dredge, stay"):
        assert told in words
    reader.picture("choices")


def test_why_tells_what_a_verdict_rests_on_and_where_it_fails(reader: Reader) -> None:
    opened_at(reader, "why/stays")
    reader.sees("What moves it when taken away")
    words = reader.text()
    assert "ferry brings visitors (sg#3, line 28): taken away, it holds in 0% of worlds" in words
    assert "1,867" in words and "flips the verdict" in words
    reader.picture("why")


def test_tipping_points_are_drawn_as_curves_and_as_maps(reader: Reader) -> None:
    page = opened_at(reader, "tipping/river_load")
    page.locator("figure svg.plot path").first.wait_for(state="attached")
    assert "fails → passes at 0.756" in reader.text()
    reader.picture("tipping")
    page.get_by_label("and a second one").select_option("delay")
    reader.ask()
    page.locator("td.today").first.wait_for()
    assert page.locator("section table").count() == 2
    reader.picture("tipping-map")


def test_stress_shows_what_carries_what(reader: Reader) -> None:
    page = opened_at(reader, "stress")
    page.locator("td.hit").first.wait_for()
    row = page.locator("tr", has_text="silt delays boats")
    assert row.locator("td.hit").count() == 3
    assert "6 of 6 conclusions turn on a single assumption" in reader.text()
    reader.picture("stress")


def test_weights_say_what_an_actor_must_value(reader: Reader) -> None:
    opened_at(reader, "weights")
    reader.sees("Weights without any order")
    assert "Harbour board ranks visitors in town, then a sound purse" in reader.text()
    reader.picture("weights")


def test_evidence_says_what_is_lacking_and_what_is_worth_finding_out(reader: Reader) -> None:
    opened_at(reader, "evidence")
    reader.sees("Verdicts that learning one thing would turn")
    words = reader.text()
    assert "This case names no hypotheses" in words
    assert "what the line would earn elsewhere" in words
    reader.picture("evidence")


def test_the_watch_list_names_signs_and_what_they_would_change(reader: Reader) -> None:
    opened_at(reader, "watch")
    reader.sees("silt that a dredger takes out: below 0.331")
    assert "Has to be judged" in reader.text()
    reader.picture("watch")


def test_compare_holds_the_case_against_a_scenario(reader: Reader) -> None:
    page = opened_at(reader, "compare")
    page.get_by_label("a scenario of the case").select_option("wet_years")
    reader.ask()
    reader.sees("the scenario sets river_load")
    assert "No verdict changes, 1 share moves" in reader.text()
    reader.picture("compare")


def test_the_run_can_be_had_again_and_taken_along(reader: Reader) -> None:
    page = opened_at(reader, "run")
    reader.sees("result hash")
    assert "20241203" in reader.text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="verdicts").click()
    assert taken.value.suggested_filename == "first-steps.test.json"
    reader.picture("run")


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_is_for_everybody(reader: Reader, panel: str) -> None:
    """Light and dark, wide and narrow: no barrier, nothing cut off, shares called shares."""
    page = opened_at(reader, panel)
    assert page.locator("#title").inner_text() == PANELS[panel]
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(
            "scheme => document.documentElement.dataset.theme === scheme", arg=scheme
        )
        found[scheme] = barriers(page)
        if scheme == "dark" and panel in ("overview", "tipping"):
            reader.picture(f"{panel}-dark")
    page.emulate_media(color_scheme="light")
    assert found == {"light": [], "dark": []}
    assert "probabilit" not in reader.text().lower()
    size = page.viewport_size
    for width in (1600, 360):
        page.set_viewport_size({"width": width, "height": 780})
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if panel in ("overview", "premises"):
        reader.picture(f"{panel}-narrow")
    page.set_viewport_size(size)


def test_a_panel_prints_without_its_controls(reader: Reader) -> None:
    page = opened_at(reader, "verdicts")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.get_by_label("find").is_visible()
    assert page.locator("li.row").first.is_visible()
    page.emulate_media(media="screen")


def test_the_server_going_away_is_said(reads: Callable[..., Reader], own: Program) -> None:
    someone = reads(own)
    someone.go("verdicts")
    someone.sees("as stated")
    own.kill()
    someone.sees("The server does not answer")
    assert someone.page.locator("li.row").count() == 6
    someone.complaints.clear()
