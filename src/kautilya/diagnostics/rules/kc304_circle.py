"""KC304: a definition that goes round in a circle.

Auxiliaries and transfers are computed from others within the same month, together with all
mechanisms that end at them. If the way leads back to where it began there is nothing to begin
with. A stock breaks the circle: it is read at the month's start and changed at its end. The
message gives the way round.

Bad::

    auxiliaries:
      comfort: {is: ease / 2}
      ease: {is: 1 - comfort}

Mended::

    auxiliaries:
      comfort: {is: ease / 2}
    stocks:
      ease: {start: 0.5, toward: 1 - comfort, over: 1 month}
"""

CODE = "KC304"
TITLE = "a definition that goes round in a circle"
