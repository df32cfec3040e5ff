"""What a run has done so far, as bytes and back, and what is made of spoilt bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.findings.finding import Extent
from kautilya.findings.job import Job, Parts
from kautilya.findings.runner import Deliver, Perform
from kautilya.study import Order, load, pipeline
from kautilya.study.journal import SIGN, Journal, digest
from kautilya.study.parts import PartsUnreadable, parts_from_bytes, parts_to_bytes
from support.reports import ferry

FIRST_STEPS = Path(__file__).resolve().parents[3] / "cases" / "first-steps"


@pytest.fixture(scope="module")
def done() -> list[tuple[Job, Parts]]:
    """Jobs of two cases, which have every kind of job between them, and what they give."""
    pairs = []
    for study in (ferry(), load(FIRST_STEPS)):
        schedule = pipeline.board_of(study.checked, Order(worlds=30, seed=7), 10).schedule
        jobs = schedule.shape_jobs() + schedule.removal_jobs()
        pairs += [(job, schedule.laboratory.perform(job)) for job in jobs]
    return pairs


@pytest.fixture(scope="module")
def jobs(done: list[tuple[Job, Parts]]) -> list[Job]:
    return [job for job, _ in done]


@pytest.fixture(scope="module")
def found(done: list[tuple[Job, Parts]]) -> list[Parts]:
    return [parts for _, parts in done]


def same(one: Parts, other: Parts) -> bool:
    def plain(parts: Parts) -> list[object]:
        rows: list[object] = []
        for name, part in parts.items():
            if isinstance(part, Extent):
                rows.append((name, part))
                continue
            sample = part.sample
            worlds = sample and (sample.value.tolist(), sample.counts.tolist())
            rows.append((name, part.tally, part.total, part.number, worlds))
        return rows

    return plain(one) == plain(other)


def test_what_jobs_give_goes_to_bytes_and_back(jobs: list[Job], found: list[Parts]) -> None:
    assert {job.key[0] for job in jobs} == {"shape", "without", "reasons", "order", "extent"}
    for job, parts in zip(jobs, found, strict=True):
        again = parts_from_bytes(parts_to_bytes(parts), job)
        assert same(again, parts)
        for part in again.values():
            if not isinstance(part, Extent) and part.sample is not None:
                assert part.sample.value.dtype == np.float64
                assert part.sample.counts.dtype == np.bool_


def test_values_that_are_no_whole_numbers_are_kept_to_the_last_bit(
    jobs: list[Job], found: list[Parts]
) -> None:
    job = next(job for job in jobs if job.keeps_worlds)
    name, part = next(iter(found[jobs.index(job)].items()))
    assert not isinstance(part, Extent) and part.sample is not None
    value = np.linspace(0.1, 0.3, job.block.count)
    sample = replace(part.sample, value=value)
    alone = replace(job, trials=tuple(t for t in job.trials if t.name == name))
    again = parts_from_bytes(parts_to_bytes({name: replace(part, sample=sample)}), alone)[name]
    assert not isinstance(again, Extent) and again.sample is not None
    assert again.sample.value.tolist() == value.tolist()


@given(data=st.data())
def test_bytes_of_anything_else_are_refused_and_nothing_more(
    jobs: list[Job], found: list[Parts], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(jobs) - 1))
    content = bytearray(parts_to_bytes(found[number]))
    kind = data.draw(st.sampled_from(["cut", "more", "noise", "other"]))
    if kind == "cut":
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    elif kind == "more":
        content += b"\0"
    elif kind == "noise":
        content = bytearray(data.draw(st.binary(max_size=80)))
    else:
        other = data.draw(st.sampled_from(jobs))
        numbers = {trial.name for trial in other.trials}
        if numbers == {trial.name for trial in jobs[number].trials}:
            return
        with pytest.raises(PartsUnreadable):
            parts_from_bytes(bytes(content), other)
        return
    with pytest.raises(PartsUnreadable):
        parts_from_bytes(bytes(content), jobs[number])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"total": 0.0', b'"total": NaN'),
        (b'"number": 0', b'"number": 0.5'),
        (b'{"tally": [0', b'{"tally": [-1'),
        (b'{"tally": [0', b'{"tally": [9999'),
        (b'{"tally": [0', b'{"tally": [true'),
    ],
)
def test_counts_that_cannot_be_are_refused(
    jobs: list[Job], found: list[Parts], old: bytes, new: bytes
) -> None:
    plain = [n for n, job in enumerate(jobs) if job.key[0] == "order"]
    part = next(iter(found[plain[0]].values()))
    assert not isinstance(part, Extent)
    zero = replace(part, tally=replace(part.tally, holds=0), total=0.0, number=0)
    job = jobs[plain[0]]
    content = parts_to_bytes({trial.name: zero for trial in job.trials})
    parts_from_bytes(content, job)
    text = content[4:].replace(old, new)
    assert text != content[4:]
    with pytest.raises(PartsUnreadable):
        parts_from_bytes(len(text).to_bytes(4, "little") + text, job)


# -- the journal ----------------------------------------------------------------------------------


class Stopped(Exception):
    """Something ends a run."""


class Watched:
    """A runner that notes what it runs, and stops after some jobs."""

    def __init__(self, found: Sequence[Parts], every: Sequence[Job], most: int = 10_000) -> None:
        self.answers = dict(zip(map(id, every), found, strict=True))
        self.most, self.ran = most, 0

    def __call__(self, jobs: Sequence[Job], perform: Perform, deliver: Deliver) -> None:
        for number in reversed(range(len(jobs))):
            if self.ran == self.most:
                raise Stopped
            self.ran += 1
            deliver(number, self.answers[id(jobs[number])])


def delivered(
    path: Path, jobs: Sequence[Job], runner: Watched, mark: str = "mark"
) -> dict[int, Parts]:
    """What a journalled run delivers, to its end or until it is stopped."""
    journal = Journal(path, mark)
    got: dict[int, Parts] = {}

    def never(_: Job) -> Parts:
        raise AssertionError

    try:
        journal.runner(runner)(jobs, never, got.setdefault)
    except Stopped:
        pass
    finally:
        journal.close(remove=False)
    return got


def test_what_is_kept_is_delivered_and_only_the_rest_is_run(
    tmp_path: Path, jobs: list[Job], found: list[Parts]
) -> None:
    path = tmp_path / "a.journal"
    assert len(delivered(path, jobs, Watched(found, jobs, 9))) == 9
    second = Watched(found, jobs, 5)
    assert len(delivered(path, jobs, second)) == 14
    last = Watched(found, jobs)
    got = delivered(path, jobs, last)
    assert last.ran == len(jobs) - 14
    assert sorted(got) == list(range(len(jobs)))
    assert all(same(got[number], found[number]) for number in got)


@given(data=st.data())
def test_a_journal_cut_anywhere_or_spoilt_gives_what_is_sound_and_the_same_results(
    tmp_path_factory: pytest.TempPathFactory,
    jobs: list[Job],
    found: list[Parts],
    data: st.DataObject,
) -> None:
    path = tmp_path_factory.mktemp("journal") / "a.journal"
    some = jobs[:12]
    delivered(path, some, Watched(found[:12], some, 8))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content = content[:at]
    else:
        content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    again = Watched(found[:12], some)
    got = delivered(path, some, again)
    assert 4 <= again.ran <= 12
    assert sorted(got) == list(range(12))
    assert all(same(got[number], found[number]) for number in got)


def test_a_journal_of_other_jobs_or_another_run_counts_for_nothing(
    tmp_path: Path, jobs: list[Job], found: list[Parts]
) -> None:
    path = tmp_path / "a.journal"
    for mark, fewer in (("mark", 10), ("other", 10), ("mark", 11)):
        runner = Watched(found[:fewer], jobs[:fewer])
        delivered(path, jobs[:fewer], runner, mark)
        assert runner.ran == fewer


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0" * 500, SIGN, SIGN + b"\xff" * 99])
def test_a_file_that_is_no_journal_is_begun_anew(
    tmp_path: Path, jobs: list[Job], found: list[Parts], content: bytes
) -> None:
    path = tmp_path / "a.journal"
    path.write_bytes(content)
    first, second = (Watched(found[:5], jobs[:5]) for _ in range(2))
    delivered(path, jobs[:5], first)
    delivered(path, jobs[:5], second)
    assert (first.ran, second.ran) == (5, 0)


def test_a_journal_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal = Journal(path, "mark")
    with pytest.raises(BlockingIOError, match=r"a\.journal"):
        Journal(path, "mark")
    journal.close(remove=True)
    assert not path.exists()
    Journal(path, "mark").close(remove=True)


def test_jobs_are_told_apart_by_all_that_is_run(jobs: list[Job]) -> None:
    job = jobs[0]
    others = [
        replace(job, key=("shape", "log")),
        replace(job, trials=job.trials[1:]),
        replace(job, setting=replace(job.setting, scenario="calm")),
        replace(job, setting=replace(job.setting, removed=frozenset({"inertia"}))),
        replace(job, block=replace(job.block, first=5)),
        replace(job, worlds=31),
        replace(job, ends=("tide", 0.0, 1.0)),
    ]
    assert len({digest([each]) for each in (job, *others)}) == len(others) + 1
