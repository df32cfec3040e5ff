"""KC202: something that cannot stand in a formula.

Formulas are read, never run by Python: they hold arithmetic, comparisons, ``and or not``,
``x if c else y``, the listed functions, and declared names. Texts, lists, square brackets behind a
name, lambdas, comprehensions, assignments and calls of anything else are refused.

Bad::

    comfort: {is: "[warmth, 1][0]"}

Mended::

    comfort: {is: "min(warmth, 1)"}
"""

CODE = "KC202"
TITLE = "something that cannot stand in a formula"
