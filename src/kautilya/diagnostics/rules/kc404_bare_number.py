"""KC404: a bare number that carries a unit.

Advice, and no error. A bare number takes the unit that its place needs, so nothing can be checked:
one cannot see whether it is given in tonnes or in kilotonnes. A premise has a name, a unit and a
source.

Bad::

    premises: {grain: {value: 2, unit: kt}}
    auxiliaries: {left: {is: grain - 0.5, unit: kt}}

Mended::

    premises:
      grain: {value: 2, unit: kt}
      eaten: {value: 0.5, unit: kt}
    auxiliaries: {left: {is: grain - eaten, unit: kt}}
"""

CODE = "KC404"
TITLE = "a bare number that carries a unit"
