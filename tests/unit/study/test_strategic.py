"""The strategic picture: what it counts, and that it counts the same however it is cut."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from kautilya.findings import Bench
from kautilya.payoffs import Block, Setting
from kautilya.report.strategic.data import strategic_schema, strategic_to_json
from kautilya.solve import pure_nash
from kautilya.solve.stability.picture import stabilities
from kautilya.study import Study, load, loads, strategic
from kautilya.study.pipeline import evaluator_of
from kautilya.study.strategic import CONCEPTS, Strategic, choices, fold
from kautilya.study.strategic.ask import NoAnswer
from kautilya.study.strategic.dynamic import DeepJudge, over_worlds, states_around
from kautilya.study.strategic.names import StateUnknown
from kautilya.study.strategic.stage import Stage, conflicts, stage_of
from kautilya.study.strategic.today import best_responses
from kautilya.study.strategic.turns import PointJudge, changes_of
from support.reports import FERRY, ferry_text

HERE = Path(__file__).resolve().parents[2]
CONFORMANCE = HERE / "conformance"
FIRST = HERE.parent / "cases" / "first-steps"
WORLDS, SEED = 90, 11
ALL = ("nash", "smr", "seq", "gmr")


@lru_cache(maxsize=8)
def study(name: str) -> Study:
    """A small case."""
    known = {"ferry": FERRY, "first-steps": FIRST}
    return load(known.get(name, CONFORMANCE / f"{name}.yaml"))


def stage(name: str, scenario: str | None = None) -> Stage:
    """A small case, ready to be solved."""
    checked = study(name).checked
    assert checked.case is not None
    return stage_of(checked, evaluator_of(checked, checked.case, SEED), scenario)


def solved(name: str, **asked: object) -> Strategic:
    """The picture of a small case with every state."""
    words = {"worlds": WORLDS, "seed": SEED, "everything": True, "turns": False, **asked}
    return study(name).solve(**words)


# -- shares of worlds -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "scenario"),
    [
        ("ferry", None),
        ("first-steps", None),
        ("first-steps", "wet_years"),
        ("orchard-pact", "feud"),
    ],
)
def test_nash_shares_are_those_of_pure_equilibria(name: str, scenario: str | None) -> None:
    found = stage(name, scenario)
    block = Block(0, WORLDS)
    bench = Bench(found.evaluator, found.setting, block)
    payoffs = bench.grid_payoffs(None, found.case.horizon, found.held)
    pure = pure_nash(found.space, payoffs, found.held, found.case.epsilon)
    picture = solved(name, scenario=scenario)
    assert len(picture.rows) == picture.subject.states
    for row in picture.rows:
        profile = found.form.grid.profile(row.state)
        place = tuple(0 if pure.shape[n] == 1 else option for n, option in enumerate(profile))
        assert row.equilibrium["nash"] == pytest.approx(pure[place].mean())


def test_shares_are_counts_of_the_stabilities_of_each_world() -> None:
    found = stage("ferry")
    ((_, _, conflict),) = conflicts(found, WORLDS, WORLDS)
    verdicts = stabilities(conflict, ALL)
    picture = solved("ferry")
    for row in picture.rows:
        for concept in ALL:
            rests = verdicts.equilibria(concept)[row.state]
            assert row.equilibrium[concept] == pytest.approx(rests.mean())
            for actor in conflict.actors:
                held = verdicts.stable(concept, actor)[row.state].mean()
                assert row.stable[concept][actor] == pytest.approx(held)


def test_concepts_imply_one_another() -> None:
    for row in solved("ferry", concepts=CONCEPTS).rows:
        for rows in zip(*(row.stable[c].values() for c in CONCEPTS), strict=True):
            nash, smr, seq, gmr, sim = rows
            assert nash <= min(smr, seq, sim)
            assert max(smr, seq) <= gmr


def test_margins_are_quantiles_over_worlds() -> None:
    found = stage("ferry")
    ((_, _, conflict),) = conflicts(found, WORLDS, WORLDS)
    margins = stabilities(conflict, ("nash",)).margins["nash"]
    for leading in solved("ferry").over.leading:
        for stance in leading.stances:
            low, median, high = np.quantile(margins[stance.actor][leading.state], (0.05, 0.5, 0.95))
            spread = stance.margins["nash"]
            assert (spread.low, spread.median, spread.high) == pytest.approx((low, median, high))


@pytest.mark.slow
@pytest.mark.parametrize("lanes", [4, 60, 10_000])
def test_the_picture_does_not_depend_on_how_worlds_are_cut(
    lanes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = strategic_to_json(solved("ferry", turns=True))
    monkeypatch.setattr("kautilya.study.strategic.stage.LANES", lanes)
    assert strategic_to_json(solved("ferry", turns=True)) == whole


def test_a_state_that_comes_up_late_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = solved("ferry")
    monkeypatch.setattr(fold, "FOLLOWED", 0)
    monkeypatch.setattr("kautilya.study.strategic.stage.LANES", 40)
    assert solved("ferry").over == whole.over


def test_margins_are_measured_on_the_first_worlds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kautilya.study.strategic.fold.MARGIN_WORLDS", 25)
    monkeypatch.setattr("kautilya.study.strategic.dynamic.MARGIN_WORLDS", 25)
    monkeypatch.setattr("kautilya.study.strategic.stage.LANES", 40)
    cut = solved("ferry")
    assert cut.over.margin_worlds == 25
    few = solved("ferry", worlds=25)
    assert [s.margins for lead in cut.over.leading[:1] for s in lead.stances] == [
        s.margins for lead in few.over.leading[:1] for s in lead.stances
    ]


def test_numbers_of_equilibria_are_shares_of_all_worlds() -> None:
    over = solved("ferry").over
    for counts in over.numbers.values():
        assert sum(counts.values()) == pytest.approx(1.0)


def test_a_world_can_be_looked_at_by_itself() -> None:
    one = solved("first-steps", world=4, states=("today",))
    assert one.subject.at == "world 4"
    alone = stage("first-steps")
    ((_, _, conflict),) = conflicts(alone, 5, 5)
    verdicts = stabilities(conflict, ALL)
    for witness in one.witnesses:
        found = verdicts.stable(witness.concept, witness.actor)[witness.state, 4]
        assert witness.stable == bool(found)
    # What is counted over worlds stays as it is.
    assert one.rows == solved("first-steps").rows


# -- what it turns on -----------------------------------------------------------------------------


def test_what_it_turns_on_is_the_difference_between_two_runs() -> None:
    picture = solved("first-steps", turns=True)
    found = stage("first-steps")
    asked = 0
    for leading in picture.over.leading:
        for stance in leading.stances:
            for turn in stance.turns_on:
                one, other = (
                    (Setting(pinned=((turn.name, end),)) for end in turn.ends)
                    if turn.ends is not None
                    else (Setting(), Setting(removed=frozenset({turn.name})))
                )
                for setting, share in ((one, turn.first), (other, turn.second)):
                    template = found.template()
                    block = Block(0, WORLDS)
                    values = found.values(found.payoffs(block, setting), WORLDS)
                    known = {actor: values[actor] for actor in template.actors}
                    verdicts = stabilities(replace(template, values=known), ("nash",))
                    held = verdicts.stable("nash", stance.actor)[leading.state]
                    assert share == pytest.approx(held.mean())
                asked += 1
                assert abs(turn.difference) > 2 * turn.error
    assert asked > 10


def test_single_states_and_whole_grids_give_the_same_changes() -> None:
    found = stage("ferry")
    over = over_worlds(found, ("nash",), "any", WORLDS, 500, [], None)
    asked = [(state, actor) for state in over.leads for actor in over.conflict.actors]
    around = {pair: states_around(found, over.conflict, *pair) for pair in asked}
    block = Block(0, WORLDS)
    case = found.case
    quick = PointJudge(found.evaluator, block, case.horizon, case.epsilon, around, found.plain)
    deep = DeepJudge(found, over.conflict, "nash", "any", WORLDS, 40)
    for change in changes_of(case, found.names, found.setting):
        for setting in change.settings(found.setting):
            one, other = quick(setting, asked), deep(setting, asked)
            for pair in asked:
                assert np.array_equal(one[pair], other[pair]), (change, pair)


def test_changes_are_tried_under_another_concept() -> None:
    over = solved("first-steps", turns=True, concepts=("seq",)).over
    assert (over.turn_concept, over.turn_worlds) == ("seq", WORLDS)
    assert any(stance.turns_on for lead in over.leading for stance in lead.stances)


def test_nothing_is_told_below_the_error() -> None:
    for leading in solved("ferry", turns=True).over.leading:
        for stance in leading.stances:
            names = [turn.name for turn in stance.turns_on]
            assert "tide" not in names  # it reaches nothing that anybody wants
            assert len(names) == len(set(names))


# -- states and moves -----------------------------------------------------------------------------


def shaped(more: str) -> Study:
    """The ferry with something said of its states."""
    return loads(ferry_text().replace("\npropositions:", f"\n{more}\npropositions:"), str(FERRY))


def test_what_cannot_be_is_no_state_and_no_game() -> None:
    picture = shaped('infeasible: ["11"]').solve(worlds=20, turns=False)
    assert picture.subject.states == 3
    assert picture.subject.profiles == 4
    assert picture.game is None
    assert picture.over.dominated == {}
    assert any("not every combination" in why for why in picture.left_out)


def test_what_cannot_be_taken_back_leaves_no_move() -> None:
    more = "irreversible: {town.bridge: [wait, build]}"
    picture = shaped(more).solve(worlds=20, everything=True, turns=False)
    rows = {row.state: row for row in picture.rows}
    assert rows[1].no_move == ("town",)
    assert rows[1].stable["nash"]["town"] == 1.0
    assert rows[0].no_move == ()


def test_a_name_is_told_and_found() -> None:
    picture = shaped('states: {bridge_and_ferry: "01"}').solve(
        worlds=20, turns=False, states=("bridge*",)
    )
    assert picture.labels[1].name == "bridge_and_ferry"
    assert {witness.state for witness in picture.witnesses} == {1}


def test_a_scenario_holds_decisions() -> None:
    whole, feud = solved("orchard-pact"), solved("orchard-pact", scenario="feud")
    assert feud.subject.states * 2 == whole.subject.states
    assert {row.state for row in feud.rows} == set(range(feud.subject.states))
    assert all(label.holds["south.press"] == "own" for label in feud.labels.values())
    assert feud.game is not None
    assert all("share" not in name.split(", ")[0] for name in feud.game.strategies["south"])


def test_agreements_are_joint_moves_from_today() -> None:
    picture = solved("orchard-pact")
    joint = {move.name: move for move in picture.from_today.joint if move.name}
    assert set(joint) == {"hives", "lending", "sharing", "big_barrels"}
    sharing = joint["sharing"]
    assert sharing.all_gain
    assert sharing.gains == {"north": pytest.approx(0.3), "south": pytest.approx(0.3)}
    assert picture.labels[sharing.state].holds["north.press"] == "share"
    assert not joint["lending"].all_gain
    groups = {move.parties for move in picture.from_today.joint if not move.name}
    assert ("north", "south") in groups


def test_an_agreement_may_open_the_way_to_an_equilibrium() -> None:
    picture = solved("orchard-pact")
    movers = {m for way in picture.from_today.ways for m, _ in way.improving or ()}
    assert "sharing" in movers
    assert "lending" not in movers  # it would cost one of its parties


PENNIES = """\
language: 1
case: pennies
actors: {odd: {}, even: {}}
decisions:
  odd.coin: {now: h, options: [h, t]}
  even.coin: {now: h, options: [h, t]}
payoffs: {odd: [[-1, 1], [1, -1]], even: [[1, -1], [-1, 1]]}
"""


def test_best_responses_may_go_round() -> None:
    path = loads(PENNIES).solve().from_today.path
    assert path.end is None
    assert path.steps == (("odd", 2), ("even", 3), ("odd", 1), ("even", 0))
    assert path.cycle == (2, 3, 1, 0)


def test_best_responses_of_many_worlds_end_where_nobody_gains() -> None:
    found = stage("ferry")
    over = over_worlds(found, ("nash",), "any", WORLDS, 500, [], None)
    path = best_responses(over.conflict, over.conflict.actors)
    assert path.end is not None
    here = over.conflict.today
    for actor, state in path.steps:
        values = over.conflict.values_in(actor)
        assert values[state] > values[here] + over.conflict.epsilon
        assert values[state] == values[over.conflict.moves.reach(actor, here)].max()
        here = state
    verdicts = stabilities(over.conflict, ("nash",))
    assert verdicts.equilibria("nash")[path.end, 0]


# -- choices at once ------------------------------------------------------------------------------


def test_choices_do_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = solved("ferry").over
    monkeypatch.setattr("kautilya.study.strategic.stage.LANES", 44)
    cut = solved("ferry").over
    assert cut.dominated == whole.dominated
    assert cut.erring == whole.erring
    for erring in whole.erring:
        assert erring.worlds == erring.found == WORLDS
        for shares in erring.choices.values():
            assert sum(shares.values()) == pytest.approx(1.0)


def test_the_search_ends_where_worlds_have_to_be_followed_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choices, "MOST_CAREFUL", -1)
    for erring in solved("ferry").over.erring:
        assert erring.worlds == choices.TRIED_WORLDS


def test_sharper_actors_err_less() -> None:
    picture = solved("ferry")
    dull, sharp = picture.over.erring
    assert dull.precision < sharp.precision
    for decision, shares in sharp.choices.items():
        assert max(shares.values()) >= max(dull.choices[decision].values())


# -- the record -----------------------------------------------------------------------------------


def test_what_there_is_not_is_refused() -> None:
    with pytest.raises(StateUnknown, match="did you mean 'today'"):
        solved("ferry", states=("todya",))
    with pytest.raises(LookupError, match="did you mean 'nash'"):
        solved("ferry", concepts=("nsh",))
    with pytest.raises(LookupError, match="rule"):
        solved("ferry", rule="twice")
    with pytest.raises(NoAnswer, match="give both"):
        solved("ferry", inverse="today")
    with pytest.raises(NoAnswer, match="one world"):
        loads(PENNIES).solve(world=0)


def test_equilibria_by_share() -> None:
    picture = solved("first-steps")
    assert picture.equilibria("nash", 0.5) == (2,)
    assert set(picture.equilibria("nash", 0.01)) >= {0, 2}
    assert "first-steps" in repr(picture)


def test_certificates_are_checked() -> None:
    picture = solved("first-steps", states=("1-",))
    assert picture.certificates.failed == ()
    assert picture.certificates.checked >= 2 * 2 * 4


def test_published_answers_of_many_worlds_are_not_compared() -> None:
    more = 'published: {stays: {concept: nash, equilibria: ["00"]}}'
    (answer,) = shaped(more).solve(worlds=10, turns=False).published
    assert answer.reproduced is None


def test_the_schema_describes_every_field() -> None:
    schema = strategic_schema()
    records = {
        name: entry
        for name, entry in vars(strategic).items()
        if isinstance(entry, type) and is_dataclass(entry) and entry is not Strategic
    }
    assert set(schema["$defs"]) == set(records)
    for name, record in records.items():
        found = schema["$defs"][name]
        names = [field.name for field in fields(record)]
        assert list(found["properties"]) == found["required"] == names, name
        assert all("description" in entry for entry in found["properties"].values()), name
    top = {"schema", "version", "states"} | {f.name for f in fields(Strategic)} - {"labels"}
    assert set(schema["properties"]) == set(schema["required"]) == top
