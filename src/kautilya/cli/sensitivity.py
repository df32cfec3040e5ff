"""``kautilya sensitivity``: which premise moves a payoff, a level or a share."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from kautilya.cli.common import (
    CaseArgument,
    JsonOption,
    SeedOption,
    ThreadsOption,
    load_tested,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import INVALID, NOTHING_TESTED, Refused


class Method(StrEnum):
    """Ways to take an outcome apart."""

    SOBOL = "sobol"
    MORRIS = "morris"
    PAWN = "pawn"


def sensitivity(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="A query such as 'payoff(china)' or 'final(influence)', or a proposition's name.",
        ),
    ],
    case: CaseArgument = None,
    method: Annotated[
        Method,
        typer.Option(
            help="sobol: shares of variance; morris: steps, for many inputs and few runs; pawn: "
            "distances of distributions."
        ),
    ] = Method.SOBOL,
    size: Annotated[
        int | None,
        typer.Option(
            "--size",
            min=1,
            help="Size of the design: a power of 2 for sobol (512), walks for morris (100), runs "
            "for pawn (2000).",
            show_default=False,
        ),
    ] = None,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for what names none.", show_default=False)
    ] = None,
    json_file: JsonOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Long lists whole.")] = False,
    threads: ThreadsOption = 2,
) -> None:
    """Say which premise moves a payoff, a level or a share."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.sensitivity import sensitivity_lines, sensitivity_to_data
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.asking import Unanswerable
    from kautilya.study.sensitivity import sensitivity as ask

    study = load_tested(case)
    try:
        with progress_bar(shown=True) as progress:
            found = ask(
                study,
                what,
                method=method.value,
                size=size,
                seed=DEFAULT_SEED if seed is None else seed,
                scenario=scenario,
                threads=threads,
                progress=progress,
            )
    except Unanswerable as error:
        raise Refused(str(error), NOTHING_TESTED if error.untested else INVALID) from None
    if json_file is not None:
        text = json.dumps(sensitivity_to_data(found), ensure_ascii=False, indent=2) + "\n"
        write_or_print(text, json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, sensitivity_lines(found, paper, everything=everything))
