"""Why a proposition stands as it does: what carries it, where it fails, what it runs through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kautilya.case import Case, Places
from kautilya.case.expression import CHOICE_QUERIES
from kautilya.credence import Yardstick, edges, fit_of, hedge_of, passes
from kautilya.findings import Bench, Board, Finding, Plan, Removal
from kautilya.findings.examine import Counted, Laboratory, joined
from kautilya.findings.reasons import bearing
from kautilya.findings.standing import Sample, paired
from kautilya.findings.trial import Trial, trials_of
from kautilya.kernel import ArrayEvaluator, yardstick_of
from kautilya.payoffs import Block, Setting
from kautilya.source import Path
from kautilya.study.check import Checked
from kautilya.study.dossier import Swing
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, LANES, in_scenario
from kautilya.study.study import Study
from kautilya.terms import FACTS, BoolArray, FloatArray

MOST_DRIVERS = 5
"""What carries a proposition: so many are named."""

FEWEST = 5
"""Worlds that each side of a comparison needs."""

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
class Driver:
    """How something uncertain differs between worlds where a claim holds and where it fails.

    Parameters
    ----------
    name
        A premise, a contested mechanism, a belief (``ACTOR.believes.NAME``) or an interest, whose
        weight is meant.
    holds, fails
        Its mean in worlds where the claim holds and where it fails.
    difference
        The first less the second, in standard deviations.
    line
        Where it stands in the case.
    """

    name: str
    holds: float
    fails: float
    difference: float
    line: int


@dataclass(frozen=True)
class Split:
    """The share in two halves of the worlds, parted by one quantity.

    Parameters
    ----------
    name, threshold
        What parts them, and where: the median, or 1 for what is 0 or 1.
    below, above
        Share of the worlds below the threshold, and at or above it.
    worlds_below, worlds_above
        How many worlds there are.
    """

    name: str
    threshold: float
    below: float
    above: float
    worlds_below: int
    worlds_above: int


@dataclass(frozen=True)
class Cause:
    """A mechanism, or what an option does, that the claim can depend on."""

    name: str
    to: str
    formula: str
    says: str
    status: str
    chance: str
    sources: tuple[str, ...]
    line: int


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
    reason_lines
        Line of each reason that the text gives.
    removal_lines
        Line of each element whose removal was tried.
    swings
        For each decision that it asks about: weight times swing of the owner's interests.
    drivers, split
        What carries it, and where it fails; empty and None where it holds, or fails, everywhere.
    causes
        Mechanisms in reach.
    worlds
        Worlds as authored on which drivers, reasons and swings were found.
    scenario_says
        What the scenario of the proposition is.
    """

    finding: Finding
    band: StatedBand | None
    without_reasons: Removal | None
    reason_lines: Mapping[str, int]
    removal_lines: Mapping[str, int]
    swings: Mapping[str, tuple[Swing, ...]]
    drivers: tuple[Driver, ...]
    split: Split | None
    causes: tuple[Cause, ...]
    worlds: int
    scenario_says: str = ""


def why(
    study: Study, proposition: str, finding: Finding | None = None, *, worlds: int = 2000,
    seed: int = DEFAULT_SEED, threads: int = 2, yardstick: str | None = None,
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
        self.name = name
        self.evaluator = ArrayEvaluator(case, checked.graph, seed)
        self.yardstick: Yardstick = yardstick_of(case, yardstick)
        self.size = max(16, LANES // max(1, self.evaluator.space.size))
        self.names, self.claims = names, checked.claims
        self.scenario = case.propositions[name].in_

    def answer(self, finding: Finding | None, worlds: int, threads: int) -> Why:
        """Everything about the proposition."""
        found = self._found(worlds, threads) if finding is None else finding
        trials = {t.name: t for t in trials_of(self.case, self.claims, self.evaluator.space)}
        laboratory = Laboratory(self.evaluator, self.size)
        known = self._asked(found, trials.get(self.name), laboratory, min(worlds, WHY_WORLDS))
        lines = {name: self._line(name) for name in (r.name for r in found.removals)}
        reasons = {name: self._line(name) for name in found.because}
        says = self.case.scenarios[self.scenario].says if self.scenario else ""
        return replace(known, reason_lines=reasons, removal_lines=lines, scenario_says=says)

    def _found(self, worlds: int, threads: int) -> Finding:
        """The verdict, made afresh."""
        plan = Plan(worlds, threads, min(self.size, worlds))
        board = Board(self.case, self.names, self.places, self.claims, self.evaluator,
                      self.yardstick, plan, [self.name])
        return board.findings()[0]

    def _asked(
        self, found: Finding, test: Trial | None, laboratory: Laboratory, worlds: int
    ) -> Why:
        blank = Why(found, self._band(found), None, {}, {}, {}, (), None, (), worlds)
        if test is None:
            return blank
        reach = bearing(self.case, self.evaluator, test)
        causes = tuple(self._causes(reach))
        if found.stated.startswith("irrelevant:"):
            return replace(blank, causes=causes)
        setting = Setting(test.scenario)
        blocks = laboratory.blocks(worlds)
        counted = self._run(laboratory, test, setting, blocks, worlds)
        draws = dict(self._draws(reach, setting, blocks))
        return replace(
            blank,
            without_reasons=self._without_reasons(laboratory, test, counted, blocks, worlds),
            swings=self._swings(test, setting, blocks),
            drivers=self._drivers(draws, counted),
            split=_best_split(draws, counted),
            causes=causes,
        )

    def _run(
        self, laboratory: Laboratory, test: Trial, setting: Setting, blocks: Sequence[Block],
        worlds: int,
    ) -> Counted:
        return joined([
            laboratory.answer_block([test], setting, block, worlds)[test.name] for block in blocks
        ])

    # -- the word ---------------------------------------------------------------------------------

    def _band(self, found: Finding) -> StatedBand | None:
        if found.stated.startswith("irrelevant:") or found.fit is None:
            return None
        hedge = hedge_of(found.stated, self.yardstick)
        share = found.share
        near = None if share is None else min(
            edges(hedge), key=lambda edge: abs(edge - share), default=None)
        distance = None if near is None or share is None else abs(near - share)
        band = hedge.band
        return StatedBand(hedge.word, self.yardstick.name, band.low, band.high, near, distance)

    # -- the reasons ------------------------------------------------------------------------------

    def _without_reasons(
        self, laboratory: Laboratory, test: Trial, counted: Counted, blocks: Sequence[Block],
        worlds: int,
    ) -> Removal | None:
        entry = self.case.propositions[self.name]
        if not entry.because:
            return None
        setting = Setting(test.scenario, frozenset(entry.because))
        without = self._run(laboratory, test, setting, blocks, worlds)
        hedge = hedge_of(str(entry.stated), self.yardstick)
        return paired(
            "reasons", Sample(counted.value, counted.counts),
            Sample(without.value, without.counts), lambda share: passes(fit_of(share, hedge)),
        )

    # -- what carries it --------------------------------------------------------------------------

    def _draws(
        self, reach: frozenset[str], setting: Setting, blocks: Sequence[Block]
    ) -> Iterator[tuple[str, FloatArray]]:
        """Everything uncertain that the claim can depend on, in each world."""
        for name in sorted(reach):
            parts = [self._draw(name, setting, block) for block in blocks]
            if any(part is None for part in parts):
                continue
            values = np.concatenate([part for part in parts if part is not None])
            if np.ptp(values) > 0.0:
                yield name, values

    def _draw(self, name: str, setting: Setting, block: Block) -> FloatArray | None:
        case, evaluator = self.case, self.evaluator
        actor, believes, believed = name.partition(".believes.")
        if believes:
            view = evaluator.worlds.view(actor, setting, block)
            held = view.premises.get(believed, view.switches.get(believed, 0.0))
            return np.broadcast_to(np.asarray(held, dtype=np.float64), (block.count,))
        if name in case.premises:
            return evaluator.premise(name, FACTS, setting, block)
        if name in case.mechanisms:
            held = evaluator.worlds.view(FACTS, setting, block).switches[name]
            return np.broadcast_to(np.asarray(held, dtype=np.float64), (block.count,))
        owner = name.partition(".")[0]
        interests = evaluator.interests.get(owner, ())
        if name in interests:
            row: FloatArray = evaluator.weights(owner, setting, block)[interests.index(name)]
            return row
        return None

    def _drivers(self, draws: Mapping[str, FloatArray], counted: Counted) -> tuple[Driver, ...]:
        """The largest differences between worlds where it holds and where it fails."""
        holds, fails = _sides(counted)
        if min(np.count_nonzero(holds), np.count_nonzero(fails)) < FEWEST:
            return ()
        found = []
        for name, values in draws.items():
            spread = float(np.std(values[counted.counts]))
            if spread > 0.0:
                high, low = float(values[holds].mean()), float(values[fails].mean())
                found.append(Driver(name, high, low, (high - low) / spread, self._line(name)))
        found.sort(key=lambda driver: (-abs(driver.difference), driver.name))
        return tuple(found[:MOST_DRIVERS])

    # -- interests --------------------------------------------------------------------------------

    def _swings(
        self, test: Trial, setting: Setting, blocks: Sequence[Block]
    ) -> dict[str, tuple[Swing, ...]]:
        """Weight times swing of the owner's interests, for each decision that is asked about."""
        asked = dict.fromkeys(
            query.subject.name for query in test.claim.queries
            if query.kind in (*CHOICE_QUERIES, "acts")
        )
        return {name: self._swing(name, test, setting, blocks) for name in asked}

    def _swing(
        self, decision: str, test: Trial, setting: Setting, blocks: Sequence[Block]
    ) -> tuple[Swing, ...]:
        space, owner = self.evaluator.space, decision.partition(".")[0]
        axis, start = space.axis[decision], test.situation.start
        variants = [(*start[:axis], option, *start[axis + 1 :])
                    for option in range(space.shape[axis])]
        interests = self.evaluator.interests.get(owner, ())
        sums = np.zeros((len(interests), 2))
        for block in blocks:
            bench = Bench(self.evaluator, setting, block)
            weights = bench.weights(owner)
            for number, interest in enumerate(interests):
                values = bench.payoffs_at(
                    interest, test.situation.voice, self.case.horizon, variants)
                swing = np.broadcast_to(np.ptp(values, axis=0), (block.count,))
                sums[number] += weights[number].sum(), swing.sum()
        worlds = sum(block.count for block in blocks)
        names = {f"{owner}.{row.id}": row.name or row.id for row in self.case.interests[owner]}
        swings = [
            Swing(interest, names[interest], float(w) / worlds, float(s) / worlds)
            for interest, (w, s) in zip(interests, sums, strict=True)
        ]
        return tuple(sorted(swings, key=lambda swing: -swing.carried))

    # -- mechanisms -------------------------------------------------------------------------------

    def _causes(self, reach: frozenset[str]) -> Iterator[Cause]:
        """Mechanisms in reach, then what options in reach do, in file order."""
        for name, entry in self.case.mechanisms.items():
            if name in reach:
                formula = f"adds {entry.adds}" if entry.adds is not None else \
                    f"scales by {entry.scales}"
                chance = "" if entry.chance is None else str(entry.chance)
                yield Cause(name, entry.to, formula, entry.says, str(entry.status or ""), chance,
                            entry.source, self._line(name))
        for decision, choice in self.case.decisions.items():
            for option, does in choice.options.items():
                name = f"{decision}.{option}"
                if name in reach:
                    formulas = "; ".join(f"adds {f}" for f in does.does.values())
                    yield Cause(name, ", ".join(does.does), formulas, does.says,
                                str(does.status or ""), "", does.source, self._line(name))

    # -- places -----------------------------------------------------------------------------------

    def _line(self, name: str) -> int:
        return self.places.key(self._path(name)).line

    def _path(self, name: str) -> Path:
        """Where an element stands in the case."""
        actor, believes, believed = name.partition(".believes.")
        if believes:
            return "beliefs", actor, believed
        for section in ("premises", "mechanisms"):
            if name in getattr(self.case, section):
                return section, name
        decision, _, option = name.rpartition(".")
        if decision in self.case.decisions:
            return "decisions", decision, "options", option
        rows = self.case.interests.get(decision, ())
        numbers = [number for number, row in enumerate(rows) if row.id == option]
        return ("interests", decision, numbers[0]) if numbers else ()


def _sides(counted: Counted) -> tuple[BoolArray, BoolArray]:
    """Worlds that count in which the claim holds, and in which it fails."""
    counts, holds = counted.counts, counted.answer.holds
    return np.asarray(counts & holds), np.asarray(counts & ~holds)


def _best_split(draws: Mapping[str, FloatArray], counted: Counted) -> Split | None:
    """The quantity whose lower and upper half differ most in their shares."""
    holds, fails = _sides(counted)
    if min(np.count_nonzero(holds), np.count_nonzero(fails)) < FEWEST:
        return None
    splits = [s for s in (_split(n, v, holds, fails) for n, v in draws.items()) if s is not None]
    return max(splits, key=lambda split: abs(split.above - split.below), default=None)


def _split(name: str, values: FloatArray, holds: BoolArray, fails: BoolArray) -> Split | None:
    counts = holds | fails
    kept = values[counts]
    distinct = np.unique(kept)
    threshold = float(distinct[-1]) if distinct.size == 2 else float(np.median(kept))
    above = values >= threshold
    sides = [np.asarray(counts & ~above), np.asarray(counts & above)]
    numbers = [int(np.count_nonzero(side)) for side in sides]
    if min(numbers) < FEWEST:
        return None
    shares = [float(np.count_nonzero(holds & s)) / n for s, n in zip(sides, numbers, strict=True)]
    return Split(name, threshold, *shares, *numbers)
