"""Groups by decisions, slots for what is read elsewhere, and where values are looked at."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from kautilya.kernel.llvm import Layout, Wanted, lay_out
from kautilya.kernel.llvm.checks import watched
from kautilya.kernel.program import Program, specialise
from support.cases import Compiled, compiled
from support.effort import examples
from support.models import models


def laid_out(found: Compiled) -> Layout:
    """Every interest's value, each decision on an axis of its own."""
    graph = found.graph
    values = [value.clipped for value in graph.values]
    program = specialise(graph, {}, values, [])
    axes = {
        n: (graph.space.axis[node.name],)
        for n, node in enumerate(graph.nodes)
        if node.op == "chosen"
    }
    wanted = Wanted(tuple(dict.fromkeys(program.resolve(v) for v in values)))
    return lay_out(program, wanted, axes)


def program_of(formula: str) -> tuple[Program, list[int]]:
    found = compiled(
        {
            "language": 1,
            "case": "small",
            "horizon": 2,
            "yardstick": "ICD 203",
            "actors": {"a": {"name": "A"}},
            "premises": {"p": {"range": [1, 2], "status": "judged"}},
            "auxiliaries": {"y": {"is": formula}},
            "decisions": {"a.d": {"now": "x", "options": {"x": {}, "z": {}}}},
            "interests": {"a": [{"id": "i", "value": "y", "anchors": [0, 3]}]},
        }
    )
    root = found.graph.levels["y"]
    return specialise(found.graph, {}, [], [root]), [root]


def looked_at(formula: str) -> list[str]:
    program, roots = program_of(formula)
    seen = watched(program, (*program.fixed, *program.monthly), roots)
    return sorted(program.graph.nodes[n].op for n in seen)


@given(models())
@settings(max_examples=examples(25))
def test_a_group_reads_only_groups_with_no_more_axes(data: dict[str, Any]) -> None:
    layout = laid_out(compiled(data))
    program = layout.program
    for number in (*program.fixed, *program.monthly):
        own = set(layout.groups[layout.home[number]].axes)
        for argument in program.graph.nodes[number].args:
            argument = program.resolve(argument)
            if argument in layout.home:
                assert set(layout.groups[layout.home[argument]].axes) <= own
                assert layout.home[argument] <= layout.home[number]


@given(models())
@settings(max_examples=examples(25))
def test_every_step_has_one_home_and_every_result_a_slot(data: dict[str, Any]) -> None:
    layout = laid_out(compiled(data))
    monthly = [node for group in layout.groups for node in group.monthly]
    assert sorted(monthly) == sorted(layout.program.monthly)
    kept = [what for group in layout.groups for what in group.outputs]
    assert len(kept) == len(set(kept)) == 1 + len(list(layout.wanted.outputs()))
    for group in layout.groups:
        assert set(group.outputs) <= set(group.slots)
        assert sorted(group.slots.values()) == list(range(len(group.slots)))


def test_one_look_at_the_end_of_a_sum_is_enough() -> None:
    assert looked_at("1 / p + log(p) - sqrt(p)") == ["sub"]


def test_what_min_could_swallow_is_looked_at() -> None:
    assert looked_at("min(3, 1 / p)") == ["div"]


def test_what_is_divided_by_is_looked_at() -> None:
    assert looked_at("1 / (p * 2)") == ["div", "mul"]


def test_a_branch_is_looked_at_only_where_it_is_taken() -> None:
    assert looked_at("(sqrt(p) if p > 0 else 1)") == ["if"]


def test_what_is_always_finite_is_not_looked_at() -> None:
    assert looked_at("max(tanh(p), logistic(p))") == []
