"""What a brief is written from: a run, and the answers to other questions, where there are any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from kautilya.case import Case, Places
from kautilya.credence import Yardstick
from kautilya.findings.reasons import bearing
from kautilya.findings.trial import trials_of
from kautilya.kernel import yardstick_of
from kautilya.study.answers import answer_mark, keep, known
from kautilya.study.asking import Unanswerable
from kautilya.study.brief.kept import line_of
from kautilya.study.check import Checked
from kautilya.study.deciding import CannotAsk
from kautilya.study.dossier import Dossier
from kautilya.study.evidence import Weighing, weigh
from kautilya.study.freeze import FrozenUnreadable, Since, frozen_path, read_frozen, since
from kautilya.study.manifest import Manifest
from kautilya.study.pipeline import evaluator_of, in_scenario
from kautilya.study.stress import Stress, stress
from kautilya.study.study import Study
from kautilya.study.tipping import Tipping, tip
from kautilya.study.watch import WatchList, watch
from kautilya.study.weights import Weights, weights

CHEAP_PROFILES = 64
"""A case with no more profiles answers every question in a moment, so all are asked."""

WORLDS = 500
"""Worlds of a stress test, a watch-list and a sweep, at most."""

MOST_TIPPINGS = 2
"""Premises that are swept."""

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Material:
    """What a brief is written from.

    Parameters
    ----------
    checked, case, places
        The case.
    dossier
        The run.
    yardstick
        The table that its conclusions are read by.
    reach
        Premises that each proposition can depend on.
    stress, watch, weights, weighing, tippings
        Answers to other questions; None, or nothing, where they were not asked or have none.
    since
        What moved since the verdicts were frozen; None where nothing was.
    manifest
        The run as the registry has it; None where it was not kept.
    not_asked
        Questions that were left out, each with what would ask it.
    """

    checked: Checked
    case: Case
    places: Places
    dossier: Dossier
    yardstick: Yardstick
    reach: dict[str, frozenset[str]]
    stress: Stress | None = None
    watch: WatchList | None = None
    weights: Weights | None = None
    weighing: Weighing | None = None
    tippings: tuple[Tipping, ...] = ()
    since: Since | None = None
    manifest: Manifest | None = None
    not_asked: tuple[tuple[str, str], ...] = field(default=())


def gather(
    study: Study,
    dossier: Dossier,
    *,
    manifest: Manifest | None = None,
    home: Path | None = None,
    everything: bool = False,
    threads: int = 2,
    progress: Progress | None = None,
) -> Material:
    """Bring together a run and what else is known of its case.

    Parameters
    ----------
    study
        The case.
    dossier
        The run; of this very case.
    manifest
        The run as the registry has it.
    home
        Folder where answers are kept.
    everything
        Whether to ask whatever was not asked before, however long that takes. Otherwise only what
        is at hand, and what is found in a moment.
    threads
        Threads that evaluate.
    progress
        Called with work done and all of it.
    """
    checked, case = study.checked, study.case
    assert checked.places is not None
    dossier = _as_it_stands(checked.places, dossier)
    asking = _Asking(study, dossier, home, everything, threads, progress)
    stressed, watched = asking.stress(), asking.watch()
    weighed, told = asking.weights(), asking.weighing()
    return Material(
        checked,
        case,
        checked.places,
        dossier,
        yardstick_of(case, dossier.heading.yardstick),
        _reach(checked, dossier),
        stressed,
        watched,
        weighed,
        told,
        asking.tippings(watched),
        _since(study, dossier),
        manifest,
        tuple(asking.not_asked),
    )


class _Asking:
    """Questions besides the test: what was kept of them, or asked now."""

    def __init__(
        self,
        study: Study,
        dossier: Dossier,
        home: Path | None,
        everything: bool,
        threads: int,
        progress: Progress | None,
    ) -> None:
        self._study, self._home, self._threads = study, home, threads
        self._progress = progress
        heading = dossier.heading
        self._seed, self._scenario, self._by = heading.seed, heading.scenario, heading.yardstick
        self._worlds = {"evidence": heading.worlds, "weights": heading.worlds}
        self._few = min(WORLDS, heading.worlds)
        self._all = heading.worlds
        self._asks = everything or heading.profiles <= CHEAP_PROFILES
        self._tested = [f.id for f in dossier.findings if f.fit is not None]
        self.not_asked: list[tuple[str, str]] = []

    def _of(self, verb: str) -> int:
        """Worlds on which a question is asked."""
        return self._worlds.get(verb, self._few)

    def stress(self) -> Stress | None:
        """Which single assumptions turn which verdicts."""

        def ask() -> Stress:
            return stress(
                self._study,
                self._tested,
                worlds=self._of("stress"),
                seed=self._seed,
                yardstick=self._by,
                scenario=self._scenario,
                threads=self._threads,
                home=self._home,
                progress=self._progress,
            )

        if not self._tested:
            return None
        what = "which single assumptions turn which verdicts"
        return self._answer("stress", Stress, ask, what, slow=True)

    def watch(self) -> WatchList | None:
        """Signs that a verdict or the choice is about to change."""

        def ask() -> WatchList:
            return watch(
                self._study,
                worlds=self._of("watch"),
                seed=self._seed,
                yardstick=self._by,
                scenario=self._scenario,
                threads=self._threads,
                home=self._home,
                progress=self._progress,
            )

        what = "at which levels verdicts and choices tip, and what to watch"
        return self._answer("watch", WatchList, ask, what, slow=True)

    def weights(self) -> Weights | None:
        """What must be valued to choose each option of the focal decision."""
        if self._study.case.focal is None:
            return None

        def ask() -> Weights:
            return weights(self._study, worlds=self._all, seed=self._seed, scenario=self._scenario)

        return self._answer("weights", Weights, ask, "what its owner must value", slow=False)

    def weighing(self) -> Weighing | None:
        """How far the evidence tells hypotheses apart."""
        if not self._study.case.hypotheses:
            return None

        def ask() -> Weighing:
            return weigh(
                self._study,
                worlds=self._all,
                seed=self._seed,
                threads=self._threads,
                progress=self._progress,
            )

        what = "how far the evidence tells the hypotheses apart"
        return self._answer("evidence", Weighing, ask, what, slow=True)

    def tippings(self, watch: WatchList | None) -> tuple[Tipping, ...]:
        """The premises nearest to turning the focal choice, swept."""
        focal = self._study.case.focal
        if watch is None or focal is None:
            return ()
        turning = [
            i
            for i in watch.indicators
            if i.kind in ("premise", "belief") and i.level is not None
            if any(c.by == "foresees" for c in i.firm)
        ]
        names = dict.fromkeys(i.name for i in sorted(turning, key=lambda i: (i.distance, i.name)))
        found = (self._tipping(name, focal) for name in list(names)[:MOST_TIPPINGS])
        return tuple(tipping for tipping in found if tipping is not None)

    def _tipping(self, premise: str, focal: str) -> Tipping | None:
        def ask() -> Tipping:
            return tip(
                self._study,
                premise,
                decision=focal,
                by=("foresees",),
                worlds=self._of("tip"),
                seed=self._seed,
                yardstick=self._by,
                scenario=self._scenario,
                threads=self._threads,
                progress=self._progress,
            )

        what = f"how the choice changes along {premise}"
        command = f"tip {premise} --decision {focal} --by foresees"
        return self._answer(f"tip-{premise}", Tipping, ask, what, slow=True, command=command)

    def _mark(self, worlds: int) -> str:
        """By which an answer on so many worlds is kept."""
        return answer_mark(self._study.checked, worlds, self._seed, self._scenario, self._by)

    def _answer(
        self,
        verb: str,
        kind: type[T],
        ask: Callable[[], T],
        what: str,
        *,
        slow: bool,
        command: str = "",
    ) -> T | None:
        """What was kept, else what is found now; None where it was not asked."""
        mark = self._mark(self._of(verb))
        found = known(self._home, verb, mark, kind)
        if found is None and self._of(verb) < WORLDS:  # a better answer serves as well
            found = known(self._home, verb, self._mark(WORLDS), kind)
        if found is None and slow and not self._asks:
            self.not_asked.append((what, f"kautilya {command or verb}"))
            return None
        if found is None:
            try:
                found = ask()
            except (CannotAsk, Unanswerable):
                return None
            if getattr(found, "whole", True):
                keep(self._home, verb, mark, found)
        return found


def _as_it_stands(places: Places, dossier: Dossier) -> Dossier:
    """A dossier with the lines at which its propositions stand now.

    What a case says may be the same as in an older run, and comments have moved its lines.
    """
    findings = tuple(replace(f, line=line_of(places, f.id)) for f in dossier.findings)
    heading = replace(dossier.heading, file=places.tree.file)
    return replace(dossier, findings=findings, heading=heading)


def _reach(checked: Checked, dossier: Dossier) -> dict[str, frozenset[str]]:
    """Premises that each tested proposition can depend on."""
    case, claims = checked.case, checked.claims
    assert case is not None and claims is not None
    heading = dossier.heading
    if heading.scenario is not None:
        case = in_scenario(case, heading.scenario)
    evaluator = evaluator_of(checked, case, heading.seed)
    premises = frozenset(case.premises)
    return {
        trial.name: bearing(case, evaluator, trial) & premises
        for trial in trials_of(case, claims, evaluator.space)
    }


def _since(study: Study, dossier: Dossier) -> Since | None:
    """What moved since the verdicts were frozen; None where nothing can be compared."""
    try:
        frozen = read_frozen(frozen_path(study.checked.tree.file))
    except FrozenUnreadable:
        return None
    return None if frozen is None else since(frozen, study.case, dossier)
