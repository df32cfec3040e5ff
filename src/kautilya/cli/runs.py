"""``kautilya runs``: the runs that were kept here, one of them again, two of them compared."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kautilya.study.manifest import Manifest

NAMED = "Its first digits, or last, last~1, ..: the newest finished one, the one before."


def listed(
    context: typer.Context,
    most: Annotated[int, typer.Option("-n", min=1, help="At most so many.")] = 20,
) -> None:
    """List the runs that were kept here, the newest first; show one, or compare two."""
    if context.invoked_subcommand is not None:
        return
    from kautilya.report.paper import console_for, write
    from kautilya.report.runs import list_lines
    from kautilya.study.registry import Registry

    runs = Registry().runs()
    if not runs:
        print("no run was kept here: `kautilya test` keeps one")
        return
    console, _ = console_for(sys.stdout)
    write(console, list_lines(runs[:most]))
    if len(runs) > most:
        print(f"and {len(runs) - most} older: kautilya runs -n {len(runs)}")


def show(
    run: Annotated[str, typer.Argument(metavar="RUN", help=NAMED)] = "last",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show the manifest of a run, and its board again."""
    from kautilya.report.data import DossierUnreadable, dossier_from_data
    from kautilya.report.paper import console_for, write
    from kautilya.report.runs import manifest_lines
    from kautilya.report.terminal import board_lines
    from kautilya.study.registry import Registry

    manifest = Registry().find(run)
    data = _results(manifest) if manifest.result_hash else None
    if as_json:
        import json

        print(json.dumps({"manifest": manifest.plain(), "run": data}, ensure_ascii=False, indent=2))
        return
    console, paper = console_for(sys.stdout)
    write(console, manifest_lines(manifest, paper))
    print()
    if data is None:
        print("no board: the run did not come to its end")
        return
    try:
        write(console, board_lines(dossier_from_data(data), paper))
    except DossierUnreadable as error:
        from kautilya.cli.exits import MACHINE, Refused

        raise Refused(f"the results of {manifest.id} cannot be shown: {error}", MACHINE) from None


def diff(
    one: Annotated[str, typer.Argument(metavar="RUN", help=NAMED)] = "last~1",
    other: Annotated[str, typer.Argument(metavar="RUN", help=NAMED)] = "last",
) -> None:
    """Say which verdicts and shares differ between two runs, and what they were asked."""
    from kautilya.report.paper import console_for, write
    from kautilya.report.runs import diff_lines
    from kautilya.study.registry import Registry

    registry = Registry()
    first, second = registry.find(one), registry.find(other)
    console, paper = console_for(sys.stdout)
    write(console, diff_lines(first, second, _results(first), _results(second), paper))


def _results(manifest: Manifest) -> dict[str, Any]:
    from kautilya.study.registry import Registry

    return Registry().results(manifest)


def group() -> typer.Typer:
    """The verb with what stands below it."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.callback(invoke_without_command=True)(listed)
    app.command()(show)
    app.command()(diff)
    return app
