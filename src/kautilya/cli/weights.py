"""``kautilya weights``: what an actor must value to choose each option of a decision."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    JsonOption,
    SeedOption,
    WorldsOption,
    load_tested,
    write_or_print,
)
from kautilya.cli.exits import Refused
from kautilya.cli.named import split_case


def weights(
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECISION] [CASE]",
            help="A decision, the focal one where none is given; then a case folder or file.",
            show_default=False,
        ),
    ] = None,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario in which it is chosen.", show_default=False)
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """Say what an actor must value to choose each option."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.weights import weights_lines, weights_to_json
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.deciding import CannotAsk
    from kautilya.study.weights import weights as ask

    names, case = split_case(about or [], 1)
    study = load_tested(case)
    try:
        found = ask(
            study,
            names[0] if names else None,
            worlds=worlds,
            seed=DEFAULT_SEED if seed is None else seed,
            scenario=scenario,
        )
    except CannotAsk as error:
        raise Refused(str(error)) from None
    if json_file is not None:
        write_or_print(weights_to_json(found), json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, weights_lines(found, paper))
