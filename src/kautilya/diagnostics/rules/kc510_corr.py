"""KC510: a correlation that no draws can have.

``corr`` ties premises that vary together: two names and their rank correlation (Spearman's), above
-1 and below 1, each pair once. Both premises are drawn, so each has a range or a chance. What goes
along with a third goes along with each other to some extent: of three premises, two strong
correlations leave the third no choice, and a pair that is not listed counts as 0.

Bad::

    corr: [[rain, flood, 0.9], [flood, ruin, 0.9]]

Mended::

    corr: [[rain, flood, 0.9], [flood, ruin, 0.9], [rain, ruin, 0.8]]
"""

CODE = "KC510"
TITLE = "a correlation that no draws can have"
