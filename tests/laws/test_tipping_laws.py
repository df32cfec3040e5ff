"""Tipping points against the plain way: every value tried, one after another, in every world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kautilya.explore.one_answer import Plurality, Rule, Threshold
from kautilya.explore.tipping import Curve, spaced, spread_of, sweep, turns
from kautilya.findings.examine import Laboratory, joined
from kautilya.findings.trial import trials_of
from kautilya.payoffs import Setting
from kautilya.source import dump
from kautilya.study import check_text
from kautilya.study.asking import Unanswerable
from kautilya.study.pipeline import evaluator_of
from kautilya.study.study import Study, loads
from kautilya.study.tipping import Course, Swept, tip
from kautilya.study.watch import watch
from kautilya.terms import FloatArray
from support.effort import examples
from support.models import models
from support.questions import propositions
from support.reports import SEED, ferry, ferry_text
from support.wagers import changed

WORLDS = 60
UNIT = st.floats(0.0, 1.0, allow_nan=False)


def asking(answers: Any) -> Any:
    """Shares of a question of which the answers of all worlds are known at each value."""

    def ask(wanted: Mapping[float, Sequence[str]]) -> Mapping[float, Mapping[str, FloatArray]]:
        return {value: {name: answers(value) for name in names} for value, names in wanted.items()}

    return ask


def brute(answers: Any, rule: Rule, number: int) -> list[tuple[float, int, int]]:
    """Every change of the answer, value after value; a middle between neighbours each."""
    points = np.linspace(0.0, 1.0, number)
    states = [int(rule.states(answers(point)[None])[0]) for point in points]
    return [
        (float(points[n] + points[n + 1]) / 2, states[n], states[n + 1])
        for n in range(number - 1)
        if states[n] != states[n + 1]
    ]


@given(st.lists(UNIT, min_size=1, max_size=40), st.sampled_from([0.2, 0.5, 0.55, 0.9]))
@settings(max_examples=examples(40))
def test_the_share_of_thresholds_crosses_at_their_quantile(
    thresholds: list[float], edge: float
) -> None:
    rule = Threshold(lambda share: share >= edge, (edge,))
    own = np.array(thresholds)

    def answers(value: float) -> FloatArray:
        return np.array([np.mean(own <= value)])

    values, shares = sweep(asking(answers), spaced(0.0, 1.0, 11), {"q": rule})["q"]
    found = turns(values, shares, rule)
    # The value from which on as many worlds as the edge asks for are over theirs.
    exact = float(np.sort(own)[int(np.ceil(edge * len(own) - 1e-12)) - 1])
    if exact == 0.0:
        assert found == ()
        return
    (turn,) = found
    assert turn.low <= exact <= turn.high
    assert turn.high - turn.low <= 1 / 256 + 1e-12
    assert turn.low <= turn.at <= turn.high


@given(st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=12), st.integers(2, 4))
@settings(max_examples=examples(15))
def test_every_change_between_neighbours_of_the_grid_is_found(
    lines: list[tuple[float, float]], kinds: int
) -> None:
    # Each world chooses by which cell of a sawtooth of its own a value lies in.
    starts, slopes = np.array(lines).T
    rule = Plurality(kinds)

    def answers(value: float) -> FloatArray:
        chosen = ((starts + slopes * value) * kinds).astype(int) % kinds
        return np.bincount(chosen, minlength=kinds)[:kinds] / len(lines)

    grid = spaced(0.0, 1.0, 11)
    values, shares = sweep(asking(answers), grid, {"q": rule})["q"]
    found = turns(values, shares, rule)
    for value, share in zip(values, shares, strict=True):
        assert np.array_equal(share, answers(value))
    states = [int(rule.states(answers(value)[None])[0]) for value in grid]
    for low, high, before, after in zip(grid, grid[1:], states, states[1:], strict=False):
        inside = [turn for turn in found if low <= turn.low and turn.high <= high]
        assert (before == after) or inside
        if inside:
            assert (inside[0].before, inside[-1].after) == (before, after)
    # Value after value sees no less; where it sees as many, they are the same ones.
    plain = brute(answers, rule, 1001)
    assert len(plain) >= len([turn for turn in found if turn.high - turn.low > 1 / 1000])
    if len(plain) == len(found):
        for (at, before, after), turn in zip(plain, found, strict=True):
            assert (turn.before, turn.after) == (before, after)
            assert turn.low - 1 / 1000 <= at <= turn.high + 1 / 1000


@given(st.lists(UNIT, min_size=2, max_size=30))
@settings(max_examples=examples(40))
def test_single_worlds_flip_where_their_thresholds_lie(thresholds: list[float]) -> None:
    rule = Threshold(lambda share: share >= 0.5, (0.5,))
    points = np.linspace(0.0, 1.0, 513)
    own = np.array(thresholds)
    curve = Curve(points, (points[:, None] >= own).astype(np.float64))
    found = turns(points, curve.shares(rule), rule)
    assume(found)
    spread = spread_of(curve, rule, found[0])
    inside = own[own > 0.0]
    assert spread.share == pytest.approx(len(inside) / len(own))
    exact = np.percentile(inside, [5.0, 95.0])
    assert (spread.low, spread.high) == pytest.approx(tuple(exact), abs=2 / 512)


# -- cases ----------------------------------------------------------------------------------------


def predicted(course: Course, value: float) -> str | None:
    """What a course says is answered at a value; None too near to a flip to tell."""
    answer = course.answers[0]
    for flip in course.flips:
        if abs(value - flip.at) <= 1e-9:
            return None
        if value > flip.at:
            answer = flip.after
    return answer


def at_value(study: Study, swept: Swept, value: float, worlds: int) -> Mapping[str, FloatArray]:
    """Answers of every proposition with a premise or a belief held at a value, in one go."""
    checked = study.checked
    assert checked.case and checked.claims and checked.graph
    evaluator = evaluator_of(checked, checked.case, SEED)
    pair = ((swept.name, value),)
    believed = ".believes." in swept.name
    laboratory = Laboratory(evaluator, 7)
    found = {}
    for trial in trials_of(checked.case, checked.claims, evaluator.space):
        setting = Setting(
            trial.scenario, pinned=() if believed else pair, believed=pair if believed else ()
        )
        counted = joined(
            [
                laboratory.answer_block([trial], setting, block, worlds)[trial.name]
                for block in laboratory.blocks(worlds)
            ]
        )
        found[trial.name] = np.where(counted.counts, counted.value, np.nan)
    return found


@pytest.mark.slow
@given(models(), st.data())
@settings(max_examples=examples(6))
def test_a_course_is_what_the_case_answers_at_each_value(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    data["propositions"] = draws.draw(propositions(data))
    checked = check_text(dump(data))
    # Random formulas mix what has a unit a month with what has none.
    assume(not checked.errors)
    study = loads(dump(data))
    open_ones = [n for n, e in data["premises"].items() if "range" in e or "chance" in e]
    assume(open_ones)
    premise = draws.draw(st.sampled_from(open_ones))
    try:
        found = tip(study, premise, worlds=WORLDS, seed=SEED, threads=1)
    except Unanswerable as error:
        assert "depends on" in str(error)
        return
    number = draws.draw(st.integers(0, len(found.grid) - 1))
    plain = at_value(study, found.swept, found.grid[number], WORLDS)
    for course in found.courses:
        if course.decision or course.stated.startswith("irrelevant"):
            continue
        value = found.grid[number]
        answers = plain[course.name]
        known = answers[~np.isnan(answers)]
        share = course.shares["holds"][course.values.index(value)]
        assert share == (pytest.approx(known.mean()) if known.size else None)
        assert list(course.values) == sorted(set(course.values))
        for flip in course.flips:
            low = max((v for v in course.values if v <= flip.at), default=found.swept.low)
            assert found.swept.is_chance or low >= found.swept.low
            assert flip.before != flip.after
        if not found.swept.is_chance:
            for at, answer in zip(course.values, course.answers, strict=True):
                assert predicted(course, at) in (None, answer)


@pytest.mark.parametrize("premise", ["visitors", "winter_cost"])
def test_the_sweep_finds_what_every_edited_case_gives(premise: str) -> None:
    """The value written into the case itself, and the case run anew: the plainest oracle."""
    found = tip(ferry(), premise, worlds=WORLDS, seed=SEED)
    line = next(row for row in ferry_text().splitlines() if f"  {premise}: " in row)
    start = line.index("range:")
    rest = line[line.index("]", start) + 1 :]
    first = next(course for course in found.courses if course.flips)
    after = next(v for v in first.values if v > first.flips[0].at)
    for value in (found.grid[0], after, found.grid[-1]):
        edited = loads(ferry_text().replace(line, f"{line[:start]}value: {value!r}{rest}"))
        dossier = edited.test(worlds=WORLDS, seed=SEED, removals=False)
        shares = {
            finding.id: finding.tallies["authored"].share
            for finding in dossier.findings
            if finding.tallies
        }
        for course in found.courses:
            if course.decision or course.stated.startswith("irrelevant"):
                continue
            if value in course.values:
                place = course.values.index(value)
                assert course.shares["holds"][place] == pytest.approx(shares[course.name])


# -- closed forms ---------------------------------------------------------------------------------


def test_a_threshold_in_every_world_alike() -> None:
    """It rains where rain exceeds a quarter: all worlds flip there, without error."""
    (course,) = tip(changed(), "rain", ["rains"], worlds=100).courses
    (flip,) = course.flips
    assert (flip.before, flip.after) == ("fails", "passes")
    assert flip.at == pytest.approx(0.25, abs=1 / 256)
    assert flip.error[1] - flip.error[0] <= 1 / 256
    assert flip.worlds is not None
    assert flip.worlds == pytest.approx((0.25, 0.25), abs=1 / 256)
    assert flip.flipping == 1.0
    assert flip.today == 0.5
    assert flip.distance == pytest.approx(-0.25, abs=1 / 256)


def test_a_choice_that_hangs_on_another_draw() -> None:
    """The farm sows from rain of 0.495 to 0.505 on, by the moon, which is even over its range."""
    (course,) = tip(changed(), "rain", decision="farm.field", by=["best"], worlds=400).courses
    (flip,) = course.flips
    assert (flip.before, flip.after) == ("fallow", "sow")
    assert flip.at == pytest.approx(0.5, abs=1 / 256)
    assert flip.error[0] <= 0.5 <= flip.error[1]
    assert flip.worlds is not None
    assert flip.worlds == pytest.approx((0.4955, 0.5045), abs=1 / 256)
    assert flip.flipping == 1.0


@pytest.mark.parametrize(
    ("stated", "chance", "flips"),
    [("likely", 0.45, ("passes", "fails")), ("flat", 0.05, ("passes", "fails"))],
)
def test_a_chance_at_which_too_many_worlds_have_it(
    stated: str, chance: float, flips: tuple[str, str]
) -> None:
    """Half the worlds fail where there is blight: with a chance c, the share is 1 - c."""
    text = "no_blight: {says: no blight, claim: blight < 0.5, stated: " + stated + "}\n  idle:"
    study = changed(("idle:", text))
    (course,) = tip(study, "blight", ["no_blight"], worlds=100).courses
    (flip,) = course.flips
    assert (flip.before, flip.after) == flips
    assert flip.at == pytest.approx(chance, abs=1e-9)
    assert flip.worlds is None
    assert flip.flipping == 1.0
    assert flip.distance == pytest.approx(chance - 0.5)


def test_a_median_of_an_even_draw_has_its_textbook_error() -> None:
    """Rain against the moon, which is even: the share is the value, the error a binomial one."""
    text = "above: {says: more than the moon, claim: rain > moon, stated: likely}\n  idle:"
    study = changed(("idle:", text))
    (course,) = tip(study, "rain", ["above"], worlds=400).courses
    (flip,) = course.flips
    error = 1.96 * np.sqrt(0.55 * 0.45 / 400)
    assert flip.at == pytest.approx(0.55, abs=0.05)
    assert flip.error[1] - flip.error[0] == pytest.approx(2 * error, rel=0.3)
    assert flip.worlds is not None
    assert flip.worlds == pytest.approx((0.05, 0.95), abs=0.03)


# -- the watch-list against the sweep -------------------------------------------------------------


@pytest.mark.slow
def test_a_watch_list_has_the_levels_that_the_sweep_has() -> None:
    study = ferry()
    watched = watch(study, worlds=200, seed=SEED)
    premises = [i for i in watched.indicators if i.kind == "premise" and i.level is not None]
    assert {i.name for i in premises} == {"visitors", "subsidy", "winter_cost"}
    for indicator in premises:
        courses = {c.name: c for c in tip(study, indicator.name, worlds=200, seed=SEED).courses}
        span = indicator.span[1] - indicator.span[0]
        for consequence in indicator.consequences:
            flips = courses[consequence.name].flips
            assert consequence.level is not None
            nearest = min(abs(flip.at - consequence.level) for flip in flips)
            assert nearest <= span / 64
            assert consequence.distance == pytest.approx(
                abs(consequence.level - indicator.today) / span
            )


@pytest.mark.slow
def test_threads_do_not_matter() -> None:
    one, two = (tip(ferry(), "visitors", worlds=60, seed=SEED, threads=n) for n in (1, 3))
    assert one == two
    assert watch(ferry(), worlds=60, seed=SEED, threads=1) == watch(
        ferry(), worlds=60, seed=SEED, threads=3
    )
