"""Premises that vary together keep their own distributions, and move nobody else's draws."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, spearmanr

from kautilya.credence import NotTogether, Shape, copulas_of, quantile
from kautilya.payoffs import Block, Setting
from support.cases import compiled
from support.effort import examples
from support.models import models

SHAPES = [str(shape) for shape in Shape]


def drawn(data: dict[str, Any]) -> list[str]:
    """Premises that differ between worlds."""
    return [p for p, entry in data["premises"].items() if "range" in entry or "chance" in entry]


@st.composite
def tied(draw: st.DrawFn) -> tuple[dict[str, Any], list[list[Any]]]:
    """A random case, and pairs of its premises with correlations that can hold."""
    data = draw(models())
    for n in range(3):
        data["premises"][f"more{n}"] = draw(
            st.sampled_from(
                [{"range": [0, 1]}, {"chance": "likely"}, {"value": 2, "range": [1, 3]}]
            )
        )
    names = draw(st.permutations(drawn(data)))
    ranks = st.floats(-0.6, 0.6).map(lambda x: round(x, 2))
    chain = list(pairwise(names))[: draw(st.integers(1, 3))]
    pairs = [[one, other, draw(ranks)] for one, other in chain]
    try:
        copulas_of([(one, other, rank) for one, other, rank in pairs])
    except NotTogether:
        assume(False)
    return data, pairs


@given(tied(), st.sampled_from(SHAPES))
@settings(max_examples=examples(20))
def test_what_is_not_listed_keeps_its_very_draws(
    case: tuple[dict[str, Any], list[list[Any]]], shape: str
) -> None:
    data, pairs = case
    before, after = compiled(data), compiled({**data, "corr": pairs})
    listed = {name for one, other, _ in pairs for name in (one, other)}
    setting, block = Setting(shape=shape), Block(0, 30)
    for viewer in ("facts", *data["actors"]):
        one = before.evaluator.worlds.view(viewer, setting, block)
        other = after.evaluator.worlds.view(viewer, setting, block)
        for name in one.premises:
            if name not in listed or name == pairs[0][0]:
                assert np.array_equal(one.premises[name], other.premises[name])
        assert all(np.array_equal(one.switches[n], other.switches[n]) for n in one.switches)
    for actor in before.evaluator.interests:
        weights = [e.evaluator.weights(actor, setting, block) for e in (before, after)]
        assert np.array_equal(*weights)


@given(tied(), st.integers(0, 40), st.integers(1, 30))
@settings(max_examples=examples(20))
def test_a_draw_depends_on_its_world_alone(
    case: tuple[dict[str, Any], list[list[Any]]], first: int, count: int
) -> None:
    data, pairs = case
    found = compiled({**data, "corr": pairs})
    for name in data["premises"]:
        whole = found.evaluator.premise(name, "facts", Setting(), Block(0, 80))
        part = found.evaluator.premise(name, "facts", Setting(), Block(first, count))
        assert np.array_equal(whole[first : first + count], part)


@given(tied())
@settings(max_examples=examples(15))
def test_a_pair_with_a_new_name_behind_the_others_moves_that_name_alone(
    case: tuple[dict[str, Any], list[list[Any]]],
) -> None:
    data, pairs = case
    data["premises"]["newest"] = {"range": [0, 1]}
    more = [*pairs, [pairs[0][0], "newest", 0.3]]
    try:
        copulas_of([(one, other, rank) for one, other, rank in more])
    except NotTogether:
        return
    one, other = compiled({**data, "corr": pairs}), compiled({**data, "corr": more})
    for name in data["premises"]:
        values = [f.evaluator.premise(name, "facts", Setting(), Block(0, 40)) for f in (one, other)]
        assert np.array_equal(*values) or name == "newest"


WEATHER: dict[str, Any] = {
    "language": 1,
    "case": "weather",
    "horizon": 1,
    "actors": {"a": {"name": "A"}},
    "premises": {
        "rain": {"range": [1, 5]},
        "flood": {"value": 2, "range": [1, 4]},
        "ruin": {"chance": "unlikely"},
        "hail": {"range": [0, 1]},
    },
    "corr": [["rain", "flood", 0.7], ["hail", "flood", -0.4], ["rain", "ruin", 0.5]],
}
MANY = 20_000


@pytest.mark.parametrize("shape", SHAPES)
def test_rank_correlations_are_those_that_are_written(shape: str) -> None:
    found, block = compiled(WEATHER).evaluator, Block(0, MANY)
    values = {
        n: found.premise(n, "facts", Setting(shape=shape), block) for n in WEATHER["premises"]
    }
    error = 4 / np.sqrt(MANY)
    for one, other, rank in WEATHER["corr"][:2]:
        assert abs(spearmanr(values[one], values[other]).statistic - rank) < error
    # A pair that is not written is not tied, and what is 0 or 1 goes along as far as it can.
    assert abs(spearmanr(values["rain"], values["hail"]).statistic) < error
    assert 0.2 < spearmanr(values["rain"], values["ruin"]).statistic < 0.5


@pytest.mark.parametrize("shape", SHAPES)
def test_each_keeps_its_own_distribution(shape: str) -> None:
    found, block = compiled(WEATHER).evaluator, Block(0, MANY)
    setting = Setting(shape=shape)
    grid = np.linspace(0.0005, 0.9995, 1000)
    for name, entry in WEATHER["premises"].items():
        values = found.premise(name, "facts", setting, block)
        alone = compiled({**WEATHER, "corr": []}).evaluator.premise(name, "facts", setting, block)
        if "chance" in entry:
            assert set(np.unique(values)) == {0.0, 1.0}
            assert abs(values.mean() - alone.mean()) < 4 * np.sqrt(2 * 0.25 / MANY)
            continue
        points = quantile(Shape(shape), grid, *entry["range"], entry.get("value"))
        distribution = np.interp(values, points, grid, left=0, right=1)
        assert kstest(distribution, "uniform").pvalue > 1e-4


def test_correlations_that_cannot_hold_name_the_fewest() -> None:
    pairs = [("a", "b", 0.9), ("d", "e", 0.5), ("b", "c", 0.9), ("c", "e", 0.1), ("a", "c", -0.9)]
    with pytest.raises(NotTogether) as caught:
        copulas_of(pairs)
    assert caught.value.names == ("a", "b", "c")


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.floats(-0.99, 0.99)),
        max_size=7,
        unique_by=lambda pair: frozenset(pair[:2]),
    )
)
def test_draws_are_mixed_where_the_matrix_is_positive_definite(
    pairs: list[tuple[str, str, float]],
) -> None:
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    names = sorted({name for pair in pairs for name in pair[:2]})
    matrix = np.eye(len(names))
    for one, other, rank in pairs:
        value = 2 * np.sin(np.pi * rank / 6)
        matrix[names.index(one), names.index(other)] = value
        matrix[names.index(other), names.index(one)] = value
    smallest = np.linalg.eigvalsh(matrix).min() if names else 1.0
    assume(abs(smallest) > 1e-6)
    try:
        copulas = copulas_of(pairs)
    except NotTogether as error:
        assert smallest < 0
        among = [names.index(name) for name in error.names]
        assert np.linalg.eigvalsh(matrix[np.ix_(among, among)]).min() < 1e-6
        return
    assert smallest > 0
    for copula in copulas:
        assert np.allclose(copula.factor @ copula.factor.T, copula.correlation)
        among = [names.index(name) for name in copula.names]
        assert np.allclose(copula.correlation, matrix[np.ix_(among, among)])
