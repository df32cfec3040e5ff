"""KC306: an event changes something to what is computed from it.

``then: {x: e}`` says that e is read in place of x once the event has happened. If e named x, it
would be computed from itself. A mechanism that reads the event can scale x instead.

Bad::

    events: {flood: {rate: 0.1, then: {trade: trade / 2}}}

Mended::

    events: {flood: {rate: 0.1}}
    mechanisms: {flood_halves_trade: {to: trade, scales: 1 - flood / 2}}
"""

CODE = "KC306"
TITLE = "an event changes something to what is computed from it"
