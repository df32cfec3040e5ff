"""A cause that is taken away is gone from conditions, starts, holds and every view."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.payoffs import Setting
from support.cases import Compiled, answers, ask, compiled, plain
from support.effort import examples
from support.pledges import pledged


def share(with_it: float, without: float) -> float | str:
    """(With - without) / with; no answer where there is nothing to take a share of."""
    return (with_it - without) / with_it if with_it else "none"


def told(found: Compiled, text: str) -> float | str:
    """What is answered in the first world."""
    result = ask(found, text)
    return "none" if result.missing[0] else float(str(plain(found, result)))  # type: ignore[union-attr]


@given(pledged(), st.data())
@settings(max_examples=examples(20))
def test_a_decision_stays_at_now_against_the_conditions(
    case: dict[str, Any], data: st.DataObject
) -> None:
    found = compiled(case)
    cause = data.draw(st.sampled_from([*case["decisions"]]))
    entry = case["decisions"][cause]
    chosen = data.draw(st.sampled_from([*entry["options"]]))
    others = [d for d in case["decisions"] if d != cause]
    more = ""
    if others:
        other = data.draw(st.sampled_from(others))
        more = f", {other} is {data.draw(st.sampled_from([*case['decisions'][other]['options']]))}"
    what = data.draw(st.sampled_from([f"payoff({a}" for a in case["interests"]]))
    here = told(found, f"{what}, {cause} is {chosen}{more})")
    there = told(found, f"{what}, {cause} is {entry['now']}{more})")
    got = told(found, f"share_of({what}, {cause} is {chosen}{more}), {cause})")
    assert isinstance(here, float) and isinstance(there, float)
    wanted = share(here, there)
    assert got == wanted or abs(float(got) - float(wanted)) <= 1e-9 * max(1.0, abs(float(wanted)))


WELL = """
language: 1
case: well
horizon: 1
actors: {miller: {}, farmer: {}}
premises:
  rain: {says: rain, value: 8, off: 2, status: judged}
stocks: {level: {start: 1}}
auxiliaries: {water: {is: "rain + 4 * (miller.sluice is open) + 1", says: water}}
mechanisms: {spring_feeds: {to: water, adds: 3, status: judged}}
decisions:
  miller.sluice: {now: shut, options: [shut, open]}
  farmer.field: {now: dry, options: {dry: {}, wet: {does: {water: 2}}}}
interests:
  farmer: [{id: crop, value: water, anchors: [0, 100]}]
beliefs: {farmer: {rain: 5, spring_feeds: on}}
scenarios:
  flood: {set: {rain: 20}}
  opened: {start: {miller.sluice: open}}
  held: {hold: [miller.sluice is open]}
propositions:
  p: {says: p, claim: CLAIM, stated: likely, PLACE}
"""
"""By the facts 12 of water, 16 with the sluice open; the farmer sees 9."""


@pytest.mark.parametrize(
    ("query", "place", "wanted"),
    [
        ("share_of(average(water), rain)", "", 6 / 12),
        ("share_of(average(water), rain)", "in: flood", 18 / 24),  # against `set`
        ("share_of(payoff(farmer), rain)", "", 3 / 9),  # against the belief: 5 to 2
        ("share_of(payoff(farmer, seen_by=facts), rain)", "", 6 / 12),
        ("share_of(payoff(farmer), spring_feeds)", "", 3 / 9),  # against `on`
        ("share_of(average(water, farmer.field is wet), farmer.field.wet)", "", 2 / 14),
        ("share_of(average(water, miller.sluice is open), miller.sluice)", "", 4 / 16),
        ("share_of(average(water), miller.sluice)", "in: opened", 4 / 16),  # against `start`
        ("share_of(average(water), miller.sluice)", "in: held", 4 / 16),  # against `hold`
        ("share_of(average(water), miller.sluice)", "hold: [miller.sluice is open]", 4 / 16),
        ("share_of(gain(farmer, to=miller.sluice is open), miller.sluice)", "", 1.0),
        ("share_of(average(water), miller.sluice)", "", 0.0),
    ],
)
def test_what_is_left_is_what_there_would_be_without_it(
    query: str, place: str, wanted: float
) -> None:
    near = f"{query} > {wanted - 1e-9} and {query} < {wanted + 1e-9}"
    found = compiled(WELL.replace("CLAIM", f'"{near}"').replace("PLACE", place or "row: []"))
    (answer,) = answers(found, 1).values()
    assert not answer.answer.missing[0]
    assert bool(answer.answer.holds[0])


def test_a_world_without_the_effect_has_no_share() -> None:
    found = compiled(WELL.replace("CLAIM", "average(water) > 0").replace("PLACE", "row: []"))
    gain = "gain(farmer, to=miller.sluice is shut)"
    assert told(found, gain) == 0.0
    assert told(found, f"share_of({gain}, rain)") == "none"
    assert ask(found, f"share_of({gain}, rain)", setting=Setting()).missing.all()  # type: ignore[union-attr]
