"""``kautilya diff``: which verdicts differ between two versions of a case, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import Refused

NAMED = "A case folder or file, CASE@REVISION of its git history, or CASE:SCENARIO."


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=NAMED)],
    after: Annotated[str, typer.Argument(metavar="B", help=NAMED)],
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    json_file: JsonOption = None,
    threads: ThreadsOption = 2,
) -> None:
    """Say which verdicts differ between two versions or scenarios, and which edit did it."""
    from kautilya.report.diff import diff_lines
    from kautilya.report.paper import console_for, write
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.diff import NoVersion, version_of
    from kautilya.study.diff import diff as ask

    try:
        one, other = version_of(before), version_of(after)
        with progress_bar(shown=json_file != "-") as progress:
            found = ask(
                one,
                other,
                worlds=worlds,
                seed=DEFAULT_SEED if seed is None else seed,
                threads=threads,
                progress=progress,
            )
    except NoVersion as error:
        raise Refused(str(error)) from None
    if json_file is not None:
        data = {"schema": 1, **asdict(found)}
        write_or_print(json.dumps(data, indent=1, ensure_ascii=False) + "\n", json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, diff_lines(found, paper))
