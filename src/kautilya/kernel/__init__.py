"""From a graph to numbers: the oracle, the evaluator over arrays, and the worlds they run in."""

from kautilya.kernel.evaluate import ArrayEvaluator
from kautilya.kernel.fast import CompiledEvaluator, evaluator_for
from kautilya.kernel.faults import NotFinite
from kautilya.kernel.interpret import Months, OneWorld, interpret
from kautilya.kernel.worlds import View, Worlds, yardstick_of

__all__ = [
    "ArrayEvaluator",
    "CompiledEvaluator",
    "Months",
    "NotFinite",
    "OneWorld",
    "View",
    "Worlds",
    "evaluator_for",
    "interpret",
    "yardstick_of",
]
