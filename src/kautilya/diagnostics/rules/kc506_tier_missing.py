"""KC506: tiers on some of an actor's interests alone.

Tiers stand on all interests of an actor or on none. Without any, the order of the list is the
rank.

Bad::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1], tier: 1}
        - {id: quiet, value: quiet, anchors: [0, 1]}

Mended::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1]}
        - {id: quiet, value: quiet, anchors: [0, 1]}
"""

CODE = "KC506"
TITLE = "tiers on some of an actor's interests alone"
