"""Each broken conformance case has one error, at the line that must be pointed at."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kautilya.diagnostics import Severity
from kautilya.study.check import diagnose

HERE = Path(__file__).parent

NAMED = {
    "mechanism-to-nowhere": ("rain_fills", "watre", "water"),
    "toward-without-over": ("water", "toward", "over"),
    "then-on-plain-stock": ("then", "mud", "toward"),
    "weights-short": ("mayor", "0.9", "1"),
    "tier-gap": ("mayor", "1 and 3", "gap"),
    "comfort-in-a-ring": ("comfort", "ease", "->"),
    "key-twice": ("thirst", "twice", "premises"),
    "cut-in-two": ("braces", "comma", "quoted"),
    "reaching-inside": ("thirst.real",),
    "past-the-horizon": ("within=12", "6 months"),
    "no-such-option": ("miller.wheel", "run", "runs"),
    "shells-into-water": ("kt", "water", "dimensionless"),
}
"""What each report must name, from the table in words."""


def table() -> list[tuple[str, set[int]]]:
    """Each broken case and the lines that may be pointed at."""
    with (HERE / "bad" / "EXPECTED.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = []
    for row in rows:
        also = re.search(r"pointed at, (\d+) or (\d+)", row["what must be reported"])
        lines = {int(row["line"])} | ({int(n) for n in also.groups()} if also else set())
        found.append((Path(row["file"]).stem, lines))
    return found


@pytest.mark.parametrize(("name", "lines"), table(), ids=[name for name, _ in table()])
def test_a_broken_case_has_one_error_at_its_line(name: str, lines: set[int]) -> None:
    found = diagnose(HERE / "bad" / f"{name}.yaml")
    errors = [d for d in found if d.severity is Severity.ERROR]
    assert [d.message for d in errors] == [d.message for d in errors[:1]]
    (error,) = errors
    assert error.span is not None
    assert error.span.line in lines
    said = " ".join((error.message, error.why, error.help))
    assert [word for word in NAMED[name] if word not in said] == []


def test_every_broken_case_is_in_the_table() -> None:
    assert {path.stem for path in (HERE / "bad").glob("*.yaml")} == {name for name, _ in table()}
    assert set(NAMED) == {name for name, _ in table()}


@pytest.mark.parametrize("case", sorted(HERE.glob("*.yaml")), ids=lambda case: case.stem)
def test_a_good_case_has_no_error(case: Path) -> None:
    assert [d.message for d in diagnose(case) if d.severity is Severity.ERROR] == []
