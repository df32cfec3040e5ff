"""Whatever stands in a file, checking it ends with a list of faults and never with an exception."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kautilya.case import from_source
from kautilya.case.lint import lint_case
from kautilya.diagnostics import CaseInvalid, rules
from kautilya.source import dump, parse_source, read_source
from kautilya.study.check import check_tree
from support.effort import examples

ROOT = Path(__file__).parents[1]
FILES = [
    ROOT / "cases" / "good" / "every-key" / "case.yaml",
    ROOT / "cases" / "good" / "loops.yaml",
    *sorted((ROOT / "conformance").glob("*.yaml"))[:4],
]
DATA = [read_source(file).data for file in FILES]
CODES = set(rules())

NAMES = ["town", "frost", "ice", "guild.winter", "nobody", "$a", "ice is on", "a in works", "on"]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([*NAMES, "", "(", "1 +", "best(x) is y", "x**9**9", "ICD 203", "12 months"]),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8),
    st.lists(st.sampled_from(NAMES), max_size=3),
    st.dictionaries(st.sampled_from([*NAMES, "is", "for", "value", "range"]), st.integers(0, 2)),
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path into plain data."""
    found = [path] if path else []
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, part in inner:
        found += places(part, (*path, step))
    return found


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A good case with a few of its parts replaced, renamed or taken out."""
    data = copy.deepcopy(draw(st.sampled_from(DATA)))
    for _ in range(draw(st.integers(1, 3))):
        paths = places(data)
        if not paths:
            break
        *above, last = draw(st.sampled_from(paths))
        holder = data
        for step in above:
            holder = holder[step]
        kind = draw(st.sampled_from(["replace", "rename", "take out"]))
        if kind == "replace" or isinstance(holder, list):
            holder[last] = draw(JUNK)
        elif kind == "rename":
            holder[draw(st.sampled_from([*NAMES, f"{last}x"]))] = holder.pop(last)
        else:
            del holder[last]
    return data


@settings(max_examples=examples(60))
@given(damaged())
@example({"language": 1, "case": "x", "horizon": 1, "actors": {"a": {}}, "yardsticks": {"y": {}}})
def test_a_damaged_case_is_told_what_is_wrong(data: dict[str, Any]) -> None:
    try:
        tree = parse_source(dump(data), "case.yaml")
    except CaseInvalid:
        return
    for found in (*check_tree(tree).diagnostics, *lint_case(from_source(tree))):
        assert found.code in CODES
        assert found.span is not None
        assert found.message == found.message.strip() != ""


@pytest.mark.parametrize("section", ["sources", "systems", "scenarios"])
def test_a_name_that_loses_its_declaration_is_missed_and_nothing_else(section: str) -> None:
    good = DATA[0]
    for name in good[section]:
        data = copy.deepcopy(good)
        data[section][f"{name}x"] = data[section].pop(name)
        found = check_tree(parse_source(dump(data), "case.yaml")).errors
        used = dump({key: part for key, part in data.items() if key != section})
        assert bool(found) is (f"{name}" in used)
        for error in found:
            assert error.code == "KC107"
            assert f"'{name}'" in error.message
            assert error.help == f"did you mean '{name}x'?"
