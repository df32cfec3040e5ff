"""KC308: a start or an anchor that is not computed from premises alone.

What a stock starts from and what an interest's anchors are is fixed before the first month: they
are numbers or formulas of premises. Stocks, auxiliaries, transfers, events and decisions come
later.

Bad::

    stocks:
      trade: {start: harvest / 2}
      harvest: {start: usual_harvest}

Mended::

    stocks:
      trade: {start: usual_harvest / 2}
      harvest: {start: usual_harvest}
"""

CODE = "KC308"
TITLE = "a start or an anchor that is not computed from premises alone"
