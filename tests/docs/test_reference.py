"""The tables of the reference are made from the program: keys, queries, fields, yardsticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from kautilya.case import not_yet
from kautilya.case.expression import QUERIES
from kautilya.case.schema import Entry
from kautilya.credence import common_words, yardstick, yardstick_names
from kautilya.findings.query import Asked
from kautilya.model.functions import FUNCTIONS
from kautilya.report.data import dossier_schema
from kautilya.study.schema import case_schema
from support.documents import ROOT, WRITE, tables, with_tables

LANGUAGE = ROOT / "docs" / "language.md"
RESULTS = ROOT / "docs" / "results.md"
COMMON = frozenset(Entry.model_fields)
SCHEMA = case_schema()
DOSSIER = dossier_schema()


def table(*rows: tuple[str, ...]) -> str:
    """A table in Markdown; the first row is its head."""
    head, *rest = rows
    lines = [head, tuple("---" for _ in head), *rest]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in lines)


def is_entry(fields: dict[str, Any]) -> bool:
    """Whether a record is one of those that carry what every entry may say."""
    return set(fields) >= COMMON


def keys(name: str) -> str:
    """The keys of one kind of entry, without those that every entry may carry."""
    found = SCHEMA if name == "Case" else SCHEMA["$defs"][name]
    found = found["anyOf"][-1] if "anyOf" in found else found
    needed = set(found.get("required", ()))
    own = {
        key: entry
        for key, entry in found["properties"].items()
        if key != "for" and not (is_entry(found["properties"]) and key in COMMON)
    }
    return table(
        ("key", "what"),
        *(
            (f"`{key}`{' *' if key in needed else ''}", entry["description"] + default(entry))
            for key, entry in own.items()
        ),
    ) + ("\n\\* is needed.\n" if needed else "")


def default(entry: dict[str, Any]) -> str:
    """What a key is where it is left out, if it is anything."""
    found = entry.get("default")
    return (
        ""
        if found in (None, "", False, {}, [])
        else f" Default: {found:g}."
        if isinstance(found, float)
        else f" Default: {found}."
    )


def entry_keys() -> str:
    """What every entry may say."""
    found = SCHEMA["$defs"]["Premise"]["properties"]
    return table(
        ("key", "what"), *((f"`{k}`", found[k]["description"]) for k in Entry.model_fields)
    )


def functions() -> str:
    """The functions of formulas."""
    rows = []
    for name, function in FUNCTIONS.items():
        most = "or more" if function.most is None else ""
        units = "pure numbers" if function.pure else "share one unit"
        units = "any unit" if not function.pure and function.least == 1 else units
        rows.append((f"`{name}`", f"{function.least} {most}".strip(), units))
    return table(("function", "arguments", "their units"), *rows)


def queries() -> str:
    """The queries of claims, each in the words of its method."""
    rows = []
    for name in QUERIES:
        words = (getattr(Asked, name).__doc__ or "").strip().splitlines()[0]
        subject = {
            "payoff": "ACTOR or ACTOR.ID",
            "gain": "ACTOR or ACTOR.ID, to=..",
            "likes": "ACTOR or ACTOR.ID, DECISION is OPTION",
            "final": "NAME",
            "average": "NAME",
            "peak": "NAME",
            "self_enforcing": "AGREEMENT",
            "empty": "DECISION.OPTION",
            "flips": "PREMISE, DECISION",
            "share_of": "QUERY, CAUSE",
        }.get(name, "DECISION")
        more = "" if name == "share_of" else ", .."
        rows.append((f"`{name}({subject}{more})`", words[0].lower() + words[1:].rstrip(".")))
    return table(("query", "what it asks"), *rows)


def refused() -> str:
    """What the reader refuses by name."""
    rows = [("top of the file", not_yet.TOP)]
    rows += [(f"entries of `{section}`", names) for section, names in not_yet.INSIDE.items()]
    return table(
        ("where", "what"),
        *((where, ", ".join(f"`{name}`" for name in names)) for where, names in rows),
    )


def fields(found: dict[str, Any]) -> str:
    """The fields of one object of a run's JSON."""
    return table(
        ("field", "what"),
        *(
            (f"`{name}`", entry.get("description") or described(entry))
            for name, entry in found["properties"].items()
        ),
    )


def described(entry: dict[str, Any]) -> str:
    """What a field without words of its own is."""
    plain = {"names": "Names.", "share": "Share of worlds.", "shares": "Shares of worlds, by name."}
    if "$ref" in entry:
        name = entry["$ref"].rpartition("/")[2]
        return plain.get(name) or str(DOSSIER["$defs"][name]["description"])
    if "anyOf" in entry:
        inner = next(one for one in entry["anyOf"] if one != {"type": "null"})
        return described(inner).removesuffix(".") + ", or null."
    if "enum" in entry:
        return "One of " + ", ".join(f"`{value}`" for value in entry["enum"] if value) + "."
    if "items" in entry:
        return "For each: " + ", ".join(f"`{name}`" for name in entry["items"]["properties"]) + "."
    kind = entry["type"] if isinstance(entry["type"], str) else " or ".join(entry["type"])
    words = {"string": "Text.", "integer": "Whole number.", "object": "One for each, by name."}
    return words.get(kind, f"{kind.replace('string', 'text').capitalize()}.")


def hedges() -> str:
    """The words of the shipped yardsticks, as shares in per cent."""
    rows = []
    for name in yardstick_names():
        by = yardstick(name)
        bands: dict[Any, list[str]] = {}
        for word, band in by.words.items():
            bands.setdefault(band, []).append(word)
        for band, words in bands.items():
            low = f"{'above ' if band.open_low else ''}{round(100 * band.low)}"
            high = f"{'' if band.closed_high else 'below '}{round(100 * band.high)}"
            rows.append((f"{name} ({by.version})", ", ".join(words), f"{low} to {high}%"))
    return table(("yardstick", "words", "share of worlds"), *rows)


def made() -> dict[str, str]:
    """Every table by its name."""
    found = {name: keys(name) for name in ("Case", *SCHEMA["$defs"]) if name != "Status"}
    found |= {f"run.{name}": fields(entry) for name, entry in objects()}
    found |= {
        "Entry": entry_keys(),
        "for": table(("key", "what"), ("`for`", _for())),
        "functions": functions(),
        "queries": queries(),
        "not yet": refused(),
        "yardsticks": hedges(),
    }
    return found


def objects() -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a run's JSON that have fields."""
    yield "dossier", DOSSIER
    for name, entry in DOSSIER["$defs"].items():
        if "properties" in entry:
            yield name, entry


def _for() -> str:
    return str(SCHEMA["$defs"]["Premise"]["properties"]["for"]["description"])


@pytest.mark.parametrize("page", [LANGUAGE, RESULTS], ids=lambda page: page.name)
def test_the_tables_say_what_the_program_does(page: Any) -> None:
    text = page.read_text(encoding="utf-8")
    assert list(tables(text))
    fresh = with_tables(text, made())
    if WRITE:
        page.write_text(fresh, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == fresh


def test_every_kind_of_entry_has_its_table() -> None:
    shown = {name for name, _ in tables(LANGUAGE.read_text(encoding="utf-8"))}
    assert {"Case", "Entry", *SCHEMA["$defs"]} - {"Status"} <= shown


def test_every_object_of_a_run_has_its_table() -> None:
    shown = {name for name, _ in tables(RESULTS.read_text(encoding="utf-8"))}
    assert {f"run.{name}" for name, _ in objects()} <= shown


def test_every_word_that_all_yardsticks_share_is_named() -> None:
    prose = " ".join(LANGUAGE.read_text(encoding="utf-8").split())
    assert [word for word in common_words() if f"`{word}`" not in prose] == ["flat assertion"]


def test_every_exit_code_is_named() -> None:
    from kautilya.cli import exits

    codes = {value for value in vars(exits).values() if isinstance(value, int)}
    named = {
        int(code) for code in re.findall(r"^\| (\d+) \|", RESULTS.read_text(encoding="utf-8"), re.M)
    }
    assert named == codes
