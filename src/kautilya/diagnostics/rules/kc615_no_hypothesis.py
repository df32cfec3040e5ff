"""KC615: evidence about a hypothesis that is not declared.

``likelihood`` says how likely a piece of evidence is under each hypothesis of the case, by its
name.

Bad::

    hypotheses: {weakness: {says: it cannot}, strength: {says: it will not}}
    evidence:
      silence: {says: nothing was said, likelihood: {weakness: likely, strenght: [0.2, 0.4]}}

Mended::

    hypotheses: {weakness: {says: it cannot}, strength: {says: it will not}}
    evidence:
      silence: {says: nothing was said, likelihood: {weakness: likely, strength: [0.2, 0.4]}}
"""

CODE = "KC615"
TITLE = "evidence about a hypothesis that is not declared"
