"""KC014: a tag.

In YAML a word that begins with ``!`` before a value asks the reader to make something special of
it. A case holds plain text, numbers, lists and mappings; a tag that asks for anything else is
refused. Text that begins with an exclamation mark stands in quotes.

Bad::

    as_of: !date 2021-04-01
    title: !Stop the ferry

Mended::

    as_of: 2021-04-01
    title: "!Stop the ferry"
"""

CODE = "KC014"
TITLE = "a tag"
