"""Edits made one at a time, on the worlds on which removals are tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kautilya.case.to_data import to_data
from kautilya.findings.examine import Laboratory, joined
from kautilya.findings.trial import Trial, trials_of
from kautilya.kernel import evaluator_for, yardstick_of
from kautilya.payoffs import Setting
from kautilya.source import dump
from kautilya.study.check import check_text
from kautilya.study.diff.edits import Place, needed_with, places_apart, with_edits
from kautilya.study.diff.versions import Version
from kautilya.study.faults import told as told_faults
from kautilya.study.pipeline import block_size
from kautilya.study.stress.verdicts import Verdict, verdicts_of

BETWEEN = "between"
"""Name of the scenario in which two scenarios are mixed."""

TRIED = 500
"""Worlds on which edits are tried one at a time."""


@dataclass(frozen=True)
class Apart:
    """Two versions as data, and where they differ.

    Parameters
    ----------
    one, other
        The two, as `sides` gives them.
    """

    one: Mapping[str, Any]
    other: Mapping[str, Any]

    @cached_property
    def places(self) -> list[Place]:
        """What differs."""
        return places_apart(self.one, self.other)

    @cached_property
    def needed(self) -> Mapping[Place, frozenset[Place]]:
        """For each edit those that it cannot be made without."""
        return needed_with(self.places, self.one, self.other)


@dataclass(frozen=True)
class Tried:
    """A share without and with one edit made, or left out."""

    base: float
    share: float
    turns: bool

    @property
    def moved(self) -> float:
        """How far the edit moves it."""
        return abs(self.share - self.base)


class Trials:
    """Edits made one at a time, and left out one at a time, on the first worlds."""

    def __init__(self, apart: Apart, names: Sequence[str], worlds: int, seed: int) -> None:
        self.apart, self.names = apart, tuple(names)
        self.worlds, self.seed = min(TRIED, worlds), seed

    def alone(self, step: Callable[[int], None]) -> dict[str, dict[str, Tried]]:
        """Each edit made alone to the first version."""
        apart = self.apart
        found: dict[str, dict[str, Tried]] = {name: {} for name in self.names}
        if not self.names:
            return found
        base = self._shares([], self.names)
        for number, place in enumerate(apart.places):
            made = [place, *apart.needed[place]]
            self._add(found, place, self._shares(made, self.names), base)
            step(number + 1)
        return found

    def without(
        self, names: Sequence[str], step: Callable[[int], None]
    ) -> dict[str, dict[str, Tried]]:
        """Each edit left out alone from the second version, with those that need it."""
        apart = self.apart
        found: dict[str, dict[str, Tried]] = {name: {} for name in names}
        if not names:
            return found
        base = self._shares(apart.places, names)
        for number, place in enumerate(apart.places):
            made = [p for p in apart.places if p != place and place not in apart.needed[p]]
            self._add(found, place, self._shares(made, names), base)
            step(number + 1)
        return found

    def _add(
        self,
        found: dict[str, dict[str, Tried]],
        place: Place,
        shares: Mapping[str, tuple[float, bool]] | None,
        base: Mapping[str, tuple[float, bool]] | None,
    ) -> None:
        for name in found:
            if shares is None or base is None or name not in shares or name not in base:
                continue
            (share, passes), (plain, passed) = shares[name], base[name]
            found[name][place.words] = Tried(plain, share, passes != passed)

    def _shares(
        self, made: Sequence[Place], names: Sequence[str]
    ) -> dict[str, tuple[float, bool]] | None:
        """Share of each proposition, and whether it passes; None where this cannot be run."""
        apart = self.apart
        checked = check_text(dump(composed(with_edits(apart.one, apart.other, made))))
        if checked.errors or checked.case is None or checked.graph is None:
            return None
        assert checked.claims is not None
        evaluator = evaluator_for(checked.case, checked.graph, self.seed)
        wanted = [
            t for t in trials_of(checked.case, checked.claims, evaluator.space) if t.name in names
        ]
        laboratory = Laboratory(evaluator, block_size(evaluator.space.size), wanted)
        verdicts = verdicts_of(checked.case, [t.name for t in wanted], yardstick_of(checked.case))
        with told_faults(checked):
            return {t.name: _answer(laboratory, t, verdicts[t.name], self.worlds) for t in wanted}


def _answer(
    laboratory: Laboratory, trial: Trial, verdict: Verdict, worlds: int
) -> tuple[float, bool]:
    def share(setting: Setting) -> float:
        parts = [
            laboratory.answer_block([trial], setting, block, worlds)[trial.name]
            for block in laboratory.blocks(worlds, [trial])
        ]
        return joined(parts).tally().share

    setting = Setting(trial.scenario)
    if verdict.premise is None:
        found = share(setting)
    else:
        low, high = (
            share(replace(setting, pinned=((verdict.premise, value),))) for value in verdict.ends
        )
        found = low - high
    return found, verdict.passes(found)


def sides(version: Version) -> dict[str, Any]:
    """A version as data, with the parts of its scenario as sections of their own."""
    case = version.checked.case
    assert case is not None
    data = to_data(case)
    if version.scenario is not None:
        entry = case.scenarios[version.scenario]
        data["set"] = dict(entry.set)
        data["start"] = dict(entry.start)
        data["off"] = dict.fromkeys(entry.off, "off")
        data["hold"] = dict.fromkeys(entry.hold, "held")
    return data


def composed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data that reads as a case again: the parts of a scenario are one, and in force."""
    case = dict(data)
    parts = {key: case.pop(key, None) for key in ("set", "start", "off", "hold")}
    if not any(parts.values()):
        return case
    scenario = {
        "set": parts["set"] or {},
        "start": parts["start"] or {},
        "off": list(parts["off"] or ()),
        "hold": list(parts["hold"] or ()),
    }
    case["scenarios"] = {**case.get("scenarios", {}), BETWEEN: scenario}
    case["propositions"] = {
        name: entry if entry.get("in") else {**entry, "in": BETWEEN}
        for name, entry in case.get("propositions", {}).items()
    }
    return case
