"""A watch-list as plain JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kautilya.study.watch import WatchList

SCHEMA = 1
"""Version of the layout; it grows when a key changes its meaning or goes."""


def watch_to_data(found: WatchList) -> dict[str, Any]:
    """A watch-list as plain data, ready for `json.dumps`.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    dict
        The fields of `WatchList`, with the version of the layout in ``schema``; each indicator has
        besides the actors whose conclusions it would change.
    """
    data = {"schema": SCHEMA, **asdict(found)}
    for entry, indicator in zip(data["indicators"], found.indicators, strict=True):
        entry["actors"] = indicator.actors
    return data


def watch_to_json(found: WatchList) -> str:
    """A watch-list as JSON text, with a line break at its end."""
    return json.dumps(watch_to_data(found), ensure_ascii=False, indent=1) + "\n"
