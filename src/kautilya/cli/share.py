"""``kautilya share``: how much of an effect each of its causes accounts for."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kautilya.cli.common import (
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_tested,
    write_or_print,
)
from kautilya.cli.exits import Refused
from kautilya.cli.named import split_case

WORLDS = 500


def share(
    query: Annotated[str, typer.Argument(help="A query, a claim, or a proposition for its claim.")],
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CAUSE.. [CASE]",
            help="Up to six mechanisms, options' effects (DECISION.OPTION), premises that say "
            "what they are when off, or decisions; then a case folder or file.",
            show_default=False,
        ),
    ] = None,
    worlds: WorldsOption = WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario in which it is asked.", show_default=False)
    ] = None,
    json_file: JsonOption = None,
    threads: ThreadsOption = 2,
) -> None:
    """Say how much of an effect each of its causes accounts for."""
    from kautilya.report.attribution import attribution_lines, attribution_to_json
    from kautilya.report.paper import console_for, write
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.attribution import share_of
    from kautilya.study.deciding import CannotAsk

    names, case = split_case(about or [])
    study = load_tested(case)
    try:
        found = share_of(
            study,
            query,
            names,
            worlds=worlds,
            seed=DEFAULT_SEED if seed is None else seed,
            scenario=scenario,
            threads=threads,
        )
    except CannotAsk as error:
        raise Refused(str(error)) from None
    if json_file is not None:
        write_or_print(attribution_to_json(found), json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, attribution_lines(found, paper))
