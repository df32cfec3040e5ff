"""An effect that can be asked for: a query in its situation, with causes taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kautilya.case import Case
from kautilya.case.expression import (
    CHOICE_QUERIES,
    TRUTH_QUERIES,
    Apply,
    Expression,
    Is,
    Number,
    Query,
    names,
)
from kautilya.case.parse import ExpressionError, parse
from kautilya.diagnostics import Diagnostic
from kautilya.findings import Bench, Claim, Examiner, NotFiniteClaim, Situation
from kautilya.findings.answer import Amounts, Answer
from kautilya.findings.bench import Plain
from kautilya.findings.claim_checker import ClaimChecker
from kautilya.findings.claims import conditions_of
from kautilya.findings.declared import declared_of
from kautilya.findings.examine import Laboratory
from kautilya.findings.needs import needs_of, prefetch
from kautilya.findings.reasons import bearing
from kautilya.findings.table import Table
from kautilya.findings.trial import Trial, agreements_of, start_profile, trials_of
from kautilya.kernel import ArrayEvaluator, evaluator_for
from kautilya.payoffs import Block, Change, Setting
from kautilya.study.attribution_causes import Cause
from kautilya.study.check import Checked
from kautilya.study.deciding import CannotAsk
from kautilya.study.pipeline import block_size, in_scenario
from kautilya.terms import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Effect:
    """A query whose answer can be had without some causes.

    Parameters
    ----------
    case, evaluator, laboratory, blocks
        The case, what runs it, what keeps means over worlds, and the worlds.
    text, proposition, is_truth
        What is asked, the proposition whose claim it is or empty, and whether it is a truth.
    tree, scenario, situation
        The query as parsed, in its scenario and situation.
    plain
        Evaluations that no cause reaches.
    """

    case: Case
    evaluator: ArrayEvaluator
    laboratory: Laboratory
    blocks: tuple[Block, ...]
    text: str
    proposition: str
    is_truth: bool
    tree: Expression
    scenario: str | None
    situation: Situation
    plain: Plain

    @property
    def bearing(self) -> frozenset[str]:
        """Everything that the answer can depend on, and the decisions that the query names."""
        claim = Claim(self.text, self.tree)
        trial = Trial(self.proposition, claim, None, self.scenario, self.situation)
        named = {name.name for name in names(self.tree)}
        for query in claim.queries:
            for condition in (*query.conditions, *query.to, *query.instead_of):
                named |= {name.name for name in names(condition)}
        return bearing(self.case, self.evaluator, trial) | named

    def without(self, causes: Sequence[Cause]) -> tuple[FloatArray, BoolArray]:
        """The answer in each world without some causes, and where there is none.

        Causes are taken out of the facts and of every view; a decision is held as it stands
        today, whatever the query's conditions say.
        """
        setting, now = self._setting(causes), _now(self, causes)
        tree = _held_tree(self.tree, now, self.evaluator)
        space = self.evaluator.space
        held = {**self.situation.held, **{space.axis[d]: o for d, o in now.items()}}
        start = tuple(held.get(axis, option) for axis, option in enumerate(self.situation.start))
        situation = replace(self.situation, held=held, start=start)
        needs = needs_of(self.evaluator, [(tree, situation)])
        parts = []
        for block in self.blocks:
            bench = Bench(self.evaluator, setting, block, self.plain)
            prefetch(bench, needs, needs)
            parts.append(self._answer(bench, tree, situation))
        return (
            np.concatenate([value for value, _ in parts]),
            np.concatenate([missing for _, missing in parts]),
        )

    def _answer(
        self, bench: Bench, tree: Expression, situation: Situation
    ) -> tuple[FloatArray, BoolArray]:
        def tables(change: Change, knowing: tuple[str, ...] | None) -> Table:
            if knowing is None:
                return bench.under(change)
            setting, worlds = bench.setting.under(change), sum(b.count for b in self.blocks)
            if not knowing:
                return self.laboratory.ex_ante(setting, worlds)
            return self.laboratory.informed(setting, worlds, knowing).at(bench.block)

        examiner = Examiner(bench, situation, bench.block.count, tables)
        try:
            examiner.claim(tree)
        except NotFiniteClaim as error:
            piece = self.text[error.at : error.at + error.length]
            raise CannotAsk(
                f"{piece or self.text} has no finite value in some world: guard a division or a "
                "logarithm, for instance with max(x, 0.001)"
            ) from None
        result = examiner.result(tree)
        if isinstance(result, Amounts):
            return result.value, result.missing
        assert isinstance(result, Answer)
        return result.holds.astype(np.float64), result.missing

    def _setting(self, causes: Sequence[Cause]) -> Setting:
        """A setting without some causes: what is removed and pinned is so in every view."""
        gone = [cause for cause in causes if cause.kind != "decision"]
        pinned = tuple((cause.name, cause.off) for cause in gone if cause.off is not None)
        return Setting(self.scenario, frozenset(cause.name for cause in gone), pinned)


def effect_of(checked: Checked, query: str, scenario: str | None, worlds: int, seed: int) -> Effect:
    """A query, ready to be asked.

    Raises
    ------
    CannotAsk
        For a text that is no query, or one that the case cannot answer.
    """
    case, graph = checked.case, checked.graph
    assert case and graph and checked.claims
    evaluator = evaluator_for(case, graph, seed)
    laboratory = Laboratory(evaluator, block_size(evaluator.space.size))
    about = (case, evaluator, laboratory, laboratory.blocks(worlds))
    if query not in case.propositions:
        tree = _read(checked, case, query, scenario)
        situation = _situation(case, evaluator, scenario)
        return Effect(*about, query, "", _is_truth(tree), tree, scenario, situation, Plain())
    inside = case if scenario is None else in_scenario(case, scenario)
    for trial in trials_of(inside, checked.claims, evaluator.space):
        if trial.name == query:
            tree, text, within = trial.claim.tree, trial.claim.text, trial.scenario
            return Effect(*about, text, query, True, tree, within, trial.situation, Plain())
    raise CannotAsk(f"{query} has no claim, so there is no effect to share out")


def _situation(case: Case, evaluator: ArrayEvaluator, scenario: str | None) -> Situation:
    """Where a query is asked that stands in no proposition."""
    space = evaluator.space
    held = {space.axis[d]: space.option(d, o) for d, o in _holds(case, scenario).items()}
    return Situation(
        start_profile(case, space, scenario, held),
        held,
        None,
        agreements_of(case, space),
        case.epsilon,
        case.horizon,
        tuple(actor for actor in case.actors if actor in evaluator.interests),
        declared_of(case, space),
    )


def _holds(case: Case, scenario: str | None) -> Mapping[str, str]:
    return conditions_of(case.scenarios[scenario].hold) if scenario is not None else {}


def _read(checked: Checked, case: Case, text: str, scenario: str | None) -> Expression:
    """The query as a tree; every fault in one sentence."""
    try:
        tree = parse(text, queries=True)
    except ExpressionError as error:
        first = error.faults[0]
        raise CannotAsk(_sentence(text, first.message, first.help)) from None
    if isinstance(tree, Query) and tree.kind in CHOICE_QUERIES:
        raise CannotAsk(
            f"{text} answers with an option, and an option has no share: "
            f"ask {tree.kind}({tree.subject.name}) is OPTION"
        )
    assert checked.names and checked.places
    held = dict(_holds(case, scenario))
    checker = ClaimChecker(case, checked.names, checked.places, (), text, held)
    # KC609: here a number is as welcome as a truth.
    faults: list[Diagnostic] = [f for f in checker.check(tree) if f.code != "KC609"]
    if faults:
        raise CannotAsk(_sentence(text, faults[0].message, faults[0].help))
    if any(query.kind == "share_of" for query in Claim(text, tree).queries):
        raise CannotAsk(f"{text} is a share already: ask about the query inside, and name causes")
    if not Claim(text, tree).queries:
        raise CannotAsk(f"{text} asks nothing of the model: ask a query, such as final(NAME)")
    return tree


def _sentence(text: str, message: str, mend: str) -> str:
    return f"{text}: {message}" + (f"; {mend}" if mend else "")


def _is_truth(tree: Expression) -> bool:
    """Whether a query is true or false, and no number."""
    if isinstance(tree, Is):
        return True
    if isinstance(tree, Query):
        return tree.kind in TRUTH_QUERIES
    return isinstance(tree, Apply) and tree.op in (
        "lt",
        "le",
        "gt",
        "ge",
        "eq",
        "ne",
        "and",
        "or",
        "not",
        "step",
    )


def _now(effect: Effect, causes: Sequence[Cause]) -> dict[str, int]:
    """Decisions that are held as they stand today."""
    space = effect.evaluator.space
    return {
        cause.name: space.now[space.axis[cause.name]]
        for cause in causes
        if cause.kind == "decision"
    }


def _held_tree(tree: Expression, now: Mapping[str, int], evaluator: ArrayEvaluator) -> Expression:
    """A query in which some decisions are not taken: what is asked of their choice is known."""
    if isinstance(tree, Is) and isinstance(tree.subject, Query):
        query = tree.subject
        if query.kind in CHOICE_QUERIES and query.subject.name in now:
            space, name = evaluator.space, query.subject.name
            option = space.options[space.axis[name]][now[name]]
            holds = (option in [wanted.name for wanted in tree.options]) != tree.negated
            return Number(float(holds), tree.at, tree.length)
    if isinstance(tree, Query) and tree.kind in ("acts", "flips"):
        about = tree.decision or tree.subject
        return Number(0.0, tree.at, tree.length) if about.name in now else tree
    if isinstance(tree, Apply):
        return replace(tree, args=tuple(_held_tree(arg, now, evaluator) for arg in tree.args))
    return tree
