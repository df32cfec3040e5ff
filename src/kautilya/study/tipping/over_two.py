"""What is chosen, or which verdict holds, over two premises at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kautilya.explore.chart import Chart, charted, nearest_other
from kautilya.explore.tipping import spaced
from kautilya.study.deciding import subject_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED
from kautilya.study.study import Study
from kautilya.study.tipping.inquiry import can_choose, inquiry_of
from kautilya.study.tipping.make import BOTH, WORLDS, Progress
from kautilya.study.tipping.questions import Question
from kautilya.study.tipping.record import NearestOther, Plan, Swept, TippingMap
from kautilya.study.tipping.swept import held_at, swept_of
from kautilya.terms import FloatArray

MAP = (13, 9)
"""Values of the first and of the second premise on a map."""

Pair = tuple[float, float]

_Shares = Mapping[str, FloatArray]


def tip_map(
    study: Study,
    first: str,
    second: str,
    only: Sequence[str] | None = None,
    *,
    decision: str | None = None,
    by: Sequence[str] = BOTH,
    beyond: tuple[float, float] | None = None,
    beyond_second: tuple[float, float] | None = None,
    worlds: int = WORLDS,
    seed: int = DEFAULT_SEED,
    yardstick: str | None = None,
    scenario: str | None = None,
    threads: int = 2,
    progress: Progress | None = None,
) -> TippingMap:
    """Map what is chosen in most worlds, or which verdict holds, over two premises at once.

    Parameters
    ----------
    study
        The case.
    first, second
        Premises, or beliefs as ``ACTOR.believes.NAME``.
    beyond, beyond_second
        Bounds in place of each premise's range.
    only, decision
        As for `tip`, but where neither is named only the choice in the focal decision is mapped;
        all propositions where there is none.
    by, worlds, seed, yardstick, scenario, threads, progress
        As for `tip`.

    Returns
    -------
    TippingMap
        A map for each question that depends on either premise.

    Raises
    ------
    UnknownName, Unanswerable, CannotAsk, CaseInvalid
        As for `tip`; besides where both premises are one.
    """
    checked = study.checked
    check_asked(checked, only, scenario, yardstick)
    case, places = study.case, checked.places
    assert places is not None
    if only is None and decision is None and can_choose(case, case.focal, scenario):
        decision = case.focal
    pair = (swept_of(case, places, first, beyond), swept_of(case, places, second, beyond_second))
    inquiry = inquiry_of(
        checked, pair, only, decision, by, seed, yardstick, scenario, worlds=worlds
    )
    survey = inquiry.survey(threads, progress, MAP[0] * MAP[1])
    values = [_values_of_map(swept, number) for swept, number in zip(pair, MAP, strict=True)]
    rules = {question.name: question.rule for question in inquiry.questions}

    def ask(pairs: Sequence[tuple[float, float]]) -> Mapping[tuple[float, float], _Shares]:
        settings = {(x, y): held_at(pair[1], y, held_at(pair[0], x)) for x, y in pairs}
        survey.ask({setting: list(rules) for setting in settings.values()})
        return {at: survey.shares(list(rules), setting) for at, setting in settings.items()}

    with told(checked):
        charts = charted(ask, values[0], values[1], rules)
    return TippingMap(
        subject_of(checked, seed, worlds, scenario),
        *pair,
        charts[next(iter(rules))].first,
        charts[next(iter(rules))].second,
        tuple(_plan(question, charts[question.name], pair) for question in inquiry.questions),
        inquiry.unmoved,
    )


def _values_of_map(swept: Swept, number: int) -> tuple[float, ...]:
    """Values along one side of a map, today's in place of the one nearest to it."""
    if swept.is_chance:
        return (0.0, 1.0)
    values = list(spaced(swept.low, swept.high, number))
    inner = range(1, len(values) - 1)
    if swept.low < swept.today < swept.high:
        values[min(inner, key=lambda n: abs(values[n] - swept.today))] = swept.today
    return tuple(values)


def _plan(question: Question, chart: Chart, pair: tuple[Swept, Swept]) -> Plan:
    here = tuple(
        min(values, key=lambda value: abs(value - swept.today))
        for values, swept in zip((chart.first, chart.second), pair, strict=True)
    )
    states = chart.states
    if question.decision:
        picked = np.take_along_axis(chart.shares, np.maximum(states, 0)[..., None], axis=-1)
    else:
        picked = chart.shares
    units = (pair[0].unit_of_distance, pair[1].unit_of_distance)
    other = nearest_other(chart, (here[0], here[1]), units)
    return Plan(
        question.name,
        question.decision,
        question.by,
        question.owner,
        question.says,
        question.stated,
        question.scenario,
        question.sources,
        question.line,
        tuple(tuple(question.named(s) for s in row) for row in states.tolist()),
        tuple(tuple(_number(s) for s in row) for row in picked[..., 0]),
        question.named(int(states[chart.second.index(here[1]), chart.first.index(here[0])])),
        None if other is None else NearestOther(*other[1], question.named(other[0]), other[2]),
    )


def _number(share: float) -> float | None:
    return None if np.isnan(share) else float(share)
