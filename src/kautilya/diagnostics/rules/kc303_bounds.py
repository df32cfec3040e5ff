"""KC303: bounds upside down.

``bounds: [low, high]`` holds a stock within limits; the low one stands first.

Bad::

    stocks:
      water: {start: 0.5, bounds: [1, 0]}

Mended::

    stocks:
      water: {start: 0.5, bounds: [0, 1]}
"""

CODE = "KC303"
TITLE = "bounds upside down"
