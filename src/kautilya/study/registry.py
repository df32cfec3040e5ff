"""The registry of runs: a database of manifests, and beside it a file of results for each run.

Nothing in it is ever mended by deleting: a registry that cannot be read is named, and stays.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kautilya.study.files import is_held
from kautilya.study.manifest import Manifest, State, case_file, manifest_from
from kautilya.study.results_file import ResultsUnreadable, read_results

HOME = Path(".kautilya")
"""Where runs are kept, from the current directory."""

SCHEMA = 1
"""Version of the database."""

MOST_RESULTS = 200
"""Runs whose results are kept; of older ones the manifest stays."""

PATIENCE = 20.0
"""Seconds for which another process that writes is waited for."""

_MARK = 0x6B61_7574  # "kaut": tells the database from every other one
_TABLE = """
CREATE TABLE runs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  case_hash TEXT NOT NULL,
  file TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL,
  ended TEXT NOT NULL,
  manifest TEXT NOT NULL
)
"""


class RegistryUnreadable(Exception):
    """A registry of runs that cannot be read or written.

    Parameters
    ----------
    path
        The file.
    why
        What is in the way.
    mend
        What to do about it.
    """

    def __init__(self, path: Path, why: str, mend: str) -> None:
        self.path, self.why, self.mend = path, why, mend
        super().__init__(f"the registry of runs {path} cannot be used: {why}; {mend}")


class UnknownRun(LookupError):
    """A run that is not in the registry, or a name that several have."""

    def __str__(self) -> str:
        """The message, without the quotes that a `LookupError` adds."""
        return str(self.args[0])


class Registry:
    """Manifests of runs, and where their results lie.

    Parameters
    ----------
    home
        The folder; nothing is written before a run begins.
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = HOME if home is None else home
        self.path = self.home / "runs.db"
        self.folder = self.home / "runs"

    def results_path(self, identity: str) -> Path:
        """The file of a run's results."""
        return self.folder / f"{identity}.nc"

    def journal_path(self, identity: str) -> Path:
        """The file of what a run has done so far."""
        return self.folder / f"{identity}.journal"

    def prepare(self) -> None:
        """Make the folders and the database where there are none.

        Raises
        ------
        OSError
            Where a folder cannot be made.
        RegistryUnreadable
            Where the database cannot be used.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.home / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        with self._open(write=True):
            pass

    def fresh_id(self) -> str:
        """A name that no run has."""
        while self.runs("WHERE id = ?", identity := secrets.token_hex(4)):
            pass
        return identity

    def add(self, manifest: Manifest) -> None:
        """Enter a run that begins."""
        with self._open(write=True) as database:
            database.execute(
                "INSERT INTO runs (id, case_hash, file, fingerprint, state, ended, manifest)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (manifest.id, *_columns(manifest)),
            )

    def update(self, manifest: Manifest) -> None:
        """Enter what became of a run."""
        with self._open(write=True) as database:
            database.execute(
                "UPDATE runs SET case_hash = ?, file = ?, fingerprint = ?, state = ?, ended = ?,"
                " manifest = ? WHERE id = ?",
                (*_columns(manifest), manifest.id),
            )

    def runs(self, where: str = "", *values: str) -> list[Manifest]:
        """Manifests, the newest first; a run that nobody is at any more was interrupted."""
        if not self.path.exists() or not self.path.stat().st_size:
            return []
        with self._open() as database:
            rows = database.execute(
                f"SELECT manifest FROM runs {where} ORDER BY number DESC", values
            ).fetchall()
        try:
            found = [manifest_from(json.loads(text)) for (text,) in rows]
        except (ValueError, TypeError, KeyError) as error:
            raise RegistryUnreadable(self.path, f"a spoilt entry ({error})", self._away()) from None
        return [self._as_it_is(manifest) for manifest in found]

    def find(self, name: str) -> Manifest:
        """The run of a name: its first digits, or `last`, `last~1`: the newest finished ones.

        Raises
        ------
        UnknownRun
            Where there is none, or several begin so.
        """
        runs = self.runs()
        if not runs:
            raise UnknownRun("no run was kept here: `kautilya test` keeps one")
        word, _, back = name.partition("~")
        if word == "last" and (back.isdecimal() or name == "last"):
            finished = [run for run in runs if run.state == State.FINISHED]
            if int(back or 0) < len(finished):
                return finished[int(back or 0)]
            raise UnknownRun(f"there is no run '{name}': {len(finished)} were finished")
        found = [run for run in runs if name and run.id.startswith(name.lower())]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(run.id for run in found[:5])
            raise UnknownRun(f"several runs begin with '{name}': {several}")
        raise UnknownRun(f"there is no run '{name}'; `kautilya runs` lists them")

    def results(self, manifest: Manifest) -> dict[str, Any]:
        """The dossier of a run, as plain JSON.

        Raises
        ------
        UnknownRun
            Where the run has no results.
        ResultsUnreadable
            Where the file of its results is not there or not whole.
        """
        path = self.results_path(manifest.id)
        if not manifest.results_hash:
            raise UnknownRun(f"run {manifest.id} {_became(manifest.state)} and has no results")
        if not path.exists():
            raise ResultsUnreadable(path, f"gone; those of the newest {MOST_RESULTS} runs are kept")
        return read_results(path, manifest.results_hash)

    def tidy(self) -> None:
        """Remove the results of old runs; their manifests stay."""
        for manifest in self.runs()[MOST_RESULTS:]:
            if manifest.state != State.RUNNING:
                self.results_path(manifest.id).unlink(missing_ok=True)
                self.journal_path(manifest.id).unlink(missing_ok=True)

    def _as_it_is(self, manifest: Manifest) -> Manifest:
        if manifest.state == State.RUNNING and not is_held(self.journal_path(manifest.id)):
            return replace(manifest, state=State.INTERRUPTED)
        return manifest

    # -- the database -----------------------------------------------------------------------------

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """The database, in one transaction.

        A rollback journal and not a write-ahead log: a run writes twice, and a log does not work
        on the network drives that teams share.
        """
        try:
            # A reader may have to undo what another process left half done.
            mode = "rwc" if write else "rw"
            address = f"{self.path.absolute().as_uri()}?mode={mode}"
            database = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        except sqlite3.Error as error:
            raise self._told(error) from error
        try:
            database.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            self._check(database, write=write)
            yield database
            database.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._told(error) from error
        finally:
            database.close()  # what was not committed is undone

    def _check(self, database: sqlite3.Connection, *, write: bool) -> None:
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        (schema,) = database.execute("PRAGMA user_version").fetchone()
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        (page,) = database.execute("PRAGMA page_size").fetchone()
        if 0 < self.path.stat().st_size < pages * page:
            raise RegistryUnreadable(self.path, "it was cut short", self._away())
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if write and not mark and not schema and not tables:
            database.execute(_TABLE)
            database.execute(f"PRAGMA application_id = {_MARK}")
            database.execute(f"PRAGMA user_version = {SCHEMA}")
        elif mark != _MARK:
            raise RegistryUnreadable(self.path, "another program's database", self._away())
        elif schema > SCHEMA:
            raise RegistryUnreadable(
                self.path,
                f"its schema is {schema}, and this program knows {SCHEMA} at most",
                "use the newer program that wrote it, or run in another folder",
            )

    def _told(self, error: sqlite3.Error) -> RegistryUnreadable:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return RegistryUnreadable(self.path, str(error), self._away())
        mends = {
            sqlite3.SQLITE_FULL: "free some space",
            sqlite3.SQLITE_BUSY: "another program holds it: try again when that has ended",
            sqlite3.SQLITE_READONLY: "allow this user to write it, or run in another folder",
        }
        mend = mends.get(code, "look whether the file and its folder may be read and written")
        return RegistryUnreadable(self.path, str(error), mend)

    def _away(self) -> str:
        return (
            f"move it away (`mv {self.path} {self.path}.spoilt`), and the next run begins a new "
            f"one; nothing was deleted, and results lie in {self.folder}"
        )


def _columns(manifest: Manifest) -> tuple[str, ...]:
    return (
        manifest.case_hash,
        manifest.file,
        manifest.fingerprint,
        str(manifest.state),
        manifest.ended,
        json.dumps(manifest.plain(), ensure_ascii=False),
    )


def _became(state: State) -> str:
    """What became of a run, as a sentence goes on.

    Examples
    --------
    >>> _became(State.INTERRUPTED), _became(State.RUNNING)
    ('was interrupted', 'is still running')
    """
    words = {State.RUNNING: "is still running", State.INTERRUPTED: "was interrupted"}
    return words.get(state, str(state))


# -- what the other verbs ask -------------------------------------------------------------------


def last_case(home: Path | None = None) -> Path | None:
    """The case of the last run whose file is still there.

    Raises
    ------
    RegistryUnreadable
        Where the registry cannot be read.
    """
    for manifest in Registry(home).runs():
        if Path(manifest.file).exists():
            return Path(manifest.file)
    return None


def last_run(case_hash: str | None = None, home: Path | None = None) -> dict[str, Any] | None:
    """The last finished run whose results can be read.

    Parameters
    ----------
    case_hash
        Only runs of a case with this content.
    home
        Where runs are kept.

    Returns
    -------
    dict or None
        The dossier as plain JSON; None where there is no such run.

    Raises
    ------
    RegistryUnreadable
        Where the registry cannot be read.
    """
    registry = Registry(home)
    where = "WHERE state = 'finished'"
    values: tuple[str, ...] = ()
    if case_hash is not None:
        where, values = f"{where} AND case_hash = ?", (case_hash,)
    for manifest in registry.runs(where, *values):
        try:
            return registry.results(manifest)
        except ResultsUnreadable:
            continue
    return None


def last_failures(file: str | Path, home: Path | None = None) -> frozenset[str] | None:
    """Propositions of a case that failed when each was last tested.

    Runs are read from the newest to the last one that tested all propositions, so that a run of a
    few does not hide the failures of the others.

    Parameters
    ----------
    file
        The case.
    home
        Where runs are kept.

    Returns
    -------
    frozenset of str or None
        None where no run of the case was kept.

    Raises
    ------
    RegistryUnreadable
        Where the registry cannot be read.
    """
    passed: dict[str, bool] = {}
    finished = Registry(home).runs("WHERE state = 'finished' AND file = ?", str(case_file(file)))
    for manifest in finished:
        for name, passes in manifest.verdicts.items():
            passed.setdefault(name, passes)
        if manifest.selection is None:
            break
    return frozenset(name for name, ok in passed.items() if not ok) if finished else None
