"""A case as the page reads it: what the author wrote, each entry with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kautilya.case import Case, Places
from kautilya.case.records import Entry
from kautilya.source import Path
from kautilya.study.check import Checked
from kautilya.study.desk import Version
from kautilya.web.refusal import diagnostic_data


def case_data(version: Version, file: str, reached: Iterable[str] | None = None) -> dict[str, Any]:
    """A case that can be run, or what keeps it from being run.

    Parameters
    ----------
    version
        The file as it is.
    file
        What the file is called.
    reached
        What a verdict can depend on, where that is known.
    """
    told = {
        "revision": version.revision,
        "file": file,
        "broken": version.checked is None,
        "diagnostics": [diagnostic_data(each) for each in version.diagnostics],
    }
    if version.checked is None:
        return {**told, "text": version.lines}
    return {**told, **_case(version.checked, None if reached is None else frozenset(reached))}


def _case(checked: Checked, reached: frozenset[str] | None) -> dict[str, Any]:
    case, places = checked.case, checked.places
    assert case is not None and places is not None
    return {
        "name": case.case,
        "title": case.title or case.case,
        "question": case.question,
        "focal": case.focal,
        "as_of": None if case.as_of is None else case.as_of.isoformat(),
        "horizon": case.horizon,
        "yardstick": case.yardstick,
        "is_conflict": case.is_conflict,
        **_parts(case, places),
        **_numbers(case, places, reached),
        **_wants(case, places),
        **_conclusions(case, places),
    }


def _parts(case: Case, places: Places) -> dict[str, Any]:
    """Texts, parts of the subject, and who decides what."""
    return {
        "sources": [
            {
                "id": name,
                "title": entry.title,
                "authors": list(entry.authors),
                "publisher": entry.publisher,
                "year": entry.year,
                "date": entry.date,
                "url": entry.url,
                "licence": entry.licence,
                "has_text": bool(entry.text),
            }
            for name, entry in case.sources.items()
        ],
        "systems": [
            {"id": name, "title": entry.title, "says": entry.says, "source": list(entry.source)}
            for name, entry in case.systems.items()
        ],
        "actors": [
            {"id": name, "name": entry.name or name, "iso3": entry.iso3, "says": entry.says}
            for name, entry in case.actors.items()
        ],
        "decisions": [
            {
                "id": name,
                "owner": name.partition(".")[0],
                "now": entry.now or None,
                **_entry(entry, places, ("decisions", name)),
                "options": [
                    {
                        "id": option,
                        **_entry(inner, places, ("decisions", name, "options", option)),
                        "does": dict(inner.does),
                        "if": inner.if_,
                    }
                    for option, inner in entry.options.items()
                ],
            }
            for name, entry in case.decisions.items()
        ],
    }


def _numbers(case: Case, places: Places, reached: frozenset[str] | None) -> dict[str, Any]:
    """Premises, stocks and what acts on them."""
    return {
        "premises": [
            {
                "id": name,
                "value": entry.value,
                "range": None if entry.range is None else list(entry.range),
                "chance": entry.chance,
                "unit": entry.unit or "",
                "reached": reached is None or name in reached,
                **_entry(entry, places, ("premises", name)),
            }
            for name, entry in case.premises.items()
        ],
        "stocks": [
            {
                "id": name,
                "start": entry.start,
                "toward": entry.toward,
                "unit": entry.unit or "",
                "scale": entry.scale,
                **_entry(entry, places, ("stocks", name)),
            }
            for name, entry in case.stocks.items()
        ],
        "auxiliaries": [
            {
                "id": name,
                "formula": entry.is_,
                "unit": entry.unit or "",
                **_entry(entry, places, ("auxiliaries", name)),
            }
            for name, entry in case.auxiliaries.items()
        ],
        "transfers": [
            {
                "id": name,
                "from": entry.from_,
                "to": entry.to,
                "formula": entry.is_,
                "unit": entry.unit or "",
                **_entry(entry, places, ("transfers", name)),
            }
            for name, entry in case.transfers.items()
        ],
        "mechanisms": [
            {
                "id": name,
                "to": entry.to,
                "from": list(entry.from_),
                "kind": "adds" if entry.adds is not None else "scales",
                "formula": entry.adds if entry.adds is not None else entry.scales,
                "chance": entry.chance,
                "reached": reached is None or name in reached,
                **_entry(entry, places, ("mechanisms", name)),
            }
            for name, entry in case.mechanisms.items()
        ],
        "events": [
            {
                "id": name,
                "rate": entry.rate,
                "ends": list(entry.ends),
                **_entry(entry, places, ("events", name)),
            }
            for name, entry in case.events.items()
        ],
    }


def _wants(case: Case, places: Places) -> dict[str, Any]:
    """Interests, beliefs and agreements."""
    return {
        "interests": [
            {
                "id": row.id,
                "actor": actor,
                "name": row.name or row.id,
                "tier": row.tier,
                "absolute": row.absolute,
                "weight": row.weight,
                "value": row.value,
                **_entry(row, places, ("interests", actor, number)),
            }
            for actor, rows in case.interests.items()
            for number, row in enumerate(rows)
        ],
        "beliefs": [
            {
                "id": f"{actor}.believes.{name}",
                "actor": actor,
                "name": name,
                "form": _form(entry),
                **_entry(entry, places, ("beliefs", actor, name)),
            }
            for actor, held in case.beliefs.items()
            for name, entry in held.items()
        ],
        "agreements": [
            {
                "id": name,
                "parties": list(entry.parties),
                "when": list(entry.when),
                **_entry(entry, places, ("agreements", name)),
            }
            for name, entry in case.agreements.items()
        ],
    }


def _form(entry: Any) -> Any:
    """What a belief is: a number, a range, on or off, or a draw of its own."""
    if entry.form is not None:
        return list(entry.form) if isinstance(entry.form, tuple) else entry.form
    given = {"value": entry.value, "range": entry.range, "chance": entry.chance}
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in given.items()
        if value is not None
    }


def _conclusions(case: Case, places: Places) -> dict[str, Any]:
    """Scenarios and propositions."""
    return {
        "scenarios": [
            {
                "id": name,
                "set": dict(entry.set),
                "off": list(entry.off),
                "start": dict(entry.start),
                "hold": list(entry.hold),
                **_entry(entry, places, ("scenarios", name)),
            }
            for name, entry in case.scenarios.items()
        ],
        "propositions": [
            {
                "id": name,
                "claim": entry.claim,
                "given": entry.given,
                "stated": _stated(entry.stated),
                "voice": entry.voice,
                "in": entry.in_,
                "hold": list(entry.hold),
                "because": list(entry.because),
                "untested": entry.untested,
                "reply": entry.reply,
                **_entry(entry, places, ("propositions", name)),
            }
            for name, entry in case.propositions.items()
        ],
        "hypotheses": [
            {"id": name, "when": entry.when, **_entry(entry, places, ("hypotheses", name))}
            for name, entry in case.hypotheses.items()
        ],
    }


def _stated(stated: str | Mapping[str, str]) -> str:
    if isinstance(stated, str):
        return stated
    return ", ".join(f"{key}: {value}" for key, value in stated.items())


def _entry(entry: Entry, places: Places, path: Path) -> dict[str, Any]:
    """What every entry may say of itself, and its line."""
    span = places.value(path) if isinstance(path[-1], int) else places.key(path)
    return {
        "says": entry.says,
        "source": list(entry.source),
        "system": entry.system,
        "row": list(entry.row),
        "status": None if entry.status is None else str(entry.status),
        "note": entry.note,
        "line": span.line,
    }
