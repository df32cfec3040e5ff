"""KC610: an option that is neither a threat nor a promise.

``empty(DECISION.OPTION)`` asks whether a threat or a promise is empty. A threat is an option with
``if``: it is empty where ``now`` is worth more to its owner than to carry it out, so it is not
``now`` itself. A promise is an option with ``persuades``, and ``keeps`` names how it is kept: it is
empty where its owner would rather not keep it once it is paid.

Bad::

    decisions:
      town.toll: {now: low, options: {low: {says: low}, high: {says: high, does: {trade: -0.2}}}}
    propositions:
      bluff: {says: the town bluffs, claim: empty(town.toll.high)}

Mended::

    decisions:
      town.toll:
        now: low
        options: {low: {says: low}, high: {says: high, if: silt > 0.5, does: {trade: -0.2}}}
    propositions:
      bluff: {says: the town bluffs, claim: empty(town.toll.high)}
"""

CODE = "KC610"
TITLE = "an option that is neither a threat nor a promise"
