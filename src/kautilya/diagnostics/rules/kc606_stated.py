"""KC606: a statement that cannot be tested.

``stated`` is the hedge of the text: a word of the yardstick that the case names, or one common to
all (``flat``, ``must``, ``inevitably``, ``could``, ``may``, ``seems``, ``appears``,
``reportedly``, ``not necessarily``); or ``{irrelevant: PREMISE}`` for a premise with a range or a
chance. Words of size (minimises, decisive, primarily) are no likelihoods: write the size into the
claim.

Bad::

    propositions:
      closes: {says: the toll decides it, claim: best(town.toll) is high, stated: decisive}

Mended::

    propositions:
      closes:
        says: the toll makes half of the difference or more
        claim: "gain(town.trade, to=town.toll is low, instead_of=town.toll is high) > 0.5"
        stated: likely
"""

CODE = "KC606"
TITLE = "a statement that cannot be tested"
