"""``kautilya lint``: every fault of a case, and advice on how it is written."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from kautilya.cli.common import CaseArgument, case_path, coloured, how_many
from kautilya.cli.exits import ALL_PASS, INVALID


def lint(
    case: CaseArgument = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print diagnostics as JSON.")] = False,
) -> None:
    """Find every fault of a case, and give advice on how it is written."""
    from kautilya.diagnostics import format_text, to_json
    from kautilya.study import diagnose

    path = case_path(case)
    found = diagnose(path)
    if as_json:
        print(json.dumps(to_json(found), ensure_ascii=False, indent=2))
    else:
        if found:
            print(format_text(found, colour=coloured(sys.stdout)), end="\n\n")
        print(f"{path}: {how_many(found)}")
    refused = any(diagnostic.is_error for diagnostic in found)
    raise typer.Exit(INVALID if refused else ALL_PASS)
