"""KC210: an option that the decision does not have.

A formula, a claim or a condition compares a decision with one of its own options.

Bad::

    decisions:
      town.toll: {now: low, options: {low: {says: as before}, high: {says: doubled}}}
    auxiliaries:
      income: {is: 3 * (town.toll is hihg)}

Mended::

    auxiliaries:
      income: {is: 3 * (town.toll is high)}
"""

CODE = "KC210"
TITLE = "an option that the decision does not have"
