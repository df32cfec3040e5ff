"""KC006: entries nested too deeply.

Entries may stand within entries up to 50 levels, far more than the language of cases needs. A file
that goes deeper has lost a closing bracket, or was made to exhaust the reader.

Bad, brackets are opened and never closed::

    because: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[

Mended::

    because: [first_reason, second_reason]
"""

CODE = "KC006"
TITLE = "entries nested too deeply"
