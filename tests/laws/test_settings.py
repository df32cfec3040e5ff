"""What a stress test changes is what the file would be with other words in it."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.case.schema import Interest
from kautilya.findings import Bench
from kautilya.findings.bench import Plain
from kautilya.kernel import evaluator_for
from kautilya.kernel.weighting import LEXICOGRAPHIC, ranked, weighed
from kautilya.payoffs import Block, Setting
from support.cases import compiled, payoffs_of
from support.effort import examples
from support.models import models

WORLDS = 5


def same_payoffs(left: Any, right: Any, setting: Setting) -> None:
    """A setting of one case gives what the other gives as it stands."""
    changed, written = payoffs_of(left, WORLDS, setting), payoffs_of(right, WORLDS)
    for actor in written:
        assert np.allclose(changed[actor], written[actor], rtol=0.0, atol=1e-12)


@given(models(), st.data())
@settings(max_examples=examples(20))
def test_to_hold_a_belief_is_to_write_its_number(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    held = [
        (actor, name)
        for actor, beliefs in data["beliefs"].items()
        for name in beliefs
        if name in data["premises"]
    ]
    if not held:
        return
    actor, name = draws.draw(st.sampled_from(held))
    edited = copy.deepcopy(data)
    edited["beliefs"][actor][name] = 0.25
    same_payoffs(
        compiled(data),
        compiled(edited),
        Setting(believed=((f"{actor}.believes.{name}", 0.25),)),
    )


@given(models(), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.data())
@settings(max_examples=examples(20))
def test_to_move_anchors_is_to_write_others(
    data: dict[str, Any], worst: float, best: float, draws: st.DataObject
) -> None:
    actor = draws.draw(st.sampled_from([a for a, rows in data["interests"].items() if rows]))
    row = draws.draw(st.sampled_from(data["interests"][actor]))
    edited = copy.deepcopy(data)
    other = next(r for r in edited["interests"][actor] if r["id"] == row["id"])
    low, high = (f"({end})" for end in other["anchors"])
    length = f"({high} - {low})"
    other["anchors"] = [f"{low} + {worst!r} * {length}", f"{high} + {best!r} * {length}"]
    same_payoffs(
        compiled(data), compiled(edited), Setting(anchors=((f"{actor}.{row['id']}", worst, best),))
    )


@given(models(), st.floats(0, 0.5))
@settings(max_examples=examples(15))
def test_another_discount_is_that_of_the_file(data: dict[str, Any], discount: float) -> None:
    edited = {**data, "discount": discount}
    same_payoffs(compiled(data), compiled(edited), Setting(discount=discount))


@given(models(), st.data())
@settings(max_examples=examples(20))
def test_what_an_option_does_is_taken_away_only_where_it_is_chosen(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    found = compiled(data)
    does = [name for name in found.names.switches if name.rpartition(".")[0] in data["decisions"]]
    if not does:
        return
    setting = Setting(removed=frozenset({draws.draw(st.sampled_from(does))}))
    evaluator = evaluator_for(found.case, found.graph, 1)
    block, shared = Block(0, WORLDS), Plain()
    Bench(evaluator, Setting(), block, shared).grid_payoffs(None, found.case.horizon, {})
    patched = Bench(evaluator, setting, block, shared).grid_payoffs(None, found.case.horizon, {})
    whole = Bench(evaluator, setting, block).grid_payoffs(None, found.case.horizon, {})
    for actor, payoff in whole.items():
        assert np.array_equal(*np.broadcast_arrays(patched[actor], payoff))


@given(models(), st.data())
@settings(max_examples=examples(20))
def test_what_a_change_does_not_reach_is_shared_and_the_same(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    found = compiled(data)
    premise = draws.draw(st.sampled_from([*data["premises"]]))
    setting = Setting(pinned=((premise, 0.5),))
    block, shared = Block(0, WORLDS), Plain()
    Bench(found.evaluator, Setting(), block, shared).grid_payoffs(None, found.case.horizon, {})
    sharing = Bench(found.evaluator, setting, block, shared)
    alone = Bench(found.evaluator, setting, block)
    left = sharing.grid_payoffs(None, found.case.horizon, {})
    right = alone.grid_payoffs(None, found.case.horizon, {})
    for actor, payoff in right.items():
        assert np.array_equal(*np.broadcast_arrays(left[actor], payoff))


ROWS = [
    Interest(id="safety", value="1", anchors=(0, 1), tier=1, absolute=True),
    Interest(id="trade", value="1", anchors=(0, 1), tier=2),
    Interest(id="fame", value="1", anchors=(0, 1), tier=2),
    Interest(id="ease", value="1", anchors=(0, 1), tier=3),
]


@pytest.mark.parametrize(
    ("rule", "tiers"),
    [
        ("", [1, 2, 2, 3]),
        ("ranks", [1, 2, 2, 3]),
        ("flat", [1, 1, 1, 1]),
        ("reversed", [-1, -2, -2, -3]),
        ("top:ease", [1, 2, 2, 0]),
    ],
)
def test_a_rule_of_weighing_orders_the_interests(rule: str, tiers: list[int]) -> None:
    ranks = ranked(ROWS, rule)
    assert [rank.tier for rank in ranks] == tiers
    assert [rank.absolute for rank in ranks] == [not rule, False, False, False]
    table = weighed(5, "a", ROWS, rule, 0, 50)
    assert np.allclose(table.sum(axis=0), 1.0)
    for higher in range(4):
        for lower in range(4):
            if tiers[higher] < tiers[lower]:
                assert (table[higher] >= table[lower]).all()


def test_lexicographic_weights_let_each_tier_outweigh_the_later_ones() -> None:
    table = weighed(5, "a", ROWS, "lexicographic", 0, 50)
    assert np.allclose(table[0] * LEXICOGRAPHIC, table[1] + table[2])
    assert np.allclose(table[0] * LEXICOGRAPHIC**2, table[3])


def test_a_rule_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no interest 'glory'"):
        ranked(ROWS, "top:glory")
    with pytest.raises(ValueError, match="no rule of weighing 'loud'"):
        ranked(ROWS, "loud")
