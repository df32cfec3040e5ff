"""KC502: a premise without a value, or with two ways to have one.

A premise is a number (``value``), a number that may lie within a ``range`` (with a ``value``: its
likeliest), or a fact that is 0 or 1 in each world, with a ``chance``. It is not both a number and
a fact.

Bad::

    premises:
      cold: {says: how cold it is}
      frost: {says: frost at night, chance: likely, value: 0.7}

Mended::

    premises:
      cold: {says: how cold it is, range: [0.2, 0.6]}
      frost: {says: frost at night, chance: likely}
"""

CODE = "KC502"
TITLE = "a premise without a value, or with two ways to have one"
