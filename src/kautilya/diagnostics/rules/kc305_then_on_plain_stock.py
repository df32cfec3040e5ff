"""KC305: an event changes a stock that moves toward nothing.

For a stock, ``then`` replaces the level that it moves to once the event has happened. A stock
without ``toward`` has no such level.

Bad::

    stocks: {mud: {start: 0.1}}
    events: {drought: {rate: 0.1, then: {mud: 0}}}

Mended, by a level to move to::

    stocks: {mud: {start: 0.1, toward: 0.1, over: 6 months}}
    events: {drought: {rate: 0.1, then: {mud: 0}}}

or by a mechanism that reads the event::

    stocks: {mud: {start: 0.1}}
    events: {drought: {rate: 0.1}}
    mechanisms: {mud_dries: {to: mud, adds: -0.2 * mud * drought}}
"""

CODE = "KC305"
TITLE = "an event changes a stock that moves toward nothing"
