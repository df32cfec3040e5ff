"""A choice that knows some premises goes by the mean over what is left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from kautilya.case.parse import parse
from kautilya.findings import Bench
from kautilya.findings.examine import Laboratory
from kautilya.findings.informed import LEFT
from kautilya.findings.posed import Tables
from kautilya.payoffs import Block, Change, Setting
from kautilya.terms import FloatArray
from support.cases import Compiled, ask, compiled, plain
from support.effort import examples
from support.pledges import pledged
from support.questions import queries

from .case_oracle import Oracle

WORLDS = 4
KINDS = ("payoff", "gain", "likes", "best", "settled", "foresees", "acts")


def held_in(data: dict[str, Any], scenario: str | None) -> list[str]:
    """Decisions that a scenario holds."""
    hold = data["scenarios"][scenario]["hold"] if scenario else []
    return [condition.split(" is ")[0] for condition in hold]


def knowing(text: str, names: list[str]) -> str:
    """A query with what is known."""
    return f"{text[:-1]}, knowing=[{', '.join(names)}])"


@given(st.data())
@settings(max_examples=examples(20))
def test_a_query_is_answered_by_the_mean_over_what_is_left(data: st.DataObject) -> None:
    case = data.draw(pledged())
    scenario = data.draw(st.sampled_from([None, "other"]))
    _, text = data.draw(queries(case, KINDS, held_in(case, scenario)))
    names = data.draw(st.lists(st.sampled_from([*case["premises"]]), unique=True))
    asked, found = knowing(text, names), compiled(case)
    tree = parse(asked, queries=True)
    oracle = Oracle(found, Setting(scenario), 0, worlds=WORLDS)
    wanted = oracle.query(tree)
    got = plain(found, ask(found, asked, scenario, worlds=WORLDS))
    event(f"{text.partition('(')[0]}, {len(names)} known")
    if isinstance(wanted, float):
        assert abs(float(str(got)) - wanted) <= 1e-9
    else:
        assert got == ("cycles" if wanted is None else wanted), asked


# ------------------------------------------------------------------------- a toy, in closed form

BET: dict[str, Any] = {
    "language": 1,
    "case": "bet",
    "horizon": 1,
    "actors": {"ann": {"name": "Ann"}},
    "premises": {
        "odds": {"range": [0, 1]},
        "luck": {"range": [0, 1]},
        "coin": {"chance": 0.5},
        "moon": {"range": [0, 1]},
        "tide": {"chance": 0.5},
    },
    "decisions": {"ann.bet": {"now": "skip", "options": ["skip", "play"]}},
    "interests": {
        "ann": [
            {
                "id": "gold",
                "value": "(0.5 * odds + 0.25 * luck + 0.25 * coin) * (ann.bet is play)",
                "anchors": [0, 1],
            }
        ]
    },
}
"""Playing is worth half of the odds, a quarter of the luck and a quarter of a coin."""

PLAY = (1,)


def bench(found: Compiled, names: tuple[str, ...], worlds: int, size: int = 100) -> Tables:
    """Where a choice that knows these premises finds its payoffs, over some worlds."""
    whole = Bench(found.evaluator, Setting(), Block(0, worlds))
    return Laboratory(found.evaluator, size).tables(whole, worlds)(Change(), names)  # type: ignore[return-value]


def worth(found: Compiled, names: tuple[str, ...], worlds: int, size: int = 100) -> FloatArray:
    """What playing is worth to one who knows these premises, in each world."""
    table: Any = bench(found, names, worlds, size)
    return np.broadcast_to(table.payoffs_at("ann", None, 1, [PLAY])[0], (worlds,))


def facts(found: Compiled, name: str, worlds: int) -> FloatArray:
    return found.evaluator.premise(name, "facts", Setting(), Block(0, worlds))


def test_a_range_that_is_known_is_put_into_the_mean_over_the_rest() -> None:
    found, worlds = compiled(BET), 400
    odds, luck, coin = (facts(found, name, worlds) for name in ("odds", "luck", "coin"))
    rest = (0.25 * luck + 0.25 * coin)[:LEFT].mean()
    assert np.allclose(worth(found, ("odds",), worlds), 0.5 * odds + rest, atol=1e-12)
    # The closed form: what is left has mean 1/4, and its mean an error of its spread over 10.
    spread = np.sqrt(0.25**2 / 12 + 0.25**2 / 4)
    assert abs(rest - 0.25) < 4 * spread / np.sqrt(LEFT)


def test_a_chance_that_is_known_parts_the_worlds() -> None:
    found, worlds = compiled(BET), 400
    odds, luck, coin = (facts(found, name, worlds) for name in ("odds", "luck", "coin"))
    payoff = 0.5 * odds + 0.25 * luck + 0.25 * coin
    wanted = np.where(coin == 1.0, payoff[coin == 1.0].mean(), payoff[coin == 0.0].mean())
    assert np.allclose(worth(found, ("coin",), worlds), wanted, atol=1e-12)


def test_both_together() -> None:
    found, worlds = compiled(BET), 400
    odds, luck, coin = (facts(found, name, worlds) for name in ("odds", "luck", "coin"))
    behind = {side: luck[coin == side][:LEFT].mean() for side in (0.0, 1.0)}
    wanted = 0.5 * odds + 0.25 * coin + 0.25 * np.array([behind[side] for side in coin])
    assert np.allclose(worth(found, ("odds", "coin"), worlds), wanted, atol=1e-12)


@pytest.mark.parametrize("names", [("moon",), ("tide",), ("moon", "tide"), ()])
def test_what_nothing_depends_on_tells_nothing(names: tuple[str, ...]) -> None:
    found, worlds = compiled(BET), 300
    nothing = worth(found, (), worlds)
    assert len(set(nothing.tolist())) == 1
    assert np.array_equal(worth(found, names, worlds), nothing)


@pytest.mark.parametrize("more", [(), ("moon",), ("tide",)])
def test_to_know_everything_is_full_information(more: tuple[str, ...]) -> None:
    found, worlds = compiled(BET), 300
    whole = Bench(found.evaluator, Setting(), Block(0, worlds)).payoffs_at("ann", None, 1, [PLAY])
    known = worth(found, ("odds", "luck", "coin", *more), worlds)
    assert np.allclose(known, whole[0], rtol=0, atol=1e-12)


def test_one_who_knows_the_same_chooses_the_same() -> None:
    found, worlds = compiled(BET), 300
    coin, known = facts(found, "coin", worlds), worth(found, ("coin",), worlds)
    for side in (0.0, 1.0):
        assert len(set(known[coin == side].tolist())) == 1


@pytest.mark.parametrize("size", [7, 50, 1000])
def test_the_mean_does_not_depend_on_how_worlds_are_cut(size: int) -> None:
    found = compiled(BET)
    for names in (("odds",), ("coin",), ("odds", "coin"), ("moon",)):
        assert np.array_equal(worth(found, names, 250, size), worth(found, names, 250))


def test_more_worlds_keep_what_is_known_of_a_range() -> None:
    found = compiled(BET)
    assert np.array_equal(worth(found, ("odds",), 300)[:200], worth(found, ("odds",), 200))


@pytest.mark.parametrize("rank", [0.6, -0.8])
@pytest.mark.parametrize("order", [("odds", "luck"), ("luck", "odds")])
def test_what_is_known_tells_of_what_it_is_tied_to(rank: float, order: tuple[str, str]) -> None:
    """E[luck given odds] for a Gaussian copula is Φ(r z / sqrt(2 - r²))."""
    found, worlds = compiled({**BET, "corr": [[*order, rank]]}), 600
    odds, coin = facts(found, "odds", worlds), facts(found, "coin", worlds)
    r = 2 * np.sin(np.pi * rank / 6)
    expected = ndtr(r * ndtri(odds) / np.sqrt(2 - r**2))
    luck = (worth(found, ("odds",), worlds) - 0.5 * odds - 0.25 * coin[:LEFT].mean()) / 0.25
    error = 4 * np.sqrt(1 / 12 / LEFT)
    assert np.abs(luck - expected).max() < error
    assert np.corrcoef(luck, expected)[0, 1] > 0.999


def test_a_known_range_tells_of_a_chance_that_it_is_tied_to() -> None:
    """P(coin given odds) for a Gaussian copula is Φ(r z / sqrt(1 - r²)), with an even coin."""
    found, worlds = compiled({**BET, "corr": [["odds", "coin", 0.7]]}), 600
    odds, luck = facts(found, "odds", worlds), facts(found, "luck", worlds)
    r = 2 * np.sin(np.pi * 0.7 / 6)
    expected = ndtr(r * ndtri(odds) / np.sqrt(1 - r**2))
    coin = (worth(found, ("odds",), worlds) - 0.5 * odds - 0.25 * luck[:LEFT].mean()) / 0.25
    assert np.abs(coin - expected).max() < 4 * np.sqrt(0.25 / LEFT)
    assert np.corrcoef(coin, expected)[0, 1] > 0.99


def test_a_known_chance_tells_of_what_it_is_tied_to_by_the_worlds() -> None:
    found, worlds = compiled({**BET, "corr": [["odds", "tide", 0.9]]}), 600
    tide = facts(found, "tide", worlds)
    known = worth(found, ("tide",), worlds)
    assert known[tide == 1.0][0] > worth(found, (), worlds)[0] > known[tide == 0.0][0]


def test_an_actor_with_a_belief_of_its_own_learns_nothing_from_the_fact() -> None:
    found = compiled({**BET, "beliefs": {"ann": {"odds": [0.4, 0.6]}}})
    assert np.array_equal(worth(found, ("odds",), 200), worth(found, (), 200))


def test_what_a_scenario_sets_tells_nothing() -> None:
    data = {**BET, "scenarios": {"sure": {"set": {"odds": 0.9}}}}
    found = compiled(data)
    texts = [f"payoff(ann, ann.bet is play, knowing={k})" for k in ("[odds]", "nothing")]
    known, nothing = (ask(found, text, "sure", worlds=50) for text in texts)
    assert np.array_equal(known.value, nothing.value)  # type: ignore[union-attr]


@pytest.mark.parametrize("order", [("odds", "tide", "luck"), ("luck", "tide", "odds")])
def test_a_range_and_a_chance_that_are_tied_tell_together(order: tuple[str, str, str]) -> None:
    """E[luck given odds and tide] by numbers: normal numbers behind, the tide's sign known."""
    first, second, third = order
    ties = [[first, second, 0.5], [second, third, 0.5], [first, third, 0.3]]
    found, worlds = compiled({**BET, "corr": ties}), 800
    odds, tide = facts(found, "odds", worlds), facts(found, "tide", worlds)
    strong, weak = (2 * np.sin(np.pi * rank / 6) for rank in (0.5, 0.3))
    among = np.array([[1, strong, weak], [strong, 1, strong], [weak, strong, 1]])  # odds tide luck
    free = np.random.default_rng(1).standard_normal((2, 200_000))
    left = np.linalg.cholesky(among[1:, 1:] - np.outer(among[1:, 0], among[1:, 0])) @ free
    known = worth(found, ("odds", "tide"), worlds) - 0.5 * odds
    luck = (known - 0.25 * facts(found, "coin", worlds)[:LEFT].mean()) / 0.25
    # The worlds behind differ from world to world, so the coin's mean does too.
    error = 4 * np.sqrt((1 / 12 + 2 * 1 / 4) / LEFT)
    gaps = []
    for world in range(0, worlds, 20):
        behind = among[1:, :1] * ndtri(odds[world]) + left
        happens = (behind[0] > 0) == (tide[world] == 1.0)
        expected = ndtr(behind[1][happens]).mean()
        gaps.append(luck[world] - expected)
    assert np.abs(gaps).max() < error
    assert abs(np.mean(gaps)) < error / 2
