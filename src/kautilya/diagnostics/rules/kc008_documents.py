"""KC008: a file with several documents.

A line of three hyphens begins a new document of YAML. A case is one document, so a second one is
refused rather than passed over. One such line at the very beginning does no harm.

Bad::

    language: 1
    case: ferry-line
    ---
    title: The ferry line

Mended::

    language: 1
    case: ferry-line
    title: The ferry line
"""

CODE = "KC008"
TITLE = "a file with several documents"
