"""KC805: too large for an exact method.

An exact method looks at every state, every move or every profile, so its work grows with their
number. Where that cannot be done in sensible time and memory the program says how large the
question is, how large it may be, and which method answers it otherwise; it does not answer a part
of it. A conflict has at most 4,194,304 profiles, and 65,536 feasible ones where several of them
share a name.

Bad::

    decisions:       # 24 decisions of two options each: 16 million profiles
      town.gate: {now: open, options: [open, shut]}

Mended, with what everybody takes alike left out, or with the states that matter listed::

    states: [calm, quarrel, court]
    moves: {town: [[calm, quarrel]], guild: [[quarrel, court]]}
"""

CODE = "KC805"
TITLE = "too large for an exact method"
