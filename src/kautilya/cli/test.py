"""``kautilya test``: hold the propositions of a case against its worlds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import (
    DEFAULT_WORLDS,
    CaseArgument,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    load_case,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import ALL_PASS, NOT_ALL_PASS, NOTHING_TESTED, Refused

if TYPE_CHECKING:
    from kautilya.study import Dossier, Study
    from kautilya.study.freeze import Since


def test(
    case: CaseArgument = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "-k",
            metavar="PATTERN",
            help="Only propositions whose name contains it, or matches it if it has * or ?.",
            show_default=False,
        ),
    ] = None,
    last_failed: Annotated[
        bool, typer.Option("--last-failed", help="Only propositions that failed last time.")
    ] = False,
    worlds: WorldsOption = DEFAULT_WORLDS,
    seed: SeedOption = None,
    scenario: Annotated[
        str | None, typer.Option(help="Scenario for propositions that name none.")
    ] = None,
    yardstick: Annotated[
        str | None, typer.Option(help="Read conclusions by another yardstick.")
    ] = None,
    json_file: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write the run as JSON; - prints.")
    ] = None,
    junit_file: Annotated[
        str | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML; - prints.")
    ] = None,
    threads: ThreadsOption = 2,
    no_removals: Annotated[
        bool, typer.Option("--no-removals", help="Do not ask what the verdicts rest on.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the summary line.")] = False,
) -> None:
    """Hold the propositions of a case against its worlds."""
    if json_file == "-" and junit_file == "-":
        raise Refused("--json - and --junit - both want the standard output: give one a file")
    study = load_case(case)
    only = chosen(study, select or (), last_failed=last_failed)
    with progress_bar(shown=True) as progress:
        dossier = study.test(
            only,
            worlds=worlds,
            scenario=scenario,
            yardstick=yardstick,
            threads=threads,
            removals=not no_removals,
            progress=progress,
            **({} if seed is None else {"seed": seed}),
        )
    saved = _keep(dossier)
    if json_file is not None:
        from kautilya.report.data import dossier_to_json

        write_or_print(dossier_to_json(dossier), json_file)
    if junit_file is not None:
        from kautilya.report.junit import dossier_to_junit

        write_or_print(dossier_to_junit(dossier), junit_file)
    if "-" not in (json_file, junit_file):
        _print_board(study, dossier, quiet=quiet, saved=saved)
    raise typer.Exit(exit_code(dossier))


def exit_code(dossier: Dossier) -> int:
    """The exit code that a run deserves."""
    if not dossier.tested:
        return NOTHING_TESTED
    return ALL_PASS if dossier.all_pass else NOT_ALL_PASS


def chosen(study: Study, patterns: Sequence[str], *, last_failed: bool) -> tuple[str, ...] | None:
    """The propositions that are asked for; None for all.

    Raises
    ------
    Refused
        Where none is.
    """
    from kautilya.diagnostics import did_you_mean
    from kautilya.study.registry import last_failures

    names = tuple(study.case.propositions)
    only: tuple[str, ...] | None = None
    if last_failed:
        failed = last_failures(study.checked.tree.file)
        if failed is None:
            raise Refused("no run of this case was kept: run `kautilya test` first")
        only = tuple(name for name in names if name in failed)
        if not only:
            raise Refused("nothing failed in the last run", NOTHING_TESTED)
    for name in (only or names) if patterns else ():
        if any(matches(name, pattern) for pattern in patterns):
            break
    else:
        if patterns:
            near = did_you_mean(patterns[0], names)
            raise Refused(f"no proposition matches {' or '.join(patterns)}; {near}", NOTHING_TESTED)
    if patterns:
        only = tuple(n for n in (only or names) if any(matches(n, p) for p in patterns))
    return only


def matches(name: str, pattern: str) -> bool:
    """Whether a name contains a text, or matches a pattern with * or ?.

    Examples
    --------
    >>> matches("limit_trust", "trust"), matches("limit_trust", "trust*")
    (True, False)
    """
    if any(sign in pattern for sign in "*?["):
        return fnmatchcase(name, pattern)
    return pattern in name


def _keep(dossier: Dossier) -> bool:
    """Keep a run for later; a folder that cannot be written is a warning."""
    from kautilya.report.data import dossier_to_data
    from kautilya.study.registry import keep_run

    kept = keep_run(dossier_to_data(dossier))
    if kept.warning:
        print(f"warning[KC804]: {kept.warning}", file=sys.stderr)
    return kept.path is not None


def _print_board(study: Study, dossier: Dossier, *, quiet: bool, saved: bool) -> None:
    from kautilya.report.paper import console_for, write
    from kautilya.report.terminal import board_lines, summary_lines

    console, paper = console_for(sys.stdout)
    if quiet:
        write(console, summary_lines(dossier, paper))
        return
    since = _since(study, dossier)
    follow = _follow(dossier, frozen=since is not None, saved=saved)
    write(console, board_lines(dossier, paper, since, follow, saved))
    if study.advice:
        from kautilya.cli.common import how_many

        print(f"{how_many(study.advice)}: kautilya lint", file=sys.stderr)


def _since(study: Study, dossier: Dossier) -> Since | None:
    """What moved since the verdicts were frozen; a file that cannot be read is a warning."""
    from kautilya.study.freeze import FrozenUnreadable, frozen_path, read_frozen, since

    try:
        frozen = read_frozen(frozen_path(study.checked.tree.file))
    except FrozenUnreadable as error:
        print(f"warning: {error}", file=sys.stderr)
        return None
    return None if frozen is None else since(frozen, study.case, dossier)


def _follow(dossier: Dossier, *, frozen: bool, saved: bool) -> list[str]:
    """Commands that a reader may want next; without a kept run they need the case's name."""
    from kautilya.report.terminal import worst

    named = (
        ""
        if saved or Path(dossier.heading.file) == Path("case.yaml")
        else f" {dossier.heading.file}"
    )
    failing = worst(dossier)
    tested = [f for f in dossier.findings if f.fit is not None]
    asked = failing or (tested[0] if tested else None)
    follow = [f"kautilya why {asked.id}{named}"] if asked else []
    follow.append(f"kautilya show{named}")
    if not frozen:
        follow.append(f"kautilya freeze{named}")
    return follow
