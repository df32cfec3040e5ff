"""KC601: a claim that asks something without an answer.

``best``, ``settled`` and ``foresees`` answer with an option, which ``is`` and ``in`` compare; the
other queries answer with a number or with true and false. A stock, an auxiliary, a transfer or an
event varies with the month and the profile, so a claim asks for it at a time; and a decision alone
has no option until one says which choice is meant.

Bad::

    claim: trade > 0.5 and town.toll is high

Mended::

    claim: final(trade) > 0.5 and settled(town.toll) is high
"""

CODE = "KC601"
TITLE = "a claim that asks something without an answer"
