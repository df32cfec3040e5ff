"""Laws of attribution, on random effects of random causes."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kautilya.explore.attribution import attribute, coalitions

NAMES = "abcdef"
NUMBERS = st.integers(-20, 20).map(lambda n: n / 4)


@st.composite
def effects(draw: st.DrawFn, most: int = 5) -> tuple[list[str], dict[frozenset[str], float]]:
    """Some causes, and the effect of every set of them."""
    causes = list(NAMES[: draw(st.integers(1, most))])
    return causes, {there: draw(NUMBERS) for there in coalitions(causes)}


def by_orders(causes: list[str], value: dict[frozenset[str], float]) -> dict[str, float]:
    """Shapley's value by its definition: the mean over every order of what comes with a cause."""
    total = dict.fromkeys(causes, 0.0)
    orders = list(permutations(causes))
    for order in orders:
        there: frozenset[str] = frozenset()
        for cause in order:
            total[cause] += value[there | {cause}] - value[there]
            there |= {cause}
    return {cause: amount / len(orders) for cause, amount in total.items()}


@given(effects())
def test_shapley_is_the_mean_over_all_orders(
    case: tuple[list[str], dict[frozenset[str], float]],
) -> None:
    causes, value = case
    found = attribute(value.__getitem__, causes)
    expected = by_orders(causes, value)
    assert np.allclose([found.shapley[c] for c in causes], [expected[c] for c in causes])


@given(effects(6))
def test_efficiency_all_of_the_effect_is_given_away(
    case: tuple[list[str], dict[frozenset[str], float]],
) -> None:
    causes, value = case
    found = attribute(value.__getitem__, causes)
    assert np.isclose(sum(found.shapley.values()), found.whole - found.nothing)


@given(effects(), st.data())
def test_symmetry_like_causes_are_charged_alike(
    case: tuple[list[str], dict[frozenset[str], float]], data: st.DataObject
) -> None:
    causes, value = case
    one, other = data.draw(st.sampled_from(causes)), data.draw(st.sampled_from(causes))

    def swapped(there: frozenset[str]) -> frozenset[str]:
        return frozenset({one: other, other: one}.get(c, c) for c in there)

    alike = {there: value[there] + value[swapped(there)] for there in value}
    found = attribute(alike.__getitem__, causes)
    for way in (found.first, found.last, found.shapley):
        assert np.isclose(way[one], way[other])


@given(effects(4), NUMBERS)
def test_dummy_a_cause_that_does_nothing_gets_nothing_and_changes_nothing(
    case: tuple[list[str], dict[frozenset[str], float]], own: float
) -> None:
    """One that only ever adds a fixed amount gets that amount."""
    causes, value = case
    found = attribute(value.__getitem__, causes)
    more = attribute(lambda there: value[there - {"f"}] + own * ("f" in there), [*causes, "f"])
    for way in (more.first, more.last, more.shapley):
        assert np.isclose(way["f"], own)
    assert all(np.isclose(more.shapley[c], found.shapley[c]) for c in causes)


@given(effects(4), st.data())
def test_additivity_two_effects_are_divided_as_one(
    case: tuple[list[str], dict[frozenset[str], float]], data: st.DataObject
) -> None:
    causes, value = case
    other = {there: data.draw(NUMBERS) for there in value}
    one, two = attribute(value.__getitem__, causes), attribute(other.__getitem__, causes)
    both = attribute(lambda there: value[there] + other[there], causes)
    assert all(np.isclose(both.shapley[c], one.shapley[c] + two.shapley[c]) for c in causes)


@given(effects())
def test_of_two_causes_shapley_is_the_mean_of_first_and_last(
    case: tuple[list[str], dict[frozenset[str], float]],
) -> None:
    causes, value = case
    found = attribute(value.__getitem__, causes[:2] if len(causes) > 1 else causes)
    for cause in found.shapley:
        assert np.isclose(found.shapley[cause], (found.first[cause] + found.last[cause]) / 2)
