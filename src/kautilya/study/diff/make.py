"""Two versions of a case, or two scenarios: which verdicts differ, and which edit did it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kautilya.case import Case
from kautilya.diagnostics import CaseInvalid
from kautilya.findings import Finding
from kautilya.study.diff.edits import told
from kautilya.study.diff.record import Change, Diff, Share
from kautilya.study.diff.trials import Apart, Trials, Tried, sides
from kautilya.study.diff.versions import NoVersion, Version
from kautilya.study.dossier import case_hash
from kautilya.study.faults import told as told_faults
from kautilya.study.pipeline import DEFAULT_SEED, Order, board_of, planned_size
from kautilya.study.registry import Registry, RegistryUnreadable

MOVED_BY = 0.1
"""A share that differs by more has moved."""

LEAST = 0.1
"""An edit is named where it moves a share by so much of what all of them do."""

Progress = Callable[[int, int], None]


def diff(
    before: Version,
    after: Version,
    *,
    worlds: int = 2000,
    seed: int = DEFAULT_SEED,
    threads: int = 2,
    home: Path | None = None,
    progress: Progress | None = None,
) -> Diff:
    """Hold two versions of a case, or two scenarios, against each other.

    Both are tested in the same worlds. Then each edit is made alone to the first version, with
    those that it cannot be made without, and, where no edit alone explains a move, left out alone
    from the second.

    Parameters
    ----------
    before, after
        The two, as `version_of` reads them.
    worlds, seed, threads
        As for `Study.test`; edits are tried on the first 500 worlds as authored.
    home
        Folder of the registry of runs, which tells whether the first version's results had been
        seen before the edits; the current one where None.
    progress
        Called with steps done and steps in all.

    Returns
    -------
    Diff
        Propositions that moved, each with the edits that move it.

    Raises
    ------
    NoVersion
        Where the two are not versions of one case.
    CaseInvalid
        Where either cannot be run.

    See Also
    --------
    kautilya.study.compare : two runs that were kept, without running anything.
    """
    for version in (before, after):
        if version.checked.errors:
            raise CaseInvalid(version.checked.diagnostics)
    one, other = _case(before), _case(after)
    if one.case != other.case:
        raise NoVersion(
            f"{before.label} is the case {one.case} and {after.label} is {other.case}: a diff "
            "is of two versions of one case"
        )
    if one.is_conflict or other.is_conflict:
        raise NoVersion("a diff is of propositions, and a conflict has none: `kautilya solve` both")
    return _Comparison(before, after, worlds, seed, threads, progress or (lambda d, n: None)).run(
        "" if _same_text(before, after) else _seen(before, home)
    )


def _same_text(one: Version, other: Version) -> bool:
    """Whether nothing was edited: two scenarios of one text are compared."""
    return case_hash(one.checked.tree.data) == case_hash(other.checked.tree.data)


def _case(version: Version) -> Case:
    assert version.checked.case is not None
    return version.checked.case


class _Comparison:
    """One diff under way."""

    def __init__(
        self,
        before: Version,
        after: Version,
        worlds: int,
        seed: int,
        threads: int,
        progress: Progress,
    ) -> None:
        self.before, self.after = before, after
        self.worlds, self.seed, self.threads = worlds, seed, threads
        self.progress = progress
        self.apart = Apart(sides(before), sides(after))

    def run(self, seen: str) -> Diff:
        """Test both, then find what moves what moved."""
        apart = self.apart
        steps = 2 + 2 * len(apart.places)
        then = self._found(self.before)
        self.progress(1, steps)
        now = self._found(self.after)
        self.progress(2, steps)
        shared = [name for name in now if name in then]
        moved = [name for name in shared if _has_moved(then[name], now[name])]
        trials = Trials(apart, moved, self.worlds, self.seed)
        alone = trials.alone(lambda n: self.progress(2 + n, steps))
        rest = [name for name in moved if not _explained(alone[name], then[name], now[name])]
        without = trials.without(rest, lambda n: self.progress(2 + len(apart.places) + n, steps))
        self.progress(steps, steps)
        changes = tuple(
            self._change(name, then[name], now[name], alone[name], without.get(name, {}), seen)
            for name in moved
        )
        case = _case(self.after)
        return Diff(
            case.case,
            case.title,
            self.before.label,
            self.after.label,
            self.seed,
            self.worlds,
            tuple(told(p, apart.one, apart.other, apart.needed[p]) for p in apart.places),
            tuple(sorted(changes, key=lambda c: (not c.turned, -abs(_gap(c))))),
            tuple(name for name in now if name not in then),
            tuple(name for name in then if name not in now),
            len(shared) - len(moved),
            seen,
        )

    def _found(self, version: Version) -> dict[str, Finding]:
        order = Order(
            self.worlds, self.seed, self.threads, scenario=version.scenario, removals=False
        )
        with told_faults(version.checked):
            board = board_of(version.checked, order, planned_size(version.checked, order))
            return {finding.id: finding for finding in board.findings()}

    def _change(
        self,
        name: str,
        then: Finding,
        now: Finding,
        alone: Mapping[str, Tried],
        without: Mapping[str, Tried],
        seen: str,
    ) -> Change:
        share_then, share_now = _share(then), _share(now)
        far_enough = LEAST * max(0.1, abs((share_now or 0.0) - (share_then or 0.0)))
        edits = []
        for place in self.apart.places:
            one, other = alone.get(place.words), without.get(place.words)
            if any(tried and tried.moved >= far_enough for tried in (one, other)):
                edits.append(
                    Share(
                        place.words,
                        one.base if one else None,
                        one.share if one else None,
                        other.share if other else None,
                        bool(one and one.turns),
                    )
                )
        edits.sort(key=lambda e: -abs((e.alone or 0.0) - (e.base or 0.0)))
        far = share_then is None or share_now is None or abs(share_now - share_then) > MOVED_BY
        rewritten = _asked(_case(self.before), name) != _asked(_case(self.after), name)
        return Change(
            name,
            now.says,
            _fit(then),
            _fit(now),
            share_then,
            share_now,
            rewritten,
            tuple(edits),
            bool(seen) and far and (bool(edits) or rewritten),
        )


def _asked(case: Case, name: str) -> tuple[Any, ...]:
    entry = case.propositions[name]
    return entry.claim, entry.given, entry.hold, entry.voice, entry.stated, entry.in_


def _fit(finding: Finding) -> str:
    return "untested" if finding.fit is None else str(finding.fit)


def _share(finding: Finding) -> float | None:
    if finding.differences:
        return finding.differences.get("authored")
    tally = finding.tallies.get("authored") if finding.tallies else None
    return tally.share if tally is not None and tally.counted else None


def _has_moved(then: Finding, now: Finding) -> bool:
    one, other = _share(then), _share(now)
    far = one is not None and other is not None and abs(one - other) > MOVED_BY
    return _fit(then) != _fit(now) or far


def _explained(alone: Mapping[str, Tried], then: Finding, now: Finding) -> bool:
    """Whether one edit alone moves a proposition at least half as far as all of them do."""
    one, other = _share(then), _share(now)
    if one is None or other is None:
        return bool(alone)
    return any(t.moved >= 0.5 * abs(other - one) and t.moved > 0.0 for t in alone.values())


def _gap(change: Change) -> float:
    return (change.share_after or 0.0) - (change.share_before or 0.0)


def _seen(version: Version, home: Path | None) -> str:
    """How it is known that a version's results had been seen; empty where nobody knows."""
    wanted = case_hash(version.checked.tree.data)
    frozen = version.frozen
    if frozen is not None:
        try:
            on = str(json.loads(frozen).get("on", ""))
        except (ValueError, AttributeError):
            on = ""
        return f"verdicts were frozen beside it{' on ' + on if on else ''}"
    try:
        for manifest in Registry(home).runs():
            if manifest.case_hash == wanted and manifest.result_hash:
                return f"it was run on {manifest.ended[:10]} ({manifest.id})"
    except RegistryUnreadable:
        return ""
    return ""
