import pytest

from kautilya.credence import (
    Band,
    UnknownHedge,
    UnknownYardstick,
    YardstickInvalid,
    common_words,
    hedge_of,
    yardstick,
    yardstick_from_table,
    yardstick_names,
)

OPEN, CLOSED = False, True

ICD_203 = [
    ("almost no chance, remote", 0.0, 0.05, OPEN),
    ("very unlikely, highly improbable", 0.05, 0.20, OPEN),
    ("unlikely, improbable, improbably", 0.20, 0.45, OPEN),
    ("roughly even, roughly even odds, roughly even chance, even chance", 0.45, 0.55, OPEN),
    ("likely, probable, probably", 0.55, 0.80, OPEN),
    ("very likely, highly probable", 0.80, 0.95, OPEN),
    ("almost certain, almost certainly, nearly certain", 0.95, 1.0, CLOSED),
]
PHIA = [
    ("remote chance", 0.0, 0.05, CLOSED),
    ("highly unlikely", 0.10, 0.20, CLOSED),
    ("unlikely", 0.25, 0.35, CLOSED),
    ("realistic possibility", 0.40, 0.50, OPEN),
    ("likely, probable, probably", 0.55, 0.75, CLOSED),
    ("highly likely", 0.80, 0.90, CLOSED),
    ("almost certain, almost certainly", 0.95, 1.0, CLOSED),
]
IPCC_AR5 = [
    ("virtually certain", 0.99, 1.0, CLOSED),
    ("extremely likely", 0.95, 1.0, CLOSED),
    ("very likely", 0.90, 1.0, CLOSED),
    ("likely", 0.66, 1.0, CLOSED),
    ("more likely than not", 0.5, 1.0, CLOSED),
    ("about as likely as not", 0.33, 0.66, CLOSED),
    ("unlikely", 0.0, 0.33, CLOSED),
    ("very unlikely", 0.0, 0.10, CLOSED),
    ("extremely unlikely", 0.0, 0.05, CLOSED),
    ("exceptionally unlikely", 0.0, 0.01, CLOSED),
]


@pytest.mark.parametrize(
    ("name", "rows"), [("ICD 203", ICD_203), ("PHIA", PHIA), ("IPCC AR5", IPCC_AR5)]
)
def test_each_shipped_table_is_the_printed_one(name, rows):
    printed = {
        word: (low, high, closed) for words, low, high, closed in rows for word in words.split(", ")
    }
    shipped = yardstick(name).words
    assert {w: (b.low, b.high, b.closed_high) for w, b in shipped.items()} == printed
    assert [w for w, b in shipped.items() if b.open_low] == (
        ["more likely than not"] if name == "IPCC AR5" else []
    )


def test_only_the_ipcc_table_nests():
    assert [name for name in yardstick_names() if yardstick(name).nested] == ["IPCC AR5"]


def test_the_bands_of_icd_203_leave_no_gap_and_do_not_overlap():
    bands = yardstick("ICD 203").words.values()
    for thousandth in range(1001):
        assert len({band for band in bands if band.contains(thousandth / 1000)}) == 1


@pytest.mark.parametrize("name", yardstick_names())
def test_a_yardstick_says_where_it_comes_from(name):
    table = yardstick(name)
    assert (table.name, bool(table.source), table.version.isdigit()) == (name, True, True)


@pytest.mark.parametrize("written", ["icd 203", "ICD-203", "icd203", "ICD_203"])
def test_the_name_of_a_yardstick_is_read_without_regard_to_how_it_is_spaced(written):
    assert yardstick(written).name == "ICD 203"


def test_an_unknown_yardstick_names_the_near_one():
    with pytest.raises(UnknownYardstick) as caught:
        yardstick("ICD 230")
    assert caught.value.near == "ICD 203"
    assert "did you mean 'ICD 203'?" in str(caught.value)


def test_an_unknown_yardstick_with_none_near_lists_them_all():
    with pytest.raises(UnknownYardstick) as caught:
        yardstick("Delphi")
    assert caught.value.near is None
    assert "ICD 203, PHIA, IPCC AR5" in str(caught.value)


@pytest.mark.parametrize(
    ("low", "high", "closed", "open_low"),
    [
        (0.6, 0.5, True, False),
        (-0.1, 0.5, True, False),
        (0.5, 1.1, True, False),
        (0.5, 0.5, False, False),
        (0.5, 0.5, True, True),
        (float("nan"), 0.5, True, False),
    ],
)
def test_a_band_that_is_empty_or_leaves_the_scale_is_refused(low, high, closed, open_low):
    with pytest.raises(ValueError, match="band"):
        Band(low, high, closed, open_low)


@pytest.mark.parametrize(
    ("word", "kind", "low", "high"),
    [
        ("flat", "band", 0.95, 1.0),
        ("must", "band", 0.95, 1.0),
        ("inevitably", "band", 0.95, 1.0),
        ("could", "possible", 0.05, 1.0),
        ("may", "possible", 0.05, 1.0),
        ("not necessarily", "not_necessarily", 0.0, 0.95),
    ],
)
@pytest.mark.parametrize("name", yardstick_names())
def test_the_common_words_mean_the_same_under_every_yardstick(name, word, kind, low, high):
    hedge = hedge_of(word, yardstick(name))
    assert (hedge.kind, hedge.band) == (kind, Band(low, high, closed_high=True))


@pytest.mark.parametrize("word", ["seems", "appears", "reportedly"])
@pytest.mark.parametrize("name", yardstick_names())
def test_what_seems_is_claimed_to_be_likely(name, word):
    by = yardstick(name)
    seems, likely = hedge_of(word, by), hedge_of("likely", by)
    assert (seems.band, seems.nested) == (likely.band, likely.nested)


@pytest.mark.parametrize("written", ["very likely", "Very Likely", "very_likely", " very-likely "])
def test_a_word_is_read_without_regard_to_how_it_is_written(written):
    assert hedge_of(written, yardstick("ICD 203")).word == "very likely"


@pytest.mark.parametrize(
    ("name", "word", "near"),
    [
        ("ICD 203", "highly likely", "very likely"),  # by meaning
        ("ICD 203", "remote chance", "almost no chance"),
        ("ICD 203", "virtually certain", "almost certain"),
        ("PHIA", "roughly even", "realistic possibility"),
        ("PHIA", "very likely", "highly likely"),
        ("IPCC AR5", "almost certain", "extremely likely"),
        ("ICD 203", "very likley", "very likely"),  # by spelling
        ("ICD 203", "inevitabley", "inevitably"),
        ("ICD 203", "might", "may"),  # by the common word that says the same
        ("ICD 203", "green", None),
    ],
)
def test_an_unknown_word_names_the_near_one(name, word, near):
    with pytest.raises(UnknownHedge) as caught:
        hedge_of(word, yardstick(name))
    assert (caught.value.word, caught.value.near) == (word, near)
    assert f"'{word}'" in str(caught.value) and name in str(caught.value)


def test_an_authors_table_gives_each_upper_end_to_the_word_that_begins_there():
    own = yardstick_from_table("ours", {"rare": [0, 0.3], "open": [0.3, 0.6], "usual": [0.7, 0.9]})
    assert own.words == {
        "rare": Band(0.0, 0.3, closed_high=False),
        "open": Band(0.3, 0.6, closed_high=True),
        "usual": Band(0.7, 0.9, closed_high=True),
    }
    assert (own.name, own.version, own.nested) == ("ours", "author", False)


def test_an_authors_table_may_hold_a_single_share():
    own = yardstick_from_table("ours", {"toss-up": [0.5, 0.5], "doubtful": [0.2, 0.5]})
    assert own.words["toss up"] == Band(0.5, 0.5, closed_high=True)


@pytest.mark.parametrize(
    ("table", "nested"),
    [
        ({"likely": [0.66, 1], "very likely": [0.9, 1]}, True),
        ({"unlikely": [0, 0.33], "very unlikely": [0, 0.1]}, True),
        ({"likely": [0.55, 0.8], "rather likely": [0.6, 0.7]}, False),
        ({"likely": [0.55, 0.8], "probable": [0.55, 0.8]}, False),
        ({"sure": [0.9, 1], "certain": [0.9, 1]}, False),
    ],
)
def test_an_authors_table_nests_where_bands_reach_the_same_end(table, nested):
    assert yardstick_from_table("ours", table).nested is nested
    assert yardstick_from_table("ours", table, nested=not nested).nested is not nested


def test_an_authors_table_is_refused_with_all_that_is_wrong():
    table = {
        "short": [0.5],
        "text": "half",
        "none": [None, 0.5],
        "truth": [False, True],
        "percent": [55, 80],
        "reversed": [0.8, 0.55],
        "good": [0.1, 0.2],
        "Good": [0.1, 0.2],
        " ": [0.1, 0.2],
    }
    with pytest.raises(YardstickInvalid) as caught:
        yardstick_from_table("ours", table)
    assert dict(caught.value.problems) == {
        "short": "a band is two shares, [low, high]",
        "text": "a band is two shares, [low, high]",
        "none": "the ends of a band are numbers",
        "truth": "the ends of a band are numbers",
        "percent": "shares lie within 0 and 1, and the band runs from 55 to 80",
        "reversed": "the low end comes first, and 0.8 is above 0.55",
        "Good": "the word stands there twice",
        " ": "a word is needed",
    }


def test_an_empty_table_is_refused():
    with pytest.raises(YardstickInvalid, match="it has no words"):
        yardstick_from_table("ours", {})


def test_an_authors_table_may_define_a_common_word_anew():
    own = yardstick_from_table("ours", {"must": [0.9, 1]})
    assert hedge_of("must", own).band.low == 0.9
    assert hedge_of("inevitably", own).band.low == 0.95


def test_seems_needs_a_yardstick_that_has_likely():
    own = yardstick_from_table("ours", {"doubtful": [0, 0.5], "expected": [0.5, 1]})
    with pytest.raises(UnknownHedge) as caught:
        hedge_of("seems", own)
    assert caught.value.near == "expected"


def test_no_common_word_is_also_in_a_shipped_table():
    for name in yardstick_names():
        assert not set(common_words()) & set(yardstick(name).words)
