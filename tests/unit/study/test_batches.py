"""How jobs are cut into batches, and how they are named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kautilya.findings.job import Job
from kautilya.payoffs import Block, Setting
from kautilya.study.batches import MOST_JOBS, Batches
from kautilya.study.pipeline import Order, board_of
from kautilya.study.remote import name_of
from support.reports import ferry


def jobs_of(lengths: list[int]) -> list[Job]:
    """Jobs in several settings, so many blocks in each."""
    return [
        Job(("without", str(number)), (), Setting(None, frozenset({str(number)})), Block(n, 1), 9)
        for number, length in enumerate(lengths)
        for n in range(length)
    ]


@given(
    st.lists(st.integers(1, 30), max_size=12),
    st.integers(1, 8),
    st.lists(st.floats(1e-7, 3.0), min_size=1, max_size=20),
)
def test_batches_take_every_job_once_and_in_order(
    lengths: list[int], slots: int, seconds: list[float]
) -> None:
    jobs = jobs_of(lengths)
    batches = Batches(jobs)
    taken: list[int] = []
    while (batch := batches.take(slots)) is not None:
        assert 1 <= len(batch) <= MOST_JOBS
        batches.learn(len(batch), len(batch) * seconds[len(taken) % len(seconds)])
        taken.extend(batch)
    assert taken == list(range(len(jobs)))


def test_quick_jobs_go_in_batches_that_end_with_their_setting() -> None:
    batches = Batches(jobs_of([5] * 40))
    assert batches.take(2) == range(0, 1)
    batches.learn(1, 0.01)
    assert batches.take(2) == range(1, 40)
    batches.learn(39, 0.39)


def test_slow_jobs_go_one_by_one() -> None:
    batches = Batches(jobs_of([5] * 40))
    batches.take(2)
    batches.learn(1, 1.0)
    assert batches.take(2) == range(1, 2)


def test_the_last_batches_are_small() -> None:
    batches = Batches(jobs_of([16]))
    sizes = []
    while (batch := batches.take(2)) is not None:
        sizes.append(len(batch))
        batches.learn(len(batch), 1e-6)
    assert sizes == [1, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1]


def test_every_job_of_a_board_has_a_name_of_its_own() -> None:
    board = board_of(ferry().checked, Order(worlds=900), 100)
    names = [name_of(job) for job in board.jobs()]
    assert len(set(names)) == len(names)
    assert names == [name_of(job) for job in board.jobs()]


def test_another_size_of_block_gives_other_names() -> None:
    checked = ferry().checked
    order = Order(worlds=900)
    one, other = (
        {name_of(job) for job in board_of(checked, order, size).jobs()} for size in (100, 50)
    )
    assert one != other
