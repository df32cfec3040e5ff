"""Which premise moves a payoff, a level or a share: everything uncertain, varied by design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kautilya.case.expression import CHOICE_QUERIES, Query
from kautilya.case.parse import ExpressionError, parse
from kautilya.diagnostics import Diagnostic, did_you_mean
from kautilya.explore.sensitivity import Analysis, Effect, Input, NothingMoves, analyse, runs_of
from kautilya.findings import Examiner, NotFiniteClaim
from kautilya.findings.answer import Answer, Options, Situation
from kautilya.findings.claim_checker import ClaimChecker
from kautilya.findings.claims import Claim, conditions_of
from kautilya.findings.examine import Laboratory
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import Trial, agreements_of, start_profile, trials_of
from kautilya.kernel import ArrayEvaluator
from kautilya.kernel.tabled import Design, Uncertain, on_design, uncertain_of, values_of
from kautilya.payoffs import Block, Setting
from kautilya.study.asking import About, Progress, Unanswerable, about_of, on_blocks
from kautilya.study.check import Checked
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, Order, evaluator_of, in_scenario, planned_size
from kautilya.study.quantities import Kind, Quantity, quantity_of, weights_of
from kautilya.study.study import Study
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["SIZES", "Effect", "Kind", "Moved", "Quantity", "Sensitivity", "sensitivity"]

SIZES = {"sobol": 512, "morris": 100, "pawn": 2000}
"""Size of the design of each method where none is asked for."""

WEIGHT_DRAWS = 1024
"""Draws of an actor's weights among which a design chooses."""


@dataclass(frozen=True)
class Moved:
    """What one uncertain thing does to the outcome.

    Parameters
    ----------
    quantity
        A premise, a mechanism in force, a belief, or all weights of an actor together.
    once
        The option that gives the belief while it is chosen, or empty.
    effect
        What it does.
    """

    quantity: Quantity
    once: str
    effect: Effect


@dataclass(frozen=True)
class Sensitivity:
    """Which uncertain things move an outcome.

    Parameters
    ----------
    about
        The case.
    what, text
        What was asked for, and the query or claim that it stands for.
    proposition
        Name of the proposition, or None.
    is_share
        Whether the outcome is true or false in each world, so that its mean is a share.
    profile
        What is chosen where the query does not say otherwise.
    analysis
        The design and its results.
    moved
        Every uncertain thing that can reach the outcome, the most telling first.
    idle
        How many uncertain things of the case cannot reach it.
    tied
        Premises that the case ties together, and that were varied apart.
    missing
        Runs without an answer, because a settling cycles or the antecedent does not hold; they
        count as not holding.
    """

    about: About
    what: str
    text: str
    proposition: str | None
    is_share: bool
    profile: str
    analysis: Analysis
    moved: tuple[Moved, ...]
    idle: int
    tied: tuple[str, ...]
    missing: int


def sensitivity(
    study: Study,
    what: str,
    *,
    method: str = "sobol",
    size: int | None = None,
    seed: int = DEFAULT_SEED,
    scenario: str | None = None,
    threads: int = 2,
    progress: Progress | None = None,
) -> Sensitivity:
    """Find what moves a payoff, a level, a share, or any number that a claim could ask for.

    Everything uncertain that can reach the outcome is varied independently over its own range, as
    often in each part of it as the case draws it there. What has a chance is in force in the upper
    part of its places; the weights of an actor are one input, which picks among draws of them.

    Parameters
    ----------
    study
        The case.
    what
        Name of a proposition, whose share is then taken apart, or the text of a query or claim.
    method, size
        As in `kautilya.explore.sensitivity.analyse`; the size of `SIZES` where None.
    seed, scenario, threads
        As for a test.
    progress
        Called with runs done and runs in all.

    Returns
    -------
    Sensitivity

    Raises
    ------
    UnknownName
        For a scenario that the case does not have.
    Unanswerable
        Where the text is no query of this case, the outcome is an option, or nothing moves it.
    CaseInvalid
        Where a run meets a value that is not finite.
    DoesNotFit
        Where the runs do not fit into the memory.
    """
    check_asked(study.checked, (), scenario)
    with told(study.checked):
        question = _Question(study.checked, what, seed, scenario)
        return question.answer(method, SIZES[method] if size is None else size, threads, progress)


class _Question:
    """An outcome, what can reach it, and how it is run."""

    def __init__(self, checked: Checked, what: str, seed: int, scenario: str | None) -> None:
        case = checked.case
        assert case is not None and checked.places is not None
        if scenario is not None:
            case = in_scenario(case, scenario)
        self.checked, self.case, self.places = checked, case, checked.places
        self.what, self.seed = what, seed
        self.evaluator = evaluator_of(checked, case, seed)
        self.is_proposition = what in case.propositions
        self.trial = self._proposition() if self.is_proposition else self._asked(scenario)
        self.setting = Setting(self.trial.scenario)
        self.reach = bearing(case, self.evaluator, self.trial)
        self.missing = 0
        self.is_share = False

    # -- what is asked ----------------------------------------------------------------------------

    def _proposition(self) -> Trial:
        assert self.checked.claims is not None
        for trial in trials_of(self.case, self.checked.claims, self.evaluator.space):
            if trial.name == self.what:
                return trial
        reason = self.case.propositions[self.what].untested
        raise Unanswerable(
            f"'{self.what}' is untested ({reason}): nothing can move it", untested=True
        )

    def _asked(self, scenario: str | None) -> Trial:
        """A trial of what stands in no proposition: from the profile of today, by own lights."""
        case, space = self.case, self.evaluator.space
        hold = conditions_of(case.scenarios[scenario].hold) if scenario else {}
        held = {space.axis[d]: space.option(d, o) for d, o in hold.items()}
        situation = Situation(
            start_profile(case, space, scenario, held),
            held,
            None,
            agreements_of(case, space),
            case.epsilon,
            case.horizon,
            tuple(actor for actor in case.actors if case.interests.get(actor)),
        )
        return Trial(self.what, self._claim(hold), None, scenario, situation)

    def _claim(self, held: dict[str, str]) -> Claim:
        """The text as a claim that may be a number.

        Raises
        ------
        Unanswerable
            Where it is none.
        """
        names = self.checked.names
        assert names is not None
        try:
            tree = parse(self.what, queries=True)
        except ExpressionError as error:
            fault = error.faults[0]
            raise Unanswerable(self._sentence(fault.message, fault.help)) from None
        checker = ClaimChecker(self.case, names, self.places, (), self.what, held)
        for found in checker.check(tree):
            if found.code != "KC609":  # here a number is welcome
                raise Unanswerable(self._sentence_of(found))
        if isinstance(tree, Query) and tree.kind in CHOICE_QUERIES:
            raise Unanswerable(
                f"'{self.what}' answers with an option: ask whether it is one, as in "
                f"'{self.what} is OPTION'"
            )
        return Claim(self.what, tree)

    def _sentence_of(self, found: Diagnostic) -> str:
        if found.code == "KC206" and found.message.startswith(f"'{self.what}'"):
            mend = did_you_mean(self.what, self.case.propositions)
            return (
                f"there is no proposition '{self.what}', and it is no premise; "
                f"{mend or 'a query is written as in payoff(ACTOR) or final(NAME)'}"
            )
        return self._sentence(found.message, found.help)

    def _sentence(self, message: str, mend: str) -> str:
        return f"'{self.what}': {message}" + (f"; {mend}" if mend else "")

    # -- what is varied ---------------------------------------------------------------------------

    def _uncertain(self) -> tuple[list[Uncertain], int]:
        """What is drawn and can reach the outcome, and how much else is drawn."""
        drawn = uncertain_of(self.evaluator, self.setting)
        reaching = [each for each in drawn if self._reaches(each)]
        return reaching, len(drawn) - len(reaching)

    def _reaches(self, drawn: Uncertain) -> bool:
        if drawn.persuading:
            return drawn.persuading.rpartition(".")[0] in self.reach
        return drawn.element in self.reach or not self._is_known(drawn)

    def _is_known(self, drawn: Uncertain) -> bool:
        """Whether reach tells of it; what is drawn for any other end is always varied."""
        return drawn.role in ("fact", "in_force") or drawn.role.startswith("belief:")

    def _weighing(self) -> list[str]:
        """Actors whose weights are drawn and can reach the outcome."""
        return [
            actor
            for actor, rows in self.case.interests.items()
            if len(rows) > 1
            and rows[0].weight is None
            and any(f"{actor}.{row.id}" in self.reach for row in rows)
        ]

    def _tied(self, drawn: Sequence[Uncertain]) -> tuple[str, ...]:
        """Premises that are tied to others, of those that are varied."""
        ends = {name for one, other, _ in self.case.corr for name in (one, other)}
        return tuple(each.name for each in drawn if each.role == "fact" and each.name in ends)

    # -- the answer -------------------------------------------------------------------------------

    def answer(
        self, method: str, size: int, threads: int, progress: Progress | None
    ) -> Sensitivity:
        """The outcome taken apart."""
        drawn, idle = self._uncertain()
        actors = self._weighing()
        if not drawn and not actors:
            raise Unanswerable(f"nothing that '{self.what}' depends on is uncertain")
        names = [f"{each.role} {each.name}" for each in drawn] + [f"weights {a}" for a in actors]
        try:
            runs = runs_of(method, size, len(names))
        except ValueError as error:
            raise Unanswerable(f"--size: {error}") from None
        order = Order(runs, self.seed, threads, scenario=self.trial.scenario)
        block_size = planned_size(self.checked, order)

        def model(places: FloatArray) -> FloatArray:
            design = self._design(places, drawn, actors)
            return self._outcomes(design, block_size, len(places), threads, progress)

        try:
            found = analyse([Input(name) for name in names], model, method, size, self.seed)
        except NothingMoves:
            raise Unanswerable(
                f"'{self.what}' is the same in all {runs:,} runs: nothing uncertain moves it"
            ) from None
        except NotFiniteClaim:
            raise Unanswerable(
                f"'{self.what}' has no finite value in every world: guard a division or a logarithm"
            ) from None
        return Sensitivity(
            about_of(self.checked, self.seed, self.trial.scenario),
            self.what,
            self.trial.claim.text,
            self.what if self.is_proposition else None,
            self.is_share,
            self.evaluator.space.label(self.trial.situation.start),
            found,
            tuple(self._moved(effect, names, drawn, actors) for effect in found.effects),
            idle,
            self._tied(drawn),
            self.missing,
        )

    def _design(
        self, places: FloatArray, drawn: Sequence[Uncertain], actors: Sequence[str]
    ) -> Design:
        draws = {each.key: values_of(each, places[:, n]) for n, each in enumerate(drawn)}
        weights = {
            actor: _picked(self.evaluator, actor, self.setting, places[:, len(drawn) + n])
            for n, actor in enumerate(actors)
        }
        return Design(draws, weights)

    def _outcomes(
        self, design: Design, size: int, runs: int, threads: int, progress: Progress | None
    ) -> FloatArray:
        evaluator = on_design(self.evaluator, design)
        laboratory = Laboratory(evaluator, size, [self.trial])
        blocks = laboratory.blocks(runs, [self.trial])

        def one(block: Block) -> tuple[FloatArray, BoolArray]:
            return self._outcome(laboratory.examiner(self.trial, self.setting, block, runs))

        parts = on_blocks(one, blocks, threads, progress)
        self.missing = int(sum(np.count_nonzero(missing) for _, missing in parts))
        return np.concatenate([value for value, _ in parts])

    def _outcome(self, examiner: Examiner) -> tuple[FloatArray, BoolArray]:
        """The outcome in each run, and where there is none."""
        tree = self.trial.claim.tree
        found = examiner.result(tree)
        assert not isinstance(found, Options)
        if self.is_proposition or isinstance(found, Answer):
            found = examiner.claim(tree)
        self.is_share = isinstance(found, Answer)
        missing = np.asarray(found.missing)
        if self.trial.given is not None:
            given = examiner.claim(self.trial.given.tree)
            missing = missing | ~given.holds
        if isinstance(found, Answer):
            return (found.holds & ~missing).astype(np.float64), missing
        if missing.any():
            raise NotFiniteClaim(tree.at, tree.length)
        return found.value, missing

    def _moved(
        self,
        effect: Effect,
        names: Sequence[str],
        drawn: Sequence[Uncertain],
        actors: Sequence[str],
    ) -> Moved:
        number = names.index(effect.name)
        if number >= len(drawn):
            actor = actors[number - len(drawn)]
            return Moved(weights_of(self.case, self.places, actor), "", effect)
        each = drawn[number]
        return Moved(quantity_of(self.case, self.places, each.element), each.persuading, effect)


def _picked(
    evaluator: ArrayEvaluator, actor: str, setting: Setting, places: FloatArray
) -> FloatArray:
    """Weights of an actor in each run: the draw at each place, neighbours being alike."""
    drawn = evaluator.weights(actor, setting, Block(0, WEIGHT_DRAWS))
    order = _alike(drawn, np.arange(WEIGHT_DRAWS))
    chosen = np.minimum((places * WEIGHT_DRAWS).astype(np.int64), WEIGHT_DRAWS - 1)
    return np.asarray(drawn[:, order[chosen]])


def _alike(drawn: FloatArray, members: IntArray) -> IntArray:
    """Draws in a row where like stands by like: halved again and again by what differs most."""
    if members.size <= 1:
        return members
    inside = drawn[:, members]
    widest = inside[int(np.argmax(np.ptp(inside, axis=1)))]
    ordered = members[np.argsort(widest, kind="stable")]
    half = members.size // 2
    return np.concatenate([_alike(drawn, ordered[:half]), _alike(drawn, ordered[half:])])
