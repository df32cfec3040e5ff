"""States, patterns, conditions and rankings mean what the slow and obvious reading says."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kautilya.case import Case, dump_case, from_source, to_data
from kautilya.case.conflict import ConflictForm, conflict_form
from kautilya.case.conflict.flaw import Flaws
from kautilya.case.conflict.selection import select
from kautilya.case.exact import exact, exact_rows, written_rows
from kautilya.diagnostics import CaseInvalid
from kautilya.payoffs import ProfileSpace
from kautilya.source import parse_source
from kautilya.study.check import check_file, check_text
from support.effort import examples

ROOT = Path(__file__).resolve().parents[3]
GOOD = ROOT / "tests" / "cases" / "good" / "conflict"

SPACE = ProfileSpace(
    ("a.x", "b.y", "a.z"), (("p", "q"), ("r", "s", "t"), ("u", "v")), ("a", "b", "a"), (0, 0, 0)
)
PROFILES = list(SPACE.profiles())


def case(**parts: Any) -> Case:
    """A conflict over the profiles of `SPACE`."""
    decisions = {
        name: {"options": list(options)}
        for name, options in zip(SPACE.decisions, SPACE.options, strict=True)
    }
    wants = {actor: {"statements": ["---"]} for actor in ("a", "b")}
    head = {"language": 1, "case": "x", "actors": {"a": {}, "b": {}}}
    return Case.model_validate({**head, "decisions": decisions, "preferences": wants, **parts})


def form(**parts: Any) -> ConflictForm:
    """The same, resolved."""
    return conflict_form(case(**parts))


def refused(**parts: Any) -> list[str]:
    """Codes of what is wrong."""
    with pytest.raises(CaseInvalid) as found:
        form(**parts)
    return [d.code for d in found.value.diagnostics]


# -- what a text means ----------------------------------------------------------------------------

atoms = st.builds(
    lambda axis, picked, negated: (axis, picked, negated),
    st.integers(0, 2),
    st.lists(st.integers(0, 1), min_size=1, max_size=3),
    st.booleans(),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    ),
    max_leaves=6,
)


def written(condition: Any) -> str:
    """A condition as an author writes it."""
    match condition:
        case ("not", inner):
            return f"not ({written(inner)})"
        case ("and" | "or" as word, left, right):
            return f"({written(left)}) {word} ({written(right)})"
        case (axis, [option], negated):
            word = "is not" if negated else "is"
            return f"{SPACE.decisions[axis]} {word} {SPACE.options[axis][option]}"
        case (axis, options, negated):
            names = ", ".join(SPACE.options[axis][option] for option in options)
            return f"{SPACE.decisions[axis]} {'not in' if negated else 'in'} [{names}]"
    raise AssertionError(condition)


def holds(condition: Any, profile: tuple[int, ...]) -> bool:
    """Whether a condition holds in a profile, read word by word."""
    match condition:
        case ("not", inner):
            return not holds(inner, profile)
        case ("and", left, right):
            return holds(left, profile) and holds(right, profile)
        case ("or", left, right):
            return holds(left, profile) or holds(right, profile)
        case (axis, options, negated):
            return (profile[axis] in options) != negated
    raise AssertionError(condition)


def meant(text: str) -> list[tuple[int, ...]]:
    """The profiles that a text selects."""
    flaws = Flaws()
    chosen = select(SPACE, text, (), flaws)
    assert chosen is not None and not flaws.found
    numbers = chosen.of(np.arange(SPACE.size).reshape(SPACE.shape))
    return [PROFILES[number] for number in sorted(numbers.tolist())]


@given(conditions)
def test_a_condition_selects_the_profiles_in_which_it_holds(condition: Any) -> None:
    assert meant(written(condition)) == [p for p in PROFILES if holds(condition, p)]


@given(st.tuples(st.sampled_from("01-"), st.sampled_from("012-"), st.sampled_from("01-")))
def test_a_pattern_selects_the_profiles_that_agree_with_it(marks: tuple[str, ...]) -> None:
    fits = [p for p in PROFILES if all(m in ("-", str(o)) for m, o in zip(marks, p, strict=True))]
    assert meant("".join(marks)) == fits
    assert meant(f" {marks[0]} {marks[1]}{marks[2]} ") == fits


# -- states ---------------------------------------------------------------------------------------


def test_states_stand_in_the_order_of_profiles_and_names_in_the_place_of_their_first() -> None:
    grid = form(
        infeasible=["0-1", "a.x is q and b.y is t"],
        states={"late": ["101", "11-"], "first": "000"},
    ).grid
    assert grid.labels == ("first", "010", "020", "100", "late")
    assert grid.profiles(4) == ((1, 0, 1), (1, 1, 0), (1, 1, 1))
    assert grid.profile(4) == (1, 0, 1) and grid.sizes.tolist() == [1, 1, 1, 1, 3]
    assert grid.state_of((1, 1, 0)) == 4 and grid.state_of((0, 0, 1)) is None
    assert grid.describe(4) == "a.x is q"
    assert grid.describe(0) == "a.x is p, b.y is r, a.z is u"
    assert grid.merged == {4: (7, 8, 9)}


@settings(max_examples=examples(40))
@given(st.lists(st.sampled_from(PROFILES), max_size=9), st.randoms(use_true_random=False))
def test_every_feasible_profile_has_one_state(ruled_out: list[Any], random: Any) -> None:
    left = [p for p in PROFILES if p not in ruled_out]
    named = random.sample(left, min(3, len(left)))
    grid = form(
        infeasible=["".join(map(str, p)) for p in ruled_out],
        states={"group": ["".join(map(str, p)) for p in named]},
    ).grid
    assert [p for p in PROFILES if grid.state_of(p) is not None] == left
    alone = [p for p in left if p not in named] + [min(named)]
    assert [grid.profile(state) for state in range(grid.count)] == sorted(alone)
    assert {grid.state_of(p) for p in named} == {grid.named["group"]}


def test_a_state_of_a_decision_with_many_options_is_called_by_its_options() -> None:
    many = {"a.x": {"options": [f"o{n}" for n in range(11)]}, "b.y": {"options": ["r", "s"]}}
    grid = form(decisions=many, preferences={a: [" - - "] for a in "ab"}).grid
    assert grid.label(21) == "a.x=o10,b.y=s"
    assert (
        form(
            decisions=many,
            infeasible=["a.x is o10"],
            preferences={"a": ["a.x is not o10"], "b": ["--"]},
        ).count
        == 20
    )


def test_today_is_the_profile_in_force_or_the_state_that_is_named() -> None:
    now = {
        name: {"now": options[-1], "options": list(options)}
        for name, options in zip(SPACE.decisions, SPACE.options, strict=True)
    }
    assert form().today is None
    assert form(decisions=now, infeasible="0--").today == 5
    assert refused(decisions=now, infeasible="121") == ["KC659"]
    listed = {
        "decisions": {},
        "states": ["calm", "court"],
        "today": "court",
        "moves": {"a": [["calm", "court"]]},
        "preferences": {"a": ["calm", "court"]},
    }
    found = form(**listed)
    assert (found.today, found.grid.labels, found.space) == (1, ("calm", "court"), None)
    assert found.grid.describe(0) == "calm" and found.grid.profiles(0) == ((),)


# -- preferences ----------------------------------------------------------------------------------


@given(st.lists(conditions, min_size=1, max_size=5))
def test_statements_rank_by_the_sum_of_their_powers_of_two(statements: list[Any]) -> None:
    ranks = form(
        preferences={"a": {"statements": [written(s) for s in statements]}, "b": ["---"]}
    ).ranks["a"]
    k = len(statements)
    scores = [
        sum(2 ** (k - j) for j, s in enumerate(statements, start=1) if holds(s, p))
        for p in PROFILES
    ]
    for one, other in product(range(len(PROFILES)), repeat=2):
        assert (ranks[one] < ranks[other]) == (scores[one] > scores[other])
    assert ranks.min() == 1


def test_more_statements_than_a_number_has_bits_still_count_in_their_order() -> None:
    statements = ["a.x is p"] * 45 + ["b.y is s"] + ["a.z is u"] * 45
    ranks = form(preferences={"a": {"statements": statements}, "b": ["---"]}).ranks["a"]
    order = sorted(range(12), key=lambda s: ranks[s])
    key = [(p[0] != 0, p[1] != 1, p[2] != 0) for p in PROFILES]
    assert [key[state] for state in order] == sorted(key)


def test_rankings_give_ranks_and_ties() -> None:
    found = form(
        states={"peace": "000"},
        preferences={
            "a": ["peace", ["001", "b.y is t"], "01-", "10-", "11-"],
            "b": {"ranking": ["1--", "0--"]},
        },
    )
    assert found.ranks["a"].tolist() == [1, 2, 3, 3, 2, 2, 4, 4, 5, 5, 2, 2]
    assert found.ranks["b"].tolist() == [2] * 6 + [1] * 6


def test_rankings_that_omit_or_repeat_are_refused_with_a_handful_of_states() -> None:
    with pytest.raises(CaseInvalid) as found:
        form(preferences={"a": ["00-", "0-0"], "b": ["---"]})
    assert [d.message for d in found.value.diagnostics] == [
        "'0-0' repeats '000' in the ranking of a",
        "the ranking of a omits '011', '021', '100', '101', '110' and 3 more",
    ]


def test_a_merged_state_is_ranked_and_described_as_one() -> None:
    merged = {"states": {"end": ["1--"]}}
    assert form(**merged, preferences={"a": ["end", "0--"], "b": {"statements": ["1--"]}}).ranks[
        "b"
    ].tolist() == [2] * 6 + [1]
    assert refused(**merged, preferences={"a": ["---"], "b": {"statements": ["--1"]}}) == ["KC652"]
    assert refused(**merged, preferences={"a": ["--1", "--0"], "b": ["---"]}) == ["KC659"] * 2


# -- moves ----------------------------------------------------------------------------------------


def test_orders_become_levels() -> None:
    found = form(irreversible={"b.y": [["s", "r"], "t"], "a.x": ["q", "p"]})
    assert found.ladders == {1: (0, 0, 1), 0: (1, 0)}


def test_listed_moves_leave_every_state_that_they_cover() -> None:
    found = form(moves={"b": [["0--", "120"], ["120", "000"]]})
    assert found.edges is not None and list(found.edges) == ["b"]
    starts, ends = found.edges["b"]
    assert starts.tolist() == [0, 1, 2, 3, 4, 5, 10] and ends.tolist() == [10] * 6 + [0]
    assert refused(moves={"b": [["000", "0--"], ["000", "000"]]}) == ["KC657"] * 2


def test_what_is_not_seen_is_a_mask_over_states() -> None:
    found = form(misperceived={"a": ["000", "1-0"]}, states={"end": "1-0"})
    assert np.flatnonzero(found.unseen["a"]).tolist() == [0, found.grid.named["end"]]


# -- payoffs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", Fraction(3)),
        (-2, Fraction(-2)),
        (0.1, Fraction(1, 10)),
        ("1 / 3", Fraction(1, 3)),
        ("+.5e-2", Fraction(1, 200)),
        ("0.12345678901234567890123", Fraction(12345678901234567890123, 10**23)),
        *[(word, None) for word in ("", "1/0", "1e9999", "0x1", "1_0", "nan", True, None)],
        ("9" * 401, None),
        (float("inf"), None),
    ],
)
def test_numbers_are_read_exactly_or_not_at_all(written: object, number: Fraction | None) -> None:
    assert exact(written) == number


@given(st.lists(st.lists(st.fractions(), min_size=1), min_size=1))
def test_exact_numbers_are_written_as_they_are_read(rows: list[list[Fraction]]) -> None:
    assert exact_rows(written_rows(exact_rows(rows))) == exact_rows(rows)


def test_payoffs_keep_every_digit_of_the_file() -> None:
    payoffs = conflict_form(read(GOOD / "payoffs.yaml")).payoffs
    assert payoffs["ann"].tolist() == [[3, 0, Fraction(-1, 10)], [2, 2, Fraction(7, 3)]]
    assert payoffs["bob"][1, 2] == Fraction(1234567890123456789, 10**19)


def read(file: Path) -> Case:
    """A case without faults."""
    checked = check_file(file)
    assert checked.case is not None and not checked.errors
    return checked.case


def test_a_game_in_a_file_is_read_by_names_or_by_order() -> None:
    own = conflict_form(read(GOOD / "game.yaml"), GOOD / "game.yaml")
    assert own.space is not None and own.today is None
    assert own.space.decisions == ("ann.choice", "bob.choice")
    assert own.payoffs["ann"].tolist() == [[3, 0], [2, 2]]
    assert own.payoffs["bob"].tolist() == [[3, 2], [0, 1]]
    # bob stands first there, and his hare before his stag
    file = GOOD / "game-of-decisions.yaml"
    given = conflict_form(read(file), file)
    assert given.payoffs["ann"].tolist() == [[0, 2], [3, 2]]
    assert given.payoffs["bob"].tolist() == [[2, 1], [3, 0]]


def test_joint_choices_are_strategies(tmp_path: Path) -> None:
    (tmp_path / "g.nfg").write_text(
        'NFG 1 R "g" { "one" "two" } { 4 3 }\n' + " ".join(f"{n} {-n}" for n in range(12))
    )
    payoffs = conflict_form(case(preferences={}, payoffs="g.nfg"), tmp_path / "case.yaml").payoffs
    for x, y, z in PROFILES:
        # the first player's strategies run fastest: p/u, p/v, q/u, q/v
        assert payoffs["a"][x, y, z] == 2 * x + z + 4 * y == -payoffs["b"][x, y, z]


# -- the case as a record -------------------------------------------------------------------------


@pytest.mark.parametrize("file", sorted(GOOD.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_conflict_is_written_as_it_is_read(file: Path) -> None:
    found = read(file)
    assert Case.model_validate(to_data(found)) == found
    assert from_source(parse_source(dump_case(found), "case.yaml")).case == found


def test_only_a_conflict_does_without_horizon_and_now() -> None:
    plain = {"language": 1, "case": "x", "actors": {"a": {}}}
    decision = {"decisions": {"a.x": {"options": ["p"]}}}
    with pytest.raises(ValidationError, match="lacks `horizon`"):
        Case.model_validate(plain)
    with pytest.raises(ValidationError, match="lacks `now`"):
        Case.model_validate({**plain, **decision, "horizon": 1})
    assert Case.model_validate({**plain, **decision, "payoffs": {"a": [1]}}).is_conflict
    assert to_data(Case.model_validate({**plain, "horizon": 1}))["horizon"] == 1


@pytest.mark.parametrize("nothing", ["preferences: {}", "payoffs: null", "states: [calm]"])
def test_what_says_nothing_of_what_actors_want_makes_no_conflict(nothing: str) -> None:
    text = f"language: 1\ncase: x\nactors: {{a: {{}}}}\n{nothing}\n"
    assert "the case lacks 'horizon'" in [d.message for d in check_text(text).diagnostics]


def test_an_entry_that_is_set_aside_hides_no_fault_and_makes_none() -> None:
    text = (GOOD / "states.yaml").read_text(encoding="utf-8")
    broken = text.replace('  calm: "000"', "  calm: {is: {a: b}}").replace("filed]", "field]")
    found = check_text(broken, str(GOOD / "states.yaml")).diagnostics
    assert {d.code for d in found} == {"KC104", "KC210"}


def test_a_conflict_too_large_is_refused_before_anything_is_made() -> None:
    decisions = {f"a.d{n}": {"options": ["no_", "yes_"]} for n in range(200)}
    assert refused(decisions=decisions, preferences={"a": ["-" * 200], "b": ["-" * 200]}) == [
        "KC805"
    ]


def test_a_large_conflict_is_resolved_as_arrays() -> None:
    decisions = {f"a.d{n}": {"options": ["no_", "yes_"]} for n in range(18)}
    found = form(
        decisions=decisions,
        infeasible=["11" + "-" * 16],
        preferences={"a": {"statements": list(f"{d} is yes_" for d in decisions)}, "b": ["-" * 18]},
    )
    assert found.count == 3 * 2**16 and found.ranks["a"][-1] == 1


# -- the page of the language --------------------------------------------------------------------


def test_the_examples_of_the_page_are_conflicts_without_a_fault() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    section = page[page.index("## Conflicts") : page.index("## Formulas")]
    examples = re.findall(r"^```yaml\n(.*?)^```$", section, re.M | re.S)
    assert len(examples) == 3
    for text in examples:
        assert check_text(text, str(ROOT / "case.yaml"), advice=True).diagnostics == ()
