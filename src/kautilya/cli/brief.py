"""``kautilya brief``: a document to hand over, written from a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    MemoryOption,
    SeedOption,
    ThreadsOption,
    YardstickOption,
    load_tested,
    memory_of,
    progress_bar,
)
from kautilya.cli.exits import NOTHING_TESTED, Refused
from kautilya.cli.keep import kept_run, save

if TYPE_CHECKING:
    from kautilya.study import Dossier, Study
    from kautilya.study.brief import Brief
    from kautilya.study.manifest import Manifest

DEFAULT_OUTPUT = "brief.pdf"


def brief(
    case: CaseArgument = None,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where to write it: .pdf, .html, .docx or .md says in which form.",
        ),
    ] = Path(DEFAULT_OUTPUT),
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="Ask first whatever was not asked: stress test, tipping points, evidence.",
        ),
    ] = False,
    worlds: Annotated[
        int | None,
        typer.Option("--worlds", min=1, help="Worlds of the run.", show_default=False),
    ] = None,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for propositions that name none.")
    ] = None,
    yardstick: YardstickOption = None,
    threads: ThreadsOption = 2,
    memory: MemoryOption = None,
) -> None:
    """Write a brief: what holds, how firmly, what it rests on, what would change it, what fails.

    It is written from the last run of this very case; where none was kept, the case is tested
    first.
    """
    from kautilya.report.brief.write import (
        FolderMissing,
        FormMissing,
        FormUnknown,
        check_output,
        write_brief,
    )

    try:
        check_output(output)
    except (FormUnknown, FormMissing, FolderMissing) as error:
        raise Refused(str(error)) from None
    study = load_tested(case)
    dossier, manifest = _run_of(study, worlds, seed, scenario, yardstick, threads, memory)
    if not dossier.tested:
        raise Refused(
            f"{study.case.case} has no proposition with a claim: there is nothing to write a brief "
            "about",
            NOTHING_TESTED,
        )
    written = _written(study, dossier, manifest, full=full, threads=threads)
    write_brief(written, output)
    heading = written.dossier.heading
    print(f"{output}  from {heading.worlds:,} worlds, seed {heading.seed}")


def _run_of(
    study: Study,
    worlds: int | None,
    seed: int | None,
    scenario: str | None,
    yardstick: str | None,
    threads: int,
    memory: str | None,
) -> tuple[Dossier, Manifest | None]:
    """The run that was kept, else a run that is made now and kept."""
    from kautilya.report.data import DossierUnreadable, dossier_from_data
    from kautilya.study.brief import fitting_run
    from kautilya.study.faults import check_asked

    check_asked(study.checked, None, scenario, yardstick)
    found = fitting_run(
        study.checked, worlds=worlds, seed=seed, scenario=scenario, yardstick=yardstick
    )
    if found is not None:
        manifest, data = found
        try:
            return dossier_from_data(data), manifest
        except DossierUnreadable:
            pass  # of another version of the data: tested anew
    print("no run of this case was kept: testing it first", file=sys.stderr)
    return _tested(study, worlds, seed, scenario, yardstick, threads, memory)


def _tested(
    study: Study,
    worlds: int | None,
    seed: int | None,
    scenario: str | None,
    yardstick: str | None,
    threads: int,
    memory: str | None,
) -> tuple[Dossier, Manifest | None]:
    from kautilya.study import DEFAULT_SEED, Order

    number = DEFAULT_WORLDS if worlds is None else worlds
    drawn = DEFAULT_SEED if seed is None else seed
    order = Order(number, drawn, threads, yardstick, scenario, None, True, memory_of(memory))
    with kept_run(study, order, resume=False) as kept, progress_bar(shown=True) as progress:
        dossier = study.test(
            worlds=number,
            seed=drawn,
            scenario=scenario,
            yardstick=yardstick,
            threads=threads,
            memory=order.memory,
            progress=progress,
            workers=kept.over(None),
        )
        saved = save(kept, dossier)
    return dossier, kept.manifest if saved else None


def _written(
    study: Study, dossier: Dossier, manifest: Manifest | None, *, full: bool, threads: int
) -> Brief:
    from kautilya.study.brief import brief_of, gather
    from kautilya.study.registry import HOME

    with progress_bar(shown=True) as progress:
        material = gather(
            study,
            dossier,
            manifest=manifest,
            home=HOME,
            everything=full,
            threads=threads,
            progress=progress,
        )
    for what, command in material.not_asked:
        print(f"not asked: {what} (`{command}` or --full asks it)", file=sys.stderr)
    return brief_of(material)
