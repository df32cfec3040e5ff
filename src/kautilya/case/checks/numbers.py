"""Numbers, ranges and the forms of a premise (KC501, KC502, KC508, KC509)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kautilya.case.entries import belief_part, beliefs
from kautilya.case.names import Names
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path


def check_forms(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Premises without a value, or with two ways to have one."""
    for name, premise in case.premises.items():
        path = ("premises", name)
        given = premise.value is not None or premise.range is not None
        if not given and premise.chance is None:
            yield Diagnostic(
                "KC502",
                f"the premise '{name}' has no value",
                places.key(path),
                "a premise is a number, a range, or a fact with a chance",
                "add `value:`, `range: [low, high]` or `chance:`",
            )
        if given and premise.chance is not None:
            other = "value" if premise.value is not None else "range"
            yield Diagnostic(
                "KC502",
                f"the premise '{name}' has both `chance` and `{other}`",
                places.key((*path, "chance")),
                "with a chance it is 0 or 1 in each world, with a value or a range it is a number",
                "keep one; for a fact of some size write two premises and multiply them",
            )


@dataclass(frozen=True, slots=True)
class _Spread:
    """A value and a range of one entry, with their places."""

    label: str
    low: float
    high: float
    value: float | None
    range_path: Path
    value_path: Path


def check_ranges(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Ranges upside down, and values that lie outside of their ranges."""
    for spread in _spreads(case, places):
        low, high, value = spread.low, spread.high, spread.value
        if low > high:
            yield Diagnostic(
                "KC501",
                f"the range of {spread.label} is upside down: {low:g} is above {high:g}",
                places.value(spread.range_path),
                "a range is [low, high]",
                f"write [{high:g}, {low:g}]",
            )
        elif value is not None and not low <= value <= high and math.isfinite(value):
            yield Diagnostic(
                "KC508",
                f"the value {value:g} of {spread.label} lies outside of its range, "
                f"{low:g} to {high:g}",
                places.value(spread.value_path),
                "with a range, the value is the likeliest one within it",
                "widen the range, or correct the value",
            )


def _spreads(case: Case, places: Places) -> Iterator[_Spread]:
    for name, premise in case.premises.items():
        if premise.range is not None:
            path: Path = ("premises", name)
            low, high = premise.range
            label = f"the premise '{name}'"
            yield _Spread(label, low, high, premise.value, (*path, "range"), (*path, "value"))
    for held in beliefs(case):
        pair = held.belief.form if isinstance(held.belief.form, tuple) else held.belief.range
        if pair is not None:
            yield _Spread(
                held.label,
                *pair,
                held.belief.value,
                belief_part(places, held.path, "range"),
                belief_part(places, held.path, "value"),
            )


def check_finite(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Numbers that are not finite."""
    for path, label, number in _numbers(case, places):
        if number is not None and not math.isfinite(number):
            yield Diagnostic(
                "KC509",
                f"{label} is not a finite number",
                places.value(path),
                "nothing can be drawn from it or computed with it",
                "write a number; a limit that is never reached can be left out or be large",
            )


def _numbers(case: Case, places: Places) -> Iterator[tuple[Path, str, float | None]]:
    """Every plain number of a case that may not be finite: path, label, number."""
    yield ("epsilon",), "epsilon", case.epsilon
    for name, premise in case.premises.items():
        path: Path = ("premises", name)
        yield (*path, "value"), f"the value of the premise '{name}'", premise.value
        yield from _pair((*path, "range"), f"the range of the premise '{name}'", premise.range)
        yield (*path, "off"), f"`off` of the premise '{name}'", premise.off
    for name, stock in case.stocks.items():
        path = ("stocks", name)
        yield (*path, "over"), f"`over` of the stock '{name}'", stock.over
        yield from _pair((*path, "bounds"), f"a limit of the stock '{name}'", stock.bounds)
    for actor, rows in case.interests.items():
        for number, row in enumerate(rows):
            label = f"the weight of the interest '{actor}.{row.id}'"
            yield ("interests", actor, number, "weight"), label, row.weight
    for held in beliefs(case):
        form = held.belief.form
        if isinstance(form, float):
            yield belief_part(places, held.path, "value"), held.label, form
        yield belief_part(places, held.path, "value"), held.label, held.belief.value
        pair = form if isinstance(form, tuple) else held.belief.range
        yield from _pair(belief_part(places, held.path, "range"), held.label, pair)
    for name, scenario in case.scenarios.items():
        for premise_name, value in scenario.set.items():
            label = f"'{premise_name}' in the scenario '{name}'"
            yield ("scenarios", name, "set", premise_name), label, value


def _pair(
    path: Path, label: str, pair: tuple[float, float] | None
) -> Iterator[tuple[Path, str, float | None]]:
    for side, number in enumerate(pair or ()):
        yield (*path, side), label, number
