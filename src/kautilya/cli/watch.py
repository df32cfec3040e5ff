"""``kautilya watch``: what to look out for, and what it would change."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kautilya.cli.common import (
    CaseArgument,
    FreshOption,
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    YardstickOption,
    load_tested,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import ALL_PASS, INTERRUPTED, NOTHING_TESTED, Refused
from kautilya.cli.keep import keep_answer

WORLDS = 500


class Grouping(StrEnum):
    """How the list is put in order."""

    RANK = "rank"
    SYSTEM = "system"
    ACTOR = "actor"


def watch(
    case: CaseArgument = None,
    by: Annotated[
        Grouping,
        typer.Option("--by", help="By rank; or in groups, by system or by whose choice changes."),
    ] = Grouping.RANK,
    worlds: WorldsOption = WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for the choice, and propositions that name none.")
    ] = None,
    yardstick: YardstickOption = None,
    json_file: JsonOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every sign, and all that it would change.")
    ] = False,
    fresh: FreshOption = False,
    threads: ThreadsOption = 2,
) -> int:
    """List what to watch: signs that a verdict or the focal choice is about to change."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.watch import watch_lines
    from kautilya.report.watch_data import watch_to_json
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.registry import HOME
    from kautilya.study.watch import watch as ask

    if worlds > WORLDS:
        raise Refused(f"--worlds: changes are tried on the first {WORLDS} worlds at most")
    study = load_tested(case)
    with progress_bar(shown=json_file != "-") as progress:
        found = ask(
            study,
            worlds=worlds,
            seed=DEFAULT_SEED if seed is None else seed,
            scenario=scenario,
            yardstick=yardstick,
            threads=threads,
            home=None if fresh else Path(HOME),
            progress=progress,
        )
    if not (found.propositions or found.choices):
        raise Refused(
            f"{study.case.case} has no proposition with a claim and no focal choice: nothing "
            "could change",
            NOTHING_TESTED,
        )
    if not fresh:
        keep_answer(study, "watch", found, worlds, seed, scenario, yardstick)
    if json_file is not None:
        write_or_print(watch_to_json(found), json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, watch_lines(found, paper, by=by.value, everything=everything))
    return ALL_PASS if found.whole else INTERRUPTED
