"""KC104: a value of the wrong kind.

A number stands where a text is needed, a text where a number is needed, one value where a pair is
needed, and so on. The message says what was found, and below it what the key is for. Mechanisms,
beliefs and propositions have rules of their own that are told here too: a mechanism either
``adds`` or ``scales``; a proposition has a ``claim`` or says why it is ``untested``.

Bad::

    premises:
      cold: {value: quite cold, range: 0.4}

Mended::

    premises:
      cold: {value: 0.4, range: [0.2, 0.6]}
"""

CODE = "KC104"
TITLE = "a value of the wrong kind"
