"""A dossier as plain JSON, and back.

`dossier.schema.json` beside this file describes it. The schema's number grows when a key changes
its meaning or goes; keys may be added without notice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from math import inf, isfinite
from typing import Any

from kautilya.study import (
    Audit,
    Choices,
    Dossier,
    Extent,
    Finding,
    Fit,
    Heading,
    Observed,
    Removal,
    Standing,
    Swing,
    Tally,
)
from kautilya.study.dossier import SCHEMA


class DossierUnreadable(ValueError):
    """Plain data that is no dossier of this version."""


def dossier_to_data(dossier: Dossier) -> dict[str, Any]:
    """A dossier as plain data, ready for `json.dumps`.

    Parameters
    ----------
    dossier
        What a run found.

    Returns
    -------
    dict
        As `dossier_schema` describes it.
    """
    heading = dossier.heading
    return {
        "schema": SCHEMA,
        "version": heading.version,
        "result_hash": dossier.result_hash,
        "heading": {
            **vars(heading),
            "counts": {k: dict(v) for k, v in heading.counts.items()},
            "systems": dict(heading.systems),
            "actors": dict(heading.actors),
        },
        "counts": dossier.tally,
        "carried_by": list(dossier.carried_by),
        "propositions": [finding_to_data(finding) for finding in dossier.findings],
        "choices": None if dossier.choices is None else _choices(dossier.choices),
        "audit": {
            "clipped": dict(dossier.audit.clipped),
            "clamped": dict(dossier.audit.clamped),
            "months": dossier.audit.months,
            "judged": list(dossier.audit.judged),
        },
        "observed": None if dossier.observed is None else _observed(dossier.observed),
    }


def dossier_to_json(dossier: Dossier) -> str:
    """A dossier as JSON text, with a line break at its end."""
    return json.dumps(dossier_to_data(dossier), ensure_ascii=False, indent=2) + "\n"


def dossier_from_data(data: Mapping[str, Any]) -> Dossier:
    """The dossier that plain data stand for.

    Raises
    ------
    DossierUnreadable
        Where the data are no dossier of this version.
    """
    try:
        if data["schema"] != SCHEMA:
            raise DossierUnreadable(f"a dossier of schema {data['schema']}, not {SCHEMA}")
        audit = data["audit"]
        return Dossier(
            Heading(**data["heading"]),
            tuple(_finding(entry) for entry in data["propositions"]),
            None if data["choices"] is None else _choices_from(data["choices"]),
            Audit(audit["clipped"], audit["clamped"], audit["months"], tuple(audit["judged"])),
            _observed_from(data.get("observed")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DossierUnreadable(f"not a dossier: {error}") from error


def dossier_schema() -> dict[str, Any]:
    """The JSON Schema of a dossier."""
    text = resources.files(__package__).joinpath("dossier.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def finding_to_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data, as a dossier has it."""
    return {
        "id": finding.id,
        "says": finding.says,
        "system": finding.system,
        "voice": finding.voice,
        "source": list(finding.sources),
        "paragraph": list(finding.paragraphs),
        "row": list(finding.rows),
        "file": finding.file,
        "line": finding.line,
        "stated": finding.stated,
        "claim": finding.claim,
        "given": finding.given,
        "scenario": finding.scenario,
        "hold": list(finding.hold),
        "because": list(finding.because),
        "untested": finding.untested,
        "reply": finding.reply,
        "fit": None if finding.fit is None else str(finding.fit),
        "passes": finding.passes,
        "standing": str(finding.standing),
        "rests_on": list(finding.rests_on),
        "vacuity": finding.vacuity,
        "n": finding.n,
        "share": finding.share,
        "interval": None if finding.interval is None else list(finding.interval),
        "error": list(finding.error),
        "saturated": finding.saturated,
        "near_edge": finding.near_edge,
        "shapes": {shape: _tally(tally) for shape, tally in finding.tallies.items()},
        "orders": None if finding.orders is None else list(finding.orders),
        "extent": None if finding.extent is None else _fields(finding.extent),
        "base": finding.base,
        "differences": dict(finding.differences),
        "removals": [
            {**_fields(removal), "error": removal.error if isfinite(removal.error) else None}
            for removal in finding.removals
        ],
        "observed": _agreeing(finding),
    }


def _agreeing(finding: Finding) -> dict[str, Any] | None:
    """A finding in the worlds that agree with what was observed; None where nothing was."""
    if not finding.agreeing:
        return None
    interval, share = finding.agreeing_interval, finding.agreeing_share
    return {
        "share": share,
        "interval": None if interval is None else list(interval),
        "shapes": {shape: _tally(tally) for shape, tally in finding.agreeing.items()},
        "differences": dict(finding.agreeing_differences),
    }


def _observed(observed: Observed) -> dict[str, Any]:
    """What was seen to happen, as plain data."""
    worlds = max(1, observed.worlds["authored"])
    rows = zip(
        observed.says,
        observed.expect,
        observed.sources,
        observed.lines,
        observed.alone,
        strict=True,
    )
    return {
        "expectations": [
            {
                "says": says,
                "expect": expect,
                "source": list(sources),
                "line": line,
                "share": alone / worlds,
            }
            for says, expect, sources, line, alone in rows
        ],
        "kept": dict(observed.kept),
        "worlds": dict(observed.worlds),
        "share": observed.share,
        "scarce": observed.warns,
    }


def _observed_from(data: Mapping[str, Any] | None) -> Observed | None:
    if data is None:
        return None
    rows, worlds = data["expectations"], data["worlds"]
    return Observed(
        tuple(row["says"] for row in rows),
        tuple(row["expect"] for row in rows),
        tuple(tuple(row["source"]) for row in rows),
        tuple(row["line"] for row in rows),
        tuple(round(row["share"] * worlds["authored"]) for row in rows),
        dict(data["kept"]),
        dict(worlds),
    )


def _tally(tally: Tally) -> dict[str, Any]:
    share = tally.share if tally.counted else None
    return {**_fields(tally), "share": share}


def _fields(record: Extent | Removal | Swing | Tally) -> dict[str, Any]:
    names = record.__dataclass_fields__
    return {name: getattr(record, name) for name in names}


def _choices(choices: Choices) -> dict[str, Any]:
    plain = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in vars(choices).items()
    }
    plain["swings"] = [{**_fields(swing), "carried": swing.carried} for swing in choices.swings]
    return plain


def _finding(entry: Mapping[str, Any]) -> Finding:
    agreeing = entry.get("observed") or {}
    return Finding(
        id=entry["id"],
        says=entry["says"],
        system=entry["system"],
        voice=entry["voice"],
        rows=tuple(entry["row"]),
        sources=tuple(entry["source"]),
        stated=entry["stated"],
        claim=entry["claim"],
        given=entry["given"],
        scenario=entry["scenario"],
        hold=tuple(entry["hold"]),
        because=tuple(entry["because"]),
        untested=entry["untested"],
        tallies=_tallies(entry["shapes"]),
        fit=None if entry["fit"] is None else Fit(entry["fit"]),
        standing=Standing(entry["standing"]),
        rests_on=tuple(entry["rests_on"]),
        removals=tuple(
            Removal(**{**removal, "error": inf if removal["error"] is None else removal["error"]})
            for removal in entry["removals"]
        ),
        error=_pair(entry["error"]),
        saturated=entry["saturated"],
        near_edge=entry["near_edge"],
        orders=None if entry["orders"] is None else _pair(entry["orders"]),
        extent=None if entry["extent"] is None else Extent(**entry["extent"]),
        base=entry["base"],
        vacuity=entry["vacuity"],
        file=entry["file"],
        line=entry["line"],
        reply=entry["reply"],
        differences=dict(entry["differences"]),
        agreeing=_tallies(agreeing.get("shapes", {})),
        agreeing_differences=dict(agreeing.get("differences", {})),
    )


def _tallies(by_shape: Mapping[str, Any]) -> dict[str, Tally]:
    return {
        shape: Tally(t["holds"], t["counted"], t["missing"], t["excluded"])
        for shape, t in by_shape.items()
    }


def _pair(values: list[float]) -> tuple[float, float]:
    low, high = values
    return low, high


def _choices_from(entry: Mapping[str, Any]) -> Choices:
    swings = tuple(
        Swing(s["interest"], s["name"], s["weight"], s["swing"]) for s in entry["swings"]
    )
    return Choices(**{**entry, "swings": swings})
