"""KC651: a ranking that omits or repeats a state.

A ranking lists the states of a conflict for one actor, the best first, and has each of them once.
States between which the actor is indifferent stand together in brackets. A pattern such as ``1-``
or a condition such as ``town.gate is shut`` stands for all states that it covers, as ties. States
that cannot be are ruled out by ``infeasible`` and are not ranked. Where states are many, let the
ranking follow from ``statements``, the most important first.

Bad, with the states 00, 01, 10 and 11::

    preferences:
      town: ["00", "1-", "11"]

Mended::

    preferences:
      town: ["00", ["10", "11"], "01"]

or::

    preferences:
      town: {statements: ["not town.gate is shut", "guild.strike is off"]}
"""

CODE = "KC651"
TITLE = "a ranking that omits or repeats a state"
