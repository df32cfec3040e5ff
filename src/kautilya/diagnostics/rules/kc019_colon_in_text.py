"""KC019: text with a colon that is not quoted.

A colon with a blank after it ends a key. Text that holds one stands in quotes.

Bad::

    title: The ferry: a history

Mended::

    title: "The ferry: a history"
"""

CODE = "KC019"
TITLE = "text with a colon that is not quoted"
