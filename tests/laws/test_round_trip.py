"""A case that is written out and read again is the same case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.case import Case, dump_case, from_source, to_data
from kautilya.source import dump, parse_source, read_source
from support.cases import answers, compiled, same_answers
from support.effort import examples
from support.models import models
from support.questions import propositions

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / "tests" / "conformance").glob("*.yaml")),
    *sorted((ROOT / "tests" / "cases" / "good").glob("**/*.yaml")),
    *sorted((ROOT / "tests" / "golden").glob("**/case.yaml")),
    *sorted((ROOT / "cases").glob("*/case.yaml")),
]


def read(text: str) -> Case:
    """A case read from text, without any fault of shape."""
    reading = from_source(parse_source(text, "case.yaml"))
    assert reading.case is not None
    assert reading.diagnostics == ()
    return reading.case


def case_of(path: Path) -> Case:
    case = from_source(read_source(path)).case
    assert case is not None
    return case


@given(models(), st.data())
@settings(max_examples=examples(50))
def test_a_random_case_survives_being_written_out(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    data["propositions"] = draws.draw(propositions(data))
    case = read(dump(data))
    again = read(dump_case(case))
    assert again == case
    assert to_data(again) == to_data(case)
    assert dump_case(again) == dump_case(case)
    assert Case.model_validate(to_data(case)) == case


@given(models(), st.data())
@settings(max_examples=examples(15))
def test_a_case_that_was_written_out_answers_alike(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    data["propositions"] = draws.draw(propositions(data))
    found = compiled(data)
    again = compiled(dump_case(found.case))
    assert same_answers(answers(found, 4), answers(again, 4))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_written_case_survives_being_written_out(path: Path) -> None:
    case = case_of(path)
    assert read(dump_case(case)) == case
    assert Case.model_validate(to_data(case)) == case


def test_short_forms_of_beliefs_are_kept() -> None:
    held = {
        "number": 0.5,
        "range": [0.1, 0.2],
        "link": "off",
        "chance": {"chance": "likely"},
        "likeliest": {"value": 0.5, "range": [0.0, 1.0]},
        "cited": {"says": "so they say", "is": "on"},
    }
    given_to = {"town": {"link": "on", "number": 2.0}}
    case = Case.model_validate(
        {
            "language": 1,
            "case": "x",
            "horizon": 1,
            "actors": {"town": {}},
            "beliefs": {"town": held},
            "decisions": {"town.a": {"now": "b", "options": {"b": {"persuades": given_to}}}},
        }
    )
    data = to_data(case)
    assert data["beliefs"]["town"] == held
    assert data["decisions"]["town.a"]["options"]["b"]["persuades"] == given_to


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("0.5", 0.5),
        (3, 3),
        ("0.50", "0.50"),
        ("1e3", "1e3"),
        ("1_0", "1_0"),
        ("-2", -2),
        ("x", "x"),
        ("nan", "nan"),
        (" 1", " 1"),
    ],
)
def test_a_formula_that_is_a_number_is_written_as_one(written: object, plain: object) -> None:
    case = Case.model_validate(
        {
            "language": 1,
            "case": "x",
            "horizon": 1,
            "actors": {"town": {}},
            "auxiliaries": {"is": {"is": written, "says": "0.5"}},
            "decisions": {
                "town.does": {
                    "now": "does",
                    "options": {"does": {"says": "7", "does": {"is": written}, "if": written}},
                }
            },
            "interests": {"town": [{"id": "is", "value": written, "anchors": [written, "9"]}]},
        }
    )
    data = to_data(case)
    assert data["auxiliaries"]["is"] == {"says": "0.5", "is": plain}
    option = data["decisions"]["town.does"]["options"]["does"]
    assert option == {"says": "7", "does": {"is": plain}, "if": plain}
    assert data["interests"]["town"][0]["anchors"] == [plain, 9]
    assert Case.model_validate(data) == case
