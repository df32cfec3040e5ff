"""``kautilya stress``: which assumptions carry the argument."""

from __future__ import annotations

import json
import sys
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


def stress(
    case: CaseArgument = None,
    only: Annotated[
        str | None,
        typer.Option(
            "-k",
            metavar="PATTERN",
            help="Only propositions whose name contains it, or matches it if it has * or ?.",
        ),
    ] = None,
    worlds: WorldsOption = WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for propositions that name none.")
    ] = None,
    yardstick: YardstickOption = None,
    json_file: JsonOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every change that turns a verdict.")
    ] = False,
    fresh: FreshOption = False,
    threads: ThreadsOption = 2,
) -> int:
    """Change each assumption and see which verdicts turn."""
    from kautilya.cli.test import matches
    from kautilya.report.paper import console_for, write
    from kautilya.report.stress import stress_lines
    from kautilya.report.stress_data import stress_to_data
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.registry import HOME
    from kautilya.study.stress import stress as ask

    if worlds > WORLDS:
        raise Refused(f"--worlds: changes are tried on the first {WORLDS} worlds at most")
    study = load_tested(case)
    tested = [name for name, entry in study.case.propositions.items() if entry.claim is not None]
    names = [n for n in tested if matches(n, only)] if only is not None else tested
    if not names:
        what = f"no tested proposition matches '{only}'" if tested else "nothing is tested"
        raise Refused(f"{what}: {study.case.case} has {len(tested)} with a claim", NOTHING_TESTED)
    with progress_bar(shown=json_file != "-") as progress:
        found = ask(
            study,
            names,
            worlds=worlds,
            seed=DEFAULT_SEED if seed is None else seed,
            scenario=scenario,
            yardstick=yardstick,
            threads=threads,
            home=None if fresh else Path(HOME),
            progress=progress,
        )
    if only is None and not fresh:
        keep_answer(study, "stress", found, worlds, seed, scenario, yardstick)
    if json_file is not None:
        text = json.dumps(stress_to_data(found), indent=1, ensure_ascii=False) + "\n"
        write_or_print(text, json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, stress_lines(found, paper, everything=everything))
    return ALL_PASS if found.whole else INTERRUPTED
