"""KC302: a stock that adjusts in less than a month.

The model steps by the month. A stock that closed its gap in less than one would overshoot its
level in each step. What follows at once is an auxiliary.

Bad::

    stocks:
      price: {start: 0.5, toward: demand, over: 0.25}

Mended::

    stocks:
      price: {start: 0.5, toward: demand, over: 1 month}
"""

CODE = "KC302"
TITLE = "a stock that adjusts in less than a month"
