import numpy as np
import pytest
from scipy import stats

from kautilya.credence import Shape, quantile

U = np.linspace(0.0, 1.0, 201)


@pytest.mark.parametrize(
    ("shape", "mode", "distribution"),
    [
        (Shape.AUTHORED, None, stats.uniform(2.0, 6.0)),
        (Shape.AUTHORED, 3.5, stats.beta(2.0, 4.0, loc=2.0, scale=6.0)),
        (Shape.AUTHORED, 2.0, stats.beta(1.0, 5.0, loc=2.0, scale=6.0)),
        (Shape.AUTHORED, 8.0, stats.beta(5.0, 1.0, loc=2.0, scale=6.0)),
        (Shape.EDGES, None, stats.beta(0.5, 0.5, loc=2.0, scale=6.0)),
        (Shape.EDGES, 3.5, stats.beta(0.5, 0.5, loc=2.0, scale=6.0)),
        (Shape.CENTRE, None, stats.beta(4.0, 4.0, loc=2.0, scale=6.0)),
        (Shape.CENTRE, 3.5, stats.beta(4.0, 4.0, loc=2.0, scale=6.0)),
        (Shape.LOG, None, stats.loguniform(2.0, 8.0)),
        (Shape.LOG, 3.5, stats.loguniform(2.0, 8.0)),
    ],
)
def test_each_shape_is_its_distribution(shape, mode, distribution):
    drawn = quantile(shape, U, 2.0, 8.0, mode)
    assert drawn == pytest.approx(distribution.ppf(U), abs=1e-9)


@pytest.mark.parametrize(("low", "mode"), [(0.0, None), (-1.0, None), (0.0, 1.5), (-1.0, 0.0)])
def test_log_is_as_authored_where_the_range_reaches_zero(low, mode):
    log = quantile(Shape.LOG, U, low, 2.0, mode)
    assert np.array_equal(log, quantile(Shape.AUTHORED, U, low, 2.0, mode))


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("value", [-3.0, 0.0, 0.1])
@pytest.mark.parametrize("with_mode", [True, False])
def test_a_range_of_one_value_gives_that_value(shape, value, with_mode):
    drawn = quantile(shape, U, value, value, value if with_mode else None)
    assert np.array_equal(drawn, np.full_like(U, value))


@pytest.mark.parametrize(
    ("low", "high", "mode", "match"),
    [
        (2.0, 1.0, None, "not 2.0 to 1.0"),
        (0.0, np.inf, None, "a range runs"),
        (np.nan, 1.0, None, "a range runs"),
        (-1.7e308, 1.7e308, None, "a range runs"),
        (0.0, 1.0, 1.5, "value 1.5 lies outside its range 0.0 to 1.0"),
        (0.0, 1.0, np.nan, "lies outside"),
    ],
)
def test_what_is_not_a_range_is_refused(low, high, mode, match):
    with pytest.raises(ValueError, match=match):
        quantile(Shape.AUTHORED, U, low, high, mode)


@pytest.mark.parametrize("bad", [-0.1, 1.1, np.nan])
def test_what_is_not_a_probability_is_refused(bad):
    with pytest.raises(ValueError, match="probabilities"):
        quantile(Shape.EDGES, np.array([0.5, bad]), 0.0, 1.0)


def test_dimensions_are_kept():
    assert quantile(Shape.CENTRE, U[:200].reshape(4, 50), 0.0, 1.0).shape == (4, 50)
