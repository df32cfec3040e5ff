"""KC101: an entry lacks a key that it needs.

Every kind of entry has keys without which it means nothing: a stock its ``start``, a transfer its
``from``, ``to`` and ``is``, an interest its ``id``, ``value`` and ``anchors``. The message names
the key and says what it is for.

Bad::

    transfers:
      grain: {from: island, is: 0.2}

Mended::

    transfers:
      grain: {from: island, to: mainland, is: 0.2}
"""

CODE = "KC101"
TITLE = "an entry lacks a key that it needs"
