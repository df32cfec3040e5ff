"""KC016: an alias without an anchor.

A value that begins with ``*`` repeats the entry that was marked before it with ``&`` and the same
name. Text that merely begins with an asterisk stands in quotes.

Bad::

    says: *promise

Mended::

    says: "*promise"
"""

CODE = "KC016"
TITLE = "an alias without an anchor"
