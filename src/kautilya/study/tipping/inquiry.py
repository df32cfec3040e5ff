"""What is asked of a case while one or two premises move, and what is left aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kautilya.case import Case
from kautilya.findings.claims import conditions_of
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import trials_of
from kautilya.kernel import ArrayEvaluator, yardstick_of
from kautilya.study.asking import Unanswerable
from kautilya.study.check import Checked
from kautilya.study.deciding import decision_of
from kautilya.study.pipeline import Order, evaluator_of, in_scenario, planned_size
from kautilya.study.stress.verdicts import verdicts_of
from kautilya.study.tipping.questions import Question, choice_of, claim_of
from kautilya.study.tipping.record import Swept
from kautilya.study.tipping.survey import Survey

__all__ = ["Inquiry", "can_choose", "inquiry_of"]


@dataclass(frozen=True)
class Inquiry:
    """Questions that depend on what is moved.

    Parameters
    ----------
    case
        The case, with propositions put into the scenario that was asked for.
    evaluator
        What runs it.
    questions
        Choices, then propositions in the order of the file.
    unmoved
        How many were left aside because they do not depend on it.
    worlds, block_size
        How many worlds, and how many are evaluated at once.
    """

    case: Case
    evaluator: ArrayEvaluator
    questions: tuple[Question, ...]
    unmoved: int
    worlds: int
    block_size: int

    def survey(
        self, threads: int, progress: Callable[[int, int], None] | None, values: int
    ) -> Survey:
        """Somebody to ask them, at about so many values."""
        groups = {(t.scenario, q.by == "foresees") for q in self.questions for t in q.trials}
        expected = self.worlds * values * len(groups)
        return Survey(
            self.evaluator,
            self.questions,
            self.worlds,
            self.block_size,
            threads,
            progress,
            expected,
        )


def inquiry_of(
    checked: Checked,
    swept: Sequence[Swept],
    only: Sequence[str] | None,
    decision: str | None,
    by: Sequence[str],
    seed: int,
    yardstick: str | None,
    scenario: str | None,
    *,
    worlds: int,
) -> Inquiry:
    """Make ready what is asked while premises move.

    Raises
    ------
    Unanswerable
        Where the premises are one, a proposition is untested, nothing is asked, or nothing that is
        asked depends on them.
    """
    case = checked.case
    assert case and checked.places and checked.claims
    if len({one.name for one in swept}) < len(swept):
        raise Unanswerable(f"two premises are needed, and {swept[0].name} is named twice")
    if scenario is not None:
        case = in_scenario(case, scenario)
    evaluator = evaluator_of(checked, case, seed)
    asked = [
        *_choices(checked, case, evaluator, only, decision, by, scenario),
        *_claims(checked, case, evaluator, only, decision, yardstick),
    ]
    names = {one.name for one in swept}
    reached = tuple(q for q in asked if _depends(case, evaluator, q, names))
    if not reached:
        raise _nothing(asked, swept, only, decision)
    size = planned_size(checked, Order(worlds, seed, scenario=scenario))
    return Inquiry(case, evaluator, reached, len(asked) - len(reached), worlds, size)


def _choices(
    checked: Checked,
    case: Case,
    evaluator: ArrayEvaluator,
    only: Sequence[str] | None,
    decision: str | None,
    by: Sequence[str],
    scenario: str | None,
) -> Iterator[Question]:
    """The choice in the decision that is named; else in the focal one, where all is asked."""
    if decision is None and only is not None:
        return
    if decision is None and not can_choose(case, case.focal, scenario):
        return
    assert checked.places is not None
    name = decision_of(case, decision)
    for way in by:
        yield choice_of(case, checked.places, evaluator.space, name, way, scenario)


def can_choose(case: Case, decision: str | None, scenario: str | None) -> bool:
    """Whether something is chosen in a decision: its owner has interests, and nothing holds it."""
    if decision is None or not case.interests.get(decision.partition(".")[0]):
        return False
    held = conditions_of(case.scenarios[scenario].hold) if scenario else {}
    return decision not in held and len(case.decisions[decision].options) > 1


def _claims(
    checked: Checked,
    case: Case,
    evaluator: ArrayEvaluator,
    only: Sequence[str] | None,
    decision: str | None,
    yardstick: str | None,
) -> Iterator[Question]:
    """Propositions that are named; all where neither they nor a decision is."""
    if only is None and decision is not None:
        return
    assert checked.places and checked.claims
    for name in only or ():
        entry = case.propositions[name]
        if entry.claim is None:
            raise Unanswerable(
                f"'{name}' is untested ({entry.untested}): it has no verdict to turn",
                untested=True,
            )
    trials = [
        trial
        for trial in trials_of(case, checked.claims, evaluator.space)
        if only is None or trial.name in only
    ]
    verdicts = verdicts_of(case, [t.name for t in trials], yardstick_of(case, yardstick))
    for trial in trials:
        yield claim_of(case, checked.places, trial, verdicts[trial.name])


def _depends(case: Case, evaluator: ArrayEvaluator, question: Question, names: set[str]) -> bool:
    """Whether an answer can depend on any of some premises and beliefs."""
    moved = names - {question.irrelevant}
    return any(moved & bearing(case, evaluator, trial) for trial in question.trials)


def _nothing(
    asked: Sequence[Question],
    swept: Sequence[Swept],
    only: Sequence[str] | None,
    decision: str | None,
) -> Unanswerable:
    """Why there is nothing to ask."""
    names = " or ".join(one.name for one in swept)
    if not asked:
        return Unanswerable(
            "there is nothing to ask: the case has no proposition with a claim and no focal "
            "decision",
            untested=True,
        )
    if only is not None or decision is not None:
        what = " and ".join(question.name for question in asked[:3])
        more = f" and {len(asked) - 3} more" if len(asked) > 3 else ""
        return Unanswerable(
            f"no answer depends on {names}: not that of {what}{more}", untested=True
        )
    return Unanswerable(
        f"nothing depends on {names}: it reaches no proposition and not the focal choice",
        untested=True,
    )
