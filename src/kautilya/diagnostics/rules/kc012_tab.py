"""KC012: a tab used as indentation.

YAML shows by blanks what belongs to what. A tab has another width in every editor, so it may not
indent an entry. All lines that begin with a tab are named in one run.

Bad, where the arrow stands for a tab::

    stocks:
    →water: {start: 0.5}

Mended::

    stocks:
      water: {start: 0.5}

Most editors can be told to write blanks when the tab key is pressed.
"""

CODE = "KC012"
TITLE = "a tab used as indentation"
