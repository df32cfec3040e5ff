"""KC401: a unit that is not known.

``unit`` is a unit of measurement or a product of such, as ``kt/month`` or ``USD``. ``share`` and
no unit at all mean the same: a pure number.

Bad::

    premises: {grain: {value: 2, unit: sackfulls}}

Mended::

    premises: {grain: {value: 2, unit: kt}}
"""

CODE = "KC401"
TITLE = "a unit that is not known"
