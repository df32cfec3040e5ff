"""Stocks to watch: levels a year from now that part the worlds in which something else follows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kautilya.findings.claims import conditions_of
from kautilya.findings.trial import start_profile
from kautilya.payoffs import Block, Level, Request, Setting, listing
from kautilya.study.tipping.questions import Question
from kautilya.study.watch.bench import WatchBench, nearest_first
from kautilya.study.watch.observable import is_observable
from kautilya.study.watch.record import Consequence, Indicator
from kautilya.terms import FACTS, BoolArray, FloatArray

__all__ = ["stock_indicators"]

SOON = 12
"""Months after which stocks are looked at."""

STEPS = (0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1)
"""Shares of worlds beyond a level, the nearest to the middle first."""

FEWEST = 20
"""Worlds beyond a level that each half of the worlds needs."""


def stock_indicators(bench: WatchBench, scenario: str | None) -> list[Indicator]:
    """Stocks whose level after a year, with today's choices, tells what follows.

    For each question and side, the level nearest to the middle of the worlds beyond which the
    answer is another one. It has to show in both halves of the worlds, so that it is not found by
    chance.

    Parameters
    ----------
    bench
        The case, as authored.
    scenario
        In which scenario stocks are looked at; only questions in it are compared.
    """
    months = min(SOON, bench.case.horizon)
    found = []
    for name, levels in _levels(bench, scenario, months).items():
        if np.ptp(levels) <= 1e-9:
            continue
        for sign in ("above", "below"):
            consequences = [
                consequence
                for question in bench.questions
                if question.scenario == scenario and question.irrelevant is None
                for consequence in _parted(bench, question, levels, sign)
            ]
            if consequences:
                found.append(_indicator(bench, name, sign, levels, months, consequences))
    return found


def _levels(bench: WatchBench, scenario: str | None, months: int) -> dict[str, FloatArray]:
    """Level of each stock after some months in every world, at the profile of today."""
    evaluator, case = bench.laboratory.evaluator, bench.case
    if not case.stocks:
        return {}
    space = evaluator.space
    hold = conditions_of(case.scenarios[scenario].hold) if scenario else {}
    held = {space.axis[d]: space.option(d, o) for d, o in hold.items()}
    profile = start_profile(case, space, scenario, held)
    wanted = {name: Level("final", name) for name in case.stocks}
    worlds = bench.laboratory.worlds
    block = Block(0, worlds)
    request = Request(
        Setting(scenario), block, FACTS, listing([profile]), months, (), tuple(wanted.values())
    )
    levels = evaluator.evaluate(request).levels
    return {
        name: np.broadcast_to(np.asarray(levels[level]).reshape(-1), (worlds,))
        for name, level in wanted.items()
    }


def _parted(
    bench: WatchBench, question: Question, levels: FloatArray, sign: str
) -> Iterator[Consequence]:
    """The nearest level beyond which a question is answered otherwise, if there is one."""
    answers = bench.answers(question)
    known = ~np.isnan(answers)
    half = np.arange(answers.size) % 2 == 0
    middle = float(np.median(levels))
    spread = _spread(levels)
    for share in STEPS:
        level = float(np.quantile(levels, 1.0 - share if sign == "above" else share))
        beyond = (levels > level) if sign == "above" else (levels < level)
        if all(_differs(bench, question, answers, known & beyond & part) for part in (half, ~half)):
            after = question.rule.seen(answers)[:, known & beyond].mean(axis=1)
            distance = abs(level - middle) / spread if spread > 0.0 else 0.0
            yield bench.consequence(question, after, level, distance)
            return


def _differs(bench: WatchBench, question: Question, answers: FloatArray, side: BoolArray) -> bool:
    """Whether some worlds answer otherwise than all, beyond twice the error."""
    number = int(np.count_nonzero(side))
    if number < FEWEST:
        return False
    seen = question.rule.seen(answers)[:, side]
    before, after = bench.authored(question), seen.mean(axis=1)
    here, there = bench.state(question, before), bench.state(question, after)
    if here == there:
        return False
    if question.decision:
        each = seen[there] - seen[here]
        moved = float(each.mean() - (before[there] - before[here]))
    else:
        each, moved = seen[0], float(after[0] - before[0])
    return bool(abs(moved) > 2.0 * float(each.std()) / np.sqrt(number))


def _spread(levels: FloatArray) -> float:
    low, high = np.percentile(levels, [5.0, 95.0])
    return float(high - low)


def _indicator(
    bench: WatchBench,
    name: str,
    sign: str,
    levels: FloatArray,
    months: int,
    found: list[Consequence],
) -> Indicator:
    entry = bench.case.stocks[name]
    consequences = nearest_first(found)
    low, high = np.percentile(levels, [5.0, 95.0])
    status, unit = str(entry.status or ""), entry.unit or ""
    return Indicator(
        name,
        "stock",
        entry.says,
        status,
        unit,
        entry.source,
        bench.places.key(("stocks", name)).line,
        entry.system,
        sign,
        is_observable("stock", status, unit, is_chance=False),
        consequences[0].level,
        float(np.median(levels)),
        f"the middle of the worlds after {months} months",
        (float(low), float(high)),
        None,
        months,
        consequences[0].distance,
        consequences,
    )
