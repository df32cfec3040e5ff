"""KC307: an event both changes and ends one transfer.

Once an event has happened, a transfer is what its ``then`` says, or its ``ends`` has ended it. In
one event the two contradict each other.

Bad::

    events: {war: {rate: 0.1, then: {grain: 0.1}, ends: [grain]}}

Mended::

    events: {war: {rate: 0.1, ends: [grain]}}
"""

CODE = "KC307"
TITLE = "an event both changes and ends one transfer"
