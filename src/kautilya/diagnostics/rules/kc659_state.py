"""KC659: a state that is not declared, covers nothing, or is cut in two.

A state is meant by the name that ``states`` gives it, by a pattern, or by a condition. A pattern
has one character for each decision in file order: the number of the option, from 0, or ``-`` for
any; it stands in quotes, since ``0110`` would be read as a number. What is named covers at least
one profile that ``infeasible`` does not rule out, and no profile has two names. Several profiles
under one name are one state: they are ranked together and moved to together, so no pattern may
cover a part of them, and they have the same payoffs. In a model over time each profile is a state
of its own.

Bad, with two decisions::

    infeasible: ["11"]
    states: {quarrel: "111", ruin: "11", gate_shut: "1-", shut_at_night: "10"}

Mended::

    infeasible: ["11"]
    states: {calm: "00", quarrel: "01", gate_shut: town.gate is shut}
"""

CODE = "KC659"
TITLE = "a state that is not declared, covers nothing, or is cut in two"
