"""Cases for tests: read from text or data, compiled, and evaluated by the oracle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kautilya.case import Case, Names
from kautilya.case.parse import parse
from kautilya.findings import Bench, Claims, Examiner, Situation
from kautilya.findings.answer import Amounts, Answer, Result
from kautilya.findings.claims import conditions_of
from kautilya.findings.declared import declared_of
from kautilya.findings.examine import Counted, Laboratory, joined
from kautilya.findings.trial import agreements_of, start_profile, trials_of
from kautilya.kernel import ArrayEvaluator, OneWorld, interpret
from kautilya.model import ModelGraph
from kautilya.payoffs import Block, Profile, Setting
from kautilya.source import dump
from kautilya.study import check_text
from kautilya.terms import FACTS, FloatArray


@dataclass(frozen=True)
class Compiled:
    """A case ready to be evaluated."""

    case: Case
    names: Names
    graph: ModelGraph
    claims: Claims
    evaluator: ArrayEvaluator


def compiled(source: str | Mapping[str, Any], seed: int = 1) -> Compiled:
    """Read and compile a case given as text or data; fails the test on any error."""
    text = source if isinstance(source, str) else dump(dict(source))
    checked = check_text(text)
    # Random formulas mix what has a unit a month with what has none; they are run all the same.
    errors = [(d.code, d.message, d.span) for d in checked.errors if not d.code.startswith("KC4")]
    assert not errors
    assert checked.case and checked.names and checked.graph and checked.claims
    evaluator = ArrayEvaluator(checked.case, checked.graph, seed)
    return Compiled(checked.case, checked.names, checked.graph, checked.claims, evaluator)


def one_world(
    found: Compiled, viewer: str, setting: Setting, number: int, profile: Profile
) -> OneWorld:
    """One world as a viewer has it under a profile, drawn apart from every other."""
    view = found.evaluator.worlds.view(viewer, setting, Block(number, 1))

    def only(value: object) -> float:
        return float(np.asarray(value, dtype=np.float64).reshape(-1)[0])

    premises = {name: only(value) for name, value in view.premises.items()}
    switches = {name: only(value) for name, value in view.switches.items()}
    for persuasion in view.persuasions:
        if profile[persuasion.decision] == persuasion.option:
            table = premises if persuasion.name in premises else switches
            table[persuasion.name] = only(persuasion.value)
    return OneWorld(premises, switches, number)


def oracle_payoff(
    found: Compiled, actor: str, profile: Profile, setting: Setting, number: int, horizon: int
) -> float:
    """An actor's payoff in one world, by the interpreter."""
    run = interpret(
        found.graph, profile, one_world(found, actor, setting, number, profile), horizon
    )
    weights = found.evaluator.weights(actor, setting, Block(number, 1))[:, 0]
    delta = found.graph.monthly_discount
    return sum(
        float(w) * run.payoff(name, delta)
        for w, name in zip(weights, found.evaluator.interests[actor], strict=True)
    )


def oracle_level(
    found: Compiled,
    kind: str,
    name: str,
    profile: Profile,
    setting: Setting,
    number: int,
    horizon: int,
    viewer: str = FACTS,
) -> float:
    """A level in one world, by the interpreter."""
    run = interpret(
        found.graph, profile, one_world(found, viewer, setting, number, profile), horizon
    )
    return float(getattr(run, kind)(name))


def situation(found: Compiled, scenario: str | None = None, voice: str | None = None) -> Situation:
    """Where a query is asked that stands in no proposition."""
    space = found.evaluator.space
    hold = conditions_of(found.case.scenarios[scenario].hold) if scenario else {}
    held = {space.axis[d]: space.option(d, o) for d, o in hold.items()}
    order = tuple(a for a in found.case.actors if a in found.evaluator.interests)
    return Situation(
        start_profile(found.case, space, scenario, held),
        held,
        voice,
        agreements_of(found.case, space),
        found.case.epsilon,
        found.case.horizon,
        order,
        declared_of(found.case, space),
    )


def ask(
    found: Compiled,
    query: str,
    scenario: str | None = None,
    *,
    worlds: int = 1,
    setting: Setting | None = None,
) -> Result:
    """The answer of a query over the first worlds, which are all that there are."""
    bench = Bench(found.evaluator, setting or Setting(scenario), Block(0, worlds))
    tables = Laboratory(found.evaluator, worlds).tables(bench, worlds)
    examiner = Examiner(bench, situation(found, scenario), worlds, tables)
    return examiner.result(parse(query, queries=True))


def plain(found: Compiled, result: Result) -> object:
    """An answer in the first world as a number, a truth, an option's name or ``cycles``."""
    if isinstance(result, Amounts):
        return float(result.value[0])
    if isinstance(result, Answer):
        return "cycles" if result.missing[0] else bool(result.holds[0])
    option = int(result.choice.option[0])
    space = found.evaluator.space
    return "cycles" if option < 0 else space.options[space.axis[result.decision]][option]


def answers(
    found: Compiled,
    worlds: int,
    *,
    removed: frozenset[str] = frozenset(),
    shape: str = "authored",
    block_size: int = 1000,
    laboratory: Laboratory | None = None,
) -> dict[str, Counted]:
    """The answers of every proposition over the first worlds."""
    bench = laboratory or Laboratory(found.evaluator, block_size)
    results = {}
    for trial in trials_of(found.case, found.claims, found.evaluator.space):
        setting = Setting(trial.scenario, removed, shape=shape)
        parts = [
            bench.answer_block([trial], setting, block, worlds)[trial.name]
            for block in bench.blocks(worlds)
        ]
        results[trial.name] = joined(parts)
    return results


def same_answers(left: Mapping[str, Counted], right: Mapping[str, Counted]) -> bool:
    """Whether two runs answer the same propositions alike in every world."""
    return left.keys() == right.keys() and all(
        np.array_equal(left[name].answer.holds, right[name].answer.holds)
        and np.array_equal(left[name].answer.missing, right[name].answer.missing)
        and np.array_equal(left[name].given, right[name].given)
        for name in left
    )


def payoffs_of(
    found: Compiled, worlds: int, setting: Setting | None = None, first: int = 0
) -> dict[str, FloatArray]:
    """Every actor's payoffs by its own beliefs, over all profiles and some worlds."""
    bench = Bench(found.evaluator, setting or Setting(), Block(first, worlds))
    shape = (*found.evaluator.space.shape, worlds)
    return {
        actor: np.array(np.broadcast_to(array, shape))
        for actor, array in bench.grid_payoffs(None, found.case.horizon, {}).items()
    }


def ask_claim(found: Compiled, claim: str) -> Answer:
    """The answer of a whole claim in the first world."""
    bench = Bench(found.evaluator, Setting(), Block(0, 1))
    return Examiner(bench, situation(found), 1).claim(parse(claim, queries=True))
