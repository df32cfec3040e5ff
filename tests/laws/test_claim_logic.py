"""Claims follow the logic of three values: true, false, and no answer where something cycles."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.case.expression import Query
from kautilya.case.parse import parse
from kautilya.findings import Bench
from kautilya.findings.answer import Answer, Options, Result
from kautilya.findings.examiner import Examiner
from kautilya.payoffs import Block, Setting
from kautilya.solve import CYCLES, Choice
from support.cases import compiled, situation
from support.effort import examples

TRUTHS = (True, False, None)
ATOMS = ("x", "y", "z")
OPTIONS = ("stay", "go", None)

TABLE = [*product(TRUTHS, repeat=len(ATOMS))]
"""Every combination of what three atoms may answer; one world for each."""

GAME: dict[str, Any] = {
    "language": 1,
    "case": "logic",
    "horizon": 1,
    "yardstick": "ICD 203",
    "actors": {"a": {"name": "A"}},
    "premises": {"p": {"value": 0.5}},
    "decisions": {
        f"a.{atom}": {"now": "stay", "options": {"stay": {}, "go": {}}} for atom in ATOMS
    },
    "interests": {"a": [{"id": "i", "value": "p", "anchors": [0, 1]}]},
}
FOUND = compiled(GAME)


class Told(Examiner):
    """An examiner whose queries answer what it is told: `acts(a.x)` as in the table."""

    def __init__(self, rows: list[tuple[bool | None, ...]]) -> None:
        bench = Bench(FOUND.evaluator, Setting(), Block(0, len(rows)))
        super().__init__(bench, situation(FOUND), len(rows))
        self.rows = rows

    def _query(self, query: Query) -> Result:
        column = [row[ATOMS.index(query.subject.name.partition(".")[2])] for row in self.rows]
        missing = np.array([value is None for value in column])
        if query.kind == "settled":
            options = np.array([CYCLES if v is None else int(not v) for v in column])
            return Options(query.subject.name, Choice(options, np.zeros(len(column), dtype=bool)))
        return Answer(np.array([value is True for value in column]), missing)


def answer(claim: str, rows: list[tuple[bool | None, ...]]) -> list[bool | None]:
    """What a claim in x, y and z answers in each row."""
    text = claim
    for atom in ATOMS:
        text = text.replace(f" {atom} ", f" acts(a.{atom}) ")
    found = Told(rows).claim(parse(text.strip(), queries=True))
    assert not (found.holds & found.missing).any()
    return [
        None if gone else bool(holds)
        for holds, gone in zip(found.holds, found.missing, strict=True)
    ]


Three = bool | None


def negated(x: Three) -> Three:
    return None if x is None else not x


def both(x: Three, y: Three) -> Three:
    """The least of false < unknown < true."""
    return min(x, y, key=(False, None, True).index)


def either(x: Three, y: Three) -> Three:
    """The greatest of false < unknown < true."""
    return max(x, y, key=(False, None, True).index)


def chosen(condition: Three, then: Three, other: Three) -> Three:
    return None if condition is None else then if condition else other


def equal(x: Three, y: Three) -> Three:
    return None if x is None or y is None else x == y


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (" x ", lambda x, y, z: x),
        (" not x ", lambda x, y, z: negated(x)),
        (" x and y ", lambda x, y, z: both(x, y)),
        (" x or y ", lambda x, y, z: either(x, y)),
        (" x and y and z ", lambda x, y, z: both(both(x, y), z)),
        (" x or y or z ", lambda x, y, z: either(either(x, y), z)),
        (" x and not y or z ", lambda x, y, z: either(both(x, negated(y)), z)),
        (" x if y else z ", lambda x, y, z: chosen(y, x, z)),
        (" ( x ) == ( y )", lambda x, y, z: equal(x, y)),
        (" ( x ) != ( y )", lambda x, y, z: negated(equal(x, y))),
        (" ( x ) + ( y ) > 0.5", lambda x, y, z: None if None in (x, y) else x or y),
        (" x and p > 0.7", lambda x, y, z: both(x, False)),
        (" x or p > 0.3", lambda x, y, z: either(x, True)),
        (" p > 0.3 if x else y ", lambda x, y, z: chosen(x, True, y)),
        ("settled(a.x) is stay", lambda x, y, z: x),
        ("settled(a.x) is not stay", lambda x, y, z: negated(x)),
        ("settled(a.x) in [stay, go]", lambda x, y, z: None if x is None else True),
        ("settled(a.x) not in [stay, go]", lambda x, y, z: None if x is None else False),
        ("settled(a.x) is go or settled(a.y) is go", lambda x, y, z: negated(both(x, y))),
    ],
)
def test_the_truth_tables(claim: str, wanted: Callable[[Three, Three, Three], Three]) -> None:
    assert answer(claim, TABLE) == [wanted(*row) for row in TABLE]


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> tuple[str, Callable[..., Three]]:
    """A random claim in x, y and z, and what it ought to answer."""
    kind = draw(st.sampled_from(["atom", "not", "and", "or", "if", "=="] if depth else ["atom"]))
    if kind == "atom":
        place = draw(st.sampled_from(range(len(ATOMS))))
        return f" {ATOMS[place]} ", lambda *row: row[place]
    parts = [draw(formulas(depth - 1)) for _ in range({"not": 1, "if": 3}.get(kind, 2))]
    texts, rules = zip(*parts, strict=True)
    combine: Callable[..., Three] = {
        "not": negated,
        "and": both,
        "or": either,
        "if": chosen,
        "==": equal,
    }[kind]
    written = {
        "not": " not ({}) ",
        "and": " ({}) and ({}) ",
        "or": " ({}) or ({}) ",
        "if": " ({1}) if ({0}) else ({2}) ",
        "==": " ({}) == ({}) ",
    }[kind]
    return written.format(*texts), lambda *row: combine(*(rule(*row) for rule in rules))


@given(formulas())
@settings(max_examples=examples(100))
def test_random_claims_are_answered_as_by_the_tables(
    claim: tuple[str, Callable[..., Three]],
) -> None:
    text, wanted = claim
    assert answer(text, TABLE) == [wanted(*row) for row in TABLE]


@given(formulas(), st.sampled_from(TABLE))
@settings(max_examples=examples(100))
def test_an_answer_in_spite_of_a_cycle_stands_whatever_is_put_in_its_place(
    claim: tuple[str, Callable[..., Three]], row: tuple[Three, ...]
) -> None:
    text, _ = claim
    (known,) = answer(text, [row])
    if known is not None:
        fillings = [*product(*([value] if value is not None else [True, False] for value in row))]
        assert answer(text, fillings) == [known] * len(fillings)
