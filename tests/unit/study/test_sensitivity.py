"""What moves an outcome of a case: against outcomes whose variance is known."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.report.paper import ASCII, UNICODE, Paper
from kautilya.report.sensitivity import sensitivity_lines, sensitivity_to_data
from kautilya.study import Study, UnknownName, loads
from kautilya.study.asking import Unanswerable
from kautilya.study.quantities import Kind
from kautilya.study.sensitivity import Sensitivity, sensitivity
from support.reports import ferry, plain

CASE = """\
language: 1
case: levy
horizon: 2
actors: {crown: {}, guild: {}}
premises:
  grain: {says: grain in store, range: [0, 1], status: data}
  salt: {range: [0, 1], status: data}
  wool: {range: [0, 1], status: data}
  war: {chance: roughly even, status: stated}
auxiliaries:
  take: {is: 2 * grain + salt}
  cost: {is: 0}
mechanisms:
  mercenaries: {to: cost, adds: 1, chance: roughly even, status: rival}
decisions:
  crown.seal: {now: wax, options: {wax: {}, lead: {persuades: {guild: {wool: [0, 2]}}}}}
  guild.door: {now: open, options: {open: {}, shut: {}}}
interests:
  crown:
    - {id: order, value: 1, anchors: [0, 1]}
    - {id: glory, value: 0, anchors: [0, 1]}
  guild: [{id: wool, value: wool, anchors: [0, 2]}]
beliefs: {guild: {wool: [0, 1], salt: 0.4}}
corr: [[grain, salt, 0.5]]
scenarios: {truce: {set: {war: 0}}}
propositions:
  rich: {claim: average(take) > 1.5, stated: likely}
  both: {claim: war == 1 and average(cost) > 0.5, stated: likely}
  peaceful: {claim: grain > 0.5, given: war == 0, stated: likely}
  unsaid: {untested: there is no record}
"""


@pytest.fixture(scope="module")
def levy() -> Study:
    return loads(CASE)


def effects(found: Sensitivity) -> dict[str, tuple[float, float | None]]:
    return {m.quantity.name: (m.effect.size, m.effect.alone) for m in found.moved}


def test_a_sum_of_premises_is_taken_apart_by_their_variances(levy: Study) -> None:
    found = sensitivity(levy, "average(take)", size=1024)
    assert effects(found) == {
        "grain": (pytest.approx(0.8, abs=0.02), pytest.approx(0.8, abs=0.02)),
        "salt": (pytest.approx(0.2, abs=0.02), pytest.approx(0.2, abs=0.02)),
    }
    assert found.analysis.mean == pytest.approx(1.5, abs=0.01)
    assert found.analysis.deviation == pytest.approx(np.sqrt(5 / 12), abs=0.01)
    assert found.tied == ("grain", "salt")
    assert not found.is_share


def test_chances_of_premises_and_mechanisms_count_alike(levy: Study) -> None:
    found = sensitivity(levy, "both", size=1024)
    # True in a quarter: 3/16 of variance, of which each explains 1/16 alone.
    for name in ("war", "mercenaries"):
        total, alone = effects(found)[name]
        assert alone == pytest.approx(1 / 3, abs=0.06)
        assert total == pytest.approx(2 / 3, abs=0.06)
    assert found.is_share
    assert found.proposition == "both"
    assert found.analysis.mean == pytest.approx(0.25, abs=0.02)


def test_weights_of_an_actor_are_one_input(levy: Study) -> None:
    found = sensitivity(levy, "payoff(crown)", size=256)
    (moved,) = (m for m in found.moved if m.effect.is_told)
    assert (moved.quantity.name, moved.quantity.kind) == ("crown", Kind.WEIGHTS)
    assert moved.effect.size == pytest.approx(1.0, abs=0.1)
    # Uniform on the ordered half of the simplex: the first weight lies between 1/2 and 1.
    assert found.analysis.mean == pytest.approx(0.75, abs=0.01)


def test_beliefs_are_inputs_and_so_are_those_that_an_option_gives(levy: Study) -> None:
    now = sensitivity(levy, "payoff(guild)", size=128)
    assert {m.quantity.name for m in now.moved if m.effect.is_told} == {"guild.believes.wool"}
    told = sensitivity(levy, "payoff(guild, crown.seal is lead)", size=128)
    (moved,) = (m for m in told.moved if m.effect.is_told)
    assert moved.once == "crown.seal.lead"
    assert told.analysis.mean == pytest.approx(0.5, abs=0.02)
    assert "once crown.seal.lead is chosen" in plain(sensitivity_lines(told, Paper()))


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_every_method_answers_in_words_and_as_data(levy: Study, method: str) -> None:
    found = sensitivity(levy, "rich", method=method, size=256)
    assert [m.quantity.name for m in found.moved[:2]] == ["grain", "salt"]
    for glyphs in (UNICODE, ASCII):
        text = plain(sensitivity_lines(found, Paper(100, glyphs)))
        assert text.index("grain") < text.index("salt")
        assert "line 6" in text
    assert text.isascii()
    data = sensitivity_to_data(found)
    assert data["method"] == method
    assert data["runs"] == found.analysis.runs
    assert data["effects"][0]["name"] == "grain"
    assert data["effects"][0]["says"] == "grain in store"


def test_the_share_is_that_of_the_test() -> None:
    study = ferry()
    share = study.test(["keeps"], worlds=2000, removals=False).findings[0].share
    found = sensitivity(study, "keeps", size=512)
    assert found.analysis.mean == pytest.approx(share, abs=0.04)


def test_runs_outside_the_antecedent_are_counted(levy: Study) -> None:
    found = sensitivity(levy, "peaceful", size=256)
    assert found.missing == pytest.approx(found.analysis.runs / 2, rel=0.1)
    assert "without an answer" in plain(sensitivity_lines(found, Paper()))


def test_in_a_scenario_what_it_sets_is_no_input(levy: Study) -> None:
    found = sensitivity(levy, "peaceful", size=64, scenario="truce")
    assert effects(found).keys() == {"grain"}
    assert found.missing == 0


def test_threads_do_not_change_it(levy: Study) -> None:
    one, three = (sensitivity(levy, "rich", size=256, threads=n) for n in (1, 3))
    assert one == three


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("unsaid", "'unsaid' is untested (there is no record): nothing can move it"),
        ("rch", "there is no proposition 'rch', and it is no premise; did you mean 'rich'?"),
        ("payoff(crwn)", "'crwn' is no declared actor; did you mean 'crown'?"),
        ("payof(crown)", "'payof' is no function of the case language; did you mean 'payoff'?"),
        ("take", "'take' varies with month and profile; write final(take)"),
        ("payoff(crown", "cannot be read"),
        ("best(guild.door)", "answers with an option"),
        ("payoff(crown.order)", "nothing that 'payoff(crown.order)' depends on is uncertain"),
        ("average(take) > 5", "is the same in all"),
        ("1 / (average(take) - average(take))", "has no finite value"),
        ("payoff(crown, crown.seal is gold)", "has no option 'gold'"),
    ],
)
def test_what_has_no_answer_is_refused_in_one_sentence(
    levy: Study, what: str, sentence: str
) -> None:
    with pytest.raises(Unanswerable) as refused:
        sensitivity(levy, what, size=64)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("method", "size"), [("sobol", 100), ("morris", 1), ("pawn", 20)])
def test_a_size_that_does_not_fit(levy: Study, method: str, size: int) -> None:
    with pytest.raises(Unanswerable, match="--size: "):
        sensitivity(levy, "rich", method=method, size=size)


def test_a_scenario_that_there_is_not(levy: Study) -> None:
    with pytest.raises(UnknownName, match="did you mean 'truce'"):
        sensitivity(levy, "rich", scenario="truc")
