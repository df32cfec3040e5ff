"""KC105: a name declared twice.

Premises, stocks, auxiliaries, transfers, events and mechanisms share one set of names, since
formulas, off-switches and reasons name them without saying which they are. The interests of one
actor have different ids for the same reason.

Bad::

    premises:
      trade: {says: trade, value: 0.4}
    stocks:
      trade: {start: 0.5}

Mended::

    premises:
      usual_trade: {says: trade in usual times, value: 0.4}
    stocks:
      trade: {start: 0.5}
"""

CODE = "KC105"
TITLE = "a name declared twice"
