"""KC616: a likelihood or a prior that is no band of probabilities.

A band is ``[low, high]`` within 0 and 1, or a hedge word that the yardstick of the case has. Bands
of priors must leave room for priors that sum to 1.

Bad::

    hypotheses: {weakness: {says: it cannot}, strength: {says: it will not}}
    evidence:
      silence: {says: nothing was said, likelihood: {weakness: [60, 80], strength: [0.4, 0.2]}}

Mended::

    hypotheses: {weakness: {says: it cannot}, strength: {says: it will not}}
    evidence:
      silence: {says: nothing was said, likelihood: {weakness: [0.6, 0.8], strength: [0.2, 0.4]}}
"""

CODE = "KC616"
TITLE = "a likelihood or a prior that is no band of probabilities"
