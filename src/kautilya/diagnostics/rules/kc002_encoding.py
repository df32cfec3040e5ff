"""KC002: a file that is not UTF-8.

A case is text in UTF-8, the encoding that nearly every editor writes by default. A file in UTF-16
or in an old national encoding would be read with wrong letters, so it is refused at the first byte
of each line that is no letter. A byte order mark at the beginning does no harm.

Bad: a file saved as "Windows-1252" or "Unicode" (UTF-16), in which one of these stands::

    title: Zürich and its lake

Mended: the same text, saved as UTF-8. Most editors offer it under "Save as" or "Encoding".
"""

CODE = "KC002"
TITLE = "a file that is not UTF-8"
