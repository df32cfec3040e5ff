"""KC901: something of the language that this version does not support yet.

The case language has parts that this version of the program does not read yet. It refuses them by
name, because a case whose ``observed`` or ``lag`` were ignored in silence would give other results
than its author meant.

Bad::

    mechanisms:
      toll_deters: {to: trade, adds: -0.1, lag: 6}

Mended, until it is supported::

    mechanisms:
      toll_deters: {to: trade, adds: -0.1}      # lag: 6
"""

CODE = "KC901"
TITLE = "something of the language that this version does not support yet"
