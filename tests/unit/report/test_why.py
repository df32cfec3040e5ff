"""Why: what carries a claim is found where it was put."""

from __future__ import annotations

import pytest

from kautilya.diagnostics import CaseInvalid
from kautilya.report.paper import Paper
from kautilya.report.show import show_lines
from kautilya.report.why import why_lines
from kautilya.study import UnknownName, load
from kautilya.study.why import why
from support.reports import FERRY, SEED, ferry, ferry_dossier, ferry_text, plain


def test_the_premise_that_decides_is_found() -> None:
    answer = why(ferry(), "storm", worlds=200, seed=SEED)
    assert [driver.name for driver in answer.drivers] == ["winter_cost"]
    assert answer.drivers[0].difference < -1.0
    (split,) = answer.splits
    assert (split.name, split.is_weight) == ("winter_cost", False)
    assert split.below > 0.4
    assert split.above == 0.0


def test_a_weight_is_told_from_a_premise() -> None:
    answer = why(ferry(), "keeps", worlds=200, seed=SEED)
    kinds = {driver.name: driver.is_weight for driver in answer.drivers}
    assert kinds["island.purse"] is True
    assert kinds["subsidy"] is False
    assert [split.is_weight for split in answer.splits] == [False, True]


def test_the_verdict_is_that_of_the_board() -> None:
    board = {finding.id: finding for finding in ferry_dossier().findings}
    for name in ("keeps", "storm", "tides", "limit", "beloved"):
        assert why(load(FERRY), name, worlds=200, seed=SEED).finding == board[name]


def test_a_verdict_at_hand_is_not_made_again() -> None:
    finding = ferry_dossier().findings[0]
    assert why(ferry(), finding.id, finding, worlds=20, seed=SEED).finding is finding


def test_the_distance_to_the_edge() -> None:
    answer = why(ferry(), "bridge", worlds=200, seed=SEED)
    band, share = answer.band, answer.finding.share
    assert band is not None
    assert share is not None
    assert (band.low, band.high) == (0.95, 1.0)
    assert band.edge == min((0.5, 0.95), key=lambda edge: abs(edge - share))
    assert band.distance == pytest.approx(abs(share - band.edge))


def test_reasons_are_taken_away_together() -> None:
    answer = why(ferry(), "keeps", worlds=200, seed=SEED)
    assert answer.without_reasons is not None
    assert answer.without_reasons.passes
    assert "it passes without them" in plain(why_lines(answer, Paper()))


def test_every_element_names_its_line() -> None:
    answer = why(ferry(), "keeps", worlds=60, seed=SEED)
    assert answer.lines["visitors_trade"] == line_of("  visitors_trade: {says")
    assert answer.lines["island.purse"] == line_of("- {id: purse")
    blind = why(ferry(), "town_blind", worlds=60, seed=SEED)
    assert blind.lines["town.believes.commuters"] == line_of("  town: {commuters: off}")


def line_of(piece: str) -> int:
    lines = ferry_text().splitlines()
    (found,) = [number for number, line in enumerate(lines, start=1) if piece in line]
    return found


def test_what_does_not_exist_is_named_with_its_near_miss() -> None:
    with pytest.raises(UnknownName, match="did you mean 'keeps'"):
        why(ferry(), "kepes", worlds=20)
    with pytest.raises(UnknownName, match="yardstick"):
        why(ferry(), "keeps", worlds=20, yardstick="ICD 204")
    with pytest.raises(UnknownName, match="scenario"):
        why(ferry(), "keeps", worlds=20, scenario="deal")
    with pytest.raises(UnknownName, match="there is no system 'crosing'; did you mean 'crossing'"):
        show_lines(ferry(), Paper(), "crosing")


def test_another_yardstick_that_lacks_the_words_is_refused_at_each_place() -> None:
    with pytest.raises(CaseInvalid) as caught:
        ferry().test(worlds=20, yardstick="PHIA")
    found = caught.value.diagnostics
    assert {d.code for d in found} == {"KC606"}
    assert [d.span.piece for d in found if d.span] == ["very likely"]


def test_a_division_by_zero_names_its_line_month_profile_and_world() -> None:
    study = ferry(**{"is: winter_cost,": "is: winter_cost / (island.ferry is drop),"})
    with pytest.raises(CaseInvalid) as caught:
        study.test(worlds=20, seed=1)
    (fault,) = caught.value.diagnostics
    assert fault.code == "KC801"
    assert fault.span is not None
    assert fault.span.line == line_of("  harm: {says")
    assert "month 0" in fault.message
    assert "world" in fault.message
    assert "island.ferry=keep" in fault.why or "some profiles" in fault.why


def test_a_claim_without_a_finite_value_names_its_place() -> None:
    study = ferry(**{"claim: final(harm) < 0.35": "claim: 1 / (final(harm) - final(harm)) < 0.35"})
    with pytest.raises(CaseInvalid) as caught:
        study.test(worlds=20, seed=1)
    (fault,) = caught.value.diagnostics
    assert fault.code == "KC801"
    assert fault.span is not None
    assert fault.span.line == line_of("    claim: final(harm) < 0.35")


def test_weights_that_cannot_be_drawn_name_the_actor() -> None:
    rows = "".join(
        f"    - {{id: i{n}, name: i, value: trade, anchors: [0, 1], tier: {n}, source: hi#4,"
        f" status: stated{', absolute: true' if n == 9 else ''}}}\n"
        for n in range(1, 10)
    )
    text_before = "  town:\n    - {id: pride"
    study = ferry(
        **{
            text_before: f"  town:\n{rows}    - {{id: pride",
            "anchors: [0, 1], source: hi#7": "anchors: [0, 1], tier: 1, source: hi#7",
        }
    )
    with pytest.raises(CaseInvalid) as caught:
        study.test(worlds=20, seed=1)
    (fault,) = caught.value.diagnostics
    assert fault.code == "KC802"
    assert "town" in fault.message
    assert fault.span is not None
