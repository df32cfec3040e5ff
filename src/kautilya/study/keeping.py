"""A run and what is kept of it: entered when it begins, journalled while it goes on."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kautilya.diagnostics import CaseInvalid
from kautilya.findings.runner import Runner, on_threads
from kautilya.study.check import Checked
from kautilya.study.faults import check_asked
from kautilya.study.journal import Journal
from kautilya.study.manifest import Manifest, State, manifest_of, now
from kautilya.study.pipeline import Order, Workers
from kautilya.study.registry import Registry, RegistryUnreadable
from kautilya.study.results_file import write_results


@dataclass(frozen=True)
class _Journalled:
    """Workers whose jobs are journalled."""

    journal: Journal | None
    workers: Workers | None

    def runner(self, checked: Checked, order: Order, size: int) -> Runner:
        """A runner of the jobs of one run."""
        if self.workers is None:
            runner = on_threads(order.threads)
        else:
            runner = self.workers.runner(checked, order, size)
        return runner if self.journal is None else self.journal.runner(runner)


class Kept:
    """What is kept of one run. Nothing that is in the way of keeping it stops the run.

    Made by `begin`.

    Parameters
    ----------
    manifest
        The run.
    registry
        Where it is entered.
    journal
        What it has done so far; None where the run is not kept.
    warning
        Why it is not kept, or not all of it; empty where all is well.
    """

    def __init__(
        self, manifest: Manifest, registry: Registry, journal: Journal | None, warning: str = ""
    ) -> None:
        self.manifest, self.registry, self.journal = manifest, registry, journal
        self._warning = warning

    @property
    def warning(self) -> str:
        """Why the run is not kept, in one line, or that it could not be journalled."""
        if self._warning:
            return f"the run was not kept: {self._warning}"
        if self.journal is not None and self.journal.warning:
            return f"the run could not have been resumed: {self.journal.warning}"
        return ""

    def over(self, workers: Workers | None = None) -> Workers:
        """Workers that keep what jobs give, and run only what was not kept.

        Parameters
        ----------
        workers
            Who runs the jobs; threads of this process where None.
        """
        return _Journalled(self.journal, workers)

    def finish(self, data: Mapping[str, Any]) -> bool:
        """Keep the results of a run that went to its end; False where that cannot be.

        Parameters
        ----------
        data
            The dossier as plain JSON.
        """
        if self.journal is None:
            return False
        manifest = replace(
            self.manifest,
            state=State.FINISHED,
            ended=now(),
            result_hash=str(data["result_hash"]),
            verdicts={
                entry["id"]: bool(entry["passes"])
                for entry in data["propositions"]
                if entry["fit"] is not None
            },
        )
        path = self.registry.results_path(manifest.id)
        try:
            digest = write_results(path, manifest, data)
            self.registry.update(replace(manifest, results_hash=digest))
        except (OSError, ImportError, RegistryUnreadable) as error:
            self._warning = _in_the_way(error)
            self._leave(State.INTERRUPTED, remove=False)
            return False
        self.journal.close(remove=True)
        with suppress(OSError, RegistryUnreadable):
            self.registry.tidy()
        return True

    def interrupted(self) -> str:
        """Enter that the run was interrupted; one line that says what is kept of it."""
        self._leave(State.INTERRUPTED, remove=self.journal is None or not self.journal.done)
        if self.journal is None or not self.journal.done:
            return "interrupted; nothing of the run is kept"
        command = [word for word in self.manifest.command if word != "--resume"]
        again = shlex.join(["kautilya", *command, "--resume"])
        return f"interrupted; {self.journal.share:.0%} of the run is kept, `{again}` goes on"

    def failed(self, error: BaseException) -> None:
        """Enter that the run failed; what was done stays unless the case itself is at fault."""
        done = self.journal is not None and self.journal.done > 0
        self._leave(State.FAILED, remove=isinstance(error, CaseInvalid) or not done)

    def _leave(self, state: State, *, remove: bool) -> None:
        if self.journal is None:
            return
        with suppress(OSError, RegistryUnreadable):
            self.registry.update(replace(self.manifest, state=state, ended=now()))
        with suppress(OSError):
            self.journal.close(remove=remove)


def begin(
    checked: Checked,
    order: Order,
    command: Sequence[str] = (),
    *,
    resume: bool = False,
    home: Path | None = None,
) -> Kept:
    """Enter a run, or take up the last one that was asked the same and did not end.

    Parameters
    ----------
    checked
        The case.
    order
        What is asked.
    command
        What was typed behind the program's name.
    resume
        Whether to take a run up; a new one begins where there is none.
    home
        Where runs are kept.

    Raises
    ------
    UnknownName, CaseInvalid
        As `check_asked`.
    DoesNotFit
        Where the run does not fit into the memory.
    """
    check_asked(checked, order.only, order.scenario, order.yardstick)
    registry = Registry(home)
    fresh = manifest_of(checked, order, command, "")
    try:
        registry.prepare()
        kept = _taken_up(registry, fresh) if resume else None
        return _begun(registry, fresh) if kept is None else kept
    except (OSError, RegistryUnreadable) as error:
        return Kept(fresh, registry, None, _in_the_way(error))


def _begun(registry: Registry, fresh: Manifest) -> Kept:
    manifest = replace(fresh, id=registry.fresh_id())
    journal = Journal(registry.journal_path(manifest.id), manifest.fingerprint)
    try:
        registry.add(manifest)
    except BaseException:
        journal.close(remove=True)
        raise
    return Kept(manifest, registry, journal)


def _taken_up(registry: Registry, fresh: Manifest) -> Kept | None:
    """The last run of this fingerprint that has a journal which no process holds."""
    where = "WHERE fingerprint = ? AND state <> 'finished'"
    for manifest in registry.runs(where, fresh.fingerprint):
        path = registry.journal_path(manifest.id)
        if manifest.state == State.RUNNING or not path.exists():
            continue
        try:
            journal = Journal(path, manifest.fingerprint)
        except BlockingIOError:
            continue
        again = replace(
            fresh, id=manifest.id, started=manifest.started, resumed=manifest.resumed + 1
        )
        try:
            registry.update(again)
        except BaseException:
            journal.close(remove=False)
            raise
        return Kept(again, registry, journal)
    return None


def _in_the_way(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    return str(error)
