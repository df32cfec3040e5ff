"""The table of units: what can be read, what it is worth, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.model.unit_registry import UnitFault, read_unit, unit_names

UNITS = st.sampled_from(sorted(set(unit_names().values())))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kt", "kt"),
        ("kt/month", "kt/month"),
        ("kt per month", "kt/month"),
        ("1/month", "1/month"),
        ("kt/(month*person)", "kt/(month*person)"),
        ("kt/month/people", "kt/(month*person)"),
        ("m**2", "m**2"),
        ("m^2", "m**2"),
        ("1/m**2", "1/m**2"),
        ("m**-2", "1/m**2"),
        ("month/month", ""),
        ("share", ""),
        ("share/month", "1/month"),
        ("1", ""),
        ("percent", "percent"),
        ("kshells/month", "kshell/month"),
        (" troops ", "person"),
        ("launches/year", "launch/year"),
    ],
)
def test_a_unit_is_read_and_shown(text: str, shown: str) -> None:
    assert str(read_unit(text)) == shown


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [
        ("year", "month", 12),
        ("quarter", "month", 3),
        ("week", "day", 7),
        ("year", "day", 365.2425),
        ("kt", "t", 1000),
        ("Mt", "kt", 1000),
        ("kg", "g", 1000),
        ("MUSD", "kUSD", 1000),
        ("bnUSD", "MUSD", 1000),
        ("tnUSD", "bnUSD", 1000),
        ("MWh", "MJ", 3600),
        ("GW*hour", "MWh", 1000),
        ("W*second", "J", 1),
        ("kg*m**2/second**2", "J", 1),
        ("ktTNT", "TJ", 4.184),
        ("bcm", "km**3", 1),
        ("bbl", "litre", 158.987294928),
        ("km", "m", 1000),
        ("hectare", "m**2", 10000),
        ("share", "percent", 100),
        ("million*person", "Mperson", 1),
        ("kt/month", "kt/year", 12),
    ],
)
def test_sizes(one: str, other: str, times: float) -> None:
    left, right = read_unit(one), read_unit(other)
    assert left.alike(right)
    assert left.times(right) == pytest.approx(times, rel=1e-9)
    assert left.agrees(right) == (times == 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [("USD", "EUR"), ("kt", "ktTNT"), ("ship", "warhead"), ("person", "shell"), ("month", "share")],
)
def test_kinds_that_nothing_converts(one: str, other: str) -> None:
    assert not read_unit(one).alike(read_unit(other))


@pytest.mark.parametrize(
    ("text", "piece", "help"),
    [
        ("barels", "barels", "'barrels'"),
        ("kt/mnth", "mnth", "'month'"),
        ("KT", "KT", "'kt'"),
        ("usd", "usd", "'USD'"),
        ("zorkmids", "zorkmids", "for instance"),
        ("%", "%", "percent"),
        ("$/year", "$", "USD"),
        ("5 kt", "5 kt", "number"),
        ("2*kt", "2*kt", "number"),
        ("kt month", "kt month", "joined by"),
        ("kt/", "kt/", "joined by"),
        ("m**2**2", "m**2**2", ""),
        ("m**99", "m**99", ""),
        ("1if kt else m", "1if kt else m", "number"),
        ("'\\d'", "'\\d'", ""),
        ("m**month", "m**month", ""),
        ("True", "True", ""),
        ("open('x')", "open('x')", ""),
        ("kt.real", "kt.real", ""),
        ("", "", ""),
        ("kt*" * 60, None, ""),
        ("(" * 100 + "kt" + ")" * 10, "(" * 100 + "kt" + ")" * 10, ""),
    ],
)
def test_what_is_no_unit_says_where_and_how_to_mend_it(
    text: str, piece: str | None, help: str
) -> None:
    with pytest.raises(UnitFault) as caught:
        read_unit(text)
    fault = caught.value
    if piece is not None:
        assert text[fault.at : fault.at + fault.length] == piece
    assert help in fault.help


@given(UNITS, UNITS)
def test_products_and_quotients_compose(one: str, other: str) -> None:
    left, right = read_unit(one), read_unit(other)
    assert read_unit(f"{one} * {other}").agrees(left * right)
    assert (left * right / right).agrees(left)
    assert (left / right).agrees((right / left) ** -1)
    assert ((left * left) ** 0.5).agrees(left)
    assert str(left / left) == ""


@given(UNITS, UNITS, UNITS)
def test_agreement_survives_a_common_factor(one: str, other: str, factor: str) -> None:
    left, right, common = read_unit(one), read_unit(other), read_unit(factor)
    assert left.agrees(right) == (left * common).agrees(right * common)


def test_no_power_of_a_unit_overflows() -> None:
    huge = read_unit("EJ**6")
    for _ in range(12):
        huge = huge**16
    assert huge.agrees(huge)
    assert not huge.agrees(huge * read_unit("month"))
    assert huge.times(read_unit("J")) > 0
