"""Games as .nfg files: both variants read and written, and every fault at its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.diagnostics import CaseInvalid, format_text
from kautilya.payoffs import (
    NormalForm,
    exact_array,
    nfg,
    nfg_reader,
    parse_nfg,
    read_nfg,
    write_nfg,
)

HEAD = 'NFG 1 R "t" { "a" "b" } { 2 2 }\n'
NAMED = 'NFG 1 R "t" { "a" "b" } { { "u" "d" } { "l" "r" } }\n'
TEXTBOOK = Path(__file__).resolve().parents[3] / "cases" / "textbook"


def faults(text: str) -> list[str]:
    """Each fault as ``line:column message``."""
    with pytest.raises(CaseInvalid) as refused:
        parse_nfg(text, "g")
    found = refused.value.diagnostics
    assert all(fault.code == "KC655" and fault.why and fault.help for fault in found)
    assert format_text(found)
    return [f"{str(fault.span).removeprefix('g:')} {fault.message}" for fault in found]


def entries(game: NormalForm) -> list[list[Fraction]]:
    """Payoffs in the order of the file: the first actor's strategy fastest."""
    return [
        list(column) for column in zip(*(p.ravel(order="F") for p in game.payoffs), strict=True)
    ]


# -- what is read ----------------------------------------------------------


def test_the_first_strategy_runs_fastest() -> None:
    game = parse_nfg('NFG 1 R "t" { "a" "b" "c" } { 3 2 1 } 1 7 0 2 8 0 3 9 0 4 7 0 5 8 0 6 9 0')
    assert game.payoffs[0][..., 0].tolist() == [[1, 4], [2, 5], [3, 6]]
    assert game.payoffs[1][..., 0].tolist() == [[7, 7], [8, 8], [9, 9]]
    assert game.strategies == (("1", "2", "3"), ("1", "2"), ("1",))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", Fraction(3)), ("-3", Fraction(-3)), ("+3", Fraction(3)), ("007", Fraction(7)),
        ("0.1", Fraction(1, 10)), (".5", Fraction(1, 2)), ("-5.", Fraction(-5)),
        ("1e3", Fraction(1000)), ("2.5E-1", Fraction(1, 4)), ("-.5e+1", Fraction(-5)),
        ("1/3", Fraction(1, 3)), ("-4/6", Fraction(-2, 3)),
        ("1" + "0" * 400, Fraction(10**400)), ("1e999", Fraction(10**999)),
    ],
)  # fmt: skip
def test_numbers_are_exact(text: str, number: Fraction) -> None:
    by_payoffs = parse_nfg(f'NFG 1 R "" {{ "a" }} {{ 1 }} {text}')
    by_outcomes = parse_nfg(f'NFG 1 D "" {{ "a" }} {{ 1 }} {{ {{ "" {text} }} }} 1')
    assert by_payoffs.payoff((0,)) == by_outcomes.payoff((0,)) == (number,)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("x", "x"), ("1/0", "1/0"), ("1/-2", "1/-2"), ("1.5/2", "1.5/2"), ("1e", "1e"),
        ("--1", "--1"), (".", "."), ("nan", "nan"), ("inf", "inf"), ("1_000", "1_000"),
        ("0x10", "0x10"), ("1e9999", "1e9999"), ("٣", "٣"), ("½", "½"),
        ("9" * 3000, "9" * 30 + "…"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str, number: str) -> None:
    assert faults(f'NFG 1 R "" {{ "a" }} {{ 2 }}\n1 {text}') == [f"2:3 '{number}' is no number"]
    assert faults(f'NFG 1 R "" {{ "a" }} {{ 1 }} {{\n{{ "" {text} }} }} 1') == [
        f"2:6 '{number}' is no number"
    ]


def test_outcomes_with_and_without_commas_and_the_outcome_that_pays_nothing() -> None:
    game = parse_nfg(NAMED + '{ { "one" 1, 2 } { "" 3 4 } } 2 0 0 1')
    assert entries(game) == [[3, 4], [0, 0], [0, 0], [1, 2]]


def test_layout_does_not_matter_and_texts_keep_theirs() -> None:
    game = parse_nfg(
        'NFG\t1\r\nD"a \\"game\\"\\n"{"a""b"}{{"u d"\n"x"}{"\\l"}}"a\ncomment  {"\n1 2\r3\x0b4'
    )
    assert game.title == 'a "game"\\n'
    assert game.comment == "a\ncomment  {"
    assert game.strategies == (("u d", "x"), ("\\l",))
    assert entries(game) == [[1, 2], [3, 4]]


def test_empty_names_are_numbers() -> None:
    game = parse_nfg('NFG 1 R "" { "" "b" } { { "u" "" } { "" } } 1 2 3 4')
    assert (game.actors, game.strategies) == (("1", "b"), (("u", "2"), ("1",)))


# -- what is refused, and where ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 the file is empty"]),
        (" \n\n", ["3:1 the file is empty"]),
        ("game", ["1:1 the file begins with 'game' in place of NFG"]),
        ("nfg 1 R", ["1:1 the file begins with 'nfg' in place of NFG"]),
        ('EFG 2 R "t" { "a" }', ["1:1 the file holds a game in extensive form (EFG)"]),
        ("NFG", ["1:1 the end of the file stands in place of 1",
                 "1:1 the end of the file stands in place of R",
                 "1:1 the game has no title",
                 "1:1 the end of the file stands where the names of the actors begin"]),
        ('NFG 2 X "t" { "a" } { 1 } 0',
         ["1:5 '2' stands in place of 1", "1:7 'X' stands in place of R"]),
        ('NFG 1 R { "a" } { 1 } 0', ["1:9 the game has no title"]),
        ('NFG 1 R "t" "a" { 1 } 0',
         ["1:13 a text in quotes stands where the names of the actors begin"]),
        # Names.
        ('NFG 1 R "t" { ann "b" } { 1 1 } 0 0', ["1:15 the name 'ann' is not in quotes"]),
        ('NFG 1 R "t" { "a", "b" } { 1 1 } 0 0', ["1:18 a comma stands between names"]),
        ('NFG 1 R "t" { } { 1 1 } 0 0', ["1:13 the list of the names of the actors is empty"]),
        ('NFG 1 R "t" { "a" "b" { 1 1 } 0 0',
         ["1:13 the list of the names of the actors is not closed"]),
        ('NFG 1 R "t" { "a"', ["1:13 the list of the names of the actors is not closed"]),
        ('NFG 1 R "t" { "a" }', ["1:19 the end of the file stands where the strategies begin"]),
        # Strategies.
        ('NFG 1 R "t" { "a" "b" } { 2 } 0',
         ["1:29 strategies are given for 1 actors; there are 2"]),
        ('NFG 1 R "t" { "a" } { { "x" } { "y" } } 0',
         ["1:39 strategies are given for 2 actors; there are 1"]),
        ('NFG 1 R "t" { "a" "b" } { 0 x } 0',
         ["1:27 '0' is no number of strategies", "1:29 'x' is no number of strategies",
          "1:33 the list of payoffs ends after 1 of 2"]),
        ('NFG 1 R "t" { "a" "b" } { { } 1 } 0',
         ["1:27 the list of the strategies of 'a' is empty"]),
        ('NFG 1 R "t" { "a" "b" } { { "x" } 1 } 0 0',
         ["1:25 strategies are given by name for some actors and by number for others"]),
        ('NFG 1 R "t" { "a" "b" } { 1, 1 } 0 0', ["1:28 ',' stands among the strategies"]),
        ('NFG 1 R "t" { "a" "b" } { 1 1', ["1:25 the list of strategies is not closed"]),
        ('NFG 1 R "t" { "a" "b" } { { "x" } { "y" }',
         ["1:25 the list of strategies is not closed"]),
        ('NFG 1 R "t" { "a" "b" } { 2000 2000 } 0',
         ["1:25 the table of payoffs is too large: 2000 x 2000 strategies"]),
        # Payoffs.
        (HEAD, ["1:31 the list of payoffs ends after 0 of 8"]),
        (HEAD + "1 2 3 4 5 6 7\n\n", ["2:13 the list of payoffs ends after 7 of 8"]),
        (HEAD + "1 2 3 4 5 6 7 8 9 10", ["2:17 the list of payoffs goes on after all 8"]),
        (HEAD + "1, 2, 3 4 5 6 7 8", ["2:2 a comma stands among the payoffs",
                                      "2:5 a comma stands among the payoffs"]),
        (HEAD + '1 2 "three" 4', ["2:5 a text in quotes stands among the payoffs"]),
        (HEAD + "1 2 { 3 4 }", ["2:5 '{' stands among the payoffs"]),
        (HEAD + "} 1 2", ["2:1 '}' stands among the payoffs"]),
        (HEAD + "1 a b 4", ["2:3 'a' is no number", "2:5 'b' is no number",
                            "2:7 the list of payoffs ends after 4 of 8"]),
        # Outcomes.
        (NAMED + '{ { "" 1 2 } } 1 2 -1 1',
         ["2:18 there is no outcome '2'", "2:20 there is no outcome '-1'"]),
        (NAMED + '{ { "" 1 2 } } 1 1.0 x 1',
         ["2:18 there is no outcome '1.0'", "2:22 there is no outcome 'x'"]),
        (NAMED + '{ { "" 1 } { "" 1 2 3 } } 1 1 1 1',
         ["2:10 the outcome has 1 payoffs for 2 actors",
          "2:23 the outcome has 3 payoffs for 2 actors"]),
        (NAMED + '{ { 1 2 } } 1 1 1 1', ["2:5 the outcome has no name"]),
        (NAMED + '{ { "" 1 2 1 1 1 1', ["2:3 the outcome is not closed"]),
        (NAMED + '{ { "" 1 2 } 1 1 1 1', ["2:14 '1' stands among the outcomes"]),
        (NAMED + '{ { "" 1 2 }', ["2:1 the list of outcomes is not closed"]),
        (NAMED + '{ { "" 1 2 } } 1 1 1', ["2:20 the list of outcomes' numbers ends after 3 of 4"]),
        (NAMED + '{ { "" 1 2 } } 1 1 1 1 0',
         ["2:24 the list of outcomes' numbers goes on after all 4"]),
        # Quotation marks and characters that cannot be seen.
        ('NFG 1 R "t { a } { 1 }\n0', ["1:9 a quotation mark is not closed"]),
        (NAMED + '"a comment 1 2 3 4 5 6 7 8', ["2:1 a quotation mark is not closed"]),
        (NAMED + '"a comment\\" 1 2 3', ["2:1 a quotation mark is not closed"]),
        (HEAD + "1 x 3 4 5 6 7 \"8\n",
         ["2:3 'x' is no number", "2:15 a quotation mark is not closed"]),
        (HEAD + "1 2\0 3 4 5 6 7 8",
         ["2:3 '2\0' is no number", "2:4 the file holds a control character (U+0000)"]),
    ],
)  # fmt: skip
def test_faults_are_found_at_their_places(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_a_payoff_that_lacks_is_named() -> None:
    with pytest.raises(CaseInvalid) as refused:
        parse_nfg(NAMED + "1 2 3 4 5 6 7")
    (fault,) = refused.value.diagnostics
    assert fault.help == "give all; the first that lacks is that of 'b' in d / r"
    assert "2 x 2 strategies make 4 profiles" in fault.why


def test_of_many_faults_the_first_are_told() -> None:
    text = 'NFG 1 R "t" { "a" } { 100 }\n' + "x " * 100
    assert len(faults(text)) == 20


def test_many_actors_are_refused() -> None:
    names = '"a" ' * 61
    assert faults(f'NFG 1 R "t" {{ {names} }} {{ {"1 " * 61} }} {"0 " * 61}') == [
        "1:260 the game has 61 actors; at most 60 can be held"
    ]


# -- files ----------------------------------------------------------


def test_files_are_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "g.nfg"
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + (NAMED + "1 2 3 4 5 6 7 8").encode())
        assert read_nfg(file).strategies == (("u", "d"), ("l", "r"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'NFG 1 R "t"\n{ "Z\xfcrich" }', "KC002 2:5"),
        (b"\xff\xfeN\x00", "KC002 1:1"),
        (b"\xff", "KC002 1:1"),
        (b'NFG 1 R "t" { "a" } { 1 }\n', "KC655 1:25"),
    ],
)
def test_faulty_files_are_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    file = tmp_path / "g.nfg"
    file.write_bytes(data)
    with pytest.raises(CaseInvalid) as refused:
        read_nfg(file)
    (fault,) = refused.value.diagnostics
    assert f"{fault.code} {fault.span}" == expected.replace(" ", f" {file}:")


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.nfg", tmp_path, "a\0b"):
        with pytest.raises(CaseInvalid) as refused:
            read_nfg(path)
        assert [fault.code for fault in refused.value.diagnostics] == ["KC001"]


def test_huge_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nfg, "MOST_BYTES", 100)
    file = tmp_path / "g.nfg"
    text = HEAD + "1 2 3 4 5 6 7 8" + " " * 100
    file.write_text(text)
    for read in (lambda: read_nfg(file), lambda: parse_nfg(text)):
        with pytest.raises(CaseInvalid, match="larger than"):
            read()
    assert parse_nfg(text[:100].strip()).size == 4


def test_a_table_at_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nfg_reader, "MOST_PAYOFFS", 8)
    assert parse_nfg(HEAD + "1 2 3 4 5 6 7 8").size == 4
    assert faults('NFG 1 R "t" { "a" "b" } { 5 1 }')[0].startswith("1:25 the table of payoffs is")


# -- what is written ----------------------------------------------------------

label = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters='"\\\n\t'), max_size=8
).filter(lambda text: not text.endswith("\\"))
name = label.filter(bool)
number = st.one_of(
    st.integers(-5, 5).map(Fraction),
    st.fractions(),
    st.floats(allow_nan=False, allow_infinity=False).map(Fraction),
)


@st.composite
def games(draw: st.DrawFn) -> NormalForm:
    """A game of one to four actors."""
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    strategies = tuple(tuple(draw(st.tuples(*[name] * size))) for size in shape)
    size = len(strategies)
    total = 1
    for own in strategies:
        total *= len(own)
    rows = st.lists(number, min_size=total, max_size=total)
    payoffs = tuple(exact_array(draw(rows)).reshape(shape) for _ in range(size))
    actors = tuple(draw(st.tuples(*[name] * size)))
    return NormalForm(actors, strategies, payoffs, draw(label), draw(label))


@given(games(), st.booleans())
def test_reading_what_was_written_gives_the_game(game: NormalForm, outcomes: bool) -> None:
    text = write_nfg(game, outcomes=outcomes)
    assert parse_nfg(text) == game
    assert write_nfg(parse_nfg(text), outcomes=outcomes) == text


@given(games(), st.booleans(), st.data())
def test_a_cut_or_changed_file_is_read_or_refused_in_words(
    game: NormalForm, outcomes: bool, data: st.DataObject
) -> None:
    text = write_nfg(game, outcomes=outcomes)
    place = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    changed = text[:place] + data.draw(st.text('{}",\\ 01/e.x\0', max_size=2)) + text[place + cut :]
    try:
        parse_nfg(changed)
    except CaseInvalid as refused:
        lines = changed.count("\n") + 1
        for fault in refused.diagnostics:
            assert fault.code == "KC655" and fault.span and 1 <= fault.span.line <= lines
            assert fault.span.column <= len(fault.span.text) + 1


@pytest.mark.parametrize("text", ["ends in \\", "bell\a", "\ud800"])
def test_what_the_format_cannot_hold_is_refused(text: str) -> None:
    ones = exact_array([1])
    with pytest.raises(ValueError, match="cannot be written"):
        write_nfg(NormalForm((text,), (("x",),), (ones,)))
    with pytest.raises(ValueError, match="cannot be written"):
        write_nfg(NormalForm(("a",), (("x",),), (ones,), comment=text))


@pytest.mark.parametrize("path", sorted(TEXTBOOK.glob("*.nfg")), ids=lambda path: path.stem)
def test_published_games_are_read_and_written(path: Path) -> None:
    game = read_nfg(path)
    assert game.title and game.comment
    for outcomes in (False, True):
        assert parse_nfg(write_nfg(game, outcomes=outcomes)) == game
