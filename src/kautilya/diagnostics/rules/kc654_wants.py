"""KC654: two answers to what actors want, or none.

What actors want is said once: by ``preferences`` that rank the states, by exact ``payoffs``, or by
a model over time whose ``interests`` value each profile. These do not mix. A case with preferences
or payoffs has no stocks, mechanisms, interests, beliefs, scenarios or propositions, and its
options have no ``does``, ``if`` or ``persuades``; and every actor who can move has preferences or
payoffs in it. An actor who does not decide may have them too.

Bad, where guild decides as well::

    preferences: {town: ["00", "01", "1-"]}
    interests: {guild: [{id: trade, value: trade, anchors: [0, 1]}]}

Mended::

    preferences:
      town: ["00", "01", "1-"]
      guild: {statements: [town.gate is open]}
"""

CODE = "KC654"
TITLE = "two answers to what actors want, or none"
