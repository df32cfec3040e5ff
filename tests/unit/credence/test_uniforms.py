import numpy as np
import pytest

from kautilya.credence import Band, Shape, chance, uniforms


def test_published_results_stay_what_they_are():
    """The numbers of an address never change: frozen verdicts depend on them."""
    drawn = uniforms(2024, "fact", "toll", 5, 4)
    expected = [0.6464367140372992, 0.4270015163397748, 0.11701489759002481, 0.7543543289542737]
    assert drawn.tolist() == expected


def test_draws_lie_inside_the_open_interval():
    drawn = uniforms(1, "fact", "x", 0, 100_000)
    assert drawn.min() > 0.0 and drawn.max() < 1.0


def test_the_ends_of_the_generator_stay_off_zero_and_one():
    least, most = ((np.array([0, 2**52 - 1]).astype(np.float64) + 0.5) * 2.0**-52).tolist()
    assert (least, most) == (2.0**-53, 1.0 - 2.0**-53)


def test_draws_are_uniform():
    drawn = uniforms(3, "fact", "x", 0, 40_000)
    counts = np.bincount((drawn * 20).astype(int), minlength=20)
    chi_square = float(((counts - 2000.0) ** 2 / 2000.0).sum())
    assert chi_square < 43.8  # the 0.999 quantile with 19 degrees of freedom


@pytest.mark.parametrize("lag", [1, 2, 3, 4, 5])
def test_neighbouring_worlds_are_not_related(lag):
    drawn = uniforms(3, "fact", "x", 0, 40_000)
    assert abs(np.corrcoef(drawn[:-lag], drawn[lag:])[0, 1]) < 4 / np.sqrt(40_000)


def test_addresses_do_not_run_into_each_other():
    addresses = [(1, "fact", "ab"), (1, "facta", "b"), (1, "fac", "tab"), (11, "fact", "ab")]
    drawn = {float(uniforms(*address, 0, 1)[0]) for address in addresses}
    assert len(drawn) == len(addresses)


def test_any_whole_number_is_a_seed_and_any_text_a_name():
    assert uniforms(-1, "fact", "x", 0, 1)[0] != uniforms(1, "fact", "x", 0, 1)[0]
    assert uniforms(2**200, "belief:étoile", "ő\0", 0, 2).shape == (2,)


def test_far_worlds_are_reached_directly():
    assert uniforms(1, "fact", "x", 2**60 + 3, 2).shape == (2,)
    assert uniforms(1, "fact", "x", 7, 0).shape == (0,)


@pytest.mark.parametrize(("first", "count", "sub"), [(-1, 1, 0), (0, -1, 0), (0, 1, -1)])
def test_what_is_not_a_run_of_worlds_is_refused(first, count, sub):
    with pytest.raises(ValueError, match="no such run"):
        uniforms(1, "fact", "x", first, count, sub)


LIKELY = Band(0.55, 0.80, closed_high=False)


@pytest.mark.parametrize(
    ("shape", "mean"),
    [
        (Shape.AUTHORED, 0.675),
        (Shape.EDGES, 0.675),
        (Shape.CENTRE, 0.675),
        (Shape.LOG, 0.25 / np.log(0.80 / 0.55)),
    ],
)
def test_a_chance_happens_as_often_as_its_band_says(shape, mean):
    drawn = chance(LIKELY, shape, 5, "in_force", "ferry", 0, 40_000)
    assert set(drawn.tolist()) == {0.0, 1.0}
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean * (1 - mean) / 40_000))


def test_a_chance_is_decided_by_the_second_number_against_the_first():
    first = uniforms(5, "in_force", "ferry", 3, 50)
    second = uniforms(5, "in_force", "ferry", 3, 50, sub=1)
    expected = (second < 0.55 + 0.25 * first).astype(float)
    drawn = chance(LIKELY, Shape.AUTHORED, 5, "in_force", "ferry", 3, 50)
    assert np.array_equal(drawn, expected)


def test_a_chance_of_none_or_all_is_certain():
    never, always = (Band(p, p, closed_high=True) for p in (0.0, 1.0))
    for shape in Shape:
        assert not chance(never, shape, 5, "fact", "x", 0, 500).any()
        assert chance(always, shape, 5, "fact", "x", 0, 500).all()
