"""What to watch: which signs are found, how they are ranked, what is kept and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kautilya.study import load, loads
from kautilya.study.stress import stress
from kautilya.study.stress.laboratory import StressLaboratory, Task
from kautilya.study.stress.record import Effect
from kautilya.study.study import Study
from kautilya.study.watch import Indicator, WatchList, make, watch
from kautilya.study.watch.observable import anchors_only, is_observable
from support.documents import ROOT
from support.reports import SEED, ferry
from support.wagers import WAGER, changed

FIRST = ROOT / "cases" / "first-steps"

NO_BLIGHT = "no_blight: {says: no blight, claim: blight < 0.5, stated: likely}\n  idle:"
TIPPED = (
    ("0.5 + 0.01 * (moon - 0.5)", "0.3"),
    ("idle:", NO_BLIGHT),
)


def signs(found: WatchList) -> list[tuple[str, str]]:
    """What to watch, and for what."""
    return [(indicator.name, indicator.sign) for indicator in found.indicators]


def one(found: WatchList, name: str, sign: str) -> Indicator:
    """The sign that has a name."""
    (indicator,) = [i for i in found.indicators if (i.name, i.sign) == (name, sign)]
    return indicator


def test_a_level_and_what_it_would_change() -> None:
    """The farm sows over 0.3 of rain, which is 0.5 today; it rains where there is over 0.25."""
    found = watch(changed(*TIPPED), worlds=200, seed=SEED)
    rain = one(found, "rain", "below")
    levels = {c.name: c.level for c in rain.consequences}
    for name in ("best(farm.field)", "foresees(farm.field)"):
        assert levels[name] == pytest.approx(0.3, abs=1 / 64)
    assert levels["rains"] == pytest.approx(0.25, abs=1 / 64)
    assert rain.level == pytest.approx(0.3, abs=1 / 64)
    assert rain.distance == pytest.approx(0.2, abs=1 / 64)
    choice = next(c for c in rain.consequences if c.name == "best(farm.field)")
    assert (choice.before, choice.after) == ("sow", "fallow")
    assert choice.shares[1] == 1.0
    assert (choice.actors, choice.owner) == (("farm",), "the farm")
    assert rain.sources == ("almanac#1",)
    assert rain.end == 0.0


def test_a_fact_that_turns_out_so() -> None:
    found = watch(changed(*TIPPED, ("roughly even", "unlikely")), worlds=200, seed=SEED)
    blight = one(found, "blight", "so")
    (consequence,) = [c for c in blight.consequences if c.name == "no_blight"]
    assert (consequence.before, consequence.after) == ("passes", "fails")
    assert consequence.level == pytest.approx(0.45, abs=0.01)
    assert consequence.shares == (pytest.approx(0.675, abs=0.1), 0.0)
    assert (blight.level, blight.end, blight.observable) == (None, None, True)
    assert blight.today == pytest.approx(0.325)  # ICD 203: unlikely is 20 to 45 of a hundred.


def test_mechanisms_out_of_force_and_in_force() -> None:
    found = watch(ferry(), worlds=200, seed=SEED)
    assert ("commuters", "in force") in signs(found)
    sown = changed(
        ("chance: roughly even, source: almanac#2, status: judged}", "value: 0, status: judged}"),
        ("status: stated}\n  blight_eats", "status: stated, chance: very likely}\n  blight_eats"),
        ("range: [0, 1], off: 0", "range: [0.6, 1], off: 0"),
    )
    out = one(watch(sown, worlds=200, seed=SEED), "rain_grows", "not in force")
    assert [(c.name, c.before, c.after) for c in out.consequences] == [("grows", "passes", "fails")]
    assert out.level is None
    assert 0.0 < out.distance < 1.0


def test_stocks_part_the_worlds() -> None:
    """The line leaves where there are few visitors: their level tells, and so does the silt's."""
    found = watch(load(FIRST), worlds=400, seed=SEED)
    stocks = [indicator for indicator in found.indicators if indicator.kind == "stock"]
    assert stocks
    for stock in stocks:
        assert stock.months == 12
        assert stock.span[0] <= stock.today <= stock.span[1]
        for consequence in stock.consequences:
            assert consequence.level is not None
            assert (consequence.level > stock.today) == (stock.sign == "above") or (
                consequence.level == pytest.approx(stock.today)
            )


def test_what_can_be_observed_stands_before_what_has_to_be_judged() -> None:
    found = watch(load(FIRST), worlds=200, seed=SEED)
    ranks = [(not i.observable, i.kind == "stock", -len(i.firm)) for i in found.indicators]
    assert ranks == sorted(ranks)
    for indicator in found.indicators:
        keys = [(c.at_edge, c.distance) for c in indicator.consequences]
        assert keys == sorted(keys)
        assert indicator.line > 0
        assert all(c.line > 0 for c in indicator.consequences)


@pytest.mark.parametrize(
    ("kind", "status", "unit", "is_chance", "seen"),
    [
        ("premise", "judged", "", False, False),
        ("premise", "judged", "share", False, False),
        ("premise", "judged", "1/month", False, False),
        ("premise", "judged", "kt/month", False, True),
        ("premise", "judged", "", True, True),
        ("premise", "data", "", False, True),
        ("premise", "stated", "share", False, True),
        ("stock", "", "", False, True),
        ("mechanism", "stated", "", True, True),
        ("mechanism", "judged", "", True, False),
        ("belief", "data", "kt", False, False),
    ],
)
def test_what_can_be_seen(kind: str, status: str, unit: str, is_chance: bool, seen: bool) -> None:
    assert is_observable(kind, status, unit, is_chance=is_chance) is seen


def test_what_only_anchors_read_cannot_be_seen() -> None:
    study = changed(
        ("  moon: {", "  best: {says: a bumper crop, range: [1, 3], status: judged}\n  moon: {"),
        ("anchors: [0, 1], source: almanac#3}\n  mill", "anchors: [0, best]}\n  mill"),
    )
    assert anchors_only(study.case) == {"best"}
    assert "best" not in {name for name, _ in signs(watch(study, worlds=60, seed=SEED))}


def test_what_stands_at_an_edge_is_named_and_not_tried() -> None:
    """Very likely is over 80 of a hundred by ICD 203, and about 79 of a hundred hold it."""
    edge = ("claim: rain > 0.25, stated: likely", "claim: rain > 0.21, stated: very likely")
    found = watch(changed(*TIPPED, edge), worlds=200, seed=SEED)
    assert found.at_edge == ("rains", "grows")
    tried = {c.name for i in found.indicators if i.kind != "stock" for c in i.consequences}
    assert "rains" not in tried
    assert not any(c.at_edge for i in found.indicators for c in i.firm)


def test_in_a_scenario_today_is_what_it_sets() -> None:
    found = watch(changed(*TIPPED), worlds=100, seed=SEED, scenario="drought")
    assert found.subject.scenario == "drought"
    above = one(found, "rain", "above")
    assert {c.name: c.before for c in above.consequences}["best(farm.field)"] == "fallow"
    assert all(c.scenario == "drought" for c in above.consequences)


def test_the_choice_is_told_as_authored() -> None:
    found = watch(changed(*TIPPED), worlds=100, seed=SEED)
    assert [choice.name for choice in found.choices] == ["best(farm.field)", "foresees(farm.field)"]
    for choice in found.choices:
        assert sum(choice.shares.values()) == pytest.approx(1.0)
    assert found.propositions == 5
    assert found.tried["premise"] == 3
    assert found.tried["mechanism"] == 1


def test_without_a_focal_choice_verdicts_alone_are_watched() -> None:
    found = watch(loads(WAGER.replace("focal: farm.field\n", "")), worlds=60, seed=SEED)
    assert found.choices == ()
    assert found.propositions == 4


def test_a_case_that_asks_nothing_is_empty() -> None:
    text = WAGER.replace("focal: farm.field\n", "")
    found = watch(loads(text[: text.index("propositions:")]), worlds=60, seed=SEED)
    assert (found.choices, found.propositions, found.indicators) == ((), 0, ())


def test_a_test_of_irrelevance_that_turns_either_way() -> None:
    """Today's level is tried once for both ways, also where a question turns on both."""
    study = changed(
        ("rain if farm.field is sow", "4 * rain * (1 - rain) * moon if farm.field is sow"),
    )
    found = watch(study, worlds=200, seed=SEED)
    turning = [i.sign for i in found.indicators if "idle" in {c.name for c in i.consequences}]
    assert sorted(turning) == ["above", "below"]


# -- what is kept ---------------------------------------------------------------------------------


def counted(study: Study, home: Path | None) -> tuple[WatchList, int]:
    """A watch-list, and how many answers it took that were not known."""
    ran = 0
    plain = StressLaboratory.effects

    def effects(self: StressLaboratory, task: Task) -> list[Effect]:
        nonlocal ran
        ran += len(task.trials)
        return plain(self, task)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(StressLaboratory, "effects", effects)
        found = watch(study, worlds=60, seed=SEED, home=home, threads=1)
    return found, ran


def test_what_was_tried_is_kept_and_found_again(tmp_path: Path) -> None:
    fresh, ran = counted(changed(*TIPPED), None)
    first, tried = counted(changed(*TIPPED), tmp_path)
    again, anew = counted(changed(*TIPPED), tmp_path)
    assert ran >= tried > 0
    assert anew == 0
    assert fresh == first == again


def test_an_edit_costs_what_it_touches(tmp_path: Path) -> None:
    _, all_of_it = counted(changed(*TIPPED), tmp_path)
    reworded = changed(*TIPPED, ("says: rain in spring", "says: spring rain"))
    assert counted(reworded, tmp_path)[1] == 0
    edited = changed(*TIPPED, ("adds: 0.25", "adds: 0.3"))
    assert counted(edited, tmp_path)[1] < all_of_it


def test_what_a_stress_test_tried_is_not_tried_again(tmp_path: Path) -> None:
    stress(changed(*TIPPED), worlds=60, seed=SEED, home=tmp_path)
    _, alone = counted(changed(*TIPPED), None)
    found, beside = counted(changed(*TIPPED), tmp_path)
    assert beside < alone
    assert found == counted(changed(*TIPPED), None)[0]


def test_another_yardstick_is_another_question(tmp_path: Path) -> None:
    study = changed(*TIPPED, ("stated: roughly even", "stated: likely"))
    counted(study, tmp_path)
    found = watch(study, worlds=60, seed=SEED, yardstick="PHIA", home=tmp_path)
    assert found == watch(study, worlds=60, seed=SEED, yardstick="PHIA")


def test_what_was_stopped_is_told_and_goes_on(tmp_path: Path) -> None:
    def stopping(done: int, total: int) -> None:
        if done >= total // 3:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(make._Bar, "finish", lambda self: None)
        found = watch(
            changed(*TIPPED), worlds=60, seed=SEED, home=tmp_path, threads=1, progress=stopping
        )
    assert not found.whole
    whole, rest = counted(changed(*TIPPED), tmp_path)
    assert whole.whole
    assert whole == watch(changed(*TIPPED), worlds=60, seed=SEED)
    assert rest < counted(changed(*TIPPED), None)[1]
