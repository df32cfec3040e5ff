"""The strategic picture of a dynamic case: shares of worlds, margins, and what they turn on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kautilya.credence import wilson
from kautilya.payoffs import Block, Setting
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.picture import stabilities
from kautilya.solve.stability.records import Concept
from kautilya.study.strategic.choices import Choices
from kautilya.study.strategic.fold import (
    MARGIN_WORLDS,
    Fold,
    Shares,
    followed,
    leading,
    ranked,
)
from kautilya.study.strategic.record import Row
from kautilya.study.strategic.record_worlds import Leading, OverWorlds, Stance, Turn
from kautilya.study.strategic.stage import Stage, conflicts
from kautilya.study.strategic.turns import (
    DEEP_WORLDS,
    TURN_WORLDS,
    Asked,
    PointJudge,
    changes_of,
    reach_of,
    turns,
)
from kautilya.terms import BoolArray, FloatArray

MOST_ROWS = 12
"""States that are shown where there are more."""

FEW = 16
"""With so few states all of them are shown."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Over:
    """What was counted over worlds.

    Parameters
    ----------
    fold, shares
        The counts, and the same as shares.
    leads
        Leading states and the concepts under which they lead, today first.
    conflict
        The conflict of the single game: payoffs in the mean over worlds, or of one world.
    choices
        What would be chosen at once; None where not every combination is feasible.
    """

    fold: Fold
    shares: Shares
    leads: Mapping[int, tuple[str, ...]]
    conflict: Conflict
    choices: Choices | None


def over_worlds(
    stage: Stage,
    concepts: Sequence[Concept],
    rule: Rule,
    worlds: int,
    size: int,
    always: Iterable[int],
    world: int | None,
    progress: Progress | None = None,
) -> Over:
    """Count over worlds which states are stable for whom.

    Parameters
    ----------
    stage
        The case.
    concepts, rule
        What is asked.
    worlds, size
        How many worlds, and how many of them may be run at once.
    always
        States whose margins are wanted in any case.
    world
        The world of the single game; the mean where None.
    progress
        Called with worlds done and worlds in all.
    """
    today = stage.today
    kept = {*always, *([] if today is None else [today])}
    choices = None
    if stage.is_full:
        choices = Choices(stage.space, stage.held, stage.case.epsilon)
    fold, single = _counted(stage, concepts, rule, worlds, size, kept, world, choices, progress)
    shares = fold.shares()
    leads = leading(shares, today)
    missing = {*leads, *kept} - set(fold.followed)
    if missing:  # a state that came up late: its margins are measured in a second pass
        again, _ = _counted(
            stage,
            concepts,
            rule,
            min(worlds, MARGIN_WORLDS),
            size,
            {*leads, *kept},
            None,
            None,
            None,
        )
        fold = again
    values = shares.mean if single is None else single
    template = stage.template()
    conflict = replace(template, values={a: values[a] for a in template.actors})
    return Over(fold, shares, leads, conflict, choices)


def _counted(
    stage: Stage,
    concepts: Sequence[Concept],
    rule: Rule,
    worlds: int,
    size: int,
    kept: Collection[int],
    world: int | None,
    choices: Choices | None,
    progress: Progress | None,
) -> tuple[Fold, dict[str, FloatArray] | None]:
    """Counts over blocks of worlds, and each actor's values in one of them."""
    fold: Fold | None = None
    single: dict[str, FloatArray] | None = None
    for block, payoffs, conflict in conflicts(stage, worlds, size):
        found = stabilities(conflict, concepts, rule)
        if fold is None:
            fold = Fold(conflict.states, conflict.actors, concepts)
        fold.add(conflict, found, block.count)
        if not fold.followed:
            fold.follow(followed(fold.shares(), kept))
        fold.margins(found, block.first, block.count)
        if choices is not None:
            choices.add(payoffs, block.count)
        if world is not None and block.first <= world < block.first + block.count:
            single = {a: conflict.values_in(a, world - block.first) for a in conflict.actors}
        if progress is not None:
            progress(block.first + block.count, worlds)
    assert fold is not None
    return fold, single


def rows_of(over: Over, states: Iterable[int]) -> tuple[Row, ...]:
    """Rows of some states, by share of the first concept."""
    shares = over.shares
    return tuple(
        Row(
            state,
            {a: f"{mean[state]:.3f}" for a, mean in shares.mean.items()},
            {
                c: {a: float(share[state]) for a, share in rows.items()}
                for c, rows in shares.stable.items()
            },
            {c: float(share[state]) for c, share in shares.equilibrium.items()},
            tuple(a for a, cannot in shares.no_move.items() if cannot[state]),
        )
        for state in states
    )


def shown(over: Over, today: int | None, always: Collection[int], everything: bool) -> list[int]:
    """States that are shown: today first, the others by share of the first concept.

    Where there are many, they are the leading ones, those in any case, and the next by share.
    """
    share = over.shares.equilibrium[next(iter(over.shares.equilibrium))]
    kept = {*over.leads, *always, *([] if today is None else [today])}
    if everything or over.conflict.states <= FEW:
        kept |= set(range(over.conflict.states))
    for state in ranked(over.shares, next(iter(over.shares.equilibrium))):
        if len(kept) >= MOST_ROWS:
            break
        kept.add(state)
    return sorted(kept, key=lambda s: (s != today, -share[s], s))


def told_over(
    over: Over, turning: Mapping[Asked, tuple[Turn, ...]], states: Sequence[int]
) -> OverWorlds:
    """What differs between worlds, without what the actors' staying turns on."""
    shares = over.shares
    found = []
    for state in states:
        stances = tuple(
            Stance(
                actor,
                bool(shares.no_move[actor][state]),
                {c: float(rows[actor][state]) for c, rows in shares.stable.items()},
                {
                    c: spread
                    for c in shares.stable
                    if (spread := over.fold.spread(c, actor, state)) is not None
                },
                turning.get((state, actor), ()),
            )
            for actor in over.conflict.actors
        )
        rests = {c: float(share[state]) for c, share in shares.equilibrium.items()}
        error = {c: wilson(share * shares.worlds, shares.worlds) for c, share in rests.items()}
        tried = any(pair[0] == state for pair in turning)
        leads = tuple(over.leads.get(state, ()))
        found.append(Leading(state, leads, rests, error, stances, tried))
    choices = over.choices
    return OverWorlds(
        tuple(found),
        shares.numbers,
        min(shares.worlds, MARGIN_WORLDS),
        dominated={} if choices is None else choices.dominated(),
        erring=() if choices is None else choices.erring(),
    )


def turning(
    stage: Stage,
    over: Over,
    states: Sequence[int],
    concept: Concept,
    rule: Rule,
    worlds: int,
    size: int,
    threads: int = 1,
    progress: Progress | None = None,
) -> tuple[dict[Asked, tuple[Turn, ...]], int, int]:
    """What each actor's staying in some states turns on.

    Returns
    -------
    tuple
        The changes that count, on how many worlds, and how many were tried.
    """
    asked = [
        (state, actor)
        for state in states
        for actor in over.conflict.actors
        if not over.shares.no_move[actor][state] and actor in stage.evaluator.interests
    ]
    reaches = {
        actor: reach_of(stage.evaluator, [actor], stage.setting)
        for actor in over.conflict.actors
        if actor in stage.evaluator.interests
    }
    if concept in ("seq", "sim"):  # what the others want decides what they would answer
        whole = frozenset().union(*reaches.values())
        reaches = dict.fromkeys(reaches, whole)
    changes = list(changes_of(stage.case, stage.names, stage.setting))
    changes = [c for c in changes if any(c.name in reach for reach in reaches.values())]
    if concept == "nash":
        count = min(worlds, TURN_WORLDS)
        judge = PointJudge(
            stage.evaluator,
            Block(0, count),
            stage.case.horizon,
            stage.case.epsilon,
            {pair: states_around(stage, over.conflict, *pair) for pair in asked},
            stage.plain,
        )
        found = turns(changes, reaches, asked, stage.setting, judge, threads, progress)
        return found, count, len(changes)
    count = min(worlds, DEEP_WORLDS)
    deep = DeepJudge(stage, over.conflict, concept, rule, count, size)
    found = turns(changes, reaches, asked, stage.setting, deep, threads, progress)
    return found, count, len(changes)


def states_around(
    stage: Stage, conflict: Conflict, state: int, actor: str
) -> list[tuple[int, ...]]:
    """The profile of a state, then those that an actor can move to."""
    reached = conflict.moves.reach(actor, state).tolist()
    return [stage.form.grid.profile(s) for s in (state, *reached)]


@dataclass(frozen=True)
class DeepJudge:
    """Stability by a concept that looks further ahead: every profile is run."""

    stage: Stage
    template: Conflict
    concept: Concept
    rule: Rule
    worlds: int
    size: int

    def __call__(self, setting: Setting, asked: Collection[Asked]) -> Mapping[Asked, BoolArray]:
        """In which worlds each state is stable for each actor."""
        parts: dict[Asked, list[BoolArray]] = {pair: [] for pair in asked}
        for block in self.stage.blocks(self.worlds, self.size):
            payoffs = self.stage.payoffs(block, setting)
            values = self.stage.values(payoffs, block.count)
            known = {actor: values[actor] for actor in self.template.actors}
            conflict = replace(self.template, values=known)
            found = stabilities(conflict, (self.concept,), self.rule)
            for state, actor in asked:
                held = found.stable(self.concept, actor)[state]
                parts[state, actor].append(np.broadcast_to(held, (block.count,)))
        return {pair: np.concatenate(part) for pair, part in parts.items()}
