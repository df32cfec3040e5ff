"""KC501: a range upside down.

The ``range`` of a premise or a belief is ``[low, high]``: the low end first. A range whose ends
are equal is one value.

Bad::

    premises: {cold: {value: 0.4, range: [0.6, 0.2]}}

Mended::

    premises: {cold: {value: 0.4, range: [0.2, 0.6]}}
"""

CODE = "KC501"
TITLE = "a range upside down"
