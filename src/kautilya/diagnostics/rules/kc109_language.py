"""KC109: another version of the case language.

The first entry of a case says in which version of the case language it is written. A case in
another version is refused, because a key may mean something else there.

Bad::

    language: 7

Mended::

    language: 1
"""

CODE = "KC109"
TITLE = "another version of the case language"
