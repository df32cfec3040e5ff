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
    PICTURE = "picture"


def schema(
    kind: Annotated[
        Kind,
        typer.Argument(
            help="case: the file; dossier: what `test --json` writes; picture: what "
            "`solve --json` writes."
        ),
    ] = Kind.CASE,
) -> None:
    """Print the JSON Schema of a case, for editors, or of what a run gives."""
    if kind is Kind.CASE:
        from kautilya.study.schema import case_schema

        found = case_schema()
    elif kind is Kind.DOSSIER:
        from kautilya.report.data import dossier_schema

        found = dossier_schema()
    else:
        from kautilya.report.strategic.data import strategic_schema

        found = strategic_schema()
    print(json.dumps(found, ensure_ascii=False, indent=2))
