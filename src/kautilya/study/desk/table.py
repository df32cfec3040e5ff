"""The propositions of a case, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping

from kautilya.findings.examine import Laboratory
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import trials_of
from kautilya.kernel import yardstick_of
from kautilya.payoffs import Evaluator
from kautilya.study.check import Checked
from kautilya.study.desk.verdict import MOST_WORLDS, Verdict
from kautilya.study.pipeline import Order, in_scenario, planned_size
from kautilya.study.stress.verdicts import Verdict as Word
from kautilya.study.stress.verdicts import verdicts_of

PIECE = 100
"""Worlds that are evaluated at once, so that urgent work has not long to wait."""


class Table:
    """The propositions of a case, those that name no scenario asked in a given one.

    Raises
    ------
    DoesNotFit
        Where the memory is too small for a run, however few worlds are evaluated at once.
    """

    def __init__(self, checked: Checked, evaluator: Evaluator, scenario: str | None) -> None:
        assert checked.case is not None and checked.claims is not None
        case = checked.case if scenario is None else in_scenario(checked.case, scenario)
        self.case, self.evaluator = case, evaluator
        trials = trials_of(case, checked.claims, self.evaluator.space)
        self.trials = {trial.name: trial for trial in trials}
        self.words: Mapping[str, Word] = verdicts_of(case, self.trials, yardstick_of(case, None))
        self.bearing = {name: bearing(case, self.evaluator, t) for name, t in self.trials.items()}
        self._size = min(PIECE, planned_size(checked, Order(MOST_WORLDS)))
        self.laboratory = self.fresh()
        self.plain: dict[tuple[int, str], Verdict] = {}

    def fresh(self) -> Laboratory:
        """A laboratory that remembers nothing yet."""
        return Laboratory(self.evaluator, self._size, self.trials.values())
