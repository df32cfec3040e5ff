"""What a verdict rests on: removals compared world by world, and the standing that follows."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest

from kautilya.credence import Fit, fit_irrelevant, fit_of, hedge_of, passes, yardstick
from kautilya.findings import Finding
from kautilya.findings.finding import Removal, Standing, Tally
from kautilya.findings.standing import Sample, carriers, paired, ranked, standing_of
from kautilya.source import dump
from kautilya.study import loads

LIKELY = hedge_of("likely", yardstick("ICD 203"))


def likely(share: float) -> bool:
    return passes(fit_of(share, LIKELY))


def worlds(holds: int, fails: int, left_out: int = 0) -> Sample:
    """So many worlds where a claim holds, then where it fails, then without an answer."""
    value = np.array([1.0] * holds + [0.0] * (fails + left_out))
    return Sample(value, np.arange(value.size) < holds + fails)


def turned(sample: Sample, ups: int = 0, downs: int = 0) -> Sample:
    """The same worlds with some failures turned to holding, and the other way round."""
    value = sample.value.copy()
    value[np.flatnonzero((value == 0) & sample.counts)[:ups]] = 1.0
    value[np.flatnonzero(sample.value == 1)[:downs]] = 0.0
    return Sample(value, sample.counts)


# ------------------------------------------------------------------------------------ paired


@pytest.mark.parametrize(
    ("ups", "downs", "flips", "why"),
    [
        (0, 0, False, "nothing changes"),
        (0, 4, False, "0.60 to 0.56: passes as before"),
        (0, 15, True, "0.60 to 0.45: fails, and far beyond the error"),
        (30, 0, False, "0.60 to 0.90: passes still, as understated"),
        (0, 6, True, "0.60 to 0.54: six of six go one way, 2.5 errors"),
        (14, 20, False, "0.60 to 0.54: fails, but 34 worlds turn both ways, one error"),
    ],
)
def test_a_removal_flips_where_passing_changes_and_the_difference_exceeds_its_error_twice(
    ups: int, downs: int, flips: bool, why: str
) -> None:
    base = worlds(60, 40)
    removal = paired("x", base, turned(base, ups, downs), likely)
    change = (ups - downs) / 100
    assert removal.difference == pytest.approx(change), why
    assert removal.share == pytest.approx(0.6 + change)
    assert removal.flips is flips
    spread = math.sqrt((ups + downs) / 100 - change**2)
    assert removal.error == pytest.approx(spread / 10)
    assert removal.passes is likely(0.6 + change)


def test_a_difference_of_just_twice_its_error_does_not_flip() -> None:
    # Two of four worlds fall: the difference is one half, and its error half of a half.
    base = worlds(3, 1)
    removal = paired("x", base, turned(base, downs=2), likely)
    assert likely(base.mean)
    assert not removal.passes
    assert (removal.difference, removal.error) == (-0.5, 0.25)
    assert not removal.flips
    assert paired("x", base, turned(base, downs=3), likely).flips


def test_only_worlds_that_count_on_both_sides_are_compared() -> None:
    base = Sample(np.array([1.0, 1.0, 1.0, 0.0]), np.array([True, True, False, True]))
    without = Sample(np.array([0.0, 1.0, 0.0, 1.0]), np.array([True, False, True, True]))
    removal = paired("x", base, without, likely)
    assert removal.difference == 0.0  # the first falls and the last rises
    assert removal.error == pytest.approx(1 / math.sqrt(2))
    assert removal.share == pytest.approx(1 / 3)  # over its own worlds
    assert not removal.flips


def test_a_removal_that_leaves_no_world_to_compare_does_not_flip() -> None:
    base = worlds(8, 2)
    nothing = Sample(base.value, np.zeros(10, dtype=bool))
    removal = paired("x", base, nothing, likely)
    assert (removal.share, removal.difference, removal.error) == (0.0, 0.0, math.inf)
    assert not removal.passes
    assert not removal.flips


def test_a_share_of_no_worlds_passes_nothing_that_a_share_of_zero_would() -> None:
    nothing = Sample(np.zeros(4), np.zeros(4, dtype=bool))
    removal = paired("x", nothing, nothing, lambda share: share < 0.5)
    assert not removal.passes


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (50, 50, Fit.AS_STATED),
        (52, 48, Fit.AS_STATED),
        (52, 47, Fit.CONTRADICTED),
        (47, 52, Fit.CONTRADICTED),
    ],
)
def test_the_two_ends_of_what_is_irrelevant_are_compared_on_the_same_worlds(
    low: int, high: int, wanted: Fit
) -> None:
    difference = worlds(low, 100 - low).value - worlds(high, 100 - high).value
    sample = Sample(difference, np.ones(100, dtype=bool))
    assert fit_irrelevant(sample.mean) == wanted


# ---------------------------------------------------------------------------------- standing


def removal(name: str, *, passes: bool, flips: bool, difference: float = -0.4) -> Removal:
    return Removal(name, 0.5, difference, 0.01, passes, flips)


BREAKS = removal("grip", passes=False, flips=True, difference=-0.3)
BREAKS_MORE = removal("aid", passes=False, flips=True, difference=-0.5)
KEEPS = removal("song", passes=True, flips=False)
SWAYS = removal("fog", passes=False, flips=False)
MENDS = removal("rival", passes=True, flips=True, difference=0.6)
FULL = Tally(holds=80, counted=100)


@pytest.mark.parametrize(
    ("passed", "removals", "restated", "wanted", "names"),
    [
        (True, [], False, Standing.ROBUST, ()),
        (True, [KEEPS, SWAYS], False, Standing.ROBUST, ()),
        (True, [KEEPS, BREAKS], False, Standing.RESTING, ("grip",)),
        (True, [BREAKS, BREAKS_MORE], False, Standing.RESTING, ("aid", "grip")),
        (True, [BREAKS], True, Standing.ENTAILED, ()),
        (True, [], True, Standing.ENTAILED, ()),
        (False, [], False, Standing.FAILS, ()),
        (False, [KEEPS, SWAYS], False, Standing.FAILS, ()),
        (False, [MENDS, SWAYS], False, Standing.WOULD_HOLD, ("rival",)),
        (False, [MENDS], True, Standing.WOULD_HOLD, ("rival",)),
        (False, [], True, Standing.FAILS, ()),
    ],
)
def test_the_standing_of_a_claim_that_says_something(
    passed: bool, removals: list[Removal], restated: bool, wanted: Standing, names: tuple[str, ...]
) -> None:
    standing, rests_on, why = standing_of(
        passed=passed,
        as_authored=passed,
        tally=FULL,
        all_reasons=None,
        removals=removals,
        restated=restated,
        has_given=False,
    )
    assert (standing, rests_on, why) == (wanted, names, "")


@pytest.mark.parametrize(
    ("tally", "has_given", "vacuous"),
    [
        (Tally(holds=4, counted=4, excluded=96), True, True),
        (Tally(holds=5, counted=5, excluded=95), True, False),
        (Tally(holds=2, counted=2, missing=3, excluded=95), True, False),
        (Tally(holds=2, counted=2, missing=2, excluded=96), True, True),
        (Tally(holds=0, counted=0, excluded=100), True, True),
        # Without an antecedent, worlds are left out by `cycles` alone, which makes nothing vacuous.
        (Tally(holds=2, counted=2, missing=98), False, False),
    ],
)
@pytest.mark.parametrize("passed", [True, False])
def test_an_antecedent_that_holds_in_under_a_twentieth_of_worlds_makes_a_claim_vacuous(
    tally: Tally, has_given: bool, vacuous: bool, passed: bool
) -> None:
    standing, rests_on, why = standing_of(
        passed=passed,
        as_authored=passed,
        tally=tally,
        all_reasons=None,
        removals=[BREAKS, MENDS],
        restated=True,
        has_given=has_given,
    )
    assert (standing is Standing.VACUOUS) is vacuous
    assert bool(why) is vacuous
    assert not (vacuous and rests_on)


@pytest.mark.parametrize(
    ("all_reasons", "wanted"),
    [
        (removal("reasons", passes=True, flips=False), Standing.VACUOUS),
        (removal("reasons", passes=False, flips=True), Standing.RESTING),
        (removal("reasons", passes=False, flips=False), Standing.RESTING),
        (None, Standing.RESTING),
    ],
)
def test_a_claim_that_passes_without_any_of_its_reasons_is_vacuous(
    all_reasons: Removal | None, wanted: Standing
) -> None:
    standing, _, why = standing_of(
        passed=True,
        as_authored=True,
        tally=FULL,
        all_reasons=all_reasons,
        removals=[BREAKS],
        restated=False,
        has_given=False,
    )
    assert standing is wanted
    assert bool(why) is (wanted is Standing.VACUOUS)


def test_a_claim_that_passes_as_authored_and_fails_otherwise_is_decided_by_the_shape() -> None:
    """No single removal says why: it passes on the worlds on which removals are tried."""
    standing, rests_on, _ = standing_of(
        passed=False,
        as_authored=True,
        tally=FULL,
        all_reasons=None,
        removals=[BREAKS, KEEPS],
        restated=False,
        has_given=False,
    )
    assert (standing, rests_on) == (Standing.SHAPE, ())


def test_vacuous_comes_before_entailed() -> None:
    standing, _, _ = standing_of(
        passed=True,
        as_authored=True,
        tally=FULL,
        all_reasons=removal("reasons", passes=True, flips=False),
        removals=[],
        restated=True,
        has_given=False,
    )
    assert standing is Standing.VACUOUS


def test_removals_are_ranked_by_what_they_change_and_then_by_name() -> None:
    rows = [
        removal("b", passes=True, flips=False, difference=0.2),
        removal("a", passes=True, flips=False, difference=-0.2),
        removal("c", passes=True, flips=False, difference=-0.9),
    ]
    assert [row.name for row in ranked(rows)] == ["c", "a", "b"]


def test_what_carries_most_is_named_first() -> None:
    assert carriers({"p": ("b", "a"), "q": ("b",), "r": ("c", "a"), "s": ()}) == ("a", "b", "c")
    assert carriers({"p": ("b",), "q": ("b", "a")}) == ("b", "a")


# ------------------------------------------------------------------------------ a whole board

CASE = {
    "language": 1,
    "case": "well",
    "horizon": 12,
    "yardstick": "ICD 203",
    "actors": {"town": {"name": "Town"}, "guild": {"name": "Guild"}},
    "premises": {
        "rain": {"range": [0, 1]},
        "luck": {"range": [0, 1]},
        "depth": {"value": 0.6},
    },
    "stocks": {
        "water": {"start": 0.2, "toward": "0", "over": 1},
        "trust": {"start": 0, "toward": "0", "over": 1},
        "still": {"start": 0.5},
    },
    "mechanisms": {
        "rain_fills": {"to": "water", "adds": "0.5 + 0.2 * rain"},
        "pump_lifts": {"to": "water", "adds": "0.5"},
        "leak": {"to": "water", "scales": "0.9"},
        "spite": {"to": "trust", "adds": "-1"},
        "gifts": {"to": "trust", "adds": "0.8"},
        "one_way": {"to": "still", "adds": "0.01"},
    },
    "decisions": {
        "town.dig": {"now": "no", "options": {"no": {}, "yes": {"does": {"trust": "0.1"}}}}
    },
    "interests": {
        "town": [{"id": "drink", "value": "water + 0.1 * trust", "anchors": [0, 2]}],
        "guild": [{"id": "calm", "value": "depth", "anchors": [0, 1]}],
    },
    "beliefs": {"guild": {"depth": 0.1}},
    "propositions": {
        "bare": {"untested": "nobody could say"},
        "restated": {"claim": "final(still) > 0.55"},
        "double": {"claim": "final(water) > 0.4"},
        "needs_both": {"claim": "final(water) > 0.8"},
        "hopeless": {"claim": "final(water) > 5"},
        "spoilt": {"claim": "final(trust) > 0.5"},
        "hardly": {"claim": "final(water) > 0.8", "given": "rain > 0.99"},
        "often": {"claim": "final(water) > 0.8", "given": "rain > 0.5"},
        "whatever": {"claim": "final(water) > 0.4", "because": ["pump_lifts"]},
        "because": {"claim": "final(water) > 0.8", "because": ["pump_lifts", "rain_fills"]},
        "seen": {"claim": "depth < 0.5", "voice": "guild"},
        "idle_luck": {"claim": "final(water) > 0.98", "stated": {"irrelevant": "luck"}},
        "idle_rain": {"claim": "final(water) > 0.98", "stated": {"irrelevant": "rain"}},
        "digs": {"claim": "best(town.dig) is yes"},
    },
}


@lru_cache(maxsize=1)
def found() -> dict[str, Finding]:
    dossier = loads(dump(CASE)).test(worlds=200, seed=7, threads=1)
    return {finding.id: finding for finding in dossier.findings}


@pytest.mark.parametrize(
    ("name", "fit", "standing", "names"),
    [
        ("bare", None, Standing.UNTESTED, ()),
        ("restated", Fit.AS_STATED, Standing.ENTAILED, ()),
        ("double", Fit.AS_STATED, Standing.ROBUST, ()),
        ("needs_both", Fit.AS_STATED, Standing.RESTING, ("pump_lifts", "rain_fills")),
        ("hopeless", Fit.CONTRADICTED, Standing.FAILS, ()),
        ("spoilt", Fit.CONTRADICTED, Standing.WOULD_HOLD, ("spite",)),
        ("hardly", Fit.AS_STATED, Standing.VACUOUS, ()),
        ("often", Fit.AS_STATED, Standing.RESTING, ("pump_lifts", "rain_fills")),
        ("whatever", Fit.AS_STATED, Standing.VACUOUS, ()),
        ("because", Fit.AS_STATED, Standing.RESTING, ("pump_lifts", "rain_fills")),
        ("seen", Fit.AS_STATED, Standing.RESTING, ("guild.believes.depth",)),
        ("idle_luck", Fit.AS_STATED, Standing.ROBUST, ()),
        ("idle_rain", Fit.CONTRADICTED, Standing.WOULD_HOLD, None),
        ("digs", Fit.AS_STATED, Standing.RESTING, ("town.dig.yes", "town.drink")),
    ],
)
def test_each_verdict_of_a_small_case(
    name: str, fit: Fit | None, standing: Standing, names: tuple[str, ...] | None
) -> None:
    finding = found()[name]
    assert finding.fit == fit
    assert finding.standing is standing
    if names is not None:
        assert tuple(sorted(finding.rests_on)) == names


def test_the_share_is_over_the_worlds_in_which_the_antecedent_holds() -> None:
    tally = found()["often"].tallies["authored"]
    assert tally.counted + tally.excluded == 200
    assert 0 < tally.excluded < 200
    assert tally.share == 1.0


def test_a_share_of_nought_or_one_is_saturated_beside_its_standing() -> None:
    assert found()["needs_both"].saturated
    assert found()["hopeless"].saturated
    assert not found()["bare"].saturated
