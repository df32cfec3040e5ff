"""Why a proposition stands as it does, as plain JSON."""

from __future__ import annotations

from typing import Any

from kautilya.report.data import finding_to_data
from kautilya.report.subject import record_to_data
from kautilya.study.why import Why

SCHEMA = 1
"""Version of the layout; it grows when a key changes its meaning or goes."""


def why_to_data(found: Why) -> dict[str, Any]:
    """An answer as plain data, ready for `json.dumps`.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    dict
        The fields of `Why`, with the version of the layout in ``schema``; ``finding`` is as in a
        dossier, and what each swing carries and each split gaps stands with it.
    """
    data: dict[str, Any] = {"schema": SCHEMA, **record_to_data(found)}
    data["finding"] = finding_to_data(found.finding)
    for name, swings in found.swings.items():
        for entry, swing in zip(data["swings"][name], swings, strict=True):
            entry["carried"] = swing.carried
    for entry, split in zip(data["splits"], found.splits, strict=True):
        entry["gap"] = split.gap
    return data
