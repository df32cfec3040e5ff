r"""KC013: a control character.

A case is text that people read, so it holds letters, blanks and line breaks only. Null characters,
terminal codes, line breaks of other systems and the like cannot be seen and usually came with
pasted text. The same holds for an escape such as ``\0`` within double quotes.

Bad::

    title: "The ferry\0line"

Mended::

    title: "The ferry line"
"""

CODE = "KC013"
TITLE = "a control character"
