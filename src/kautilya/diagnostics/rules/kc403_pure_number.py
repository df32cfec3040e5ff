"""KC403: a unit where a pure number is needed.

``exp``, ``log``, ``tanh`` and ``logistic`` take pure numbers, and so do a power with a fraction
and a condition. What a mechanism ``scales`` by is a pure number, too. Divide by a quantity of the
same unit first.

Bad::

    premises: {weight: {value: 2, unit: kt}}
    auxiliaries: {load: {is: exp(-weight)}}

Mended::

    premises:
      weight: {value: 2, unit: kt}
      usual_weight: {value: 4, unit: kt}
    auxiliaries: {load: {is: exp(-weight / usual_weight)}}
"""

CODE = "KC403"
TITLE = "a unit where a pure number is needed"
