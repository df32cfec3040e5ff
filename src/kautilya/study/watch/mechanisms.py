"""Mechanisms to watch: contested and rival ones, which turn out in force or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kautilya.case.schema import Mechanism
from kautilya.credence import hedge_of
from kautilya.kernel import yardstick_of
from kautilya.payoffs import Block, Setting
from kautilya.study.stress.record import Variant
from kautilya.study.tipping.questions import Question
from kautilya.study.watch.bench import WatchBench, nearest_first
from kautilya.study.watch.observable import is_observable
from kautilya.study.watch.record import Consequence, Indicator
from kautilya.terms import FACTS, BoolArray, FloatArray

__all__ = ["mechanism_indicators"]

FEWEST = 30
"""Worlds in which a mechanism is in force that it takes to say what they have in common."""


def mechanism_indicators(bench: WatchBench, screened: Sequence[Variant]) -> list[Indicator]:
    """Mechanisms without which something changes, or with which for certain it does.

    Without a mechanism all worlds are run again. What holds where it is in force is told from the
    worlds as authored in which it is.

    Parameters
    ----------
    bench
        The case, on which removals were tried.
    screened
        Everything that was tried.
    """
    found: list[Indicator] = []
    for variant in screened:
        if variant.kind == "mechanism":
            found += _of(bench, variant)
    return found


def _of(bench: WatchBench, variant: Variant) -> Iterator[Indicator]:
    name = variant.elements[0]
    entry = bench.case.mechanisms[name]
    today, today_is = _today(bench, entry)
    out: list[Consequence] = []
    into: list[Consequence] = []
    for question in bench.questions:
        without = bench.after(question, variant.name)
        if without is None:
            continue
        within = None if entry.chance is None else _in_force(bench, question, name)
        certain = bench.authored(question) if within is None else within[0]
        if bench.turned(question, variant.name):
            out.append(bench.by_chance(question, without, certain, today, yes=False))
        if within is not None and within[1]:
            into.append(bench.by_chance(question, without, certain, today, yes=True))
    for sign, consequences in (("not in force", out), ("in force", into)):
        if consequences:
            yield _indicator(bench, name, sign, today, today_is, nearest_first(consequences))


def _today(bench: WatchBench, entry: Mechanism) -> tuple[float, str]:
    """The chance that it is in force, as the author gives it."""
    if entry.chance is None:
        return 1.0, "in force in every world as written"
    if isinstance(entry.chance, str):
        band = hedge_of(entry.chance, yardstick_of(bench.case)).band
        return (band.low + band.high) / 2, f"the middle of '{entry.chance}'"
    return float(entry.chance), "its chance"


def _in_force(bench: WatchBench, question: Question, name: str) -> tuple[FloatArray, bool] | None:
    """Shares in the worlds where a mechanism is in force, and whether they answer otherwise.

    None where it is in force in all worlds, or in hardly any.
    """
    answers, on = bench.answers(question), _on(bench, name, question.scenario)
    kept = on & ~np.isnan(answers)
    number = int(np.count_nonzero(kept))
    if on.all() or number < FEWEST:
        return None
    seen = question.rule.seen(answers)[:, kept]
    shares = seen.mean(axis=1)
    before, after = bench.authored(question), shares
    states = bench.state(question, before), bench.state(question, after)
    if question.decision:
        each = seen[states[1]] - seen[states[0]]
        moved = float(each.mean() - (before[states[1]] - before[states[0]]))
    else:
        each = seen[0]
        moved = float(after[0] - before[0])
    error = float(each.std()) / np.sqrt(number)
    return shares, bool(states[0] != states[1] and abs(moved) > 2.0 * error)


def _on(bench: WatchBench, name: str, scenario: str | None) -> BoolArray:
    """In which worlds a mechanism is in force."""
    worlds = bench.laboratory.worlds
    view = bench.laboratory.evaluator.worlds.view(FACTS, Setting(scenario), Block(0, worlds))
    return np.broadcast_to(np.asarray(view.switches[name]) > 0.0, (worlds,))


def _indicator(
    bench: WatchBench,
    name: str,
    sign: str,
    today: float,
    today_is: str,
    consequences: tuple[Consequence, ...],
) -> Indicator:
    entry = bench.case.mechanisms[name]
    status = str(entry.status or "")
    return Indicator(
        name,
        "mechanism",
        entry.says,
        status,
        "",
        entry.source,
        bench.places.key(("mechanisms", name)).line,
        entry.system,
        sign,
        is_observable("mechanism", status, "", is_chance=True),
        None,
        today,
        today_is,
        (0.0, 1.0),
        None,
        None,
        consequences[0].distance,
        consequences,
    )
