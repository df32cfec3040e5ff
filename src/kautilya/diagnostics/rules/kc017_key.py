"""KC017: a key that is no name.

A key is one piece of text before a colon. A list, a mapping or nothing at all cannot be a key.

Bad::

    scale: {[0, 1]: share}
    : 0.4

Mended::

    scale: {0: none, 1: all}
    value: 0.4
"""

CODE = "KC017"
TITLE = "a key that is no name"
