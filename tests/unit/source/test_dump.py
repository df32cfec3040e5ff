"""Plain data written down reads back as the same data."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.source import dump, parse_source

TEXTS = st.one_of(
    st.text(
        st.characters(
            exclude_categories=["Cc", "Cs"],
            exclude_characters="\ufffe\uffff",
            include_characters="\t\n\r\x85",
        )
    ),
    st.text("abc123 .:,#-_'\"\\[]{}&*!|>%@`?~=<>()\n\t", max_size=12),
    st.sampled_from(
        ["", "null", "true", "NO", "on", "1", "1.5", "0x1F", "1e5", ".inf", "2024-12-03",
                     "- x", "a: b", "a #b", " x", "x ", "<<", "---", "..."]
    ),
)  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False), TEXTS
)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, DATA, min_size=1, max_size=4))
def test_what_is_written_reads_back(data: dict[str, object]) -> None:
    tree = parse_source(dump(data), "f")
    assert tree.data == data
    assert repr(tree.data) == repr(data)  # 1 and 1.0 and True are not the same, nor is the order


def test_the_style() -> None:
    data = {
        "language": 1,
        "premises": {"thirst": {"says": "how thirsty", "value": 0.5, "tags": ["a", "NO", "x: y"]}},
        "interests": {"mayor": [{"id": "comfort", "anchors": [0, 1]}, [], {}, [[1], {"a": None}]]},
        "scale": {"0": "none", "1": True},
    }
    assert dump(data) == (
        "language: 1\n"
        "premises:\n"
        "  thirst:\n"
        "    says: how thirsty\n"
        "    value: 0.5\n"
        '    tags: [a, "NO", "x: y"]\n'
        "interests:\n"
        "  mayor:\n"
        "    - id: comfort\n"
        "      anchors: [0, 1]\n"
        "    - []\n"
        "    - {}\n"
        "    - - [1]\n"
        "      - a: null\n"
        "scale:\n"
        "  0: none\n"
        "  1: true\n"
    )


def test_special_floats_and_long_keys() -> None:
    assert math.isnan(parse_source(dump({"a": math.nan}), "f").data["a"])
    data = {"k" * 2000: [math.inf, -math.inf, 1e-300], "x": {"y y" * 700: {"z": 1}}}
    assert parse_source(dump(data), "f").data == data


def test_what_is_no_plain_data_is_refused() -> None:
    for data in ({1: "a"}, {"a": {1}}, {"a": [object()]}):
        with pytest.raises(TypeError):
            dump(data)
    for text in ("a\0b", "a\ud800", "a\x1bb", "a\uffff"):
        with pytest.raises(ValueError, match="cannot be written"):
            dump({"a": text})


def test_nesting_has_the_limit_of_the_reader() -> None:
    def nested(levels: int) -> object:
        data: object = 1
        for level in range(levels - 1):
            data = {"a": data} if level % 2 else [data]
        return {"a": data}

    assert parse_source(dump(nested(50)), "f").data == nested(50)
    with pytest.raises(ValueError, match="50 levels"):
        dump(nested(51))
