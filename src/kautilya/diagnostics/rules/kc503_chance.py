"""KC503: a chance or a yardstick that nothing can be drawn from.

The ``chance`` of a premise, a mechanism or a belief is a hedge word of the yardstick that the case
names, or a number from 0 to 1. In each world a chance is drawn from the word's band of shares,
then 0 or 1 with that chance. Yardsticks use different words: ``highly likely`` is a word of PHIA
and not of ICD 203, and the word that comes nearest in meaning is suggested. A yardstick is one of
those shipped (``ICD 203``, ``PHIA``, ``IPCC AR5``) or a table of the author's own under
``yardsticks``, each word with its band ``[low, high]``.

Bad::

    yardstick: ICD 203
    premises:
      frost: {says: frost at night, chance: highly likely}
      hail: {says: hail, chance: 70}

Mended::

    yardstick: ICD 203
    premises:
      frost: {says: frost at night, chance: very likely}
      hail: {says: hail, chance: 0.7}
"""

CODE = "KC503"
TITLE = "a chance or a yardstick that nothing can be drawn from"
