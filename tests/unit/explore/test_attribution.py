"""Shares of an effect: what is refused, and effects whose division is known."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.explore.attribution import TooManyCauses, attribute, coalitions


def test_causes_that_add_up_are_charged_alike_in_all_three_ways() -> None:
    amounts = {"a": 1.0, "b": 2.0, "c": -0.5}
    found = attribute(lambda there: 3.0 + sum(amounts[c] for c in there), list(amounts))
    for way in (found.first, found.last, found.shapley):
        assert {c: float(v) for c, v in way.items()} == pytest.approx(amounts)
    assert (float(found.whole), float(found.nothing)) == (5.5, 3.0)


def test_a_glove_needs_its_pair() -> None:
    """Two left gloves and a right one: the right one is worth 2/3, each left one 1/6."""
    found = attribute(
        lambda there: float("right" in there and bool(there & {"left", "other"})),
        ["left", "other", "right"],
    )
    assert {c: float(v) for c, v in found.shapley.items()} == pytest.approx(
        {"left": 1 / 6, "other": 1 / 6, "right": 2 / 3}
    )
    assert float(found.first["left"]) == 0.0
    assert float(found.first["right"]) == 1.0


def test_worlds_are_divided_one_by_one() -> None:
    worlds = np.array([1.0, 2.0, 4.0])
    found = attribute(lambda there: worlds * len(there) ** 2, ["a", "b"])
    assert found.first["a"].tolist() == [3.0, 6.0, 12.0]
    assert found.last["a"].tolist() == [1.0, 2.0, 4.0]
    assert found.shapley["a"].tolist() == [2.0, 4.0, 8.0]


def test_every_subset_is_asked_once() -> None:
    asked: list[frozenset[str]] = []

    def effect(there: frozenset[str]) -> float:
        asked.append(there)
        return 0.0

    attribute(effect, ["a", "b", "c"])
    assert sorted(map(len, asked)) == [0, 1, 1, 1, 2, 2, 2, 3]
    assert len(set(asked)) == 8


def test_more_than_six_causes_are_refused() -> None:
    assert len(coalitions("abcdef")) == 64
    with pytest.raises(TooManyCauses, match="7 causes have 128: name 6 at most"):
        attribute(lambda there: 0.0, list("abcdefg"))


@pytest.mark.parametrize("causes", [[], ["a", "a"]])
def test_no_cause_and_a_cause_named_twice_are_refused(causes: list[str]) -> None:
    with pytest.raises(ValueError, match="name each cause once"):
        attribute(lambda there: 0.0, causes)
