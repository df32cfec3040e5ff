"""KC602: a query that looks beyond the horizon.

The model ends at the case's ``horizon``; ``within=`` shortens it for one query and cannot lengthen
it.

Bad::

    horizon: 6
    propositions:
      gains: {says: it gains, claim: "likes(town, town.toll is high, within=12)"}

Mended::

    horizon: 12
    propositions:
      gains: {says: it gains, claim: "likes(town, town.toll is high, within=12)"}
"""

CODE = "KC602"
TITLE = "a query that looks beyond the horizon"
