"""How much memory a run takes, and how it is made to fit."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.findings.job import REMOVAL_WORLDS
from kautilya.kernel.worlds import KEPT_BLOCKS, KEPT_WORLDS, Drawn
from kautilya.payoffs import Block
from kautilya.study import Study, loads, memory, pipeline
from kautilya.study.memory import (
    PROGRAM,
    SIZES,
    Demand,
    DoesNotFit,
    demand_of,
    fitting_size,
    lanes_of,
    read_bytes,
)
from support.reports import ferry, ferry_text


def wide(options: int, decisions: int = 3) -> Study:
    """The case with some more decisions, each of them felt."""
    names = [f"o{number}" for number in range(options)]
    choices = ", ".join(f"{name}: {{says: option {name}, source: hi#4}}" for name in names)
    more, felt = "", ""
    for d in range(decisions):
        more += f"  town.d{d}:\n    now: o0\n    options: {{{choices}}}\n"
        for number, name in enumerate(names[1:], start=1):
            felt += (
                f"  m{d}_{number}: {{says: an effect, to: trade, "
                f"adds: {number / 1000}*visitors*(town.d{d} is {name}), status: judged}}\n"
            )
    text = ferry_text().replace("interests:\n", more + "interests:\n", 1)
    return loads(text.replace("decisions:\n", felt + "decisions:\n", 1))


def demand(study: Study, threads: int = 1, worlds: int = 2000) -> Demand:
    assert study.checked.graph is not None
    return demand_of(study.case, study.checked.graph, threads, worlds)


@pytest.mark.slow
@pytest.mark.parametrize("size", [50, 100])
def test_a_run_takes_no_more_than_was_said_and_not_much_less(size: int) -> None:
    study = wide(6)
    order = pipeline.Order(worlds=300, threads=1, removals=False)
    pipeline.board_of(study.checked, order, size).findings()  # what is made once is not counted
    board = pipeline.board_of(study.checked, order, size)
    tracemalloc.start()
    try:
        board.findings()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    said = demand(study, worlds=300).bytes(size) - PROGRAM
    assert said / 12 < peak < said


def test_lanes_are_the_profiles_that_a_variable_depends_on() -> None:
    study = wide(4, 2)
    graph = study.checked.graph
    assert graph is not None
    lanes = lanes_of(study.case, graph)
    assert lanes[graph.levels["trade"]] == 2 * 2 * 4 * 4
    assert lanes[graph.levels["harm"]] == 1
    assert lanes[graph.value["town.pride"].clipped] == 2 * 2
    assert lanes[graph.value["island.purse"].clipped] == 2


@given(
    st.builds(
        Demand,
        st.integers(0, 10**9),
        st.integers(0, 10**7),
        st.integers(0, 10**7),
        st.integers(1, 16),
        st.integers(0, 10**8),
    ),
    st.sampled_from(SIZES),
    st.integers(1, 4 * 10**9),
)
def test_the_largest_size_that_fits_is_taken_or_the_run_is_refused(
    need: Demand, quick: int, allowed: int
) -> None:
    sizes = [size for size in SIZES if size <= quick]
    try:
        size = fitting_size(need, quick, allowed)
    except DoesNotFit as refusal:
        assert all(need.bytes(size) > allowed for size in sizes)
        assert refusal.allowed == allowed
        assert refusal.help
        return
    assert need.bytes(size) <= allowed
    assert all(need.bytes(other) > allowed for other in sizes if other > size)


def test_every_size_cuts_the_worlds_of_removals_evenly() -> None:
    assert all(REMOVAL_WORLDS % size == 0 for size in SIZES)
    assert REMOVAL_WORLDS == KEPT_WORLDS


def test_a_refusal_says_what_would_fit() -> None:
    need = Demand(PROGRAM, 10**7, 0, 8)
    one = replace(need, threads=1)
    with pytest.raises(DoesNotFit, match="MB of memory at least") as refusal:
        fitting_size(need, 100, one.bytes(1))
    assert refusal.value.help == "it fits with --threads 1"
    with pytest.raises(DoesNotFit) as refusal:
        fitting_size(need, 100, PROGRAM // 2)
    told = read_bytes(refusal.value.help.split("--memory ")[1].split()[0])
    assert fitting_size(one, 100, told) in SIZES
    many = replace(one, worlds=10**9)
    with pytest.raises(DoesNotFit) as refusal:
        fitting_size(many, 100, one.bytes(1) + 10**6)
    assert "fewer --worlds" in refusal.value.help


def test_what_is_free_bounds_a_run_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    need = Demand(PROGRAM, 10**6, 0, 1)
    monkeypatch.setattr(memory, "free_bytes", lambda: None)
    assert fitting_size(need, 500) == 500
    monkeypatch.setattr(memory, "free_bytes", lambda: 60_000_000)
    assert fitting_size(need, 500) == 50
    monkeypatch.setattr(memory, "free_bytes", lambda: 100)
    with pytest.raises(DoesNotFit):
        fitting_size(need, 500)


def test_this_machine_says_what_is_free_or_that_it_cannot() -> None:
    free = memory.free_bytes()
    assert free is None or 0 < free < 2**60


@pytest.mark.parametrize("text", ["", "G", "-1G", "0", "2X", "1e9", "2 G B", "nan"])
def test_what_is_no_amount_of_memory_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount of memory"):
        read_bytes(text)


@pytest.mark.slow
def test_a_bound_changes_nothing_that_is_found() -> None:
    study = ferry()
    plain = study.test(worlds=120, seed=3, threads=1)
    least = demand(study, worlds=120)
    for size in (5, 20, 100):
        bound = least.bytes(size)
        assert (
            pipeline.planned_size(
                study.checked, pipeline.Order(worlds=120, threads=1, memory=bound)
            )
            >= size
        )
        again = study.test(worlds=120, seed=3, threads=1, memory=bound)
        assert again.findings == plain.findings
        assert again.choices is not None and plain.choices is not None
        assert again.choices.ex_ante_best == plain.choices.ex_ante_best


def test_draws_of_later_worlds_are_let_go_and_those_of_the_first_stay() -> None:
    import numpy as np

    drawn = Drawn()
    made: list[Block] = []

    def ask(block: Block) -> None:
        def draw() -> np.ndarray:
            made.append(block)
            return np.zeros(block.count)

        drawn.get(block, "a name", draw)

    first = [Block(at, 100) for at in range(0, 500, 100)]
    later = [Block(at, 100) for at in range(500, 100_000, 100)]
    for block in (*first, *later, *first, *later[-KEPT_BLOCKS:]):
        ask(block)
    assert made == [*first, *later]
    assert len(drawn) == len(first) + KEPT_BLOCKS
    ask(later[0])
    assert made[-1] == later[0]
