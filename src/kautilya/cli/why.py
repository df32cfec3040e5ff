"""``kautilya why``: why one proposition stands as it does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_tested,
)

if TYPE_CHECKING:
    from kautilya.study import Dossier, Study


def why(
    proposition: Annotated[str, typer.Argument(help="Name of the proposition.")],
    case: CaseArgument = None,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for a proposition that names none.")
    ] = None,
    yardstick: Annotated[
        str | None, typer.Option(help="Read the conclusion by another yardstick.")
    ] = None,
    threads: ThreadsOption = 2,
) -> None:
    """Say why a proposition stands as it does."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.why import why_lines
    from kautilya.study import DEFAULT_SEED
    from kautilya.study.why import why as ask

    study = load_tested(case)
    wanted = DEFAULT_SEED if seed is None else seed
    kept = _kept(study, worlds, wanted, scenario, yardstick)
    found = next((f for f in kept.findings if f.id == proposition), None) if kept else None
    answer = ask(
        study,
        proposition,
        found,
        worlds=worlds,
        seed=wanted,
        threads=threads,
        yardstick=yardstick,
        scenario=scenario,
    )
    console, paper = console_for(sys.stdout)
    actors = {name: entry.name or name for name, entry in study.case.actors.items()}
    write(console, why_lines(answer, paper, actors))


def _kept(
    study: Study, worlds: int, seed: int, scenario: str | None, yardstick: str | None
) -> Dossier | None:
    """The last run of this very case, if it was asked the same and knows what verdicts rest on."""
    from kautilya.report.data import DossierUnreadable, dossier_from_data
    from kautilya.study import VERSION, Standing
    from kautilya.study.dossier import case_hash
    from kautilya.study.registry import RegistryUnreadable, last_run

    try:
        data = last_run(case_hash(study.checked.tree.data))
    except RegistryUnreadable as error:
        print(f"warning: {error}", file=sys.stderr)
        return None
    if data is None:
        return None
    try:
        dossier = dossier_from_data(data)
    except DossierUnreadable:
        return None
    heading = dossier.heading
    same = (heading.version, heading.worlds, heading.seed, heading.scenario) == (
        VERSION,
        worlds,
        seed,
        scenario,
    )
    same = same and heading.yardstick == (yardstick or study.case.yardstick)
    examined = all(f.standing != Standing.UNKNOWN for f in dossier.findings)
    return dossier if same and examined else None
