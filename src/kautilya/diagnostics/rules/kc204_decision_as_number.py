"""KC204: a decision used as a number.

A decision has options and no number. A formula asks which option it has, with ``is`` or ``in``;
the answer counts 1 or 0. ``is`` and ``in`` in turn ask nothing else: numbers are compared by
``== < >``.

Bad::

    income: {is: 3 * town.toll}
    thaw: {is: 1 if warmth is 2 else 0}

Mended::

    income: {is: 3 * (town.toll is high)}
    thaw: {is: 1 if warmth == 2 else 0}
"""

CODE = "KC204"
TITLE = "a decision used as a number"
