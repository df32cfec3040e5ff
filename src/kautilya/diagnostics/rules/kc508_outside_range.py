"""KC508: a value outside of its range.

With a range, ``value`` is the likeliest value within it.

Bad::

    premises: {cold: {value: 0.9, range: [0.2, 0.6]}}

Mended::

    premises: {cold: {value: 0.5, range: [0.2, 0.6]}}
"""

CODE = "KC508"
TITLE = "a value outside of its range"
