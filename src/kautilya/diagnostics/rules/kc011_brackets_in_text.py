"""KC011: an expression with brackets that is not quoted.

Within braces and brackets YAML takes ``[`` and ``{`` for the beginning of a list or a mapping. An
expression that holds one stands in quotes.

Bad::

    demand: {says: ask, if: russia.cooperation in [none, talks]}

Mended::

    demand: {says: ask, if: "russia.cooperation in [none, talks]"}

On a line of its own the expression needs no quotes::

    demand:
      says: ask
      if: russia.cooperation in [none, talks]
"""

CODE = "KC011"
TITLE = "an expression with brackets that is not quoted"
