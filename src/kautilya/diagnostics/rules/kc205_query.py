"""KC205: a query that is not well formed, or out of place.

Queries (``payoff gain likes best settled foresees acts cycles final average peak``) ask what
follows from the model; they stand in claims, not in its formulas. A query names first what it asks
about, then its conditions, each of which pins one decision to one option, then ``within=``,
``seen_by=`` and so on.

Bad::

    claim: "payoff(town, toll > 2, until=12) > 0.5"

Mended::

    claim: "payoff(town, town.toll is high, within=12) > 0.5"
"""

CODE = "KC205"
TITLE = "a query that is not well formed, or out of place"
