"""KC102: a key that this kind of entry does not have.

A key that is not understood is never ignored in silence: it would look as if it counted. Most
often it is misspelt, or it belongs to another kind of entry.

Bad::

    premises:
      cold: {says: how cold it is, valeu: 0.4}

Mended::

    premises:
      cold: {says: how cold it is, value: 0.4}
"""

CODE = "KC102"
TITLE = "a key that this kind of entry does not have"
