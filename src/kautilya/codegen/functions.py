"""exp, log, tanh, logistic and powers as polynomials, lane by lane.

Each is made of correctly rounded operations in a fixed order, so a result is the same on every
machine and for every width of vectors. The coefficients are Chebyshev interpolants, computed with
60 digits and rounded; the error of the polynomials is below 1e-18, that of the functions at most
2 units in the last place (the tests measure it).

Where a function has no finite value, the result is not finite.
"""

from __future__ import annotations

from collections.abc import Sequence

from kautilya.codegen.emit import Body

LOG2_E = 1.4426950408889634
LN2_HIGH = float.fromhex("0x1.62e42fefa3800p-1")
"""Leading 42 bits of log 2: times a whole number below 2^11 it is exact."""
LN2_LOW = float.fromhex("0x1.ef35793c76730p-45")

ROUNDER = 6755399441055744.0
"""1.5 · 2^52: a number added to it is rounded to a whole one, which stands in its low bits."""
ROUNDER_BITS = 0x4338000000000000

EXP_TAIL = (
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.008333333333326112,
    0.001388888888888373,
    0.0001984126987490126,
    2.4801587325605324e-05,
    2.7557255297969643e-06,
    2.755727357010214e-07,
    2.5105259538448494e-08,
    2.0914717341716378e-09,
)
"""(e^r − 1 − r)/r² for |r| ≤ log(2)/2, by rising powers of r."""

LOG_TAIL = (
    0.6666666666666666,
    0.40000000000000885,
    0.28571428570799784,
    0.22222222392581262,
    0.18181795547497948,
    0.15386244738881708,
    0.13268638335555463,
    0.1308803520312611,
)
"""(log((1+s)/(1−s)) − 2s)/s³ for |s| ≤ 0.1717, by rising powers of s²."""

SMALLEST_NORMAL = 2.2250738585072014e-308
SQRT_HALF_BITS = 0x3FE6A09E667F3BCD
LONGEST_POWER = 64
"""Up to this exponent a power is repeated multiplication."""


def polynomial(body: Body, x: str, coefficients: Sequence[float]) -> str:
    """Σ c_k x^k: odd and even powers apart, so that two chains run side by side."""
    square = body.mul(x, x)
    even = _horner(body, square, coefficients[::2])
    odd = _horner(body, square, coefficients[1::2])
    return body.fma(odd, x, even)


def _horner(body: Body, x: str, coefficients: Sequence[float]) -> str:
    result = body.splat(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        result = body.fma(result, x, body.splat(coefficient))
    return result


def _reduced(body: Body, x: str) -> tuple[str, str]:
    """The whole k nearest x/log 2, as bits, and e^(x − k log 2) − 1."""
    shifted = body.fma(x, body.splat(LOG2_E), body.splat(ROUNDER))
    whole = body.sub(shifted, body.splat(ROUNDER))
    rest = body.fma(whole, body.splat(-LN2_HIGH), x)
    rest = body.fma(whole, body.splat(-LN2_LOW), rest)
    tail = polynomial(body, rest, EXP_TAIL)
    small = body.fma(body.mul(rest, rest), tail, rest)
    return body.integer("sub", body.bits(shifted), ROUNDER_BITS), small


def _two_to(body: Body, exponent: str) -> str:
    """2^k for a whole k from −1022 to 1023."""
    biased = body.integer("add", exponent, 1023)
    return body.from_bits(body.integer("shl", biased, 52))


def exp(body: Body, x: str) -> str:
    """e^x; infinite above 709.78, with the right small numbers down to 0 far below."""
    # Held within what has an answer: the bounds let inf and 0 come out by themselves.
    low = body.select(body.compare("olt", x, body.splat(-760.0)), body.splat(-760.0), x)
    held = body.select(body.compare("ogt", low, body.splat(720.0)), body.splat(720.0), low)
    exponent, small = _reduced(body, held)
    # Two factors, since 2^k alone may lie beyond what a double holds.
    half = body.integer("ashr", exponent, 1)
    rest = body.integer("sub", exponent, half)
    first = _two_to(body, half)
    return body.mul(body.fma(small, first, first), _two_to(body, rest))


def log(body: Body, x: str) -> str:
    """The natural logarithm; not a number where x is not positive and finite."""
    tiny = body.compare("olt", x, body.splat(SMALLEST_NORMAL))
    scaled = body.select(tiny, body.mul(x, body.splat(2.0**54)), x)
    bits = body.bits(scaled)
    # k such that scaled / 2^k lies from sqrt(1/2) to sqrt(2).
    distance = body.integer("sub", bits, SQRT_HALF_BITS)
    exponent = body.integer("ashr", distance, 52)
    mantissa = body.from_bits(body.integer("sub", bits, body.integer("shl", exponent, 52)))
    # A whole number as a double without a conversion: its bits added to those of the rounder.
    whole = body.from_bits(body.integer("add", exponent, ROUNDER_BITS))
    whole = body.sub(whole, body.splat(ROUNDER))
    whole = body.select(tiny, body.sub(whole, body.splat(54.0)), whole)
    f = body.sub(mantissa, body.splat(1.0))
    s = body.div(f, body.add(f, body.splat(2.0)))
    square = body.mul(s, s)
    tail = body.mul(square, polynomial(body, square, LOG_TAIL))
    # log(1+f) = 2s + s·tail = f − s(f − tail)
    correction = body.mul(s, body.sub(f, tail))
    correction = body.fma(whole, body.splat(-LN2_LOW), correction)
    result = body.fma(whole, body.splat(LN2_HIGH), body.sub(f, correction))
    good = body.logic(
        "and",
        body.compare("ogt", x, body.splat(0.0)),
        body.compare("olt", x, body.splat(float("inf"))),
    )
    return body.select(good, result, body.splat(float("nan")))


def tanh(body: Body, x: str) -> str:
    """Hyperbolic tangent, by t/(t + 2) with t = e^(2|x|) − 1, which is exact near 0."""
    size = body.intrinsic("fabs", x)
    # tanh(20) is 1 to the last digit.
    held = body.select(body.compare("ogt", size, body.splat(20.0)), body.splat(20.0), size)
    exponent, small = _reduced(body, body.add(held, held))
    power = _two_to(body, exponent)
    t = body.fma(small, power, body.sub(power, body.splat(1.0)))
    result = body.div(t, body.add(t, body.splat(2.0)))
    sign = body.integer("and", body.bits(x), -(2**63))
    return body.from_bits(body.integer("or", body.bits(result), sign))


def logistic(body: Body, x: str) -> str:
    """1/(1 + e^-x), by e^-|x| so that nothing overflows."""
    small = exp(body, body.neg(body.intrinsic("fabs", x)))
    positive = body.compare("oge", x, body.splat(0.0))
    top = body.select(positive, body.splat(1.0), small)
    return body.div(top, body.add(small, body.splat(1.0)))


def power(body: Body, x: str, exponent: float) -> str:
    """x^e for a known e; whole and half exponents by multiplication and a root."""
    size = abs(exponent)
    if size <= LONGEST_POWER and (2 * size).is_integer():
        factors = [_whole_power(body, x, int(size))] if int(size) else []
        if size % 1:
            factors.append(body.intrinsic("sqrt", x))
        result = factors[0] if factors else body.splat(1.0)
        for factor in factors[1:]:
            result = body.mul(result, factor)
        return result if exponent >= 0 else body.div(body.splat(1.0), result)
    result = exp(body, body.mul(body.splat(exponent), log(body, x)))
    at_zero = body.splat(0.0 if exponent > 0 else float("inf"))
    return body.select(body.compare("oeq", x, body.splat(0.0)), at_zero, result)


def _whole_power(body: Body, x: str, exponent: int) -> str:
    """x^n for n ≥ 1, by squares."""
    result, square = "", x
    while exponent:
        if exponent & 1:
            result = body.mul(result, square) if result else square
        exponent >>= 1
        if exponent:
            square = body.mul(square, square)
    return result
