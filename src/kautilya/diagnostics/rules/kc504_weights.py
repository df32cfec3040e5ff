"""KC504: fixed weights that are no weights.

``weight`` fixes how much an interest counts. Fixed weights stand on all interests of an actor or
on none; each is at least 0; they sum to 1; and no ``tier`` stands beside them. Without them the
order of the list, or the tiers, rank the interests, and weights are drawn from all that respect
the ranks.

Bad::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1], weight: 0.5}
        - {id: quiet, value: quiet, anchors: [0, 1], weight: 0.4}

Mended::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1], weight: 0.6}
        - {id: quiet, value: quiet, anchors: [0, 1], weight: 0.4}
"""

CODE = "KC504"
TITLE = "fixed weights that are no weights"
