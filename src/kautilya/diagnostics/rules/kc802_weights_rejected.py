"""KC802: ranks and absolute interests that hardly any weights respect.

Weights are drawn uniformly and kept when they respect the ranks of an actor's interests and give
its absolute interests at least one half. They are never rescaled, so when fewer than one draw in a
hundred is kept there is an error: most often the absolute interests rank last.

Bad::

    interests:
      town:
        - {id: trade, value: trade, anchors: [0, 1]}
        - {id: roads, value: roads, anchors: [0, 1]}
        - {id: quiet, value: quiet, anchors: [0, 1]}
        - {id: walls, value: walls, anchors: [0, 1]}
        - {id: honour, value: honour, anchors: [0, 1], absolute: true}

Mended::

    interests:
      town:
        - {id: honour, value: honour, anchors: [0, 1], absolute: true}
        - {id: trade, value: trade, anchors: [0, 1]}
        - {id: roads, value: roads, anchors: [0, 1]}
        - {id: quiet, value: quiet, anchors: [0, 1]}
        - {id: walls, value: walls, anchors: [0, 1]}
"""

CODE = "KC802"
TITLE = "ranks and absolute interests that hardly any weights respect"
