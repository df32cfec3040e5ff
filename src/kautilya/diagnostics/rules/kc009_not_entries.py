"""KC009: a file that holds no entries.

At its top a case is a mapping: keys, each with its value. A file that is empty, holds comments
only, or begins with a list or a sentence has no entries to read.

Bad::

    - language: 1
    - case: ferry-line

Mended::

    language: 1
    case: ferry-line
"""

CODE = "KC009"
TITLE = "a file that holds no entries"
