"""Elementary functions: at most two units in the last place from the truth, everywhere."""

from __future__ import annotations

import ctypes
import decimal
import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from kautilya.codegen import WIDTHS, Body, Code, Machine, functions, host
from kautilya.terms import FloatArray

MOST_ULPS = 2.0
DIGITS = decimal.Context(prec=60, Emin=-999999, Emax=999999)

machine = host()
pytestmark = pytest.mark.skipif(isinstance(machine, str), reason=f"no code: {machine}")


def apply(build: Callable[[Body, str], str], x: FloatArray, width: int) -> FloatArray:
    """A function of one number, compiled and applied to an array."""
    assert isinstance(machine, Machine)
    body = Body(width)
    with body.loop(0, "%count", width) as place:
        value = body.load(body.pointer("%x", place))
        body.store(build(body, value), body.pointer("%y", place))
    text = body.function("apply", "ptr %x, ptr %y, i64 %count")
    call = Code(text, machine, width).function(
        "apply", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64
    )
    padded = np.concatenate([x, np.full(-len(x) % width, 1.0)])
    result = np.empty_like(padded)
    call(padded.ctypes.data, result.ctypes.data, len(padded))
    return result[: len(x)]


def exact_exp(x: float) -> Decimal:
    return DIGITS.exp(Decimal(x))


def exact_log(x: float) -> Decimal:
    return DIGITS.ln(Decimal(x))


def exact_tanh(x: float) -> Decimal:
    if abs(x) < 1e-8:  # x - x^3/3, where the quotient would lose digits
        return DIGITS.subtract(Decimal(x), DIGITS.divide(DIGITS.power(Decimal(x), 3), Decimal(3)))
    twice = DIGITS.exp(2 * Decimal(x))
    return DIGITS.divide(DIGITS.subtract(twice, Decimal(1)), DIGITS.add(twice, Decimal(1)))


def exact_logistic(x: float) -> Decimal:
    return DIGITS.divide(Decimal(1), DIGITS.add(Decimal(1), DIGITS.exp(-Decimal(x))))


def points(*pieces: tuple[float, float], near: tuple[float, ...] = ()) -> FloatArray:
    """Random numbers over some pieces, and the neighbours of some numbers."""
    draw = np.random.default_rng(5)
    parts = [draw.uniform(low, high, 1200) for low, high in pieces]
    for number in near:
        steps = [number]
        for _ in range(3):
            steps += [np.nextafter(steps[-1], math.inf)]
        parts.append(np.array([*steps, np.nextafter(number, -math.inf)]))
    return np.concatenate(parts)


def spread(low: float, high: float) -> FloatArray:
    """Random numbers of every size between two."""
    draw = np.random.default_rng(6)
    return np.exp2(draw.uniform(math.log2(low), math.log2(high), 2500))


RANGES = {
    "exp": points((-1, 1), (-50, 50), (-745, 709.7), near=(0.0, 709.78, -708.39, -745.1, 0.3465)),
    "log": np.concatenate(
        [points((0.5, 2), (1, 1e6), near=(1.0, 0.5, 2.0, 0.7071)), spread(5e-324, 1.7e308)]
    ),
    "tanh": np.concatenate(
        [points((-1, 1), (-25, 25), near=(0.0, 20.0, 0.17)), spread(1e-300, 1e3), [1e300, -1e300]]
    ),
    "logistic": points((-1, 1), (-40, 40), (-745, 745), near=(0.0, -708.0)),
}
EXACT = {"exp": exact_exp, "log": exact_log, "tanh": exact_tanh, "logistic": exact_logistic}


def units_off(got: FloatArray, x: FloatArray, exact: Callable[[float], Decimal]) -> FloatArray:
    """Distance from the truth in units of the last place."""
    off = []
    for value, argument in zip(got, x, strict=True):
        if abs(argument) > 1e6 and exact is exact_tanh:
            off.append(abs(value - math.copysign(1.0, argument)) / 2.0**-53)
            continue
        truth = exact(float(argument))
        unit = Decimal(math.ulp(float(truth)))
        off.append(float(abs(Decimal(float(value)) - truth) / unit))
    return np.array(off)


@pytest.mark.parametrize("name", sorted(RANGES))
def test_at_most_two_units_off(name: str) -> None:
    x = RANGES[name]
    got = apply(getattr(functions, name), x, machine.width)  # type: ignore[union-attr]
    assert np.max(units_off(got, x, EXACT[name])) <= MOST_ULPS


@pytest.mark.parametrize("name", sorted(RANGES))
def test_every_width_gives_the_same_bits(name: str) -> None:
    results = [apply(getattr(functions, name), RANGES[name], width) for width in WIDTHS]
    for other in results[1:]:
        np.testing.assert_array_equal(results[0].view(np.int64), other.view(np.int64))


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("exp", [0.0, -math.inf, -1e308, math.inf, 1e308, 710.0], [1, 0, 0, *[math.inf] * 3]),
        ("log", [1.0, 0.0, -1.0, -math.inf, math.inf], [0.0, *[math.nan] * 4]),
        ("tanh", [0.0, math.inf, -math.inf, 1e308], [0.0, 1.0, -1.0, 1.0]),
        ("logistic", [0.0, math.inf, -math.inf, -1e308], [0.5, 1.0, 0.0, 0.0]),
    ],
)
def test_edges(name: str, x: list[float], y: list[float]) -> None:
    got = apply(getattr(functions, name), np.array(x), 2)
    np.testing.assert_array_equal(got, np.array(y, dtype=np.float64))


@pytest.mark.parametrize("name", sorted(RANGES))
def test_no_number_gives_no_number(name: str) -> None:
    assert not np.isfinite(apply(getattr(functions, name), np.array([np.nan, np.nan]), 2)).any()


WHOLE = [0.0, 1.0, 2.0, 3.0, 7.0, -1.0, -4.0, 64.0, 65.0]
BROKEN = [0.5, -0.5, 1.5, 0.3, -0.7, 3.14, 200.5]


@pytest.mark.parametrize("exponent", WHOLE + BROKEN)
def test_powers(exponent: float) -> None:
    x = np.concatenate([spread(1e-3, 1e1), [1.0, 2.0, 0.25]])
    got = apply(lambda body, value: functions.power(body, value, exponent), x, 4)
    with np.errstate(all="ignore"):
        wanted = np.power(x, exponent)
    finite = np.isfinite(wanted) & (np.abs(wanted) > 1e-300) & np.isfinite(got)
    np.testing.assert_allclose(got[finite], wanted[finite], rtol=2e-13)
    assert not np.isfinite(got[np.isinf(wanted)]).any()


@pytest.mark.parametrize(
    ("x", "exponent", "y"),
    [
        (0.0, 2.0, 0.0),
        (0.0, 0.3, 0.0),
        (0.0, 0.0, 1.0),
        (-2.0, 3.0, -8.0),
        (-2.0, -2.0, 0.25),
        (0.0, -1.0, math.inf),
        (0.0, -0.3, math.inf),
        (-2.0, 0.3, math.nan),
        (-2.0, 0.5, math.nan),
    ],
)
def test_powers_at_the_edges(x: float, exponent: float, y: float) -> None:
    got = apply(lambda body, value: functions.power(body, value, exponent), np.array([x]), 2)
    np.testing.assert_array_equal(got, [y])
