"""The core schema of YAML 1.2."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.source import parse_source
from kautilya.source.scalars import NumberTooLarge, resolve_plain


@pytest.mark.parametrize(
    "word",
    ["NO", "no", "on", "off", "yes", "Yes", "y", "n", "tRUE", "nULL", "2024-12-03", "12:30:00",
     "1_000", "0b1", "0o8", "0xG", "1e", "e5", ".", "-", "+", "1.2.3", "NaN", "inf", "-x", "+.nan",
     "0O7", "-0x1", "1 000", "1,5", "½", "٣"],
)  # fmt: skip
def test_words_stay_words(word: str) -> None:
    assert resolve_plain(word) == word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("007", 7),
        ("0x1F", 31),
        ("0o17", 15),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("-1.5E+2", -150.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
    ],
)
def test_values(text: str, value: object) -> None:
    resolved = resolve_plain(text)
    assert resolved == value
    assert type(resolved) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(float(resolve_plain(".nan") or 0))


@pytest.mark.parametrize(
    "text", ["1e999", "-1e400", "9" * 5000, "0x" + "f" * 300, "0." + "1" * 999]
)
def test_a_number_that_no_double_holds_is_refused(text: str) -> None:
    with pytest.raises(NumberTooLarge):
        resolve_plain(text)


@given(st.one_of(st.integers(-(10**300), 10**300), st.floats(allow_nan=False)))
def test_numbers_as_python_writes_them_read_back(number: float) -> None:
    text = str(number).replace("inf", ".inf")
    assert resolve_plain(text) == number


def test_quoted_text_is_always_text() -> None:
    data = parse_source("a: '12'\nb: \"true\"\nc: ''\nd: |-\n  3\n", "f").data
    assert data == {"a": "12", "b": "true", "c": "", "d": "3"}


def test_keys_are_text_as_written() -> None:
    data = parse_source("{0: none, 1.0: all, true: x, NO: y, ~: z, 2021-04-01: w}", "f").data
    assert list(data) == ["0", "1.0", "true", "NO", "~", "2021-04-01"]
