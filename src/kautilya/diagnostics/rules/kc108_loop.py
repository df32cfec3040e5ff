"""KC108: a loop over a group that cannot be written out.

``for: a in allies`` writes an entry once for each member of the group ``allies``, with the
member's name in place of ``$a``. The loop's name is letters and digits; the group is declared
under ``groups``; the entry's own name holds ``$a``, or all copies would have one name.

Bad::

    groups: {isles: [skerry, holm]}
    stocks:
      school: {for: a in iles, start: 0.5}

Mended::

    groups: {isles: [skerry, holm]}
    stocks:
      school_$a: {for: a in isles, start: 0.5}
"""

CODE = "KC108"
TITLE = "a loop over a group that cannot be written out"
