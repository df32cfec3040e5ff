"""What claims will ask of a bench, found out before it is asked.

The claims are answered once on a table of zeros that writes down every question. Then one run for
each view and horizon brings what all of them need.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from kautilya.case.expression import Expression
from kautilya.findings.answer import NotFiniteClaim, Situation
from kautilya.findings.bench import Bench
from kautilya.findings.examiner import Examiner
from kautilya.findings.table import Pinned, Table
from kautilya.payoffs import Change, Evaluator, Level, Profile, ProfileSpace
from kautilya.terms import FloatArray


@dataclass
class Needs:
    """Questions that claims ask: grids, payoffs and levels at profiles, and those under changes."""

    grids: dict[tuple[str | None, int], list[dict[int, int]]] = field(default_factory=dict)
    movers: dict[tuple[str | None, int], set[str]] = field(default_factory=dict)
    points: dict[tuple[str | None, int], dict[str, list[Profile]]] = field(default_factory=dict)
    levels: dict[tuple[str | None, int], dict[Level, list[Profile]]] = field(default_factory=dict)
    under: dict[Change, Needs] = field(default_factory=dict)


class _Recorder:
    """A table of zeros that writes down what it is asked."""

    def __init__(self, evaluator: Evaluator, needs: Needs | None = None) -> None:
        self.evaluator = evaluator
        self.needs = Needs() if needs is None else needs

    @property
    def space(self) -> ProfileSpace:
        return self.evaluator.space

    def grid_payoffs(
        self,
        seen_by: str | None,
        horizon: int,
        pinned: Pinned,
        actors: Collection[str] | None = None,
    ) -> dict[str, FloatArray]:
        wanted = set(self.evaluator.interests if actors is None else actors)
        self.needs.grids.setdefault((seen_by, horizon), []).append(dict(pinned))
        self.needs.movers.setdefault((seen_by, horizon), set()).update(wanted)
        zeros = np.zeros((1,) * (len(self.space.decisions) + 1))
        return {actor: zeros for actor in self.evaluator.interests if actor in wanted}

    def payoffs_at(
        self, subject: str, seen_by: str | None, horizon: int, profiles: Sequence[Profile]
    ) -> FloatArray:
        known = self.needs.points.setdefault((seen_by, horizon), {})
        known.setdefault(subject, []).extend(profiles)
        return np.zeros((len(profiles), 1))

    def level_at(
        self, level: Level, seen_by: str | None, horizon: int, profile: Profile
    ) -> FloatArray:
        known = self.needs.levels.setdefault((seen_by, horizon), {})
        known.setdefault(level, []).append(profile)
        return np.zeros(1)

    def premise(self, name: str, seen_by: str | None) -> FloatArray:
        return np.zeros(1)

    def under(self, change: Change) -> _Recorder:
        if change == Change():
            return self
        return _Recorder(self.evaluator, self.needs.under.setdefault(change, Needs()))

    def tables(self, change: Change, knowing: tuple[str, ...] | None) -> Table:
        """Itself; what is asked of means over other worlds is asked of benches of their own."""
        return _Recorder(self.evaluator) if knowing else self.under(change)


def needs_of(evaluator: Evaluator, asked: Iterable[tuple[Expression, Situation]]) -> Needs:
    """What some claims will ask, whatever the worlds."""
    recorder = _Recorder(evaluator)
    for tree, situation in asked:
        examiner = Examiner(recorder, situation, 1, recorder.tables)
        try:
            examiner.claim(tree)
        except NotFiniteClaim:
            # A quotient of zeros; what it needs was written down before.
            continue
    return recorder.needs


def prefetch(bench: Bench, needs: Needs, usual: Needs) -> None:
    """Bring everything that some claims will ask to a bench, in as few runs as it takes.

    Parameters
    ----------
    bench
        Where it is brought.
    needs
        What is asked now.
    usual
        What is asked of benches of this kind; a run that must be made brings all of it, so that
        the same question is put to the evaluator each time and compiled once.
    """
    for seen_by, horizon in needs.grids:
        pins = usual.grids[seen_by, horizon]
        common = set.intersection(*(set(p.items()) for p in pins))
        movers = usual.movers[seen_by, horizon]
        bench.grid_payoffs(seen_by, horizon, dict(common), movers)
    every = _by_view(bench, usual)
    for (view, horizon), wanted in _by_view(bench, needs).items():
        if not wanted.at_hand(bench, view, horizon):
            whole = every[view, horizon]
            profiles = list(whole.profiles | whole.level_profiles)
            bench.fetch(view, horizon, profiles, list(whole.interests), list(whole.levels))
    for change, inner in needs.under.items():
        prefetch(bench.under(change), inner, usual.under[change])


@dataclass
class _Wanted:
    profiles: dict[Profile, None] = field(default_factory=dict)
    level_profiles: dict[Profile, None] = field(default_factory=dict)
    interests: dict[str, None] = field(default_factory=dict)
    levels: dict[Level, None] = field(default_factory=dict)

    def at_hand(self, bench: Bench, view: str, horizon: int) -> bool:
        """Whether a bench has all of this."""
        return bench.knows(
            view, horizon, list(self.profiles), list(self.interests), []
        ) and bench.knows(view, horizon, list(self.level_profiles), [], list(self.levels))


def _by_view(bench: Bench, needs: Needs) -> dict[tuple[str, int], _Wanted]:
    wanted: dict[tuple[str, int], _Wanted] = {}
    for (seen_by, horizon), subjects in needs.points.items():
        for subject, profiles in subjects.items():
            actor, _, interest = subject.partition(".")
            entry = wanted.setdefault((bench.view(actor, seen_by), horizon), _Wanted())
            names = (subject,) if interest else bench.evaluator.interests[actor]
            entry.interests.update(dict.fromkeys(names))
            entry.profiles.update(dict.fromkeys(profiles))
    for (seen_by, horizon), levels in needs.levels.items():
        view = "facts" if seen_by is None else bench.view("", seen_by)
        entry = wanted.setdefault((view, horizon), _Wanted())
        for level, profiles in levels.items():
            entry.levels[level] = None
            entry.level_profiles.update(dict.fromkeys(profiles))
    return wanted
