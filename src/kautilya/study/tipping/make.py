"""Where along a premise a choice or a verdict turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from kautilya.case import Case
from kautilya.explore.tipping import (
    Curve,
    Turn,
    crowded,
    resampled,
    spaced,
    spread_of,
    sweep,
    turns,
)
from kautilya.payoffs import Setting
from kautilya.study.deciding import subject_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED
from kautilya.study.study import Study
from kautilya.study.tipping.inquiry import Inquiry, inquiry_of
from kautilya.study.tipping.questions import Question
from kautilya.study.tipping.record import (
    Course,
    Flip,
    Swept,
    Tipping,
)
from kautilya.study.tipping.survey import Survey
from kautilya.study.tipping.swept import held_at, swept_of, today_in
from kautilya.terms import FloatArray

WORLDS = 500
"""Worlds in which each value is tried."""

GRID = 11
"""Values of the grid over a premise, both ends among them."""

ROUNDS, CLOSER = 4, 3
"""How often a course that turns is looked at closer, and at how many values each time."""

BOTH = ("best", "foresees")
"""Both ways to ask what is chosen."""

Progress = Callable[[int, int], None]


def tip(
    study: Study,
    premise: str,
    only: Sequence[str] | None = None,
    *,
    decision: str | None = None,
    by: Sequence[str] = BOTH,
    beyond: tuple[float, float] | None = None,
    worlds: int = WORLDS,
    seed: int = DEFAULT_SEED,
    yardstick: str | None = None,
    scenario: str | None = None,
    threads: int = 2,
    progress: Progress | None = None,
) -> Tipping:
    """Find where along a premise the choice of most worlds changes, or a verdict.

    The premise, or the belief, is held at one value after another; everything else is drawn as
    authored, in the same worlds at each value. A grid of eleven values and today's, both ends of
    the range among them, finds where an answer changes; bisection closes in to 1/256 of the range.

    Parameters
    ----------
    study
        The case.
    premise
        A premise, or a belief as ``ACTOR.believes.NAME``.
    only
        Propositions to ask about. Where neither these nor a decision is named, all propositions
        and the choice in the focal decision.
    decision
        Decision whose choice is asked about.
    by
        How: ``best``, ``foresees`` or both.
    beyond
        Bounds in place of the premise's range.
    worlds, seed, yardstick, scenario
        As for `Study.test`.
    threads
        Threads that evaluate; the result does not depend on it.
    progress
        Called with worlds done and worlds in all, as far as they are known.

    Returns
    -------
    Tipping
        The course of every question that depends on the premise, and where it turns.

    Raises
    ------
    UnknownName
        For a premise, decision, proposition, scenario or yardstick that there is not.
    Unanswerable
        Where the premise has no range and no bounds are given, or nothing asked depends on it.
    CannotAsk
        For a decision in which nothing can be chosen.
    CaseInvalid
        Where the run meets a value that is not finite.

    Notes
    -----
    The premise alone is moved: what actors believe of it apart from the facts stays, and so do
    premises that `corr` ties to it.

    Examples
    --------
    >>> import kautilya
    >>> found = tip(kautilya.load("cases/first-steps"), "dredging_cost", decision="board.dredging",
    ...             by=["best"], worlds=200)
    >>> [(flip.before, flip.after, round(flip.at, 1)) for flip in found.courses[0].flips]
    [('dredge', 'wait', 0.2)]
    """
    checked = study.checked
    check_asked(checked, only, scenario, yardstick)
    case, places = study.case, checked.places
    assert places is not None
    swept = swept_of(case, places, premise, beyond)
    inquiry = inquiry_of(
        checked, [swept], only, decision, by, seed, yardstick, scenario, worlds=worlds
    )
    with told(checked):
        courses, grid = _courses(inquiry, swept, seed, worlds, threads, progress)
    return Tipping(
        subject_of(checked, seed, worlds, scenario), swept, grid, courses, inquiry.unmoved
    )


_Shares = Mapping[str, FloatArray]


def _courses(
    inquiry: Inquiry,
    swept: Swept,
    seed: int,
    worlds: int,
    threads: int,
    progress: Progress | None,
) -> tuple[tuple[Course, ...], tuple[float, ...]]:
    """The course of every question, and the grid."""
    grid = (
        (0.0, 1.0) if swept.is_chance else spaced(swept.low, swept.high, GRID, through=swept.today)
    )
    survey = inquiry.survey(threads, progress, len(grid) + 1)
    names = [question.name for question in inquiry.questions]
    survey.ask({Setting(): names, **{held_at(swept, value): names for value in grid}})
    values = {name: grid for name in names}
    if not swept.is_chance:
        values = _located(inquiry, swept, survey, grid)
    courses = [
        _course(inquiry.case, question, swept, survey, values[question.name], seed)
        for question in inquiry.questions
    ]
    if progress is not None:
        progress(1, 1)
    return tuple(courses), grid


def _located(
    inquiry: Inquiry, swept: Swept, survey: Survey, grid: tuple[float, ...]
) -> dict[str, tuple[float, ...]]:
    """The values at which each question was asked: close together where it turns."""

    def ask(wanted: Mapping[float, Sequence[str]]) -> Mapping[float, _Shares]:
        survey.ask({held_at(swept, value): names for value, names in wanted.items()})
        return {v: survey.shares(names, held_at(swept, v)) for v, names in wanted.items()}

    rules = {question.name: question.rule for question in inquiry.questions}
    found = sweep(ask, grid, rules)
    values = {name: tuple(points.tolist()) for name, (points, _) in found.items()}
    for _ in range(ROUNDS):
        closer = {
            name: _closer(survey, swept, name, values[name])
            for name, (points, shares) in found.items()
            if turns(points, shares, rules[name])
        }
        if not any(closer.values()):
            break
        wanted: dict[Setting, list[str]] = {}
        for name, points in closer.items():
            for value in points:
                wanted.setdefault(held_at(swept, value), []).append(name)
        survey.ask(wanted)
        for name, points in closer.items():
            again = sweep(ask, sorted({*values[name], *points}), {name: rules[name]})
            found[name] = again[name]
            values[name] = tuple(again[name][0].tolist())
    return values


def _closer(
    survey: Survey, swept: Swept, name: str, values: tuple[float, ...]
) -> tuple[float, ...]:
    """Values between those at which most single worlds change their answer."""
    if survey.questions[name].irrelevant is not None:
        return ()
    return crowded(np.array(values), _answers(survey, swept, name, values), CLOSER)


def _answers(survey: Survey, swept: Swept, name: str, values: Sequence[float]) -> FloatArray:
    return np.stack([survey.answers(name, held_at(swept, value)) for value in values])


def _course(
    case: Case,
    question: Question,
    swept: Swept,
    survey: Survey,
    values: tuple[float, ...],
    seed: int,
) -> Course:
    """What a question answers along a premise."""
    rule = question.rule
    answers = _answers(survey, swept, question.name, values)
    plain = Curve(np.array(values), answers)
    shares = plain.shares(rule)
    curve = Curve.of_chance(answers) if swept.is_chance else plain
    drawn = survey.shares([question.name], Setting())[question.name]
    today = today_in(case, swept, question.scenario)
    flips = [
        _flip(question, swept, curve, turn, today, seed)
        for turn in turns(curve.points, curve.shares(rule), rule)
    ]
    kinds = question.answers if question.decision else ("holds",)
    return Course(
        question.name,
        question.decision,
        question.by,
        question.owner,
        question.says,
        question.stated,
        question.scenario,
        question.sources,
        question.line,
        values,
        tuple(question.named(state) for state in rule.states(shares).tolist()),
        {kind: tuple(_number(s) for s in shares[:, n]) for n, kind in enumerate(kinds)},
        {kind: _number(drawn[n]) for n, kind in enumerate(kinds)},
        question.named(int(rule.states(drawn))),
        float(np.isnan(answers).mean(axis=1).max()),
        tuple(flips),
    )


def _flip(
    question: Question, swept: Swept, curve: Curve, turn: Turn, today: float, seed: int
) -> Flip:
    generator = np.random.Generator(np.random.Philox(key=[seed % 2**64, 0]))
    low, high = resampled(curve, question.rule, turn, generator)
    first, last = float(curve.points[0]), float(curve.points[-1])
    spread = None if question.irrelevant else spread_of(curve, question.rule, turn)
    worlds = None if spread is None or np.isnan(spread.low) else (spread.low, spread.high)
    return Flip(
        turn.at,
        question.named(turn.before),
        question.named(turn.after),
        (max(low, first), min(high, last)),
        (low < first, high > last),
        worlds,
        None if spread is None else spread.share,
        today,
        (turn.at - today) / swept.unit_of_distance,
    )


def _number(share: float) -> float | None:
    return None if np.isnan(share) else float(share)
