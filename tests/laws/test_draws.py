"""Laws of the draws: what a world holds depends on nothing but its address."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.credence import Band, InterestRank, Shape, chance, quantile, uniforms, weights
from support.effort import examples

NAMES = st.text(min_size=1, max_size=12)
SEEDS = st.integers(-(2**63), 2**63)
SHAPES = st.sampled_from(Shape)
ENDS = st.floats(-1e6, 1e6)


@st.composite
def ranges(draw):
    """A range, with or without a value in it."""
    low, high = sorted((draw(ENDS), draw(ENDS)))
    mode = draw(st.none() | st.floats(low, high))
    return low, high, mode


@st.composite
def splits(draw):
    """A run of worlds cut into blocks."""
    first = draw(st.integers(0, 50))
    return first, draw(st.lists(st.integers(0, 9), min_size=1, max_size=6))


def in_blocks(draw_run, first, sizes):
    """Draw a run block by block, worlds on the last axis."""
    blocks = []
    for size in sizes:
        blocks.append(draw_run(first, size))
        first += size
    return np.concatenate(blocks, axis=-1)


@given(SEEDS, NAMES, st.integers(0, 2**64 - 1), splits())
def test_more_worlds_keep_the_earlier_ones(seed, name, sub, split):
    first, sizes = split
    whole = uniforms(seed, "fact", name, first, sum(sizes), sub)
    assert np.array_equal(
        whole, in_blocks(lambda f, n: uniforms(seed, "fact", name, f, n, sub), first, sizes)
    )
    from_start = uniforms(seed, "fact", name, 0, first + sum(sizes), sub)
    assert np.array_equal(whole, from_start[first:])


@given(SEEDS, SHAPES, ranges(), splits())
def test_values_and_chances_do_not_depend_on_the_block(seed, shape, span, split):
    first, sizes = split

    def value(f, n):
        return quantile(shape, uniforms(seed, "fact", "x", f, n), *span)

    def in_force(f, n):
        return chance(Band(0.2, 0.9, closed_high=True), shape, seed, "in_force", "x", f, n)

    for drawn in (value, in_force):
        assert np.array_equal(drawn(first, sum(sizes)), in_blocks(drawn, first, sizes))


@given(SEEDS, st.lists(st.tuples(NAMES, NAMES, st.integers(0, 9)), unique=True, max_size=6))
def test_different_addresses_give_different_numbers(seed, addresses):
    drawn = [tuple(uniforms(seed, role, name, 0, 2, sub)) for role, name, sub in addresses]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("fact", "toll", 0), ("fact", "toll", 1)),
        (("fact", "toll", 0), ("fact", "toll2", 0)),
        (("fact", "toll", 0), ("belief:ferry", "toll", 0)),
        (("belief:ferry", "toll", 0), ("belief:harbour", "toll", 0)),
        (("fact", "toll", 0), ("in_force", "toll", 0)),
    ],
)
def test_names_roles_and_streams_are_independent(one, other):
    n = 40_000
    first, second = (uniforms(8, role, name, 0, n, sub) for role, name, sub in (one, other))
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(n)
    table = np.histogram2d(first, second, bins=4, range=[[0, 1], [0, 1]])[0]
    assert ((table - n / 16) ** 2 / (n / 16)).sum() < 37.7  # 0.999 quantile, 15 degrees


@given(SHAPES, ranges(), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_quantiles_stay_in_the_range_and_rise(shape, span, probabilities):
    low, high, _ = span
    drawn = quantile(shape, np.array(sorted(probabilities)), *span)
    assert ((drawn >= low) & (drawn <= high)).all()
    # The inverse beta function is exact only up to rounding.
    assert (np.diff(drawn) >= -1e-12 * max(abs(low), abs(high), 1.0)).all()


@given(SHAPES, ranges())
def test_the_ends_of_the_range_are_the_extreme_quantiles(shape, span):
    low, high, _ = span
    ends = quantile(shape, np.array([0.0, 1.0]), *span)
    scale = 1e-12 * max(abs(low), abs(high))
    assert abs(ends[0] - low) <= scale and abs(ends[1] - high) <= scale


@pytest.mark.parametrize(
    ("shape", "low", "high", "mode", "mean"),
    [
        (Shape.AUTHORED, 2.0, 8.0, None, 5.0),
        (Shape.AUTHORED, 2.0, 8.0, 3.0, (2 + 4 * 3 + 8) / 6),
        (Shape.AUTHORED, 2.0, 8.0, 2.0, (2 + 4 * 2 + 8) / 6),
        (Shape.AUTHORED, 2.0, 8.0, 8.0, (2 + 4 * 8 + 8) / 6),
        (Shape.EDGES, 2.0, 8.0, 3.0, 5.0),
        (Shape.CENTRE, 2.0, 8.0, 3.0, 5.0),
        (Shape.LOG, 2.0, 8.0, 3.0, 6.0 / np.log(4.0)),
        (Shape.LOG, -2.0, 8.0, None, 3.0),
        (Shape.LOG, -2.0, 8.0, 1.0, (-2 + 4 * 1 + 8) / 6),
    ],
)
def test_draws_have_the_mean_of_their_shape(shape, low, high, mode, mean):
    drawn = quantile(shape, uniforms(21, "fact", "x", 0, 20_000), low, high, mode)
    assert low <= drawn.min() and drawn.max() <= high
    assert abs(drawn.mean() - mean) < 4 * drawn.std() / np.sqrt(drawn.size)


@st.composite
def orders(draw):
    """An actor's interests; the most important is absolute or none is, so that few are refused."""
    tiers = draw(st.lists(st.integers(1, 3), min_size=1, max_size=10))
    top = draw(st.booleans())
    return [
        InterestRank(f"i{place}", tier, top and tier == min(tiers))
        for place, tier in enumerate(tiers)
    ]


@settings(max_examples=examples(40))
@given(SEEDS, orders(), splits())
def test_weights_keep_their_rules_and_do_not_depend_on_the_block(seed, interests, split):
    first, sizes = split
    if sum(interest.absolute for interest in interests) * 3 < len(interests):
        interests = [InterestRank(interest.id, interest.tier) for interest in interests]
    drawn = weights(seed, "harbour", interests, first, sum(sizes))
    blocks = in_blocks(lambda f, n: weights(seed, "harbour", interests, f, n), first, sizes)
    assert np.array_equal(drawn, blocks)
    assert (drawn >= 0).all()
    assert (abs(drawn.sum(axis=0) - 1.0) <= 1e-12).all()
    for one, upper in enumerate(interests):
        for other, lower in enumerate(interests):
            if upper.tier < lower.tier:
                assert (drawn[one] >= drawn[other]).all()
    block = [place for place, interest in enumerate(interests) if interest.absolute]
    if block:
        assert (drawn[block].sum(axis=0) >= 0.5 - 1e-12).all()
