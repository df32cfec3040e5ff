"""KC608: an observation of the focal decision.

``observed`` keeps the worlds in which what was seen happens. Kept by the decision that the case is
about, they would answer its question with the answer that was put in. What others did, and how
things stood, can be observed.

Bad::

    focal: town.toll
    observed: [{expect: settled(town.toll) is low}]

Mended::

    focal: town.toll
    observed: [{expect: settled(guild.route) is river}]
"""

CODE = "KC608"
TITLE = "an observation of the focal decision"
