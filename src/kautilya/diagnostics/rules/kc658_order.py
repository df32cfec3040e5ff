"""KC658: an order that does not name every option once.

``irreversible`` puts the options of a decision into the only order in which they can be taken:
whoever has gone on to a later one cannot go back. Options between which one can go back and forth
stand together in brackets. Every option is named once. What a case does not mention can be taken
and given up at will.

Bad::

    decisions: {town.gate: {now: open, options: [open, shut, walled]}}
    irreversible: {town.gate: [open, walled]}

Mended, where a gate can be opened and shut until it is walled up::

    decisions: {town.gate: {now: open, options: [open, shut, walled]}}
    irreversible: {town.gate: [[open, shut], walled]}
"""

CODE = "KC658"
TITLE = "an order that does not name every option once"
