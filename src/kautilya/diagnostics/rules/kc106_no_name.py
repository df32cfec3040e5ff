"""KC106: something that cannot be a name.

Names are letters, digits and underscores and begin with no digit, so that they can stand in
formulas. Words of the grammar of formulas (``is``, ``in``, ``and``, ``not``, ``if``, ``lambda``
..) cannot be names. A decision is named ACTOR.NAME.

Bad::

    decisions:
      toll: {now: low, options: {low: {says: as before}, high: {says: doubled}}}
    stocks:
      ice-cover: {start: 0.5}

Mended::

    decisions:
      town.toll: {now: low, options: {low: {says: as before}, high: {says: doubled}}}
    stocks:
      ice_cover: {start: 0.5}
"""

CODE = "KC106"
TITLE = "something that cannot be a name"
