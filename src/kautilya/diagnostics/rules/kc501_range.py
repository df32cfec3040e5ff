"""KC501: a range upside down.

A range is ``[low, high]``.

Bad::

    premises: {cold: {value: 0.4, range: [0.6, 0.2]}}

Mended::

    premises: {cold: {value: 0.4, range: [0.2, 0.6]}}
"""

CODE = "KC501"
TITLE = "a range upside down"
