"""The text that an author sees, to the letter, and the same as data."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.diagnostics import (
    CaseInvalid,
    Diagnostic,
    Severity,
    Span,
    format_text,
    in_file_order,
    to_json,
)

LINE = "  lost_grip: {to: influense, adds: -x, status: stated}"
FAULT = Diagnostic(
    "KC103",
    "a mechanism ends at something that is not declared: 'influense'",
    Span("case.yaml", 118, 19, 9, LINE),
    "a mechanism ends at a declared stock, auxiliary, transfer or event",
    "did you mean 'influence'?",
)
SHOWN = """\
error[KC103]: a mechanism ends at something that is not declared: 'influense'
  --> case.yaml:118:19
118 |   lost_grip: {to: influense, adds: -x, status: stated}
    |                   ^^^^^^^^^
  = why: a mechanism ends at a declared stock, auxiliary, transfer or event
  = help: did you mean 'influence'?
  = more: kautilya rule KC103"""


def carets(text: str) -> tuple[str, str]:
    """The quoted line and the line of carets, without the gutter."""
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if set(line) <= set(" |^") and "^" in line)
    return lines[at - 1].split(" | ", 1)[1], lines[at].split(" | ", 1)[1]


def test_a_diagnostic_has_the_form_of_the_template() -> None:
    assert format_text([FAULT]) == SHOWN


def test_diagnostics_stand_apart_by_a_blank_line() -> None:
    assert format_text([FAULT, FAULT]) == f"{SHOWN}\n\n{SHOWN}"
    assert format_text([]) == ""


def test_what_is_not_said_takes_no_line() -> None:
    assert format_text([Diagnostic("KC001", "no such file")]) == (
        "error[KC001]: no such file\n  = more: kautilya rule KC001"
    )


def test_a_file_as_a_whole_has_no_line_to_quote() -> None:
    fault = Diagnostic("KC009", "the file is empty", Span("case.yaml", 1, 1, 0, ""))
    assert format_text([fault]).splitlines()[1:] == [
        "  --> case.yaml:1:1",
        "  = more: kautilya rule KC009",
    ]


def test_the_severity_leads() -> None:
    advice = Diagnostic("KC701", "no rival", severity=Severity.ADVICE)
    assert format_text([advice]).startswith("advice[KC701]: no rival")
    assert not advice.is_error


def test_colour_adds_codes_and_changes_no_letter() -> None:
    coloured = format_text([FAULT], colour=True)
    assert coloured.startswith("\x1b[1;31merror[KC103]\x1b[0m")
    plain = coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;34m"):
        plain = plain.replace(code, "")
    assert plain == SHOWN


@pytest.mark.parametrize(
    ("line", "column", "length", "before", "under"),
    [
        ("\tto: x", 6, 1, 12, 1),  # a tab reaches to the eighth cell
        ("a\tb: x", 3, 1, 8, 1),
        ("名前: watre", 5, 5, 6, 5),  # two cells each
        ("to: 名前", 5, 2, 4, 4),
        ("e\u0301: x", 5, 1, 3, 1),  # an accent of its own takes no cell
        ("abc", 4, 1, 3, 1),  # just after the end
    ],
)
def test_carets_stand_under_the_piece(
    line: str, column: int, length: int, before: int, under: int
) -> None:
    text = format_text([Diagnostic("KC1", "m", Span("f", 7, column, length, line))])
    assert carets(text)[1] == " " * before + "^" * under


def test_a_long_line_is_cut_around_the_piece() -> None:
    line = "x" * 400 + " watre " + "y" * 400
    shown, marks = carets(format_text([Diagnostic("KC1", "m", Span("f", 1, 402, 5, line))]))
    assert len(shown) < 170
    assert shown.startswith("…") and shown.endswith("…")
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "watre"


@given(
    line=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300),
    data=st.data(),
)
def test_carets_cover_the_piece_whatever_the_line(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    length = data.draw(st.integers(1, 20))
    text = format_text([Diagnostic("KC1", "m", Span("f", 1, column, length, line))])
    marks = text.splitlines()[-2].split(" | ", 1)[1] if line else "^"
    cells = [_cells(c) for c in line]
    if sum(cells) <= 160:
        assert len(marks) - len(marks.lstrip()) == sum(cells[: column - 1])
        assert marks.count("^") == max(sum(cells[column - 1 : column - 1 + length]), 1)
    assert "^" in marks


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def test_control_characters_never_reach_the_terminal() -> None:
    fault = Diagnostic("KC1", "bad \x1b[2J name", Span("f\x07", 1, 3, 1, "a\x1bb\0"), help="\x9b")
    assert all(c == "\n" or unicodedata.category(c) != "Cc" for c in format_text([fault]))


def test_help_of_several_lines_is_indented() -> None:
    text = format_text([Diagnostic("KC1", "m", help="write\nis: x")])
    assert "  = help: write\n    is: x\n" in text


def test_json_holds_all_of_it() -> None:
    assert json.loads(json.dumps(to_json([FAULT, Diagnostic("KC001", "gone")]))) == [
        {
            "code": "KC103",
            "severity": "error",
            "message": FAULT.message,
            "span": {"file": "case.yaml", "line": 118, "column": 19, "length": 9, "text": LINE},
            "why": FAULT.why,
            "help": FAULT.help,
        },
        {
            "code": "KC001",
            "severity": "error",
            "message": "gone",
            "span": None,
            "why": "",
            "help": "",
        },
    ]


def test_the_exception_reads_as_the_terminal_does() -> None:
    refused = CaseInvalid(iter([FAULT]))
    assert refused.diagnostics == (FAULT,)
    assert str(refused) == SHOWN


def test_file_order_keeps_each_once() -> None:
    def at(line: int, column: int, code: str) -> Diagnostic:
        return Diagnostic(code, "m", Span("f", line, column, 1, "text"))

    nowhere = Diagnostic("KC5", "m")
    given_in = [at(9, 1, "KC1"), at(2, 7, "KC2"), at(2, 3, "KC3"), nowhere, at(9, 1, "KC1")]
    assert [d.code for d in in_file_order(given_in)] == ["KC5", "KC3", "KC2", "KC1"]
