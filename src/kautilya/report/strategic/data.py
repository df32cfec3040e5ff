"""The strategic picture as plain JSON.

`strategic.schema.json` beside this file describes it. The schema's number grows when a key changes
its meaning or goes; keys may be added without notice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib import resources
from math import isfinite
from typing import Any

from kautilya.study.strategic import SCHEMA, Strategic


def strategic_to_data(picture: Strategic) -> dict[str, Any]:
    """A picture as plain data, ready for `json.dumps`.

    Parameters
    ----------
    picture
        What was found.

    Returns
    -------
    dict
        As `strategic_schema` describes it. States are numbers; `states` says what each is.
    """
    data: dict[str, Any] = _plain(picture)
    labels = data.pop("labels")
    states = [labels[key] for key in sorted(labels, key=int)]
    return {"schema": SCHEMA, "version": picture.subject.version, "states": states, **data}


def strategic_to_json(picture: Strategic) -> str:
    """A picture as JSON text, with a line break at its end."""
    return json.dumps(strategic_to_data(picture), ensure_ascii=False, indent=2) + "\n"


def strategic_schema() -> dict[str, Any]:
    """The JSON Schema of a picture."""
    text = resources.files(__package__).joinpath("strategic.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _plain(value: Any) -> Any:
    """Records as mappings, tuples as lists; a number that is not finite as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value
