"""KC619: a hypothesis or a piece of evidence that asks what cannot tell worlds apart.

A hypothesis is a set of worlds, and evidence holds in some of them. ``knowing=nothing`` answers for
all worlds at once, so it is in none or in all. Evidence that asks word for word what a hypothesis
says holds in each of that hypothesis's worlds by definition: it counts twice what was put in.

Bad::

    hypotheses:
      wants: {says: it wants restraint, when: "likes(china, russia.cooperation is none)"}
    evidence:
      asked: {says: it asked for it, expect: "likes(china, russia.cooperation is none)"}

Mended::

    hypotheses:
      wants: {says: it wants restraint, when: "likes(china, russia.cooperation is none)"}
    evidence:
      asked: {says: it asked for it, expect: best(china.stance) is quiet_word}
"""

CODE = "KC619"
TITLE = "a hypothesis or a piece of evidence that asks what cannot tell worlds apart"
