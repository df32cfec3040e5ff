"""What is swept, what is asked while it moves, and what ends in a sentence instead."""

from __future__ import annotations

import pytest

from kautilya.study import load, loads
from kautilya.study.asking import Unanswerable
from kautilya.study.deciding import CannotAsk
from kautilya.study.faults import UnknownName
from kautilya.study.study import Study
from kautilya.study.tipping import tip, tip_map
from kautilya.study.tipping.record import Swept
from kautilya.study.tipping.swept import swept_of, today_in
from support.documents import ROOT
from support.reports import ferry
from support.wagers import WAGER, changed

FIRST = ROOT / "cases" / "first-steps"


def of(study: Study, name: str, beyond: tuple[float, float] | None = None) -> Swept:
    """A premise or a belief of a case, ready to be swept."""
    places = study.checked.places
    assert places is not None
    return swept_of(study.case, places, name, beyond)


@pytest.mark.parametrize(
    ("name", "today", "today_is", "declared", "unit"),
    [
        ("river_load", 0.75, "the middle of its range", (0.6, 0.9), 0.3),
        ("dredger_power", 0.4, "its likeliest value", (0.2, 0.6), 0.4),
        ("line.believes.delay", 0.5, "the middle of its range", (0.4, 0.6), 0.2),
    ],
)
def test_where_it_stands_today(
    name: str, today: float, today_is: str, declared: tuple[float, float], unit: float
) -> None:
    found = of(load(FIRST), name)
    assert found.today == pytest.approx(today)
    assert (found.today_is, found.declared, (found.low, found.high)) == (
        today_is,
        declared,
        declared,
    )
    assert found.unit_of_distance == pytest.approx(unit)
    assert not found.is_beyond


def test_a_fact_stands_at_the_middle_of_its_word() -> None:
    found = of(changed(("roughly even", "likely")), "blight")
    assert found.is_chance
    assert found.today == pytest.approx(0.675)  # ICD 203: likely is 55 to 80 of a hundred.
    assert found.today_is == "the middle of 'likely'"
    assert (found.low, found.high) == (0.0, 1.0)


def test_a_belief_that_something_is_off_is_so_or_not() -> None:
    found = of(ferry(), "town.believes.commuters")
    assert (found.is_chance, found.today, found.today_is) == (True, 0.0, "held to be off")


def test_bounds_beyond_and_within_the_range() -> None:
    study = load(FIRST)
    assert of(study, "delay", (0.0, 1.0)).is_beyond
    assert of(study, "delay", (0.0, 1.0)).unit_of_distance == pytest.approx(0.4)
    assert not of(study, "delay", (0.3, 0.4)).is_beyond


def test_a_scenario_may_set_where_it_stands() -> None:
    study = load(FIRST)
    swept = of(study, "river_load")
    assert today_in(study.case, swept, "wet_years") == 0.9
    assert today_in(study.case, swept, None) == pytest.approx(0.75)


def test_who_believes_otherwise_is_named() -> None:
    assert of(load(FIRST), "delay").believed_by == ("line",)
    assert of(load(FIRST), "river_load").believed_by == ()


@pytest.mark.parametrize(
    ("name", "beyond", "words"),
    [
        ("weeds", None, "'weeds' is a mechanism: what is swept is a premise or a belief"),
        ("crop", None, "'crop' is a stock"),
        ("farm.field", None, "'farm.field' is a decision"),
        ("rains", None, "'rains' is a proposition"),
        ("blight", (0.0, 2.0), "so or it is not: there is nothing beyond"),
        ("rain", (1.0, 0.0), "1 is not below 0"),
        ("rain", (0.0, float("nan")), "no bounds to sweep rain between"),
        ("rain", (0.0, float("inf")), "no bounds to sweep rain between"),
    ],
)
def test_what_cannot_be_swept(name: str, beyond: tuple[float, float] | None, words: str) -> None:
    with pytest.raises(Unanswerable, match=r".*") as caught:
        of(changed(), name, beyond)
    assert words in str(caught.value)


def test_a_fixed_value_needs_bounds() -> None:
    study = changed(
        ("moon: {says: phase of the moon, range: [0, 1]", "moon: {value: 0.5"),
        ("{irrelevant: moon}", "{irrelevant: rain}"),
    )
    with pytest.raises(Unanswerable, match=r"moon is fixed at 0\.5 and has no range: give bounds"):
        of(study, "moon")
    found = of(study, "moon", (0.0, 1.0))
    assert (found.declared, found.unit_of_distance) == (None, 1.0)


def test_an_unknown_name_has_a_near_one() -> None:
    with pytest.raises(UnknownName, match="did you mean 'rain'"):
        of(changed(), "rainn")


# -- what is asked --------------------------------------------------------------------------------


def test_only_what_depends_on_it_is_asked() -> None:
    found = tip(changed(), "rain", worlds=40)
    assert [course.name for course in found.courses] == [
        "best(farm.field)",
        "foresees(farm.field)",
        "rains",
        "grows",
        "sows",
        "idle",
    ]
    assert found.unmoved == 0
    moon = tip(changed(), "moon", worlds=40)
    assert [c.name for c in moon.courses] == ["best(farm.field)", "foresees(farm.field)", "sows"]
    assert moon.unmoved == 3


def test_what_is_called_irrelevant_is_not_moved_by_itself() -> None:
    with pytest.raises(Unanswerable, match="no answer depends on moon: not that of idle"):
        tip(changed(), "moon", ["idle"], worlds=40)
    (course,) = tip(changed(), "rain", ["idle"], worlds=40).courses
    # A share that is a difference: it has no single worlds that flip.
    assert all(flip.worlds is None and flip.flipping is None for flip in course.flips)
    shares = [share for share in course.shares["holds"] if share is not None]
    assert max(map(abs, shares)) <= 1.0


@pytest.mark.parametrize(
    ("premise", "only", "decision", "words"),
    [
        ("moon", ["rains"], None, "no answer depends on moon: not that of rains"),
        ("moon", None, "mill.price", "no answer depends on moon: not that of best(mill.price)"),
        ("rain", ["unseen"], None, "'unseen' is untested (contentment is no quantity"),
    ],
)
def test_what_has_no_answer(
    premise: str, only: list[str] | None, decision: str | None, words: str
) -> None:
    with pytest.raises(Unanswerable) as caught:
        tip(changed(), premise, only, decision=decision, by=["best"], worlds=40)
    assert words in str(caught.value)
    assert caught.value.untested


def test_a_premise_that_nothing_reads() -> None:
    study = changed(("  moon:", "  stars: {says: stars, range: [0, 1], status: judged}\n  moon:"))
    with pytest.raises(Unanswerable, match="nothing depends on stars: it reaches no proposition"):
        tip(study, "stars", worlds=40)


def test_a_case_that_asks_nothing() -> None:
    text = WAGER.replace("focal: farm.field\n", "")
    study = loads(text[: text.index("propositions:")])
    with pytest.raises(Unanswerable, match="there is nothing to ask"):
        tip(study, "rain", worlds=40)


def test_an_owner_without_interests_chooses_nothing() -> None:
    with pytest.raises(CannotAsk, match="crow has no interests"):
        tip(changed(), "rain", decision="crow.flight", worlds=40)


def test_a_decision_that_its_scenario_holds() -> None:
    with pytest.raises(Unanswerable, match=r"sown holds farm\.field at sow"):
        tip(changed(), "rain", decision="farm.field", scenario="sown", worlds=40)
    # Where all is asked, the choice is left out, and the propositions are asked.
    found = tip(changed(), "rain", scenario="sown", worlds=40)
    assert [course.name for course in found.courses][:2] == ["rains", "grows"]
    assert not any(course.decision for course in found.courses)


def test_nothing_turns_within_the_range_and_something_beyond_it() -> None:
    (course,) = tip(changed(), "moon", ["sows"], worlds=100).courses
    assert course.flips == ()
    sown = changed(("range: [0, 1], off: 0", "range: [0.6, 0.9], off: 0"))
    (still,) = tip(sown, "rain", decision="farm.field", by=["best"], worlds=100).courses
    assert (still.flips, set(still.answers)) == ((), {"sow"})
    found = tip(sown, "rain", decision="farm.field", by=["best"], beyond=(0.0, 0.9), worlds=100)
    (flip,) = found.courses[0].flips
    assert flip.at == pytest.approx(0.5, abs=0.01)
    # From 0.75, the middle of its range, in units of the range, which is 0.3 long.
    assert flip.distance == pytest.approx(-0.25 / 0.3, abs=0.02)


def test_a_scenario_moves_where_today_stands() -> None:
    (course,) = tip(changed(), "rain", ["rains"], scenario="drought", worlds=40).courses
    assert course.scenario == "drought"
    assert course.flips[0].today == 0.0
    assert course.flips[0].distance == pytest.approx(0.25, abs=0.01)


def test_what_is_believed_is_moved_apart_from_the_facts() -> None:
    study = changed(("decisions:\n", "beliefs:\n  farm: {rain: 0.2}\ndecisions:\n"))
    facts = tip(study, "rain", worlds=60)
    assert facts.swept.believed_by == ("farm",)
    turning = {course.name for course in facts.courses if course.flips}
    assert "rains" in turning
    assert turning <= {"rains", "grows"}
    believed = tip(study, "farm.believes.rain", worlds=60, beyond=(0.0, 1.0))
    assert [c.name for c in believed.courses if c.flips][:2] == [
        "best(farm.field)",
        "foresees(farm.field)",
    ]


# -- over two -------------------------------------------------------------------------------------


def test_a_map_is_the_sweep_in_each_of_its_rows() -> None:
    study = changed(("0.5 + 0.01 * (moon - 0.5)", "0.25 + 0.5 * moon"))
    found = tip_map(study, "rain", "moon", by=["best"], worlds=20)
    (plan,) = found.plans
    assert (len(found.first_values), len(found.second_values)) == (13, 9)
    for moon, row in zip(found.second_values, plan.answers, strict=True):
        for rain, answer in zip(found.first_values, row, strict=True):
            if abs(rain - (0.25 + 0.5 * moon)) > 1e-9:
                assert answer == ("sow" if rain > 0.25 + 0.5 * moon else "fallow")
    # No world is drawn but these two: each place answers for all worlds.
    assert {share for row in plan.shares for share in row} == {1.0}


def test_the_nearest_place_on_a_map() -> None:
    study = changed(
        ("0.5 + 0.01 * (moon - 0.5)", "0.25 + 0.5 * moon"),
        ("{says: phase of the moon, range: [0, 1]", "{value: 0.9, range: [0, 1]"),
    )
    (plan,) = tip_map(study, "rain", "moon", by=["best"], worlds=20).plans
    assert plan.here == "fallow"
    assert plan.nearest is not None
    assert plan.nearest.answer == "sow"
    assert plan.nearest.first > 0.25 + 0.5 * plan.nearest.second
    first, second = plan.nearest.distances
    assert (first, second) == pytest.approx((plan.nearest.first - 0.5, plan.nearest.second - 0.9))


def test_one_premise_twice_is_no_map() -> None:
    with pytest.raises(Unanswerable, match="two premises are needed, and rain is named twice"):
        tip_map(changed(), "rain", "rain", worlds=20)


def test_a_map_of_two_facts_has_four_places() -> None:
    found = tip_map(ferry(), "town.believes.commuters", "visitors", ["town_blind"], worlds=20)
    assert found.first_values == (0.0, 1.0)
    assert len(found.plans[0].answers) == 9
