"""``kautilya freeze``: lay the verdicts down beside the case."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_tested,
    progress_bar,
)
from kautilya.cli.exits import Refused


def freeze(
    case: CaseArgument = None,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    threads: ThreadsOption = 2,
    again: Annotated[
        bool, typer.Option("--again", help="Lay them down anew over an older frozen file.")
    ] = False,
) -> None:
    """Lay the verdicts down beside the case; later boards show what has moved since."""
    from datetime import date

    from kautilya.study import DEFAULT_SEED
    from kautilya.study.freeze import FrozenUnreadable, frozen_path, read_frozen, write_frozen
    from kautilya.study.freeze import freeze as lay_down

    study = load_tested(case)
    path = frozen_path(study.checked.tree.file)
    if not again:
        try:
            older = read_frozen(path)
        except FrozenUnreadable as error:
            raise Refused(f"{error}; `kautilya freeze --again` writes it anew") from None
        if older is not None:
            raise Refused(
                f"{path} was frozen on {older.on}; `kautilya freeze --again` writes it anew"
            )
    with progress_bar(shown=True) as progress:
        dossier = study.test(
            worlds=worlds,
            seed=DEFAULT_SEED if seed is None else seed,
            threads=threads,
            progress=progress,
        )
    write_frozen(lay_down(study.case, dossier, date.today()), path)
    number = len(dossier.findings)
    print(
        f"{number} verdicts of {study.case.case}@{dossier.heading.case_hash[:7]} frozen in {path}"
    )
    sys.stdout.flush()
