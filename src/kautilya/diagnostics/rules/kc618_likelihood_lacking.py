"""KC618: evidence without a likelihood under some hypothesis.

A ratio of likelihoods compares hypotheses, so each needs one. A hypothesis with ``when`` has it
from its worlds where the evidence has ``expect``; every other is given a band by hand.

Bad::

    hypotheses: {weakness: {says: it would be defied, when: defiance > 0.5}, other: {says: else}}
    evidence:
      silence: {says: nothing was said, expect: cost > 0.3}

Mended::

    hypotheses: {weakness: {says: it would be defied, when: defiance > 0.5}, other: {says: else}}
    evidence:
      silence: {says: nothing was said, expect: cost > 0.3, likelihood: {other: roughly even}}
"""

CODE = "KC618"
TITLE = "evidence without a likelihood under some hypothesis"
