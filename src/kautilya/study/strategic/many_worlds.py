"""The picture of a case with a model over time: counted over worlds, and of their mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from kautilya.case import Case
from kautilya.payoffs import NormalForm, exact_array, normal_form
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.records import GRAPH_CONCEPTS, Concept
from kautilya.study.check import Checked
from kautilya.study.pipeline import Order, evaluator_of, planned_size
from kautilya.study.strategic.ask import Question, concepts_of, rule_of
from kautilya.study.strategic.dynamic import Over, over_worlds, told_over, turning
from kautilya.study.strategic.dynamic import rows_of as rows_over
from kautilya.study.strategic.dynamic import shown as shown_over
from kautilya.study.strategic.game import Solved, solved, states_of, unsolved
from kautilya.study.strategic.names import Gazetteer
from kautilya.study.strategic.origin import Origin, origin_of
from kautilya.study.strategic.parts import (
    Made,
    joined,
    meant,
    parts_of,
    subject_of,
)
from kautilya.study.strategic.published import compared
from kautilya.study.strategic.record import Certificates, Strategic
from kautilya.study.strategic.record_worlds import OverWorlds
from kautilya.study.strategic.single import (
    certified,
    single,
)
from kautilya.study.strategic.stage import Stage, conflicts, single_game, stage_of

CHECKED_WORLDS = 3
"""The first worlds, in which verdicts on the leading states are checked."""

Progress = Callable[[int, int], None]


def of_worlds(checked: Checked, case: Case, question: Question, progress: Progress | None) -> Made:
    """The picture of a dynamic case."""
    evaluator = evaluator_of(checked, case, question.seed)
    size = planned_size(
        checked, Order(question.worlds, question.seed, threads=1, memory=question.memory)
    )
    stage = stage_of(checked, evaluator, question.scenario)
    options = stage.form.edges is None
    concepts, rule = concepts_of(question, GRAPH_CONCEPTS, options=options), rule_of(question)
    says = {name: state.says for name, state in case.states.items()}
    names = Gazetteer(stage.form.grid, stage.today, says)
    asked = meant(names, question)
    steps = _Steps(progress, question.worlds, question.turns)
    over = over_worlds(
        stage, concepts, rule, question.worlds, size, asked, question.world, steps.worlds
    )
    one = single(over.conflict, concepts, rule, groups=False)
    told_states = list(dict.fromkeys([*over.leads, *asked]))
    found = _told_over(stage, over, told_states, concepts, rule, question, size, steps)
    states = shown_over(over, stage.today, asked, question.everything)
    origin = origin_of(checked)
    goals = [state for state in over.leads if over.leads[state] or state != stage.today]
    parts = parts_of(origin, stage.form, one, names, question, asked, goals)
    table = _mean_table(stage, over, origin)
    game = _mean_game(stage, over, table)
    names.note([*states, *told_states])
    if game.game is not None:
        names.note(game.game.pure)
    players = origin.players(over.conflict.actors, stage.form, stage.today)
    picture = Strategic(
        subject_of(origin, stage.form, question, concepts, "dynamic", stage),
        tuple(replace(p, believes=_believes(stage, p.actor)) for p in players),
        names.labels,
        stage.today,
        rows_over(over, states),
        {},
        game.game,
        found,
        parts.from_today,
        parts.witnesses,
        parts.inverse,
        compared(stage.form.published, None, rule, None, stage.form.grid.label),
        joined(
            game.certificates,
            parts.certificates,
            certified(one, list(over.leads)),
            *_certified_worlds(stage, concepts, rule, min(question.worlds, CHECKED_WORLDS), over),
        ),
        (*one.left_out, *game.left_out, *parts.left_out),
    )
    return Made(picture, table)


def _certified_worlds(
    stage: Stage, concepts: Sequence[Concept], rule: Rule, worlds: int, over: Over
) -> Iterator[Certificates]:
    """Check the verdicts on the leading states in the first worlds, one by one."""
    for _, _, conflict in conflicts(stage, worlds, worlds):
        for world in range(conflict.worlds):
            one = single(conflict.block(world, world + 1), concepts, rule, groups=False)
            yield certified(one, list(over.leads))


def _told_over(
    stage: Stage,
    over: Over,
    states: Sequence[int],
    concepts: Sequence[Concept],
    rule: Rule,
    question: Question,
    size: int,
    steps: _Steps,
) -> OverWorlds:
    """What differs between worlds, with what the actors' staying turns on."""
    if not question.turns:
        return told_over(over, {}, states)
    concept = concepts[0]
    found, worlds, tried = turning(
        stage,
        over,
        _turned(over, stage.today, states, question.everything),
        concept,
        rule,
        question.worlds,
        size,
        question.threads,
        steps.turns,
    )
    told = told_over(over, found, states)
    return replace(told, turn_worlds=worlds, turn_concept=concept, tried=tried)


def _turned(over: Over, today: int | None, states: Sequence[int], everything: bool) -> list[int]:
    """States for which changes are tried: today's, the first by share, and those asked about."""
    first = next(iter(over.shares.equilibrium))
    return [
        state
        for state in states
        if everything or state == today or state not in over.leads or first in over.leads[state]
    ]


def _believes(stage: Stage, actor: str) -> bool:
    return stage.evaluator.viewer(actor, stage.setting) == actor


def _mean_table(stage: Stage, over: Over, origin: Origin) -> NormalForm | None:
    """The game of payoffs in the mean over worlds, or of one world; in decimals."""
    found = single_game(stage, over.conflict)
    if found is None:
        return None
    space, payoffs = found
    decimals = {
        actor: exact_array(np.vectorize(repr, otypes=[object])(table.astype(object)))
        for actor, table in payoffs.items()
    }
    return replace(normal_form(space, decimals), title=origin.title or origin.name)


def _mean_game(stage: Stage, over: Over, table: NormalForm | None) -> Solved:
    """That game, solved."""
    if table is None:
        return unsolved("as a game: not every combination of options is feasible")
    states = states_of(stage.form.grid, stage.held)
    few = len(table.actors) == 2
    return solved(table, states, stage.case.epsilon, exact=False, mixes=few)


class _Steps:
    """Progress over the two parts of the work: worlds, then changes."""

    def __init__(self, progress: Progress | None, worlds: int, turns: bool) -> None:
        self.progress, self.count, self.with_turns = progress, worlds, turns

    def worlds(self, done: int, total: int) -> None:
        """Count worlds."""
        if self.progress is not None:
            self.progress(done, total * 2 if self.with_turns else total)

    def turns(self, done: int, total: int) -> None:
        """Count changes, as if they took as long as the worlds."""
        if self.progress is not None:
            self.progress(self.count + done * self.count // max(1, total), self.count * 2)
