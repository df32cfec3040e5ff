"""Why a proposition stands as it does: what carries it, where it fails, what it runs through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kautilya.case import Case, Places
from kautilya.case.expression import CHOICE_QUERIES
from kautilya.credence import Yardstick, edges, fit_of, hedge_of, passes
from kautilya.findings import Bench, Board, Finding, Plan, Removal
from kautilya.findings.examine import Counted, Laboratory, joined
from kautilya.findings.job import Sample
from kautilya.findings.reasons import bearing
from kautilya.findings.standing import paired
from kautilya.findings.trial import Trial, trials_of
from kautilya.kernel import evaluator_for, yardstick_of
from kautilya.payoffs import Block, Setting
from kautilya.study.causes import Cause, causes_of, place_of
from kautilya.study.check import Checked
from kautilya.study.columns import columns_of
from kautilya.study.dossier import Swing
from kautilya.study.drivers import Driver, Split, draws_of, drivers_of, splits_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, block_size, in_scenario
from kautilya.study.region import FEWEST_FAILING, Rule, rule_of
from kautilya.study.study import Study
from kautilya.terms import BoolArray, FloatArray

WHY_WORLDS = 500
"""Worlds as authored on which the question is asked."""


@dataclass(frozen=True)
class StatedBand:
    """What the text's word claims, and how far the share is from changing the verdict.

    Parameters
    ----------
    word, yardstick
        The word, and the table that it is read in.
    low, high
        Shares that bear it out.
    edge, distance
        The nearest share at which the fit changes, and how far the share is from it; None where
        there is none.
    """

    word: str
    yardstick: str
    low: float
    high: float
    edge: float | None
    distance: float | None


@dataclass(frozen=True)
class Why:
    """Everything that is said of one proposition.

    Parameters
    ----------
    finding
        Its verdict.
    band
        What its word claims; None for a test of irrelevance.
    without_reasons
        The claim with all reasons of the text removed at once.
    swings
        For each decision that it asks about: weight times swing of the owner's interests.
    drivers, splits
        What carries it, and where it fails: by the weight and by the premise, belief or contested
        mechanism that part its worlds best. Empty where it holds, or fails, everywhere.
    causes
        Mechanisms in reach.
    lines
        Line in the case of everything that is named.
    worlds
        Worlds as authored on which drivers, reasons and swings were found.
    scenario_says
        What the scenario of the proposition is.
    region
        The part of the space of worlds that holds its failures, as a rule; None where it fails, or
        holds, in too few worlds to tell.
    """

    finding: Finding
    band: StatedBand | None
    without_reasons: Removal | None
    swings: Mapping[str, tuple[Swing, ...]]
    drivers: tuple[Driver, ...]
    splits: tuple[Split, ...]
    causes: tuple[Cause, ...]
    lines: Mapping[str, int]
    worlds: int
    scenario_says: str = ""
    region: Rule | None = None


def why(
    study: Study,
    proposition: str,
    finding: Finding | None = None,
    *,
    worlds: int = 2000,
    seed: int = DEFAULT_SEED,
    threads: int = 2,
    yardstick: str | None = None,
    scenario: str | None = None,
) -> Why:
    """Ask why a proposition stands as it does.

    Parameters
    ----------
    study
        The case.
    proposition
        Name of the proposition.
    finding
        Its verdict under the same seed, where it is at hand; it is made afresh otherwise.
    worlds, seed, threads, yardstick, scenario
        As for a test.

    Returns
    -------
    Why
        What carries it, where it fails and what it runs through, on at most 500 worlds as
        authored.

    Raises
    ------
    UnknownName
        For a proposition, a scenario or a yardstick that the case does not have.
    CaseInvalid
        Where the run meets a value that is not finite.
    """
    check_asked(study.checked, [proposition], scenario, yardstick)
    with told(study.checked):
        return _Question(study.checked, proposition, seed, yardstick, scenario).answer(
            finding, worlds, threads
        )


class _Question:
    """One proposition, and what is needed to ask about it."""

    def __init__(
        self, checked: Checked, name: str, seed: int, yardstick: str | None, scenario: str | None
    ) -> None:
        case, names, places = checked.case, checked.names, checked.places
        assert case and names and places and checked.graph and checked.claims
        if scenario is not None:
            case = in_scenario(case, scenario)
            names = replace(names, case=case)
        self.case: Case = case
        self.places: Places = places
        self.name, self.seed = name, seed
        self.evaluator = evaluator_for(case, checked.graph, seed)
        self.yardstick: Yardstick = yardstick_of(case, yardstick)
        self.size = block_size(self.evaluator.space.size)
        self.names, self.claims = names, checked.claims
        self.scenario = case.propositions[name].in_

    def answer(self, finding: Finding | None, worlds: int, threads: int) -> Why:
        """Everything about the proposition."""
        found = self._found(worlds, threads) if finding is None else finding
        trials = {t.name: t for t in trials_of(self.case, self.claims, self.evaluator.space)}
        laboratory = Laboratory(self.evaluator, self.size)
        known = self._asked(found, trials.get(self.name), laboratory, min(worlds, WHY_WORLDS))
        says = self.case.scenarios[self.scenario].says if self.scenario else ""
        return replace(known, lines=self._lines(known), scenario_says=says)

    def _found(self, worlds: int, threads: int) -> Finding:
        """The verdict, made afresh."""
        plan = Plan(worlds, threads, min(self.size, worlds))
        board = Board(
            self.case,
            self.names,
            self.places,
            self.claims,
            self.evaluator,
            self.yardstick,
            plan,
            [self.name],
        )
        return board.findings()[0]

    def _asked(
        self, found: Finding, test: Trial | None, laboratory: Laboratory, worlds: int
    ) -> Why:
        blank = Why(found, self._band(found), None, {}, (), (), (), {}, worlds)
        if test is None:
            return blank
        reach = bearing(self.case, self.evaluator, test)
        causes = tuple(causes_of(self.case, reach))
        if found.stated.startswith("irrelevant:"):
            return replace(blank, causes=causes)
        setting = Setting(test.scenario)
        blocks = laboratory.blocks(worlds)
        counted = self._run(laboratory, test, setting, blocks, worlds)
        draws = draws_of(self.case, self.evaluator, reach, setting, blocks)
        holds = np.asarray(counted.counts & counted.answer.holds)
        fails = np.asarray(counted.counts & ~counted.answer.holds)
        return replace(
            blank,
            without_reasons=self._without_reasons(laboratory, test, counted, blocks, worlds),
            swings=self._swings(test, setting, blocks),
            drivers=drivers_of(draws, holds, fails, self._is_weight),
            splits=splits_of(draws, holds, fails, self._is_weight),
            causes=causes,
            region=self._region(draws, holds, fails),
        )

    def _region(
        self, draws: Mapping[str, FloatArray], holds: BoolArray, fails: BoolArray
    ) -> Rule | None:
        """Where the failures lie, if there are enough of them and of other worlds."""
        columns = columns_of(self.case, draws)
        if not columns or min(np.count_nonzero(holds), np.count_nonzero(fails)) < FEWEST_FAILING:
            return None
        counts = np.asarray(holds | fails)
        table = [column.of(counts) for column in columns]
        return rule_of(self.case, self.places, table, fails[counts], self.seed)

    def _run(
        self,
        laboratory: Laboratory,
        test: Trial,
        setting: Setting,
        blocks: Sequence[Block],
        worlds: int,
    ) -> Counted:
        return joined(
            [laboratory.answer_block([test], setting, block, worlds)[test.name] for block in blocks]
        )

    # -- the word ---------------------------------------------------------------------------------

    def _band(self, found: Finding) -> StatedBand | None:
        if found.stated.startswith("irrelevant:") or found.fit is None:
            return None
        hedge = hedge_of(found.stated, self.yardstick)
        share = found.share
        near = (
            None
            if share is None
            else min(edges(hedge), key=lambda edge: abs(edge - share), default=None)
        )
        distance = None if near is None or share is None else abs(near - share)
        band = hedge.band
        return StatedBand(hedge.word, self.yardstick.name, band.low, band.high, near, distance)

    # -- the reasons ------------------------------------------------------------------------------

    def _without_reasons(
        self,
        laboratory: Laboratory,
        test: Trial,
        counted: Counted,
        blocks: Sequence[Block],
        worlds: int,
    ) -> Removal | None:
        entry = self.case.propositions[self.name]
        if not entry.because:
            return None
        setting = Setting(test.scenario, frozenset(entry.because))
        without = self._run(laboratory, test, setting, blocks, worlds)
        hedge = hedge_of(str(entry.stated), self.yardstick)
        return paired(
            "reasons",
            Sample(counted.value, counted.counts),
            Sample(without.value, without.counts),
            lambda share: passes(fit_of(share, hedge)),
        )

    # -- interests --------------------------------------------------------------------------------

    def _swings(
        self, test: Trial, setting: Setting, blocks: Sequence[Block]
    ) -> dict[str, tuple[Swing, ...]]:
        """Weight times swing of the owner's interests, for each decision that is asked about."""
        asked = dict.fromkeys(
            query.subject.name
            for query in test.claim.queries
            if query.kind in (*CHOICE_QUERIES, "acts")
        )
        return {name: self._swing(name, test, setting, blocks) for name in asked}

    def _swing(
        self, decision: str, test: Trial, setting: Setting, blocks: Sequence[Block]
    ) -> tuple[Swing, ...]:
        space, owner = self.evaluator.space, decision.partition(".")[0]
        axis, start = space.axis[decision], test.situation.start
        variants = [
            (*start[:axis], option, *start[axis + 1 :]) for option in range(space.shape[axis])
        ]
        interests = self.evaluator.interests.get(owner, ())
        sums = np.zeros((len(interests), 2))
        for block in blocks:
            bench = Bench(self.evaluator, setting, block)
            weights = bench.weights(owner)
            for number, interest in enumerate(interests):
                values = bench.payoffs_at(
                    interest, test.situation.voice, self.case.horizon, variants
                )
                swing = np.broadcast_to(np.ptp(values, axis=0), (block.count,))
                sums[number] += weights[number].sum(), swing.sum()
        worlds = sum(block.count for block in blocks)
        names = {
            f"{owner}.{row.id}": row.name or row.id for row in self.case.interests.get(owner, ())
        }
        swings = [
            Swing(interest, names[interest], float(w) / worlds, float(s) / worlds)
            for interest, (w, s) in zip(interests, sums, strict=True)
        ]
        return tuple(sorted(swings, key=lambda swing: -swing.carried))

    def _is_weight(self, name: str) -> bool:
        return name in self.evaluator.interests.get(name.partition(".")[0], ())

    def _lines(self, known: Why) -> dict[str, int]:
        """Line of everything that the answer names."""
        found = known.finding
        names = [
            *found.because,
            *(removal.name for removal in found.removals),
            *(driver.name for driver in known.drivers),
            *(cause.name for cause in known.causes),
        ]
        return {name: self.places.key(place_of(self.case, name)).line for name in names}
