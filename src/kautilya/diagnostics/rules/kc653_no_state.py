"""KC653: a conflict without a state.

The states of a conflict are the profiles, one option for every decision, that ``infeasible`` does
not rule out; in a conflict without decisions they are those that ``states`` lists. At least one
has to be left, and today's among them.

Bad::

    decisions: {town.gate: {now: open, options: [open, shut]}}
    infeasible: [town.gate is open, "1"]

Mended::

    decisions: {town.gate: {now: open, options: [open, shut]}}
    infeasible: ["1"]
"""

CODE = "KC653"
TITLE = "a conflict without a state"
