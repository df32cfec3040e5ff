"""What is kept of runs: one JSON file for each, in a folder of the current directory.

A folder that cannot be read or written never stops a run: what went wrong comes back as one line.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(".kautilya") / "runs"
"""Where runs are kept, from the current directory."""

MOST_RUNS = 50
"""Runs that are kept; the oldest go."""


@dataclass(frozen=True)
class Kept:
    """Where a run was kept, or why it was not.

    Parameters
    ----------
    path
        The file, or None.
    warning
        One line, empty where all went well.
    """

    path: Path | None
    warning: str = ""


def keep_run(data: Mapping[str, Any], folder: Path = FOLDER) -> Kept:
    """Keep a run.

    Parameters
    ----------
    data
        The dossier as plain JSON.
    folder
        Where runs are kept.

    Returns
    -------
    Kept
        The file, or why there is none.
    """
    heading = data["heading"]
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"{stamp}-{heading['case']}-{heading['case_hash'][:7]}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder.parent / ".gitignore"
        if not ignore.exists():
            write_whole(ignore, "*\n")
        write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        for old in _files(folder)[:-MOST_RUNS]:
            old.unlink(missing_ok=True)
    except OSError as error:
        return Kept(None, f"the run was not kept: {folder}: {error.strerror or error}")
    return Kept(path)


def last_run(
    case_hash: str | None = None, file: str | Path | None = None, folder: Path = FOLDER
) -> dict[str, Any] | None:
    """The last run that can be read.

    Parameters
    ----------
    case_hash
        Only runs of a case with this content.
    file
        Only runs of this case file, whatever it held then.
    folder
        Where runs are kept.

    Returns
    -------
    dict or None
        The dossier as plain JSON; None where there is no such run.
    """
    try:
        files = _files(folder)
    except OSError:
        return None
    for path in reversed(files):
        data = _read(path)
        if data is None:
            continue
        heading = data["heading"]
        if case_hash is not None and heading["case_hash"] != case_hash:
            continue
        if file is not None and not _same_file(heading["file"], file):
            continue
        return data
    return None


def last_failures(file: str | Path, folder: Path = FOLDER) -> frozenset[str] | None:
    """Propositions of a case that failed when each was last tested.

    Runs are read from the newest to the last one that tested all propositions, so that a run of a
    few does not hide the failures of the others.

    Parameters
    ----------
    file
        The case.
    folder
        Where runs are kept.

    Returns
    -------
    frozenset of str or None
        None where no run of the case was kept.
    """
    passed: dict[str, bool] = {}
    found = False
    try:
        files = _files(folder)
    except OSError:
        return None
    for path in reversed(files):
        data = _read(path)
        if data is None or not _same_file(data["heading"]["file"], file):
            continue
        found = True
        for entry in data["propositions"]:
            if entry["fit"] is not None:
                passed.setdefault(entry["id"], bool(entry["passes"]))
        total = data["heading"]["counts"].get("propositions", {}).get("all", 0)
        if len(data["propositions"]) >= total:
            break
    return frozenset(name for name, ok in passed.items() if not ok) if found else None


def write_whole(path: Path, text: str) -> None:
    """Write a file at once: a reader finds the old one or the new one, never a part.

    Raises
    ------
    OSError
        Where the folder or the disk does not take it.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _files(folder: Path) -> list[Path]:
    """Kept runs, the oldest first."""
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))


def _read(path: Path) -> dict[str, Any] | None:
    """A kept run; None for a file that is not one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        heading, propositions = data["heading"], data["propositions"]
        well_formed = (
            data["schema"] == 1
            and isinstance(heading["case_hash"], str)
            and isinstance(heading["file"], str)
            and isinstance(propositions, list)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return data if well_formed else None


def _same_file(one: str, other: str | Path) -> bool:
    """Whether two names lead to one case, a folder standing for its `case.yaml`."""
    return _case_file(Path(one)) == _case_file(Path(other))


def _case_file(path: Path) -> Path:
    return (path / "case.yaml" if path.is_dir() else path).resolve()
