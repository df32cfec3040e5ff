"""Tipping points as plain JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kautilya.study.tipping import Tipping, TippingMap

SCHEMA = 1
"""Version of the layout; it grows when a key changes its meaning or goes."""


def tipping_to_data(found: Tipping | TippingMap) -> dict[str, Any]:
    """Tipping points as plain data, ready for `json.dumps`.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    dict
        The fields of `Tipping` or `TippingMap`, with the version of the layout in ``schema``.
    """
    return {"schema": SCHEMA, **asdict(found)}


def tipping_to_json(found: Tipping | TippingMap) -> str:
    """Tipping points as JSON text, with a line break at its end."""
    return json.dumps(tipping_to_data(found), ensure_ascii=False, indent=1) + "\n"
