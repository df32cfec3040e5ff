"""The smallest cut of a conclusion."""

from __future__ import annotations

import pytest

from kautilya.payoffs import Setting
from kautilya.study.stress.cuts import cut_of
from kautilya.study.stress.record import Effect, Variant
from kautilya.study.stress.variants import pairs_of


def single(name: str) -> Variant:
    return Variant(f"without {name}", "mechanism", (name,), Setting(removed=frozenset({name})))


def effect(variant: Variant, after: float, *, flips: bool = False) -> Effect:
    return Effect(variant.name, "kept", 1.0, after, after - 1.0, 0.01, 500, flips)


def not_asked(variant: Variant, name: str) -> Effect:
    pytest.fail(f"{variant.name} was tried again")


def test_two_reasons_that_stand_in_for_each_other_are_a_cut() -> None:
    alone, (both,) = [single("rain"), single("snow")], pairs_of(("rain", "snow"))
    effects = [*(effect(v, 1.0) for v in alone), effect(both, 0.4, flips=True)]
    cut = cut_of("kept", effects, [*alone, both], not_asked)
    assert cut.elements == ("rain", "snow")
    assert cut.after == 0.4


def test_a_single_removal_comes_before_a_pair() -> None:
    alone, (both,) = [single("rain"), single("snow")], pairs_of(("rain", "snow"))
    effects = [
        effect(alone[0], 0.9),
        effect(alone[1], 0.3, flips=True),
        effect(both, 0.1, flips=True),
    ]
    assert cut_of("kept", effects, [*alone, both], not_asked).elements == ("snow",)


def test_where_nothing_moves_it_there_is_nothing_more_to_try() -> None:
    alone = [single("rain")]
    cut = cut_of("kept", [effect(alone[0], 1.0)], alone, not_asked)
    assert cut.elements == ()
    assert cut.tried.endswith("no other removal moves it at all")
