"""``kautilya region``: where in the space of worlds a proposition fails."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    JsonOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_tested,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import INVALID, NOTHING_TESTED, Refused

if TYPE_CHECKING:
    from kautilya.case import Case


def region(
    case: CaseArgument = None,
    proposition: Annotated[
        str | None,
        typer.Option(
            "-k", metavar="PROPOSITION", help="The proposition, or a part of its name alone."
        ),
    ] = None,
    choices: Annotated[
        bool,
        typer.Option("--choices", help="Tell the region by where other decisions settle, too."),
    ] = False,
    tree: Annotated[bool, typer.Option("--tree", help="Tell it as a shallow tree, too.")] = False,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for a proposition that names none.")
    ] = None,
    json_file: JsonOption = None,
    threads: ThreadsOption = 2,
) -> None:
    """Say where in the space of worlds a proposition fails."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.region import region_lines, region_to_data
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.asking import Unanswerable
    from kautilya.study.region import region as ask

    study = load_tested(case)
    name = the_one(study.case, proposition)
    try:
        with progress_bar(shown=True) as progress:
            found = ask(
                study,
                name,
                worlds=worlds,
                seed=DEFAULT_SEED if seed is None else seed,
                scenario=scenario,
                threads=threads,
                choices=choices,
                tree=tree,
                progress=progress,
            )
    except Unanswerable as error:
        raise Refused(str(error), NOTHING_TESTED if error.untested else INVALID) from None
    if json_file is not None:
        text = json.dumps(region_to_data(found), ensure_ascii=False, indent=2) + "\n"
        write_or_print(text, json_file)
    if json_file != "-":
        console, paper = console_for(sys.stdout)
        write(console, region_lines(found, paper))


def the_one(case: Case, asked: str | None) -> str:
    """The proposition that is meant: by its name, or by a part that no other name has.

    Raises
    ------
    Refused
        Where it is none, or more than one.
    UnknownName
        For a name that the case does not have.
    """
    from kautilya.study import UnknownName
    from kautilya.study.wording import listed

    if asked is None:
        names = listed(tuple(case.propositions))
        raise Refused(f"which proposition? name one by -k: {names or 'the case has none'}")
    if asked in case.propositions:
        return asked
    near = tuple(name for name in case.propositions if asked and asked in name)
    if len(near) > 1:
        raise Refused(
            f"-k {asked}: {len(near)} propositions have it in their names: {listed(near)}"
        )
    if not near:
        raise UnknownName("proposition", asked, case.propositions)
    return near[0]
