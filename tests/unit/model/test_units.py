"""Which units agree, which do not, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kautilya.case import Case, Names, from_source
from kautilya.diagnostics import Diagnostic, Severity
from kautilya.model.unit_registry import read_unit
from kautilya.model.units import check_units
from kautilya.source import parse_source, read_source

CONFORMANCE = FilePath(__file__).resolve().parents[2] / "conformance"

HEAD = """\
language: 1
case: depot
horizon: 12
actors: {army: {}, port: {}}
premises:
  rate: {value: 2, unit: kt/month}
  tonnes: {value: 5, unit: t}
  stockpile: {value: 3, unit: kt}
  price: {value: 1, unit: MUSD/kt}
  budget: {value: 9, unit: MUSD}
  euros: {value: 9, unit: EUR}
  delay: {value: 6, unit: month}
  decay: {value: 0.1, unit: 1/month}
  grip: {value: 0.5}
  will: {value: 0.5, unit: share}
  pledge: {chance: 0.4}
  tenth: {value: 10, unit: percent}
  area: {value: 4, unit: km**2}
  width: {value: 4, unit: km}
  odd: {value: 1, unit: zorkmids}
stocks:
  depot: {start: 1, unit: kt}
  level: {start: 1, toward: stockpile, over: 6, unit: kt}
  hold: {start: 0.5, toward: grip, over: 6}
auxiliaries:
  ease: {is: grip}
transfers:
  flow: {from: port, to: army, is: rate, unit: kt/month}
events:
  war: {rate: decay}
decisions:
  army.stance: {now: wait, options: {wait: {}, march: {}}}
"""


def checked(text: str) -> list[Diagnostic]:
    """What the check finds in a case given as text."""
    reading = from_source(parse_source(text, "case.yaml"))
    assert reading.case is not None
    return list(check_units(reading.case, Names(reading.case, reading.set_aside), reading.places))


def found(entries: str) -> list[str]:
    """Code and place of what is found in the entries put behind the head."""
    return [
        f"{d.code} {d.span.piece}"
        for d in checked(HEAD.replace("unit: zorkmids", "unit: kt") + entries)
        if d.span is not None
    ]


def formula(text: str, unit: str = "") -> str:
    """An auxiliary of its own."""
    head, _, tail = HEAD.replace("unit: zorkmids", "unit: kt").partition("auxiliaries:\n")
    unit = f", unit: {unit}" if unit else ""
    return f'{head}auxiliaries:\n  tested: {{is: "{text}"{unit}}}\n{tail}'


def verdict(text: str, unit: str = "") -> list[str]:
    """Code and place of what is found in one formula with a declared unit."""
    return [f"{d.code} {d.span.piece}" for d in checked(formula(text, unit)) if d.span is not None]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        # a bare number takes the unit that its place needs
        ("3", "kt"),
        ("-3 + 2 * 4", "kt"),
        ("1 / 3 ** 2", "kt"),
        ("stockpile + 1", "kt"),
        ("min(stockpile, 4)", "kt"),
        ("max(0, stockpile, 1)", "kt"),
        ("clip(stockpile, 0, 2)", "kt"),
        ("stockpile if stockpile > 2 else 0", "kt"),
        ("stockpile > 2 and rate < 1", ""),
        ("2 if army.stance is march else 3", "kt"),
        # truths are numbers without a unit of their own
        ("army.stance is march", ""),
        ("army.stance is march", "kt"),
        ("stockpile * (army.stance is march)", "kt"),
        ("(stockpile > 1) + (rate > 1)", ""),
        ("stockpile * (stockpile > 1) * (rate > 1)", "kt"),
        ("grip + (rate > 1)", ""),
        ("not stockpile", ""),
        # products, quotients and powers
        ("stockpile * price", "MUSD"),
        ("budget / price", "kt"),
        ("stockpile / delay", "kt/month"),
        ("1 / delay", "1/month"),
        ("(army.stance is march) / delay", "1/month"),
        ("2 * stockpile / 3", "kt"),
        ("(stockpile + rate * delay) * price", "MUSD"),
        ("width ** 2 + area", "km**2"),
        ("sqrt(area) - width", "km"),
        ("area ** 0.5", "km"),
        ("stockpile ** 0", ""),
        ("stockpile / depot", ""),
        ("decay * depot + rate", "kt/month"),
        # share is no unit; events are probabilities
        ("grip * will + pledge * war", ""),
        ("(1 - war) * stockpile", "kt"),
        # pure numbers
        ("exp(-delay * decay)", ""),
        ("log(stockpile / depot) + tanh(grip) + logistic(4)", ""),
        ("exp(2) * 3", "kt"),
        ("stockpile * exp(-grip)", "kt"),
        ("step(stockpile - 1)", ""),
        # either size, so long as the same
        ("stockpile", "Mt*kt/Mt"),
        ("rate", "kt / month"),
        ("stockpile", "million*kg"),
    ],
)
def test_agrees(text: str, unit: str) -> None:
    assert verdict(text, unit) == []


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("stockpile", "", ["KC402 stockpile"]),
        ("stockpile", "t", ["KC402 stockpile"]),
        ("tonnes", "kt", ["KC402 tonnes"]),
        ("tenth", "", ["KC402 tenth"]),
        ("budget", "EUR", ["KC402 budget"]),
        ("grip", "kt", ["KC402 grip"]),
        ("war", "kt", ["KC402 war"]),
        # the very term
        ("stockpile + tonnes", "kt", ["KC402 tonnes"]),
        ("tonnes + stockpile", "kt", ["KC402 tonnes"]),
        ("stockpile - rate", "kt", ["KC402 rate"]),
        ("stockpile + min(depot, tonnes, 4)", "kt", ["KC402 tonnes"]),
        ("stockpile if grip > 0 else tonnes", "kt", ["KC402 tonnes"]),
        ("stockpile + rate + euros", "kt", ["KC402 rate", "KC402 euros"]),
        ("1 + stockpile", "", ["KC402 stockpile"]),
        # or the formula, where its terms agree with each other
        ("stockpile + depot", "", ["KC402 stockpile + depot"]),
        ("max(stockpile, depot)", "t", ["KC402 max(stockpile, depot)"]),
        ("stockpile * price", "", ["KC402 stockpile * price"]),
        ("decay * depot", "kt", ["KC402 decay * depot"]),
        # both sides of a comparison
        ("stockpile > tonnes", "", ["KC402 tonnes"]),
        ("0 < stockpile < rate", "", ["KC402 rate"]),
        ("rate == stockpile or grip > 0", "", ["KC402 stockpile"]),
        ("1 if stockpile > budget else 0", "", ["KC402 budget"]),
        # one fault is reported once, and nothing follows from it
        ("(stockpile + budget) * price", "t", ["KC402 budget"]),
        ("tonnes < stockpile < tonnes", "", ["KC402 stockpile", "KC402 tonnes"]),
        ("sqrt(stockpile + budget)", "t", ["KC402 budget"]),
        # pure numbers
        ("exp(stockpile)", "", ["KC403 stockpile"]),
        ("tanh(grip + delay)", "", ["KC403 delay"]),
        ("log(tenth)", "", ["KC403 tenth"]),
        ("logistic(4 + stockpile * price)", "", ["KC403 stockpile * price"]),
        ("exp(-grip)", "kt", ["KC402 exp(-grip)"]),
        ("stockpile * exp(-delay)", "kt", ["KC403 delay"]),
        # a truth times a name mends nothing
        ("budget * (army.stance is march)", "kt", ["KC402 budget * (army.stance is march)"]),
        # advice: the number would mend it
        ("0.2 * grip", "kt", ["KC404 0.2 * grip"]),
        ("stockpile + 0.2 * grip", "kt", ["KC404 0.2 * grip"]),
        ("1 / delay", "", ["KC404 1 / delay"]),
        ("grip / 3 > rate", "", ["KC404 grip / 3"]),
        ("exp(0.1 * stockpile)", "", ["KC404 0.1 * stockpile"]),
        ("2 * grip + 3 * stockpile", "kt", ["KC404 2 * grip"]),
        ("(2 * grip + 3 * stockpile) * price", "t", ["KC404 3 * stockpile"]),
        (
            "(2 * grip + stockpile) * price",
            "t",
            ["KC404 2 * grip", "KC402 (2 * grip + stockpile) * price"],
        ),
        ("2 * grip + budget", "kt", ["KC404 2 * grip", "KC402 budget"]),
    ],
)
def test_does_not_agree(text: str, unit: str, expected: list[str]) -> None:
    assert verdict(text, unit) == expected


def test_advice_refuses_no_case_and_the_rest_does() -> None:
    for text, unit in [("0.2 * grip", "kt"), ("1 / delay", "")]:
        assert {d.severity for d in checked(formula(text, unit))} == {Severity.ADVICE}
    for text, unit in [("grip", "kt"), ("exp(delay)", "")]:
        assert {d.severity for d in checked(formula(text, unit))} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # a stock without `toward` is added to month by month
        ("mechanisms: {m: {to: depot, adds: rate}}", []),
        ("mechanisms: {m: {to: depot, adds: 3}}", []),
        ("mechanisms: {m: {to: depot, adds: -decay * depot}}", []),
        ("mechanisms: {m: {to: depot, adds: stockpile}}", ["KC402 stockpile"]),
        ("mechanisms: {m: {to: depot, adds: 0.1 * depot}}", ["KC404 0.1 * depot"]),
        # one with it, and an auxiliary, have their own unit
        ("mechanisms: {m: {to: level, adds: stockpile}}", []),
        ("mechanisms: {m: {to: level, adds: rate}}", ["KC402 rate"]),
        ("mechanisms: {m: {to: ease, adds: grip}}", []),
        ("mechanisms: {m: {to: ease, adds: stockpile}}", ["KC402 stockpile"]),
        ("mechanisms: {m: {to: flow, adds: rate}}", []),
        ("mechanisms: {m: {to: flow, adds: stockpile}}", ["KC402 stockpile"]),
        # rates
        ("mechanisms: {m: {to: war, adds: decay * grip}}", []),
        ("mechanisms: {m: {to: war, adds: 0.1}}", []),
        ("mechanisms: {m: {to: war, adds: grip}}", ["KC402 grip"]),
        ("mechanisms: {m: {to: war, adds: 0.1 * grip}}", ["KC404 0.1 * grip"]),
        # factors
        ("mechanisms: {m: {to: depot, scales: 1 + grip}}", []),
        ("mechanisms: {m: {to: depot, scales: stockpile / depot}}", []),
        ("mechanisms: {m: {to: depot, scales: stockpile}}", ["KC402 stockpile"]),
        # nowhere: another check says so
        ("mechanisms: {m: {to: nowhere, adds: stockpile}}", []),
        # interests
        ("interests: {army: [{id: a, value: depot, anchors: [0, 9]}]}", []),
        ("interests: {army: [{id: a, value: depot, anchors: [0, stockpile]}]}", []),
        ("interests: {army: [{id: a, value: depot, anchors: [stockpile, grip]}]}", ["KC402 grip"]),
        ("interests: {army: [{id: a, value: 1, anchors: [stockpile, grip]}]}", ["KC402 grip"]),
        ("interests: {army: [{id: a, value: depot, anchors: [0, 2 * grip]}]}", ["KC404 2 * grip"]),
        ("interests: {army: [{id: a, value: depot, anchors: [0, 9], unit: kt}]}", []),
        ("interests: {army: [{id: a, value: depot, anchors: [0, 9], unit: t}]}", ["KC402 depot"]),
        (
            "interests: {army: [{id: a, value: depot, anchors: [0, 9], unit: ktx/month}]}",
            ["KC401 ktx"],
        ),
        ("interests: {army: [{id: a, value: grip > 2, anchors: [0, 1]}]}", []),
        # claims
        ("propositions: {p: {claim: final(depot) > 3, stated: likely}}", []),
        ("propositions: {p: {claim: final(depot) > final(level), stated: likely}}", []),
        (
            "propositions: {p: {claim: final(depot) > peak(flow), stated: likely}}",
            ["KC402 peak(flow)"],
        ),
        (
            "propositions: {p: {claim: 'payoff(army) > gain(army, to=army.stance is march) and "
            "likes(army, army.stance is march) and best(army.stance) is march', stated: likely}}",
            [],
        ),
        (
            "propositions: {p: {claim: payoff(army) > final(depot), stated: likely}}",
            ["KC402 final(depot)"],
        ),
        (
            "propositions: {p: {claim: payoff(army) > 0, given: rate > depot, stated: likely}}",
            ["KC402 depot"],
        ),
    ],
)
def test_each_place_needs_its_unit(entries: str, expected: list[str]) -> None:
    assert found(entries + "\n") == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("war: {rate: decay}", "war: {rate: grip}", ["KC402 grip"]),
        ("war: {rate: decay}", "war: {rate: decay, then: {level: stockpile, ease: 0.2}}", []),
        ("war: {rate: decay}", "war: {rate: decay, then: {level: grip}}", ["KC402 grip"]),
        ("march: {}", "march: {does: {depot: rate, level: stockpile, war: decay, ease: grip}}", []),
        ("march: {}", "march: {does: {depot: stockpile}}", ["KC402 stockpile"]),
        ("march: {}", "march: {if: depot > rate}", ["KC402 rate"]),
        ("march: {}", "march: {if: depot > 2, does: {ease: 0.1}}", []),
        ("depot: {start: 1,", "depot: {start: stockpile / 2,", []),
        ("depot: {start: 1,", "depot: {start: grip,", ["KC402 grip"]),
        ("toward: stockpile,", "toward: rate,", ["KC402 rate"]),
        ("ease: {is: grip}", "ease: {is: delay}", ["KC402 delay"]),
        ("is: rate, unit: kt/month", "is: rate", ["KC402 rate"]),
        ("pledge: {chance: 0.4}", "pledge: {chance: 0.4, unit: kt}", ["KC402 kt"]),
        ("pledge: {chance: 0.4}", "pledge: {chance: 0.4, unit: share}", []),
        ("unit: MUSD}", "unit: musds}", ["KC401 musds"]),
    ],
)
def test_each_entry_is_walked(before: str, after: str, expected: list[str]) -> None:
    text = HEAD.replace("unit: zorkmids", "unit: kt")
    assert text.count(before) == 1
    faults = checked(text.replace(before, after))
    assert [f"{d.code} {d.span.piece}" for d in faults if d.span] == expected


@pytest.mark.parametrize(
    "text",
    [
        "odd + rate",
        "odd",
        "nothing + stockpile",
        "nothing",
        "(stockpile",
        "army.stance",
        "wrong(stockpile)",
        "exp(odd)",
        "stockpile * odd",
        "odd > rate",
    ],
)
def test_what_is_wrong_elsewhere_has_no_sequel(text: str) -> None:
    body = formula(text, "kt").replace(
        "odd: {value: 1, unit: kt}", "odd: {value: 1, unit: zorkmids}"
    )
    faults = [f"{d.code} {d.span.piece}" for d in checked(body) if d.span]
    expected = ["KC401 zorkmids"]
    if text == "odd + rate":
        expected.append("KC402 rate")  # whatever odd is, the place needs kt
    if text == "exp(odd)":
        expected.append("KC402 exp(odd)")  # whatever odd is, the result is a pure number
    assert faults == expected


def test_an_entry_set_aside_has_no_sequel() -> None:
    text = HEAD.replace("unit: zorkmids", "unit: kt").replace(
        "level: {start: 1, toward: stockpile,", "level: {begin: 1, toward: stockpile,"
    )
    text += "mechanisms: {m: {to: level, adds: rate}, n: {to: depot, adds: level}}\n"
    assert checked(text) == []


def test_half_a_target_has_no_sequel() -> None:
    text = HEAD.replace("unit: zorkmids", "unit: kt").replace(
        "toward: stockpile, over: 6", "toward: stockpile"
    )
    text += "mechanisms: {m: {to: level, adds: rate}}\n"
    assert checked(text) == []


def test_a_name_declared_twice_could_be_either() -> None:
    text = HEAD.replace("unit: zorkmids", "unit: kt").replace(
        "  ease: {is: grip}", "  ease: {is: grip}\n  stockpile: {is: grip}"
    )
    assert checked(text + "mechanisms: {m: {to: stockpile, adds: rate}}\n") == []


def test_a_loop_makes_one_fault_not_one_for_each_member() -> None:
    text = HEAD.replace("unit: zorkmids", "unit: kt") + (
        "groups: {both: [army, port]}\n"
        "mechanisms:\n"
        '  "m_$a": {for: a in both, to: depot, adds: "stockpile * 1"}\n'
        '  "n_$a": {for: a in both, to: level, adds: budget}\n'
    )
    assert [d.code for d in checked(text)] == ["KC404", "KC402"]


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        (
            "tonnes",
            "kt",
            [
                "`tonnes` is in t",
                "'tested' is in kt",
                "1 t is 0.001 kt",
                "a premise with the unit kt/t",
            ],
        ),
        ("grip", "kt", ["`grip` is dimensionless", "is in kt", "give 'grip' the unit kt"]),
        (
            "stockpile",
            "",
            [
                "`stockpile` is in kt",
                "is dimensionless",
                "take the unit off",
                "a premise with the unit 1/kt",
            ],
        ),
        ("stockpile > grip", "", ["`grip` is dimensionless", "`stockpile` is in kt", "compared"]),
        (
            "exp(delay)",
            "",
            ["the argument of exp", "pure numbers", "divide it by a premise", "month"],
        ),
        (
            "0.2 * grip",
            "kt/month",
            [
                "`0.2 * grip` is dimensionless",
                "in kt/month",
                "a premise with a name and the unit kt/month",
            ],
        ),
        ("tenth", "", ["in percent", "1 percent is 0.01 share"]),
    ],
)
def test_a_fault_says_both_units_why_and_how_to_mend_it(
    text: str, unit: str, words: list[str]
) -> None:
    (fault,) = checked(formula(text, unit))
    said = f"{fault.message}\n{fault.why}\n{fault.help}"
    assert [word for word in words if word not in said] == []
    assert fault.why
    assert fault.help


@pytest.mark.parametrize("path", sorted(CONFORMANCE.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_units_of_each_good_case_agree(path: FilePath) -> None:
    assert checked(path.read_text(encoding="utf-8")) == []


def test_shells_do_not_flow_into_water() -> None:
    reading = from_source(read_source(CONFORMANCE / "bad" / "shells-into-water.yaml"))
    assert reading.case is not None
    (fault,) = check_units(reading.case, Names(reading.case), reading.places)
    assert fault.span is not None
    assert (fault.code, fault.span.line, fault.span.piece) == ("KC402", 25, "sacks")


# -- laws -----------------------------------------------------------------------------------------

QUANTITIES: Mapping[str, str] = {
    "a": "ship",
    "b": "ship",
    "c": "person",
    "d": "person/month",
    "e": "month",
    "f": "ship*person",
    "g": "",
    "h": "1/ship",
    "i": "ship**2",
}
"""Names of the laws and their units, in kinds that nothing converts."""


def _formulas(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pairs = st.tuples(inner, inner)
        joined = st.tuples(st.sampled_from(["+", "*", "/"]), pairs)
        return st.one_of(
            joined.map(lambda j: f"({j[1][0]} {j[0]} {j[1][1]})"),
            st.tuples(st.sampled_from(["min", "max"]), pairs).map(
                lambda j: f"{j[0]}({j[1][0]}, {j[1][1]})"
            ),
            st.tuples(pairs, pairs).map(
                lambda p: f"({p[0][0]} if {p[0][1]} > {p[1][0]} else {p[1][1]})"
            ),
        )

    return st.recursive(leaves, grow, max_leaves=7)


LEAVES = st.sampled_from(sorted(QUANTITIES))
FORMULAS = _formulas(LEAVES)
WITH_NUMBERS = _formulas(st.one_of(LEAVES, st.sampled_from(["2", "0.5"])))


def small_case(text: str, unit: str, kinds: Mapping[str, str]) -> str:
    """A case of one auxiliary, with other units put in place of the kinds."""

    def put(named: str) -> str:
        return re.sub(r"[a-z]+", lambda match: kinds.get(match[0], match[0]), named)

    premises = "".join(
        f"  {name}:\n    value: 1\n    unit: {put(named) or 'share'}\n"
        for name, named in QUANTITIES.items()
    )
    return (
        f"language: 1\ncase: law\nhorizon: 1\nactors: {{us: {{}}}}\npremises:\n{premises}"
        f"auxiliaries:\n  x:\n    is: {text}\n    unit: {put(unit) or 'share'}\n"
    )


def places(faults: list[Diagnostic]) -> list[tuple[str, int, str]]:
    return [(d.code, d.span.line, d.span.piece) for d in faults if d.span is not None]


@given(
    WITH_NUMBERS,
    st.sampled_from(sorted(QUANTITIES.values())),
    st.permutations(["ship", "person", "month"]),
    st.sampled_from([("ship", "person", "month"), ("kUSD", "kt", "year"), ("J", "m", "percent")]),
)
def test_other_names_for_the_units_change_no_verdict(
    text: str, unit: str, order: list[str], names: tuple[str, str, str]
) -> None:
    before = checked(small_case(text, unit, {}))
    after = checked(small_case(text, unit, dict(zip(order, names, strict=True))))
    assert places(before) == places(after)


Powers = tuple[int, ...]
KINDS = ("ship", "person", "month")


def powers(named: str) -> Powers:
    """Powers of the three kinds in a unit."""
    held = {kind: int(str(power)) for kind, power in read_unit(named or "share").named.items()}
    return tuple(held.get(kind, 0) for kind in KINDS)


@st.composite
def formulas_of(draw: st.DrawFn, unit: Powers, depth: int = 3) -> str:
    """Formulas that have a given unit by their making."""
    how = draw(st.sampled_from(["name", "+", "min", "if", "*", "/"])) if depth else "name"
    if how == "name":
        return "(" + " * ".join(f"{n} ** {p}" for n, p in zip("ace", unit, strict=True)) + ")"
    if how in ("*", "/"):
        name = draw(LEAVES)
        sign = -1 if how == "*" else 1
        rest = tuple(p + sign * q for p, q in zip(unit, powers(QUANTITIES[name]), strict=True))
        return f"({draw(formulas_of(rest, depth - 1))} {how} {name})"
    one, other = (draw(formulas_of(unit, depth - 1)) for _ in range(2))
    if how == "if":
        return f"({one} if {one} > {other} else {other})"
    return f"min({one}, {other})" if how == "min" else f"({one} + {other})"


def scales(text: str, unit: str, scale: tuple[int, ...], values: tuple[int, ...]) -> bool:
    """Whether counting in other sizes changes a formula's value as it changes its unit's."""

    def factor(named: str) -> Fraction:
        result = Fraction(1)
        for size, power in zip(scale, powers(named), strict=True):
            result *= Fraction(size) ** power
        return result

    before = {name: Fraction(value) for name, value in zip(QUANTITIES, values, strict=True)}
    after = {name: value * factor(QUANTITIES[name]) for name, value in before.items()}
    functions: dict[str, Any] = {"__builtins__": {}, "min": min, "max": max}
    code = compile(text, "formula", "eval")
    return bool(eval(code, functions, after) == eval(code, functions, before) * factor(unit))


SCALES = st.tuples(*[st.sampled_from([2, 3, 5, 7])] * 3)
VALUES = st.tuples(*[st.integers(1, 9)] * len(QUANTITIES))


@given(st.sampled_from(sorted(QUANTITIES.values())), st.data(), SCALES, VALUES)
def test_what_has_a_unit_by_its_making_agrees_and_scales(
    unit: str, data: st.DataObject, scale: tuple[int, ...], values: tuple[int, ...]
) -> None:
    text = data.draw(formulas_of(powers(unit)))
    assert checked(small_case(text, unit, {})) == []
    assert scales(text, unit, scale, values)


@given(FORMULAS, st.sampled_from(sorted(QUANTITIES.values())), SCALES, VALUES)
def test_what_does_not_scale_as_its_unit_is_found(
    text: str, unit: str, scale: tuple[int, ...], values: tuple[int, ...]
) -> None:
    if not scales(text, unit, scale, values):
        assert checked(small_case(text, unit, {}))


@given(st.sampled_from(sorted(QUANTITIES)), st.sampled_from(sorted(QUANTITIES)))
def test_multiplying_two_names_multiplies_their_units(one: str, other: str) -> None:
    left, right = (QUANTITIES[name] or "share" for name in (one, other))
    assert checked(small_case(f"{one} * {other}", f"({left})*({right})", {})) == []
    assert checked(small_case(f"{one} / {other}", f"({left})/({right})", {})) == []
    wrong = checked(small_case(f"{one} * {other}", f"({left})*({right})*USD", {}))
    assert [d.code for d in wrong] == ["KC402"]


def test_a_case_without_places_can_be_checked() -> None:
    case = Case.model_validate(
        {
            "language": 1,
            "case": "bare",
            "horizon": 1,
            "actors": {"us": {}},
            "premises": {"sacks": {"value": 2, "unit": "kt"}},
            "auxiliaries": {"ease": {"is": "sacks"}},
        }
    )
    reading = from_source(parse_source("language: 1\n", "case.yaml"))
    assert [d.code for d in check_units(case, Names(case), reading.places)] == ["KC402"]
