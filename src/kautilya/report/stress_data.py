"""A stress test as plain JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kautilya.study.stress import Stress

SCHEMA = 1
"""Version of the layout; it grows when a key changes its meaning or goes."""


def stress_to_data(found: Stress) -> dict[str, Any]:
    """A stress test as plain data, ready for `json.dumps`.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    dict
        The fields of `Stress`, with the version of the layout in ``schema``.
    """
    return {"schema": SCHEMA, **asdict(found)}
