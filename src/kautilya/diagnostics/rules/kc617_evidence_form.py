"""KC617: evidence with no likelihood at all, or with two under one hypothesis.

Evidence has ``expect``, a claim: its likelihood under a hypothesis is the share of that
hypothesis's worlds in which the claim holds. Or it has ``likelihood``, bands that are set by hand.
Beside ``expect``, bands stand only for hypotheses without ``when``, which have no worlds.

Bad::

    hypotheses: {weakness: {says: it would be defied, when: defiance > 0.5}, other: {says: else}}
    evidence:
      silence: {says: nothing was said}

Mended::

    hypotheses: {weakness: {says: it would be defied, when: defiance > 0.5}, other: {says: else}}
    evidence:
      silence: {says: nothing was said, expect: cost > 0.3, likelihood: {other: [0.2, 0.4]}}
"""

CODE = "KC617"
TITLE = "evidence with no likelihood at all, or with two under one hypothesis"
