"""KC208: a dotted name that is not declared.

Only declared names are written with a dot, and only decisions have one: ``town.toll is high``.
Nothing reaches inside of a value, as attribute access does in Python.

Bad::

    comfort: {is: warmth.real}

Mended::

    comfort: {is: warmth}
"""

CODE = "KC208"
TITLE = "a dotted name that is not declared"
