"""KC611: a premise that cannot be moved.

``flips(PREMISE, DECISION)`` moves a premise through its range and asks whether the best option
changes. A premise with one value alone, without a range and without a chance, has nowhere to go.

Bad::

    premises: {silting: {says: silt of a month, value: 0.02}}
    propositions:
      turns: {says: it turns on the silt, claim: "flips(silting, town.dredging)", stated: likely}

Mended::

    premises: {silting: {says: silt of a month, value: 0.02, range: [0.01, 0.05]}}
    propositions:
      turns: {says: it turns on the silt, claim: "flips(silting, town.dredging)", stated: likely}
"""

CODE = "KC611"
TITLE = "a premise that cannot be moved"
