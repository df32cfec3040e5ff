"""Weighing of evidence against textbook values, and against plain enumeration."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.credence import wilson
from kautilya.explore.evidence import (
    Band,
    Likelihood,
    by_hand,
    counted,
    even,
    joint,
    leave_one_out,
    posterior_ranges,
    ranking,
    ratio,
)

FRACTIONS = st.integers(0, 20).map(lambda k: k / 20)


def exactly(value: float) -> Likelihood:
    return by_hand(value, value)


@st.composite
def bands(draw: st.DrawFn) -> Band:
    """A band of probabilities."""
    one, other = draw(FRACTIONS), draw(FRACTIONS)
    return min(one, other), max(one, other)


def bayes(priors: list[float], likelihoods: list[float]) -> list[float]:
    """Posteriors, by the theorem as it is written."""
    total = math.fsum(p * q for p, q in zip(priors, likelihoods, strict=True))
    return [p * q / total for p, q in zip(priors, likelihoods, strict=True)]


@pytest.mark.parametrize(
    ("prior", "hit", "false_alarm", "posterior"),
    [
        # A. Tversky, D. Kahneman, Evidential impact of base rates (1982): the cab, .41.
        (0.15, 0.80, 0.20, 0.41),
        # D. M. Eddy, Probabilistic reasoning in clinical medicine (1982): the mammogram, .077.
        (0.01, 0.792, 0.096, 0.077),
    ],
)
def test_textbook_posteriors(
    prior: float, hit: float, false_alarm: float, posterior: float
) -> None:
    found = posterior_ranges(
        [exactly(hit), exactly(false_alarm)], [(prior, prior), (1 - prior, 1 - prior)]
    )
    assert found is not None
    (low, high), _ = found
    assert low == pytest.approx(high)
    assert low == pytest.approx(posterior, abs=0.005)
    odds = ratio(exactly(hit), exactly(false_alarm)).value * prior / (1 - prior)
    assert low == pytest.approx(odds / (1 + odds))


@given(st.lists(st.tuples(FRACTIONS, st.integers(1, 9)), min_size=2, max_size=5))
@settings(max_examples=60)
def test_points_give_the_posteriors_of_the_theorem(rows: list[tuple[float, int]]) -> None:
    total = sum(weight for _, weight in rows)
    priors = [weight / total for _, weight in rows]
    likelihoods = [value for value, _ in rows]
    found = posterior_ranges([exactly(v) for v in likelihoods], [(p, p) for p in priors])
    if not any(likelihoods):
        assert found is None
        return
    assert found is not None
    for (low, high), truth in zip(found, bayes(priors, likelihoods), strict=True):
        assert low == pytest.approx(truth, abs=1e-9)
        assert high == pytest.approx(truth, abs=1e-9)


@given(st.lists(bands(), min_size=3, max_size=3), st.lists(bands(), min_size=3, max_size=3))
@settings(max_examples=25)
def test_no_prior_and_no_likelihood_within_the_bands_gives_more(
    likelihoods: list[Band], priors: list[Band]
) -> None:
    """Against every prior of a grid and every corner of the likelihoods; the ends are reached."""
    if not sum(p[0] for p in priors) <= 1.0 <= sum(p[1] for p in priors):
        with pytest.raises(ValueError, match="no priors"):
            posterior_ranges([by_hand(*band) for band in likelihoods], priors)
        return
    found = posterior_ranges([by_hand(*band) for band in likelihoods], priors)
    if found is None:
        assert all(high == 0.0 for _, high in likelihoods)
        return
    # In twentieths, so that every corner of the priors that sum to 1 is on the grid.
    steps = [range(round(20 * low), round(20 * high) + 1) for low, high in priors]
    seen: list[list[float]] = []
    for one, other in itertools.product(*steps[:2]):
        third = 20 - one - other
        if third not in steps[2]:
            continue
        for corner in itertools.product(*likelihoods):
            prior = [one / 20, other / 20, third / 20]
            if any(p * q for p, q in zip(prior, corner, strict=True)):
                seen.append(bayes(prior, list(corner)))
    for number, (low, high) in enumerate(found):
        values = [row[number] for row in seen]
        if values:
            assert min(values) >= low - 1e-9
            assert max(values) <= high + 1e-9
            positive = all(band[0] > 0.0 for band in likelihoods)
            if positive:
                assert min(values) == pytest.approx(low, abs=1e-9)
                assert max(values) == pytest.approx(high, abs=1e-9)


@given(bands(), st.integers(2, 5))
@settings(max_examples=30)
def test_what_is_as_likely_under_all_tells_nothing(band: Band, number: int) -> None:
    likelihoods = [by_hand(*band)] * number
    one = ratio(likelihoods[0], likelihoods[1])
    assert not one.discriminates
    if band[1] > 0.0:
        assert one.value == 1.0
    point = [exactly(band[1])] * number
    found = posterior_ranges(point, even(number))
    assert found is None or all(
        low == pytest.approx(1 / number) and high == pytest.approx(1 / number)
        for low, high in found
    )


@given(st.lists(bands(), min_size=4, max_size=4))
@settings(max_examples=40)
def test_bounds_of_ratios_and_products_hold_for_all_values_within(found: list[Band]) -> None:
    one, other = by_hand(*found[0]), by_hand(*found[1])
    between, both = ratio(one, other), joint([one, other])
    for x in np.linspace(*found[0], 5):
        for y in np.linspace(*found[1], 5):
            assert both.low - 1e-12 <= x * y <= both.high + 1e-12
            if y > 0.0:
                assert between.low - 1e-9 <= x / y <= between.high + 1e-9
    back = ratio(other, one)
    if between.low > 0.0 and math.isfinite(between.high):
        assert back.low == pytest.approx(1.0 / between.high)
        assert back.discriminates is between.discriminates


def test_what_cannot_be_under_either_has_no_ratio_and_what_cannot_under_one_no_bound() -> None:
    assert math.isnan(ratio(exactly(0.0), exactly(0.0)).value)
    assert not ratio(exactly(0.0), exactly(0.0)).discriminates
    found = ratio(exactly(0.5), exactly(0.0))
    assert math.isinf(found.value)
    assert found.discriminates
    assert posterior_ranges([exactly(0.0)] * 3, even(3)) is None


@given(st.integers(1, 200), st.integers(0, 200))
@settings(max_examples=40)
def test_counts_have_wilsons_bounds(of: int, holds: int) -> None:
    holds = min(holds, of)
    found = counted(holds, of)
    assert (found.low, found.high) == wilson(holds, of)
    assert found.low - 1e-12 <= found.value <= found.high + 1e-12
    assert (found.holds, found.of, found.by_hand) == (holds, of, False)


def test_a_shape_of_draw_stretches_bounds_beyond_its_own_error_alone() -> None:
    plain = counted(60, 100)
    assert counted(60, 100, [(0, 1), (3, 3), (58, 100)]) == plain
    assert counted(60, 100, [(300, 1000)]).low == pytest.approx(0.3)
    assert counted(60, 100, [(300, 1000)]).high == plain.high
    assert counted(60, 100, [(95, 100)]).high == pytest.approx(0.95)


TABLES = st.lists(
    st.tuples(*[st.integers(1, 19).map(lambda k: k / 20)] * 3), min_size=1, max_size=4
)


@given(TABLES)
@settings(max_examples=40)
def test_leaving_an_item_out_is_weighing_without_it(rows: list[tuple[float, ...]]) -> None:
    names = ["h", "k", "m"]
    table = {
        f"item {number}": dict(zip(names, map(exactly, row), strict=True))
        for number, row in enumerate(rows)
    }

    def order(kept: list[str]) -> tuple[str, ...]:
        return ranking({name: joint([table[item][name] for item in kept]) for name in names})

    whole = order(list(table))
    found = {one.item: one for one in leave_one_out(table, names)}
    assert set(found) == set(table)
    for item, one in found.items():
        assert one.order == order([other for other in table if other != item])
        assert one.changes_first is (one.order[0] != whole[0])
        assert one.changes is (one.order != whole)
        values = [table[item][name].value for name in names]
        first = table[item][whole[0]].value
        assert one.shift == pytest.approx(max(max(first / v, v / first) for v in values))


def test_the_most_telling_item_is_first_and_one_that_rules_out_tells_by_any_factor() -> None:
    table = {
        "idle": {"h": exactly(0.5), "k": exactly(0.5)},
        "telling": {"h": exactly(0.5), "k": exactly(0.0)},
    }
    first, second = leave_one_out(table, ["h", "k"])
    assert first.item == "telling"
    assert math.isinf(first.shift)
    assert second.shift == 1.0
