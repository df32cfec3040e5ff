"""Rival hypotheses weighed by evidence, on a case that can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kautilya.diagnostics import CaseInvalid
from kautilya.findings.schedule import SHAPES
from kautilya.kernel import ArrayEvaluator
from kautilya.payoffs import Block, Setting
from kautilya.study import Study, loads
from kautilya.study.deciding import CannotAsk
from kautilya.study.evidence import weigh
from kautilya.study.evidence_record import Weighing
from kautilya.terms import FACTS, FloatArray
from support.reports import ferry, ferry_text
from support.rivals import changed, without

# With the toll doubled the guild goes by road where it bears more than a half of it: weakness has
# the upper half of anger, thrift the lower half of anger with the upper half of wealth. It mends
# the road where anger is above .4: in all worlds of weakness, and in a fifth of those of thrift.

WORLDS, SEED = 400, 7


def weighed(study: Study | None = None, worlds: int = WORLDS) -> Weighing:
    return weigh(study or changed(), worlds=worlds, seed=SEED, threads=1)


def draws(shape: str, number: int) -> dict[str, FloatArray]:
    """The premises of the worlds of a shape of draw."""
    checked = changed().checked
    assert checked.case is not None
    assert checked.graph is not None
    evaluator = ArrayEvaluator(checked.case, checked.graph, SEED)
    view = evaluator.worlds.view(FACTS, Setting(shape=shape), Block(0, number))
    return {name: np.asarray(value) for name, value in view.premises.items()}


def test_likelihoods_are_shares_of_the_worlds_of_each_hypothesis() -> None:
    found = weighed()
    shares: dict[str, list[float]] = {"weakness": [], "thrift": []}
    for shape in SHAPES:
        drawn = draws(shape, WORLDS if shape == "authored" else WORLDS // 4)
        weak = drawn["anger"] > 0.5
        sets = {"weakness": weak, "thrift": ~weak & (drawn["wealth"] > 0.5)}
        for name, within in sets.items():
            shares[name].append(float(np.mean(within)))
        if shape != "authored":
            continue
        _, mended, flooded = found.items
        for name, within in sets.items():
            for item, holds in ((mended, drawn["anger"] > 0.4), (flooded, drawn["flood"] == 1.0)):
                likelihood = item.likelihoods[name]
                assert likelihood.of == np.count_nonzero(within)
                assert likelihood.holds == np.count_nonzero(within & holds)
                assert likelihood.value == likelihood.holds / likelihood.of
            both = within & (drawn["anger"] > 0.4) & (drawn["flood"] == 1.0)
            assert found.together is not None
            assert found.together.same_worlds[name].holds == np.count_nonzero(both)
        assert found.under_none == np.count_nonzero(~sets["weakness"] & ~sets["thrift"])
        all_hold = (drawn["anger"] > 0.4) & (drawn["flood"] == 1.0)
        assert found.together.worlds == np.count_nonzero(all_hold)
        assert found.together.share == np.mean(all_hold)
    for hypothesis in found.hypotheses[:2]:
        assert hypothesis.share == shares[hypothesis.name][0]
        assert (hypothesis.low, hypothesis.high) == (
            min(shares[hypothesis.name]),
            max(shares[hypothesis.name]),
        )


def test_with_many_worlds_they_are_what_is_worked_out_by_hand() -> None:
    found = weighed(worlds=4000)
    weakness, thrift, custom = found.hypotheses
    assert weakness.share == pytest.approx(0.5, abs=0.03)
    assert thrift.share == pytest.approx(0.25, abs=0.03)
    assert (custom.worlds, custom.share, custom.low) == (None, None, None)
    mended = found.items[1]
    assert mended.likelihoods["weakness"].value == 1.0
    assert mended.likelihoods["thrift"].value == pytest.approx(0.2, abs=0.04)
    assert mended.likelihoods["custom"].value == 0.5
    assert (found.overlaps, found.under_several, found.unanswered) == ((), 0, 0)


def test_what_the_author_set_by_hand_is_flagged_and_priors_stand_apart() -> None:
    found = weighed()
    silence, mended, flooded = found.items
    assert silence.by_hand == ("weakness", "thrift", "custom")
    assert mended.by_hand == ("custom",)
    assert silence.likelihoods["thrift"].low == 0.55  # likely, by ICD 203
    flags = {(r.one, r.other): r.ratio.by_hand for r in mended.ratios}
    assert flags == {
        ("weakness", "thrift"): False,
        ("weakness", "custom"): True,
        ("thrift", "custom"): True,
    }
    assert not flooded.discriminates
    assert {h.name: h.prior for h in found.hypotheses} == {
        "weakness": pytest.approx((1 / 6, 2 / 3)),
        "thrift": (0.55, 0.8),
        "custom": pytest.approx((1 / 6, 2 / 3)),
    }
    assert [h.stated for h in found.hypotheses] == [False, True, False]


def test_a_prior_changes_no_ratio() -> None:
    plain, other = weighed(), weighed(changed(("prior: likely, ", "")))
    assert plain.items == other.items
    assert plain.independent is not None
    assert other.independent is not None
    assert plain.independent.ratios == other.independent.ratios
    assert plain.independent.even == other.independent.even
    assert plain.independent.banded != other.independent.banded


def test_the_same_worlds_on_any_number_of_threads() -> None:
    one = weigh(changed(), worlds=300, seed=SEED, threads=1)
    assert one == weigh(changed(), worlds=300, seed=SEED, threads=3)


def test_a_hypothesis_without_a_world_is_left_out_and_its_band_with_it() -> None:
    study = changed(
        ("wealth > 0.5 and", "wealth > 2 and"),
        ("prior: likely", "prior: [0.9, 0.95]"),
        ("road, source: rolls#2, when", "road, source: rolls#2, prior: [0.02, 0.1], when"),
        ("nobody thinks of it", "nobody thinks of it, prior: [0.02, 0.1]"),
    )
    found = weighed(study)
    assert found.hypotheses[1].is_empty
    assert found.compared == ("weakness", "custom")
    assert found.independent is not None
    assert not found.independent.fits
    assert found.independent.banded == found.independent.even


def test_hypotheses_that_share_worlds_are_told() -> None:
    found = weighed(
        changed(
            ("wealth > 0.5 and settled(guild.route, town.toll is high) is river", "wealth > 0.5")
        )
    )
    (overlap,) = found.overlaps
    assert (overlap.one, overlap.other) == ("weakness", "thrift")
    assert overlap.worlds == found.under_several > 0


def test_what_no_hypothesis_allows_has_no_ratio_and_leaves_no_posterior() -> None:
    study = changed(
        (
            "expect: anger > 0.4, likelihood: {custom: [0.4, 0.6]}",
            "expect: anger > 3, likelihood: {custom: 0}",
        )
    )
    found = weighed(study)
    mended = found.items[1]
    assert not mended.allowed
    assert all(math.isnan(r.ratio.value) for r in mended.ratios)
    assert found.together is not None
    assert found.together.warns
    assert found.together.worlds == 0
    for posterior in (found.independent, found.same_worlds):
        assert posterior is not None
        assert (posterior.even, posterior.banded) == (None, None)


def test_items_that_hang_together_are_told_from_independent_ones() -> None:
    """The same premise twice: .2 of the worlds of thrift have both, and .04 if independent."""
    found = weighed(changed(("expect: flood == 1", "expect: anger > 0.41")))
    assert found.together is not None
    assert found.together.dependent == ("thrift",)
    plain = weighed().together
    assert plain is not None
    assert plain.dependent == ()


def test_evidence_in_a_scenario_and_by_another_actors_lights() -> None:
    """The town takes its purse for empty; in the siege the guild is at the river anyway."""
    purse = "payoff(town, town.toll is high) < 0.2"
    study = changed(
        ("scenarios:", "beliefs:\n  guild: {wealth: 0}\nscenarios:"),
        ("expect: anger > 0.4", f'expect: "{purse}", voice: guild'),
        ("expect: flood == 1", 'expect: "settled(guild.route) is river", in: siege'),
    )
    found = weighed(study)
    assert found.items[1].likelihoods["thrift"].value == 1.0  # its own worlds have wealth above .5
    assert found.items[2].likelihoods["weakness"].value == 1.0
    plain = weighed(changed(("expect: anger > 0.4", f'expect: "{purse}"')))
    assert plain.items[1].likelihoods["thrift"].value == 0.0


def test_a_claim_that_cycles_keeps_its_worlds_apart() -> None:
    """Town and guild chase each other where anger is above a half: no settling has an answer."""
    chase = changed(
        (
            "anger if guild.route is road else 1 - 0.5 * (town.toll is high)",
            "(anger if town.toll is high else 0) if guild.route is road else 0.5 - 0.4 * "
            "(town.toll is high)",
        ),
        (
            "wealth + 0.2 * (town.toll is high) * (guild.route is river)",
            "wealth + 0.2 * (town.toll is high) * (guild.route is river) - 0.2 * (town.toll is "
            "high) * (guild.route is road)",
        ),
        ('"settled(guild.route, town.toll is high) is road"', '"settled(guild.route) is road"'),
    )
    found = weighed(chase)
    assert found.hypotheses[0].missing > 0
    assert found.unanswered == found.hypotheses[0].missing


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("hypotheses:", "toll has no hypotheses"),
        ("evidence:", "no evidence to tell them apart"),
    ],
)
def test_a_case_with_nothing_to_weigh_says_so(start: str, words: str) -> None:
    with pytest.raises(CannotAsk, match=words):
        weigh(loads(without(start)))


def test_one_hypothesis_is_no_rival() -> None:
    text = without("hypotheses:") + "hypotheses: {weakness: {says: it cannot}}\n"
    with pytest.raises(CannotAsk, match="toll has one hypothesis"):
        weigh(loads(text))


def test_a_value_that_is_not_finite_is_told_at_its_place() -> None:
    study = changed(("expect: flood == 1", 'expect: "1 / (anger - anger) > 2"'))
    with pytest.raises(CaseInvalid) as caught:
        weighed(study)
    (fault,) = caught.value.diagnostics
    assert fault.code == "KC801"
    assert "`expect` of 'flood'" in fault.message
    assert fault.span is not None
    assert fault.span.line == 32


def test_progress_ends_where_it_says() -> None:
    seen: list[tuple[int, int]] = []
    weigh(changed(), worlds=100, threads=1, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_hypotheses_and_evidence_move_no_verdict() -> None:
    """They are asked apart: a case has the same results with and without them."""
    text, premise = ferry_text(), next(iter(ferry().case.premises))
    more = (
        f"hypotheses: {{fond: {{says: fond of it, when: {premise} > 0}}, other: {{says: else}}}}\n"
        "evidence: {seen: {says: it was seen, likelihood: {fond: likely, other: unlikely}}}\n"
    )
    plain, rich = (
        loads(each).test(worlds=40, seed=SEED, removals=False, threads=1)
        for each in (text, f"{text}\n{more}")
    )
    assert plain.findings == rich.findings
