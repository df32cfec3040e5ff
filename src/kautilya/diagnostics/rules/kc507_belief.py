"""KC507: a belief about nothing.

A belief says what an actor takes a premise to be, or whether it takes a mechanism to be in force.
For a premise it is a number, ``[low, high]`` or ``{value, range, chance}``; for a mechanism, and
for a premise with a chance, ``on`` or ``off``. What is not listed is as in the facts.

Bad::

    premises: {frost: {says: how cold it is, value: 0.4}}
    mechanisms: {frost_spoils: {to: harvest, scales: 1 - frost}}
    beliefs:
      town: {forst: 0.1, frost_spoils: 0.5}

Mended::

    beliefs:
      town: {frost: 0.1, frost_spoils: off}
"""

CODE = "KC507"
TITLE = "a belief about nothing"
