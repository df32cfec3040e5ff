"""KC657: a move from or to no state, or of nobody.

``moves`` lists for each actor the pairs of states between which it can move, and stands in place
of the moves that the options give, for all actors. A pair is [from, to]. Where the first covers
several states there is a move from each of them; the second is one state, and another than the
first.

Bad::

    states: [calm, quarrel, court]
    moves:
      town: [[calm, quarel], [court, court]]

Mended::

    states: [calm, quarrel, court]
    moves:
      town: [[calm, quarrel], [quarrel, court]]
"""

CODE = "KC657"
TITLE = "a move from or to no state, or of nobody"
