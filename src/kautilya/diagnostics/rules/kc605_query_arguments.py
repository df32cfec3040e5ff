"""KC605: a query with arguments that it does not take.

``gain`` compares two outcomes: it needs ``to=`` and may have ``instead_of=``. ``likes`` names the
outcome that is liked as its first condition, and may have ``instead_of=``. Levels
(``final average peak``) take no ``knowing=``, since nothing is chosen.

Bad::

    claim: "gain(town, town.toll is high) > 0"

Mended::

    claim: "gain(town, to=town.toll is high) > 0"
"""

CODE = "KC605"
TITLE = "a query with arguments that it does not take"
