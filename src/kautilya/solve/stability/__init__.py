"""Stability of states in a conflict: the graph model for conflict resolution.

A conflict has states, moves between them that each actor can make alone, and each actor's values.
A concept says when an actor would stay: what it expects to come after a move of its own. There is
one file for each concept; `stabilities` finds them all, `witness` says why, and `check_witness`
checks that from the definitions alone.
"""

from kautilya.solve.stability import gmr, nash, seq, sim, smr
from kautilya.solve.stability.certificate import check_witness
from kautilya.solve.stability.coalition import (
    COALITION_CONCEPTS,
    Coalition,
    CoalitionConcept,
    CoalitionStabilities,
    coalition_improvements,
    coalition_stabilities,
    coalitions,
)
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.inverse import Goal, Inverse, inverse
from kautilya.solve.stability.listed_moves import ListedMoves, listed, merged
from kautilya.solve.stability.moves import RULES, Moves, Rule
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.picture import Stabilities, stabilities
from kautilya.solve.stability.records import (
    CONCEPTS,
    GRAPH_CONCEPTS,
    Answer,
    Concept,
    Escape,
    Step,
    Witness,
)
from kautilya.solve.stability.status_quo import NEVER, Evolution, Joint, evolution
from kautilya.solve.stability.witness import witness

__all__ = [
    "COALITION_CONCEPTS",
    "CONCEPTS",
    "GRAPH_CONCEPTS",
    "NEVER",
    "RULES",
    "Answer",
    "Coalition",
    "CoalitionConcept",
    "CoalitionStabilities",
    "Concept",
    "Conflict",
    "Escape",
    "Evolution",
    "Goal",
    "Inverse",
    "Joint",
    "ListedMoves",
    "Moves",
    "OptionMoves",
    "Rule",
    "Stabilities",
    "Step",
    "Witness",
    "check_witness",
    "coalition_improvements",
    "coalition_stabilities",
    "coalitions",
    "evolution",
    "gmr",
    "inverse",
    "listed",
    "merged",
    "nash",
    "seq",
    "sim",
    "smr",
    "stabilities",
    "witness",
]
