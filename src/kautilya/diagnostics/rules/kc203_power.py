"""KC203: a power without a bound.

The exponent of ``**`` is a plain number from -16 to 16, so that no formula can grow without bound.

Bad::

    crowd: {is: 2 ** (10 * months)}
    wealth: {is: start ** 99}

Mended::

    crowd: {is: exp(7 * months)}
    wealth: {is: start ** 9}
"""

CODE = "KC203"
TITLE = "a power without a bound"
