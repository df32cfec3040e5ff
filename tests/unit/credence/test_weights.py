import numpy as np
import pytest

from kautilya.credence import InterestRank, WeightsRejected, weights

N = 20_000


def ranked(tiers, absolute=""):
    """Interests a, b, c, .. with these tiers; `absolute` holds the names of the absolute ones."""
    return [
        InterestRank(name, tier, name in absolute)
        for name, tier in zip("abcdefghij", tiers, strict=False)
    ]


def by_rejection(interests, rng):
    """The definition, slowly: even draws from the simplex, those that break a rule thrown away."""
    drawn = rng.dirichlet(np.ones(len(interests)), size=600_000).T
    keep = np.ones(drawn.shape[1], dtype=bool)
    for one, first in enumerate(interests):
        for other, second in enumerate(interests):
            if first.tier < second.tier:
                keep &= drawn[one] >= drawn[other]
    block = [place for place, interest in enumerate(interests) if interest.absolute]
    if block:
        keep &= drawn[block].sum(axis=0) >= 0.5
    return drawn[:, keep]


CASES = {
    "no order": ranked([1, 1, 1]),
    "strict order": ranked([1, 2, 3, 4]),
    "ties": ranked([1, 2, 2, 3]),
    "order not as filed": ranked([3, 1, 2, 1]),
    "absolute on top": ranked([1, 2, 2, 3], "a"),
    "absolute in the middle": ranked([1, 2, 2, 3], "bcd"),
    "absolute without order": ranked([1, 1, 1, 1], "bc"),
    "absolute seldom enough": ranked([1, 1, 1, 2], "ad"),
}


@pytest.mark.parametrize("interests", CASES.values(), ids=CASES.keys())
def test_weights_are_those_of_plain_rejection(interests):
    drawn = weights(11, "harbour", interests, 0, N)
    slow = by_rejection(interests, np.random.default_rng(5))
    assert slow.shape[1] > 3_000
    products = [(i, j) for i in range(len(interests)) for j in range(i, len(interests))]
    moments = [(drawn[i], slow[i]) for i in range(len(interests))]
    moments += [(drawn[i] * drawn[j], slow[i] * slow[j]) for i, j in products]
    moments += [(drawn[i] ** 3, slow[i] ** 3) for i in range(len(interests))]
    for ours, theirs in moments:
        error = np.sqrt(ours.var() / ours.size + theirs.var() / theirs.size)
        assert abs(ours.mean() - theirs.mean()) < 4.5 * error


def test_strictly_ordered_weights_have_the_rank_order_centroid_as_mean():
    drawn = weights(3, "harbour", ranked([1, 2, 3, 4]), 0, N)
    centroid = np.array([sum(1 / j for j in range(i, 5)) / 4 for i in range(1, 5)])
    assert drawn.mean(axis=1) == pytest.approx(centroid, abs=0.005)


@pytest.mark.parametrize("absolute", [True, False])
def test_a_single_interest_has_all_the_weight(absolute):
    drawn = weights(3, "harbour", [InterestRank("a", 1, absolute)], 5, 7)
    assert np.array_equal(drawn, np.ones((1, 7)))


def test_all_absolute_is_as_none():
    tiers = [1, 2, 2]
    every = weights(3, "harbour", ranked(tiers, "abc"), 0, 50)
    assert np.array_equal(every, weights(3, "harbour", ranked(tiers), 0, 50))


def test_a_draw_that_meets_the_block_at_once_is_the_one_without_the_block():
    """Worlds are drawn again only where they must be."""
    free = weights(3, "harbour", ranked([1, 1, 2]), 0, 500)
    bound = weights(3, "harbour", ranked([1, 1, 2], "a"), 0, 500)
    met = free[0] >= 0.5
    assert 0 < met.sum() < 500
    assert np.array_equal(bound[:, met], free[:, met])


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("first", "count"), [(0, 0), (0, 1), (1000, 50)])
def test_an_order_that_contradicts_the_block_is_refused_in_every_run(seed, first, count):
    with pytest.raises(WeightsRejected) as caught:
        weights(seed, "harbour", ranked([1, 2, 3], "c"), first, count)
    assert (caught.value.actor, caught.value.acceptance) == ("harbour", 0.0)
    assert "harbour" in str(caught.value) and "raise their tier" in str(caught.value)


def test_the_acceptance_does_not_depend_on_the_seed():
    interests = ranked([1] * 9, "i")  # the last is half or more in 1/2^8 of draws
    found = set()
    for seed in range(3):
        with pytest.raises(WeightsRejected) as caught:
            weights(seed, "harbour", interests, 0, 10)
        found.add(caught.value.acceptance)
    (acceptance,) = found
    assert acceptance == pytest.approx(0.5**8, abs=0.002)


def test_a_low_acceptance_above_one_per_cent_is_drawn_to_the_end():
    drawn = weights(3, "harbour", ranked([1] * 7, "g"), 0, 300)  # 1/64
    assert (drawn[6] >= 0.5).all()


def test_no_interests_or_two_of_one_name_are_refused():
    with pytest.raises(ValueError, match="without interests"):
        weights(3, "harbour", [], 0, 1)
    with pytest.raises(ValueError, match="different names"):
        weights(3, "harbour", [InterestRank("a", 1), InterestRank("a", 2)], 0, 1)


def test_actors_do_not_share_draws():
    one, other = (weights(3, actor, ranked([1, 1]), 0, 50) for actor in ("harbour", "ferry"))
    assert not (one == other).any()
