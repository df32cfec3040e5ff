"""The file of a case, followed while an editor writes it."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from kautilya.diagnostics import CaseInvalid, Diagnostic
from kautilya.study.check import Checked, check_file
from kautilya.study.manifest import case_file

TRIES = 5
"""How often a file is read again that changes while it is read."""


@dataclass(frozen=True)
class Version:
    """The file at one moment.

    Parameters
    ----------
    revision
        Hash of its bytes; empty where there is no file.
    text
        Its text, as far as it is text.
    checked
        The case; None where it cannot be run.
    diagnostics
        What is wrong with it, and advice.
    """

    revision: str
    text: str
    checked: Checked | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def lines(self) -> list[str]:
        """The text by line."""
        return (
            self.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
        )


class Followed:
    """A case file, looked at again and again.

    Parameters
    ----------
    path
        A case folder or file.
    """

    def __init__(self, path: str | Path) -> None:
        self.file = case_file(path)
        self._lock = threading.Lock()
        self._mark: object = None
        self._version: Version | None = None

    @property
    def folder(self) -> Path:
        """The folder that the case lies in: all that may be read and written."""
        return self.file.parent

    def look(self) -> Version:
        """The file as it is now; checked again only where its bytes changed."""
        with self._lock:
            mark = self._mark_now()
            if self._version is None or mark != self._mark:
                data = self._bytes()
                if self._version is None or _revision(data) != self._version.revision:
                    self._version = self._read(data)
                self._mark = mark
            return self._version

    def forget(self) -> None:
        """Have the file read again at the next look, whatever its time of writing says."""
        with self._lock:
            self._mark = None

    def _mark_now(self) -> object:
        try:
            found = os.stat(self.file)
        except OSError as error:
            return error.errno
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _bytes(self) -> bytes | None:
        try:
            return self.file.read_bytes()
        except OSError:
            return None

    def _read(self, data: bytes | None) -> Version:
        """Read and check; again where another writer came in between."""
        checked, found = _checked(self.file)
        for _ in range(TRIES):
            again = self._bytes()
            if again == data:
                break
            data = again
            checked, found = _checked(self.file)
        text = (data or b"").decode("utf-8", "replace")
        return Version(_revision(data), text, checked, found)


def _revision(data: bytes | None) -> str:
    """Hash of a file's bytes, sixteen digits; empty where there is no file."""
    return "" if data is None else hashlib.sha256(data).hexdigest()[:16]


def _checked(file: Path) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    try:
        checked = check_file(file, advice=True)
    except CaseInvalid as invalid:
        return None, invalid.diagnostics
    return (None if checked.errors else checked), checked.diagnostics
