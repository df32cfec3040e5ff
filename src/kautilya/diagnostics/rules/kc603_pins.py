"""KC603: conditions that pin nothing, or one decision twice.

Each condition of ``hold``, of an agreement's ``when`` and of a query pins one decision to one
option. Two of them cannot pin one decision differently; and what is pinned leaves nothing to
choose, so it cannot be asked about with ``best``, ``foresees`` or ``acts``, nor be moved by a
condition.

Bad::

    scenarios: {feud: {says: the town will not share, hold: [town.toll is high]}}
    propositions:
      yields:
        says: the town lowers its toll
        in: feud
        claim: best(town.toll) is low
        hold: [town.toll is low]

Mended::

    propositions:
      yields:
        says: the town lowers its toll
        claim: best(town.toll) is low
"""

CODE = "KC603"
TITLE = "conditions that pin nothing, or one decision twice"
