"""What verbs share: which case is meant, how it is loaded, how long it still takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.exits import NOTHING_TESTED, Refused

if TYPE_CHECKING:
    from kautilya.diagnostics import Diagnostic
    from kautilya.study import Study
    from kautilya.study.cluster import Cluster

CaseArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[CASE]",
        help="A case folder or file; this folder's case.yaml, else the last run's case, "
        "where none is given.",
        show_default=False,
    ),
]
WorldsOption = Annotated[int, typer.Option("--worlds", min=1, help="Worlds as authored.")]
SeedOption = Annotated[
    int | None, typer.Option("--seed", help="Seed of the worlds.", show_default=False)
]
MemoryOption = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="Memory that the run may use, such as 2G; most of what is free where none is given.",
        show_default=False,
    ),
]
ThreadsOption = Annotated[int, typer.Option("--threads", min=1, help="Threads that evaluate.")]
JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write it as JSON; - prints.")
]
YardstickOption = Annotated[
    str | None, typer.Option("--yardstick", help="Read conclusions by another yardstick.")
]
FreshOption = Annotated[
    bool, typer.Option("--fresh", help="Try everything anew; use nothing that was kept.")
]

DEFAULT_WORLDS = 2000


def case_path(given: Path | None) -> Path:
    """The case that is meant.

    Raises
    ------
    Refused
        Where no case is named, none lies here and none was run.
    """
    if given is not None:
        return given
    here = Path("case.yaml")
    if here.is_file():
        return here
    from kautilya.study.registry import last_case

    last = last_case()
    if last is not None:
        return last
    raise Refused(
        "which case? name a case folder or file: there is no case.yaml here and no run was kept"
        "\n`kautilya init NAME` starts a case"
    )


def load_case(given: Path | None) -> Study:
    """The case that is meant, loaded.

    Raises
    ------
    CaseInvalid
        With every fault of the file.
    """
    from kautilya.study import load

    return load(case_path(given))


def load_tested(given: Path | None) -> Study:
    """The case that is meant, loaded; its propositions can be tested.

    Raises
    ------
    CaseInvalid
        With every fault of the file.
    Refused
        Where its actors rank states, which has an answer and no propositions.
    """
    study = load_case(given)
    if study.case.is_conflict:
        raise Refused(
            f"{study.case.case} is a conflict: its actors value states, and it has no "
            f"propositions to test\n`kautilya solve {given or study.checked.tree.file}` answers it",
            NOTHING_TESTED,
        )
    return study


def tell_invalid(diagnostics: Iterable[Diagnostic]) -> None:
    """Print what is wrong with a case to the error stream, and how much of it there is."""
    from kautilya.diagnostics import format_text

    found = list(diagnostics)
    print(format_text(found, colour=coloured(sys.stderr)), file=sys.stderr)
    print(f"\n{how_many(found)}", file=sys.stderr)


def how_many(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors, warnings and pieces of advice there are.

    Examples
    --------
    >>> how_many([])
    'no errors, no warnings, no advice'
    """
    found = [str(diagnostic.severity) for diagnostic in diagnostics]
    if not found:
        return "no errors, no warnings, no advice"
    parts = []
    for word, many in (("error", "errors"), ("warning", "warnings"), ("advice", "advice")):
        number = found.count(word)
        if number:
            parts.append(f"{number} {word if number == 1 else many}")
    return ", ".join(parts)


def coloured(stream: object) -> bool:
    """Whether a stream takes colour: a terminal, unless NO_COLOR says otherwise."""
    import os

    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty()) and not os.environ.get("NO_COLOR")


def write_or_print(text: str, path: str) -> None:
    """Write a text to a file, or to the standard output for ``-``.

    Raises
    ------
    OSError
        Where the file cannot be written.
    """
    if path == "-":
        sys.stdout.write(text)
        return
    from kautilya.study.files import write_whole

    write_whole(Path(path), text)


def memory_of(text: str | None) -> int | None:
    """Bytes that are meant.

    Raises
    ------
    Refused
        Where the text is no amount of memory.
    """
    if text is None:
        return None
    from kautilya.study.memory import read_bytes

    try:
        return read_bytes(text)
    except ValueError as error:
        raise Refused(f"--memory: {error}") from None


@contextmanager
def evaluating(address: str | None, count: int | None) -> Iterator[Cluster | None]:
    """Workers at an address, or so many here; None where threads of this process evaluate.

    Raises
    ------
    Refused
        Where both are asked for, the address is none, or what workers need is not installed.
    """
    if address is None and count is None:
        yield None
        return
    if address is not None and count is not None:
        raise Refused("--cluster and --workers: give one of them")
    from kautilya.study.cluster import opened
    from kautilya.study.connection import AddressUnfit, ClusterMissing

    try:
        with opened(address, count) as cluster:
            yield cluster
    except (AddressUnfit, ClusterMissing) as error:
        raise Refused(str(error)) from None


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the error stream while worlds run, on a terminal alone.

    Yields
    ------
    callable or None
        To be called with worlds done and worlds in all; None where no bar is shown.
    """
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("worlds"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("worlds", total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield advance
