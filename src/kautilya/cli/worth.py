"""``kautilya worth``: what is worth finding out, for an actor and for the reader."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_tested,
    write_or_print,
)
from kautilya.cli.exits import NOTHING_TESTED, Refused
from kautilya.cli.named import split_case


def worth(
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECISION] [CASE]",
            help="A decision, the focal one where none is given; then a case folder or file.",
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "-k",
            metavar="PATTERN",
            help="Only propositions whose name contains it, or matches it if it has * or ?.",
            show_default=False,
        ),
    ] = None,
    together: Annotated[
        list[str] | None,
        typer.Option(
            "--together",
            metavar="PREMISE",
            help="What the actor would learn at once: give it twice or three times.",
            show_default=False,
        ),
    ] = None,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            help="Scenario of the choice, and of propositions that name none.", show_default=False
        ),
    ] = None,
    yardstick: Annotated[
        str | None, typer.Option(help="Read conclusions by another yardstick.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show all that was found.")] = False,
    json_file: JsonOption = None,
    threads: ThreadsOption = 2,
) -> None:
    """Say what is worth finding out, for an actor and for the reader."""
    from kautilya.cli.test import matches
    from kautilya.diagnostics import did_you_mean
    from kautilya.report.paper import console_for, write
    from kautilya.report.worth import worth_lines, worth_to_json
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.deciding import CannotAsk
    from kautilya.study.worth import worth as ask

    names, case = split_case(about or [], 1)
    study = load_tested(case)
    tested = [name for name, entry in study.case.propositions.items() if entry.claim is not None]
    only = [n for n in tested if not select or any(matches(n, pattern) for pattern in select)]
    if select and not only:
        near = did_you_mean(select[0], tested)
        raise Refused(f"no proposition matches {' or '.join(select)}; {near}", NOTHING_TESTED)
    try:
        found = ask(
            study,
            names[0] if names else None,
            only,
            together=together or (),
            worlds=worlds,
            seed=DEFAULT_SEED if seed is None else seed,
            scenario=scenario,
            yardstick=yardstick,
            threads=threads,
        )
    except CannotAsk as error:
        raise Refused(str(error)) from None
    if found.actor is None and found.reader is None:
        raise Refused(
            f"{study.case.case} has no focal decision and no claim: name a decision", NOTHING_TESTED
        )
    if json_file is not None:
        write_or_print(worth_to_json(found), json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, worth_lines(found, paper, everything=everything))
