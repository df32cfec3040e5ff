import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.credence import (
    Band,
    Fit,
    Hedge,
    Shape,
    common_words,
    edges,
    fit_irrelevant,
    fit_of,
    fit_over,
    hedge_of,
    near_edge,
    passes,
    wilson,
    yardstick,
    yardstick_names,
)

CONTRADICTED, CONTESTED = Fit.CONTRADICTED, Fit.CONTESTED
AS_STATED, UNDERSTATED = Fit.AS_STATED, Fit.UNDERSTATED
UNDERDETERMINED = Fit.UNDERDETERMINED

# For each word the fit from each share on, up to the next share of the list.
LADDERS = {
    "ICD 203": {
        "almost no chance": [(0, AS_STATED), (0.05, CONTESTED), (0.5, CONTRADICTED)],
        "very unlikely": [
            (0, UNDERSTATED),
            (0.05, AS_STATED),
            (0.2, CONTESTED),
            (0.5, CONTRADICTED),
        ],
        "unlikely": [(0, UNDERSTATED), (0.2, AS_STATED), (0.45, CONTESTED), (0.5, CONTRADICTED)],
        "roughly even": [
            (0, CONTRADICTED),
            (0.2, CONTESTED),
            (0.45, AS_STATED),
            (0.55, CONTESTED),
            (0.8, CONTRADICTED),
        ],
        "likely": [
            (0, CONTRADICTED),
            (0.501, CONTESTED),
            (0.55, AS_STATED),
            (0.8, UNDERSTATED),
        ],
        "very likely": [
            (0, CONTRADICTED),
            (0.501, CONTESTED),
            (0.8, AS_STATED),
            (0.95, UNDERSTATED),
        ],
        "almost certain": [(0, CONTRADICTED), (0.501, CONTESTED), (0.95, AS_STATED)],
        "flat": [(0, CONTRADICTED), (0.501, CONTESTED), (0.95, AS_STATED)],
        "seems": [(0, CONTRADICTED), (0.501, CONTESTED), (0.55, AS_STATED), (0.8, UNDERSTATED)],
        "could": [(0, CONTRADICTED), (0.05, AS_STATED)],
        "not necessarily": [(0, AS_STATED), (0.951, CONTRADICTED)],
    },
    "PHIA": {
        "highly unlikely": [
            (0, UNDERSTATED),
            (0.1, AS_STATED),
            (0.201, CONTESTED),
            (0.5, CONTRADICTED),
        ],
        "realistic possibility": [
            (0, CONTRADICTED),
            (0.2, CONTESTED),
            (0.4, AS_STATED),
            (0.5, CONTESTED),
            (0.8, CONTRADICTED),
        ],
        "likely": [
            (0, CONTRADICTED),
            (0.501, CONTESTED),
            (0.55, AS_STATED),
            (0.751, UNDERSTATED),
        ],
        "highly likely": [
            (0, CONTRADICTED),
            (0.501, CONTESTED),
            (0.8, AS_STATED),
            (0.901, UNDERSTATED),
        ],
    },
    "IPCC AR5": {
        "virtually certain": [(0, CONTRADICTED), (0.501, CONTESTED), (0.99, AS_STATED)],
        "likely": [(0, CONTRADICTED), (0.501, CONTESTED), (0.66, AS_STATED)],
        "more likely than not": [(0, CONTRADICTED), (0.501, AS_STATED)],
        "about as likely as not": [
            (0, CONTRADICTED),
            (0.2, CONTESTED),
            (0.33, AS_STATED),
            (0.661, CONTESTED),
            (0.8, CONTRADICTED),
        ],
        "unlikely": [(0, AS_STATED), (0.331, CONTESTED), (0.5, CONTRADICTED)],
    },
}


@pytest.mark.parametrize(
    ("name", "word", "ladder"),
    [(name, word, ladder) for name, words in LADDERS.items() for word, ladder in words.items()],
)
def test_the_fit_of_every_thousandth(name, word, ladder):
    hedge = hedge_of(word, yardstick(name))
    for thousandth in range(1001):
        share = thousandth / 1000
        expected = [fit for start, fit in ladder if start <= share][-1]
        assert fit_of(share, hedge) == expected, share


def test_a_nested_table_of_an_author_has_nothing_understated():
    band = Band(0.66, 0.9, closed_high=True)
    assert fit_of(0.95, Hedge("likely", "band", band, nested=True)) == CONTESTED
    assert fit_of(0.95, Hedge("likely", "band", band)) == UNDERSTATED


def test_a_band_that_reaches_one_half_belongs_to_its_side():
    above = Hedge("better than even", "band", Band(0.5, 0.7, closed_high=False))
    below = Hedge("less than even", "band", Band(0.3, 0.5, closed_high=False))
    assert [fit_of(s, above) for s in (0.49, 0.5, 0.7)] == [CONTRADICTED, AS_STATED, UNDERSTATED]
    assert [fit_of(s, below) for s in (0.29, 0.3, 0.5)] == [UNDERSTATED, AS_STATED, CONTRADICTED]


@pytest.mark.parametrize("share", [-0.01, 1.01, math.nan])
def test_what_is_not_a_share_is_refused(share):
    with pytest.raises(ValueError, match="share lies within 0 and 1"):
        fit_of(share, hedge_of("likely", yardstick("ICD 203")))


def every_hedge():
    return [
        hedge_of(word, yardstick(name))
        for name in yardstick_names()
        for word in (*yardstick(name).words, *common_words())
    ]


@pytest.mark.parametrize("hedge", every_hedge(), ids=lambda hedge: hedge.word)
def test_the_fit_changes_at_each_edge_and_nowhere_else(hedge):
    for edge in edges(hedge):
        assert fit_of(edge - 1e-9, hedge) != fit_of(edge + 1e-9, hedge)
    ends = (0.0, *edges(hedge), 1.0)
    for low, high in pairwise(ends):
        inner = [low + (high - low) * step / 8 for step in range(1, 8)]
        assert len({fit_of(share, hedge) for share in inner}) == 1


@given(st.integers(501, 999), st.integers(501, 1000), st.integers(0, 999), st.booleans())
def test_the_fit_of_a_band_mirrors_that_of_its_opposite(one, other, thousandth, nested):
    low, high = sorted((one, other))
    share = thousandth + 0.5  # between the edges, which rounding would blur
    claim = Hedge("a", "band", Band(low / 1000, high / 1000, closed_high=True), nested)
    opposite = Hedge("b", "band", Band(1 - high / 1000, 1 - low / 1000, closed_high=True), nested)
    assert fit_of(share / 1000, claim) == fit_of(1 - share / 1000, opposite)


@pytest.mark.parametrize(
    ("shares", "fit"),
    [
        ((0.6, 0.6, 0.7, 0.7), AS_STATED),
        ((0.85, 0.9, 0.9, 0.99), UNDERSTATED),
        ((0.6, 0.85, 0.7, 0.7), AS_STATED),
        ((0.6, 0.52, 0.7, 0.7), UNDERDETERMINED),
        ((0.52, 0.51, 0.54, 0.53), CONTESTED),
        ((0.52, 0.45, 0.54, 0.53), UNDERDETERMINED),
        ((0.1, 0.2, 0.3, 0.4), CONTRADICTED),
        ((0.9, 0.9, 0.9, 0.1), UNDERDETERMINED),
    ],
)
def test_the_fit_over_four_shapes(shares, fit):
    by_shape = dict(zip(Shape, shares, strict=True))
    assert fit_over(by_shape, hedge_of("likely", yardstick("ICD 203"))) == fit


def test_a_fit_over_no_shapes_is_refused():
    with pytest.raises(ValueError, match="at least one shape"):
        fit_over({}, hedge_of("likely", yardstick("ICD 203")))
    with pytest.raises(ValueError, match="at least one shape"):
        fit_irrelevant({})


def test_only_as_stated_and_understated_pass():
    assert {fit for fit in Fit if passes(fit)} == {AS_STATED, UNDERSTATED}


@pytest.mark.parametrize(
    ("low", "high", "fit"),
    [
        (0.50, 0.50, AS_STATED),
        (0.50, 0.46, AS_STATED),
        (0.46, 0.50, AS_STATED),
        (0.50, 0.45, CONTRADICTED),  # rounding makes this difference 0.04999999999999999
        (0.45, 0.50, CONTRADICTED),
        (0.10, 0.90, CONTRADICTED),
    ],
)
def test_a_premise_is_irrelevant_where_its_ends_differ_by_under_a_twentieth(low, high, fit):
    assert fit_irrelevant(low - high) == fit


def test_irrelevance_over_shapes_is_underdetermined_where_they_disagree():
    assert fit_irrelevant({"authored": 0.01, "edges": 0.02}) == AS_STATED
    assert fit_irrelevant({"authored": 0.01, "edges": 0.2}) == UNDERDETERMINED


@pytest.mark.parametrize("difference", [1.5, math.nan])
def test_what_is_not_a_difference_of_shares_is_refused(difference):
    with pytest.raises(ValueError, match="shares differ by at most 1"):
        fit_irrelevant(difference)


# Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(count, n, low, high):
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_knows_nothing_where_nothing_was_counted():
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 5000), st.data())
def test_the_ends_of_wilson_solve_its_equation_and_mirror(n, data):
    count = data.draw(st.integers(0, n))
    low, high = wilson(count, n)
    z = 1.959963984540054
    assert 0.0 <= low <= count / n <= high <= 1.0
    for end in (low, high):
        if 0 < end < 1:
            error = abs(count / n - end)
            assert error == pytest.approx(z * math.sqrt(end * (1 - end) / n), rel=1e-6, abs=1e-12)
    assert wilson(n - count, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(
    ("count", "n", "z"),
    [(-1, 10, 1.96), (11, 10, 1.96), (1, math.inf, 1.96), (math.nan, 10, 1.96), (1, 10, 0.0)],
)
def test_wilson_refuses_what_was_not_counted(count, n, z):
    with pytest.raises(ValueError, match=r"a count lies|z is a positive"):
        wilson(count, n, z)


@pytest.mark.parametrize(
    ("word", "count", "near"),
    [
        ("likely", 1350, False),
        ("likely", 1000, True),  # one half
        ("likely", 1110, True),
        ("likely", 1590, True),
        ("likely", 2000, False),
        ("almost certain", 1900, True),
        ("almost certain", 2000, False),
        ("roughly even", 1000, False),
        ("roughly even", 400, True),
        ("could", 105, True),
        ("could", 1900, False),
        ("not necessarily", 1895, True),
        ("not necessarily", 100, False),
    ],
)
def test_a_verdict_is_near_the_edge_where_its_error_reaches_one(word, count, near):
    assert near_edge(count, 2000, hedge_of(word, yardstick("ICD 203"))) is near


def test_a_hedge_that_every_share_bears_out_has_no_edge():
    assert edges(Hedge("whatever", "band", Band(0.0, 1.0, closed_high=True))) == ()
