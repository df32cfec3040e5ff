"""The textbook cases: each is what its record says, and gives what print says or a known other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from kautilya.case import Case
from kautilya.case.conflict import Answer, ConflictForm, conflict_form
from kautilya.payoffs import NormalForm, normal_form
from kautilya.solve.certificate import check_answer
from kautilya.solve.mixed_many import mixed_many
from kautilya.solve.mixed_nash import mixed_nash
from kautilya.solve.mixed_records import MixedAnswer
from kautilya.solve.stability.certificate import check_witness
from kautilya.solve.stability.coalition import COALITION_CONCEPTS, coalition_stabilities
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.inverse import inverse
from kautilya.solve.stability.listed_moves import ListedMoves
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.picture import Stabilities, stabilities
from kautilya.solve.stability.records import CONCEPTS, GRAPH_CONCEPTS, Concept
from kautilya.solve.stability.witness import witness
from kautilya.study import check_file
from kautilya.study.conflict import conflict_of
from laws.stability_oracle import Words
from support.conflicts import Options, Recorded, load, recorded

BOOK = Path(__file__).resolve().parents[2] / "cases" / "textbook"
CASES = sorted(path.stem for path in BOOK.glob("*.yaml"))
RECORDS = {
    "chicken": "chicken",
    "cuban_missile_crisis": "cuban_missile_crisis",
    "elmira": "elmira_9_states",
    "interleaved_sanctions": "synthetic_gmr_interleaved",
    "prisoners_dilemma": "prisoners_dilemma",
    "stag_hunt": "stag_hunt",
    "syria_iraq_1975": "syria_iraq_1975",
    "syria_iraq_misperception": "syria_iraq_misperception",
}
"""Conflicts with a record of states, moves, ranks and answers."""
GAMES = {
    "battle_of_the_sexes": "nfg_nau_sec3",
    "coordination": "nfg_coordination_4x4",
    "nau_three_players": "nfg_nau_sec4",
    "shapley_figure_2": "nfg_shapley_fig2",
    "shapley_figure_3": "nfg_shapley_fig3",
    "von_stengel_75": "nfg_vonstengel_6x6_75",
}
"""Games with a record of payoffs and numbers of equilibria."""
RANKED = sorted(set(CASES) - set(GAMES))
"""Conflicts: the cases that rank their states."""
FURTHER = sorted(set(RANKED) - set(RECORDS))
"""Conflicts that nothing but print, or its contradiction, is known of."""
DIFFERENT = {
    # Print overlooks that an invasion for good also takes the way from s12 to s0 away.
    ("korea_2017_irreversible", "credible", "seq"): ["s0", "s5", "s10", "s12"],
    # The program lets one opponent make one move in an answer.
    ("garrison_1976", "feared", "gmr"): [
        f"s{number}" for number in (2, 3, 4, 6, 8, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22)
    ],
    ("garrison_1976", "feared", "smr"): [
        f"s{number}" for number in (2, 3, 4, 6, 8, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22)
    ],
}
"""Where print is contradicted, and what is found instead: (case, answer, concept) to states."""
PRINTED: dict[Concept, str] = {
    "nash": "Nash",
    "gmr": "GMR",
    "smr": "SMR",
    "seq": "SEQ",
    "sim": "SIM",
}


@dataclass(frozen=True)
class Known:
    """A case, resolved and solved."""

    case: Case
    form: ConflictForm
    conflict: Conflict
    found: Stabilities

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Concepts that are defined here: SIM needs options."""
        return tuple(self.found.margins)

    def labels(self, concept: str) -> list[str]:
        """The equilibria under a concept, by name, in the order of the file."""
        if concept == "coalition_nash":
            everywhere = coalition_stabilities(self.conflict, ["nash"]).equilibria("nash")
        else:
            everywhere = self.found.equilibria(cast(Concept, concept))
        found = {self.conflict.label(int(state)) for state in np.flatnonzero(everywhere[:, 0])}
        order = tuple(self.case.states) or self.form.grid.labels
        assert found <= {*order}
        return [state for state in order if state in found]


@cache
def known(name: str) -> Known:
    file = BOOK / f"{name}.yaml"
    case = check_file(file).case
    assert case is not None
    form = conflict_form(case, file)
    conflict = conflict_of(form)
    concepts = GRAPH_CONCEPTS if isinstance(conflict.moves, ListedMoves) else CONCEPTS
    return Known(case, form, conflict, stabilities(conflict, concepts))


@cache
def game_of(name: str) -> NormalForm:
    form = known(name).form
    assert form.space is not None
    return normal_form(form.space, form.payoffs)


@cache
def solved(name: str) -> MixedAnswer:
    game = game_of(name)
    return mixed_nash(game) if len(game.actors) == 2 else mixed_many(game)


def told(name: str) -> tuple[Recorded, list[str], list[int]]:
    """The record; its actors' names in the case; the case's number of each of its states."""
    record, mine = load(RECORDS[name]), known(name)
    options = "options" in record and not mine.form.grid.merged
    numbers = [
        mine.form.grid.state_of(state) if options else mine.form.grid.named[f"s{number}"]
        for number, state in enumerate(record["states"], start=1)
    ]
    assert None not in numbers
    assert sorted(number for number in numbers if number is not None) == list(range(len(numbers)))
    return recorded(record, Options), list(mine.case.actors), [n for n in numbers if n is not None]


# ------------------------------------------------------------------------------------- the files


def test_every_record_has_a_case() -> None:
    assert {*RECORDS, *GAMES} <= {*CASES}
    assert len(FURTHER) >= 3


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_read_without_error_or_advice(name: str) -> None:
    assert check_file(BOOK / f"{name}.yaml", advice=True).diagnostics == ()


@pytest.mark.parametrize("name", CASES)
def test_each_case_tells_a_newcomer_what_it_is(name: str) -> None:
    case = known(name).case
    assert case.case == name
    assert case.title
    assert case.question.endswith("?")
    assert all(actor.name for actor in case.actors.values())
    if name in RANKED and name != "interleaved_sanctions":
        assert case.sources
        options = [o for decision in case.decisions.values() for o in decision.options.values()]
        assert all(option.says for option in options)
    assert all(answer.status and answer.says and answer.source for answer in published(name))


# ----------------------------------------------------------------- conflicts that a record tells


@pytest.mark.parametrize("name", RECORDS)
def test_moves_and_ranks_are_those_of_the_record(name: str) -> None:
    record, actors, numbers = told(name)
    mine = known(name).conflict
    assert list(mine.actors) == actors
    assert mine.states == record.conflict.states
    ours = {there: here for there, here in zip(record.states, numbers, strict=True)}
    for actor, other in zip(actors, record.conflict.actors, strict=True):
        for state, here in ours.items():
            reached = sorted(
                ours[end] for end in record.conflict.moves.reach(other, state).tolist()
            )
            assert mine.moves.reach(actor, here).tolist() == reached
        ranks = known(name).form.ranks[actor]
        assert [int(ranks[here]) for here in numbers] == record.record["rank"][other]


@pytest.mark.parametrize("name", RECORDS)
def test_each_state_is_as_stable_for_each_actor_as_the_record_says(name: str) -> None:
    record, actors, numbers = told(name)
    mine = known(name)
    for actor, states in zip(actors, record.record["expected"]["stability"].values(), strict=True):
        for number, concepts in states.items():
            here = numbers[int(number) - 1]
            stable = [PRINTED[c] for c in mine.concepts if mine.found.stable(c, actor)[here, 0]]
            assert stable == concepts, (actor, number)


@pytest.mark.parametrize("name", RECORDS)
def test_equilibria_are_those_of_the_record(name: str) -> None:
    record, _, numbers = told(name)
    mine, expected = known(name), record.record["expected"]
    assert set(expected["equilibria"]) == {PRINTED[concept] for concept in mine.concepts}
    for concept in mine.concepts:
        found = mine.found.equilibria(concept)[:, 0]
        assert [n for n, here in enumerate(numbers, 1) if found[here]] == expected["equilibria"][
            PRINTED[concept]
        ]


@pytest.mark.parametrize("name", RECORDS)
def test_coalitions_do_what_the_record_says(name: str) -> None:
    record, actors, numbers = told(name)
    expected = record.record["expected"]
    names = dict(zip(record.conflict.actors, actors, strict=True))
    found = coalition_stabilities(known(name).conflict)

    def listed(stable: Any) -> list[int]:
        return [number for number, here in enumerate(numbers, start=1) if stable[here, 0]]

    assert listed(found.equilibria("nash")) == expected["coalition_nash"]
    for pair, by_concept in expected.get("coalition_stability", {}).items():
        coalition = [names[member] for member in pair.split("+")]
        assert set(by_concept) == {PRINTED[concept] for concept in COALITION_CONCEPTS}
        for concept in COALITION_CONCEPTS:
            stable = found.stable(concept, coalition)
            assert listed(stable) == by_concept[PRINTED[concept]], (pair, concept)


def test_a_merged_state_of_elmira_has_no_way_out() -> None:
    """Four combinations of options are one state; the graph is the nine-state one of print."""
    mine = known("elmira")
    gone = mine.form.grid.named["s9"]
    assert len(mine.form.grid.profiles(gone)) == 4
    assert mine.form.count == 9
    assert not any(mine.conflict.moves.has_move(actor)[gone] for actor in mine.conflict.actors)


def test_rankings_of_syria_that_make_it_release_water() -> None:
    """Print says 240 and 420: the first is right, of the second its own condition leaves 384."""
    mine = known("syria_iraq_1975")
    expected = load(RECORDS["syria_iraq_1975"])["expected"]["inverse_state_2_vary_syria"]
    named = mine.form.grid.named
    for concept in GRAPH_CONCEPTS:
        found = inverse(mine.conflict, "syria", named["release"], concept)
        assert (found.favourable, found.rankings) == (expected[PRINTED[concept]], expected["of"])
    assert inverse(mine.conflict, "syria", named["release"], "seq").condition == (
        "(release above standoff or release above attack) and "
        "(release above escalation or release above war)"
    )


def test_the_condition_in_print_holds_for_384_rankings() -> None:
    states = known("syria_iraq_1975").form.grid.labels
    rankings = [dict(zip(states, ranks, strict=True)) for ranks in permutations(range(6))]
    holds = [
        r
        for r in rankings
        if (r["release"] < r["standoff"] or r["release"] < r["attack"])
        and (r["release"] < r["escalation"] or r["release"] < r["war"])
    ]
    assert (len(rankings), len(holds)) == (720, 384)


# ----------------------------------------------------------------------------- games of a record


@pytest.mark.parametrize("name", GAMES)
def test_payoffs_are_those_of_the_record(name: str) -> None:
    record = load(GAMES[name])
    game = game_of(name)
    assert list(game.shape) == record["shape"]
    for array, entries in zip(game.payoffs, record["payoffs_C_order_per_player"], strict=True):
        assert [str(entry) for entry in array.ravel()] == entries


@pytest.mark.parametrize("name", GAMES)
def test_all_equilibria_are_found_and_checked(name: str) -> None:
    expected = load(GAMES[name])["expected"]
    game, answer = game_of(name), solved(name)
    assert check_answer(game, answer) == []
    pure = [[s[0] for s in one.support] for one in answer.equilibria if one.is_pure]
    assert sorted(pure) == expected["pure_equilibria_bruteforce"]
    assert answer.complete == ("all" if len(game.actors) == 2 else "unknown")
    number = expected["n_equilibria_published_or_test_suite"]
    assert number in (None, len(answer.equilibria))


@pytest.mark.parametrize("name", GAMES)
def test_pure_equilibria_are_the_states_that_nash_leaves(name: str) -> None:
    mine = known(name)
    nash = np.flatnonzero(mine.found.equilibria("nash")[:, 0]).tolist()
    profiles = [list(mine.form.grid.profile(state)) for state in nash]
    assert profiles == load(GAMES[name])["expected"]["pure_equilibria_bruteforce"]


def test_shapleys_games_have_three_equilibria_each() -> None:
    assert [len(solved(f"shapley_figure_{n}").equilibria) for n in (2, 3)] == [3, 3]


def test_the_single_equilibrium_of_three_players() -> None:
    """Its chances are no fractions; that there is one only is from print."""
    (one,) = solved("nau_three_players").equilibria
    assert not one.exact
    assert all(len(support) == 2 for support in one.support)


# ------------------------------------------------------------------------ print, and what differs


def published(name: str) -> tuple[Answer, ...]:
    return known(name).form.published


def of_print(name: str, answer: str) -> Answer:
    (entry,) = (each for each in published(name) if each.name == answer)
    return entry


@pytest.mark.parametrize("name", CASES)
def test_print_is_reproduced_or_known_to_differ(name: str) -> None:
    mine = known(name)
    for answer in published(name):
        for concept in answer.concepts:
            if concept == "mixed":
                assert len(solved(name).equilibria) == answer.number
                continue
            assert answer.states is not None
            printed = [mine.conflict.label(state) for state in answer.states]
            different = DIFFERENT.get((name, answer.name, concept))
            assert (answer.status == "disputed") == (different is not None)
            assert sorted(mine.labels(concept)) == sorted(different or printed), answer.name
            assert different is None or sorted(different) != sorted(printed)


def test_each_known_difference_is_of_an_answer_in_print() -> None:
    for name, answer, concept in DIFFERENT:
        assert concept in of_print(name, answer).concepts


def test_one_move_in_an_answer_explains_what_the_program_stores() -> None:
    mine = known("garrison_1976")
    single = stabilities(mine.conflict, rule="single")
    entry = of_print("garrison_1976", "feared")
    assert entry.concepts == ("gmr", "smr")
    for concept in ("gmr", "smr"):
        states = np.flatnonzero(single.equilibria(concept)[:, 0])
        assert tuple(states.tolist()) == entry.states


def test_conventional_war_in_korea_rests_on_simultaneous_sanctions_alone() -> None:
    mine = known("korea_2017")
    war = mine.form.grid.named["s4"]
    for actor in mine.conflict.actors:
        assert not mine.found.stable("seq", actor)[war, 0]
        (answer,) = witness(mine.conflict, "sim", actor, war).answers
        assert mine.conflict.label(answer.sanction) == "s1"


def test_an_invasion_for_good_takes_two_ways_back_not_one() -> None:
    free, bound = known("korea_2017"), known("korea_2017_irreversible")
    lost = {
        (free.conflict.label(start), free.conflict.label(int(end)))
        for start in range(free.conflict.states)
        for end in {*free.conflict.moves.reach("nk", start)}
        - {*bound.conflict.moves.reach("nk", start)}
        if free.form.ranks["nk"][end] < free.form.ranks["nk"][start]
    }
    assert lost >= {("s4", "s0"), ("s12", "s0")}


def in_short(name: str) -> str:
    """What a run gives, as the table of README.md has it."""
    if name in GAMES:
        equilibria = solved(name).equilibria
        return f"{sum(one.is_pure for one in equilibria)} pure, {len(equilibria)} in all"
    mine = known(name)
    by_states: dict[tuple[str, ...], list[str]] = {}
    for concept in mine.concepts:
        by_states.setdefault(tuple(mine.labels(concept)), []).append(PRINTED[concept])
    by_states.setdefault(tuple(mine.labels("coalition_nash")), []).append("coalitions")
    parts = (
        f"{', '.join(concepts)}: {', '.join(states) or 'none'}"
        for states, concepts in by_states.items()
    )
    return "; ".join(parts)


def test_the_table_of_the_readme_has_what_a_run_gives() -> None:
    rows = {}
    for line in (BOOK / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 5 and cells[0].strip("`") in CASES:
            rows[cells[0].strip("`")] = cells
    assert sorted(rows) == CASES
    for name, cells in rows.items():
        assert cells[3] == in_short(name)
        disputed = any(answer.status == "disputed" for answer in published(name))
        assert (cells[4] != "") >= disputed, name


# ------------------------------------------------------------------------- definitions and proofs


@pytest.mark.parametrize("name", RANKED)
def test_the_words_of_the_definitions_say_the_same(name: str) -> None:
    mine = known(name)
    words = Words(mine.conflict)
    for concept in mine.concepts:
        for actor in mine.conflict.actors:
            stable = mine.found.stable(concept, actor)[:, 0]
            for state in range(mine.conflict.states):
                assert words.stable(concept, actor, state) == stable[state], (concept, actor, state)


@pytest.mark.parametrize("name", RANKED)
def test_each_verdict_has_a_witness_that_holds(name: str) -> None:
    mine = known(name)
    for concept in mine.concepts:
        for actor in mine.conflict.actors:
            stable = mine.found.stable(concept, actor)[:, 0]
            for state in range(mine.conflict.states):
                why = witness(mine.conflict, concept, actor, state)
                assert why.stable == stable[state]
                assert check_witness(mine.conflict, why) == []


# ------------------------------------------------------------------------------ two by two, ranked

CELLS = tuple(product((0, 1), repeat=2))
Ranks = tuple[int, ...]


def renamed(first: Ranks, second: Ranks) -> tuple[tuple[int, int], ...]:
    """The same game whatever rows, columns and actors are called: the first of all its forms."""
    games = []
    for rows, columns, swap in product((0, 1), repeat=3):
        one, two = (second, first) if swap else (first, second)
        cells = [(c ^ rows, r ^ columns) if swap else (r ^ rows, c ^ columns) for r, c in CELLS]
        games.append(tuple((one[CELLS.index(cell)], two[CELLS.index(cell)]) for cell in cells))
    return min(games)


def test_cooperation_that_is_no_nash_equilibrium_in_19_of_57_games_of_conflict() -> None:
    """Brams and Ismail (2019) say so; of the 19, each is stable by GMR and by SMR."""
    orders = list(permutations((1, 2, 3, 4)))
    games = sorted({renamed(first, second) for first, second in product(orders, repeat=2)})
    assert len(games) == 78
    conflicts = [game for game in games if (1, 1) not in game]
    assert len(conflicts) == 57
    ranks = np.array(conflicts, dtype=np.float64)  # game, state, actor
    moves = OptionMoves((2, 2), ("a", "b"))
    found = stabilities(Conflict(moves, {"a": -ranks[:, :, 0].T, "b": -ranks[:, :, 1].T}))
    good = (ranks <= 2).all(axis=2).T
    unstable = (good & ~found.equilibria("nash")).any(axis=0)
    assert unstable.sum() == 19
    for concept in ("gmr", "smr"):
        assert (found.equilibria(concept) >= good)[:, unstable].all()
    credible = (good & found.equilibria("seq") & ~found.equilibria("nash")).any(axis=0)
    assert credible.sum() == 11
