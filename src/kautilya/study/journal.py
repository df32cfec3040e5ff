"""The journal of a run that is under way: what each finished job gave, so that it can go on.

A file that only grows. It begins with a line that says what it is; then each record is its length,
its CRC-32 and its bytes. The first record says of which jobs it is; each other one is the number
of a job and what it gave. What was cut off or spoilt at the end is dropped when the journal is
read. The process that writes it holds it, so a journal that nobody holds is of a run that ended
before its time.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kautilya.findings.job import Job, Parts
from kautilya.findings.runner import Deliver, Perform, Runner
from kautilya.study.files import hold
from kautilya.study.parts import PartsUnreadable, parts_from_bytes, parts_to_bytes

SIGN = b"kautilya journal 1\n"
"""How a journal begins."""

_FRAME = struct.Struct("<II")
_NUMBER = struct.Struct("<I")


class Journal:
    """A journal that this process holds.

    Parameters
    ----------
    path
        The file; made where there is none.
    fingerprint
        Of the run: a journal of another one counts for nothing.

    Raises
    ------
    OSError
        Where the file cannot be made.
    BlockingIOError
        Where another process holds it.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path, self.fingerprint = path, fingerprint
        self.warning = ""
        self.done = self.worlds = self.all_worlds = 0
        path.touch()
        # Without a buffer: what could not be written is not tried again when the file is closed.
        self._stream = path.open("r+b", buffering=0)
        if not hold(self._stream):
            self._stream.close()
            raise BlockingIOError(f"another process holds {path}")
        self._end = 0

    def runner(self, inner: Runner) -> Runner:
        """A runner that delivers what is kept, has the rest run, and keeps what comes in."""

        def run(jobs: Sequence[Job], perform: Perform, deliver: Deliver) -> None:
            self.all_worlds = sum(job.block.count for job in jobs)
            kept = self._begin(jobs)
            for number, parts in kept.items():
                self._count(jobs[number])
                deliver(number, parts)
            rest = [number for number in range(len(jobs)) if number not in kept]

            def take(at: int, parts: Parts) -> None:
                self._append(_NUMBER.pack(rest[at]) + parts_to_bytes(parts))
                self._count(jobs[rest[at]])
                deliver(rest[at], parts)

            if rest:
                inner([jobs[number] for number in rest], perform, take)

        return run

    @property
    def share(self) -> float:
        """Share of the work that is kept."""
        return self.worlds / self.all_worlds if self.all_worlds else 0.0

    def close(self, *, remove: bool) -> None:
        """Let go of the journal, and remove it where the run is finished."""
        self._stream.close()
        if remove:
            self.path.unlink(missing_ok=True)

    def _count(self, job: Job) -> None:
        if not self.warning:
            self.done += 1
            self.worlds += job.block.count

    def _begin(self, jobs: Sequence[Job]) -> Mapping[int, Parts]:
        """What was kept of these very jobs; the file is cut where it is not sound, and goes on."""
        title = json.dumps([self.fingerprint, len(jobs), digest(jobs)]).encode()
        kept: dict[int, Parts] = {}
        end = 0
        self._stream.seek(0)
        for number, (content, after) in enumerate(_records(self._stream.readall())):
            if number == 0:
                if content != title:
                    break
            else:
                try:
                    (which,) = _NUMBER.unpack_from(content)
                    kept[which] = parts_from_bytes(content[_NUMBER.size :], jobs[which])
                except (PartsUnreadable, IndexError, struct.error):
                    break
            end = after
        self._end = end
        try:
            self._stream.truncate(end)
        except OSError as error:
            self._give_up(error)
        if not end:
            self._append(title, SIGN)
        return kept

    def _append(self, content: bytes, before: bytes = b"") -> None:
        """Write a record; a disk that does not take it ends the journal, not the run."""
        if self.warning:
            return
        record = before + _FRAME.pack(len(content), zlib.crc32(content)) + content
        try:
            self._stream.seek(self._end)
            rest = memoryview(record)
            while rest:
                rest = rest[self._stream.write(rest) :]
            self._end += len(record)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.warning = f"{self.path}: {error.strerror or error}"


def digest(jobs: Sequence[Job]) -> str:
    """What tells a list of jobs from another: what is run, in which setting and worlds."""
    seen = hashlib.sha256()
    for job in jobs:
        setting = job.setting
        plain = [
            job.key,
            [[trial.name, trial.situation.order] for trial in job.trials],
            [setting.scenario, sorted(setting.removed), setting.pinned, setting.shape],
            [job.block.first, job.block.count, job.worlds],
            job.ends,
        ]
        seen.update(json.dumps(plain).encode())
    return seen.hexdigest()


def _records(whole: bytes) -> Iterator[tuple[bytes, int]]:
    """Each sound record and where it ends."""
    end = len(SIGN)
    if whole[:end] != SIGN:
        return
    while end + _FRAME.size <= len(whole):
        length, check = _FRAME.unpack_from(whole, end)
        first = end + _FRAME.size
        content = whole[first : first + length]
        if len(content) != length or zlib.crc32(content) != check:
            return
        end = first + length
        yield content, end
