"""The name that an author probably meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.diagnostics import did_you_mean, near_miss

NAMES = st.text("abcdefghij_", min_size=3, max_size=12)


@pytest.mark.parametrize(
    ("written", "declared", "meant"),
    [
        ("watre", ["mud", "water"], "water"),  # neighbours swapped
        ("run", ["idle", "runs"], "runs"),  # left out
        ("influense", ["influence", "balance"], "influence"),  # changed
        ("thirrst", ["thirst"], "thirst"),  # added
        ("Water", ["water"], "water"),
        ("lost-grip", ["lost_grip"], "lost_grip"),
        ("stance", ["china.stance", "usa.posture"], "china.stance"),
        ("chian.stance", ["china.stance"], "china.stance"),
        ("x", ["y"], None),  # short names must agree
        ("ab", ["ac"], None),
        ("mud", ["sun"], None),
        ("water", ["thirst", "leak"], None),
        ("water", [], None),
        ("water", ["water"], None),  # the very same name is no slip
        ("", ["a.b"], None),
    ],
)
def test_near_miss(written: str, declared: list[str], meant: str | None) -> None:
    assert near_miss(written, declared) == meant


def test_the_nearest_wins_then_the_longest_beginning() -> None:
    assert near_miss("trust_a", ["trust_bc", "trust_ab"]) == "trust_ab"
    assert near_miss("mail", ["tail", "maid"]) == "maid"


@given(NAMES, st.lists(NAMES, max_size=8))
def test_the_order_of_declaration_does_not_matter(written: str, declared: list[str]) -> None:
    assert near_miss(written, declared) == near_miss(written, reversed(declared))
    assert near_miss(written, iter(set(declared))) == near_miss(written, declared)


@given(NAMES, st.data())
def test_a_single_slip_is_found(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 1))
    written = meant[:at] + "z" + meant[at + 1 :]
    assert near_miss(written, ["qqqqqqqqqqqqqqqqqqqq", meant]) == meant


def test_without_a_near_name_the_declared_ones_are_listed() -> None:
    assert did_you_mean("sky", ["water", "mud", "water"]) == "known here: water, mud"
    many = [f"premise_{i}" for i in range(10)]
    assert did_you_mean("sky", many).endswith("premise_7 and 2 more")
    assert did_you_mean("premise_x", many) == "did you mean 'premise_0'?"
    assert did_you_mean("sky", iter(())) == ""
