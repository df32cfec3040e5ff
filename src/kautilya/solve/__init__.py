"""What the actors choose, and where that ends: solution concepts over payoffs, world by world.

One file for each concept. They see arrays of payoffs and nothing of how these came about.
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
from kautilya.solve.settle import self_enforcing, settle

__all__ = [
    "CYCLES",
    "Agreement",
    "Choice",
    "Extent",
    "Foresight",
    "JointTarget",
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
    "self_enforcing",
    "settle",
]
