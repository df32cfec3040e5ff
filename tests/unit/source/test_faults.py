"""Faults of YAML: every one in a file is found, at its place, and nothing that is not there."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.diagnostics import CaseInvalid, Severity, rules
from kautilya.source import Examined, examine_text, parse_source, read_source
from support.effort import examples

CONFORMANCE = Path(__file__).parents[2] / "conformance"


def found(text: str) -> list[str]:
    """All faults as ``code line:column``."""
    return [f"{d.code} {_place(d.span)}" for d in examine_text(text, "f").diagnostics]


def _place(span: object) -> str:
    return str(span).removeprefix("f:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Keys given twice: all of them, and a thing given three times twice.
        ("a: 1\nb: {c: 1, c: 2}\na: 2\nd:\n  - {e: 1, 'e': 2}\na: 3\n",
         ["KC004 2:11", "KC004 3:1", "KC004 5:12", "KC004 6:1"]),
        ("0: a\n'0': b\n", ["KC004 2:1"]),
        # Anchors and aliases.
        ("a: &a [*a]\n", ["KC007 1:8"]),
        ("a: &a {b: {c: *a}}\n", ["KC007 1:15"]),
        ("a: *b\nc: [*d]\n", ["KC016 1:4", "KC016 2:5"]),
        ("a: &a {x: 1}\nb: {<<: *a}\nc:\n  <<: *a\n", ["KC015 2:5", "KC015 4:3"]),
        # Several documents, versions and tags.
        ("a: 1\n---\nb: 2\n", ["KC008 2:1"]),
        ("a: 1\n...\n---\nb: 2\n", ["KC008 3:1"]),
        ("a: 1\na: 2\n---\nb: 2\n", ["KC004 2:1", "KC008 3:1"]),
        ("%YAML 1.1\n---\na: 1\n", ["KC003 1:1"]),
        ("a: !x b\nb: !!python/object:os.system c\nc: !!int d\nd: !!set {e}\ne: !!binary aGk=\n",
         ["KC014 1:4", "KC014 2:4", "KC014 3:4", "KC014 4:4", "KC014 5:4"]),
        ("a: !x!y b\n", ["KC014 1:4"]),
        # Keys that are none.
        ("? [a, b]\n: 1\n: 2\n", ["KC017 1:3", "KC017 3:1"]),
        # Numbers and escapes.
        ("a: 1e999\nb: [-1e400]\n", ["KC018 1:4", "KC018 2:5"]),
        ('a: "x\\0"\nb: "\\ud800"\nc: "\\e"\n', ["KC013 1:4", "KC013 2:4", "KC013 3:4"]),
        ('a: "\\UFFFFFFFF"\n', ["KC003 1:6"]),
        ('a: "C:\\path"\nb: {c: "\\q"}\n', ["KC003 1:8", "KC003 2:10"]),
        # Tabs: every line.
        ("a:\n\tb: 1\n  \tc: 2\nd: 1\n", ["KC012 2:1", "KC012 3:3"]),
        ("a:\n  - b\n  -\tc: 1\n", ["KC012 3:4"]),
        # Brackets, quotes, colons and commas.
        ("a:\n  b: {c: 1\n  d: {e: 2}\nf: [1\ng: 1\ng: 2\n",
         ["KC003 2:6", "KC003 4:4", "KC004 6:1"]),
        ("a: {b: [1, 2}\nc: 1\nc: 2\n", ["KC003 1:8", "KC004 3:1"]),
        ("a: {b: 1\n", ["KC003 1:4"]),
        ('a: "b\nc: 1\nc: 2\n', ["KC003 1:4", "KC004 3:1"]),
        ("a: 'it's'\nb: 1\nb: 2\n", ["KC003 1:8", "KC004 3:1"]),
        ('a: {b: "c" d, e: 1}\nf: 1\nf: 2\n', ["KC003 1:12", "KC004 3:1"]),
        ("a: {\n  b: c\n  d: 1\n}\ne: 1\ne: 2\n", ["KC003 3:3", "KC004 6:1"]),
        ("a: 1\nhorizon 12\nb: 1\nb: 2\n", ["KC003 2:1", "KC004 4:1"]),
        ("a: 1\nb:2\nc: {d: 1, e:f}\ng:{h: 1}\n", ["KC003 2:1", "KC003 3:11", "KC003 4:1"]),
        ("title: War: a history\na: {says: A: b, c: 1}\n", ["KC019 1:11", "KC019 2:11"]),
        ("water {start: 0.5}\nmud {start: 1, a: {b: 1}}\ne: 1\ne: 2\n",
         ["KC003 1:1", "KC003 2:1", "KC004 4:1"]),
        ("a: {b: c, anchors [0, 1]}\nd: {e [1]: 2}\n", ["KC003 1:11", "KC003 2:5"]),
        ("stocks:  mud: {start: 1, b: {c: 2}}\nb: c: d: e\n", ["KC003 1:13", "KC019 2:5"]),
        ("a\nb: 1\nb: 2\n", ["KC003 1:1", "KC004 3:1"]),
        # A quote that a later one closes: the first of them is at fault, the rest is not.
        ('a: {b: "c}\nd: {e: "f g"}\nh: "i"\n', ["KC003 1:8"]),
        # Nothing is guessed where lines below belong to the fault.
        ("a: b: c\n  d: 1\ne: [\n", ["KC019 1:5"]),
        ("a: {b: 1,\n   c: ]\nd: 1\nd: 2\n", ["KC003 2:7"]),
        # Indentation.
        ("a:\n  b: 1\n c: 2\n", ["KC003 3:2"]),
        ("a: 1\n  b: 2\n", ["KC003 2:3"]),
        ("a: - b\n", ["KC003 1:4"]),
        # Signs that YAML keeps for itself.
        ("a: @b\nc: %d\ne: `f`\ng: *really good\nh: & i\n",
         ["KC003 1:4", "KC003 2:4", "KC003 3:4", "KC003 4:4", "KC003 5:4"]),
    ],
)  # fmt: skip
def test_every_fault_is_found_at_its_place(text: str, expected: list[str]) -> None:
    assert found(text) == expected
    with pytest.raises(CaseInvalid):
        parse_source(text, "f")


@pytest.mark.parametrize(
    ("text", "expected", "data"),
    [
        ("a: {is: min(b, c), says: x}", ["KC010 1:9"], {"is": "min(b, c)", "says": "x"}),
        ("a: {is: min(b, max(c, d, e)), says: x}", ["KC010 1:9"],
         {"is": "min(b, max(c, d, e))", "says": "x"}),
        ("a: {is: f(a, b) + g(c, d)}", ["KC010 1:9"], {"is": "f(a, b) + g(c, d)"}),
        ("a: {is: f(a, [b, c]) in [d, e], x: 1}", ["KC010 1:9"],
         {"is": "f(a, [b, c]) in [d, e]", "x": 1}),
        ("a: {if: d in [b, c], says: x}", ["KC011 1:9"], {"if": "d in [b, c]", "says": "x"}),
        ("a: {b: {if: d in [b, c]}, says: x}", ["KC011 1:13"],
         {"b": {"if": "d in [b, c]"}, "says": "x"}),
        ("a: [min(b, c), 1]", ["KC010 1:5"], ["min(b, c)", 1]),
        ("a: [x, d in [b, c], y]", ["KC011 1:8"], ["x", "d in [b, c]", "y"]),
        ("a: {is: min(b,\n    c), says: x}", ["KC010 1:9"], {"is": "min(b, c)", "says": "x"}),
        ("a: {says: fish, chips, and peas, v: 1}", ["KC010 1:11"],
         {"says": "fish, chips, and peas", "v": 1}),
        ("a: {says: 'x', y}", [], {"says": "x", "y": None}),
        ("a: {b: f(c, says: x}", [], {"b": "f(c", "says": "x"}),
        ("a: [f(b, c]", [], ["f(b", "c"]),
        ("a: {b: f(c), d: , e: }", [], {"b": "f(c)", "d": None, "e": None}),
    ],
)  # fmt: skip
def test_text_that_yaml_cut_is_put_together(text: str, expected: list[str], data: object) -> None:
    examined = examine_text(text, "f")
    assert found(text) == expected
    assert examined.tree is not None
    assert examined.tree.data == {"a": data}


def test_all_cuts_of_a_file_are_found_and_keep_their_places() -> None:
    text = "a: {is: min(b, c), s: x}\nb: {if: d in [e, f], t: War: peace}\nc: {is: max(b, c)}\n"
    examined = examine_text(text, "f")
    assert found(text) == ["KC010 1:9", "KC011 2:9", "KC019 2:25", "KC010 3:9"]
    assert examined.tree is not None
    assert examined.tree.inside(("a", "is"), 7, 1).piece == "c"
    assert str(examined.tree.inside(("b", "if"), 9, 1)) == "f:2:18"
    assert examined.tree.key_span(("a", "s")).column == 20


def test_the_cut_is_reported_once_with_its_mended_form() -> None:
    (fault,) = examine_text('a: {is: min(b, c), says: x}\nd: "e"\n', "f").diagnostics
    assert fault.message == (
        "the expression in braces is cut at its comma and must be quoted: min(b, c)"
    )
    assert fault.help == 'write is: "min(b, c)"'
    assert fault.span is not None and fault.span.piece == "min(b, c)"
    (fault,) = examine_text("a: {is: f(b, \"c\", 'd')}", "f").diagnostics
    assert fault.help == "write is: 'f(b, \"c\", ''d'')'"


def test_a_sentence_that_is_cut_is_read_whole_with_a_warning() -> None:
    tree = parse_source("a: {says: fish (cod, plaice), and chips, value: 1}\n", "f")
    assert tree.data["a"] == {"says": "fish (cod, plaice), and chips", "value": 1}
    assert [(d.code, d.severity) for d in tree.diagnostics] == [("KC010", Severity.WARNING)]


def test_a_key_given_twice_says_where_and_keeps_the_first() -> None:
    examined = examine_text("a:\n  b:\n    - {c: 1, c: 2}\n", "f")
    (fault,) = examined.diagnostics
    assert fault.message == "the key 'c' is given twice in a > b > item 1"
    assert "line 3" in fault.why
    assert examined.tree is not None and examined.tree.data == {"a": {"b": [{"c": 1}]}}


def test_nesting_has_a_limit() -> None:
    def nested(levels: int) -> str:  # the mapping at the top is a level too
        return "a: " + "[" * (levels - 1) + "]" * (levels - 1)

    assert found(nested(50)) == []
    assert found(nested(51)) == ["KC006 1:53"]
    assert found("a: " + "[" * 100_000) == ["KC006 1:53"]
    assert found("- " * 60 + "x") == ["KC006 1:101"]
    half = "a: &a " + "[" * 30 + "]" * 30 + "\nb: " + "[" * 30 + "*a" + "]" * 30
    assert found(half) == ["KC006 2:34"]


def test_aliases_repeat_and_do_not_explode() -> None:
    tree = parse_source("a: &a {x: [1, 2]}\nb: *a\nc: [*a, *a]\nd: &d word\n*d : e\n", "f")
    assert tree.data["b"] == tree.data["c"][1] == {"x": [1, 2]}
    assert tree.data["word"] == "e"
    ten = [
        f"{n}: &{n} [{', '.join([f'*{p}'] * 10)}]"
        for p, n in zip("abcdefg", "bcdefgh", strict=True)
    ]
    bomb = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x, x]", *ten])
    assert found(bomb) == ["KC007 5:36"]


def test_what_a_case_may_hold_is_not_refused() -> None:
    text = (
        "%YAML 1.2\n--- # a case\n"
        "a: !!str 12\nb: !!float 1\nc: ! 3\nd: !!map {x: 1}\ne: !!seq [1]\nf: &g !!int 4\n"
        "g: x#y\nh: 'a # b' # c\ni: a:b\nj: -x\nk: [a b, http://x.y/z]\nl: {m: -x, n: 10:30}\n"
        "o: {\n\tp: 1,\n\tq: 2\n}\nr: ?s\nt: |\n  \tx\n...\n# end\n"
    )
    assert parse_source(text, "f").data == {
        "a": "12", "b": 1.0, "c": "3", "d": {"x": 1}, "e": [1], "f": 4,
        "g": "x#y", "h": "a # b", "i": "a:b", "j": "-x", "k": ["a b", "http://x.y/z"],
        "l": {"m": "-x", "n": "10:30"}, "o": {"p": 1, "q": 2}, "r": "?s", "t": "\tx\n",
    }  # fmt: skip


PAGES = {
    code: re.findall(r"::\n\n((?:(?:    [^\n]*)?\n)+?)(?=\S|\Z)", rule.page + "\n")
    for code, rule in rules().items()
    if code < "KC100"
}


@pytest.mark.parametrize("code", sorted(set(PAGES) - {"KC001", "KC002", "KC005"}))
def test_the_examples_of_a_page_do_what_it_says(code: str) -> None:
    bad, mended = (re.sub(r"^    ", "", example, flags=re.M) for example in PAGES[code][:2])
    bad = bad.replace("→", "\t")
    codes = {d.code for d in examine_text(bad, "f").diagnostics}
    assert codes == {code}
    assert examine_text(mended, "f").diagnostics == ()


@pytest.mark.parametrize("file", sorted(CONFORMANCE.glob("*.yaml")), ids=lambda file: file.stem)
def test_conformance_cases_are_read(file: Path) -> None:
    assert read_source(file).data["case"] == file.stem


@pytest.mark.parametrize(
    ("name", "line", "word"), [("key-twice", 14, "thirst"), ("cut-in-two", 18, "quoted")]
)
def test_faulty_conformance_cases_are_refused_at_their_line(
    name: str, line: int, word: str
) -> None:
    with pytest.raises(CaseInvalid) as refused:
        read_source(CONFORMANCE / "bad" / f"{name}.yaml")
    (fault,) = refused.value.diagnostics
    assert fault.span is not None
    assert (fault.span.line, word in fault.message) == (line, True)


def _is_located(examined: Examined) -> bool:
    """Whether every fault has a place in the file, a reason and help."""
    lines = re.split(r"\r\n|\r|\n", examined.tree.text) if examined.tree else None
    for fault in examined.diagnostics:
        span = fault.span
        if span is None or not (fault.why and fault.help and fault.message):
            return False
        if span.line < 1 or span.column < 1 or span.column > len(span.text) + 1:
            return False
        if lines is not None and span.length and lines[span.line - 1] != span.text:
            return False
    return bool(examined.diagnostics) or examined.tree is not None


PIECES = st.sampled_from(
    ["a", "b: ", "c: 1", ": ", ", ", "[", "]", "{", "}", "(", ")", "\n", "\n  ", "\n- ", "\n    ",
     "'", '"', "\\", "|\n", ">\n", "#", " #", "&x ", "*x", "!t ", "? ", "<<", "~", "%", "@", "\t",
     "---\n", "...\n", "\r\n", "é", "名", "- ", " ", "1e5", "min(a, b)", "\U000f002c"]
)  # fmt: skip


@settings(max_examples=examples(300))
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    assert _is_located(examine_text(text, "f"))


@settings(max_examples=examples(100))
@given(st.text(max_size=40))
def test_even_nonsense_is_refused_with_a_place(text: str) -> None:
    assert _is_located(examine_text(text, "f"))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(data)
    try:
        read_source(file)
    except CaseInvalid as refused:
        assert refused.diagnostics
