"""Where a proposition fails: against worlds whose failing part is known."""

from __future__ import annotations

import re

import pytest

from kautilya.report.paper import ASCII, Paper
from kautilya.report.region import otherwise, region_lines, region_to_data
from kautilya.study import Study, UnknownName, loads
from kautilya.study.asking import Unanswerable
from kautilya.study.quantities import Kind, Quantity
from kautilya.study.region import Restriction, region
from kautilya.study.why import why
from support.reports import ferry, plain

CASE = """\
language: 1
case: mill
horizon: 2
sources: {log: {title: The mill's log, publisher: Mill, year: 1900}}
actors: {mill: {}, town: {}}
premises:
  water: {says: water in the brook, range: [0, 1], status: data, source: log#2}
  dust: {says: dust in the air, range: [0, 1], status: judged}
  flood: {says: the brook rises, chance: roughly even, status: stated, source: log#3}
auxiliaries:
  flour: {is: water}
mechanisms:
  dam: {to: flour, adds: 0, chance: roughly even, status: rival}
decisions:
  mill.wheel: {now: still, options: {still: {}, turn: {}}}
  town.gate: {now: open, options: {open: {}, shut: {}}}
interests:
  mill: [{id: flour, value: water * (mill.wheel is turn), anchors: [0, 1]}]
  town:
    - id: peace
      name: quiet streets
      value: 0.6 * (town.gate is shut) * (mill.wheel is turn)
      anchors: [0, 1]
    - {id: trade, value: (town.gate is open), anchors: [0, 1]}
beliefs: {town: {dust: [0, 1]}}
scenarios: {spate: {set: {flood: 1}}}
propositions:
  grinds: {says: the mill grinds, claim: water < 0.7 or flood == 0, stated: likely, source: log#4}
  rests: {claim: "average(flour, seen_by=town) < 2 and dust < 0.8", stated: likely}
  shuts: {claim: settled(town.gate) is open, stated: likely}
  sure: {claim: water < 2, stated: flat}
  never: {claim: water > 2, stated: flat}
  rare: {claim: water < 0.995, stated: flat}
  hardly: {claim: water > 0.995, stated: flat}
  empty: {claim: water < 0.5, given: water > 2, stated: flat}
  dusty: {claim: water < 0.5, stated: {irrelevant: dust}}
  quiet: {untested: nobody measured it}
  whole: {claim: water * 0 < 1, given: dust < 0.5, stated: flat}
"""


@pytest.fixture(scope="module")
def mill() -> Study:
    return loads(CASE)


def test_a_known_region_is_found_exactly(mill: Study) -> None:
    found = region(mill, "grinds", worlds=800, tree=True)
    conditions = {c.quantity.name: c.tested.restriction for c in found.rule.clauses}
    assert conditions.keys() == {"flood", "water"}
    assert conditions["flood"].kept == ("so",)
    assert conditions["water"].low == pytest.approx(0.7, abs=0.02)
    box = found.rule.box
    assert min(box.density, box.coverage) > 0.94
    assert found.failing == box.all_hits
    assert 0.1 < found.failing / found.counted < 0.2
    assert found.tree is not None
    assert sum(leaf.hits for leaf in found.tree.leaves()) == found.failing


def test_only_what_the_answer_can_depend_on_is_looked_at(mill: Study) -> None:
    assert set(region(mill, "grinds", worlds=800).quantities) == {"water", "flood"}


def test_every_condition_says_what_stands_in_the_case_and_where(mill: Study) -> None:
    found = region(mill, "grinds", worlds=800)
    assert {(q.name, q.kind, q.today, q.line, q.sources) for q in found.quantities.values()} == {
        ("water", Kind.PREMISE, "0 to 1", 7, ("log#2",)),
        ("flood", Kind.PREMISE, "roughly even", 9, ("log#3",)),
    }
    text = plain(region_lines(found, Paper()))
    assert "flood is so" in text
    assert "line 9  log#3" in text
    assert re.search(r"density 9\d%, coverage \d+%; on worlds that were not searched", text)


def test_in_a_scenario_what_it_sets_does_not_differ(mill: Study) -> None:
    found = region(mill, "grinds", worlds=800, scenario="spate")
    assert set(found.quantities) == {"water"}
    assert found.about.scenario == "spate"
    assert "scenario spate" in plain(region_lines(found, Paper()))


def test_weights_and_settled_options_tell_a_region(mill: Study) -> None:
    by_weight = region(mill, "shuts", worlds=800)
    assert [c.quantity.kind for c in by_weight.rule.clauses] == [Kind.WEIGHT]
    assert by_weight.rule.clauses[0].quantity.today == "ranked 1 of 2"
    assert set(region(mill, "shuts", worlds=800, choices=True).quantities) >= {"town.peace"}


def test_settled_options_are_offered_where_they_differ() -> None:
    # The wheel turns where dust is low, which nobody asks about.
    text = CASE.replace(
        "value: water * (mill.wheel is turn)", "value: (0.5 - dust) * (mill.wheel is turn)"
    )
    text = text.replace("anchors: [0, 1]}]\n  town:", "anchors: [-1, 1]}]\n  town:")
    found = region(loads(text), "shuts", worlds=800, choices=True)
    assert found.quantities["mill.wheel"].kind is Kind.SETTLED
    assert "town.gate" not in found.quantities
    words = plain(region_lines(found, Paper()))
    assert "1 settled decision" in words


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sure", "'sure' holds in all 300 worlds that count, so there is no region where it fails"),
        ("never", "'never' fails in all 300 worlds that count"),
        ("rare", "too few to tell where"),
        ("hardly", "too few to tell apart"),
        ("empty", "has an answer in no world"),
        ("dusty", "dust is irrelevant, which is about all worlds together"),
        ("quiet", "'quiet' is untested (nobody measured it)"),
    ],
)
def test_what_has_no_region_is_refused_in_one_sentence(
    mill: Study, name: str, sentence: str
) -> None:
    with pytest.raises(Unanswerable) as refused:
        region(mill, name, worlds=300)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.untested is (name == "quiet")


def test_names_that_there_are_not(mill: Study) -> None:
    with pytest.raises(UnknownName, match="did you mean 'grinds'"):
        region(mill, "grind")
    with pytest.raises(UnknownName, match="did you mean 'spate'"):
        region(mill, "grinds", scenario="spat")


def test_threads_do_not_change_it() -> None:
    study = ferry()
    assert region(study, "limit", worlds=600, threads=1) == region(
        study, "limit", worlds=600, threads=3
    )


def test_the_data_hold_every_box_and_every_condition(mill: Study) -> None:
    found = region(mill, "grinds", worlds=800, tree=True)
    data = region_to_data(found)
    assert len(data["trajectory"]) == len(found.rule.trajectory)
    assert data["trajectory"][0]["coverage"] == 1.0
    assert data["region"]["stands_out"] is True
    assert {each["name"] for each in data["region"]["conditions"]} == {"water", "flood"}
    assert data["tree"]["worlds"] == 800


def test_the_reported_box_is_marked_on_the_curve(mill: Study) -> None:
    lines = region_lines(region(mill, "grinds", worlds=800), Paper(100, ASCII))
    text = plain(lines)
    assert text.count("-> reported") == 1
    assert text.isascii()


def test_why_tells_the_region_in_one_sentence(mill: Study) -> None:
    answer = why(mill, "grinds", worlds=500)
    assert answer.region is not None
    assert {clause.quantity.name for clause in answer.region.clauses} == {"water", "flood"}
    assert answer.region.box.density > 0.9
    assert why(mill, "rare", worlds=500).region is None
    assert why(mill, "sure", worlds=500).region is None


@pytest.mark.parametrize(
    ("kind", "restriction", "words"),
    [
        (Kind.PREMISE, Restriction("x", low=0.25), "x is below 0.25"),
        (Kind.PREMISE, Restriction("x", kept=("so",)), "x is not so"),
        (Kind.MECHANISM, Restriction("x", kept=("not in force",)), "x is in force"),
        (Kind.SETTLED, Restriction("x", kept=("a", "b")), "x does not settle at a or b"),
    ],
)
def test_a_question_answered_by_no(kind: Kind, restriction: Restriction, words: str) -> None:
    assert otherwise(Quantity("x", kind, False, "", "", 1, ()), restriction) == words
