"""What the actors choose, and where that ends: solution concepts over payoffs, world by world.

One file for each concept. They see arrays of payoffs and nothing of how these came about.

Here are the ones that claims ask for. Equilibria in chances (`mixed_nash`, `mixed_many`), logit
quantal response (`quantal`), iterated dominance (`dominance`), paths of responses
(`response_paths`) and the graph model for conflict resolution (`stability`) are imported from
their own modules; `certificate` checks what they answer.
"""

from kautilya.solve.best_response import best, joint_target
from kautilya.solve.foresight import acts, foresees
from kautilya.solve.pure_nash import (
    Extent,
    count,
    equilibrium_profiles,
    extent,
    pure_nash,
    regret,
)
from kautilya.solve.records import (
    CYCLES,
    Agreement,
    Choice,
    Foresight,
    JointTarget,
    Settlement,
    Truth,
)
from kautilya.solve.reply import Reply, reply
from kautilya.solve.settle import self_enforcing, settle

__all__ = [
    "CYCLES",
    "Agreement",
    "Choice",
    "Extent",
    "Foresight",
    "JointTarget",
    "Reply",
    "Settlement",
    "Truth",
    "acts",
    "best",
    "count",
    "equilibrium_profiles",
    "extent",
    "foresees",
    "joint_target",
    "pure_nash",
    "regret",
    "reply",
    "self_enforcing",
    "settle",
]
