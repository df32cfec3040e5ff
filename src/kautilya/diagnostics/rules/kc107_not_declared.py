"""KC107: a name that is not declared.

Every reference leads to an entry of the case: the system that an entry belongs to, the source that
it cites, the actors of a transfer or an agreement, the options that are in force, what a scenario
sets and switches off, the reasons of a proposition. A reference that leads nowhere is most often a
slip of the pen; the nearest declared name is suggested.

Bad::

    sources: {diary: {title: The harbour master's diary}}
    actors: {town: {name: Town}}
    transfers:
      grain: {from: twon, to: town, is: 0.2, source: dairy#4}

Mended::

    actors: {town: {name: Town}, island: {name: Island}}
    transfers:
      grain: {from: island, to: town, is: 0.2, source: diary#4}
"""

CODE = "KC107"
TITLE = "a name that is not declared"
