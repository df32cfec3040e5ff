"""``kautilya schema``: the JSON Schema of a case, for editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Kind(StrEnum):
    """What has a schema."""

    CASE = "case"
    DOSSIER = "dossier"


def schema(
    kind: Annotated[
        Kind, typer.Argument(help="case: the file; dossier: what `test --json` writes.")
    ] = Kind.CASE,
) -> None:
    """Print the JSON Schema of a case, for editors, or of a run."""
    if kind is Kind.CASE:
        from kautilya.study.schema import case_schema

        found = case_schema()
    else:
        from kautilya.report.data import dossier_schema

        found = dossier_schema()
    print(json.dumps(found, ensure_ascii=False, indent=2))
