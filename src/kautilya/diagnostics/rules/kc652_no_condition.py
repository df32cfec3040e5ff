"""KC652: a statement or condition about no option.

The states of a conflict are told apart by the options that are chosen in them, so a condition on
states asks for these and nothing else: ``d is x``, ``d is not x``, ``d in [x, y]``, joined by
``and``, ``or``, ``not`` and brackets. Numbers, functions, queries and names of states cannot stand
in it. Several profiles under one name are one state; so a preference statement must hold in all of
them or in none.

Bad::

    preferences:
      town: {statements: [town.gate, "toll > 2", peace]}

Mended::

    preferences:
      town: {statements: [town.gate is open, "town.toll in [low, fair]", not guild.strike is on]}
"""

CODE = "KC652"
TITLE = "a statement or condition about no option"
