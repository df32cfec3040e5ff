"""Results as tables of pandas and arrays of xarray, for whoever goes on in a notebook.

Both are imported when they are first asked for. Each function takes the record by its fields alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

SHAPES = ("authored", "edges", "centre", "log")
"""Shapes of draw, in the order in which they are told."""


def dossier_frame(dossier: Any) -> Any:
    """Verdicts, one row for each proposition.

    Shares are of worlds: `share` as authored, `low` and `high` over the shapes of draw, `holds` of
    `worlds` as authored. What was not tested has no share.
    """
    import pandas as pd

    rows = []
    for finding in dossier.findings:
        interval = finding.interval or (np.nan, np.nan)
        authored = finding.tallies.get("authored")
        rows.append(
            {
                "proposition": finding.id,
                "says": finding.says,
                "system": finding.system,
                "stated": finding.stated,
                "fit": None if finding.fit is None else str(finding.fit),
                "passes": finding.passes,
                "standing": str(finding.standing),
                "rests_on": ", ".join(finding.rests_on),
                "share": np.nan if finding.share is None else finding.share,
                "low": interval[0],
                "high": interval[1],
                "holds": 0 if authored is None else authored.holds,
                "worlds": finding.n,
                "source": " ".join(finding.sources),
                "line": finding.line,
            }
        )
    return pd.DataFrame(rows).set_index("proposition") if rows else pd.DataFrame()


def dossier_array(dossier: Any) -> Any:
    """Worlds counted and the share in which each proposition holds, by shape of draw."""
    import xarray as xr

    findings = dossier.findings
    size = (len(findings), len(SHAPES))
    holds, counted = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for row, finding in enumerate(findings):
        for column, shape in enumerate(SHAPES):
            tally = finding.tallies.get(shape)
            if tally is not None:
                holds[row, column], counted[row, column] = tally.holds, tally.counted
    share = np.where(counted > 0, holds / np.maximum(counted, 1), np.nan)
    dims = ("proposition", "shape")
    heading = dossier.heading
    return xr.Dataset(
        {"holds": (dims, holds), "counted": (dims, counted), "share": (dims, share)},
        {
            "proposition": [finding.id for finding in findings],
            "shape": list(SHAPES),
            "fit": ("proposition", ["" if f.fit is None else str(f.fit) for f in findings]),
            "stated": ("proposition", [finding.stated for finding in findings]),
        },
        {"case": heading.case, "case_hash": heading.case_hash, "seed": heading.seed},
    )


def stress_frame(stress: Any) -> Any:
    """Single changes and pairs that turn a verdict: share before and after, and the difference."""
    import pandas as pd

    columns = ["proposition", "change", "before", "after", "difference", "error", "worlds", "alone"]
    rows = [
        (
            tested.name,
            effect.variant,
            effect.before,
            effect.after,
            effect.difference,
            effect.error,
            effect.worlds,
            alone,
        )
        for tested in stress.tested
        for effects, alone in ((tested.flips, True), (tested.pairs, False))
        for effect in effects
    ]
    return pd.DataFrame(rows, columns=columns)


def stress_array(stress: Any) -> Any:
    """Whether changing an element alone turns a verdict, over elements and propositions."""
    import xarray as xr

    elements = [carrier.element for carrier in stress.carriers]
    names = [tested.name for tested in stress.tested]
    turns = np.zeros((len(elements), len(names)), dtype=bool)
    for row, carrier in enumerate(stress.carriers):
        for name in carrier.turns:
            turns[row, names.index(name)] = True
    return xr.DataArray(
        turns,
        {"element": elements, "proposition": names},
        ("element", "proposition"),
        "turns",
        {"case": stress.case, "case_hash": stress.case_hash, "worlds": stress.worlds},
    )


def strategic_frame(picture: Any) -> Any:
    """States, what each is worth, and the share of worlds in which it is an equilibrium."""
    import pandas as pd

    rows = [
        {
            "state": row.state,
            "called": picture.called(row.state),
            **{f"worth:{actor}": worth for actor, worth in row.worth.items()},
            **dict(row.equilibrium),
        }
        for row in picture.rows
    ]
    return pd.DataFrame(rows).set_index("state") if rows else pd.DataFrame()


def strategic_array(picture: Any) -> Any:
    """The share of worlds in which each state is stable for each actor under each concept."""
    import xarray as xr

    concepts = list(dict.fromkeys(c for row in picture.rows for c in row.stable))
    actors = [player.actor for player in picture.players]
    values = np.full((len(picture.rows), len(concepts), len(actors)), np.nan)
    for at, row in enumerate(picture.rows):
        for number, concept in enumerate(concepts):
            for column, actor in enumerate(actors):
                values[at, number, column] = row.stable.get(concept, {}).get(actor, np.nan)
    return xr.DataArray(
        values,
        {"state": [row.state for row in picture.rows], "concept": concepts, "actor": actors},
        ("state", "concept", "actor"),
        "stable",
        {"case": picture.subject.case, "case_hash": picture.subject.case_hash},
    )
