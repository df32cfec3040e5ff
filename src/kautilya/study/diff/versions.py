"""Which two are compared: files, revisions of a file, or scenarios of one."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kautilya.study.check import Checked, check_file, check_text
from kautilya.study.faults import UnknownName
from kautilya.study.manifest import case_file


class NoVersion(ValueError):
    """What was named is no version of a case; the message says why."""


@dataclass(frozen=True)
class Version:
    """One of the two.

    Parameters
    ----------
    label
        How it was named.
    checked
        The case.
    scenario
        Scenario in which propositions that name none are asked, or None.
    folder
        Where the case lies.
    revision
        The revision that it was taken from, or None for the file as it lies there.
    """

    label: str
    checked: Checked
    scenario: str | None
    folder: Path
    revision: str | None

    @property
    def frozen(self) -> str | None:
        """Text of the frozen file beside the case, as of its revision."""
        path = self.folder / "frozen.json"
        if self.revision is not None:
            return _shown(self.revision, path)
        return path.read_text(encoding="utf-8") if path.is_file() else None


def version_of(named: str) -> Version:
    """Read ``CASE``, ``CASE@REVISION`` or ``CASE:SCENARIO``.

    Parameters
    ----------
    named
        A case folder or file, with a revision of its git history or a scenario where it is not
        the file as it lies there.

    Raises
    ------
    NoVersion
        Where the revision or the file in it cannot be had.
    UnknownName
        For a scenario that the case does not have.
    CaseInvalid
        With every fault of the case.
    """
    path, scenario, revision = _parts(named)
    file = case_file(path)
    if revision is None:
        checked = check_file(path)
    else:
        text = _shown(revision, file)
        if text is None:
            raise NoVersion(f"there is no {file} in revision {revision}, or no git history here")
        checked = check_text(text, f"{file}@{revision}")
    if scenario is not None:
        assert checked.case is not None or checked.errors
        known: Mapping[str, Any] = checked.case.scenarios if checked.case else {}
        if scenario not in known:
            raise UnknownName("scenario", scenario, known)
    return Version(named, checked, scenario, file.parent, revision)


def _parts(named: str) -> tuple[str, str | None, str | None]:
    """Path, scenario and revision; a path that is there is taken as it is."""
    if Path(named).exists():
        return named, None, None
    for sign in ("@", ":"):
        path, found, rest = named.rpartition(sign)
        if (found and Path(path).exists()) or (found and sign == "@" and path):
            return (path, None, rest) if sign == "@" else (path, rest, None)
    return named, None, None


def _shown(revision: str, file: Path) -> str | None:
    """A file as of a revision; None where git, the revision or the file is not there."""
    where = file.parent if file.parent.is_dir() else Path()
    try:
        done = subprocess.run(
            ["git", "show", "--no-textconv", "--end-of-options", f"{revision}:./{file.name}"],
            cwd=where,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
