"""Every document in `bad` is refused with exactly the text beside it; those in `good` are not.

To rewrite the texts after a change of wording, run with the environment variable UPDATE_CASES=1
and read what changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from kautilya.case import Case, from_source
from kautilya.case.from_source import LISTS, SECTIONS
from kautilya.case.schema import Option
from kautilya.diagnostics import CaseInvalid, Diagnostic, Severity, format_text, rules
from kautilya.source import read_source
from kautilya.study.check import check_file, diagnose

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
GOOD = sorted((HERE / "good").rglob("*.yaml"))


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the files from this folder, so that the texts are the same on every machine."""
    monkeypatch.chdir(HERE)


def faults(case: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a case, without advice on how it is written."""
    try:
        return check_file(case.relative_to(HERE)).diagnostics
    except CaseInvalid as invalid:
        return invalid.diagnostics


def told(found: tuple[Diagnostic, ...]) -> str:
    """What the terminal shows."""
    return format_text(found) + "\n"


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_a_bad_case_is_refused_in_these_words(case: Path) -> None:
    expected = case.with_suffix(".txt")
    text = told(faults(case))
    if os.environ.get("UPDATE_CASES"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_a_bad_case_has_an_error_and_every_fault_has_a_place_and_a_page(case: Path) -> None:
    found = faults(case)
    pages = rules()
    assert any(d.severity is Severity.ERROR for d in found)
    for diagnostic in found:
        assert diagnostic.span is not None, diagnostic.message
        assert diagnostic.code in pages, diagnostic.message


def test_every_expected_text_has_its_case() -> None:
    texts = {path.stem for path in (HERE / "bad").glob("*.txt")}
    assert texts == {case.stem for case in BAD}


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.relative_to(HERE).as_posix())
def test_a_good_case_has_no_diagnostic_at_all_and_no_advice(case: Path) -> None:
    assert told(diagnose(case)) == "\n"


def test_the_good_cases_use_every_key() -> None:
    """A key that is added to the schema is added here too."""
    used: set[tuple[str, str]] = set()
    for case in GOOD:
        reading = from_source(read_source(case))
        assert reading.case is not None
        used |= {
            (type(record).__name__, name)
            for record in records(reading.case)
            for name in record.model_fields_set
        }
    missing = {
        (model.__name__, name)
        for model in (Case, *SECTIONS.values(), *LISTS.values(), Option)
        for name in model.model_fields
    } - used
    # What only some kinds of entry have a use for.
    optional = {"says", "source", "system", "row", "status", "note"}
    assert {pair for pair in missing if pair[1] not in optional} == set()


def records(value: object) -> Iterator[BaseModel]:
    """A record and every record inside of it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from records(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from records(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from records(inner)
