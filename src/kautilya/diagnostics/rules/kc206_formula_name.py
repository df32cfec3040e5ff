"""KC206: a formula names something that is not declared.

Formulas name premises, stocks, auxiliaries, transfers and events. Mechanisms, actors and interests
have no value that a formula could read.

Bad::

    premises: {warmth: {says: how warm, value: 0.4}}
    auxiliaries: {comfort: {is: 1 - wramth}}

Mended::

    auxiliaries: {comfort: {is: 1 - warmth}}
"""

CODE = "KC206"
TITLE = "a formula names something that is not declared"
