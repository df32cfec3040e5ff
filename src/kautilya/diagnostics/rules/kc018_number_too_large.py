"""KC018: a number too large to be held.

Numbers are held as doubles, up to about 1.8e308. A larger one would be read as infinite, which no
author means.

Bad::

    value: 1e999

Mended, a smaller number or a larger unit::

    value: 1e9
"""

CODE = "KC018"
TITLE = "a number too large to be held"
