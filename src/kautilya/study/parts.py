"""What a job gave, as bytes and back; nothing in the bytes is ever run."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from kautilya.findings.finding import Extent, Tally
from kautilya.findings.job import Job, Part, Parts, Sample

_LENGTH = struct.Struct("<I")
_KINDS: dict[str, np.dtype[Any]] = {"i1": np.dtype("<i1"), "f8": np.dtype("<f8")}


class PartsUnreadable(ValueError):
    """Bytes that are not what the job could have given."""


def parts_to_bytes(parts: Parts) -> bytes:
    """What a job gave, as bytes: counts as JSON, then the answers in each world.

    Parameters
    ----------
    parts
        A part or an extent for each proposition.
    """
    head: dict[str, Any] = {}
    arrays: list[bytes] = []
    for name, part in parts.items():
        if isinstance(part, Extent):
            head[name] = {"extent": [part.in_all, part.in_some, part.in_none, part.without]}
            continue
        entry = _counted(part)
        if part.kept is not None:
            entry["kept"] = _counted(part.kept)
        if part.sample is not None:
            value, counts = part.sample.value, part.sample.counts
            small = value.astype(_KINDS["i1"])
            kind = "i1" if np.array_equal(small, value) else "f8"
            entry["sample"] = [kind, len(value)]
            arrays += [value.astype(_KINDS[kind]).tobytes(), np.packbits(counts).tobytes()]
        head[name] = entry
    text = json.dumps(head, ensure_ascii=False, allow_nan=False).encode()
    return b"".join((_LENGTH.pack(len(text)), text, *arrays))


def _counted(part: Part) -> dict[str, Any]:
    """What a part counts, as plain data."""
    tally = part.tally
    return {
        "tally": [tally.holds, tally.counted, tally.missing, tally.excluded],
        "total": part.total,
        "number": part.number,
    }


def parts_from_bytes(content: bytes, job: Job) -> Parts:
    """What a job gave, from bytes.

    Parameters
    ----------
    content
        As `parts_to_bytes` makes them.
    job
        The job that they should be of.

    Raises
    ------
    PartsUnreadable
        Where they are not of that job.
    """
    try:
        (length,) = _LENGTH.unpack_from(content)
        head = json.loads(content[_LENGTH.size : _LENGTH.size + length])
        if set(head) != {trial.name for trial in job.trials}:
            raise PartsUnreadable("other propositions than the job's")
        rest = memoryview(content)[_LENGTH.size + length :]
        parts: dict[str, Part | Extent] = {}
        for name, entry in head.items():
            parts[name], rest = _part(entry, rest, job)
    except PartsUnreadable:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, struct.error) as error:
        raise PartsUnreadable(f"not what a job gives: {error}") from error
    if len(rest):
        raise PartsUnreadable("more than a job gives")
    return parts


def _part(entry: Any, rest: memoryview, job: Job) -> tuple[Part | Extent, memoryview]:
    if job.key == ("extent",):
        return Extent(*_counts(entry["extent"], job.block.count)), rest
    counted = _part_counted(entry, job)
    if (kept := entry.get("kept")) is not None:
        if not job.tells_kept:
            raise PartsUnreadable("worlds that this job does not tell of")
        counted = replace(counted, kept=_part_counted(kept, job))
    sample = None
    if job.keeps_worlds:
        kind, count = entry["sample"]
        if count != job.block.count:
            raise PartsUnreadable("other worlds than the job's")
        of_value, of_counts = count * _KINDS[kind].itemsize, (count + 7) // 8
        value = np.frombuffer(rest[:of_value], _KINDS[kind]).astype(np.float64)
        bits = np.frombuffer(rest[of_value : of_value + of_counts], np.uint8)
        if len(value) != count or len(bits) != of_counts or not np.isfinite(value).all():
            raise PartsUnreadable("worlds are lacking")
        sample = Sample(value, np.unpackbits(bits, count=count).astype(bool))
        rest = rest[of_value + of_counts :]
    return replace(counted, sample=sample), rest


def _part_counted(entry: Any, job: Job) -> Part:
    """What a part counts, from plain data."""
    tally = Tally(*_counts(entry["tally"], job.block.count))
    total, number = float(entry["total"]), entry["number"]
    if not isfinite(total) or type(number) is not int:
        raise PartsUnreadable("counts that are no numbers")
    return Part(tally, total, number, None)


def _counts(numbers: Any, worlds: int) -> list[int]:
    """Four counts of worlds that are not negative and not more than there are."""
    well = isinstance(numbers, list) and len(numbers) == 4
    if not well or not all(type(n) is int and 0 <= n <= worlds for n in numbers):
        raise PartsUnreadable("counts that are none of these worlds")
    return list(numbers)
