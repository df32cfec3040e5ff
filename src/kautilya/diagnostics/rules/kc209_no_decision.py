"""KC209: a decision that is not declared.

``is`` and ``in`` ask which option a decision has, and conditions pin one; the decision is declared
under ``decisions`` and written with its owner: ACTOR.NAME.

Bad::

    income: {is: 3 * (town.tol is high)}

Mended::

    income: {is: 3 * (town.toll is high)}
"""

CODE = "KC209"
TITLE = "a decision that is not declared"
