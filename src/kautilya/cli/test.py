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
    MemoryOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    YardstickOption,
    evaluating,
    load_tested,
    memory_of,
    progress_bar,
    write_or_print,
)
from kautilya.cli.exits import ALL_PASS, NOT_ALL_PASS, NOTHING_TESTED, Refused
from kautilya.cli.keep import kept_run, save

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
    yardstick: YardstickOption = None,
    json_file: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write the run as JSON; - prints.")
    ] = None,
    junit_file: Annotated[
        str | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML; - prints.")
    ] = None,
    threads: ThreadsOption = 2,
    memory: MemoryOption = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with an interrupted run that was asked the same."),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes that evaluate here.", show_default=False),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help="Scheduler of dask.distributed whose workers evaluate.",
            show_default=False,
        ),
    ] = None,
    no_removals: Annotated[
        bool, typer.Option("--no-removals", help="Do not ask what the verdicts rest on.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the summary line.")] = False,
) -> None:
    """Hold the propositions of a case against its worlds."""
    if json_file == "-" and junit_file == "-":
        raise Refused("--json - and --junit - both want the standard output: give one a file")
    from kautilya.study import DEFAULT_SEED, Order

    study = load_tested(case)
    only = chosen(study, select or (), last_failed=last_failed)
    threads = max(threads, workers or 1)  # each worker here takes the memory of a thread
    order = Order(
        worlds,
        DEFAULT_SEED if seed is None else seed,
        threads,
        yardstick,
        scenario,
        only,
        not no_removals,
        memory_of(memory),
    )
    with kept_run(study, order, resume=resume) as kept:
        if kept.manifest.evaluator.startswith("NumPy"):
            print(f"evaluated by {kept.manifest.evaluator}: it takes longer", file=sys.stderr)
        with evaluating(cluster, workers) as elsewhere, progress_bar(shown=True) as progress:
            dossier = study.test(
                only,
                worlds=worlds,
                seed=order.seed,
                scenario=scenario,
                yardstick=yardstick,
                threads=threads,
                removals=order.removals,
                memory=order.memory,
                progress=progress,
                workers=kept.over(elsewhere),
            )
        # What was asked for comes first: where the disk is nearly full, it is the run that goes.
        unwritten = _write(dossier, json_file, junit_file)
        saved = save(kept, dossier)
    if "-" not in (json_file, junit_file):
        _print_board(study, dossier, quiet=quiet, saved=saved)
    if unwritten is not None:
        raise unwritten
    raise typer.Exit(exit_code(dossier))


def _write(dossier: Dossier, json_file: str | None, junit_file: str | None) -> OSError | None:
    """Write what was asked for; the first file that could not be written, once all were tried."""
    from kautilya.report.data import dossier_to_json
    from kautilya.report.junit import dossier_to_junit

    failed: OSError | None = None
    for path, text_of in ((json_file, dossier_to_json), (junit_file, dossier_to_junit)):
        if path is None:
            continue
        try:
            write_or_print(text_of(dossier), path)
        except BrokenPipeError:
            raise
        except OSError as error:
            failed = failed or OSError(error.errno, error.strerror or str(error), path)
    return failed


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
