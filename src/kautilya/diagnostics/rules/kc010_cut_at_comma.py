"""KC010: text cut in two at its comma.

Within braces and brackets YAML ends an entry at every comma. An expression with a comma is cut in
two there, and its second half is read as a key of its own, unless it stands in quotes.

Bad::

    comfort: {is: min(thirst, water), says: comfort}

Mended::

    comfort: {is: "min(thirst, water)", says: comfort}

On a line of its own an expression needs no quotes::

    comfort:
      is: min(thirst, water)

The two halves are put together again, so that the rest of the case can be checked in the same run.
For a call of a function this is an error. For a sentence, as in
``{says: cold, and wet}``, it is a warning: the sentence is read whole here, and other readers of
YAML will cut it.
"""

CODE = "KC010"
TITLE = "text cut in two at its comma"
