"""KC505: tiers with a gap.

Tiers rank an actor's interests: 1 is the most important, then 2, and so on without a gap.
Interests of one tier are not ordered among themselves. A gap says nothing that the order does not
say, and is most often a slip.

Bad::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1], tier: 1}
        - {id: quiet, value: quiet, anchors: [0, 1], tier: 3}

Mended::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1], tier: 1}
        - {id: quiet, value: quiet, anchors: [0, 1], tier: 2}
"""

CODE = "KC505"
TITLE = "tiers with a gap"
