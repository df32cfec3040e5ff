"""KC609: a claim that is neither true nor false.

A claim is tested in every world, so it is true or false there: a comparison, ``likes``, ``acts``,
``cycles``, or such joined by ``and``, ``or`` and ``not``.

Bad::

    claim: payoff(town, town.toll is high)

Mended::

    claim: payoff(town, town.toll is high) > 0.5
"""

CODE = "KC609"
TITLE = "a claim that is neither true nor false"
