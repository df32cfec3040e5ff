"""KC007: aliases that explode or go in a circle.

An anchor (``&name``) marks an entry and an alias (``*name``) repeats it. Aliases of aliases
multiply: ten lines can stand for a thousand million entries. At most 100,000 entries may be
repeated. An alias within the very entry that it repeats would never end.

Bad::

    a: &a [x, x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d]

Mended: write out what is needed, or let the language repeat an entry for each of a group::

    groups: {allies: [rok, japan]}
    premises:
      $a_trust: {for: a in allies, says: trust of an ally, value: 0.5}
"""

CODE = "KC007"
TITLE = "aliases that explode or go in a circle"
