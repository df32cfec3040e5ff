"""KC607: a cause that cannot be taken away.

``share_of(QUERY, CAUSE)`` asks the query with and without the cause. A mechanism, and an option's
``does`` as ``DECISION.OPTION``, are switched off; a decision stays at ``now``; a premise takes the
value that it declares as ``off``. Levels, events, interests and beliefs are no causes here, and
nothing is left of a query that asks about its own cause.

Bad::

    premises: {rain: {says: rain of the year, range: [0, 1]}}
    propositions:
      wet: {says: the rain did it, claim: "share_of(final(water), rain) > 0.5", stated: likely}

Mended::

    premises: {rain: {says: rain of the year, range: [0, 1], off: 0}}
    propositions:
      wet: {says: the rain did it, claim: "share_of(final(water), rain) > 0.5", stated: likely}
"""

CODE = "KC607"
TITLE = "a cause that cannot be taken away"
