"""KC604: a payoff of an actor without interests.

A payoff is the weighted value of an actor's interests. An actor without any has no payoff, and
nothing is best for it: it never moves. Ask for a level instead, or say what the actor wants.

Bad::

    actors: {town: {name: Town}, river: {name: River}}
    interests: {town: [{id: trade, value: trade, anchors: [0, 1]}]}
    propositions: {spared: {says: the river gains, claim: "payoff(river) > 0.5"}}

Mended::

    propositions: {spared: {says: the river is clean, claim: "final(water) > 0.5"}}
"""

CODE = "KC604"
TITLE = "a payoff of an actor without interests"
