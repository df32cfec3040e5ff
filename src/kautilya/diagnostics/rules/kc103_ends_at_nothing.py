"""KC103: a mechanism ends at something that it cannot act on.

A mechanism, and what an option ``does``, ends at a declared stock, auxiliary, transfer or event:
these are what changes. A premise is fixed within a world, and a decision is its owner's to take.

Bad::

    stocks:
      water: {start: 0.5, toward: thirst, over: 3 months}
    mechanisms:
      rain_fills: {to: watre, adds: 0.1, status: judged}

Mended::

    mechanisms:
      rain_fills: {to: water, adds: 0.1, status: judged}

To act on what was a premise, read it into an auxiliary and end there::

    auxiliaries:
      harvest: {is: usual_harvest, says: the harvest}
    mechanisms:
      frost_spoils: {to: harvest, scales: 1 - frost, status: judged}
"""

CODE = "KC103"
TITLE = "a mechanism ends at something that it cannot act on"
