"""Premises and beliefs to watch: the level at which something changes, on either side of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kautilya.case.schema import Entry
from kautilya.explore.tipping import sweep, turns
from kautilya.study.stress.record import Variant
from kautilya.study.stress.variants import entry_of
from kautilya.study.tipping.questions import Question
from kautilya.study.tipping.record import Swept
from kautilya.study.tipping.swept import held_at, swept_of, today_in
from kautilya.study.watch.bench import WatchBench, nearest_first
from kautilya.study.watch.observable import is_observable
from kautilya.study.watch.record import Consequence, Indicator
from kautilya.terms import FloatArray

__all__ = ["premise_indicators"]

TOLERANCE = 1 / 64
"""Levels are closed in on to this part of the way from today to the end of the range."""


@dataclass(frozen=True)
class _Sign:
    """A premise at one end of its range, the other end, and a question whose answer changes."""

    swept: Swept
    variant: Variant
    opposite: Variant
    question: Question
    today: float

    @property
    def end(self) -> float:
        """The end of the range."""
        setting = self.variant.setting
        ((_, value),) = (*setting.pinned, *setting.believed)
        return value

    @property
    def name(self) -> str:
        """What tells it from others."""
        return f"{self.variant.name}: {self.question.name}"

    def level(self, part: float) -> float:
        """The level at a part of the way from today to the end."""
        return self.end if part == 1.0 else self.today + part * (self.end - self.today)


def premise_indicators(bench: WatchBench, screened: Sequence[Variant]) -> list[Indicator]:
    """Premises and beliefs that change something at an end of their range.

    Parameters
    ----------
    bench
        The case, on which the ends were tried.
    screened
        Everything that was tried.
    """
    signs = list(_signs(bench, screened))
    plain = [sign for sign in signs if not sign.swept.is_chance]
    found: dict[str, list[Consequence]] = {}
    for sign in signs:
        if sign.swept.is_chance:
            found.setdefault(sign.variant.name, []).append(_by_chance(bench, sign))
    for sign, consequence in zip(plain, _located(bench, plain), strict=True):
        found.setdefault(sign.variant.name, []).append(consequence)
    by_variant = {sign.variant.name: sign for sign in signs}
    return [_indicator(bench, by_variant[name], found[name]) for name in by_variant]


def _signs(bench: WatchBench, screened: Sequence[Variant]) -> list[_Sign]:
    found = []
    ends = [variant for variant in screened if variant.kind in ("premise", "held")]
    for variant in ends:
        opposite = next(v for v in ends if v.elements == variant.elements and v != variant)
        swept = swept_of(bench.case, bench.places, variant.elements[0])
        for question in bench.questions:
            if bench.turned(question, variant.name):
                today = today_in(bench.case, swept, question.scenario)
                found.append(_Sign(swept, variant, opposite, question, today))
    return [sign for sign in found if sign.swept.is_chance or sign.today != sign.end]


def _by_chance(bench: WatchBench, sign: _Sign) -> Consequence:
    """A fact, or a belief that something is in force, that turns out so or not so."""
    after = bench.after(sign.question, sign.variant.name)
    other = bench.after(sign.question, sign.opposite.name)
    assert after is not None and other is not None
    no, yes = (other, after) if sign.end else (after, other)
    return bench.by_chance(sign.question, no, yes, sign.swept.today, yes=bool(sign.end))


def _located(bench: WatchBench, signs: Sequence[_Sign]) -> list[Consequence]:
    """The level at which each sign changes its question, by bisection between today and the end.

    All of them are asked for together, at parts of the way, so that threads are kept busy.
    """
    if not signs:
        return []
    by_name = {sign.name: sign for sign in signs}

    def ask(wanted: Mapping[float, Sequence[str]]) -> Mapping[float, Mapping[str, FloatArray]]:
        variants: dict[str, Variant] = {}
        names: dict[str, list[str]] = {}
        for part, asked in wanted.items():
            for sign in (by_name[name] for name in asked):
                variant = _variant(sign, part)
                variants[variant.name] = variant
                names.setdefault(variant.name, []).extend(t.name for t in sign.question.trials)
        # Both ways from today meet in one variant, which is tried once.
        once = {name: list(dict.fromkeys(trials)) for name, trials in names.items()}
        bench.trying.run(list(variants.values()), once)
        return {
            part: {name: _shares(bench, by_name[name], part) for name in asked}
            for part, asked in wanted.items()
        }

    rules = {sign.name: sign.question.rule for sign in signs}
    found = sweep(ask, (0.0, 1.0), rules, TOLERANCE)
    return [_consequence(bench, sign, *found[sign.name]) for sign in signs]


def _variant(sign: _Sign, part: float) -> Variant:
    """A premise held at a part of the way; at the end the variant that was tried already."""
    if part == 1.0:
        return sign.variant
    level = sign.level(part)
    name = f"{sign.swept.name} held at {level!r}"
    return Variant(name, sign.variant.kind, (sign.swept.name,), held_at(sign.swept, level))


def _shares(bench: WatchBench, sign: _Sign, part: float) -> FloatArray:
    found = bench.after(sign.question, _variant(sign, part).name)
    assert found is not None
    return found


def _consequence(
    bench: WatchBench, sign: _Sign, parts: FloatArray, shares: FloatArray
) -> Consequence:
    """What a sign changes, at the first level from today on at which it does."""
    states = sign.question.rule.states(shares)
    first = next(iter(turns(parts, shares, sign.question.rule)), None)
    if first is None or states[0] == states[-1]:
        return bench.consequence(sign.question, shares[-1], None, 0.0)
    level = sign.level(first.at)
    distance = abs(level - sign.today) / sign.swept.unit_of_distance
    return bench.consequence(sign.question, shares[-1], level, distance)


def _indicator(bench: WatchBench, sign: _Sign, found: Sequence[Consequence]) -> Indicator:
    swept = sign.swept
    entry = entry_of(bench.case, swept.name)
    kind = "belief" if sign.variant.kind == "held" else "premise"
    consequences = nearest_first(found)
    nearest = consequences[0]
    if swept.is_chance:
        word = "so" if sign.end else "not so"
    else:
        word = "above" if sign.end > swept.today else "below"
    return Indicator(
        swept.name,
        kind,
        swept.says,
        swept.status,
        swept.unit,
        swept.sources,
        swept.line,
        entry.system if isinstance(entry, Entry) else None,
        word,
        is_observable(kind, swept.status, swept.unit, is_chance=swept.is_chance),
        None if swept.is_chance else nearest.level,
        swept.today,
        swept.today_is,
        swept.declared or (swept.low, swept.high),
        None if swept.is_chance else sign.end,
        None,
        nearest.distance,
        consequences,
    )
