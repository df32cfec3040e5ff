"""KC301: a stock with half of toward and over.

A stock either moves ``toward`` a level ``over`` some months, and then what mechanisms add moves
that level; or it has neither, and what mechanisms add is added to it each month. One key without
the other leaves open which is meant.

Bad::

    stocks:
      water: {start: 0.5, toward: thirst}

Mended::

    stocks:
      water: {start: 0.5, toward: thirst, over: 3 months}
"""

CODE = "KC301"
TITLE = "a stock with half of toward and over"
