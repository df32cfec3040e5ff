"""Every entry, and every piece of a value, is found at the place where it was written."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.source import Path, SourceTree, examine_text, parse_source
from kautilya.source.nodes import Mapping, Scalar
from kautilya.source.positions import places_of
from support.effort import examples

TEXT = """\
case: ferry   # a comment
title:
stocks:
  water: {start: 0.50, toward: thirst}   # another
  mud:
    start: 1e-1
interests:
  mayor:
    - id: comfort
      anchors: [0,
        1]
    - {id: depth}
says: >-
  a text
  of two lines
same: &x {a: 1}
again: *x
"""


@pytest.fixture
def tree() -> SourceTree:
    return parse_source(TEXT, "case.yaml")


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("case",), "1:1 case", "1:7 ferry"),
        (("title",), "2:1 title", "2:1 title"),  # an empty value: its key
        (("stocks",), "3:1 stocks", "4:3 water: {start: 0.50, toward: thirst}"),
        (("stocks", "water"), "4:3 water", "4:10 {start: 0.50, toward: thirst}"),
        (("stocks", "water", "start"), "4:11 start", "4:18 0.50"),
        (("stocks", "mud"), "5:3 mud", "6:5 start: 1e-1"),
        (("interests", "mayor"), "8:3 mayor", "9:5 - id: comfort"),
        (("interests", "mayor", 0), "9:7 id: comfort", "9:7 id: comfort"),
        (("interests", "mayor", 0, "anchors"), "10:7 anchors", "10:16 [0"),
        (("interests", "mayor", 0, "anchors", 1), "11:9 1", "11:9 1"),
        (("interests", "mayor", 1), "12:7 {id: depth}", "12:7 {id: depth}"),
        (("says",), "13:1 says", "13:7 >-"),
        (("again",), "17:1 again", "17:8 *x"),
        (("again", "a"), "16:11 a", "16:14 1"),
        # What is not there: the nearest entry around it.
        (("nowhere",), "1:1 case: ferry", "1:1 case: ferry"),
        (("stocks", "mud", "over"), "5:3 mud", "5:3 mud"),
        (("stocks", "water", "start", "x"), "4:11 start", "4:11 start"),
        (("interests", "mayor", 7), "8:3 mayor", "8:3 mayor"),
        (("interests", "mayor", "id"), "8:3 mayor", "8:3 mayor"),
        (("stocks", 0), "3:1 stocks", "3:1 stocks"),
        ((), "1:1 case: ferry", "1:1 case: ferry"),
    ],
)
def test_keys_and_values(tree: SourceTree, path: Path, key: str, value: str) -> None:
    for span, expected in ((tree.key_span(path), key), (tree.value_span(path), value)):
        place, _, piece = expected.partition(" ")
        assert (str(span), span.piece) == (f"case.yaml:{place}", piece)
        assert span.text == TEXT.splitlines()[span.line - 1]


def test_raw_is_the_text_as_written(tree: SourceTree) -> None:
    assert tree.raw(("stocks", "water", "start")) == "0.50"
    assert tree.raw(("stocks", "mud", "start")) == "1e-1"
    assert tree.raw(("says",)) == "a text of two lines"
    assert tree.raw(("title",)) == ""
    assert tree.raw(("stocks",)) is None
    assert tree.raw(("nowhere",)) is None


def test_inside_of_what_is_no_single_value_is_its_place(tree: SourceTree) -> None:
    assert tree.inside(("stocks", "water"), 3, 2) == tree.value_span(("stocks", "water"))
    assert tree.inside(("nowhere",), 3, 2) == tree.value_span(("nowhere",))
    assert tree.inside(("title",), 0, 5) == tree.value_span(("title",))


def test_inside_stays_within_the_value(tree: SourceTree) -> None:
    assert tree.inside(("case",), 0, 99).piece == "ferry"
    assert tree.inside(("case",), 2, 2).piece == "rr"
    assert str(tree.inside(("case",), 5, 1)) == "case.yaml:1:12"  # where more was expected
    assert tree.inside(("case",), -4, 1).piece == "f"
    assert tree.inside(("case",), 1, 0).length == 1
    assert str(tree.inside(("says",), 7, 2)) == "case.yaml:15:3"
    assert tree.inside(("says",), 2, 99).piece == "text"  # to the end of its line


def test_anchors_and_tags_before_a_value_are_passed_over() -> None:
    tree = parse_source("a: &x !!str   min\nb: !!str &y 'it''s'\nc: &z # why\n  [1]\nd: *x\n", "f")
    assert str(tree.inside(("a",), 0, 3)) == "f:1:15"
    assert tree.inside(("b",), 2, 2).piece == "''s"
    assert str(tree.value_span(("c",))) == "f:4:3"
    assert str(tree.inside(("d",), 0, 3)) == "f:1:15"  # where the text itself stands


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_breaks_of_all_systems(newline: str) -> None:
    tree = parse_source(TEXT.replace("\n", newline), "case.yaml")
    assert tree.data == parse_source(TEXT, "case.yaml").data
    assert str(tree.inside(("says",), 10, 3)) == "case.yaml:15:6"
    assert tree.inside(("says",), 10, 3).text == "  of two lines"
    assert str(tree.value_span(("stocks", "mud", "start"))) == "case.yaml:6:12"


# -------------------------------------------------------------------- every character in its place

WORDS = st.lists(
    st.sampled_from(
        ["min(a, b)", "x*y", "'s", '"q"', "(1-a)/b", "é", "名", "a\\b", "if", ">=", "0.5", "it's",
         "c.d is e", "\U0001f600"]
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip
BREAKS = st.lists(st.sampled_from([" ", "  ", "\n", "\n\n", " \n  \n\n"]), min_size=7, max_size=7)


def _laid_out(words: list[str], breaks: list[str], indent: str) -> str:
    """The words with blanks or line breaks between them, as on a folded plain or quoted value."""
    text = words[0]
    for word, between in zip(words[1:], breaks, strict=False):
        text += between + (indent if "\n" in between else "") + word
    return text


def _as_written(piece: str) -> str:
    return piece


def _without_doubled_quote(piece: str) -> str:
    return piece.replace("''", "'")


def _without_escape(piece: str) -> str:
    if piece[:2] in ("\\x", "\\u"):
        return chr(int(piece[2:], 16))
    return piece.removeprefix("\\") or piece


def _characters_are_found(text: str, path: Path, meant: Callable[[str], str] = _as_written) -> None:
    tree = parse_source(text, "f")
    value = tree.raw(path)
    assert value
    for offset, character in enumerate(value):
        span = tree.inside(path, offset, 1)
        if character.isspace():
            continue
        assert meant(span.piece) == character
        assert text.split("\n")[span.line - 1].removesuffix("\r") == span.text


@given(WORDS, BREAKS, st.sampled_from(["\n", "\r\n"]))
def test_plain(words: list[str], breaks: list[str], newline: str) -> None:
    words = ["a", *words]
    text = f"top:\n  is: {_laid_out(words, breaks, '     ')}  # a comment\n  b: 1\n"
    _characters_are_found(text.replace("\n", newline), ("top", "is"))


@given(WORDS, BREAKS, st.sampled_from(["\n", "\r\n"]))
def test_single_quoted(words: list[str], breaks: list[str], newline: str) -> None:
    words = [word.replace("'", "''") for word in words]
    text = f"top: {{says: x, is: ' {_laid_out(words, breaks, '   ')}', b: 1}}\n"
    _characters_are_found(text.replace("\n", newline), ("top", "is"), _without_doubled_quote)


@given(WORDS, BREAKS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_double_quoted(words: list[str], breaks: list[str], newline: str, coded: bool) -> None:
    def escaped(word: str) -> str:
        word = word.replace("\\", "\\\\").replace('"', '\\"')
        return word.replace("é", "\\xE9").replace("名", "\\u540D") if coded else word

    if coded:
        breaks = [between.replace("\n", "\\\n", 1) for between in breaks]
        breaks = [between.replace("  ", "\\t ") for between in breaks]
    text = f'- {{is: "{_laid_out([escaped(word) for word in words], breaks, "   ")}", b: 1}}\n'
    _characters_are_found("top:\n" + text.replace("\n", newline), ("top", 0, "is"), _without_escape)


LINES = st.lists(st.sampled_from(["", "min(a,", "  b)", "\tx", " y", "名 + é", "x  "]), max_size=7)


@settings(max_examples=examples(200))
@given(
    LINES,
    st.sampled_from(["|", ">"]),
    st.sampled_from(["", "-", "+"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_block(
    lines: list[str], style: str, chomp: str, declared: bool, newline: str, last: bool
) -> None:
    lines = ["first" if not declared else "  first", *lines, "z"]
    body = "\n".join(f"   {line}" if line else "" for line in lines)
    head = f"top:\n - says: x\n   is: {style}{'2' if declared else ''}{chomp} # why\n"
    # Two more blanks than the mapping that the text belongs to.
    body = "\n".join(f"  {line}" if line else "" for line in body.split("\n"))
    text = head + body + ("" if last else "\n\n   b: 1\n")
    _characters_are_found(text.replace("\n", newline), ("top", 0, "is"))


@settings(max_examples=examples(200))
@given(st.text("ab '\"\\,:#-\n\t", max_size=14), st.sampled_from(["'", '"', "|\n", ">\n", ""]))
def test_any_value_that_can_be_read_can_be_retraced(text: str, style: str) -> None:
    quote = style if style in ("'", '"') else ""
    indented = text.replace("\n", "\n  ")
    written = f"k: {style}{'  ' if chr(10) in style else ''}{indented}{quote}\n"
    tree = examine_text(written, "f").tree
    if tree is None or tree.diagnostics or tree.raw(("k",)) in (None, ""):
        return
    assert isinstance(tree.root, Mapping)
    node = tree.root.slots["k"].node
    assert isinstance(node, Scalar)
    places = places_of(written, node)
    assert places is not None
    assert [start for start, _ in places] == sorted(start for start, _ in places)
