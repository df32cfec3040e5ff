"""What can be held at one value after another: premises and beliefs, and where they stand today."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from kautilya.case import Case, Places
from kautilya.case.schema import Belief, Premise
from kautilya.credence import hedge_of
from kautilya.kernel import yardstick_of
from kautilya.payoffs import Setting
from kautilya.study.asking import Unanswerable
from kautilya.study.causes import place_of
from kautilya.study.faults import UnknownName
from kautilya.study.tipping.record import Swept

__all__ = ["held_at", "swept_of", "today_in"]

OTHER_KINDS = {
    "mechanisms": "a mechanism",
    "stocks": "a stock",
    "auxiliaries": "an auxiliary",
    "transfers": "a transfer",
    "events": "an event",
    "decisions": "a decision",
    "propositions": "a proposition",
}


def swept_of(
    case: Case, places: Places, name: str, beyond: tuple[float, float] | None = None
) -> Swept:
    """A premise or a belief, ready to be held at one value after another.

    Parameters
    ----------
    case, places
        What the author wrote.
    name
        The premise, or ``ACTOR.believes.NAME``.
    beyond
        Bounds in place of the declared range.

    Raises
    ------
    UnknownName
        For a name that is no premise and no belief.
    Unanswerable
        Where it is something else that is not swept, has no range and is given no bounds, or the
        bounds are none.
    """
    entry = _entry(case, name)
    today, today_is, declared, is_chance = _today(case, entry)
    low, high = _bounds(name, declared, today, beyond, is_chance=is_chance)
    is_premise = name in case.premises
    return Swept(
        name,
        entry.says,
        str(entry.status or ""),
        (entry.unit or "") if isinstance(entry, Premise) else _unit_of(case, name),
        entry.source,
        places.key(place_of(case, name)).line,
        low,
        high,
        declared,
        today,
        today_is,
        is_chance,
        tuple(actor for actor, held in case.beliefs.items() if is_premise and name in held),
        _tied(case, name),
    )


def held_at(swept: Swept, value: float, setting: Setting | None = None) -> Setting:
    """A setting in which a premise or a belief is held at a value."""
    plain = setting or Setting()
    pair = (swept.name, value)
    if ".believes." in swept.name:
        return replace(plain, believed=(*plain.believed, pair))
    return replace(plain, pinned=(*plain.pinned, pair))


def today_in(case: Case, swept: Swept, scenario: str | None) -> float:
    """Where it stands today in a scenario, which may set it."""
    changed = case.scenarios[scenario].set if scenario else {}
    return float(changed.get(swept.name, swept.today))


def _entry(case: Case, name: str) -> Premise | Belief:
    if name in case.premises:
        return case.premises[name]
    actor, believes, believed = name.partition(".believes.")
    if believes and believed in case.beliefs.get(actor, {}):
        return case.beliefs[actor][believed]
    for section, words in OTHER_KINDS.items():
        if name in getattr(case, section):
            raise Unanswerable(
                f"'{name}' is {words}: what is swept is a premise or a belief (ACTOR.believes.NAME)"
            )
    beliefs = [f"{a}.believes.{n}" for a, held in case.beliefs.items() for n in held]
    raise UnknownName("premise or belief", name, [*case.premises, *beliefs])


def _today(
    case: Case, entry: Premise | Belief
) -> tuple[float, str, tuple[float, float] | None, bool]:
    """Where it stands today, how that was found, its range, and whether it is so or not."""
    form = entry.form if isinstance(entry, Belief) else None
    if isinstance(form, str):
        return float(form == "on"), f"held to be {form}", (0.0, 1.0), True
    if entry.chance is not None:
        chance, words = _chance(case, entry.chance)
        return chance, words, (0.0, 1.0), True
    span = form if isinstance(form, tuple) else entry.range
    value = form if isinstance(form, float | int) else entry.value
    if span is not None and span[0] == span[1]:
        value, span = span[0], None
    if span is None:
        return float(value or 0.0), "its fixed value", None, False
    if value is not None:
        return float(value), "its likeliest value", span, False
    return (span[0] + span[1]) / 2, "the middle of its range", span, False


def _chance(case: Case, chance: str | float) -> tuple[float, str]:
    if isinstance(chance, str):
        band = hedge_of(chance, yardstick_of(case)).band
        return (band.low + band.high) / 2, f"the middle of '{chance}'"
    return float(chance), "its chance"


def _bounds(
    name: str,
    declared: tuple[float, float] | None,
    today: float,
    beyond: tuple[float, float] | None,
    *,
    is_chance: bool,
) -> tuple[float, float]:
    if beyond is None:
        if declared is None:
            raise Unanswerable(
                f"{name} is fixed at {today:g} and has no range: give bounds with --beyond LOW HIGH"
            )
        return declared
    if is_chance:
        raise Unanswerable(f"{name} is so or it is not: there is nothing beyond")
    low, high = beyond
    if not (isfinite(low) and isfinite(high) and low < high):
        raise Unanswerable(f"no bounds to sweep {name} between: {low:g} is not below {high:g}")
    return beyond


def _unit_of(case: Case, belief: str) -> str:
    premise = case.premises.get(belief.partition(".believes.")[2])
    return (premise.unit or "") if premise is not None else ""


def _tied(case: Case, name: str) -> tuple[str, ...]:
    """Premises whose draws are tied to this one."""
    pairs = [(str(row[0]), str(row[1])) for row in getattr(case, "corr", ())]
    found = [b if a == name else a for a, b in pairs if name in (a, b)]
    return tuple(dict.fromkeys(found))
