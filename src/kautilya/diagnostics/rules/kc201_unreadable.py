"""KC201: a formula that cannot be read.

Formulas are written in the grammar of Python's expressions: brackets are closed, multiplication is
``*``, equality is ``==``. A word of that grammar cannot be a name. A formula has at most 4000
characters and is not nested more than 60 deep; a longer one is split into auxiliaries.

Bad::

    comfort: {is: 2 warmth + (1 - noise}

Mended::

    comfort: {is: 2 * warmth + (1 - noise)}
"""

CODE = "KC201"
TITLE = "a formula that cannot be read"
